"""Two clips side by side: numbers of the same definition, and their curves on 0-100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from markupsafe import Markup, escape

from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES
from endrange.report.words import signed, statistic_of, title_of
from endrange.rom.compare import detectable_difference, difference, shows
from endrange.web.answer import cycles_of, measures_of
from endrange.web.words import TEXT

Cycles = list[list[float | None]]

_WIDTH: Final = 320
_HEIGHT: Final = 180
_LEFT: Final = 34
_BOTTOM: Final = 20


@dataclass(frozen=True)
class ComparedRow:
    """One quantity of both clips, as texts."""

    title: str
    statistic: str
    first: str
    second: str
    difference: str
    detectable: str
    shown: bool


def compared(first: Path, second: Path) -> list[ComparedRow]:
    """Every number that both clips have by the same definition."""
    others = {_key(m): m for m in measures_of(second)}
    return [_row(one, others[_key(one)]) for one in measures_of(first) if _key(one) in others]


def _key(measure: Measure) -> tuple[str, str | None, str, str, str]:
    return measure.quantity, measure.side, measure.statistic, measure.unit, measure.definition


def _row(one: Measure, other: Measure) -> ComparedRow:
    apart = difference(other, one, statistic="change", definition="second clip minus first")
    places = 1 if one.unit in ("deg", "steps/min") else 3
    unit = "°" if one.unit == "deg" else f" {one.unit}"
    side = "" if one.side is None else f", {TEXT[one.side]}"
    return ComparedRow(
        f"{title_of(one.quantity)}{side}",
        statistic_of(one.statistic),
        f"{signed(one.value or 0.0, places)}{unit}",
        f"{signed(other.value or 0.0, places)}{unit}",
        f"{signed(apart.value or 0.0, places)}{unit}",
        f"{detectable_difference(one, other):.{places}f}{unit}",
        shows(apart),
    )


def compared_curves(first: Path, second: Path) -> list[tuple[str, Markup]]:
    """Title and drawing of every angle that both clips have curves of."""
    ours, theirs = cycles_of(first), cycles_of(second)
    drawings = []
    for quantity, side in ours:
        if (quantity, side) in theirs and quantity in ANGLES:
            title = f"{ANGLES[quantity].title}{f', {TEXT[side]}' if side in TEXT else ''}"
            drawings.append((title, _drawing(title, ours[quantity, side], theirs[quantity, side])))
    return drawings


def _drawing(title: str, first: Cycles, second: Cycles) -> Markup:
    bands = [_band(first), _band(second)]
    seen = [value for band in bands for row in band for value in row if value is not None]
    if not seen:
        return Markup("")
    low, high = min(seen), max(seen)
    room = max(1.0, (high - low) * 0.08)
    low, high = low - room, high + room
    said = escape(TEXT["curve_compare_alt"].format(title=title))
    inside = "".join(_one(band, name, low, high) for band, name in zip(bands, ("a", "b"), strict=True))
    return Markup(
        f'<svg class="compared" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{said}">{_axes(low, high)}'
        f"{inside}</svg>"
    )


def _band(cycles: Cycles) -> tuple[list[float | None], list[float | None], list[float | None]]:
    """Lower quarter, median and upper quarter at each percent."""
    columns = [[v for v in column if v is not None] for column in zip(*cycles, strict=False)]
    quarters = [quantiles(c, n=4) if len(c) > 1 else [*c, *c, *c] for c in columns]
    lows, highs = ([q[i] if q else None for q in quarters] for i in (0, 2))
    return lows, [median(c) if c else None for c in columns], highs


def _one(
    band: tuple[Sequence[float | None], Sequence[float | None], Sequence[float | None]],
    name: str,
    low: float,
    high: float,
) -> str:
    lows, middle, highs = (_points(values, low, high) for values in band)
    edge = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*lows, *reversed(highs)])
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in middle)
    return f'<polygon class="band-{name}" points="{edge}"/><polyline class="curve-{name}" points="{line}"/>'


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float]]:
    wide, tall = _WIDTH - _LEFT - 16, _HEIGHT - _BOTTOM - 6
    steps = max(1, len(values) - 1)
    return [
        (_LEFT + wide * i / steps, 6 + tall * (high - value) / (high - low))
        for i, value in enumerate(values)
        if value is not None
    ]


def _axes(low: float, high: float) -> str:
    base, right = _HEIGHT - _BOTTOM, _WIDTH - 16
    ticks = []
    for value in (low + (high - low) * 0.08, (low + high) / 2, high - (high - low) * 0.08):
        y = 6 + (base - 6) * (high - value) / (high - low)
        ticks.append(
            f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="small end" x="{_LEFT - 4}" y="{y + 4:.1f}">{signed(value, 0)}°</text>'
        )
    ticks.append(f'<text class="small" x="{_LEFT}" y="{_HEIGHT - 4}">0 %</text>')
    ticks.append(f'<text class="small end" x="{right}" y="{_HEIGHT - 4}">100 %</text>')
    return "".join(ticks)
