"""Local fits, gaps and runs, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.body import Span
from endrange.movement.series import falls, filled, local_fit, longest_run, rises, runs, softened, width_of

T = np.arange(60) / 30


def test_a_parabola_is_its_own_local_fit_at_uneven_times() -> None:
    t = np.sort(np.concatenate([T, T[5:50:7] + 0.011]))
    value, slope = local_fit(t, 3 + 2 * t - 4 * t**2)
    assert value == pytest.approx(3 + 2 * t - 4 * t**2, abs=1e-6)
    assert slope == pytest.approx(2 - 8 * t, abs=1e-5)


def test_a_lost_frame_stays_lost_and_does_not_disturb_its_neighbours() -> None:
    x = 5 * T
    x[20] = np.nan
    value, slope = local_fit(T, x)
    assert np.isnan(value[20])
    assert np.isnan(slope[20])
    assert slope[19] == pytest.approx(5, abs=1e-6)


def test_fewer_than_four_frames_have_no_fit() -> None:
    value, slope = local_fit(T[:3], T[:3])
    assert np.isnan(value).all()
    assert np.isnan(slope).all()


def test_filled_bridges_in_time_and_repeats_the_ends() -> None:
    t = np.array([0.0, 1.0, 2.0, 4.0, 5.0])
    assert filled(t, np.array([np.nan, 1.0, np.nan, 4.0, np.nan])) == pytest.approx([1, 1, 2, 4, 4])
    assert np.isnan(filled(t, np.full(5, np.nan))).all()


def test_softened_keeps_a_constant_to_its_ends() -> None:
    assert softened(T, np.full(60, 7.0), 0.1) == pytest.approx(np.full(60, 7.0))


def test_longest_run_bridges_short_breaks_only() -> None:
    mask = np.ones(60, bool)
    mask[10:15] = False  # 0.2 s
    mask[40:58] = False  # 0.6 s
    assert longest_run(mask, T, bridge_s=0.5) == Span(0, 40)
    assert longest_run(np.zeros(60, bool), T) is None
    assert list(runs(mask)) == [Span(0, 10), Span(15, 40), Span(58, 60)]


def test_memberships_go_from_none_to_all() -> None:
    assert [rises(v, 1, 3) for v in (0.0, 2.0, 5.0, np.nan)] == [0, 0.5, 1, 0]
    assert [falls(v, 1, 3) for v in (0.0, 2.0, 5.0, np.nan)] == [1, 0.5, 0, 0]
    assert width_of(np.array([np.nan])) == 0.0
