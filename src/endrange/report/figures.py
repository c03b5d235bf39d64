"""Curves as small pictures: strides or repetitions on 0-100 %, and slow movements over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.measure import Curve, Event, Measure
from endrange.domain.statistics import MEDIAN_PENALTY, Z95
from endrange.domain.vocabulary import ANGLES, AngleKey, MovementName, Side
from endrange.report import colours, words
from endrange.report.rows import tested_side
from endrange.report.svg import FONT_PX, Tie, new_figure, to_svg

MAX_THIN: Final = 24  # thin lines a side: more are not told apart and only make the page heavy
MAX_POINTS: Final = 400  # along a time series 330 px wide
MAX_FIGURES: Final = 8
MIN_ROOM_DEG: Final = 3.0  # above and below a time series
MARKS_APART: Final = 8.0  # percent: marks of both sides nearer than this share one name
CURVE_HEIGHT_IN: Final = 3.3
SERIES_HEIGHT_IN: Final = 3.2
STILL: Final[tuple[MovementName, ...]] = ("standing",)  # nothing moves that a curve would show
SIDE_ORDER: Final[tuple[Side | None, ...]] = ("left", "right", None)


@dataclass(frozen=True)
class Plot:
    """A drawn figure and what it says in words."""

    title: str
    svg: Markup
    caption: str


def curve_plots(analysis: Analysis) -> tuple[Plot, ...]:
    """One figure a quantity that has curves; both sides in it."""
    quantities = list(dict.fromkeys(curve.quantity for curve in analysis.curves))
    plots: list[Plot] = []
    for quantity in quantities[:MAX_FIGURES]:
        curves = [c for c in analysis.curves if c.quantity == quantity and np.isfinite(c.values_deg).any()]
        curves.sort(key=lambda curve: SIDE_ORDER.index(curve.side))
        if curves:
            plots.append(curve_plot(quantity, curves, analysis))
    return tuple(plots)


def curve_plot(
    quantity: str,
    curves: Sequence[Curve],
    analysis: Analysis,
    *,
    name: str = "curve",
    levels: Sequence[tuple[str, Measure]] = (),
) -> Plot:
    """Strides or repetitions of one angle on 0-100 %.

    Parameters
    ----------
    name
        Begins the figure's ids, unique on a page that shows several clips.
    levels
        Ranges to draw across, each with its name and its interval.
    """
    figure, axes = new_figure(CURVE_HEIGHT_IN)
    for curve in curves:
        _draw_curve(axes, curve, _bias_sd(analysis, curve))
    for i, (text, measure) in enumerate(sorted(levels, key=lambda level: level[1].value or 0.0, reverse=True)):
        _draw_level(axes, text, measure, above=i == 0)
    _name_marks(axes, curves)
    axes.set_xlim(0, 100)
    axes.set_xlabel(f"% ({curves[0].phase})", fontsize=FONT_PX, color=colours.INK)
    _finish(axes, quantity)
    caption = ". ".join(_curve_words(curve) for curve in curves) + "."
    title = words.title_of(quantity)
    tie = Tie("percent", tuple(curve.side for curve in curves))
    return Plot(title, to_svg(figure, f"{name}-{quantity}", f"{title}. {caption}", tie), caption)


def _bias_sd(analysis: Analysis, curve: Curve) -> float:
    """Error that all strides share; a midline angle's strides of one side carry the midline's."""
    known = analysis.angles.bias_sd_deg
    keys = [AngleKey(curve.quantity, side) for side in (curve.side, None)]
    return next((float(known[key]) for key in keys if key in known), ANGLES[curve.quantity].model_error_deg)


def _draw_curve(axes: Axes, curve: Curve, bias_sd_deg: float) -> None:
    colour = colours.PAPER[curve.side]
    for row in _spread(curve.values_deg, MAX_THIN):
        axes.plot(curve.percent, row, color=colour, linewidth=0.5, alpha=0.35)
    median, half = median_band(curve.values_deg, bias_sd_deg)
    axes.fill_between(curve.percent, median - half, median + half, color=colour, alpha=0.16, linewidth=0)
    n = len(curve.values_deg)
    axes.plot(curve.percent, median, label=f"{words.SIDE[curve.side]} (n = {n})", **_style(curve.side, 2.4))
    for percent in curve.marks_percent.values():
        axes.axvline(percent, **_style(curve.side, 1.0))


def _draw_level(axes: Axes, text: str, measure: Measure, *, above: bool) -> None:
    """One range as a line across, its interval as a faint band, its name above or below the line's end."""
    if measure.value is None:
        return
    if measure.low is not None and measure.high is not None:
        axes.axhspan(measure.low, measure.high, facecolor=colours.FAINT_INK, alpha=0.12, linewidth=0, zorder=0)
    axes.axhline(measure.value, color=colours.INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
    axes.annotate(
        text, (0.99, measure.value), xycoords=("axes fraction", "data"), xytext=(0, 3 if above else -3),
        textcoords="offset points", ha="right", va="bottom" if above else "top", fontsize=FONT_PX, color=colours.INK,
        bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.8},
    )  # fmt: skip


