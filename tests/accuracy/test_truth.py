"""Reading what is true of a clip."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.looks_store import LooksStore
from endrange.accuracy.run import clip_of, compare_case
from endrange.accuracy.truth import TOLD_SD_DEG, choose_looks, is_recorded, levelled, lopsided, read_clip, read_recorded
from endrange.domain.errors import ClipUnreadable
from endrange.domain.level import Level
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.settings import QUALITY_LOOKS


def test_recorded_looks_come_with_their_truth(samples) -> None:
    case = read_recorded(samples / "looks" / "d014_run_side.npz")
    assert (case.movement, case.side, case.plane, case.person) == ("running", None, "sagittal", "d_man_muscular")
    assert (case.truth.facing, case.truth.near_side, case.truth.roll_deg) == ("right", "right", -2.69)
    assert case.truth.yaw_deg == pytest.approx(1.1, abs=0.3)
    assert case.looks is not None
    assert case.looks.names == ("heavy", "heavy_mirror", "movenet", "movenet_mirror")
    assert case.looks.size_px == case.truth.size_px == (960, 540)
    right = point("right", "hip")
    off = np.linalg.norm(case.looks.position_px[:, 0, 0, right] - case.truth.position_px[:, right], axis=-1)
    assert np.median(off) < 15


def test_every_movement_of_the_samples_is_told_from_its_name(samples) -> None:
    found = {path.stem: read_recorded(path) for path in sorted((samples / "looks").glob("*.npz"))}
    told = {(case.movement, case.plane, case.side) for case in found.values()}
    assert told == {
        ("running", "sagittal", None), ("running", "back", None), ("hip_car", "sagittal", "left"),
        ("hip_car", "front", "left"), ("hold", "sagittal", "left"), ("knee_to_wall", "sagittal", "left"),
        ("seated_hip_rotation", "front", "right"),
    }  # fmt: skip


def test_a_clip_is_read_by_the_truth_beside_it(samples) -> None:
    case = read_clip(samples / "hip_extension_passive_right.mp4")
    assert (case.movement, case.side, case.effort, case.plane) == ("hold", "right", "passive", "sagittal")
    assert case.looks is None
    pitch = case.truth.angle_deg[AngleKey("foot_pitch", "right")]
    ankle, shank = (case.truth.angle_deg[AngleKey(n, "right")] for n in ("ankle_dorsiflexion", "shank_lean"))
    assert (pitch + shank)[0] == pytest.approx(ankle[0], abs=1e-3)


def test_files_that_hold_no_looks_are_told_apart(samples, tmp_path) -> None:
    assert is_recorded(samples / "looks" / "d014_run_side.npz")
    assert not is_recorded(samples / "standing_right.truth.npz")
    other = tmp_path / "other.npz"
    np.savez(other, a=np.zeros(3))
    assert not is_recorded(other)
    with pytest.raises(ClipUnreadable, match=r"other\.npz"):
        read_recorded(other)


def test_looks_that_were_not_recorded_are_named(samples) -> None:
    looks = read_recorded(samples / "looks" / "d014_run_side.npz").looks
    assert looks is not None
    some = choose_looks(looks, ("movenet", "heavy"))
    assert some.names == ("heavy", "movenet")
    assert np.array_equal(some.position_px[:, 1], looks.position_px[:, 2], equal_nan=True)
    with pytest.raises(ClipUnreadable, match="full"):
        choose_looks(looks, ("full",))


def test_world_points_of_one_image_alone_say_nothing_of_the_trunk(samples) -> None:
    (path,) = (samples / "looks").glob("*seated_rotation_front.npz")
    case = read_recorded(path)
    assert case.looks is not None
    assert lopsided(choose_looks(case.looks, ("heavy", "heavy_mirror", "movenet")))
    assert not lopsided(choose_looks(case.looks, ("heavy", "movenet", "movenet_mirror")))
    told = {
        looks: {
            r.angle for r in compare_case(case, {looks: QUALITY_LOOKS[looks]}, LooksStore(None), plain=False).angles
        }
        for looks in ("standard", "best")
    }
    assert told["standard"] - told["best"] == {"trunk_rotation"}


def test_a_levelled_clip_has_no_roll_left(samples) -> None:
    case = read_recorded(samples / "looks" / "d014_run_side.npz")
    level = levelled(case)
    assert level.truth.roll_deg == 0.0
    assert level.looks is not None
    assert (clip_of(case, level.looks).level, clip_of(level, level.looks).level) == (None, Level(0.0, TOLD_SD_DEG))
    hip, knee = (case.truth.position_px[:, point("right", part)] for part in ("hip", "knee"))
    before = np.degrees(np.arctan2(*(knee - hip).T))
    hip, knee = (level.truth.position_px[:, point("right", part)] for part in ("hip", "knee"))
    after = np.degrees(np.arctan2(*(knee - hip).T))
    assert after - before == pytest.approx(np.full(len(before), -2.69), abs=1e-4)
    assert case.looks is not None
    turned = level.looks.position_px[0, 0, 0, 28] - case.looks.position_px[0, 0, 0, 28]
    assert np.linalg.norm(turned) > 1.0
    assert levelled(read_clip(samples / "standing_right.mp4")).looks is None
