"""Pictures in a film's own terms look like the upright frames, and may be drawn upon."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from endrange.video.encode import VideoWriter
from endrange.video.film import FilmMaker, film_size
from endrange.video.frames import FrameReader, read_frames

Image = NDArray[np.uint8]
MakeFilm = Callable[..., Path]


def moving(index: int) -> Image:
    """Coarse noise that shifts from frame to frame, so that pictures are made from those before them."""
    rows = np.random.default_rng(3).integers(30, 220, (16, 24, 3))
    return np.roll(np.kron(rows, np.ones((4, 4, 1), int)), 3 * index, axis=1).astype(np.uint8)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"rotation": (90, False, False)},
        {"rotation": (180, False, False)},
        {"rotation": (270, True, False)},
        {"rotation": (0, True, False)},
        {"matrix": 1},
        {"matrix": 1, "full_range": True, "pix_fmt": "yuvj420p"},
        {"matrix": 9, "pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv444p", "rotation": (180, False, False)},
        {"aspect": Fraction(4, 3), "rotation": (90, False, False)},
        {"codec": "ffv1", "pix_fmt": "bgr0", "name": "film.mkv"},
    ],
    ids=lambda how: "-".join(f"{name} {value}" for name, value in how.items()) or "plain",
)
@pytest.mark.filterwarnings("ignore:Deprecated pixel format")
def test_they_look_like_the_upright_frames(film: MakeFilm, corner_image: Image, how: dict[str, object]) -> None:
    path = film([0.0, 0.1, 0.2], image=lambda _: corner_image, **how)
    maker = FilmMaker()
    pictures = list(FrameReader(path).film())
    frames = list(read_frames(path))
    assert [p.time_s for p in pictures] == [f.time_s for f in frames]
    for picture, frame in zip(pictures, frames, strict=True):
        wanted = maker.of_image(frame.image, frame.time_s)
        assert picture.size_px == wanted.size_px
        for plane, expected in zip(picture.planes(), wanted.planes(), strict=True):
            height, width = expected.shape
            quarters = np.s_[height // 4 :: height // 2, width // 4 :: width // 2]
            assert np.abs(plane[quarters].astype(int) - expected[quarters]).max() <= 3


def test_a_turned_film_is_written_upright(film: MakeFilm, corner_image: Image, tmp_path: Path) -> None:
    """What is written carries neither the turn nor the kinds of pictures of what was read."""
    path = film([i / 30 for i in range(30)], image=moving, rotation=(90, False, False), options={"g": "3"})
    out = tmp_path / "out.mp4"
    with VideoWriter(out) as written:
        for picture in FrameReader(path).film():
            written.write_picture(picture)
    pairs = list(zip(read_frames(path), read_frames(out), strict=True))
    for frame, again in pairs:
        assert again.image.shape == frame.image.shape == (96, 64, 3)
        assert np.abs(again.image.astype(int) - frame.image).mean() < 10
    with av.open(str(out)) as container:
        assert sum(packet.is_keyframe for packet in container.demux(video=0)) < 5


def test_drawing_on_one_leaves_the_next_as_it_is(film: MakeFilm) -> None:
    """A decoder makes pictures from those before them: what it still needs is not ours to draw upon."""
    options = {"g": "60", "bf": "0", "refs": "8", "sc_threshold": "0"}  # each is made from the one five before it
    path = film([i / 30 for i in range(40)], image=lambda i: moving(i % 5), matrix=1, options=options)
    reader = FrameReader(path)
    untouched = [[plane.copy() for plane in picture.planes()] for picture in reader.film()]
    assert len(untouched) == 40
    for picture, expected in zip(reader.film(), untouched, strict=True):
        for plane, one in zip(picture.planes(), expected, strict=True):
            assert np.array_equal(plane, one)
            plane[:] = 255


def test_a_longer_side_is_brought_to_what_is_asked(film: MakeFilm, corner_image: Image) -> None:
    path = film([0.0, 0.1], image=lambda _: corner_image)
    assert [p.size_px for p in FrameReader(path).film(40)] == [(40, 30)] * 2
    assert [p.size_px for p in FrameReader(path).film(640)] == [(64, 48)] * 2


def test_a_little_smaller_is_the_same_by_either_way(film: MakeFilm, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film([0.0, 0.1], image=moving, matrix=1)
    quick = list(FrameReader(path).film(64))
    monkeypatch.setattr("endrange.video.film._BILINEAR_TO", 0.0)
    for one, other in zip(quick, FrameReader(path).film(64), strict=True):
        assert one.size_px == other.size_px == (64, 42)
        for plane, again in zip(one.planes(), other.planes(), strict=True):
            apart = plane.astype(int) - again
            assert apart.any()
            assert abs(apart.mean()) < 0.5
            assert np.abs(apart).mean() < 0.2 * plane.std()


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [
        ((1920, 1080), 1280, (1280, 720)),
        ((1080, 1920), 1280, (720, 1280)),
        ((960, 540), 1280, (960, 540)),
        ((1920, 1080), None, (1920, 1080)),
        ((63, 47), None, (64, 48)),
        ((4000, 3), 1280, (1280, 2)),
    ],
)
def test_sides_are_even(size: tuple[int, int], longest: int | None, expected: tuple[int, int]) -> None:
    assert film_size(*size, longest) == expected


def test_sizes_of_one_film_agree(tmp_path: Path, corner_image: Image) -> None:
    maker = FilmMaker()
    with pytest.raises(ValueError, match="32 × 24 px in a film of"), VideoWriter(tmp_path / "a.mp4") as written:
        written.write_picture(maker.of_image(corner_image, 0.0))
        written.write_picture(maker.of_image(np.ascontiguousarray(corner_image[::2, ::2]), 0.1))
    assert list(tmp_path.iterdir()) == []
