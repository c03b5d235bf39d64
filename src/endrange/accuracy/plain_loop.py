"""The loop that everyone writes, for comparison: one look, frame by frame, no repair, no smoothing.

Read, detect, arctan2 of hip, knee, ankle, heel and toe as the network names them; the trunk from the same side's
shoulder and hip; the facing is given, the roll is not.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Span
from endrange.domain.looks import Floats, Looks
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Plane, Side
from endrange.synthetic.truth import Facing, wrap_deg

#: The look it takes.
PLAIN_LOOK: Final = "heavy"


def plain_points(looks: Looks) -> Floats:
    """(n, 33, 2) first person of the plain look; NaN where nobody was found.

    Raises
    ------
    ValueError
        When the look is not among them.
    """
    return np.asarray(looks.position_px[:, looks.names.index(PLAIN_LOOK), 0], float)


def plain_angles(looks: Looks, plane: Plane, facing: Facing | None, near_side: Side | None) -> Angles:
    """Angles as the plain loop gives them, without standard deviations.

    From the side: thigh, hip, knee, shank, ankle, trunk. From front or back: abduction of the thigh and rotation of
    the hanging shank against the vertical.
    """
    points = plain_points(looks)
    values = _sagittal(points, facing) if plane == "sagittal" else _frontal(points, facing)
    view = View(plane, facing, near_side, None, None, None, None)
    unknown = np.full(looks.n_frames, np.nan)
    return Angles(
        looks.time_s, values, dict.fromkeys(values, unknown), {}, {}, {}, view, (Bout(Span(0, looks.n_frames), view),)
    )


def _sagittal(points: Floats, facing: Facing | None) -> dict[AngleKey, Floats]:
    forward = -1.0 if facing == "left" else 1.0
    found: dict[AngleKey, Floats] = {}
    for side in SIDES:
        shoulder, hip, knee, ankle, heel, toe = (
            points[:, point(side, part)] for part in ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")
        )
        thigh, shank, trunk = (_from_down(a, b, forward) for a, b in ((hip, knee), (knee, ankle), (shoulder, hip)))
        foot = np.degrees(np.arctan2(heel[:, 1] - toe[:, 1], forward * (toe - heel)[:, 0]))
        found |= {
            AngleKey("thigh_extension", side): -thigh,
            AngleKey("hip_extension", side): wrap_deg(trunk - thigh),
            AngleKey("knee_flexion", side): wrap_deg(thigh - shank),
            AngleKey("shank_lean", side): -shank,
            AngleKey("ankle_dorsiflexion", side): wrap_deg(foot - shank),
        }
    return found


def _frontal(points: Floats, facing: Facing | None) -> dict[AngleKey, Floats]:
    """The person's right is on the picture's left when the person faces the camera."""
    rightward = -1.0 if facing == "camera" else 1.0
    found: dict[AngleKey, Floats] = {}
    for side in SIDES:
        outward = rightward if side == "right" else -rightward
        hip, knee, ankle = (points[:, point(side, part)] for part in ("hip", "knee", "ankle"))
        found |= {
            AngleKey("hip_abduction", side): _from_down(hip, knee, outward),
            AngleKey("hip_internal_rotation", side): _from_down(knee, ankle, outward),
        }
    return found


def _from_down(start: Floats, end: Floats, sense: float) -> Floats:
    """Degrees from straight down, positive towards ``sense`` along the picture's x."""
    line = end - start
    return np.degrees(np.arctan2(sense * line[:, 0], line[:, 1]))
