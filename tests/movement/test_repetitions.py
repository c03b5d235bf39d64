"""Cutting: motion told in words, counts and moments by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.movement.repetitions import cut_repetitions, speed_of

T = np.arange(12 * 30) / 30


def ramp(t: Floats, a: float, b: float) -> Floats:
    x = np.clip((t - a) / (b - a), 0, 1)
    return x * x * (3 - 2 * x)


def test_three_lunges_from_rest_to_rest() -> None:
    x = 8 + 15 * (1 - np.cos(2 * np.pi * T / 4))
    found = cut_repetitions(T, x, at_least=8)
    assert [r.start_s for r in found] == pytest.approx([0, 4, 8], abs=0.05)
    assert [r.end_s for r in found] == pytest.approx([4, 8, 12], abs=0.05)
    assert [r.turns_s[0] for r in found] == pytest.approx([2, 6, 10], abs=0.02)
    assert all(r.whole and r.first == 1 for r in found)


def test_rotation_in_and_out_counts_pairs_and_parts_at_rest() -> None:
    x = 35 * np.sin(2 * np.pi * T / 4)
    found = cut_repetitions(T, x, at_least=10)
    assert [(r.start_s, r.end_s) for r in found] == [pytest.approx(v, abs=0.05) for v in ((0, 4), (4, 8), (8, 12))]
    assert found[0].turns_s == pytest.approx((1, 3), abs=0.02)


def test_a_circle_that_begins_at_its_top_is_counted_by_its_lows() -> None:
    found = cut_repetitions(T[:240], 16 - 26 * (1 - np.cos(2 * np.pi * T[:240] / 4)), at_least=15)
    assert [(r.start_s, r.end_s) for r in found] == [pytest.approx(v, abs=0.05) for v in ((0, 4), (4, 8))]
    assert all(r.first == -1 for r in found)


def test_a_long_pause_belongs_to_neither_repetition() -> None:
    x = 30 * (ramp(T, 1, 2) - ramp(T, 3, 4) + ramp(T, 7, 8) - ramp(T, 9, 10))
    found = cut_repetitions(T, x, at_least=8)
    assert [(r.start_s, r.end_s) for r in found] == [pytest.approx(v, abs=0.1) for v in ((1, 4), (7, 10))]


def test_a_circle_that_passes_its_rest_on_the_way_is_one_repetition() -> None:
    """On all fours: rest a second at -90, forward to -106, past rest to -10 behind, and back to rest."""
    t = np.arange(15 * 30) / 30
    x = np.full(len(t), -90.0)
    for start in (1, 6, 11):
        x += -16 * ramp(t, start, start + 1) + 96 * ramp(t, start + 1, start + 2.5)
        x -= 80 * ramp(t, start + 2.5, start + 4)
    found = cut_repetitions(t, x, at_least=30)
    assert [(r.start_s, r.end_s) for r in found] == [pytest.approx(v, abs=0.15) for v in ((1, 5), (6, 10), (11, 15))]


def test_a_repetition_that_the_clip_ends_in_is_not_whole() -> None:
    x = 30 * (ramp(T, 1, 2) - ramp(T, 3, 4) + ramp(T, 7, 8))
    found = cut_repetitions(T, x, at_least=8)
    assert [r.whole for r in found] == [True, False]


def test_stops_at_both_ends_and_on_the_way_are_one_repetition() -> None:
    x = 35 * ramp(T, 1, 2) - 20 * ramp(T, 4, 5) - 45 * ramp(T, 6, 7) + 30 * ramp(T, 10, 11)
    found = cut_repetitions(T, x, at_least=10)
    assert len(found) == 1
    assert (found[0].start_s, found[0].end_s) == pytest.approx((1, 11), abs=0.1)


def test_noise_and_a_hole_change_neither_count_nor_moments() -> None:
    x = 8 + 15 * (1 - np.cos(2 * np.pi * T / 4)) + np.random.default_rng(0).normal(0, 0.7, len(T))
    x[170:178] = np.nan
    found = cut_repetitions(T, x, at_least=8)
    assert [r.start_s for r in found] == pytest.approx([0, 4, 8], abs=0.1)


def test_nothing_is_invented_from_stillness() -> None:
    assert cut_repetitions(T, 20 + np.random.default_rng(1).normal(0, 0.7, len(T)), at_least=8) == ()
    assert cut_repetitions(T, np.full(len(T), np.nan), at_least=8) == ()


def test_only_the_frames_asked_for_are_cut() -> None:
    x = 8 + 15 * (1 - np.cos(2 * np.pi * T / 4))
    found = cut_repetitions(T, x, at_least=8, within=Span(120, 360))
    assert [r.start_s for r in found] == pytest.approx([4, 8], abs=0.05)


def test_the_state_decides_where_a_circle_closes() -> None:
    """The height passes rest halfway round; the sideways way does not."""
    turn = 2 * np.pi * T / 6
    height = -40 + 50 * np.cos(turn)
    state = np.stack([height, 40 * (1 - np.cos(turn))], 1)
    found = cut_repetitions(T, height, state, at_least=10)
    assert [(r.start_s, r.end_s) for r in found] == [pytest.approx(v, abs=0.1) for v in ((0, 6), (6, 12))]


def test_speed_is_the_length_of_the_velocity() -> None:
    assert speed_of(T, np.stack([3 * T, 4 * T], 1)) == pytest.approx(np.full(len(T), 5.0), abs=1e-6)
