"""The whole comparison on recorded looks: what a fresh clone can say about its own accuracy, without networks."""

from __future__ import annotations

from pathlib import Path

import pytest

from endrange.accuracy.goals import goal_lines
from endrange.accuracy.rows import Report
from endrange.accuracy.run import accuracy, find_cases, look_lists, samples_folder
from endrange.accuracy.summary import angle_lines, clip_lines, measure_lines
from endrange.accuracy.table import as_json, as_text
from endrange.domain.errors import ClipNotFound, SettingsError


@pytest.fixture(scope="module")
def report() -> Report:
    folder = Path(__file__).resolve().parents[2] / "samples" / "looks"
    return accuracy(folder, ("heavy", "best"))


def rmse(report: Report, looks: str, movement: str, leg: str, angle: str, phase: str = "all") -> float:
    (line,) = [
        li
        for li in angle_lines(report.angles)
        if (li.looks, li.movement, li.leg, li.angle, li.phase) == (looks, movement, leg, angle, phase)
        and li.plane == "sagittal"
    ]
    assert line.rmse_deg is not None
    return line.rmse_deg


def test_every_clip_is_compared_with_every_list_of_looks(report) -> None:
    clips = {row.key.clip for row in report.clips}
    assert len(clips) == 8
    assert {(r.key.clip, r.key.looks) for r in report.clips} == {
        (clip, looks) for clip in clips for looks in ("plain loop", "heavy", "best")
    }
    assert not [row.failed for row in report.clips if row.failed]


def test_no_leg_is_left_exchanged_and_the_view_is_right(report) -> None:
    for line in clip_lines(report.clips):
        if line.looks != "plain loop":
            assert line.exchanged == 0.0, line
            assert line.facing_right == 1.0, line
            assert line.near_side_right in (None, 1.0), line
            assert line.recognised == 1.0 or line.movement == "hold", line


def test_runners_are_measured_within_a_few_degrees(report) -> None:
    """Bounds are what two clips gave, with a margin of a fifth; the plain loop is far worse on the same frames."""
    for angle, limit in (("hip_extension", 3.0), ("knee_flexion", 3.0), ("thigh_extension", 4.0), ("shank_lean", 4.0)):
        ours = rmse(report, "best", "running", "near", angle)
        assert ours < limit, angle
        assert ours < 0.75 * rmse(report, "plain loop", "running", "near", angle), angle


def test_slow_movements_are_measured_within_a_few_degrees(report) -> None:
    assert rmse(report, "best", "knee_to_wall", "near", "ankle_dorsiflexion") < 4.0
    assert rmse(report, "best", "hold", "near", "hip_extension") < 3.0
    assert rmse(report, "best", "hip_car", "near", "thigh_extension") < 6.0


def test_reported_numbers_are_compared_with_the_same_numbers_of_the_truth(report) -> None:
    lines = {
        (li.movement, li.leg, li.quantity, li.statistic): li
        for li in measure_lines(report.measures)
        if li.looks == "best" and li.plane == "sagittal"
    }
    peak = lines["running", "near", "hip_extension", "stride_peak"]
    assert peak.bias is not None
    assert abs(peak.bias) < 3.0
    cadence = lines["running", "body", "cadence", "mean"]
    assert cadence.rms is not None
    assert cadence.rms < 1.7  # a hundredth of 170 steps a minute
    stride = lines["running", "body", "stride_time", "mean"]
    assert stride.rms is not None
    assert stride.rms < 0.01


def test_text_and_json_tell_it(report) -> None:
    text = as_text(report)
    assert "running, near leg: thigh" in text
    assert "d034_run_side" in text
    assert '"schema": "endrange.accuracy/1"' in as_json(report)
    assert {line.looks for line in goal_lines(report)} == {"plain loop", "heavy", "best"}


def test_a_folder_without_truth_is_told_so(tmp_path) -> None:
    with pytest.raises(ClipNotFound, match="name another folder"):
        accuracy(tmp_path)


def test_unknown_looks_are_refused(samples) -> None:
    assert look_lists(("best", "heavy,movenet"))["heavy,movenet"] == ("heavy", "movenet")
    with pytest.raises(SettingsError):
        accuracy(samples / "looks", ("lite",))


def test_without_a_folder_the_samples_are_taken(samples) -> None:
    assert samples_folder() == samples


def test_clips_are_found_with_their_truth(samples) -> None:
    names = [case.name for case in find_cases(samples)]
    assert "run_right_60fps" in names
    assert "d034_run_side" in names
    assert len(names) == 20
