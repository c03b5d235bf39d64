"""Drift in the course of a run: slopes that are known."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement.bouts import cut_gait
from endrange.movement.drift import drift_findings, drift_measures, slope_of, theil_sen
from endrange.synthetic.motions import frame_times, running

T = np.arange(100) * 0.72


def test_the_slope_of_a_line_is_its_slope_whatever_a_few_points_do() -> None:
    x = 3.0 - 0.05 * T
    x[[10, 40, 90]] += 30
    assert theil_sen(T, x) == pytest.approx(-0.05, abs=0.001)


def test_a_change_of_five_degrees_is_found_with_its_error() -> None:
    x = 10 + 5 * T / T[-1] + np.random.default_rng(1).normal(0, 0.8, len(T))
    slope = slope_of(T, x)
    assert slope is not None
    assert slope.change == pytest.approx(5, abs=0.6)
    assert slope.low < 5 < slope.high
    assert slope.real
    assert slope.n == 100


def test_no_change_is_none() -> None:
    """Of twenty runs without a drift the interval leaves out zero in few: 95 % of them hold it."""
    held = 0
    for seed in range(20):
        slope = slope_of(T, np.random.default_rng(seed).normal(0, 0.8, len(T)))
        assert slope is not None
        held += not slope.real
    assert held >= 16


def test_neighbours_that_are_alike_widen_the_interval() -> None:
    rng = np.random.default_rng(3)
    white = rng.normal(0, 1, len(T))
    alike = np.convolve(rng.normal(0, 1, len(T) + 9), np.ones(10) / np.sqrt(10), "valid")
    narrow, wide = slope_of(T, white), slope_of(T, alike)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_the_same_strides_give_the_same_interval_and_many_are_gathered() -> None:
    t = np.arange(900) * 0.72
    x = 0.01 * t + np.random.default_rng(2).normal(0, 1, len(t))
    first, second = slope_of(t, x), slope_of(t, x)
    assert first == second
    assert first is not None
    assert first.change == pytest.approx(0.01 * t[-1], abs=0.5)


def test_too_few_strides_have_no_slope() -> None:
    assert slope_of(T[:39], T[:39]) is None
    x = T.copy()
    x[20:] = np.nan
    assert slope_of(T, x) is None


def test_a_short_clip_is_refused_and_a_long_one_measured(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Seventy seconds in which the lean grows from 3 to 9 degrees: hip extension falls by as much."""
    label = MovementLabel("running", 1.0, "right", None)
    short = drift_measures(cut_gait(film_motion(running(frame_times(10.0, 30.0)), "right", label=label), "running"))
    assert {m.status for m in short} == {"not_measurable"}
    assert all("minute" in (m.reason or "") for m in short)

    t = frame_times(70.0, 30.0)
    motion = film_motion(leaning_more(t), "right", label=label)
    long = {(m.quantity, m.side): m for m in drift_measures(cut_gait(motion, "running"))}
    lean, hip = long["trunk_lean", None], long["hip_extension", "right"]
    assert lean.value == pytest.approx(6.0 * 69 / 70, abs=0.2)
    assert hip.value == pytest.approx(-6.0 * 69 / 70, abs=0.3)
    told = drift_findings(tuple(long.values()))
    assert {f.code for f in told} == {"fatigue_drift"}
    assert any("trunk lean changed by +6" in f.message for f in told)


def leaning_more(t: np.ndarray):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(running(t, stride_s=0.72), trunk_lean_deg=3 + 6 * t / t[-1])