def _name_marks(axes: Axes, curves: Sequence[Curve]) -> None:
    """Write each mark's name once beside its lines; twice where the sides lie apart."""
    places: dict[str, list[float]] = {}
    for curve in curves:
        for name, percent in curve.marks_percent.items():
            near = places.setdefault(name, [])
            if not near or min(abs(percent - other) for other in near) > MARKS_APART:
                near.append(percent)
    for name, percents in places.items():
        for percent in percents:
            axes.annotate(
                name.replace("_", "-"), (percent, 0.02), xycoords=("data", "axes fraction"), xytext=(4, 0),
                textcoords="offset points", fontsize=FONT_PX - 1, color=colours.INK,
                bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.8},
            )  # fmt: skip


def median_band(values_deg: Floats, bias_sd_deg: float) -> tuple[Floats, Floats]:
    """Median over strides and the half-width of its 95 % interval, at each percent.

    Parameters
    ----------
    values_deg
        (k, m) a row a stride, NaN where lost.
    bias_sd_deg
        Error that all strides share.

    Returns
    -------
    median, half
        (m,) degrees; NaN where no stride is known. One stride alone carries the shared error only.
    """
    known = np.isfinite(values_deg)
    n = known.sum(0)
    median = np.full(values_deg.shape[1], np.nan)
    sd = np.zeros(values_deg.shape[1])
    median[n > 0] = np.nanmedian(values_deg[:, n > 0], axis=0)
    sd[n > 1] = np.nanstd(values_deg[:, n > 1], axis=0, ddof=1)
    own = MEDIAN_PENALTY * sd / np.sqrt(np.maximum(n, 1))
    return median, np.where(n > 0, Z95 * np.hypot(bias_sd_deg, own), np.nan)


def _curve_words(curve: Curve) -> str:
    median, _ = median_band(curve.values_deg, 0.0)
    side = words.SIDE[curve.side].capitalize()
    high, low = int(np.nanargmax(median)), int(np.nanargmin(median))
    return words.curve_summary(
        side, len(curve.values_deg), median[high], curve.percent[high], median[low], curve.percent[low]
    )


def series_plots(analysis: Analysis) -> tuple[Plot, ...]:
    """Angles over time, for slow movements; the angles that were measured, first ones first."""
    if analysis.movement.name in STILL or any(event.kind == "stride" for event in analysis.events):
        return ()
    wanted = dict.fromkeys(m.quantity for m in analysis.measures if m.unit == "deg" and m.value is not None)
    plots = [series_plot(quantity, analysis) for quantity in list(wanted)[:MAX_FIGURES]]
    return tuple(plot for plot in plots if plot is not None)


def series_plot(quantity: str, analysis: Analysis, *, name: str = "series") -> Plot | None:
    """One angle over time; None where it is not known at all.

    ``name`` begins the figure's ids, unique on a page that shows several clips.
    """
    angles = analysis.angles
    keys = [AngleKey(quantity, side) for side in SIDE_ORDER]
    moved = tested_side(analysis.movement)
    keys = [k for k in keys if k in angles.value_deg and np.isfinite(angles.value_deg[k]).any()]
    if moved is not None and any(key.side == moved for key in keys):
        keys = [key for key in keys if key.side in (moved, None)]
    if not keys:
        return None
    figure, axes = new_figure(SERIES_HEIGHT_IN)
    _shade_events(axes, analysis.events)
    for key in keys:
        _draw_series(axes, angles.time_s, angles.value_deg[key], angles.sd_deg.get(key), key.side)
    _hatch_lost(axes, angles.time_s, [angles.value_deg[key] for key in keys])
    axes.set_ylim(*_limits([angles.value_deg[key] for key in keys], [angles.sd_deg.get(key) for key in keys]))
    axes.set_xlim(float(angles.time_s[0]), max(float(angles.time_s[-1]), float(angles.time_s[0]) + 1e-3))
    axes.set_xlabel(words.TIME_AXIS, fontsize=FONT_PX, color=colours.INK)
    _finish(axes, quantity)
    caption = ". ".join(_series_words(key, angles.time_s, angles.value_deg[key]) for key in keys) + "."
    title = words.title_of(quantity)
    tie = Tie("seconds", tuple(key.side for key in keys))
    return Plot(title, to_svg(figure, f"{name}-{quantity}", f"{title}. {caption}", tie), caption)


