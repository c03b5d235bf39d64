"""Thoracic CAR: the shoulders turn against the hips, seated or kneeling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.vocabulary import SIDES, AngleKey, MovementName
from endrange.movement.circle import control_measures
from endrange.movement.found import Found, repetition_events
from endrange.movement.picture import Picture, cycle_s, hip_height, see, travel_of
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.ranges import extremes, range_of
from endrange.movement.repetitions import cut_repetitions
from endrange.movement.series import falls, rises

#: Rotation that makes a repetition (proposal).
AT_LEAST_DEG: Final = 20.0

#: Change of the shoulder line that makes one where the rotation itself is not seen, in leg lengths (proposal).
AT_LEAST: Final = 0.06


GUIDE: Final = Guide(
    "Upper-back rotation or circle (CAR)",
    "How far the shoulders turn against the hips, to the left and to the right.",
    (
        "From the front, on the person's midline, lens at chest height, three metres away.",
        "Shoulders, hips and knees are in the picture; loose clothes hide the hips.",
    ),
    (
        "Sit on a bench, or kneel and sit back on the heels, arms crossed on the chest, pelvis still.",
        "Turn the breastbone to one side as far as it goes, stop for three seconds, then to the other side. "
        "Three repetitions, six seconds each.",
    ),
    ("Knees or hips that turn along; leaning instead of turning.",),
    ("front", "back"),
)


@dataclass(frozen=True)
class ThoracicCar:
    """Rotation of the upper back against the hips, to both sides."""

    name: MovementName = "thoracic_car"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """Shoulders that turn while hips and legs stay, seated or kneeling."""
        picture = see(motion)
        return MovementLabel("thoracic_car", _confidence(picture), None, "active")

    def measure(self, motion: Motion) -> Outcome:
        """Both ends of each repetition: to the left (positive) and to the right."""
        picture = see(motion)
        key = AngleKey("trunk_rotation", None)
        turn = motion.angles.value_deg[key]
        if np.isfinite(turn).mean() > 0.5:
            repetitions = cut_repetitions(picture.time_s, turn, at_least=AT_LEAST_DEG, runs=motion.body.runs)
        else:
            width = np.linalg.norm(picture.shoulders, axis=1)
            repetitions = cut_repetitions(picture.time_s, width, at_least=AT_LEAST, runs=motion.body.runs)
        whole = [r for r in repetitions if r.whole]
        peaks, lows = (extremes(motion, turn, repetitions, high=high) for high in (True, False))
        found = Found(events=repetition_events(motion, None, repetitions, peaks=peaks, lows=lows))
        found += range_of(motion, key.angle, None, whole)
        found += control_measures(motion, None, whole, picture.shoulders, still_leg=False)
        return found.outcome()


def _confidence(picture: Picture) -> float:
    legs = max(_largest(picture, s) for s in SIDES)
    shoulders, hips = travel_of(picture.time_s, picture.shoulders), travel_of(picture.time_s, picture.hips)
    return min(
        rises(shoulders, 0.07, 0.13),
        falls(legs, 0.1, 0.2),
        falls(hips / shoulders if shoulders > 0 else 1.0, 0.4, 0.7),
        falls(hip_height(picture), 0.75, 0.88),
        rises(cycle_s(picture, picture.shoulders), 1.6, 2.4),
        rises(picture.duration_s, 2.0, 3.0),
    )


def _largest(picture: Picture, side: str) -> float:
    """Way of knee and ankle against the hips, in leg lengths."""
    ways = [
        travel_of(picture.time_s, picture.joint[side, part] - picture.joint[side, "hip"]) for part in ("knee", "ankle")
    ]
    known = [w for w in ways if np.isfinite(w)]
    return max(known) if known else 0.0


MOVEMENT = ThoracicCar()
