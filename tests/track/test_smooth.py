"""Smoothing: its frequency response, its robustness, what it leaves alone."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.body import Body
from endrange.track import cutoff_findings, one_body, peak_loss_deg, smooth, spectrum_cutoff_hz
from endrange.track.smooth import low_pass, roughness

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import seen_by, stepping


@pytest.fixture(scope="module")
def body() -> Body:
    return one_body(seen_by(stepping(240)))[0]


@pytest.mark.parametrize(("hz", "left"), [(1.0, 1.0), (8.0, 0.7071), (20.0, 0.0583)])
def test_the_response_is_that_of_a_butterworth_run_both_ways(hz: float, left: float) -> None:
    t = np.arange(2400) / 240.0
    out = low_pass(t, np.sin(2 * np.pi * hz * t), 8.0)
    middle = slice(600, 1800)
    amplitude = np.sqrt(2 * np.mean(out[middle] ** 2))
    assert amplitude == pytest.approx(left, abs=0.003)


def test_a_straight_line_is_left_alone_at_the_ends_too() -> None:
    t = np.sort(np.random.default_rng(3).uniform(0, 2, 100))
    np.testing.assert_allclose(low_pass(t, 3.0 + 5.0 * t, 2.0), 3.0 + 5.0 * t, atol=1e-6)


def test_uneven_times_give_the_same_curve() -> None:
    rng = np.random.default_rng(0)
    even = np.arange(240) / 60.0
    uneven = even + rng.uniform(-0.4, 0.4, 240) / 60.0
    wave = lambda t: np.sin(2 * np.pi * 2.0 * t)  # noqa: E731
    a, b = low_pass(even, wave(even), 6.0), low_pass(uneven, wave(uneven), 6.0)
    assert np.abs(b - np.interp(uneven, even, a))[20:-20].max() < 0.03


def test_an_outlier_hardly_moves_the_curve(body: Body) -> None:
    thrown = body.position_px.copy()
    thrown[100, 25] += 60.0
    clean, robust = smooth(body, 8.0), smooth(replace(body, position_px=thrown), 8.0)
    moved = np.linalg.norm(robust.position_px[:, 25] - clean.position_px[:, 25], axis=-1)
    assert moved.max() < 2.0


def test_gaps_stay_gaps(body: Body) -> None:
    holed = body.position_px.copy()
    holed[50:90, 25] = np.nan
    out = smooth(replace(body, position_px=holed), 8.0)
    np.testing.assert_array_equal(np.isnan(out.position_px), np.isnan(holed))


def test_the_cutoff_is_capped_by_the_frame_rate(body: Body) -> None:
    assert smooth(body, 100.0).cutoff_hz == pytest.approx(24.0)
    assert smooth(body, 8.0).cutoff_hz == 8.0


def test_slow_motion_is_smoothed_in_life_time(body: Body) -> None:
    slow = replace(body, time_s=body.time_s * 4.0)
    np.testing.assert_allclose(
        smooth(slow, 8.0, life_per_film=0.25).position_px, smooth(body, 8.0).position_px, atol=1e-6
    )


def test_times_must_increase() -> None:
    with pytest.raises(ValueError, match="increase"):
        roughness(np.array([0.0, 1.0, 1.0, 2.0]), 5.0)


def test_the_lost_peak_is_known() -> None:
    t = np.arange(600) / 60.0
    angle = 20.0 * np.sin(2 * np.pi * 2.0 * t)
    smoothed = low_pass(t, angle, 4.0)
    lost = angle[60:540].max() - smoothed[60:540].max()
    assert peak_loss_deg(t, smoothed, 4.0)[60:540].max() == pytest.approx(lost, rel=0.1)


def test_the_spectrum_tells_how_fast_the_motion_is(body: Body) -> None:
    slow = one_body(seen_by(stepping(480, hz=0.4), noise_px=0.5))[0]
    assert spectrum_cutoff_hz(slow) < spectrum_cutoff_hz(body) < 12.0


def test_motion_too_fast_for_the_smoothing_is_said(body: Body) -> None:
    assert cutoff_findings(body, 8.0) == ()
    assert [f.code for f in cutoff_findings(body, 1.0)] == ["smoothing_slow"]


def test_a_clip_too_short_has_no_spectrum(body: Body) -> None:
    short = one_body(seen_by(stepping(20)))[0]
    assert np.isnan(spectrum_cutoff_hz(short))
    assert cutoff_findings(short, 1.0) == ()
