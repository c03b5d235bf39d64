"""The table of errors: means and spreads over clips, one person left out, the roll left to the reader."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from endrange.accuracy.entries import entries_from
from endrange.accuracy.make_error_table import table_json
from endrange.accuracy.rows import AngleRow, ClipRow, Key, MeasureRow, Report


def key(clip: str, person: str, looks: str = "best") -> Key:
    return Key(clip, "running", "sagittal", person, looks)


def angle(clip: str, person: str, bias: float, sd: float) -> AngleRow:
    return AngleRow(
        key(clip, person),
        "thigh_extension",
        "left",
        "near",
        "all",
        100,
        1.0,
        bias,
        sd,
        9.9,
        0.0,
        None,
        None,
        0.0,
        False,
    )


def peak(clip: str, person: str, error: float) -> MeasureRow:
    return MeasureRow(
        key(clip, person), "hip_extension", "left", "near", "stride_peak", "deg", "measured", 6, 10 + error, 10.0,
        error, 4.0, True, 0.0, "own",
    )  # fmt: skip


REPORT = Report(
    angles=(angle("a", "ann", 1.0, 3.0), angle("b", "ann", 3.0, 4.0), angle("c", "bob", -1.0, 5.0)),
    measures=(peak("a", "ann", 1.0), peak("b", "ann", 2.0), peak("c", "bob", -3.0)),
)


def test_frames_and_numbers_have_their_bias_and_their_spread() -> None:
    frame, number = sorted(entries_from(REPORT), key=lambda e: e.statistic)
    assert (frame.statistic, frame.clips, frame.bodies, frame.leg) == ("frame", 3, 2, "near")
    assert (frame.bias_deg, frame.between_sd_deg) == (1.0, 2.0)
    assert frame.within_sd_deg == pytest.approx((50 / 3) ** 0.5, abs=0.001)
    assert (number.bias_deg, number.within_sd_deg) == (0.0, None)
    assert number.between_sd_deg == pytest.approx(7**0.5, abs=0.001)


def test_the_scatter_of_strides_errors_stands_beside_the_number_they_make() -> None:
    scattered = tuple(replace(r, stride_sd=sd) for r, sd in zip(REPORT.measures, (1.0, 7.0, None), strict=True))
    (number,) = entries_from(replace(REPORT, angles=(), measures=scattered))
    assert number.within_sd_deg == 5.0
    assert json.loads(table_json((number,), 3, ["ann"]))["entries"][0]["within_sd_deg"] == 5.0


def test_one_person_can_be_left_out_and_one_clip_is_too_few() -> None:
    frame, number = sorted(entries_from(REPORT, without_person="bob"), key=lambda e: e.statistic)
    assert (frame.clips, frame.bodies, frame.bias_deg) == (2, 1, 2.0)
    assert number.bias_deg == 1.5
    assert entries_from(REPORT, without_person="ann") == ()


def test_the_roll_is_taken_out_and_the_plain_loop_left_out() -> None:
    rolled = replace(REPORT, angles=tuple(replace(r, from_roll_deg=0.5) for r in REPORT.angles), measures=())
    (frame,) = entries_from(rolled)
    assert frame.bias_deg == 0.5
    plain = tuple(replace(r, key=replace(r.key, looks="plain loop")) for r in REPORT.angles)
    assert entries_from(Report(angles=plain)) == ()


def test_an_error_that_leans_with_the_camera_is_laid_out_over_its_yaw() -> None:
    """Twenty clips from -19 to 19 degrees, 0.2 degrees of error a degree of yaw, half a degree up and down."""
    yaw = np.arange(-19.0, 20.0, 2.0)
    error = 1.0 + 0.2 * yaw + 0.5 * (-1.0) ** np.arange(20)
    names = [f"clip{i}" for i in range(20)]
    clips = tuple(
        ClipRow(key(n, "ann"), 100, "running", True, True, 0.0, 0.0, 0.0, 0.0, 0.0, (), yaw_deg=float(y))
        for n, y in zip(names, yaw, strict=True)
    )
    peaks = tuple(peak(n, "ann", float(e)) for n, e in zip(names, error, strict=True))
    (entry,) = entries_from(Report(clips=clips, measures=peaks))
    assert entry.of_yaw_deg is not None
    assert entry.about_yaw_sd_deg is not None
    # Four clips' worth of trust that it does not hang on yaw, against the sum of the tens' squares, 26.6: 2 times 0.87.
    np.testing.assert_allclose(entry.of_yaw_deg, [1.0, 2.0 * 26.6 / 30.6, 0.0], atol=0.06)
    assert 0.5 < entry.about_yaw_sd_deg < 0.7 < entry.between_sd_deg
    level = tuple(peak(n, "ann", float(e)) for n, e in zip(names, error - 0.2 * yaw, strict=True))
    (entry,) = entries_from(Report(clips=clips, measures=level))
    assert (entry.of_yaw_deg, entry.about_yaw_sd_deg) == (None, None)
    (entry,) = entries_from(Report(clips=clips[:10], measures=peaks[:10]))
    assert entry.of_yaw_deg is None


def test_the_file_is_json_with_an_entry_a_line() -> None:
    text = table_json(entries_from(REPORT), 3, ["bob", "ann"])
    table = json.loads(text)
    assert (table["schema"], table["clips"], table["bodies"]) == ("endrange.error_table/1", 3, ["ann", "bob"])
    assert table["entries"][0]["angle"] == "hip_extension"
    assert len(text.splitlines()) == 2 + len(table["entries"])
