"""A hard cut is a cut; a walker, a flash, a bump, a change of light are not; what stands still is seen to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, uniform_filter1d

from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Frame
from endrange.video.changes import ChangeDetector
from endrange.video.frames import read_frames

Image = NDArray[np.uint8]
HEIGHT, WIDTH = 180, 320


def _scene(seed: int) -> Image:
    """A room: large and small patches of light and dark."""
    rng = np.random.default_rng(seed)
    rough = sum(s * gaussian_filter(rng.standard_normal((HEIGHT, WIDTH)), s) for s in (3, 8, 20))
    grey = 120 + 45 * rough / rough.std()
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _walk(scene: Image, n: int, step_px: float = 4.0, half_width: int = 14) -> list[Image]:
    """Somebody dark walks through the scene; every frame has its own sensor noise."""
    rng = np.random.default_rng(n)
    frames = []
    for i in range(n):
        image = scene.astype(int)
        x = round(30 + step_px * i)
        image[40:170, max(0, x - half_width) : max(0, x + half_width)] = 35
        frames.append(np.clip(image + rng.normal(0, 2.0, image.shape), 0, 255).astype(np.uint8))
    return frames


def _watch(images: Sequence[Image], fps: float = 30.0) -> FrameChanges:
    detector = ChangeDetector()
    for index, image in enumerate(images):
        detector.feed(Frame(index, index / fps, np.ascontiguousarray(image)))
    changes = detector.result()
    assert changes.cut.dtype == changes.frozen.dtype == np.bool_
    assert len(changes.cut) == len(changes.frozen) == len(images)
    return changes


def _cuts(images: Sequence[Image], fps: float = 30.0) -> list[int]:
    return [int(i) for i in np.flatnonzero(_watch(images, fps).cut)]


@pytest.mark.parametrize("fps", [5.0, 30.0, 240.0])
@pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 4), (5, 6)])
def test_a_hard_cut_is_the_first_frame_of_the_new_scene(first: int, second: int, fps: float) -> None:
    assert _cuts(_walk(_scene(first), 15) + _walk(_scene(second), 15), fps) == [15]


def test_two_cuts_and_one_at_the_very_end() -> None:
    images = _walk(_scene(1), 12) + _walk(_scene(2), 12) + _walk(_scene(3), 12) + _walk(_scene(4), 1)
    assert _cuts(images) == [12, 24, 36]


def test_black_between_two_scenes_is_a_cut_in_and_a_cut_out() -> None:
    black = [np.zeros((HEIGHT, WIDTH, 3), np.uint8)] * 3
    assert _cuts(_walk(_scene(1), 12) + black + _walk(_scene(2), 12)) == [12, 15]


@pytest.mark.parametrize("fps", [5.0, 30.0, 240.0])
def test_somebody_who_walks_through_is_no_cut(fps: float) -> None:
    assert _cuts(_walk(_scene(1), 60), fps) == []


def test_somebody_who_passes_close_before_the_lens_is_no_cut() -> None:
    assert _cuts(_walk(_scene(1), 30, step_px=25.0, half_width=100)) == []


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_flash_is_no_cut(frames: int) -> None:
    images = _walk(_scene(1), 30)
    for i in range(10, 10 + frames):
        images[i] = np.clip(images[i].astype(int) * 3 + 120, 0, 255).astype(np.uint8)
    assert _cuts(images) == []


def test_another_exposure_is_no_cut() -> None:
    images = _walk(_scene(1), 30)
    darker = [np.clip(i.astype(float) * 0.5, 0, 255).astype(np.uint8) for i in images[15:]]
    assert _cuts(images[:15] + darker) == []


def test_a_bumped_camera_is_no_cut() -> None:
    """The picture jumps by up to an eighth of itself, smeared, and rests elsewhere."""
    images = _walk(_scene(1), 30)
    away = [0] * 10 + [25, -40, 30, -20, 15] + [8] * 15
    images = [np.roll(image, (shift // 2, shift), (0, 1)) for image, shift in zip(images, away, strict=True)]
    images[11] = uniform_filter1d(images[11], 30, axis=1)
    assert _cuts(images) == []


def test_a_swung_camera_is_no_cut() -> None:
    """A pan over a wide room, a seventh of the picture a frame."""
    wide = np.concatenate([_scene(seed) for seed in range(6)], axis=1)
    wide = gaussian_filter(wide, (0, 6, 0))
    images = [wide[:, x : x + WIDTH] for x in [0] * 8 + list(range(0, 45 * 25, 45)) + [45 * 24] * 8]
    assert _cuts(images) == []


def test_plain_pictures_with_noise_are_one_scene() -> None:
    rng = np.random.default_rng(5)
    images = [np.clip(rng.normal(20, 3, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8) for _ in range(20)]
    assert _cuts(images) == []


def test_a_still_start_is_frozen_and_no_cut() -> None:
    images = _walk(_scene(1), 20)
    changes = _watch([images[0]] * 6 + images)
    assert np.flatnonzero(changes.frozen).tolist() == [1, 2, 3, 4, 5, 6]
    assert not changes.cut.any()


def test_a_new_scene_after_a_still_start_is_a_cut() -> None:
    images = _walk(_scene(1), 2)
    changes = _watch([images[0]] * 6 + _walk(_scene(2), 10))
    assert np.flatnonzero(changes.cut).tolist() == [6]
    assert np.flatnonzero(changes.frozen).tolist() == [1, 2, 3, 4, 5]


def test_a_body_that_barely_moves_is_not_frozen() -> None:
    """No noise; an edge of medium contrast creeps by a tenth of a pixel a frame."""
    images = []
    for i in range(10):
        image = np.full((HEIGHT, WIDTH), 150.0)
        image[40:170, 100:140] = 90.0
        image[40:170, 140] = 150.0 - 60.0 * 0.1 * i
        images.append(np.repeat(image.astype(np.uint8)[..., None], 3, axis=2))
    assert not _watch(images).frozen.any()


def test_nothing_seen_nothing_changed() -> None:
    changes = ChangeDetector().result()
    assert (len(changes.cut), len(changes.frozen)) == (0, 0)


def test_a_tiny_picture() -> None:
    images = [np.full((3, 5, 3), 10 * i, np.uint8) for i in range(5)]
    assert _watch(images).cut.tolist() == [False] * 5


def test_joined_and_still_films_as_they_come_from_a_file(film: Callable[..., Path]) -> None:
    """A still start of ten frames, the walk, a cut: encoded and read again."""
    images = _walk(_scene(1), 20)
    images = [images[0]] * 10 + images + _walk(_scene(2), 20)
    path = film([i / 30 for i in range(50)], image=lambda i: images[i], options={"crf": "23"})
    detector = ChangeDetector()
    for frame in read_frames(path):
        detector.feed(frame)
    changes = detector.result()
    assert np.flatnonzero(changes.cut).tolist() == [30]
    assert changes.frozen[:11].sum() >= 8
    assert not changes.frozen[12:].any()
