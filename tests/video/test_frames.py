"""Frames come upright, in right colours, at exact times, as far as they can be read."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from endrange.domain.clip import Frame
from endrange.domain.errors import ClipNotFound, ClipTooShort, NoFrames
from endrange.video.frames import FrameReader, frames_at, read_frames
from endrange.video.probe import probe

Image = NDArray[np.uint8]
MakeFilm = Callable[..., Path]
Which = Callable[[Image], int]

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 180, 30), (30, 30, 200), (230, 230, 230)
EXACT_S = 1e-5

#: Frames of a phone that lost some in poor light.
UNEVEN_S = [0.0, 0.0333, 0.0667, 0.3, 0.3167, 0.35, 0.9001, 0.9334]


def _corners(image: Image) -> list[Image]:
    """The colours in the middle of each quarter: top left, top right, bottom left, bottom right."""
    height, width = image.shape[:2]
    return [image[int(height * y), int(width * x)] for y in (0.25, 0.75) for x in (0.25, 0.75)]


def _near(image: Image, colours: list[tuple[int, int, int]], levels: int = 4) -> None:
    off = np.abs(np.array(_corners(image), int) - np.array(colours))
    assert off.max() <= levels, f"{_corners(image)} is not {colours}"


def test_times_are_those_of_the_frames_not_of_a_rate(film: MakeFilm, which: Which) -> None:
    reader = FrameReader(film(UNEVEN_S))
    frames = list(reader)
    assert [f.time_s for f in frames] == pytest.approx(UNEVEN_S, abs=EXACT_S)
    assert reader.times_s.tolist() == [f.time_s for f in frames]
    assert [f.index for f in frames] == list(range(8))
    assert [which(f.image) for f in frames] == list(range(8))
    assert (reader.frames_read, reader.lost_frames) == (8, 0)


@pytest.mark.parametrize("name", ["film.mp4", "film.mov", "film.mkv", "film.ts"])
def test_times_count_from_the_first_frame(film: MakeFilm, name: str) -> None:
    """A film that begins at 3 s of its own clock begins at 0 s."""
    times = [3.0 + i * 0.04 for i in range(20)]
    frames = list(read_frames(film(times, name=name)))
    assert [f.time_s for f in frames] == pytest.approx([i * 0.04 for i in range(20)], abs=EXACT_S)


def test_reading_again_begins_anew(film: MakeFilm) -> None:
    reader = FrameReader(film(UNEVEN_S))
    assert next(iter(reader)).time_s == 0.0
    assert len(list(reader)) == 8
    assert len(list(reader)) == 8
    assert reader.frames_read == 8


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        ((0, False, False), [RED, GREEN, BLUE, WHITE]),
        ((90, False, False), [GREEN, WHITE, RED, BLUE]),
        ((180, False, False), [WHITE, BLUE, GREEN, RED]),
        ((270, False, False), [BLUE, RED, WHITE, GREEN]),
        ((0, True, False), [GREEN, RED, WHITE, BLUE]),
        ((0, False, True), [BLUE, WHITE, RED, GREEN]),
        ((90, True, False), [WHITE, GREEN, BLUE, RED]),
        ((270, True, False), [RED, BLUE, GREEN, WHITE]),
    ],
)
def test_every_turn_and_mirror_comes_upright(
    film: MakeFilm, corner_image: Image, rotation: tuple[int, bool, bool], expected: list[tuple[int, int, int]]
) -> None:
    """Stored: red, green above blue, white. Turned counter-clockwise, then mirrored, as the file says."""
    path = film([0.0, 0.1, 0.2], image=lambda _: corner_image, rotation=rotation)
    clip = probe(path)
    for frame in read_frames(clip):
        assert frame.image.shape == (clip.height_px, clip.width_px, 3)
        _near(frame.image, expected)


def test_turning_equals_turning_the_stored_picture(film: MakeFilm) -> None:
    rng = np.random.default_rng(0)
    picture = np.kron(rng.integers(40, 200, (12, 16, 1)), np.ones((4, 4, 3), int)).astype(np.uint8)
    stored = next(read_frames(film([0.0, 0.1], image=lambda _: picture, name="a.mp4"))).image
    turned = next(read_frames(film([0.0, 0.1], image=lambda _: picture, name="b.mp4", rotation=(90, False, False))))
    assert np.array_equal(turned.image, np.rot90(stored))


@pytest.mark.parametrize(
    "how",
    [
        {"matrix": 1, "full_range": True, "pix_fmt": "yuvj420p"},
        {"matrix": 1},
        {"matrix": 5},
        {"matrix": 9, "pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv444p"},
        {"codec": "libx265", "pix_fmt": "yuv420p10le", "options": {"x265-params": "log-level=none:crf=5:bframes=0"}},
        {"codec": "ffv1", "pix_fmt": "bgr0", "name": "film.mkv"},
        {"codec": "libvpx-vp9", "name": "film.webm", "options": {"b": "4M"}},
    ],
    ids=lambda how: "-".join(str(value) for value in how.values() if not isinstance(value, dict)),
)
@pytest.mark.filterwarnings("ignore:Deprecated pixel format")
def test_colours_are_right(film: MakeFilm, corner_image: Image, how: dict[str, object]) -> None:
    path = film([0.0, 0.1], image=lambda _: corner_image, **how)
    _near(next(read_frames(path)).image, [RED, GREEN, BLUE, WHITE], levels=6)


@pytest.mark.parametrize(("height", "matrix"), [(480, 5), (720, 1)])
def test_a_film_that_does_not_say_its_matrix_is_read_as_players_do(film: MakeFilm, height: int, matrix: int) -> None:
    """Written as BT.601 in standard and BT.709 in high definition, and not marked."""
    quarters = np.array([[RED, GREEN], [BLUE, WHITE]], np.uint8)
    picture = np.kron(quarters, np.ones((height // 2, height // 2, 1), np.uint8))
    path = film([0.0, 0.1], image=lambda _: picture, matrix=matrix, marked=False)
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).colorspace == 2  # unspecified
    _near(next(read_frames(path)).image, [RED, GREEN, BLUE, WHITE], levels=6)


@pytest.mark.parametrize("size", [(63, 47), (65, 33), (31, 48)])
@pytest.mark.parametrize("turn", [0, 90])
def test_odd_sizes(film: MakeFilm, size: tuple[int, int], turn: int) -> None:
    """A picture of odd sides, red left and blue right, stored without colour subsampling."""
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2], picture[:, width // 2 :] = RED, BLUE
    path = film([0.0, 0.1], image=lambda _: picture, pix_fmt="yuv444p", rotation=(turn, False, False))
    image = next(read_frames(path)).image
    assert image.shape == ((height, width, 3) if turn == 0 else (width, height, 3))
    assert image.flags.c_contiguous
    assert image.flags.writeable
    expected = [RED, BLUE, RED, BLUE] if turn == 0 else [BLUE, BLUE, RED, RED]
    _near(image, expected)


def test_square_pixels(film: MakeFilm, corner_image: Image) -> None:
    path = film([0.0, 0.1], image=lambda _: corner_image, aspect=Fraction(4, 3), rotation=(90, False, False))
    image = next(read_frames(path)).image
    assert image.shape == (85, 48, 3)
    _near(image, [GREEN, WHITE, RED, BLUE], levels=6)


def _alike(some: list[Frame], others: list[Frame]) -> None:
    assert [f.index for f in some] == [f.index for f in others]
    assert [f.time_s for f in some] == [f.time_s for f in others]
    assert all(np.array_equal(a.image, b.image) for a, b in zip(some, others, strict=True))


@pytest.fixture(scope="module")
def many_s() -> list[float]:
    """Eight seconds at 25 frames a second with a hole of half a second."""
    return [i * 0.04 + (0.5 if i > 90 else 0.0) for i in range(200)]


CODECS = {
    "h264": {"options": {"g": "20"}},
    "h264-one-key": {"options": {"g": "1000"}},
    "h264-open": {"options": {"x264-params": "open-gop=1:keyint=20:bframes=3:b-adapt=0:scenecut=0"}},
    "hevc-open": {"codec": "libx265", "options": {"x265-params": "log-level=none:open-gop=1:keyint=20:bframes=4"}},
    "mkv": {"name": "film.mkv", "options": {"g": "20"}},
    "ts": {"name": "film.ts", "options": {"g": "20"}},
}


@pytest.mark.parametrize("how", CODECS.values(), ids=CODECS.keys())
def test_a_span_is_what_the_whole_reading_gives_there(
    film: MakeFilm, many_s: list[float], how: dict[str, object]
) -> None:
    path = film(many_s, **how)
    whole = list(read_frames(path))
    assert len(whole) == 200
    for start_s, end_s in ((1.0, 1.5), (0.78, 0.82), (2.0, None), (None, 0.5), (3.99, 5.0), (0.0, 0.01), (8.4, 99.0)):
        reader = FrameReader(path, start_s=start_s, end_s=end_s)
        inside = [f for f in whole if (start_s or 0.0) <= f.time_s < (end_s or 1e9)]
        _alike(list(reader), inside)
        assert reader.lost_frames == 0


def test_spans_that_follow_each_other_part_the_clip(film: MakeFilm) -> None:
    """Half-open: a frame exactly at the border belongs to the later span, once."""
    path = film([i / 30 for i in range(60)])
    times = [f.time_s for f in read_frames(path)]
    border_s = times[31]
    before = list(read_frames(path, end_s=border_s))
    after = list(read_frames(path, start_s=border_s))
    assert [f.index for f in before + after] == list(range(60))
    assert after[0].index == 31


def test_stride_keeps_every_third_frame_of_the_span(film: MakeFilm, which: Which) -> None:
    path = film([i * 0.04 for i in range(20)])
    reader = FrameReader(path, start_s=0.2, end_s=0.6, stride=3)
    frames = list(reader)
    assert [f.index for f in frames] == [5, 8, 11, 14]
    assert [which(f.image) for f in frames] == [5, 8, 11, 14]
    assert reader.times_s == pytest.approx([0.2, 0.32, 0.44, 0.56], abs=EXACT_S)
    assert reader.frames_read == 4


def test_a_span_after_the_end_says_where_the_clip_ends(film: MakeFilm) -> None:
    path = film([i * 0.04 for i in range(20)])
    with pytest.raises(ClipTooShort, match=r"film\.mp4 has no readable frame from 5 s on; its last frame is at 0\.76"):
        list(read_frames(path, start_s=5.0))


def test_spans_and_strides_must_make_sense(film: MakeFilm) -> None:
    path = film([0.0, 0.1])
    with pytest.raises(ValueError, match="not after the start"):
        FrameReader(path, start_s=2.0, end_s=1.0)
    with pytest.raises(ValueError, match="stride"):
        FrameReader(path, stride=0)


def _damage(path: Path, begin: float, end: float) -> None:
    """Overwrite a share of the pictures' bytes with nothing sensible."""
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    length = len(data) - start
    low, high = start + int(begin * length), start + int(end * length)
    data[low:high] = b"\xff" * (high - low)
    path.write_bytes(data)


