"""The three numbers of every motion as a picture: passive, owned and stride, with intervals, left beside right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes

from endrange.domain.assessment import Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES, Side
from endrange.report import colours
from endrange.report.figures import Plot
from endrange.report.rows import number_text
from endrange.report.svg import FONT_PX, new_panels, to_svg
from endrange.report.words import assessment as words
from endrange.rom.compare import shows

ROLES: Final = ("passive", "active", "demand")
SIDE_ORDER: Final[tuple[Side | None, ...]] = ("left", "right", None)

#: Inches: a row with its text, and what axis and title need.
ROW_IN: Final = 0.62
FRAME_IN: Final = 0.75

#: Height of a bar in rows; its text stands above it.
BAR: Final = 0.4
OPACITY: Final = {"passive": 0.35, "active": 1.0, "demand": 0.65}


def three_number_plots(joints: Sequence[Joint]) -> tuple[Plot, ...]:
    """One figure for each motion and position; a stride that nothing can be set against stands with its other side."""
    return tuple(_plot(motion, position, rows, i) for i, (motion, position, rows) in enumerate(_groups(joints)))


def _groups(joints: Sequence[Joint]) -> list[tuple[str, str | None, list[Joint]]]:
    groups: dict[tuple[str, str | None], list[Joint]] = {}
    for joint in joints:
        groups.setdefault((joint.motion, _place(joint, joints)), []).append(joint)
    return [(motion, position, rows) for (motion, position), rows in groups.items()]


def _place(joint: Joint, joints: Sequence[Joint]) -> str | None:
    """A side of which only the stride is known stands beside the other side's comparable numbers."""
    if joint.position != "stride":
        return joint.position
    partners = (
        j.position for j in joints if j.motion == joint.motion and j.demand is not None and j.active is not None
    )
    return next(partners, joint.position)


def _plot(motion: str, position: str | None, joints: list[Joint], number: int) -> Plot:
    joints = sorted(joints, key=lambda joint: SIDE_ORDER.index(joint.side))
    rows = [role for role in ROLES if any(getattr(joint, role) is not None for joint in joints)]
    sides: list[Side | None] = ["left", "right"] if any(joint.side for joint in joints) else [None]
    figure, panels = new_panels(len(sides), FRAME_IN + ROW_IN * len(rows))
    low, high = _limits(joints)
    for axes, side in zip(panels, sides, strict=True):
        joint = next((j for j in joints if j.side == side), None)
        _draw_side(axes, joint, side, rows)
        axes.set_xlim(low, high)
        axes.set_ylim(len(rows) - 0.45, -0.75)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(False, axis="y")
        axes.axvline(0, color=colours.FAINT_INK, linewidth=0.9, zorder=1)
    figure.supxlabel(f"{ANGLES[motion].title.lower()}, degrees", fontsize=FONT_PX, color=colours.INK)
    title = words.joint_heading(motion, None, position)
    caption = " ".join(_sentence(joint) for joint in joints)
    label = f"{title}. {' '.join(_numbers(joint) for joint in joints)} {caption}"
    return Plot(title, to_svg(figure, f"three-{number}", label), caption)


def _limits(joints: list[Joint]) -> tuple[float, float]:
    measures = [getattr(joint, part) for joint in joints for part in (*ROLES, "momentum")]
    lows = [m.low for m in measures if m is not None and m.low is not None]
    highs = [m.high for m in measures if m is not None and m.high is not None]
    low, high = min(0.0, *lows), max(0.0, *highs)
    room = 0.03 * (high - low)
    return low - (room if low < 0 else 0.0), high + room


def _draw_side(axes: Axes, joint: Joint | None, side: Side | None, rows: list[str]) -> None:
    if side is not None:
        axes.set_title(side, loc="left", fontsize=FONT_PX + 1, color=colours.PAPER[side], fontweight="bold")
    for y, role in enumerate(rows):
        measure: Measure | None = None if joint is None else getattr(joint, role)
        known = measure is not None and measure.value is not None
        text = f"{words.PART[role]}: not seen" if measure is None else f"{words.PART[role]} {number_text(measure)}"
        axes.annotate(
            text, (0, y - BAR / 2), xycoords=("axes fraction", "data"), xytext=(0, 2), textcoords="offset points",
            fontsize=FONT_PX, color=colours.INK if known else colours.FAINT_INK, va="bottom", zorder=4,
            bbox={"facecolor": "white", "linewidth": 0, "pad": 0.5},
        )  # fmt: skip
        if measure is not None and known:
            _draw_bar(axes, measure, y, role, side)
    if joint is not None:
        _mark(axes, joint, rows)


def _draw_bar(axes: Axes, measure: Measure, y: int, role: str, side: Side | None) -> None:
    colour = colours.PAPER[side]
    axes.barh(y, measure.value or 0.0, height=BAR, color=colour, alpha=OPACITY[role], linewidth=0, zorder=2)
    if measure.low is not None and measure.high is not None:
        axes.plot([measure.low, measure.high], [y, y], color=colours.INK, linewidth=1.4, zorder=5)
        for end in (measure.low, measure.high):
            axes.plot([end, end], [y - 0.09, y + 0.09], color=colours.INK, linewidth=1.4, zorder=5)


def _mark(axes: Axes, joint: Joint, rows: list[str]) -> None:
    """Owned as a line through all rows, momentum as a diamond, gap and borrowed range hatched."""
    owned = None if joint.active is None else joint.active.value
    if owned is not None:
        axes.axvline(owned, color=colours.INK, linewidth=1.0, linestyle=(0, (4, 3)), zorder=3)
        if joint.momentum is not None and joint.momentum.value is not None:
            axes.plot(
                joint.momentum.value, rows.index("active"), marker="D", markersize=5, markerfacecolor="white",
                markeredgecolor=colours.INK, zorder=6,
            )  # fmt: skip
    unused = joint.gap is not None and (joint.gap.low or 0.0) > 0
    shown = (("passive", joint.gap if unused else None), ("demand", joint.borrowed))
    for role, beyond in shown:
        measure: Measure | None = getattr(joint, role)
        if beyond is None or beyond.value is None or owned is None or measure is None or measure.value is None:
            continue
        axes.barh(
            rows.index(role), measure.value - owned, left=owned, height=BAR, facecolor="white", edgecolor=colours.INK,
            hatch="////", linewidth=0.8, zorder=2.5,
        )  # fmt: skip


def _numbers(joint: Joint) -> str:
    """Every number in words, for those who do not see the picture."""
    known = [(role, getattr(joint, role)) for role in (*ROLES, "momentum")]
    parts = [f"{words.PART[role]} {number_text(m)}" for role, m in known if m is not None and m.value is not None]
    return f"{joint.side or 'Midline'}: {', '.join(parts)}."


def _sentence(joint: Joint) -> str:
    """What follows from the numbers of one side."""
    parts = []
    if joint.gap is not None and joint.gap.value is not None:
        parts.append(words.gap_text(number_text(joint.gap), joint.gap.value, shows(joint.gap)))
    if joint.borrowed is not None:
        parts.append(words.borrowed_text(number_text(joint.borrowed)))
    elif joint.reserve is not None and joint.reserve.value is not None:
        parts.append(words.reserve_text(number_text(joint.reserve), joint.reserve.value, shows(joint.reserve)))
    if joint.reason is not None:
        parts.append(joint.reason.rstrip("."))
    side = joint.side.capitalize() if joint.side else "Both"
    return f"{side}: {'; '.join(parts)}." if parts else ""
