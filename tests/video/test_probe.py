"""What a file says of itself, and one sentence for each file that is no use."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image as Pictures

from endrange.domain.errors import ClipError, ClipNotFound, ClipUnreadable, NoFrames, NotAVideo
from endrange.video.probe import probe, sha256_of, slow_motion

MakeFilm = Callable[..., Path]


def test_facts_of_a_plain_clip(film: MakeFilm) -> None:
    path = film([i / 25 for i in range(50)])
    clip = probe(str(path))
    assert (clip.width_px, clip.height_px, clip.rotation_deg, clip.mirrored) == (64, 48, 0, False)
    assert (clip.codec, clip.frames, clip.lost_frames, clip.file) == ("h264", 50, 0, "film.mp4")
    assert clip.duration_s == pytest.approx(2.0, abs=1e-4)
    assert clip.mean_fps == pytest.approx(25.0, abs=1e-3)
    assert not clip.variable_rate
    assert clip.slow_motion is None
    assert clip.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_size_is_of_the_upright_picture(film: MakeFilm, rotation_deg: int, mirrored: bool) -> None:
    clip = probe(film([0.0, 0.1], rotation=(rotation_deg, mirrored, False)))
    assert (clip.rotation_deg, clip.mirrored) == (rotation_deg, mirrored)
    assert (clip.width_px, clip.height_px) == ((48, 64) if rotation_deg in (90, 270) else (64, 48))


def test_upside_down_mirror_is_half_a_turn_and_a_mirror(film: MakeFilm) -> None:
    clip = probe(film([0.0, 0.1], rotation=(0, False, True)))
    assert (clip.rotation_deg, clip.mirrored) == (180, True)


def test_pixels_that_are_not_square_are_made_square(film: MakeFilm) -> None:
    """Tape cameras store 1440 columns for 1920: four thirds as wide as high."""
    clip = probe(film([0.0, 0.1], aspect=Fraction(4, 3)))
    assert (clip.width_px, clip.height_px) == (85, 48)


def test_one_long_interval_makes_the_rate_variable(film: MakeFilm) -> None:
    times = [0.0, 0.04, 0.08, 0.32, 0.36]
    clip = probe(film(times))
    assert clip.variable_rate
    assert clip.mean_fps == pytest.approx(4 / 0.36, abs=1e-3)
    assert clip.duration_s == pytest.approx(0.36 + 0.09, abs=1e-4)


@pytest.mark.parametrize("fps", [60, 120, 240])
def test_milliseconds_of_matroska_are_not_a_variable_rate(film: MakeFilm, fps: int) -> None:
    assert not probe(film([i / fps for i in range(60)], name="film.mkv")).variable_rate


def test_times_do_not_have_to_begin_at_zero(film: MakeFilm) -> None:
    clip = probe(film([7.0 + i / 10 for i in range(10)], name="film.ts"))
    assert clip.duration_s == pytest.approx(1.0, abs=1e-4)


def test_slow_motion_from_the_phones_tag(film: MakeFilm) -> None:
    """Filmed at 240, plays at 30: a second of life takes eight of film."""
    path = film(
        [i / 30 for i in range(30)],
        tags={"com.android.capture.fps": "240.000000"},
        container_options={"movflags": "use_metadata_tags"},
    )
    slow = probe(path).slow_motion
    assert slow is not None
    assert slow.factor == pytest.approx(8.0, abs=1e-3)
    assert slow.source == "metadata"


@pytest.mark.parametrize(
    ("tag", "mean_fps"),
    [("30.0", 17.0), ("240.0", 239.8), ("60.0", 59.9), ("many", 30.0), ("nan", 30.0), ("inf", 30.0), ("0", 30.0)],
)
def test_no_slow_motion_in_poor_light_at_true_rates_or_from_nonsense(tag: str, mean_fps: float) -> None:
    assert slow_motion({"com.android.capture.fps": tag}, mean_fps) is None


def _text(folder: Path) -> Path:
    path = folder / "notes.mp4"
    path.write_text("left knee, three times\n" * 100)
    return path


def _noise(folder: Path) -> Path:
    path = folder / "noise.mov"
    path.write_bytes(np.random.default_rng(3).bytes(40_000))
    return path


def _jpeg(folder: Path) -> Path:
    path = folder / "still.jpg"
    Pictures.new("RGB", (64, 48), (120, 90, 60)).save(path)
    return path


def _avif(folder: Path) -> Path:
    path = folder / "still.avif"
    Pictures.new("RGB", (64, 48), (120, 90, 60)).save(path)
    return path


def _sound(folder: Path, name: str, codec: str) -> Path:
    path = folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=44_100)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 44_100, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _m4a(folder: Path) -> Path:
    return _sound(folder, "talk.mp4", "aac")


def _wav(folder: Path) -> Path:
    path = folder / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    return path


def _play_list(folder: Path) -> Path:
    (folder / "part.ts").write_bytes(bytes(188 * 10))
    path = folder / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npart.ts\n#EXT-X-ENDLIST\n")
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.mp4"
    path.touch()
    return path


def _only_a_header(folder: Path, name: str, options: dict[str, str]) -> Path:
    path = folder / name
    with av.open(str(path), "w", options=options) as container:
        stream: Any = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    return path


def _no_frames(folder: Path) -> Path:
    return _only_a_header(folder, "stopped.mp4", {"movflags": "empty_moov+frag_keyframe"})


def _no_streams(folder: Path) -> Path:
    return _only_a_header(folder, "hollow.mp4", {})


@pytest.mark.parametrize(
    ("make", "kind", "says"),
    [
        (lambda folder: folder / "gone.mp4", ClipNotFound, "no file"),
        (lambda folder: folder / ("long" * 200), ClipUnreadable, "cannot be opened"),
        (lambda folder: folder, NotAVideo, "folder"),
        (_empty, ClipUnreadable, "empty"),
        (_text, NotAVideo, "not a video"),
        (_noise, NotAVideo, "not a video"),
        (_jpeg, NotAVideo, "single picture"),
        (_avif, NotAVideo, "single picture"),
        (_m4a, NotAVideo, "only sound"),
        (_wav, NotAVideo, "sound"),
        (_play_list, NotAVideo, "not a video"),
        (_no_frames, NoFrames, "no readable frame"),
        (_no_streams, NoFrames, "no readable frame"),
    ],
)
def test_one_sentence_for_a_file_that_is_no_use(
    tmp_path: Path, make: Callable[[Path], Path], kind: type[ClipError], says: str
) -> None:
    path = make(tmp_path)
    with pytest.raises(kind, match=says) as caught:
        probe(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert any(word in sentence for word in ("film", "give", "copy", "check"))
    assert caught.value.path == path


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_clip_cut_off_before_or_in_its_index_says_so(film: MakeFilm, share: float) -> None:
    path = film([i / 25 for i in range(50)])
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(ClipUnreadable, match=r"film\.mp4 has no index"):
        probe(path)


def test_a_clip_of_an_unknown_codec_says_so(film: MakeFilm) -> None:
    path = film([i / 25 for i in range(5)])
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzz1"))
    with pytest.raises(ClipUnreadable, match="cannot be decoded here"):
        probe(path)


def test_a_clip_whose_every_frame_is_damaged_has_no_frames(film: MakeFilm) -> None:
    path = film([i / 25 for i in range(10)], container_options={"movflags": "faststart"})
    data = bytearray(path.read_bytes())
    begin = data.index(b"mdat") + 4
    data[begin:] = bytes(len(data) - begin)
    path.write_bytes(data)
    with pytest.raises(NoFrames, match="no readable frame"):
        probe(path)


def test_what_cannot_be_read_has_no_checksum_but_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ClipUnreadable, match=r"clips cannot be read \(.+\); check that you may read it"):
        sha256_of(tmp_path / "clips")
