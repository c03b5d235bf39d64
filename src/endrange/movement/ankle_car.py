"""Ankle CAR: the slow circle of one foot, shank still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Span
from endrange.domain.vocabulary import OTHER_SIDE, SIDES, AngleKey, MovementName, Side
from endrange.movement.circle import control_measures
from endrange.movement.found import Found, repetition_events
from endrange.movement.hands import effort_of
from endrange.movement.picture import Picture, cycle_s, see
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.ranges import extremes, range_of
from endrange.movement.repetitions import cut_repetitions
from endrange.movement.series import falls, longest_run, rises

#: Turn of the foot in the picture that makes a circle, in foot lengths (proposal: about 15 degrees).
AT_LEAST: Final = 0.25

#: The same of the angle, where the view shows it (proposal).
AT_LEAST_DEG: Final = 15.0

#: The shank is still while it is this near to its usual place, in shank lengths (proposal).
SHANK_STAYS: Final = 0.3


GUIDE: Final = Guide(
    "Ankle circle (CAR)",
    "How far the foot bends up and down by its own strength, in one slow circle.",
    (
        "From the side of the moving foot, square to it, two to three metres away, lens at ankle height.",
        "Shank and foot large in the picture, the whole person in it so that the sides can be told.",
    ),
    (
        "Stand on one leg or sit, the other foot in the air, shank still; hold the thigh if you like.",
        "Pull the foot up, turn the sole in, point the foot, turn the sole out, and up again. Five seconds a "
        "circle, three circles, then the other way round.",
        "Stop for three seconds with the foot pulled up and with the foot pointed: what is held is what is owned.",
    ),
    ("A shank that moves along; a bare foot against a floor of the same colour.",),
    ("sagittal",),
)


@dataclass(frozen=True)
class AnkleCar:
    """Circles of one foot: dorsiflexion and plantarflexion, reached and held."""

    name: MovementName = "ankle_car"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """A foot that turns about its ankle, off the ground, while its shank stays."""
        picture = see(motion)
        best = likely_side(picture)
        return MovementLabel("ankle_car", _confidence(picture, best), best, effort_of(picture, best))

    def measure(self, motion: Motion) -> Outcome:
        """Both ends of each circle, reached and held, and control."""
        picture = see(motion)
        side = motion.label.side or likely_side(picture)
        key = AngleKey("ankle_dorsiflexion", side)
        foot = picture.segment[side, "foot"]
        bend = motion.angles.value_deg[key]
        seen = np.isfinite(bend).mean() > 0.5
        repetitions = (
            cut_repetitions(
                picture.time_s, bend, at_least=AT_LEAST_DEG, runs=motion.body.runs, within=_still_span(picture, side)
            )
            if seen
            else cut_repetitions(
                picture.time_s, foot[:, 1], at_least=AT_LEAST, runs=motion.body.runs, within=_still_span(picture, side)
            )
        )
        whole = [r for r in repetitions if r.whole]
        peaks, lows = (extremes(motion, bend, repetitions, high=high) for high in (True, False))
        found = Found(events=repetition_events(motion, side, repetitions, peaks=peaks, lows=lows))
        found += range_of(motion, key.angle, side, whole)
        found += control_measures(motion, side, whole, foot, still_leg=False)
        return found.outcome()


def likely_side(picture: Picture) -> Side:
    """The side of which this movement is the more likely."""
    left, right = (_confidence(picture, side) for side in SIDES)
    return "left" if left > right else "right"


def _confidence(picture: Picture, side: Side) -> float:
    foot, shank = picture.travel(side, "foot"), picture.travel(side, "shank")
    other = picture.travel(OTHER_SIDE[side], "foot")
    return min(
        rises(foot, 0.25, 0.45),
        falls(shank, 0.2, 0.35),
        falls(picture.travel(side, "thigh"), 0.2, 0.35),
        falls(other / foot if foot > 0 else 1.0, 0.5, 0.8),
        falls(picture.wander(OTHER_SIDE[side], "ankle"), 0.1, 0.25),
        rises(cycle_s(picture, picture.segment[side, "foot"]), 1.0, 1.6),
    )


def _still_span(picture: Picture, side: Side) -> Span | None:
    shank = picture.segment[side, "shank"]
    if not np.isfinite(shank).all(1).any():
        return None
    away = np.linalg.norm(shank - np.nanmedian(shank, axis=0), axis=1)
    return longest_run(np.nan_to_num(away, nan=0.0) < SHANK_STAYS, picture.time_s)


MOVEMENT = AnkleCar()
