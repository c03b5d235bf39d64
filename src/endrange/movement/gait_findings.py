"""What limits a gait's clip: too few strides, frame rate, the film's speed, the far leg; and what the sides tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLES, OTHER_SIDE, SIDES, AngleKey
from endrange.kinematics.errors import statistic_error
from endrange.movement.bouts import GaitClip
from endrange.movement.gait_compensation import compensations

#: Strides a side: at least, and for a good median (science brief, section 8).
FEW: Final = 10
GOOD: Final = 20

#: Frames a second of life below which events are off by more than 10 ms, and below which steps blur (science brief,
#: sections 4 and 5).
LOW_FPS: Final = 48.0
VERY_LOW_FPS: Final = 24.0

#: Share of strides left out from which it is told (proposal).
MANY_LEFT_OUT: Final = 0.2

#: Healthy runners' sides differ by less (science brief, sections 3.3 and 8).
SIDES_DIFFER_DEG: Final = 3.0


#: From one side the far leg's peaks read lower than the near one's, the knee's under load most (means of 27 rendered
#: runners, three looks); a difference has to be larger by this much to be the person's.
FAR_LEG_DEG: Final[dict[tuple[str, str], float]] = {
    ("hip_extension", "stride_peak"): 2.5,
    ("ankle_dorsiflexion", "stance_peak"): 3.0,
    ("knee_flexion", "stance_peak"): 5.0,
    ("knee_flexion", "swing_peak"): 1.5,
}


def gait_findings(clip: GaitClip, measures: Sequence[Measure]) -> tuple[Finding, ...]:
    """First what was seen of the movement, then what limits the clip."""
    if not clip.strides:
        return (_no_strides(clip),)
    found = [*compensations(clip, measures), *differing_sides(clip, measures), _number(clip), _left_out(clip)]
    found += [_film_speed(clip) if clip.unsure_speed is not None else _frame_rate(clip), _far_leg(clip)]
    return tuple(f for f in found if f is not None)


def _no_strides(clip: GaitClip) -> Finding:
    return Finding(
        "no_strides",
        "error",
        f"No {clip.gait} strides were found in this clip.",
        "Film at least five seconds from the side with both feet in the picture, or name the movement with --movement.",
    )


def _number(clip: GaitClip) -> Finding | None:
    n = {s: sum(stride.side == s for stride in clip.used) for s in SIDES}
    fewest = min(n.values())
    if fewest >= GOOD:
        return None
    return Finding(
        "few_strides",
        "warning" if fewest < FEW else "info",
        f"{n['left']} left and {n['right']} right strides count; a median is steady from {GOOD} on.",
        f"Film half a minute: {GOOD} strides a side, {FEW} at least.",
    )


def _left_out(clip: GaitClip) -> Finding | None:
    lost = [s for s in clip.strides if not s.used]
    if len(lost) <= MANY_LEFT_OUT * len(clip.strides):
        return None
    reasons = ", ".join(f"{reason} ({n})" for reason, n in Counter(s.left_out for s in lost).most_common())
    return Finding(
        "strides_left_out",
        "warning",
        f"{len(lost)} of {len(clip.strides)} strides do not count: {reasons}.",
        "Keep both legs in the picture and nothing in front of them.",
        tuple((clip.film_s(s.start_s), clip.film_s(s.end_s)) for s in lost),
    )


def _film_speed(clip: GaitClip) -> Finding:
    spans = tuple((clip.film_s(b.stretch.start_s), clip.film_s(b.stretch.end_s)) for b in clip.bouts)
    return Finding("film_speed", "warning", clip.unsure_speed or "", "The angles stand; the tempo does not.", spans)


def _frame_rate(clip: GaitClip) -> Finding | None:
    fps = 1.0 / float(np.median(np.diff(clip.time_s)))
    if fps >= LOW_FPS:
        return None
    return Finding(
        "low_frame_rate",
        "info" if fps >= VERY_LOW_FPS else "warning",
        f"At {fps:.0f} frames a second one contact or toe-off is known to about {500 / fps:.0f} ms.",
        "Film at 60 frames a second or more.",
    )


def _far_leg(clip: GaitClip) -> Finding | None:
    view = clip.motion.angles.view
    if view.plane != "sagittal" or view.near_side is None:
        return None
    far = OTHER_SIDE[view.near_side]
    return Finding(
        "far_leg",
        "info",
        f"The {far} leg passes behind the {view.near_side} one in every step, so its angles are less sure.",
        f"Film from the {far} side too, and take each leg from its own side.",
    )


def differing_sides(clip: GaitClip, measures: Sequence[Measure]) -> tuple[Finding, ...]:
    """Differences of left and right that are larger than their error, and than those of healthy runners."""
    peaks = {(m.quantity, m.statistic, m.side): m for m in measures if m.statistic.endswith("_peak")}
    found = []
    for quantity, statistic in dict.fromkeys((q, s) for q, s, _ in peaks):
        left, right = peaks.get((quantity, statistic, "left")), peaks.get((quantity, statistic, "right"))
        if left is None or right is None or left.value is None or right.value is None:
            continue
        difference = right.value - left.value
        error = float(np.hypot(half_of(left), half_of(right))) + _leg_bias(clip, quantity, statistic)
        if abs(difference) > max(SIDES_DIFFER_DEG, error):
            found.append(
                Finding(
                    "sides_differ",
                    "info",
                    f"{ANGLES[quantity].title} ({statistic.replace('_', ' ')}): right {right.value:.0f}, left "
                    f"{left.value:.0f}, a difference of {abs(difference):.0f} ± {error:.0f} degrees.",
                    None if clip.motion.angles.view.near_side is None else "Check it with a clip from the other side.",
                )
            )
    return tuple(found)


def _leg_bias(clip: GaitClip, quantity: str, statistic: str) -> float:
    """How far the two legs' values differ in this view for no other reason than which one is behind, degrees."""
    motion = clip.motion
    bias = [
        statistic_error(motion.angles, motion.body, motion.label.name, AngleKey(quantity, side), statistic).bias_deg
        for side in SIDES
    ]
    behind = FAR_LEG_DEG.get((quantity, statistic), 0.0) if motion.angles.view.plane == "sagittal" else 0.0
    return max(abs(bias[1] - bias[0]), behind)


def half_of(measure: Measure) -> float:
    """Half of the 95 % interval; NaN without one."""
    if measure.low is None or measure.high is None:
        return float("nan")
    return (measure.high - measure.low) / 2