def _draw_series(axes: Axes, time_s: Floats, value: Floats, sd: Floats | None, side: Side | None) -> None:
    keep = thinned(value, MAX_POINTS)
    half = Z95 * (sd if sd is not None else np.zeros_like(value))
    axes.fill_between(
        time_s[keep], (value - half)[keep], (value + half)[keep], color=colours.PAPER[side], alpha=0.16, linewidth=0
    )
    axes.plot(time_s[keep], value[keep], label=words.SIDE[side], **_style(side, 1.8))


def _limits(values: Sequence[Floats], deviations: Sequence[Floats | None]) -> tuple[float, float]:
    """Rows of the axis: all values with their usual band; a band that grows wild where the view fails may be cut."""
    known = np.concatenate([value[np.isfinite(value)] for value in values])
    halves = [Z95 * float(np.nanmedian(sd)) for sd in deviations if sd is not None and np.isfinite(sd).any()]
    low, high = float(known.min()), float(known.max())
    room = max([MIN_ROOM_DEG, 0.06 * (high - low), *halves])
    return low - room, high + room


def thinned(value: Floats, most: int) -> NDArray[np.intp]:
    """Indices of about ``most`` samples that keep every peak, every low and every hole of a series."""
    n = len(value)
    if n <= most:
        return np.arange(n)
    keep: set[int] = {0, n - 1}
    for block in np.array_split(np.arange(n), most // 3):
        known = block[np.isfinite(value[block])]
        keep.update(block[~np.isfinite(value[block])][:1].tolist())
        if len(known):
            keep.update((int(known[np.argmax(value[known])]), int(known[np.argmin(value[known])])))
    return np.array(sorted(keep), np.intp)


def _shade_events(axes: Axes, events: Sequence[Event]) -> None:
    for event in events:
        if event.kind == "repetition":
            hatch = None if event.used else "xx"
            axes.axvspan(event.start_s, event.end_s, facecolor=colours.SHADE, edgecolor="white", hatch=hatch, zorder=0)
        elif event.kind == "hold":
            axes.axvspan(event.start_s, event.end_s, ymax=0.03, facecolor=colours.FAINT_INK, linewidth=0, zorder=3)


def _hatch_lost(axes: Axes, time_s: Floats, values: Sequence[Floats]) -> None:
    """Hatch the spans in which none of the drawn angles is known."""
    lost = ~np.any([np.isfinite(value) for value in values], axis=0)
    edges = np.flatnonzero(np.diff(np.r_[False, lost, False].astype(int)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        end = time_s[min(stop, len(time_s) - 1)]
        axes.axvspan(
            float(time_s[start]), float(end), facecolor="none", edgecolor=colours.FAINT_INK, hatch="////", linewidth=0
        )


def _series_words(key: AngleKey, time_s: Floats, value: Floats) -> str:
    high, low = int(np.nanargmax(value)), int(np.nanargmin(value))
    side = words.SIDE[key.side].capitalize()
    return words.series_summary(side, value[high], time_s[high], value[low], time_s[low])


def _spread(rows: Floats, most: int) -> Floats:
    """At most ``most`` rows, evenly picked."""
    if len(rows) <= most:
        return rows
    picked: Floats = rows[np.linspace(0, len(rows) - 1, most).round().astype(int)]
    return picked


def _style(side: Side | None, width: float) -> dict[str, Any]:
    dashes = colours.DASHES[side]
    return {
        "color": colours.PAPER[side],
        "linewidth": width,
        "linestyle": "-" if dashes is None else (0, dashes),
    }


def _finish(axes: Axes, quantity: str) -> None:
    low, high = axes.get_ylim()
    if low < 0 < high:
        axes.axhline(0, color=colours.FAINT_INK, linewidth=0.9, zorder=1)
    axes.set_ylabel(words.axis_of(quantity), fontsize=FONT_PX, color=colours.INK)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False, fontsize=FONT_PX, handlelength=2.6,
        borderaxespad=0.2, labelcolor=colours.INK,
    )  # fmt: skip
