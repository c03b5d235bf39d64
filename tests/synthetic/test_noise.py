"""Errors like a network's: as many as asked for, the same for the same seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from endrange.domain.body import Span
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, N_KEYPOINTS, PAIRS, point
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.change import mirror_looks, roll_looks, scale_looks
from endrange.synthetic.film import film, points_of_markers
from endrange.synthetic.motions import frame_times, running
from endrange.synthetic.noise import PERFECT, Noise, body_size_px, exchange_legs, jitter, random_spans, see
from endrange.synthetic.truth import mirror_truth

TIME = frame_times(2.0, 60)


def runner(noise=PERFECT, seed=0, **camera):
    return film(Segments(), running(TIME), camera_at("right", **camera), noise=noise, seed=seed)


def test_a_perfect_network_says_the_truth() -> None:
    looks, truth = runner()
    assert looks.position_px[:, 0, 0] == pytest.approx(truth.position_px, abs=0.001)
    unknown = sorted(set(range(N_KEYPOINTS)) - set(COCO_TO_BLAZEPOSE))
    assert np.isnan(looks.position_px[:, 2, 0, unknown]).all()
    assert np.isfinite(looks.position_px[:, 2, 0, list(COCO_TO_BLAZEPOSE)]).all()


def test_the_same_seed_errs_alike_and_every_look_by_itself() -> None:
    a, _ = runner(Noise(), seed=3)
    b, _ = runner(Noise(), seed=3)
    c, _ = runner(Noise(), seed=4)
    assert np.array_equal(a.position_px, b.position_px, equal_nan=True)
    assert not np.array_equal(a.position_px, c.position_px, equal_nan=True)
    assert not np.array_equal(a.position_px[:, 0], a.position_px[:, 1])


def test_jitter_has_the_size_and_the_memory_that_were_asked_for() -> None:
    time_s = np.arange(20_000) / 60
    noise = jitter((20_000, 2), time_s, 3.0, 0.05, np.random.default_rng(1))
    assert noise.std(axis=0) == pytest.approx([3.0, 3.0], rel=0.05)
    after_three_frames = np.mean(noise[3:] * noise[:-3]) / np.mean(noise**2)
    assert after_three_frames == pytest.approx(np.exp(-1.0), abs=0.03)


def test_exchanged_legs_carry_each_other_s_names_in_those_frames_alone() -> None:
    looks, truth = runner(Noise(jitter_share=0.0, exchanged=(Span(10, 14),)))
    left, right = point("left", "knee"), point("right", "knee")
    seen = looks.position_px[:, 0, 0]
    assert seen[10:14, left] == pytest.approx(truth.position_px[10:14, right], abs=0.001)
    assert seen[9, left] == pytest.approx(truth.position_px[9, left], abs=0.001)
    assert seen[10:14, 23] == pytest.approx(truth.position_px[10:14, 23], abs=0.001)
    twice = exchange_legs(seen, (Span(10, 14),))
    assert twice == pytest.approx(truth.position_px, abs=0.001)


def test_random_spans_hold_the_share_and_do_not_touch() -> None:
    spans = random_spans(np.arange(600) / 60, 0.1, 0.3, np.random.default_rng(0))
    held = sum(s.stop - s.start for s in spans)
    assert 60 <= held <= 60 + 18
    assert all(b.start > a.stop for a, b in pairwise(spans))


def test_blends_lie_between_the_legs() -> None:
    looks, truth = runner(Noise(jitter_share=0.0, exchanged=(Span(20, 40),), blended_frames=2))
    left, right = PAIRS["ankle"]
    for frame in (18, 19, 40, 41):
        a, b, seen = (
            truth.position_px[frame, left],
            truth.position_px[frame, right],
            looks.position_px[frame, 0, 0, left],
        )
        share = np.dot(seen - a, b - a) / np.dot(b - a, b - a)
        assert 0 <= share <= 1
        assert seen == pytest.approx(a + share * (b - a), abs=0.01)


def test_outliers_and_lost_points_are_as_many_as_asked_for() -> None:
    _, truth = runner()
    noise = Noise(jitter_share=0.0, outlier_rate=0.05, lost_rate=0.02)
    seen, score = see(truth.position_px, TIME, noise, 5)
    known = np.isfinite(seen[..., 0])
    far = np.linalg.norm(seen - truth.position_px, axis=-1) > 0.01 * body_size_px(truth.position_px)
    assert np.isnan(score).mean() == pytest.approx(0.02, abs=0.006)
    assert far[known].mean() == pytest.approx(0.05, abs=0.01)
    assert score[known & far].max() < 0.5


def test_the_mirrored_clip_is_mirrored_truth_and_twice_mirrored_is_the_clip() -> None:
    looks, truth = runner(Noise())
    twice = mirror_looks(mirror_looks(looks))
    assert np.array_equal(twice.position_px, looks.position_px, equal_nan=True)
    mirrored = mirror_truth(truth)
    assert (mirrored.facing, mirrored.near_side) == ("left", "left")
    clean, _ = runner()
    assert mirror_looks(clean).position_px[:, 0, 0] == pytest.approx(mirrored.position_px, abs=0.001)


def test_a_single_look_cannot_be_mirrored() -> None:
    looks, _ = film(Segments(), running(TIME), camera_at("right"), names=("heavy",))
    with pytest.raises(ValueError, match="heavy_mirror"):
        mirror_looks(looks)


def test_turned_looks_are_those_of_a_turned_camera() -> None:
    looks, _ = runner()
    turned, _ = runner(roll_deg=7.0)
    assert roll_looks(looks, 7.0).position_px == pytest.approx(turned.position_px, abs=0.01, nan_ok=True)
    assert roll_looks(looks, 7.0).world_m == pytest.approx(turned.world_m, abs=1e-5, nan_ok=True)


def test_scaled_looks_are_those_of_a_larger_picture() -> None:
    looks, _ = runner(size_px=(640, 360))
    large, _ = runner(size_px=(1280, 720))
    scaled = scale_looks(looks, 2.0)
    assert scaled.size_px == large.size_px
    assert scaled.position_px == pytest.approx(large.position_px, abs=0.01, nan_ok=True)


def test_markers_get_shoulders_above_their_hips() -> None:
    joints = {
        (side, part): np.tile([0.0, height, offset], (3, 1))
        for side, offset in (("left", -0.1), ("right", 0.1))
        for part, height in (("hip", 0.9), ("knee", 0.5), ("ankle", 0.1), ("heel", 0.0), ("foot_index", 0.0))
    }
    points = points_of_markers(joints)
    shoulders = points[0, list(PAIRS["shoulder"])]
    assert shoulders.mean(axis=0) == pytest.approx([0.0, 0.9 + 1.17 * 0.4, 0.0])
    assert shoulders[1, 2] > 0 > shoulders[0, 2]
