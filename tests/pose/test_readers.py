"""Landmarks in place of pixels: who reads what, and one sentence for everything that cannot be read."""

import json
import zipfile

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from endrange.domain.errors import ClipNotFound, ClipTooShort, ClipUnreadable, SettingsError
from endrange.domain.skeleton import KEYPOINTS
from endrange.pose.openpose_file import BODY_25, COCO_18
from endrange.pose.readers import reader_for, readers

TRC_HEAD = (
    "PathFileType\t4\t(X/Y/Z)\ta.trc\n"
    "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
    "100\t100\t{n}\t{k}\tmm\t100\t1\t{n}\n"
)
PARTS = ("Hip", "Knee", "Ankle")


def read(path, fps=None):
    return reader_for(path).read(path, fps)


def write_trc(path, names, position, time_s):
    lines = ["Frame#\tTime\t" + "\t\t\t".join(names), "\t\t" + "\t".join("XYZ" for _ in names)]
    for i, (t, row) in enumerate(zip(time_s, position, strict=True)):
        cells = ["" if np.isnan(v) else str(v) for v in row.ravel()]
        lines.append("\t".join([str(i + 1), str(t), *cells]))
    path.write_text(TRC_HEAD.format(n=len(time_s), k=len(names)) + "\n".join(lines) + "\n")
    return path


def body(n=10):
    """Neck, hips, knees and ankles of somebody who stands, neck forward, in millimetres, z to the right."""
    names = ["Neck", *(f"{side}{part}" for side in "RL" for part in PARTS)]
    heights = dict(zip(PARTS, (900.0, 500.0, 100.0), strict=True))
    points = [(30.0, 1400.0, 0.0)]
    points += [(0.0, heights[name[1:]], 100.0 if name[0] == "R" else -100.0) for name in names[1:]]
    return names, np.tile(np.array(points), (n, 1, 1)), np.arange(n) / 100


def test_films_are_nobodys(tmp_path):
    assert [reader.name for reader in readers()] == ["C3D", "DeepLabCut", "OpenPose", "track", "TRC"]
    for name in ("a.mp4", "a.MOV", "a.json", "folder"):
        assert reader_for(tmp_path / name) is None
    for name in ("a.trc", "A.TRC", "a.c3d", "a.csv", "a.zip", "a_000000000001_keypoints.json", "track.nc"):
        assert reader_for(tmp_path / name) is not None
    assert reader_for(tmp_path) is None


