"""Curves: the median, its band, and what is drawn of each side."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.vocabulary import AngleKey
from endrange.report import colours
from endrange.report.figures import curve_plots, median_band, series_plots, thinned


def test_median_and_band_by_hand():
    rows = np.array([[9.0, np.nan, np.nan], [10.0, 4.0, np.nan], [11.0, np.nan, np.nan]])
    median, half = median_band(rows, bias_sd_deg=2.0)
    assert median[:2] == pytest.approx([10.0, 4.0])
    own = 1.2533 * 1.0 / np.sqrt(3)  # three strides with a standard deviation of 1
    assert half[0] == pytest.approx(1.96 * np.hypot(2.0, own), rel=1e-3)
    assert half[1] == pytest.approx(1.96 * 2.0, rel=1e-3)  # one stride: the shared error alone
    assert np.isnan(median[2])
    assert np.isnan(half[2])


def test_thinning_keeps_peaks_lows_and_holes():
    value = np.sin(np.linspace(0, 20, 5000))
    value[1234], value[4321] = 7.0, -7.0
    value[2000:2100] = np.nan
    kept = value[thinned(value, 300)]
    assert len(kept) < 420
    assert np.nanmax(kept) == 7.0
    assert np.nanmin(kept) == -7.0
    assert np.isnan(kept).any()


def test_a_short_series_is_kept_whole():
    assert len(thinned(np.zeros(300), 300)) == 300


def test_sides_differ_by_colour_and_by_line(analysis):
    (plot,) = curve_plots(analysis)
    assert plot.title == "Hip extension"
    assert colours.PAPER["left"] in plot.svg
    assert colours.PAPER["right"] in plot.svg
    thick = [style for style in re.findall(r'style="([^"]*)"', plot.svg) if "stroke-width: 2.4" in style]
    dashed = {"stroke-dasharray" in style for style in thick}
    assert dashed == {True, False}


def test_figure_names_unit_sign_count_and_toe_off(analysis):
    (plot,) = curve_plots(analysis)
    for text in ("degrees (extension +)", "left (n = 5)", "right (n = 5)", "toe-off", "% (contact to contact)"):
        assert f">{text}<" in plot.svg
    assert plot.svg.count(">toe-off<") == 1  # both sides leave the ground at the same percent
    assert "Right, median of 5: highest 30° at 25 %, lowest −30° at 75 %." in plot.caption


def test_toe_offs_that_lie_apart_are_both_named(analysis):
    left, right = analysis.curves
    made = replace(analysis, curves=(left, replace(right, marks_percent={"toe_off": 60.0})))
    assert curve_plots(made)[0].svg.count(">toe-off<") == 2


def test_thin_lines_are_limited(analysis):
    curve = replace(analysis.curves[0], values_deg=np.repeat(analysis.curves[0].values_deg, 50, axis=0))
    (plot,) = curve_plots(replace(analysis, curves=(curve,)))
    assert len(re.findall(r"stroke-width: 0\.5[^0-9]", plot.svg)) == 24


def test_slow_movement_shows_time_with_repetitions_and_lost_spans(slow):
    values = dict(slow.angles.value_deg)
    for key in values:
        values[key] = np.where((np.arange(240) > 100) & (np.arange(240) < 130), np.nan, values[key])
    made = replace(slow, angles=replace(slow.angles, value_deg=values))
    (plot,) = series_plots(made)
    assert "time in the clip (s)" in plot.svg
    assert colours.SHADE in plot.svg
    assert plot.svg.count("<pattern") == 2  # lost spans, and the repetition that was left out
    assert colours.PAPER["left"] not in plot.svg  # the right leg was tested
    assert plot.caption.startswith("Right: highest 30° at")


def test_a_band_that_grows_wild_does_not_flatten_the_curve(slow):
    key = AngleKey("hip_extension", "right")
    wild = np.where(np.arange(240) < 20, 500.0, 2.0)
    made = replace(slow, angles=replace(slow.angles, sd_deg={**slow.angles.sd_deg, key: wild}))
    ticks = re.findall(r">([−0-9.]+)</text>", series_plots(made)[0].svg)
    assert max(abs(float(tick.replace("−", "-"))) for tick in ticks) <= 40


def test_standing_has_no_curves(slow):
    assert series_plots(replace(slow, movement=replace(slow.movement, name="standing"))) == ()


def test_strides_have_no_time_series(analysis):
    assert series_plots(analysis) == ()


def test_ids_differ_between_figures(analysis):
    knee = tuple(replace(curve, quantity="knee_flexion") for curve in analysis.curves)
    plots = curve_plots(replace(analysis, curves=analysis.curves + knee))
    first, second = (set(re.findall(r'\bid="([^"]+)"', plot.svg)) for plot in plots)
    assert first
    assert not first & second


def test_contrast_of_what_carries_text():
    for colour in (*colours.PAPER.values(), colours.INK, colours.FAINT_INK):
        assert colours.contrast(colour, "#ffffff") >= 4.5
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21.0)
