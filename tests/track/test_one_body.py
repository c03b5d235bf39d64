"""The trusted body: exchanges found, blends not averaged, symmetry, scale and time."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endrange.domain.body import Verdict
from endrange.domain.errors import NoPerson
from endrange.domain.skeleton import PAIRS, mirror_points
from endrange.track import one_body

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import BEST, SIZE, exchange_legs, mirrored, seen_by, stepping, with_points

LEGS = [i for part in ("knee", "ankle") for i in PAIRS[part]]
FEW = settings(max_examples=8)


def worst_px(body_px: np.ndarray, truth: np.ndarray, points: list[int]) -> float:
    return float(np.nanmax(np.linalg.norm(body_px[:, points] - truth[:, points], axis=-1)))


@pytest.mark.parametrize("names", [("heavy",), ("heavy", "movenet", "movenet_mirror"), BEST])
def test_a_clip_without_exchanges_stays_as_it_is(names: tuple[str, ...]) -> None:
    truth = stepping()
    body, findings = one_body(seen_by(truth, names))
    assert (body.verdict == Verdict.GIVEN).mean() > 0.99
    assert not (body.verdict == Verdict.EXCHANGED).any()
    assert worst_px(body.position_px, truth, LEGS) < 6.0
    assert findings == ()


@FEW
@given(start=st.integers(0, 90), length=st.integers(1, 20), look=st.integers(0, 3))
def test_an_exchange_of_one_look_is_put_right(start: int, length: int, look: int) -> None:
    truth = stepping()
    body, _ = one_body(exchange_legs(seen_by(truth), slice(start, start + length), look))
    assert worst_px(body.position_px, truth, LEGS) < 6.0


@FEW
@given(start=st.integers(10, 80), length=st.integers(1, 15))
def test_an_exchange_of_the_only_look_is_found(start: int, length: int) -> None:
    truth = stepping()
    body, _ = one_body(exchange_legs(seen_by(truth, ("heavy",)), slice(start, start + length), 0))
    assert worst_px(body.position_px, truth, LEGS) < 8.0
    apart = np.linalg.norm(truth[:, LEGS[0]] - truth[:, LEGS[1]], axis=-1) > 40
    inside = np.zeros(len(truth), bool)
    inside[start : start + length] = True
    told = body.verdict[:, LEGS[0]]
    assert (told[inside & apart] != Verdict.GIVEN).all()
    assert (told[~inside & apart] == Verdict.GIVEN).all()


def test_a_blend_of_both_legs_is_not_averaged() -> None:
    truth = stepping()
    looks = seen_by(truth, ("heavy",))
    position = looks.position_px.copy()
    left, right = PAIRS["knee"]
    apart = np.linalg.norm(truth[:, left] - truth[:, right], axis=-1)
    frame = 20 + int(apart[20:100].argmax())
    position[frame, 0, 0, [left, right]] = position[frame, 0, 0, [left, right]].mean(0)
    body, _ = one_body(with_points(looks, position))
    assert (body.verdict[frame, [left, right]] == Verdict.FILLED).all()
    assert worst_px(body.position_px, truth, [left, right]) < 8.0


@FEW
@given(seed=st.integers(0, 1000), start=st.integers(0, 90))
def test_a_mirrored_clip_gives_the_mirrored_body(seed: int, start: int) -> None:
    looks = exchange_legs(seen_by(stepping(), seed=seed, noise_px=3.0), slice(start, start + 12), seed % 4)
    body, _ = one_body(looks)
    other, _ = one_body(mirrored(looks))
    np.testing.assert_allclose(other.position_px, mirror_points(body.position_px, SIZE[0]), atol=1e-6)


@FEW
@given(scale=st.floats(0.3, 4.0), shift=st.floats(0.0, 1000.0))
def test_scale_and_time_shift_change_nothing_else(scale: float, shift: float) -> None:
    looks = exchange_legs(seen_by(stepping(), ("heavy", "movenet", "movenet_mirror")), slice(30, 40), 0)
    body, _ = one_body(looks)
    size = (round(SIZE[0] * scale), round(SIZE[1] * scale))
    scaled = replace(looks, position_px=looks.position_px * scale, time_s=looks.time_s + shift, size_px=size)
    other, _ = one_body(scaled)
    np.testing.assert_allclose(other.position_px, body.position_px * scale, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(other.verdict, body.verdict)


def test_heels_and_toes_are_never_filled() -> None:
    looks = seen_by(stepping())
    position = looks.position_px.copy()
    position[50:53] = np.nan
    body, _ = one_body(with_points(looks, position))
    feet = [i for part in ("heel", "foot_index") for i in PAIRS[part]]
    assert (body.verdict[50:53, feet] == Verdict.LOST).all()
    assert (body.verdict[50:53, LEGS] == Verdict.FILLED).all()
    assert np.isnan(body.position_px[50:53, feet]).all()


def test_long_gaps_stay_open() -> None:
    looks = seen_by(stepping())
    position = looks.position_px.copy()
    position[50:62] = np.nan
    body, _ = one_body(with_points(looks, position))
    assert np.isnan(body.position_px[50:62]).all()
    assert (body.verdict[50:62] == Verdict.LOST).all()
    assert body.runs == ((0, 120),)


def test_nobody_is_said_in_one_sentence() -> None:
    looks = seen_by(stepping())
    with pytest.raises(NoPerson, match="no person was found"):
        one_body(with_points(looks, looks.position_px * np.nan))


def test_a_head_alone_is_said() -> None:
    looks = seen_by(stepping(at_px=(600.0, 560.0)))
    with pytest.raises(NoPerson, match="only a head or upper body"):
        one_body(looks)


def test_someone_far_away_is_too_small() -> None:
    looks = seen_by(stepping())
    with pytest.raises(NoPerson, match="too small"):
        one_body(with_points(looks, looks.position_px * 0.1))


def test_a_trunk_seen_from_its_end_is_not_far_away() -> None:
    """On all fours from the front the shoulders lie before the hips: 16 px of trunk, a leg as long as ever."""
    looks = seen_by(stepping())
    position = looks.position_px.copy()
    shoulders, hips = list(PAIRS["shoulder"]), list(PAIRS["hip"])
    position[..., shoulders, :] = position[..., hips, :] + np.array([0.0, -16.0], np.float32)
    body, _ = one_body(with_points(looks, position))
    assert np.isfinite(body.position_px[:, list(PAIRS["knee"])]).mean() > 0.9


def test_disagreement_of_the_looks_is_doubt() -> None:
    looks = seen_by(stepping(), noise_px=0.5)
    position = looks.position_px.copy()
    left = PAIRS["ankle"][0]
    position[:, 2:, 0, left] += 12.0
    body, _ = one_body(with_points(looks, position))
    assert np.nanmedian(body.doubt_px[:, left]) > 3.0
    assert np.nanmedian(body.doubt_px[:, PAIRS["ankle"][1]]) < 1.0
