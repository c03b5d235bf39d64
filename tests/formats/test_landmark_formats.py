"""OpenPose, DeepLabCut, COCO: what stands in the files, by hand and by independent readers."""

import json

import numpy as np
import pandas as pd
import pytest

from endrange.domain.skeleton import KEYPOINTS
from endrange.formats.registry import write_formats


def test_openpose_has_a_file_a_frame_and_zero_for_what_is_unknown(analysis, tmp_path):
    (folder,) = write_formats(analysis, tmp_path, ["openpose"])
    files = sorted(folder.iterdir())
    assert len(files) == 10
    assert files[3].name == "a_000000000003_keypoints.json"
    frame = json.loads(files[3].read_text())
    points = np.reshape(frame["people"][0]["pose_keypoints_2d"], (25, 3))
    right_knee = analysis.body.position_px[3, KEYPOINTS.index("right_knee")]
    np.testing.assert_allclose(points[10], [*right_knee, 0.9], atol=1e-4)
    middle = analysis.body.position_px[3, [23, 24]].mean(axis=0)
    np.testing.assert_allclose(points[8, :2], middle, atol=1e-4)
    assert points[20].tolist() == [0.0, 0.0, 0.0]  # small toe: nobody knows it
    assert json.loads(files[9].read_text())["people"] == []


def test_deeplabcut_is_read_as_its_own_tools_read_it(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["deeplabcut"])
    table = pd.read_csv(path, header=[0, 1, 2], index_col=0)
    assert table.columns.names == ["scorer", "bodyparts", "coords"]
    assert list(dict.fromkeys(table.columns.get_level_values("bodyparts"))) == list(KEYPOINTS)
    assert list(dict.fromkeys(table.columns.get_level_values("coords"))) == ["x", "y", "likelihood"]
    np.testing.assert_allclose(table["endrange"]["right_hip"]["x"], analysis.body.position_px[:, 24, 0], atol=1e-4)
    assert table.iloc[9].isna().all()


def test_coco_annotations_count_their_points(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["coco"])
    content = json.loads(path.read_text())
    assert len(content["images"]) == 10
    assert len(content["annotations"]) == 9  # nobody in the last frame
    first = content["annotations"][0]
    triples = np.reshape(first["keypoints"], (17, 3))
    assert first["num_keypoints"] == (triples[:, 2] == 2).sum() == 17
    np.testing.assert_allclose(triples[0, :2], analysis.body.position_px[0, 0], atol=1e-3)
    left, top, width, height = first["bbox"]
    assert np.isclose(left, triples[:, 0].min())
    assert np.isclose(top + height, triples[:, 1].max())
    assert first["area"] == pytest.approx(width * height, rel=1e-6)
    assert content["categories"][0]["keypoints"][5] == "left_shoulder"


def test_coco_is_read_by_its_own_library(analysis, tmp_path):
    coco = pytest.importorskip("pycocotools.coco", reason="pycocotools is not installed")
    (path,) = write_formats(analysis, tmp_path, ["coco"])
    read = coco.COCO(str(path))
    assert len(read.getImgIds()) == 10
    assert len(read.loadAnns(read.getAnnIds(imgIds=[4]))) == 1
