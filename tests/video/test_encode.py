"""Films are written whole or not at all, at the times that were given, for browsers."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from endrange.domain.errors import OutputError
from endrange.video.encode import VideoWriter
from endrange.video.frames import read_frames
from endrange.video.probe import probe

Image = NDArray[np.uint8]


def _write(path: Path, times_s: list[float], image: Image, size_px: tuple[int, int] | None = None) -> None:
    with VideoWriter(path, size_px) as film:
        for time_s in times_s:
            film.write(image, time_s)


def test_uneven_times_are_kept_from_the_first_frame_on(tmp_path: Path, corner_image: Image) -> None:
    times = [4.0, 4.0333, 4.0667, 4.3, 4.3167, 5.2]
    path = tmp_path / "film.mp4"
    _write(path, times, corner_image)
    read = [f.time_s for f in read_frames(path)]
    assert read == pytest.approx([t - 4.0 for t in times], abs=1e-5)


def test_a_browser_plays_it(tmp_path: Path, corner_image: Image) -> None:
    """H.264, yuv420p, BT.709 of limited range, a level that decoders know, the index before the pictures."""
    path = tmp_path / "film.mp4"
    _write(path, [i / 60 for i in range(120)], corner_image)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, stream.pix_fmt, stream.width, stream.height) == ("h264", "yuv420p", 64, 48)
        assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert context.level <= 42
        assert container.start_time == 0
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert path.stat().st_mode & 0o777 == 0o644


def test_colours_come_back(tmp_path: Path, corner_image: Image) -> None:
    path = tmp_path / "film.mp4"
    with VideoWriter(path, crf=5) as film:
        film.write(corner_image, 0.0)
        film.write(corner_image, 0.1)
    back = next(read_frames(path)).image
    quarters = np.s_[12::24, 16::32]
    assert np.abs(back[quarters].astype(int) - corner_image[quarters]).max() <= 6


@pytest.mark.parametrize("size", [(63, 47), (64, 47), (63, 48)])
def test_odd_sizes_get_one_more_row_or_column(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "film.mp4"
    _write(path, [0.0, 0.1], np.full((size[1], size[0], 3), 120, np.uint8), size)
    clip = probe(path)
    assert (clip.width_px, clip.height_px) == (64, 48)
    image = next(read_frames(path)).image
    assert np.abs(image.astype(int) - 120).max() <= 3


def test_nothing_is_left_when_something_breaks(tmp_path: Path, corner_image: Image) -> None:
    path = tmp_path / "out" / "film.mp4"
    with pytest.raises(RuntimeError, match="broke"), VideoWriter(path) as film:
        film.write(corner_image, 0.0)
        raise RuntimeError("broke")
    assert list(path.parent.iterdir()) == []


def test_the_film_before_stays_when_something_breaks(tmp_path: Path, corner_image: Image) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the film before")
    with pytest.raises(RuntimeError, match="broke"), VideoWriter(path) as film:
        film.write(corner_image, 0.0)
        raise RuntimeError("broke")
    assert path.read_bytes() == b"the film before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_film_in_the_making_is_not_under_its_name(tmp_path: Path, corner_image: Image) -> None:
    path = tmp_path / "film.mp4"
    with VideoWriter(path) as film:
        film.write(corner_image, 0.0)
        assert not path.exists()
    assert path.exists()
    assert film.frames_written == 1
    assert list(tmp_path.iterdir()) == [path]


def test_no_frame_no_film(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"film\.mp4 was not written"), VideoWriter(tmp_path / "film.mp4"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    with pytest.raises(OutputError, match="choose another folder"), VideoWriter(blocked / "film.mp4"):
        pass
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_target_that_is_a_folder_is_one_sentence(tmp_path: Path, corner_image: Image) -> None:
    path = tmp_path / "film.mp4"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        _write(path, [0.0, 0.1], corner_image)
    assert list(tmp_path.iterdir()) == [path]


def test_times_must_increase_and_sizes_agree(tmp_path: Path, corner_image: Image) -> None:
    with pytest.raises(ValueError, match="not later"):
        _write(tmp_path / "a.mp4", [0.0, 0.1, 0.1], corner_image)
    with pytest.raises(ValueError, match="64 × 48"):
        _write(tmp_path / "b.mp4", [0.0], corner_image, (48, 64))
    with pytest.raises(ValueError, match="inside its with block"):
        VideoWriter(tmp_path / "c.mp4").write(corner_image, 0.0)
    assert list(tmp_path.iterdir()) == []
