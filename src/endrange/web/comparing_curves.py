"""Curves of two clips on 0-100 %, drawn above each other with what their difference would need to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from markupsafe import Markup, escape

from endrange.domain.looks import Floats
from endrange.domain.measure import Measure
from endrange.domain.statistics import MEDIAN_PENALTY, Z95
from endrange.domain.vocabulary import ANGLES, Side
from endrange.report.words import signed
from endrange.rom.compare import standard_error
from endrange.rom.conclude import shared_sd_deg
from endrange.web.answer import Cycles, cycles_of, from_standing, measures_of
from endrange.web.words import TEXT

_WIDTH: Final = 340
_LEFT, _RIGHT = 40.0, 324.0
#: Rows of the two panels: the curves, and below them their difference.
_CURVES: Final = (8.0, 168.0)
_APART: Final = (184.0, 248.0)
_HEIGHT: Final = 270


@dataclass(frozen=True)
class ComparedCurve:
    """One side of one angle: its drawing, and what it says in words."""

    side: Side | None
    drawing: Markup
    said: str


@dataclass(frozen=True)
class _Clip:
    """Strides or repetitions of one clip.

    ``low``, ``median``, ``high`` are (m,) degrees: quarters over the strides. ``error_sd`` is (m,) the standard error
    of the median, method included.
    """

    low: Floats
    median: Floats
    high: Floats
    error_sd: Floats


def compared_curves(first: Path, second: Path, *, same_person: bool) -> list[tuple[str, list[ComparedCurve]]]:
    """Title and sides of every angle that both clips have curves of; of one counted from two zeros only that it is.

    Parameters
    ----------
    same_person
        Whether both clips show one person: then what is known to be shared by the errors of
        two tests of one person cancels.
    """
    ours, theirs = cycles_of(first), cycles_of(second)
    measures = measures_of(first), measures_of(second)
    others_zero = from_standing(first) ^ from_standing(second)
    found: dict[str, list[ComparedCurve]] = {}
    for (quantity, side), cycles in ours.items():
        if (quantity, side) not in theirs or quantity not in ANGLES:
            continue
        if (quantity, side) in others_zero:
            found.setdefault(quantity, []).append(_not_alike(side))
            continue
        one = _clip(cycles, _method_sd(measures[0], quantity, side))
        other = _clip(theirs[quantity, side], _method_sd(measures[1], quantity, side))
        if len(one.median) == len(other.median) and np.isfinite(one.median + other.median).any():
            shared = shared_sd_deg(quantity) if same_person else 0.0
            found.setdefault(quantity, []).append(_curve(quantity, side, one, other, shared))
    return [(ANGLES[quantity].title, curves) for quantity, curves in found.items()]


def _not_alike(side: str) -> ComparedCurve:
    return ComparedCurve(side if side in ("left", "right") else None, Markup(), TEXT["other_zero"])  # type: ignore[arg-type]


def _method_sd(measures: Sequence[Measure], quantity: str, side: str) -> float:
    """Standard error that all strides share: what is left of a measure's interval without its scatter.

    The angle's model error where the clip has no measure of it.
    """
    for measure in measures:
        if (measure.quantity, measure.side or "", measure.unit) == (quantity, side, "deg"):
            own = MEDIAN_PENALTY * measure.sd / np.sqrt(measure.n) if measure.sd is not None and measure.n > 1 else 0.0
            return float(np.sqrt(max(standard_error(measure) ** 2 - own**2, 0.0)))
    return ANGLES[quantity].model_error_deg


def _clip(cycles: Cycles, method_sd: float) -> _Clip:
    rows = np.array(cycles, float)
    known = np.isfinite(rows)
    n = known.sum(axis=0)
    columns = n > 0
    low, median, high = (np.full(rows.shape[1], np.nan) for _ in range(3))
    low[columns], median[columns], high[columns] = np.nanquantile(rows[:, columns], (0.25, 0.5, 0.75), axis=0)
    sd = np.zeros(rows.shape[1])
    sd[n > 1] = np.nanstd(rows[:, n > 1], axis=0, ddof=1)
    error = np.hypot(method_sd, MEDIAN_PENALTY * sd / np.sqrt(np.maximum(n, 1)))
    return _Clip(low, median, high, error)


def detectable_of(one_sd: Floats, other_sd: Floats, shared_sd: float) -> Floats:
    """(m,) the smallest difference that would show at 95 %, as :func:`endrange.rom.compare.detectable_difference`."""
    common = np.minimum(shared_sd**2, np.minimum(one_sd**2, other_sd**2))
    return np.asarray(Z95 * np.sqrt(one_sd**2 + other_sd**2 - 2 * common))


def _curve(quantity: str, side: str, one: _Clip, other: _Clip, shared_sd: float) -> ComparedCurve:
    apart = other.median - one.median
    needed = detectable_of(one.error_sd, other.error_sd, shared_sd)
    said = _said(apart, needed)
    name = f"{ANGLES[quantity].title}{f', {TEXT[side]}' if side else ''}"
    label = f"{TEXT['curve_compare_alt'].format(title=name)} {said}"
    inside = _panel_of_curves(one, other) + _panel_of_difference(apart, needed) + _percent_axis()
    drawing = Markup(
        f'<svg class="compared" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">{inside}</svg>'
    )
    return ComparedCurve(side if side in ("left", "right") else None, drawing, said)  # type: ignore[arg-type]


def _said(apart: Floats, needed: Floats) -> str:
    """Where the difference shows, or how far it is from showing."""
    share = np.abs(apart) / needed
    at = int(np.nanargmax(share))
    size = f"{'+' if apart[at] > 0 else ''}{signed(apart[at], 0)}°"
    percent = round(100 * at / max(1, len(apart) - 1))
    key = "curve_apart" if share[at] > 1 else "curve_alike"
    return TEXT[key].format(difference=size, percent=percent, detectable=f"{needed[at]:.0f}°")


def _panel_of_curves(one: _Clip, other: _Clip) -> str:
    seen = np.concatenate([one.low, one.high, other.low, other.high])
    low, high = float(np.nanmin(seen)), float(np.nanmax(seen))
    room = max(1.0, (high - low) * 0.06)
    low, high = low - room, high + room
    parts = [_rules(_steps(low, high), low, high, _CURVES)]
    for clip, name in ((one, "a"), (other, "b")):
        parts.append(_band(clip.low, clip.high, low, high, _CURVES, f"band-{name}"))
        parts.append(_line(clip.median, low, high, _CURVES, f"curve-{name}"))
    return "".join(parts)


def _panel_of_difference(apart: Floats, needed: Floats) -> str:
    """B - A within the band of what would not show; where it leaves the band it is drawn thicker."""
    most = 1.1 * max(1.0, float(np.nanmax(np.maximum(np.abs(apart), needed))))
    step = next((s for s in (2, 5, 10, 20, 40) if most / s < 2.2), 40)
    parts = [
        _band(-needed, needed, -most, most, _APART, "undetected"),
        _rules([-step, 0, step], -most, most, _APART),
        _line(apart, -most, most, _APART, "apart"),
        _line(np.where(np.abs(apart) > needed, apart, np.nan), -most, most, _APART, "apart shows"),
        f'<text class="small" x="{_LEFT + 4}" y="{_APART[0] + 11}">{escape(TEXT["difference"])}</text>',
    ]
    return "".join(parts)


def _steps(low: float, high: float) -> list[int]:
    step = next((s for s in (1, 2, 5, 10, 20, 30, 50) if (high - low) / s <= 5), 90)
    return list(range(int(np.ceil(low / step)) * step, int(high) + 1, step))


def _rules(values: Sequence[int], low: float, high: float, rows: tuple[float, float]) -> str:
    return "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="small end" x="{_LEFT - 5}" y="{y + 4:.1f}">{signed(value, 0)}°</text>'
        for value in values
        for y in (_y(value, low, high, rows),)
    )


def _percent_axis() -> str:
    return "".join(
        f'<text class="small {place}" x="{x}" y="{_HEIGHT - 6}">{text}</text>'
        for place, x, text in (("", _LEFT, "0 %"), ("middle", (_LEFT + _RIGHT) / 2, "50 %"), ("end", _RIGHT, "100 %"))
    )


def _y(value: float, low: float, high: float, rows: tuple[float, float]) -> float:
    return rows[0] + (rows[1] - rows[0]) * (high - value) / (high - low)


def _points(values: Floats, low: float, high: float, rows: tuple[float, float]) -> list[str]:
    """x,y of every value; an empty text where it is missing."""
    steps = max(1, len(values) - 1)
    return [
        f"{_LEFT + (_RIGHT - _LEFT) * i / steps:.1f},{_y(value, low, high, rows):.1f}" if np.isfinite(value) else ""
        for i, value in enumerate(values.tolist())
    ]


def _line(values: Floats, low: float, high: float, rows: tuple[float, float], style: str) -> str:
    """A line that breaks where values are missing."""
    pieces = " ".join(point or "|" for point in _points(values, low, high, rows)).split("|")
    return "".join(f'<polyline class="{style}" points="{piece.strip()}"/>' for piece in pieces if " " in piece.strip())


def _band(lows: Floats, highs: Floats, low: float, high: float, rows: tuple[float, float], style: str) -> str:
    """A band that breaks where either edge is missing."""
    known = np.isfinite(lows) & np.isfinite(highs)
    lower, upper = (_points(values, low, high, rows) for values in (lows, highs))
    edges = np.flatnonzero(np.diff(np.r_[False, known, False].astype(int)))
    return "".join(
        f'<polygon class="{style}" points="{" ".join([*lower[start:stop], *reversed(upper[start:stop])])}"/>'
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    )
