"""Matplotlib figures as small inline SVG: no global state, no outside references, the same bytes every time."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Literal

import matplotlib
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from endrange.domain.vocabulary import Side
from endrange.report import colours

#: Inches at 72 px each: 360 px, so that type keeps its size on a phone and grows on a desk.
WIDTH_IN: Final = 5.0
FONT_PX: Final = 12.0

#: Read while a figure is drawn: text stays text (small, selectable), ids do not depend on the moment, no mathematics in
#: names.
_DRAWING: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "endrange",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "font.family": ["sans-serif"],
    "hatch.linewidth": 0.6,
    "path.simplify": True,
}

#: matplotlib keeps these settings for the whole process; two drawings at once would undo each other's.
_ONE_AT_A_TIME: Final = Lock()

_HEADER: Final = re.compile(r"^.*?<svg\b[^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_LONG_DECIMAL: Final = re.compile(r"(-?\d+\.\d)\d+")
_BLANKS: Final = re.compile(r">\s+<")
_PATH_LINES: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Tie:
    """A horizontal axis that a video can be tied to: percent of a cycle of these sides, or seconds of the clip."""

    axis: Literal["percent", "seconds"]
    sides: tuple[Side | None, ...]


def new_figure(height_in: float) -> tuple[Figure, Axes]:
    """A figure with one pair of axes in the report's manner; belongs to its caller alone."""
    figure, panels = new_panels(1, height_in)
    return figure, panels[0]


def new_panels(n: int, height_in: float) -> tuple[Figure, list[Axes]]:
    """A figure with ``n`` pairs of axes side by side."""
    figure = Figure(figsize=(WIDTH_IN, height_in), dpi=72, layout="constrained")
    FigureCanvasSVG(figure)
    panels = [figure.add_subplot(1, n, i + 1) for i in range(n)]
    for axes in panels:
        for edge in ("top", "right"):
            axes.spines[edge].set_visible(False)
        for edge in ("left", "bottom"):
            axes.spines[edge].set_color(colours.FAINT_INK)
        axes.tick_params(labelsize=FONT_PX, colors=colours.INK, length=3)
        axes.grid(True, color=colours.GRID, linewidth=0.6)
        axes.set_axisbelow(True)
    return figure, panels


def to_svg(figure: Figure, name: str, label: str, tie: Tie | None = None) -> Markup:
    """Draw a figure as SVG for inlining.

    Parameters
    ----------
    name
        Unique on the page; every id inside starts with it.
    label
        What the picture shows, for those who do not see it.
    tie
        What its horizontal axis is, so that a video can be tied to it.
    """
    out = io.StringIO()
    with _ONE_AT_A_TIME, matplotlib.rc_context(_DRAWING), warnings.catch_warnings():
        # Letters stay text, so the reader's own fonts draw those that matplotlib's lack.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(out, format="svg", metadata=nothing, transparent=True)
    return _inlined(out.getvalue(), name, label, "" if tie is None else _tied(figure, tie))


def _tied(figure: Figure, tie: Tie) -> str:
    """Where the axes lie in the drawing, and what they span, as attributes."""
    (axes,) = figure.axes
    box, (low, high) = axes.get_position(), axes.get_xlim()
    width, height = (72 * float(inches) for inches in figure.get_size_inches())
    edges = (box.x0 * width, (1 - box.y1) * height, box.x1 * width, (1 - box.y0) * height)
    return (
        f' data-axis="{tie.axis}" data-box="{" ".join(f"{edge:.1f}" for edge in edges)}" '
        f'data-range="{low:.4f} {high:.4f}" data-sides="{" ".join(side or "midline" for side in tie.sides)}"'
    )


def _inlined(text: str, name: str, label: str, attributes: str) -> Markup:
    body = _METADATA.sub("", text)
    found = _HEADER.match(body)
    if found is None:  # pragma: no cover - matplotlib always writes one
        raise ValueError("the drawing has no svg element with a viewBox")
    body = body[found.end() :]
    body = body.replace("xlink:href", "href")
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = body.replace('href="#', f'href="#{name}-').replace("url(#", f"url(#{name}-")
    body = _LONG_DECIMAL.sub(r"\1", body)
    body = _BLANKS.sub("><", _PATH_LINES.sub(" ", body))
    head = f'<svg role="img" aria-label="{escape(label)}" viewBox="{found.group(1)}" class="figure"{attributes}>'
    return Markup(head + body)  # matplotlib escapes what it writes
