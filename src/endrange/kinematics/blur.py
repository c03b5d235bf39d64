"""What a blurred picture adds to the errors: the networks agree about blurred limbs and are wrong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from endrange.domain.measure import Finding

#: Width of the limbs' edges, as a share of the person's size, up to which nothing is added. Rendered clips of somebody
#: 275 px tall without the head have 0.005, real ones from 0.003; scaled down to 100 px, 0.012, with the same errors.
FREE_EDGE: Final = 0.012

#: Standard deviation for each hundredth of the person's size beyond it, in squares with the rest. Root mean square of
#: how far frames, and reported numbers, of pieces of five rendered clips move when they are blurred by Gaussians
#: of 3, 4 and 5 px (edges of 0.018 to 0.043), the larger of both, ``standard`` and ``best`` looks together. Mostly the
#: bent knee is drawn too straight: by 3 degrees at 0.025 and 6 at 0.04. ``python -m endrange.accuracy.make_widening``
#: takes the frames of whole clips, in which the person also stands straight, and gives less for most (lunge, seated
#: rotation, run and hip circle together: knee 1.3, ankle 1.8, shank 0.8, hip extension 1.0); the larger figures stand.
PER_HUNDREDTH_DEG: Final[Mapping[str, float]] = {
    "hip_extension": 1.4,
    "hip_abduction": 1.5,
    "hip_internal_rotation": 1.1,
    "knee_flexion": 1.8,
    "ankle_dorsiflexion": 2.0,
    "thigh_extension": 0.9,
    "shank_lean": 1.5,
    "foot_pitch": 1.6,
    "foot_progression": 1.6,
    "trunk_lean": 0.3,
    "trunk_rotation": 0.4,
    "pelvic_drop": 0.4,
}

#: From here on the user is told: intervals of the shank in a lunge (3.5 degrees) are then about a twentieth wider, and
#: a grade may fall for it.
TOLD_EDGE: Final = 0.015


def blur_sd_deg(edge_share: float | None, angle: str) -> float:
    """What blur adds to the standard deviation of an angle, in squares; 0 where the blur is not known."""
    if edge_share is None:
        return 0.0
    return PER_HUNDREDTH_DEG[angle] * 100.0 * max(0.0, edge_share - FREE_EDGE)


def blur_findings(edge_share: float | None) -> tuple[Finding, ...]:
    """A warning where the intervals are noticeably wider for it."""
    if edge_share is None or edge_share < TOLD_EDGE:
        return ()
    return (
        Finding(
            "blurred",
            "warning",
            f"The person is blurred: the edges of the limbs are {edge_share:.1%} of the body wide, where a sharp film "
            f"has less than {FREE_EDGE:.1%}. The intervals are wider, that of the knee by a standard deviation of "
            f"{blur_sd_deg(edge_share, 'knee_flexion'):.1f} degrees.",
            "Wipe the lens, tap on the person to focus, film from nearer, or copy the clip from the phone instead of "
            "from a chat, which compresses it.",
        ),
    )
