"""Seated hip rotation: the shank swings out (internal rotation) and in (external) while the thigh stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.measure import Event, Finding
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLES, OTHER_SIDE, SIDES, AngleKey, MovementName, Side
from endrange.movement.circle import control_measures
from endrange.movement.found import Found, repetition_events
from endrange.movement.gaps import why_hidden
from endrange.movement.gates import knee_bend, knee_gate
from endrange.movement.hands import effort_of
from endrange.movement.picture import Picture, cycle_s, half_turns, hip_height, main_component, see, travel_of
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.ranges import extremes, range_of, refusals
from endrange.movement.repetitions import Repetition, cut_repetitions
from endrange.movement.series import falls, life_seconds, local_fit, longest_run, rises, span_of_times
from endrange.movement.stays import longest_stay

#: Rotation that makes a repetition (proposal).
AT_LEAST_DEG: Final = 12.0

#: The thigh stays while its knee is this near to its usual place against the hips, in leg lengths (proposal: 9 cm).
KNEE_STAYS: Final = 0.1

#: Cheating: the pelvis tilts by this much, or the knee rises by this share of the leg (proposals: 4 degrees; 7 cm, as
#: the networks move a resting knee by up to 5).
HIKE_DEG: Final = 4.0
LIFT: Final = 0.08


GUIDE: Final = Guide(
    "Seated hip rotation",
    "Internal and external rotation of the hip, thigh resting, knee bent to a right angle.",
    (
        "From the front, on the line of the thigh that is tested, lens at knee height, three to four metres away.",
        "Both hips, both knees and both feet are in the picture.",
    ),
    (
        "Sit on a high bench, thighs level, shank hanging straight down, foot off the ground.",
        "Swing the foot out to the side (internal rotation), stop for three seconds, then in under the other leg "
        "(external rotation), stop for three seconds. Three repetitions.",
        "For the passive range the same with a helper or your own hand moving the foot.",
    ),
    ("Lifting the hip off the bench or the thigh off the seat; a knee that is not bent to a right angle.",),
    ("front",),
)


@dataclass(frozen=True)
class SeatedHipRotation:
    """Internal and external rotation of a bent hip, against the vertical."""

    name: MovementName = "seated_hip_rotation"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """A shank that swings sideways under a knee that stays, seen along the thigh."""
        picture = see(motion)
        best = likely_side(picture)
        return MovementLabel("seated_hip_rotation", _confidence(picture, best), best, effort_of(picture, best))

    def measure(self, motion: Motion) -> Outcome:
        """Both ends of each repetition, reached and held; what was borrowed from pelvis and thigh."""
        picture = see(motion)
        side = motion.label.side or likely_side(picture)
        key = AngleKey("hip_internal_rotation", side)
        hidden = why_hidden(motion, key)
        if hidden is not None:
            return Outcome(measures=refusals(motion, key.angle, side, hidden, held=True))
        gate = knee_gate(knee_bend(motion, side))
        if gate is not None and gate.severity == "error":
            reason = f"{gate.message.rstrip('.')}: {ANGLES[key.angle].refilm}."
            return Outcome(measures=refusals(motion, key.angle, side, reason, held=True), findings=(gate,))
        values = motion.angles.value_deg[key]
        repetitions = cut_repetitions(
            picture.time_s, values, at_least=AT_LEAST_DEG, runs=motion.body.runs, within=_seated_span(picture, side)
        )
        whole = [r for r in repetitions if r.whole]
        found = Found(events=_events(motion, values, side, repetitions))
        found += range_of(motion, key.angle, side, whole, definition=f"{ANGLES[key.angle].definition}; seated")
        found += control_measures(motion, side, whole, picture.segment[side, "shank"], still_leg=False)
        found += Found(findings=(*_cheating(motion, picture, side, whole), *((gate,) if gate else ())))
        return found.outcome()


def likely_side(picture: Picture) -> Side:
    """The side of which this movement is the more likely."""
    left, right = (_confidence(picture, side) for side in SIDES)
    return "left" if left > right else "right"


def _confidence(picture: Picture, side: Side) -> float:
    shank, thigh = picture.travel(side, "shank"), _thigh_travel(picture, side)
    other = picture.travel(OTHER_SIDE[side], "shank")
    return min(
        rises(shank, 0.25, 0.45),
        falls(thigh, 0.12, 0.25),
        falls(other / shank if shank > 0 else 1.0, 0.5, 0.8),
        falls(hip_height(picture), 0.72, 0.85),
        rises(_sideways(picture, side), 0.55, 0.75),
        falls(_thigh_length(picture, side), 0.35, 0.45),
        rises(cycle_s(picture, picture.segment[side, "shank"]), 0.8, 1.3),
        _goes_on(picture, side),
    )


def _goes_on(picture: Picture, side: Side) -> float:
    """0 where the shank goes to one end and is kept there, which is a hold; 1 where it comes back."""
    turns = half_turns(main_component(picture.time_s, picture.segment[side, "shank"]))
    return max(rises(turns, 1, 2), rises(turns, 0, 1) * falls(longest_stay(picture, side), 0.35, 0.5))


def _thigh_travel(picture: Picture, side: Side) -> float:
    """Way of the knee against its own hip, in leg lengths: a thigh seen end on has no length to divide by."""
    return travel_of(picture.time_s, picture.joint[side, "knee"] - picture.joint[side, "hip"])


def _thigh_length(picture: Picture, side: Side) -> float:
    length = np.linalg.norm(picture.joint[side, "knee"] - picture.joint[side, "hip"], axis=1)
    return float(np.nanmedian(length)) if np.isfinite(length).any() else float("nan")


def _sideways(picture: Picture, side: Side) -> float:
    """Share of the ankle's way that is sideways in the picture."""
    way = picture.segment[side, "shank"]
    known = way[np.isfinite(way).all(1)]
    if len(known) < 2:
        return float("nan")
    spread = known.std(0)
    return float(spread[0] / (spread.sum() or 1.0))


