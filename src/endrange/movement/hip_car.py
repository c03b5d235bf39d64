"""Hip CAR: the slow, controlled circle of one hip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Span
from endrange.domain.measure import Event, Measure
from endrange.domain.vocabulary import ANGLES, OTHER_SIDE, SIDES, AngleKey, MovementName, Plane, Side
from endrange.movement.circle import arc_measures, control_measures
from endrange.movement.found import Found, repetition_events
from endrange.movement.hands import effort_of
from endrange.movement.picture import (
    Picture,
    cycle_s,
    half_turns,
    leg_state,
    main_component,
    median_of,
    see,
    stands_on,
)  # fmt: skip
from endrange.movement.posture import position_of
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.ranges import extremes, range_of
from endrange.movement.repetitions import Repetition, cut_repetitions
from endrange.movement.series import falls, longest_run, rises, width_of
from endrange.movement.stays import distance_from_rest, longest_stay

#: How far the leg goes from rest for a circle, in segment lengths of thigh and shank together (proposal).
AT_LEAST: Final = 0.5

#: A thigh that sweeps less than this in the hip's plane is counted by its distance from rest instead (proposal).
AT_LEAST_DEG: Final = 30.0

#: Hips at least this far apart in the picture, in leg lengths, are seen from front or back (proposal: half of what they
#: are apart).
FRONT_HIPS: Final = 0.11

QUANTITIES: Final = ("hip_extension", "hip_abduction", "hip_internal_rotation")

#: What completes a view from the front or behind, in which rotation shows only while the thigh points at the camera.
_SEATED_TEST: Final = "film the seated rotation test (seated_hip_rotation) for it"


GUIDE: Final = Guide(
    "Hip circle (CAR)",
    "The range of the hip that you control: flexion, abduction, extension and rotation in one slow circle.",
    (
        "One clip from the side of the moving leg (flexion, extension) and one from the front (abduction, "
        "rotation); the two complete each other.",
        "Camera at hip height, three to four metres away, the whole body in the picture, phone upright or across.",
    ),
    (
        "Stand on one leg, a hand on a support at your side, or go on all fours.",
        "Lift the knee to the front as high as it goes, bring it out to the side, turn the foot up and back, "
        "reach behind, return. Six to ten seconds a circle, three circles, then the other way round.",
        "Stop for three seconds at each end that you want to call your own: what is held is what is owned.",
    ),
    ("Swinging; leaning the trunk to gain height; a skirt or long coat over the thigh.",),
    ("sagittal", "front", "back"),
)


@dataclass(frozen=True)
class HipCar:
    """Circles of one hip, standing or on all fours: reached and held ends, the arc, control."""

    name: MovementName = "hip_car"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """One leg goes slowly round and comes back while the other stands."""
        picture = see(motion)
        best = likely_side(picture)
        return MovementLabel("hip_car", _confidence(picture, best), best, effort_of(picture, best))

    def measure(self, motion: Motion) -> Outcome:
        """Cut into circles; both ends of every angle that the view shows; arc and control."""
        picture = see(motion)
        side = motion.label.side or likely_side(picture)
        repetitions = circles(motion, picture, side)
        whole = [r for r in repetitions if r.whole]
        found, position = Found(events=_events(motion, picture, side, repetitions)), position_of(picture)
        for quantity in QUANTITIES:
            text = f"{ANGLES[quantity].definition}; {position}"
            found += completed(range_of(motion, quantity, side, whole, definition=text), motion.angles.view.plane)
        found += arc_measures(motion, side, whole)
        found += control_measures(motion, side, whole, leg_state(picture, side))
        return found.outcome()


def likely_side(picture: Picture) -> Side:
    """The side of which this movement is the more likely."""
    left, right = (_confidence(picture, side) for side in SIDES)
    return "left" if left > right else "right"


def _confidence(picture: Picture, side: Side) -> float:
    other = OTHER_SIDE[side]
    still = stands_on(picture, other)
    stance = float(np.mean(np.nan_to_num(still, nan=np.inf) < 1.0))
    state = leg_state(picture, side)
    own = picture.travel(side, "thigh")
    theirs = picture.travel(other, "thigh")
    return min(
        rises(own, 0.4, 0.65),
        falls(theirs / own if own > 0 else 1.0, 0.35, 0.6),
        rises(stance, 0.6, 0.85),
        rises(cycle_s(picture, state), 1.6, 2.4),
        _comes_back(picture, side),
        falls(longest_stay(picture, side), 0.45, 0.65),
        _goes_round(picture, side),
    )


def _goes_round(picture: Picture, side: Side) -> float:
    """Whether the thigh does more than rise and fall in one plane: 0 to 1.

    Seen from the side it goes behind the upright, or leaves the picture plane and looks short; seen from the front it
    goes sideways.
    """
    thigh = picture.segment[side, "thigh"]
    known = np.isfinite(thigh).all(1)
    if known.sum() < 8:
        return 0.0
    hips = np.abs(picture.hips[:, 0])
    from_front = median_of(hips) > FRONT_HIPS
    sideways = rises(width_of(thigh[:, 0]), 0.25, 0.45)
    if from_front:
        return sideways
    ahead = float(np.sign(median_of(picture.segment[side, "foot"][:, 0]) or 1.0))
    behind = rises(-float(np.percentile(ahead * thigh[known][:, 0], 2)), 0.05, 0.12)
    short = rises(1 - float(np.percentile(np.linalg.norm(thigh[known], axis=1), 3)), 0.1, 0.2)
    return max(behind, short)


def _comes_back(picture: Picture, side: Side) -> float:
    """Whether the leg returns from its farthest way from rest, or goes to and fro: 0 to 1."""
    away = distance_from_rest(picture, side)
    if not np.isfinite(away).any():
        return 0.0
    top = int(np.argmax(away))
    returns = float(1 - away[top:].min() / (away[top] or 1.0))
    return max(
        rises(returns, 0.35, 0.65), rises(half_turns(main_component(picture.time_s, leg_state(picture, side))), 1, 3)
    )


def circles(motion: Motion, picture: Picture, side: Side) -> tuple[Repetition, ...]:
    """The circles of one leg while the other stands."""
    state = leg_state(picture, side)
    within = standing_span(picture, OTHER_SIDE[side])
    sweep = motion.angles.value_deg[AngleKey("thigh_extension", side)]
    known = np.isfinite(sweep)
    if known.mean() > 0.5 and np.ptp(np.percentile(sweep[known], [2, 98])) > AT_LEAST_DEG:
        return cut_repetitions(
            picture.time_s, sweep, state, at_least=AT_LEAST_DEG, runs=motion.body.runs, within=within
        )
    away = distance_from_rest(picture, side)
    return cut_repetitions(picture.time_s, away, state, at_least=AT_LEAST, runs=motion.body.runs, within=within)


def standing_span(picture: Picture, stance: Side) -> Span | None:
    """The longest stretch in which the standing leg stands."""
    still = stands_on(picture, stance)
    if not np.isfinite(still).any():
        return None
    return longest_run(np.nan_to_num(still, nan=0.0) < 1.0, picture.time_s)


def _events(motion: Motion, picture: Picture, side: Side, repetitions: tuple[Repetition, ...]) -> tuple[Event, ...]:
    values = motion.angles.value_deg[AngleKey("hip_extension", side)]
    peaks = extremes(motion, values, repetitions, high=True)
    lows = extremes(motion, values, repetitions, high=False)
    marks: list[dict[str, float | str]] = [{"direction": direction_of(picture, side, r)} for r in repetitions]
    return repetition_events(motion, side, repetitions, peaks=peaks, lows=lows, marks=marks)


def direction_of(picture: Picture, side: Side, repetition: Repetition) -> str:
    """``flexion first`` or ``extension first``: whether the knee is highest before or after the foot is.

    In every view the knee is high in flexion and the foot is high, with the knee low, in extension.
    """
    t = picture.time_s
    inside = (t >= repetition.start_s) & (t < repetition.end_s)
    knee = -picture.segment[side, "thigh"][inside, 1]
    foot = -picture.segment[side, "shank"][inside, 1]
    if not np.isfinite(knee).any() or not np.isfinite(foot).any():
        return "not clear"
    return "flexion first" if np.nanargmax(knee) < np.nanargmax(foot - knee) else "extension first"


def completed(found: Found, plane: Plane) -> Found:
    """A refusal also says which second clip shows what this view hides."""
    return replace(found, measures=tuple(_with_second_clip(m, plane) for m in found.measures))


def _with_second_clip(measure: Measure, plane: Plane) -> Measure:
    if measure.status != "not_measurable" or measure.reason is None or plane == "unknown":
        return measure  # what shows nothing has to be filmed again, not completed
    said, film, how = measure.reason.partition("film from")
    if measure.quantity == "hip_internal_rotation" and plane != "sagittal":
        return replace(measure, reason=f"{said.rstrip(' :;')}; {_SEATED_TEST}.")
    return replace(measure, reason=f"{said}film a second clip from{how}") if film else measure


MOVEMENT = HipCar()
