"""Standing: the neutral posture of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence, MovementLabel
from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES, MovementName
from endrange.movement.gaps import why_hidden
from endrange.movement.measuring import measure_angle, refuse_angle
from endrange.movement.picture import Picture, hip_height, median_upright, see
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.series import Bools, falls, life_seconds, longest_run, rises

#: Values are averaged over blocks of this length before they are counted: neighbouring frames are not independent
#: (proposal).
BLOCK_S: Final = 0.5

#: Standing still: no joint further than this from its usual place, in leg lengths (proposal: 5 cm).
STILL: Final = 0.055

#: Less quiet standing than this is not a neutral posture (proposal).
QUIET_S: Final = 1.0


GUIDE: Final = Guide(
    "Standing",
    "Your own neutral posture; a session can count the other clips from it.",
    (
        "From the same place, height and side as the clip that it belongs to.",
        "The whole body in the picture.",
    ),
    ("Stand at ease, feet under the hips, arms hanging, look ahead. Five seconds.",),
    ("Moving the feet; standing on one leg; crossed arms.",),
    ("sagittal", "front", "back"),
)


@dataclass(frozen=True)
class Standing:
    """Quiet standing: every angle that the view shows, as the zero of a session."""

    name: MovementName = "standing"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """Both legs straight and upright, and nothing moves."""
        return MovementLabel("standing", _confidence(see(motion)), None, None)

    def measure(self, motion: Motion) -> Outcome:
        """The mean of every visible angle over the quiet part."""
        picture = see(motion)
        quiet = quiet_frames(picture)
        if not quiet.any():
            quiet = np.ones(len(quiet), bool)
        t = life_seconds(motion)
        measures, evidence = [], []
        for key in ANGLE_KEYS:
            hidden = why_hidden(motion, key)
            if hidden is not None:
                measures.append(refuse_angle(motion, key.angle, key.side, "mean", hidden))
                continue
            values, times = blocks(t, np.where(quiet, motion.angles.value_deg[key], np.nan))
            if len(values):
                times_s = times / motion.life_per_film
                measures.append(measure_angle(motion, key.angle, key.side, "mean", values, times_s))
        middle = motion.body.time_s[quiet]
        if len(middle):
            evidence.append(Evidence(float(np.median(middle)), "Standing still", "trunk_lean", None))
        return Outcome(measures=tuple(measures), evidence=tuple(evidence), findings=_findings(measures, t, quiet))


def quiet_frames(picture: Picture) -> Bools:
    """(n,) the longest stretch in which knees, ankles and hips stay in one place."""
    joints = [picture.joint[s, part] for s in SIDES for part in ("hip", "knee", "ankle")]
    away = np.zeros(len(picture.time_s))
    for joint in joints:
        if np.isfinite(joint).all(1).any():
            away = np.fmax(away, np.linalg.norm(joint - np.nanmedian(joint, axis=0), axis=1))
    span = longest_run(away < STILL, picture.time_s)
    mask = np.zeros(len(away), bool)
    if span is not None:
        mask[span.start : span.stop] = True
    return mask


def blocks(time_s: Floats, values: Floats, length_s: float = BLOCK_S) -> tuple[Floats, Floats]:
    """Means of the known frames of each half second, and their times; blocks without a frame are left out."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(0), np.zeros(0)
    number = ((time_s - time_s[0]) // length_s).astype(int)[known]
    count = np.bincount(number)
    total, when = np.bincount(number, values[known]), np.bincount(number, time_s[known])
    some = count > 0
    return total[some] / count[some], when[some] / count[some]


def _confidence(picture: Picture) -> float:
    joints = [picture.wander(s, part) for s in SIDES for part in ("shoulder", "hip", "knee", "ankle")]
    hands = [picture.wander(s, "wrist") for s in SIDES]
    upright = [median_upright(-picture.segment[s, name]) for s in SIDES for name in ("thigh", "shank")]
    still = max([w for w in joints if np.isfinite(w)], default=np.inf)
    return min(
        falls(still, STILL, 2 * STILL),
        falls(max([w for w in hands if np.isfinite(w)], default=0.0), 0.3, 0.6),
        rises(min(upright), 0.94, 0.97),
        rises(median_upright(picture.trunk), 0.9, 0.96),
        rises(hip_height(picture), 0.75, 0.88),
        rises(picture.duration_s, 0.6, QUIET_S),
    )


def _findings(measures: list[Measure], t: Floats, quiet: Bools) -> tuple[Finding, ...]:
    length = float(t[quiet][-1] - t[quiet][0]) if quiet.any() else 0.0
    if length >= QUIET_S or not any(m.status == "measured" for m in measures):
        return ()
    return (
        Finding(
            "not_quiet", "warning", f"Only {length:.1f} s of quiet standing were seen.", "Stand still for five seconds."
        ),
    )  # fmt: skip


MOVEMENT = Standing()
