"""Left and right: the parts of the decision, each with an answer by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.body import Verdict
from endrange.domain.looks import Looks
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, MIRROR_ORDER, PAIRS, mirror_points
from endrange.track import one_body, smooth
from endrange.track.sides.align import align
from endrange.track.sides.anatomy import pairing_price
from endrange.track.sides.paths import without_itself
from endrange.track.sides.prices import process_noise

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import BEST, SIZE, exchange_legs, mirrored, seen_by, stepping, with_points

LEGS = [i for part in ("knee", "ankle") for i in PAIRS[part]]


def two_limbs(n: int = 40) -> np.ndarray:
    """(n, 2, 1, 2) one point swings to the right while the other swings to the left, 60 px either way."""
    t = np.arange(n)
    x = 60 * np.sin(2 * np.pi * t / 20)
    return np.stack([np.stack([x, 0 * x], 1), np.stack([-x, 0 * x], 1)], 1)[:, :, None]


def test_looks_are_brought_together() -> None:
    points = np.repeat(two_limbs()[:, None], 3, 1)
    points[5, 1] = points[5, 1, ::-1]
    label = align(points, 0.7)
    assert label[5].tolist() == [False, True, False]
    assert label.sum() == 1


def test_of_two_looks_that_disagree_either_may_be_the_exchanged_one() -> None:
    points = np.repeat(two_limbs()[:, None], 2, 1)
    points[5, 0] = points[5, 0, ::-1]
    assert align(points, 0.7)[5].sum() == 1


def test_steady_motion_is_predicted_exactly_without_the_frame_itself() -> None:
    times = np.array([0.0, 1.0, 2.0, 3.5, 4.5, 5.5, 6.5, 8.0, 9.0, 10.0])
    points = np.stack([3.0 * times, 100.0 - times], 1)[:, None]
    points[4] += 50.0
    mean, _ = without_itself(points, np.ones((10, 1), bool), times, np.array([1.0]), 1.0, 100.0)
    assert mean[4, 0] == pytest.approx([13.5, 95.5], abs=0.1)


def test_a_long_run_is_predicted_in_chunks_as_a_short_one() -> None:
    rng = np.random.default_rng(1)
    points = np.cumsum(np.cumsum(rng.normal(0, 0.3, (900, 1, 2)), 0), 0) % 500
    times = np.arange(900.0)
    process = np.array([3.0])
    long_mean, _ = without_itself(points, np.ones((900, 1), bool), times, process, 3.0, 300.0)
    part = slice(300, 550)
    short_mean, _ = without_itself(points[part], np.ones((250, 1), bool), times[part], process, 3.0, 300.0)
    np.testing.assert_allclose(long_mean[part][60:-60], short_mean[60:-60], atol=1e-3)


def test_exchanges_do_not_pass_for_motion() -> None:
    points = two_limbs(400)
    mixed = points.copy()
    mixed[::7] = mixed[::7, ::-1]
    times = np.arange(400.0)
    clean, dirty = process_noise(points, times, 100.0), process_noise(mixed, times, 100.0)
    assert dirty == pytest.approx(clean, rel=0.15)


def test_a_shank_too_long_is_of_two_legs() -> None:
    """Knees 100 px apart, ankles below them: crosswise the shanks would be 141 px instead of 100."""
    knee = np.repeat(np.array([[[0.0, 0.0], [100.0, 0.0]]]), 5, 0)
    straight, crossed = pairing_price(knee, knee + np.array([0.0, 100.0]))[0]
    assert straight == 0.0
    assert crossed == pytest.approx(8.0)


def test_a_whole_body_turned_round_is_put_right() -> None:
    """Seen from behind: hips and shoulders are apart, and a network takes the back for the front for a while."""
    truth = stepping(120)
    for part, apart in (("shoulder", 60.0), ("hip", 40.0)):
        truth[:, PAIRS[part][0], 0] -= apart
        truth[:, PAIRS[part][1], 0] += apart
    looks = seen_by(truth, ("heavy",))
    position = looks.position_px.copy()
    position[40:55] = position[40:55][:, :, :, list(MIRROR_ORDER)]
    body, _ = one_body(with_points(looks, position))
    trunk = [*PAIRS["shoulder"], *PAIRS["hip"]]
    assert np.nanmax(np.linalg.norm(body.position_px[:, trunk] - truth[:, trunk], axis=-1)) < 6.0
    assert (body.verdict[40:55, trunk] == Verdict.EXCHANGED).all()


def test_two_looks_against_two_are_decided_by_the_motion() -> None:
    truth = stepping(120)
    looks = exchange_legs(exchange_legs(seen_by(truth), slice(30, 60), 0), slice(30, 60), 2)
    body, _ = one_body(looks)
    assert np.nanmax(np.linalg.norm(body.position_px[:, LEGS] - truth[:, LEGS], axis=-1)) < 6.0
    other, _ = one_body(mirrored(looks))
    np.testing.assert_allclose(other.position_px, mirror_points(body.position_px, SIZE[0]), atol=1e-6)


def test_a_leg_that_cannot_be_told_is_lost() -> None:
    """One look, and its labels follow a coin in every frame while the legs lie still, far apart."""
    truth = np.repeat(stepping(60)[20:21], 90, 0)
    looks = seen_by(truth, ("heavy",), fps=30.0)
    position = looks.position_px.copy()
    coin = np.random.default_rng(0).random(90) < 0.5
    legs = [i for part in ("knee", "ankle", "heel", "foot_index") for i in PAIRS[part]]
    position[coin] = np.where(
        np.isin(np.arange(33), legs)[None, None, None, :, None],
        position[coin][..., list(MIRROR_ORDER), :],
        position[coin],
    )
    body, _ = one_body(with_points(looks, position))
    assert (body.verdict[:, LEGS] == Verdict.LOST).mean() > 0.9


def test_heel_and_toe_hang_on_the_ankle() -> None:
    looks = seen_by(stepping(), ("heavy", "movenet", "movenet_mirror"))
    position = looks.position_px.copy()
    ankle, heel = PAIRS["ankle"][0], PAIRS["heel"][0]
    position[50, 0, 0, ankle] += 45.0
    body, _ = one_body(with_points(looks, position))
    assert body.verdict[50, ankle] == Verdict.GIVEN
    assert body.verdict[50, heel] == Verdict.LOST


def population(path: Path) -> Looks:
    recorded = np.load(path)
    n = len(recorded["heavy_px"])
    position = np.full((n, 4, 1, 33, 2), np.nan)
    for j, name in enumerate(BEST):
        known = list(COCO_TO_BLAZEPOSE) if name.startswith("movenet") else list(range(33))
        position[:, j, 0, known] = recorded[f"{name}_px"]
    score = np.where(np.isfinite(position[..., 0]), 0.9, np.nan)
    world = np.full((*position.shape[:-1], 3), np.nan, np.float32)
    return Looks(recorded["truth_time_s"].astype(float), BEST, position, score, world, (960, 960), "file", ())


@pytest.mark.parametrize("name", ["d014_run_side", "d045_hip_circle_side", "d047_run_side", "d044_run_rear"])
def test_recorded_looks_of_a_mirrored_clip_give_the_mirrored_body(shared_data: Path, name: str) -> None:
    looks = population(shared_data / "population" / f"{name}.npz")
    body, other = (smooth(one_body(seen)[0], 8.0) for seen in (looks, mirrored(looks)))
    np.testing.assert_allclose(other.position_px, mirror_points(body.position_px, 960), atol=1e-6)
    np.testing.assert_array_equal(other.verdict, body.verdict[:, list(MIRROR_ORDER)])


@pytest.mark.parametrize("name", ["d000_run_side", "d023_run_side", "d030_hip_circle_side", "d047_run_side"])
def test_no_leg_is_exchanged_in_recorded_looks(shared_data: Path, name: str) -> None:
    path = shared_data / "population" / f"{name}.npz"
    recorded = np.load(path)
    body, _ = one_body(population(path))
    for part in ("knee", "ankle"):
        truth = np.stack([recorded[f"truth_{side}_{part}_px"] for side in ("left", "right")], 1)
        seen = body.position_px[:, list(PAIRS[part])]
        own, other = (np.linalg.norm(seen - t, axis=-1).sum(1) for t in (truth, truth[:, ::-1]))
        apart = np.linalg.norm(truth[:, 0] - truth[:, 1], axis=-1) > 40
        assert not (apart & (other < own)).any()
