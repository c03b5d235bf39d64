"""The course of each range over an athlete's sessions, in words and as a small drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from endrange.domain.measure import Measure
from endrange.history.trend import Trend
from endrange.report.words import signed, title_of
from endrange.report.words.assessment import PART
from endrange.web.words import TEXT

_WIDTH, _HEIGHT = 240, 84
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 228.0, 8.0, 62.0

#: As many values as are read in a line; the drawing shows them all (proposal).
_MOST_TOLD: Final = 4


@dataclass(frozen=True)
class ShownTrend:
    """One range of one side: its name, drawing, values and change as they are shown."""

    name: str
    small_print: str
    drawing: Markup | None
    values: str
    change: str
    real: bool


def shown_trend(trend: Trend) -> ShownTrend:
    """A trend as a page shows it; a change is only called one where it is larger than what could be detected."""
    title = title_of(trend.motion)
    name = f"{title}, {TEXT[trend.side]}" if trend.side else title
    place = trend.position if trend.role != "demand" else None
    small = ", ".join(part for part in (PART[trend.role], place) if part)
    known = [(day, m) for day, m in trend.points if m.value is not None]
    told = [f"{day}: {signed(m.value or 0.0, 0)}°" for day, m in known]
    values = "; ".join(told if len(told) <= _MOST_TOLD else [told[0], "…", *told[1 - _MOST_TOLD :]])
    change, real = "", False
    if trend.change is not None:
        apart = trend.change.difference.value or 0.0
        real = trend.change.verdict == "real change"
        change = TEXT["trend_change" if real else "trend_no_change"].format(
            difference=f"{'+' if apart > 0 else ''}{signed(apart, 0)}°", detectable=f"{trend.change.detectable:.0f}°"
        )
    drawing = _drawing(f"{name}, {small}. {values}. {change}", known) if len(known) > 1 else None
    return ShownTrend(name, small, drawing, values, change, real)


def _drawing(said: str, points: list[tuple[str, Measure]]) -> Markup:
    """Values at their dates, each with its 95 % interval."""
    days = [date.fromisoformat(day).toordinal() for day, _ in points]
    lows = [m.low if m.low is not None else m.value or 0.0 for _, m in points]
    highs = [m.high if m.high is not None else m.value or 0.0 for _, m in points]
    low, high = min(lows) - 1, max(highs) + 1
    span = max(1, days[-1] - days[0])

    def x(day: int) -> float:
        return _LEFT + 8 + (_RIGHT - _LEFT - 16) * (day - days[0]) / span

    def y(value: float) -> float:
        return _TOP + (_BOTTOM - _TOP) * (high - value) / (high - low)

    places = [(x(day), y(m.value or 0.0)) for day, (_, m) in zip(days, points, strict=True)]
    bars = "".join(
        f'<line class="bar" x1="{px:.1f}" x2="{px:.1f}" y1="{y(a):.1f}" y2="{y(b):.1f}"/>'
        f'<circle class="dot" cx="{px:.1f}" cy="{py:.1f}" r="4"/>'
        for (px, py), a, b in zip(places, lows, highs, strict=True)
    )
    line = " ".join(f"{px:.1f},{py:.1f}" for px, py in places)
    rules = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text class="small end" x="{_LEFT - 4}" y="{y(v) + 4:.1f}">{signed(v, 0)}°</text>'
        for v in _rules(low, high)
    )
    ends = "".join(
        f'<text class="small {place}" x="{px}" y="{_HEIGHT - 6}">{escape(day)}</text>'
        for place, px, day in (("", 0, points[0][0]), ("end", _WIDTH, points[-1][0]))
    )
    return Markup(
        f'<svg class="compared trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(said)}">'
        f'{rules}<polyline class="course" points="{line}"/>{bars}{ends}</svg>'
    )


def _rules(low: float, high: float) -> list[int]:
    step = next((s for s in (5, 10, 20, 40) if (high - low) / s <= 3), 90)
    first = int(-(-low // step)) * step
    return list(range(first, int(high) + 1, step))
