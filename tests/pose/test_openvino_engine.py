"""What only the OpenVINO engine promises: exact symmetry, threads that change nothing, the second network."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import Looks, gather
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, mirror_points, point
from endrange.pose.openvino_engine.gaze import Plan

from .conftest import mirrored, shared_landmarker

BEST = ("heavy", "heavy_mirror", "movenet", "movenet_mirror")


def taken(frames: list[Frame], looks: tuple[str, ...], **wishes: object) -> Looks:
    landmarker = shared_landmarker(looks, "openvino", **wishes)
    height, width = frames[0].image.shape[:2]
    said = landmarker.look(iter(frames))
    return gather(said, names=looks, size_px=(width, height), engine="openvino", models=landmarker.models)


def test_plain_looks_need_no_others():
    assert Plan.of(("full", "movenet")) == Plan(("full", "movenet"), ("full",), False, ("movenet",))


def test_the_second_network_alone_is_shown_the_person_by_a_hidden_look():
    plan = Plan.of(("movenet", "movenet_mirror"))
    assert plan == Plan(("movenet", "movenet_mirror"), ("full", "full_mirror"), True, ("movenet", "movenet_mirror"))
    assert plan.weights == ("blazepose_detector", "blazepose_full", "movenet_thunder")
    assert Plan.of(("movenet",)).locating == ("full",)


@pytest.mark.networks
def test_a_mirrored_clip_gives_the_mirrored_looks_exactly(runner: list[Frame]):
    """Plain and mirrored looks change places; what is left is the rounding of 32-bit pixels."""
    looks, other = taken(runner, BEST), taken(mirrored(runner), BEST)
    exchanged = [BEST.index(name) for name in ("heavy_mirror", "heavy", "movenet_mirror", "movenet")]
    back = mirror_points(other.position_px[:, exchanged], looks.size_px[0])
    np.testing.assert_allclose(back, looks.position_px, atol=2e-4, rtol=0)
    np.testing.assert_allclose(other.score[:, exchanged][..., 0], looks.score[..., 0], atol=1e-6)


@pytest.mark.networks
def test_threads_change_nothing(runner: list[Frame]):
    looks = ("full", "movenet")
    one, three = taken(runner, looks, threads=1), taken(runner, looks, threads=3)
    np.testing.assert_array_equal(one.position_px, three.position_px)
    np.testing.assert_array_equal(one.score, three.score)


@pytest.mark.networks
def test_the_second_network_alone_finds_the_runner(runner: list[Frame], samples):
    looks = taken(runner, ("movenet", "movenet_mirror"))
    assert looks.position_px.shape == (8, 2, 1, 33, 2)
    truth = np.load(samples / "run_right_60fps.truth.npz")
    for part in ("hip", "knee", "ankle"):
        true_px = truth[f"right_{part}_px"][20:28]
        apart = np.linalg.norm(looks.position_px[:, :, 0, point("right", part)] - true_px[:, None], axis=-1)
        assert np.median(apart) < 0.05 * 320  # 5 % of the body's height in px
    known = np.isfinite(looks.position_px[..., 0]).all(axis=(0, 1, 2))
    assert sorted(np.flatnonzero(known)) == sorted(COCO_TO_BLAZEPOSE)


@pytest.mark.networks
def test_two_people_are_followed_side_by_side(runner: list[Frame]):
    """The runner beside the runner's mirror image: two people, the same in every frame."""
    halves = [np.ascontiguousarray(f.image[:, 240:720]) for f in runner]
    pair = [
        Frame(f.index, f.time_s, np.concatenate([half, half[:, ::-1]], axis=1))
        for f, half in zip(runner, halves, strict=True)
    ]
    looks = taken(pair, ("full",))
    assert looks.position_px.shape == (8, 1, 2, 33, 2)
    hips = np.sort(looks.position_px[:, 0, :, point("right", "hip"), 0], axis=1)
    assert np.ptp(hips, axis=0).max() < 60
    assert hips[0, 0] < 480 < hips[0, 1]
    alone = taken(pair, ("full",), max_people=1)
    assert alone.position_px.shape[2] == 1


@pytest.mark.networks
def test_a_person_who_leaves_and_comes_back_is_found_again(runner: list[Frame]):
    """Eight frames with, eight without, eight with the runner at 10 frames a second."""
    grey = np.full_like(runner[0].image, 128)
    images = [f.image for f in runner] + [grey] * 8 + [f.image for f in runner]
    looks = taken([Frame(i, i / 10, image) for i, image in enumerate(images)], ("full",))
    there = np.isfinite(looks.position_px[:, 0, 0, 0, 0])
    assert list(there) == [True] * 8 + [False] * 8 + [True] * 8


@pytest.mark.networks
def test_a_small_person_in_a_wide_picture_is_found(runner: list[Frame]):
    """The runner, 320 px high, in a picture 1920 px wide: in its whole 37 of the detector's 224 px, too few."""
    wide = [Frame(f.index, f.time_s, np.pad(f.image, ((0, 0), (0, 960), (0, 0)))) for f in runner[:2]]
    looks = taken(wide, ("full",))
    apart = looks.position_px - taken(runner[:2], ("full",)).position_px
    assert np.median(np.linalg.norm(apart, axis=-1)) < 0.02 * 320
