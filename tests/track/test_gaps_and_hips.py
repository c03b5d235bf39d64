"""Short gaps, and what each look's hip counts."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.skeleton import PAIRS
from endrange.track.fuse import robust_mean
from endrange.track.gaps import fill_gaps
from endrange.track.hips import JOINT_WEIGHT, hip_weights, level_hips

TIME_S = np.arange(60) / 30.0
KNEE, WRIST, HEEL = PAIRS["knee"][0], PAIRS["wrist"][0], PAIRS["heel"][0]


def moving(at: np.ndarray) -> np.ndarray:
    """(60, 33, 2) every point moves along x."""
    return np.repeat(np.stack([at, 0 * at], 1)[:, None], 33, 1)


@pytest.mark.parametrize(("frames", "knee", "wrist"), [(3, True, True), (4, True, False), (5, False, False)])
def test_how_long_a_gap_is_filled(frames: int, knee: bool, wrist: bool) -> None:
    """At 30 frames a second three missing frames are 0.1 s, four 0.133 s, five 0.167 s."""
    points = moving(10.0 * np.arange(60))
    points[20 : 20 + frames] = np.nan
    out, filled = fill_gaps(points, TIME_S)
    assert filled[20 : 20 + frames, KNEE].all() == knee
    assert filled[20 : 20 + frames, WRIST].all() == wrist
    assert not filled[:, HEEL].any()
    if knee:
        np.testing.assert_allclose(out[20 : 20 + frames, KNEE, 0], 10.0 * np.arange(20, 20 + frames))


def test_a_longer_gap_across_a_peak_stays_open() -> None:
    points = moving(100.0 - (np.arange(60) - 21.5) ** 2)
    points[20:24] = np.nan
    out, filled = fill_gaps(points, TIME_S)
    assert not filled.any()
    assert np.isnan(out[20:24, KNEE]).all()


def test_a_gap_at_the_end_stays_open() -> None:
    points = moving(10.0 * np.arange(60))
    points[58:] = np.nan
    assert not fill_gaps(points, TIME_S)[1].any()


def test_a_look_far_off_hardly_counts() -> None:
    points = np.zeros((50, 4, 2))
    points[:] = np.random.default_rng(0).normal(0, 1.0, points.shape)
    points[10, 3] += 100.0
    assert np.linalg.norm(robust_mean(points)[10]) < 4.0


def person(thigh_deg: float, lift: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Trunk of 100 px upright, thigh at an angle to it; the second look's hips lie ``lift`` px higher."""
    one = np.zeros((10, 2, 2, 2))
    shoulder, hip = one + np.array([0.0, -100.0]), one.copy()
    hip[:, 1, :, 1] -= lift
    knee = one + 100.0 * np.array([np.sin(np.radians(thigh_deg)), np.cos(np.radians(thigh_deg))])
    return shoulder, hip, knee


def test_a_hip_label_that_lies_higher_counts_less_the_more_the_thigh_is_lifted() -> None:
    looks = ("heavy", "movenet")
    down, up = (hip_weights(*person(angle, 4.0), looks)[0, :, 0] for angle in (0.0, 90.0))
    assert down == pytest.approx([JOINT_WEIGHT, 1.0])
    assert up[0] == JOINT_WEIGHT
    assert up[1] == pytest.approx(0.2, abs=0.02)


def test_looks_of_one_kind_count_alike() -> None:
    assert (hip_weights(*person(90.0, 4.0), ("heavy", "heavy_mirror")) == 1.0).all()


def test_a_hip_label_that_lies_higher_is_brought_down_to_the_other() -> None:
    """Along the trunk alone; looks of one kind have nothing to come down to."""
    shoulder, hip, _ = person(90.0, 6.0)
    hip[:, 1, :, 0] += 3.0
    found = level_hips(shoulder, hip, ("heavy", "movenet"))
    assert found is not None
    levelled, weight = found
    np.testing.assert_allclose(levelled[:, 1, :, 1], 0.0, atol=0.3)
    np.testing.assert_allclose(levelled[:, 1, :, 0], 3.0, atol=0.3)
    np.testing.assert_array_equal(levelled[:, 0], hip[:, 0])
    assert weight[0, :, 0].tolist() == [JOINT_WEIGHT, 1.0]
    assert level_hips(shoulder, hip, ("movenet", "movenet_mirror")) is None
