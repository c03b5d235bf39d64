"""TRC, C3D, MOT, STO: axes, units, rate, gaps, read by independent readers."""

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.clip import SlowMotion
from endrange.domain.vocabulary import AngleKey
from endrange.formats.angles_mot import coordinates_deg
from endrange.formats.registry import write_formats
from endrange.formats.scale import px_per_metre

KNEE = 26  # right


def read_storage(path):
    lines = path.read_text().splitlines()
    end = lines.index("endheader")
    rows = np.array([[float(cell) for cell in line.split("\t")] for line in lines[end + 2 :]])
    return lines[:end], dict(zip(lines[end + 1].split("\t"), rows.T, strict=True))


def read_trc(path):
    lines = path.read_text().splitlines()
    head = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    names = [name for name in lines[3].split("\t")[2:] if name]
    rows = [[float(c) if c else np.nan for c in line.split("\t")] for line in lines[6:]]
    table = np.array(rows)
    return head, names, table[:, 1], table[:, 2:].reshape(len(table), len(names), 3)


def test_trc_is_metres_with_y_up_where_the_height_is_known(run, tmp_path):
    (path,) = write_formats(run, tmp_path, ["trc"])
    head, names, time_s, position = read_trc(path)
    assert head["Units"] == "m"
    assert float(head["DataRate"]) == pytest.approx(60.0)
    assert (int(head["NumFrames"]), int(head["NumMarkers"]), len(time_s)) == (180, 33, 180)
    expected = (run.clip.height_px - 1 - run.body.position_px[:, KNEE, 1]) / px_per_metre(run)
    np.testing.assert_allclose(position[:, names.index("right_knee"), 1], expected, atol=1e-6)
    shoulder, ankle = (position[:, names.index(f"right_{part}"), 1] for part in ("shoulder", "ankle"))
    assert (shoulder > ankle).all()
    assert (position[..., 2] == 0.0).all()


def test_trc_without_a_scale_says_pixels_and_leaves_gaps_empty(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["trc"])
    head, names, _, position = read_trc(path)
    assert head["Units"] == "px"
    assert np.isnan(position[-1]).all()
    np.testing.assert_allclose(position[0, names.index("nose"), 0], analysis.body.position_px[0, 0, 0], atol=1e-6)


def test_slow_motion_is_written_in_life_time(run, tmp_path):
    slow = replace(run, clip=replace(run.clip, slow_motion=SlowMotion(4.0, "user")))
    (path,) = write_formats(slow, tmp_path, ["trc"])
    head, _, time_s, _ = read_trc(path)
    assert float(head["DataRate"]) == pytest.approx(240.0)
    assert time_s[-1] == pytest.approx(179 / 240)


def test_c3d_is_read_by_ezc3d(run, analysis, tmp_path):
    ezc3d = pytest.importorskip("ezc3d")
    (path,) = write_formats(run, tmp_path, ["c3d"])
    file = ezc3d.c3d(str(path))
    point = file["parameters"]["POINT"]
    assert point["UNITS"]["value"] == ["mm"]
    assert point["RATE"]["value"][0] == pytest.approx(60.0)
    assert (point["X_SCREEN"]["value"], point["Y_SCREEN"]["value"]) == (["+X"], ["+Y"])
    at = point["LABELS"]["value"].index("right_knee")
    expected = 1000 * (run.clip.height_px - 1 - run.body.position_px[:, KNEE, 1]) / px_per_metre(run)
    np.testing.assert_allclose(file["data"]["points"][1, at], expected, rtol=1e-5)
    (path,) = write_formats(analysis, tmp_path, ["c3d"])
    file = ezc3d.c3d(str(path))
    assert file["parameters"]["POINT"]["UNITS"]["value"] == ["px"]
    assert (file["data"]["meta_points"]["residuals"][0, :, -1] == -1).all()


def test_mot_says_degrees_and_turns_signs_as_the_model_has_them(run, tmp_path):
    (path,) = write_formats(run, tmp_path, ["mot"])
    head, columns = read_storage(path)
    assert head[0] == "Coordinates"
    assert "inDegrees=yes" in head
    assert f"nRows={len(columns['time'])}" in head
    assert f"nColumns={len(columns)}" in head
    angle = run.angles.value_deg
    np.testing.assert_allclose(columns["hip_flexion_r"], -angle[AngleKey("hip_extension", "right")], atol=1e-6)
    np.testing.assert_allclose(columns["knee_angle_l"], angle[AngleKey("knee_flexion", "left")], atol=1e-6)
    np.testing.assert_allclose(columns["pelvis_tilt"], -angle[AngleKey("trunk_lean", None)], atol=1e-6)
    assert "hip_adduction_r" not in columns  # this view does not show it


def test_sto_has_every_angle_under_its_name_and_nan_where_unknown(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["sto"])
    head, columns = read_storage(path)
    assert "inDegrees=yes" in head
    assert columns["right_knee_flexion"].tolist() == list(range(10))
    assert np.isnan(columns["left_knee_flexion"]).all()
    assert set(coordinates_deg(analysis)) == {"knee_angle_r"}


def test_opensim_reads_what_is_written(run, tmp_path):
    opensim = pytest.importorskip("opensim", reason="opensim is not installed")
    opensim.Logger.setLevelString("error")
    trc, mot, sto = write_formats(run, tmp_path, ["trc", "mot", "sto"])
    markers = opensim.TimeSeriesTableVec3(str(trc))
    assert (markers.getNumRows(), markers.getNumColumns()) == (180, 33)
    assert opensim.MarkerData(str(trc)).getUnits().getLabel() == "meters"
    coordinates = opensim.Storage(str(mot))
    assert coordinates.isInDegrees()
    assert coordinates.getSize() == 180
    table = opensim.TimeSeriesTable(str(sto))
    knee = np.array([table.getDependentColumn("right_knee_flexion")[i] for i in range(180)])
    np.testing.assert_allclose(knee, run.angles.value_deg[AngleKey("knee_flexion", "right")], atol=1e-5)
