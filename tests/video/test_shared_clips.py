"""Every odd and every real file comes to what it should."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from endrange.domain.errors import ClipError, ClipUnreadable, NotAVideo
from endrange.video.frames import FrameReader, read_frames
from endrange.video.probe import probe

Image = NDArray[np.uint8]


class Read(NamedTuple):
    """A file that is read: upright size, container's rotation, frames given and lost, length, codec."""

    width: int
    height: int
    rotation: int
    frames: int
    lost: int
    duration_s: float
    codec: str
    variable: bool = False


SQUATS = Read(720, 1280, 0, 65, 0, 13.0, "h264")
HIGH = Read(1088, 1920, 0, 100, 0, 100 / 60, "h264")

OUTCOMES: dict[str, Read | type[ClipError]] = {
    "odd/av1_video.mkv": Read(640, 360, 0, 125, 0, 5.0, "av1"),
    "odd/bt709_full_range.mp4": Read(1280, 720, 0, 30, 0, 1.0, "h264"),
    "odd/corrupted.mp4": Read(1280, 720, 0, 49, 1, 5.0, "h264"),
    "odd/h264_10bits.mp4": Read(200, 200, 0, 30, 0, 1.0, "h264"),
    "odd/h265_10bits.mp4": Read(200, 200, 0, 30, 0, 1.0, "hevc"),
    "odd/h265_video.mp4": Read(128, 128, 0, 10, 0, 1.0, "hevc"),
    "odd/pose2sim_single_cam02_vfr.mp4": Read(1080, 1920, 0, 59, 0, 25344 / 15360 * 59 / 58, "h264", variable=True),
    "odd/pose_squats_hevc.mov": SQUATS._replace(codec="hevc"),
    "odd/pose_squats_hevc10.mov": SQUATS._replace(codec="hevc"),
    "odd/pose_squats_mirrored.mp4": SQUATS,
    "odd/pose_squats_rot180.mp4": SQUATS._replace(rotation=180),
    "odd/pose_squats_rotA.mp4": SQUATS._replace(rotation=270),
    "odd/pose_squats_rotB.mp4": SQUATS._replace(rotation=90),
    "odd/pose_squats_truncated.mp4": ClipUnreadable,
    "odd/sports2d_demo_h264_720.mp4": Read(1280, 720, 0, 230, 0, 230 / 30, "h264"),
    "odd/unordered.mov": Read(50, 50, 0, 4, 0, 0.125, "h264"),
    "odd/video_0.mov": Read(568, 320, 0, 3, 0, 0.1, "h264"),
    "odd/video_90.mov": Read(320, 568, 270, 3, 0, 0.1, "h264"),
    "odd/video_180.mov": Read(568, 320, 180, 3, 0, 0.1, "h264"),
    "odd/video_270.mov": Read(320, 568, 90, 3, 0, 0.1, "h264"),
    "real/people_one_after_another.mp4": Read(768, 432, 0, 1394, 0, 139.4, "h264"),
    "real/pose.jpg": NotAVideo,
    "real/pose2sim_calibration.qca.xml": NotAVideo,
    "real/pose2sim_one_person_cam01.mp4": HIGH._replace(width=1080),
    "real/pose2sim_one_person_cam02.mp4": HIGH._replace(width=1080, codec="vp9"),
    "real/pose2sim_one_person_cam03.mp4": HIGH,
    "real/pose2sim_one_person_cam04.mp4": HIGH,
    "real/pose2sim_two_people_cam01.mp4": HIGH,
    "real/pose2sim_two_people_cam02.mp4": HIGH,
    "real/pose2sim_two_people_cam03.mp4": HIGH,
    "real/pose2sim_two_people_cam04.mp4": HIGH,
    "real/pose_1.json": NotAVideo,
    "real/pose_1.mp4": Read(576, 576, 0, 120, 0, 4.0, "h264"),
    "real/pose_landmarks.pbtxt": NotAVideo,
    "real/pose_squats.full.json": NotAVideo,
    "real/pose_squats.mp4": SQUATS,
    "real/pose_squats_3d.full.json": NotAVideo,
    "real/sports2d_walk_two_people.mp4": Read(1768, 994, 0, 230, 0, 230 / 30, "vp9"),
}


def test_no_file_is_forgotten(shared_data: Path) -> None:
    there = {f"{folder}/{file.name}" for folder in ("odd", "real") for file in (shared_data / folder).iterdir()}
    assert there == set(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcome(shared_data: Path, name: str) -> None:
    path, expected = shared_data / name, OUTCOMES[name]
    if not isinstance(expected, Read):
        with pytest.raises(expected, match=path.name):
            probe(path)
        return
    clip = probe(path)
    assert (clip.width_px, clip.height_px, clip.rotation_deg) == (expected.width, expected.height, expected.rotation)
    assert (clip.codec, clip.variable_rate, clip.mirrored) == (expected.codec, expected.variable, False)
    assert clip.duration_s == pytest.approx(expected.duration_s, abs=1e-4)
    reader = FrameReader(clip)
    shapes = {(frame.image.shape, frame.image.flags.c_contiguous) for frame in reader}
    assert shapes == {((expected.height, expected.width, 3), True)}
    assert (reader.frames_read, reader.lost_frames) == (expected.frames, expected.lost)
    assert (np.diff(reader.times_s) > 0).all()
    assert reader.times_s[0] == 0.0


def _some(path: Path) -> list[Image]:
    return [frame.image for frame in read_frames(path, stride=16)]


@pytest.mark.parametrize(
    ("name", "most_levels"),
    [
        ("pose_squats_rotA.mp4", 0.5),
        ("pose_squats_rotB.mp4", 0.5),
        ("pose_squats_rot180.mp4", 0.5),
        ("pose_squats_hevc.mov", 1.0),
        ("pose_squats_hevc10.mov", 1.6),
    ],
)
def test_the_same_film_however_it_is_stored(shared_data: Path, name: str, most_levels: float) -> None:
    """Mean difference from the upright original; another orientation differs by some 42 levels."""
    originals, others = _some(shared_data / "real/pose_squats.mp4"), _some(shared_data / "odd" / name)
    assert len(originals) == len(others) == 5
    for original, other in zip(originals, others, strict=True):
        assert np.abs(original.astype(int) - other).mean() < most_levels


def test_a_film_mirrored_in_its_pixels_is_left_as_it_is(shared_data: Path) -> None:
    """Its container says nothing of a mirror, so nobody could know."""
    originals, others = _some(shared_data / "real/pose_squats.mp4"), _some(shared_data / "odd/pose_squats_mirrored.mp4")
    for original, other in zip(originals, others, strict=True):
        assert np.abs(original[:, ::-1].astype(int) - other).mean() < 0.5


def test_times_of_the_variable_rate_are_the_files_own(shared_data: Path) -> None:
    """Every frame on the 60 Hz grid of the film that it was made from, with one hole of 233 ms."""
    reader = FrameReader(shared_data / "odd/pose2sim_single_cam02_vfr.mp4")
    assert sum(1 for _ in reader) == 59
    on_grid = reader.times_s * 60.0
    assert np.abs(on_grid - np.round(on_grid)).max() < 6e-4
    assert np.diff(reader.times_s).max() == pytest.approx(14 / 60, abs=1e-5)


def test_full_range_reaches_black_and_white(shared_data: Path) -> None:
    frame = next(read_frames(shared_data / "odd/bt709_full_range.mp4")).image
    assert frame.min() <= 3
    assert frame.max() >= 252