def _textured(index: int) -> Image:
    rng = np.random.default_rng(index)
    return np.kron(rng.integers(0, 255, (12, 16, 3)), np.ones((4, 4, 1), int)).astype(np.uint8)


def test_reading_goes_on_past_a_damaged_middle(film: MakeFilm) -> None:
    path = film(
        [i * 0.04 for i in range(100)],
        image=_textured,
        options={"g": "10"},
        container_options={"movflags": "faststart"},
    )
    whole = [f.time_s for f in read_frames(path)]
    _damage(path, 0.4, 0.5)
    reader = FrameReader(path)
    times = [f.time_s for f in reader]
    assert 1 <= reader.lost_frames <= 30
    assert reader.frames_read + reader.lost_frames == 100
    assert times[0] == 0.0
    assert times[-1] == whole[-1]
    assert set(times) <= set(whole)
    assert (np.diff(times) > 0).all()


def test_lost_frames_are_those_of_the_span(film: MakeFilm) -> None:
    path = film(
        [i * 0.04 for i in range(100)],
        image=_textured,
        options={"g": "10"},
        container_options={"movflags": "faststart"},
    )
    _damage(path, 0.4, 0.5)
    early, all_of_it = FrameReader(path, end_s=1.0), FrameReader(path)
    assert len(list(early)) == 25
    assert early.lost_frames == 0
    assert len(list(all_of_it)) < 100
    assert all_of_it.lost_frames > 0