def _seated_span(picture: Picture, side: Side) -> Span | None:
    knee = picture.joint[side, "knee"] - (picture.joint["left", "hip"] + picture.joint["right", "hip"]) / 2
    if not np.isfinite(knee).all(1).any():
        return None
    away = np.linalg.norm(knee - np.nanmedian(knee, axis=0), axis=1)
    return longest_run(np.nan_to_num(away, nan=0.0) < KNEE_STAYS * 1.5, picture.time_s)


def _events(motion: Motion, values: Floats, side: Side, repetitions: tuple[Repetition, ...]) -> tuple[Event, ...]:
    peaks, lows = (extremes(motion, values, repetitions, high=high) for high in (True, False))
    return repetition_events(motion, side, repetitions, peaks=peaks, lows=lows)


def _cheating(motion: Motion, picture: Picture, side: Side, repetitions: list[Repetition]) -> tuple[Finding, ...]:
    t, life = life_seconds(motion), motion.life_per_film
    drop, _ = local_fit(t, _hip_line_deg(motion))
    knee, _ = local_fit(t, -(picture.joint[side, "knee"] - picture.joint[OTHER_SIDE[side], "hip"])[:, 1])
    found = []
    rows = (
        (
            drop,
            HIKE_DEG,
            "pelvis_hike",
            "One side of the pelvis rises with the leg",
            "Keep both sit bones on the bench.",
        ),
        (knee, LIFT, "thigh_lift", "The thigh lifts off the seat", "Let the thigh rest; turn it about its own axis."),
    )
    for values, limit, code, message, suggestion in rows:
        spans = []
        for r in repetitions:
            s = span_of_times(t, r.start_s, r.end_s)
            part = values[s.start : s.stop]
            if np.isfinite(part).any() and np.nanmax(np.abs(part - _rest(part))) > limit:
                spans.append((r.start_s / life, r.end_s / life))
        if spans:
            text = f"{message} in {len(spans)} of {len(repetitions)} repetitions: part of the range is not the hip's."
            found.append(Finding(code, "warning", text, suggestion, tuple(spans)))
    return tuple(found)


def _rest(values: Floats) -> float:
    """Where the repetition began and ended."""
    known = values[np.isfinite(values)]
    return float((known[0] + known[-1]) / 2)


def _hip_line_deg(motion: Motion) -> Floats:
    p = motion.body.position_px
    line = p[:, point("left", "hip")] - p[:, point("right", "hip")]
    line = line * np.where(np.nanmedian(line[:, 0]) < 0, -1.0, 1.0) if np.isfinite(line).any() else line
    return np.asarray(np.degrees(np.arctan2(line[:, 1], line[:, 0])))


MOVEMENT = SeatedHipRotation()
