"""What is held and what is only passed."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.holds import find_holds, owned, slow_end, theil_sen_slope

T = np.arange(300) / 30


def ramp(a: float, b: float) -> np.ndarray:
    return np.clip((T - a) / (b - a), 0, 1)


def test_a_leg_taken_back_in_two_seconds_and_kept_for_six() -> None:
    x = 20 * ramp(1, 3) + 0.2 * np.sin(2 * np.pi * T)
    held = [h for h in find_holds(T, x) if h.value_deg > 10]
    assert len(held) == 1
    assert held[0].value_deg == pytest.approx(20, abs=0.2)
    assert (held[0].start_s, held[0].end_s) == pytest.approx((3, 10), abs=0.3)
    assert held[0].drift_deg == pytest.approx(0, abs=0.2)


def test_a_swing_through_the_end_owns_nothing() -> None:
    x = 30 * np.sin(2 * np.pi * T / 5)
    assert owned(T, x, high=True) is None


def test_momentum_beyond_a_hold_is_not_owned() -> None:
    """35 degrees held for three seconds after a kick to 37 and back."""
    x = 35 * ramp(1, 2) + 2 * np.exp(-(((T - 2.2) / 0.1) ** 2)) - 35 * ramp(6, 7)
    hold = owned(T, x, high=True)
    assert hold is not None
    assert hold.value_deg == pytest.approx(35, abs=0.2)


def test_a_hold_short_of_the_end_is_not_the_end() -> None:
    """20 degrees held for three seconds, 35 passed later."""
    x = 20 * ramp(0, 1) + 15 * ramp(4, 4.5) - 15 * ramp(4.6, 5.1)
    assert owned(T, x, high=True) is None


def test_a_slow_turn_is_owned_without_a_stop_and_a_kick_is_not() -> None:
    """40 degrees there and back in ten seconds: within 3 of the top for 1.2 s; the same in 2 s, or a kick: nothing."""
    slow = slow_end(T, 20 - 20 * np.cos(2 * np.pi * T / 10), high=True)
    assert slow is not None
    assert slow.value_deg == pytest.approx(39.25, abs=0.1)
    assert slow.duration_s == pytest.approx(1.76, abs=0.1)
    short = T < 2
    assert slow_end(T[short], 20 - 20 * np.cos(np.pi * T[short]), high=True) is None
    assert slow_end(T, 30 * np.exp(-(((T - 5) / 0.3) ** 2)), high=True) is None


def test_the_low_end_is_owned_like_the_high_one() -> None:
    hold = owned(T, -90 * ramp(1, 2) + 90 * ramp(6, 7), high=False)
    assert hold is not None
    assert hold.value_deg == pytest.approx(-90, abs=0.1)


def test_a_tremble_of_half_a_degree_is_still() -> None:
    x = 20 * ramp(1, 2) + np.random.default_rng(0).normal(0, 0.5, len(T))
    held = [h for h in find_holds(T, x) if h.value_deg > 10]
    assert len(held) == 1
    assert held[0].duration_s == pytest.approx(8, abs=0.4)


def test_lost_frames_end_a_hold_only_when_they_are_many() -> None:
    x = np.full(300, 20.0)
    x[100:104] = np.nan
    assert len(find_holds(T, x)) == 1
    x[150:175] = np.nan
    assert len(find_holds(T, x)) == 2


def test_slow_sliding_is_drift() -> None:
    held = find_holds(T, 20 + 0.5 * T)
    assert held[0].drift_deg == pytest.approx(5, abs=0.1)
    assert theil_sen_slope(T, np.where(T > 9.5, 90, 20 + 0.5 * T)) == pytest.approx(0.5, abs=0.05)