def test_a_clip_cut_off_after_its_index_tells_how_much_is_lost(film: MakeFilm) -> None:
    path = film(
        [i * 0.04 for i in range(100)],
        image=_textured,
        options={"g": "10"},
        container_options={"movflags": "faststart"},
    )
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    reader = FrameReader(path)
    assert 50 <= len(list(reader)) <= 80
    assert reader.frames_read + reader.lost_frames == 100


def test_pictures_of_an_avi_stay_in_order(film: MakeFilm, which: Which) -> None:
    """AVI knows no presentation times, and H.264 stores its pictures out of order."""
    path = film([i / 25 for i in range(25)], name="film.avi", clock_hz=25)
    frames = list(read_frames(path))
    assert [which(f.image) for f in frames] == list(range(25))
    assert [f.time_s for f in frames] == pytest.approx([i / 25 for i in range(25)], abs=EXACT_S)


def test_what_was_trimmed_away_on_the_phone_is_not_there(film: MakeFilm, which: Which, tmp_path: Path) -> None:
    """An edit list that begins seven frames after the key picture: they are decoded, not shown, and not lost."""
    path, trimmed = film([i / 25 for i in range(24)]), tmp_path / "trimmed.mp4"
    with av.open(str(path)) as source, av.open(str(trimmed), "w", options={"avoid_negative_ts": "disabled"}) as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts = packet.pts - 7 * 3600, packet.dts - 7 * 3600
                packet.stream = copy
                target.mux(packet)
    reader = FrameReader(trimmed)
    frames = list(reader)
    assert [which(f.image) for f in frames] == list(range(7, 24))
    assert [f.time_s for f in frames] == pytest.approx([i / 25 for i in range(17)], abs=EXACT_S)
    assert reader.lost_frames == 0
    assert probe(trimmed).frames == 17


