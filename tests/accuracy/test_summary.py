"""Single rows become lines, goals and tables."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from endrange.accuracy.goals import goal_lines
from endrange.accuracy.rows import AngleRow, ClipRow, Key, MeasureRow, ReferenceRow, Report
from endrange.accuracy.summary import angle_lines, clip_lines, measure_lines
from endrange.accuracy.table import as_json, as_text


def key(clip: str) -> Key:
    return Key(clip, "running", "sagittal", "somebody", "best")


def angle(clip: str, bias: float, sd: float, rmse: float, angle: str = "thigh_extension") -> AngleRow:
    return AngleRow(key(clip), angle, "left", "near", "all", 100, 1.0, bias, sd, rmse, -1.0, 0.94, 4.0, 0.0, False)


def measure(clip: str, error: float | None) -> MeasureRow:
    value = None if error is None else 10.0 + error
    return MeasureRow(
        key(clip), "hip_extension", "left", "near", "stride_peak", "deg", "measured" if value else "not_measurable",
        6, value, 10.0, error, 4.0, None if error is None else abs(error) <= 4.0, 0.0, "the analysis'",
    )  # fmt: skip


def clip(name: str, swapped: float) -> ClipRow:
    return ClipRow(key(name), 100, "running", True, True, 0.3, -4.0, swapped, 0.01, 0.03, ())


REPORT = Report(
    (clip("a", 0.0), clip("b", 0.002)),
    (angle("a", 1.0, 1.0, 1.4), angle("b", -1.0, 2.0, 2.2)),
    (measure("a", 1.0), measure("b", -2.0), measure("c", None)),
    (ReferenceRow("other views", "cam01", "best", "thigh", "deg", 100, 1.0, 2.0, 3.9),),
)


def test_a_line_parts_the_error_between_clips_from_that_within() -> None:
    (line,) = angle_lines(REPORT.angles)
    assert (line.clips, line.worst_clip, line.worst_deg) == (2, "b", 2.2)
    assert line.rmse_deg == pytest.approx(1.8)
    assert (line.bias_deg, line.between_sd_deg) == (pytest.approx(0.0), pytest.approx(2**0.5))
    assert line.within_sd_deg == pytest.approx(2.5**0.5)


def test_a_refused_number_is_counted_and_has_no_error() -> None:
    (line,) = measure_lines(REPORT.measures)
    assert (line.clips, line.refused) == (3, 1)
    assert line.bias == pytest.approx(-0.5)
    assert (line.worst, line.worst_clip, line.held) == (-2.0, "b", 1.0)


def test_clips_are_brought_together() -> None:
    (line,) = clip_lines(REPORT.clips)
    assert (line.exchanged, line.exchanged_worst) == (pytest.approx(0.001), 0.002)
    assert (line.roll_rms_deg, line.yaw_rms_deg) == (pytest.approx(0.3), pytest.approx(4.0))


def test_goals_say_whether_they_are_met() -> None:
    met = {line.name: line.met for line in goal_lines(REPORT)}
    assert met["running, near leg: thigh"]  # 1.8 within 1.8, worst 2.2 within 3.0
    assert met["legs exchanged, of frames with the legs apart"]
    assert met["a real view against the others: thigh"]
    assert not met["running, near leg: peak hip extension"]  # -0.5, but 2.1 between clips
    assert "hip circle, side: knee" not in met  # nothing was measured


def test_a_goal_is_missed_by_its_worst_clip_alone() -> None:
    worse = Report(angles=(angle("a", 0.0, 0.1, 0.1), angle("b", 0.0, 3.2, 3.2)), clips=REPORT.clips)
    met = {line.name: line.met for line in goal_lines(worse)}
    assert not met["running, near leg: thigh"]


def test_text_and_json_hold_the_same_figures() -> None:
    text, document = as_text(REPORT), json.loads(as_json(REPORT))
    assert document["schema"] == "endrange.accuracy/1"
    assert document["angles"][1]["rmse_deg"] == 2.2
    assert document["summary"]["angles"][0]["rmse_deg"] == pytest.approx(1.8)
    assert document["measures"][2]["value"] is None
    assert "1.8 (2.2 b)" in text
    assert "packaged table" in text
    assert "other people" in as_text(replace(REPORT, cross_validated=True))
    assert (Report() + replace(REPORT, cross_validated=True)).cross_validated
    assert "1.8 / 2.2" in text
    assert "other views" in text


def test_the_share_of_the_roll_is_taken_out_beside_the_figure() -> None:
    rows = [replace(angle(name, 2.0, 1.5, 2.5), from_roll_deg=2.0) for name in "ab"]
    (line,) = [li for li in goal_lines(replace(REPORT, angles=tuple(rows))) if li.name.endswith("near leg: thigh")]
    assert (line.figure, line.met) == ("2.5 / 2.5", False)
    assert (line.level_figure, line.level_met) == ("1.5 / 1.5", True)
    (of_angle,) = angle_lines(rows)
    assert of_angle.level_rmse_deg == pytest.approx(1.5)
    text = as_text(replace(REPORT, angles=tuple(rows)))
    assert text.index("2.5 / 2.5") < text.index("without the part of the camera's roll") < text.index("1.5 / 1.5 *")
