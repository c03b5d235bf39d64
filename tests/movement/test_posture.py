"""Positions told in words, from the side and from the front."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement import hip_car, hold
from endrange.movement.picture import see
from endrange.movement.posture import position_of
from endrange.synthetic.body import Leg, Posture
from endrange.synthetic.motions import frame_times, hip_circle, seated_rotation, standing
from endrange.synthetic.motions import hold as held_behind

T = frame_times(4.0, 30.0)
STILL = np.zeros(len(T))


def leg(extension: float, knee: float) -> Leg:
    return Leg(STILL + extension, STILL, STILL, STILL + knee, STILL)


def tilted(posture: Posture, degrees: float, height_m: float) -> Posture:
    """The pelvis and the trunk tilted forward, the hips at a height."""
    hips = np.tile([0.0, height_m, 0.0], (len(T), 1))
    return replace(posture, pelvic_tilt_deg=STILL + degrees, trunk_lean_deg=STILL + degrees, hips_m=hips)


POSTURES = {
    "standing": standing(T),
    "seated": seated_rotation(T, internal_deg=0, external_deg=0),
    "kneeling": tilted(replace(standing(T), left=leg(0, 90), right=leg(0, 90)), 0, 0.48),
    "on all fours": tilted(replace(standing(T), left=leg(-90, 90), right=leg(-90, 90)), 88, 0.48),
    "lying": tilted(standing(T), 90, 0.1),
}


@pytest.mark.parametrize(("told", "seen_from"), [(p, v) for p in POSTURES for v in ("right", "front")][:-1])
def test_position(film_motion, told: str, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    assert position_of(see(film_motion(POSTURES[told], seen_from))) == told


def test_one_leg_that_circles_or_is_held_leaves_it_standing(film_motion) -> None:  # type: ignore[no-untyped-def]
    for posture in (hip_circle(T), held_behind(T)):
        assert position_of(see(film_motion(posture, "right"))) == "standing"


def test_ranges_carry_the_position(film_motion) -> None:  # type: ignore[no-untyped-def]
    label = MovementLabel("hip_car", 1.0, "right", "active")
    circle = hip_car.MOVEMENT.measure(film_motion(hip_circle(T), "right", label=label)).measures[0]
    assert circle.definition.endswith("; standing")
    label = MovementLabel("hold", 1.0, "right", "passive")
    plateau = hold.MOVEMENT.measure(film_motion(held_behind(T), "right", label=label)).measures[0]
    assert plateau.definition.endswith("; held, standing")
