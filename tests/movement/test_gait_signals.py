"""Signals of steps on an even grid, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.gait_signals import GRID_S, covered, gait_signals, high_pass, low_pass, on_grid
from endrange.synthetic.body import Segments
from endrange.synthetic.motions import frame_times, running, standing

GRID = np.arange(0.0, 1.0, GRID_S)


def test_a_parabola_lies_on_its_cubic_spline() -> None:
    t = np.linspace(0, 1, 21)
    assert on_grid(t, t**2, GRID) == pytest.approx(GRID**2, abs=1e-9)


def test_a_long_gap_is_crossed_straight_and_is_not_known() -> None:
    t = np.linspace(0, 1, 21)
    x = t**2
    x[6:15] = np.nan  # nothing between 0.25 and 0.75
    assert np.interp(0.5, GRID, on_grid(t, x, GRID)) == pytest.approx((0.25**2 + 0.75**2) / 2)
    known = covered(t, np.isfinite(x), GRID)
    assert not known[(GRID > 0.26) & (GRID < 0.74)].any()
    assert known[(GRID < 0.24) | ((GRID > 0.76) & (GRID < 0.99))].all()


def test_too_few_values_are_nothing() -> None:
    assert np.isnan(on_grid(np.arange(5.0), np.array([1, np.nan, 2, np.nan, 3.0]), GRID)).all()


def test_filters_part_a_slow_wave_from_a_fast_one() -> None:
    t = np.arange(0, 10, GRID_S)
    slow, fast = np.sin(2 * np.pi * 0.2 * t), np.sin(2 * np.pi * 20 * t)
    middle = slice(500, -500)
    assert low_pass(slow + fast, 2.0)[middle] == pytest.approx(slow[middle], abs=0.02)
    assert high_pass(slow + fast, 2.0)[middle] == pytest.approx(fast[middle], abs=0.02)


def test_a_standing_foot_is_under_the_hips(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Heel 6 cm behind and tip 16 cm before the ankle: their middle is 5 cm before the hips, of a leg of 86 cm."""
    (signals,) = gait_signals(film_motion(standing(frame_times(2.0, 30.0)), "right"))
    body = Segments()
    expected = (body.toe_m - body.heel_m) / 2 / (body.thigh_m + body.shank_m)
    assert signals.forward["left"] == pytest.approx(np.full(len(signals.time_s), expected), abs=1e-6)
    assert signals.knee_deg["left"] == pytest.approx(np.zeros(len(signals.time_s)), abs=1e-6)


@pytest.mark.parametrize("seen_from", ["right", "left"])
def test_forward_is_forward_whichever_way_the_person_faces(film_motion, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    """The published stride's knee bends to 91 degrees, from both sides."""
    (signals,) = gait_signals(film_motion(running(frame_times(4.0, 60.0)), seen_from))
    assert signals.sees_forward
    for side in ("left", "right"):
        assert signals.knee_deg[side].max() == pytest.approx(90.9, abs=0.5)
        top = int(np.argmax(signals.forward[side][100:-100])) + 100
        assert signals.knee_deg[side][top] < 40


def test_from_behind_forward_is_not_seen(film_motion) -> None:  # type: ignore[no-untyped-def]
    (signals,) = gait_signals(film_motion(running(frame_times(4.0, 60.0)), "back"))
    assert not signals.sees_forward


def test_slow_motion_is_told_in_seconds_of_life(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(running(frame_times(4.0, 120.0)), "right", life_per_film=0.25)
    (signals,) = gait_signals(motion)
    assert signals.time_s[-1] == pytest.approx(4.0, abs=0.02)
    assert motion.body.time_s[-1] == pytest.approx(16.0, abs=0.04)
