"""The larger population: what the project says of its accuracy, bounded by what was measured, with a margin."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.goals import PEAKS, without_roll
from endrange.accuracy.markers import angle_error_rows, marker_rows, read_markers
from endrange.accuracy.rows import Report
from endrange.accuracy.run import accuracy
from endrange.accuracy.summary import angle_lines, clip_lines

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(request) -> Report:
    folder = request.getfixturevalue("shared_data") / "population"
    return without_roll(accuracy(folder, ("best",), plain=False))


#: Root mean square error without the camera's roll, mean over clips and worst clip, in degrees: about a tenth above
#: what was measured when the bounds were written.
BOUNDS = {
    ("running", "near", "thigh_extension"): (2.2, 4.4),
    ("running", "near", "hip_extension"): (2.8, 4.6),
    ("running", "near", "knee_flexion"): (2.5, 4.4),
    ("running", "near", "shank_lean"): (2.2, 3.8),
    ("running", "far", "thigh_extension"): (3.0, 4.6),
    ("running", "far", "knee_flexion"): (3.8, 5.6),
    ("knee_to_wall", "near", "ankle_dorsiflexion"): (1.5, 2.5),
    ("hold", "near", "hip_extension"): (2.3, 3.3),
    ("hip_car", "near", "thigh_extension"): (3.6, 6.6),
    ("hip_car", "near", "knee_flexion"): (5.0, 6.0),
}  # fmt: skip


@pytest.mark.parametrize("group", BOUNDS)
def test_frames_are_as_near_to_the_truth_as_is_said(report, group) -> None:
    (line,) = [
        li
        for li in angle_lines(report.angles)
        if (li.movement, li.leg, li.angle) == group and li.phase == "all" and li.plane == "sagittal"
    ]
    mean, worst = BOUNDS[group]
    assert line.rmse_deg < mean
    assert line.worst_deg < worst


def test_no_leg_is_exchanged_and_every_view_is_right(report) -> None:
    for line in clip_lines(report.clips):
        assert line.failed == 0
        assert line.exchanged <= 0.001
        assert line.exchanged_worst <= 0.01
        assert line.lost_near <= 0.03
        assert line.facing_right == 1.0
        assert line.near_side_right in (None, 1.0)


def test_intervals_hold_the_truth_of_bodies_that_the_table_does_not_know(report) -> None:
    peaks = [r.held for r in report.measures if r.held is not None and r.unit == "deg" and r.statistic in PEAKS]
    assert report.cross_validated
    assert len(peaks) > 200
    assert 0.90 <= round(float(np.mean(peaks)), 2) <= 0.98  # in whole per cent, as it is said
    frames = [r for r in report.angles if r.held is not None and r.phase == "all"]
    share = np.average([r.held for r in frames], weights=[r.n for r in frames])
    assert 0.90 <= share <= 0.98


@pytest.mark.parametrize("run", ["runner_a_2.5mps_with_contacts", "runner_b_2.5mps", "runner_b_4.5mps"])
def test_real_runners_markers_come_through_the_camera_whole(shared_data, run) -> None:
    rows = {row.quantity: row for row in marker_rows(shared_data / "markers" / f"{run}.npz")}
    for name in ("thigh_extension", "knee_flexion", "shank_lean"):
        assert rows[name].rmse <= 0.6
    if "contact" in rows:
        assert rows["contact"].n > 40
        assert rows["contact"].sd <= 10.0
        assert rows["toe-off"].sd <= 15.0


#: Degrees: above the largest that was measured (0.6, 1.5, 1.4); without the yaw undone it is 1.1, 2.1 and 1.6.
OBLIQUE = {"thigh_extension": 0.7, "knee_flexion": 1.6, "shank_lean": 1.45}


@pytest.mark.parametrize("yaw_deg", [-15.0, 15.0])
@pytest.mark.parametrize("run", ["runner_a_2.5mps_with_contacts", "runner_b_2.5mps", "runner_b_4.5mps"])
def test_real_runners_markers_come_through_an_oblique_camera(shared_data, run, yaw_deg) -> None:
    rows = angle_error_rows(read_markers(shared_data / "markers" / f"{run}.npz", 6.0), yaw_deg)
    for row in rows:
        assert row.rmse < OBLIQUE[row.quantity]
