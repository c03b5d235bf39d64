"""Which foot swings when, and where a stretch of steps begins and ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.body import Span
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_signals import gait_signals
from endrange.movement.protocol import Motion
from endrange.synthetic.body import Leg, Posture
from endrange.synthetic.motions import frame_times, hip_circle, running, standing

T = frame_times(8.0, 60.0)


def stretches_of(motion: Motion):  # type: ignore[no-untyped-def]
    return [s for signals in gait_signals(motion) for s in find_stretches(signals)]


def joined(*postures: Posture) -> Posture:
    """One posture after another."""

    def chain(parts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(parts)

    def leg(side: str) -> Leg:
        legs = [getattr(p, side) for p in postures]
        return Leg(*(chain([getattr(one, name) for one in legs]) for name in Leg.__dataclass_fields__))

    step = postures[0].time_s[1]
    n = sum(len(p.time_s) for p in postures)
    plain = {
        name: chain([getattr(p, name) for p in postures])
        for name in ("pelvic_tilt_deg", "pelvic_drop_deg", "trunk_lean_deg", "trunk_rotation_deg", "hips_m")
    }
    arms = {
        name: tuple(chain([getattr(p, name)[i] for p in postures]) for i in (0, 1))
        for name in ("shoulder_flexion_deg", "elbow_flexion_deg")
    }
    return Posture(np.arange(n) * step, leg("left"), leg("right"), **plain, **arms)  # type: ignore[arg-type]


@pytest.mark.parametrize("seen_from", ["right", "left", "front", "back"])
def test_steps_alternate_and_are_half_a_stride_apart(film_motion, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    (stretch,) = stretches_of(film_motion(running(T, stride_s=0.72), seen_from))
    assert stretch.step_s == pytest.approx(0.36, abs=0.002)
    assert stretch.alternating == 1.0
    assert 20 <= len(stretch.swings) <= 22  # 22 steps in eight seconds, those at the ends cut off
    assert np.diff([w.time_s for w in stretch.swings]) == pytest.approx(0.36, abs=0.004)


def test_one_leg_that_swings_is_not_walking(film_motion) -> None:  # type: ignore[no-untyped-def]
    base = standing(T)
    swing = 40 * np.sin(2 * np.pi * T / 1.2)
    kicking = replace(base, right=replace(base.right, hip_extension_pelvis_deg=swing))
    assert stretches_of(film_motion(kicking, "right")) == []
    assert stretches_of(film_motion(hip_circle(T), "right")) == []


def test_standing_has_no_steps(film_motion) -> None:  # type: ignore[no-untyped-def]
    assert stretches_of(film_motion(standing(T), "right", noise_px=3.0)) == []


def test_a_stop_parts_two_stretches(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = joined(standing(frame_times(3.0, 60.0)), running(T), standing(frame_times(3.0, 60.0)), running(T))
    first, second = stretches_of(film_motion(posture, "right"))
    assert 3.0 < first.start_s < 3.9
    assert 10.2 < first.end_s < 11.0
    assert 14.0 < second.start_s < 14.9


def test_film_that_slows_down_parts_stretches_too(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Strides of 0.72 s, then the same four times slower."""
    slow = running(frame_times(16.0, 60.0), stride_s=4 * 0.72)
    fast, slowed = stretches_of(film_motion(joined(running(T), slow), "right"))
    assert fast.step_s == pytest.approx(0.36, abs=0.01)
    assert slowed.step_s == pytest.approx(1.44, abs=0.02)


def test_a_leg_that_is_lost_costs_its_own_steps_alone(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The left leg is not seen from 3 to 4.5 s: two of its swings are missing, the right leg's are there."""
    motion = film_motion(running(T, stride_s=0.72), "right")
    position = motion.body.position_px.copy()
    position[180:270, [25, 27, 29, 31]] = np.nan
    (stretch,) = stretches_of(replace(motion, body=replace(motion.body, position_px=position)))
    inside = [w.side for w in stretch.swings if 3.0 < w.time_s < 4.5]
    assert set(inside) == {"right"}
    assert stretch.step_s == pytest.approx(0.36, abs=0.002)


def test_nothing_is_found_across_a_cut(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(running(T), "right")
    cut = replace(motion, body=replace(motion.body, runs=(Span(0, 240), Span(240, 480))))
    assert len(stretches_of(cut)) == 2
