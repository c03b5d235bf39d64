"""An angle between its frames, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.gait_lines import PERCENT, line_of
from endrange.movement.gait_strides import Stride

NAN = float("nan")


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
@pytest.mark.parametrize("phase", [0.0, 0.3, 0.5, 0.8])
def test_a_peak_between_two_frames_is_found(fps: float, phase: float) -> None:
    """20 sin(2 pi t / 0.7) peaks with 20 degrees at a quarter of 0.7 s, wherever the frames lie."""
    t = (np.arange(60) + phase) / fps - 0.4
    value, when = line_of(t, 20 * np.sin(2 * np.pi * t / 0.7)).peak(0.0, 0.6)
    assert value == pytest.approx(20.0, abs=0.1)
    assert when == pytest.approx(0.175, abs=0.004)


def test_a_peak_beside_a_gap_is_not_taken() -> None:
    t = np.arange(60) / 60.0
    x = 20 * np.sin(2 * np.pi * t / 0.8)  # peaks at 0.2 s
    x[10:20] = np.nan
    assert np.isnan(line_of(t, x).peak(0.0, 0.7)[0])
    y = 20 * np.sin(2 * np.pi * t / 0.8)
    y[28:34] = np.nan  # a gap elsewhere does not matter
    assert line_of(t, y).peak(0.0, 0.7)[0] == pytest.approx(20.0, abs=0.05)


def test_too_much_lost_is_no_mean() -> None:
    t = np.arange(60) / 60.0
    x = np.where(t < 0.5, 3.0, np.nan)
    assert line_of(t, x).mean(0.0, 0.45) == pytest.approx(3.0)
    assert np.isnan(line_of(t, x).mean(0.0, 0.95))


def test_uneven_times_are_their_own() -> None:
    """Frames with a hole of 80 ms: a straight line stays a straight line."""
    t = np.array([0, 0.03, 0.07, 0.15, 0.18, 0.2, 0.25])
    assert line_of(t, 10 * t).at(np.array([0.1, 0.11])) == pytest.approx([1.0, 1.1])


def test_strides_of_a_sine_lie_on_each_other() -> None:
    t = np.arange(240) / 60.0
    strides = [Stride("left", 0.7 * k + 0.1, 0.7 * k + 0.8, NAN, 0.4, None) for k in range(4)]
    curves = line_of(t, np.cos(2 * np.pi * (t - 0.1) / 0.7)).curves(strides)
    assert curves.shape == (4, 101)
    assert curves == pytest.approx(np.tile(np.cos(2 * np.pi * PERCENT / 100), (4, 1)), abs=1e-3)
    assert line_of(t, t).curves([]).shape == (0, 101)


def test_three_values_are_no_line() -> None:
    line = line_of(np.arange(5.0), np.array([1.0, NAN, 2.0, NAN, 3.0]))
    assert np.isnan(line.at(np.array([0.0, 2.0]))).all()
    assert np.isnan(line.peak(0.0, 4.0)[0])