@pytest.mark.parametrize("name", ["a.trc", "a.c3d", "a.csv", "a.zip", "a_000000000001_keypoints.json", "track.nc"])
def test_what_is_not_there_or_broken_is_one_sentence(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(ClipNotFound, match="does not exist"):
        read(path, 30.0)
    for content in (b"", b"nonsense\n", bytes(range(256))):
        path.write_bytes(content)
        with pytest.raises(ClipUnreadable) as error:
            read(path, 30.0)
        assert str(error.value).startswith(name)
        assert str(error.value).count(". ") == 0


def test_a_folder_called_like_a_table_is_one_sentence(tmp_path):
    (tmp_path / "a.trc").mkdir()
    with pytest.raises(ClipUnreadable, match=r"a\.trc cannot be read .* check that it is a file"):
        read(tmp_path / "a.trc")


@pytest.mark.parametrize(
    "clip", [None, "[]", "{}", '{"path": "a.mp4", "of_a_later_version": 1}', '{"path": "../a.mp4"}']
)
def test_a_track_without_the_facts_of_its_clip_is_one_sentence(tmp_path, clip):
    path = tmp_path / "track.nc"
    facts = {"schema": "endrange.track/1", "looks": "[]"} | ({} if clip is None else {"clip": clip})
    xr.Dataset(attrs=facts).to_netcdf(path, engine="h5netcdf")
    with pytest.raises(ClipUnreadable, match=r"track\.nc cannot be read as a track; analyse its clip again"):
        read(path)


def test_a_trc_of_another_program_is_read_with_its_gaps(tmp_path):
    names, position, time_s = body()
    position[4, 2] = np.nan  # right knee
    looks, clip, changes = read(write_trc(tmp_path / "a.trc", names, position, time_s))
    assert (clip.file, clip.frames, clip.px_per_m, clip.codec) == ("a.trc", 10, 500.0, "trc")
    assert clip.mean_fps == pytest.approx(100.0)
    assert clip.level.roll_deg == 0.0
    knee = looks.position_px[:, 0, 0, KEYPOINTS.index("right_knee")]
    assert np.isnan(knee[4]).all()
    hip = looks.position_px[:, 0, 0, KEYPOINTS.index("right_hip")]
    np.testing.assert_allclose((knee - hip)[0], [0.0, 200.0], atol=1e-3)  # 0.4 m at 500 px a metre
    assert looks.score[0, 0, 0, KEYPOINTS.index("right_hip")] == 1.0
    shoulders = looks.position_px[0, 0, 0, [KEYPOINTS.index(f"{s}_shoulder") for s in ("left", "right")]]
    np.testing.assert_array_equal(shoulders[0], shoulders[1])  # both on the neck
    assert not changes.cut.any()


def test_missing_points_are_named(tmp_path):
    names, position, time_s = body()
    path = write_trc(tmp_path / "a.trc", ["Head", "RHip", *names[2:]], position, time_s)
    with pytest.raises(ClipUnreadable, match=r"a\.trc holds no shoulders or neck; name the points like left_hip"):
        read(path)


def test_too_few_frames_and_times_that_stand_still_are_said(tmp_path):
    names, position, time_s = body(5)
    with pytest.raises(ClipTooShort, match=r"a\.trc has 5 frames"):
        read(write_trc(tmp_path / "a.trc", names, position, time_s))
    names, position, time_s = body()
    time_s[5] = time_s[4]
    with pytest.raises(ClipUnreadable, match="times that do not increase"):
        read(write_trc(tmp_path / "a.trc", names, position, time_s))


def openpose_frames(tmp_path, model, n=10, people=1):
    points = np.random.default_rng(1).uniform(50, 400, (n, people, len(model), 3))
    points[..., 2] = 0.8
    points[2, 0, model.index("LKnee"), :] = 0.0
    folder = tmp_path / "frames"
    folder.mkdir()
    for i in range(n):
        said = [{"pose_keypoints_2d": points[i, p].ravel().tolist()} for p in range(people)]
        (folder / f"clip_{i + 100:012d}_keypoints.json").write_text(json.dumps({"version": 1.3, "people": said}))
    return folder, points


@pytest.mark.parametrize("model", [BODY_25, COCO_18])
def test_openpose_of_either_model_folder_zip_or_one_frame_of_it(tmp_path, model):
    folder, points = openpose_frames(tmp_path, model, people=2)
    with zipfile.ZipFile(tmp_path / "frames.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"deep/{part.name}")
    first = next(folder.iterdir())
    for path in (folder, tmp_path / "frames.zip", first):
        looks, clip, _ = read(path, 50.0)
        assert looks.position_px.shape == (10, 1, 2, 33, 2)
        np.testing.assert_allclose(looks.time_s, np.arange(10) / 50)
        knee = KEYPOINTS.index("left_knee")
        np.testing.assert_allclose(looks.position_px[0, 0, 1, knee], points[0, 1, model.index("LKnee"), :2], rtol=1e-6)
        assert np.isnan(looks.position_px[2, 0, 0, knee]).all()
        assert looks.score[0, 0, 0, knee] == pytest.approx(0.8)
        assert len(clip.sha256) == 64
    assert read(folder, 50.0).clip.sha256 == read(folder, 25.0).clip.sha256


def test_openpose_without_times_asks_for_the_rate(tmp_path):
    folder, _ = openpose_frames(tmp_path, BODY_25)
    with pytest.raises(SettingsError, match="frames holds no times; say how many frames a second it has with --fps"):
        read(folder)


def test_a_frame_that_is_not_there_leaves_its_time_out(tmp_path):
    folder, _ = openpose_frames(tmp_path, BODY_25, n=12)
    (folder / "clip_000000000105_keypoints.json").unlink()
    looks = read(folder, 10.0).looks
    assert looks.time_s.tolist() == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1])


def test_deeplabcut_of_several_animals_and_of_one(tmp_path):
    names, _, _ = body()
    values = np.random.default_rng(2).uniform(50, 400, (10, 2, len(names), 3))
    values[..., 2] = 0.7
    values[3, 1] = np.nan
    levels = [["net"], ["ann", "bob"], names, ["x", "y", "likelihood"]]
    many = pd.MultiIndex.from_product(levels, names=["scorer", "individuals", "bodyparts", "coords"])
    pd.DataFrame(values.reshape(10, -1), columns=many).to_csv(tmp_path / "many.csv")
    one = pd.MultiIndex.from_product([levels[0], *levels[2:]], names=["scorer", "bodyparts", "coords"])
    pd.DataFrame(values[:, 0].reshape(10, -1), columns=one).to_csv(tmp_path / "one.csv")
    both, alone = read(tmp_path / "many.csv", 30.0).looks, read(tmp_path / "one.csv", 30.0).looks
    ankle = KEYPOINTS.index("right_ankle")
    assert both.position_px.shape[2] == 2
    np.testing.assert_allclose(both.position_px[:, 0, 0], alone.position_px[:, 0, 0])
    np.testing.assert_allclose(both.position_px[5, 0, 1, ankle], values[5, 1, names.index("RAnkle"), :2], rtol=1e-6)
    assert np.isnan(both.position_px[3, 0, 1]).all()
    assert both.score[5, 0, 1, ankle] == pytest.approx(0.7)
    with pytest.raises(SettingsError, match="--fps"):
        read(tmp_path / "one.csv")


def test_a_table_of_something_else_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n5,6\n7,8\n")
    with pytest.raises(ClipUnreadable, match="not one of DeepLabCut"):
        read(tmp_path / "t.csv", 30.0)
