"""Smoothness against its published check values; stillness and sharing by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.control import evenly, log_dimensionless_jerk, paid_share, sparc, wander

#: The published example: a Gaussian pulse over two seconds at 100 Hz.
PULSE = np.exp(-5 * np.arange(-1, 1, 0.01) ** 2)


def test_spectral_arc_length_of_the_published_pulse() -> None:
    assert sparc(PULSE, 100.0) == pytest.approx(-1.41403, abs=1e-5)


def test_log_dimensionless_jerk_of_the_published_pulse() -> None:
    assert log_dimensionless_jerk(PULSE, 100.0) == pytest.approx(-5.81636, abs=1e-5)


def test_neither_depends_on_how_large_or_how_slow_the_movement_is() -> None:
    assert sparc(7 * PULSE, 100.0) == pytest.approx(sparc(PULSE, 100.0))
    assert log_dimensionless_jerk(7 * PULSE, 25.0) == pytest.approx(log_dimensionless_jerk(PULSE, 100.0))


def test_a_movement_with_a_stop_is_less_smooth() -> None:
    stop = np.concatenate([PULSE[::2], PULSE[::2]])
    assert sparc(stop, 100.0) < sparc(PULSE, 100.0) - 0.3


def test_no_movement_has_no_smoothness() -> None:
    assert np.isnan(sparc(np.zeros(50), 30.0))
    assert np.isnan(log_dimensionless_jerk(PULSE[:5], 30.0))
    assert np.isnan(sparc(np.full(50, np.nan), 30.0))


def test_uneven_times_are_made_even() -> None:
    t = np.array([0.0, 0.1, 0.2, 0.4, 0.5])
    even, rate = evenly(t, 2 * t)
    assert rate == pytest.approx(10)
    assert even == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_wander_is_the_root_mean_square_way() -> None:
    points = np.array([[0.0, 3.0], [0.0, -3.0], [np.nan, 1.0]])
    assert wander(points, 10.0) == pytest.approx(0.3)
    assert np.isnan(wander(points[2:], 10.0))


def test_the_trunk_pays_a_fifth_of_the_way() -> None:
    thigh = np.linspace(-90, 20, 100)
    assert paid_share(thigh, 0.2 * thigh + 3) == pytest.approx(0.2)
    assert np.isnan(paid_share(np.full(100, 4.0), thigh))