def test_only_a_few_pictures_are_held(film: MakeFilm) -> None:
    held: list[weakref.ref[Image]] = []
    most = 0
    for frame in read_frames(film([i * 0.04 for i in range(60)])):
        held.append(weakref.ref(frame.image))
        del frame
        most = max(most, sum(ref() is not None for ref in held))
    assert len(held) == 60
    assert most <= 1


def test_leaving_early_closes_the_file(film: MakeFilm) -> None:
    path = film([i * 0.04 for i in range(60)])
    frames = read_frames(path)
    assert next(frames).index == 0
    frames.close()  # type: ignore[attr-defined]
    path.unlink()
    with pytest.raises(ClipNotFound, match="no file"):
        next(read_frames(path))


@pytest.mark.parametrize("how", CODECS.values(), ids=CODECS.keys())
def test_the_nearest_frame_to_each_time(film: MakeFilm, many_s: list[float], how: dict[str, object]) -> None:
    path = film(many_s, **how)
    whole = list(read_frames(path))
    times = [2.01, 0.0, 7.9, 3.8, 2.03, 3.799, 0.79, 99.0, 2.01, -1.0]
    at = np.abs(np.array([f.time_s for f in whole])[None] - np.array(times)[:, None]).argmin(axis=1)
    _alike(frames_at(path, times), [whole[i] for i in at])


def test_no_times_no_frames(film: MakeFilm) -> None:
    assert frames_at(film([0.0, 0.1]), []) == []


def test_where_the_nearest_frame_is_lost_the_nearest_that_is_not(film: MakeFilm) -> None:
    path = film(
        [i * 0.04 for i in range(100)],
        image=_textured,
        options={"g": "10"},
        container_options={"movflags": "faststart"},
    )
    whole = [i * 0.04 for i in range(100)]
    _damage(path, 0.4, 0.5)
    read = {f.index: f for f in read_frames(path)}
    left = np.array([f.time_s for f in read.values()])
    lost_s = [time_s for time_s in whole if np.abs(left - time_s).min() > 0.001]
    assert lost_s
    for frame, time_s in zip(frames_at(path, lost_s), lost_s, strict=True):
        assert abs(frame.time_s - time_s) < 0.5
        assert np.abs(left - frame.time_s).min() < EXACT_S


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=1, max_value=9000), min_size=1, max_size=20), st.integers(0, 90_000))
def test_any_times_come_back(film: MakeFilm, steps: list[int], shift: int) -> None:
    """Whatever the intervals and wherever the clock began, times count from the first frame."""
    ticks = np.cumsum([shift, *steps])
    frames = list(read_frames(film((ticks / 90_000).tolist())))
    assert [f.time_s for f in frames] == pytest.approx(((ticks - shift) / 90_000).tolist(), abs=EXACT_S)


def test_nothing_readable_is_said_at_the_first_frame(film: MakeFilm) -> None:
    path = film([i / 25 for i in range(10)], container_options={"movflags": "faststart"})
    _damage(path, 0.0, 1.0)
    with pytest.raises(NoFrames, match=r"film\.mp4 has no readable frame"):
        next(read_frames(path))
    with pytest.raises(NoFrames, match=r"film\.mp4 has no readable frame"):
        frames_at(path, [0.1])
