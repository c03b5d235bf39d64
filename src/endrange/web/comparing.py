"""Two clips or two sessions of one person beside each other: numbers of the same definition, and what would show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from endrange.domain.assessment import Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Role, Side
from endrange.report.words import signed, statistic_of, title_of
from endrange.report.words.assessment import PART
from endrange.rom.change import ROLES, change_of
from endrange.rom.compare import detectable_difference, difference, shows
from endrange.rom.conclude import shared_sd_deg
from endrange.web.answer import measures_of
from endrange.web.rows import ClipRow
from endrange.web.words import TEXT

SIDE_ORDER: Final[tuple[Side | None, ...]] = ("left", "right", None)


@dataclass(frozen=True)
class Cell:
    """One number of both, as texts, and whether the difference is larger than what could be detected."""

    first: str
    second: str
    difference: str
    detectable: str
    shown: bool


@dataclass(frozen=True)
class ComparedRow:
    """One quantity of both, by side; None stands for a midline value."""

    title: str
    small_print: str
    cells: dict[Side | None, Cell]


def compared(first: Path, second: Path, *, same_person: bool) -> list[ComparedRow]:
    """Every number that both clips have by the same definition.

    Parameters
    ----------
    same_person
        Whether both clips show one person: then what is known to be shared by the errors of
        two tests of one person cancels.
    """
    others = {(_key(m), m.side): m for m in measures_of(second)}
    rows: dict[tuple[str, str, str, str], ComparedRow] = {}
    for one in measures_of(first):
        other = others.get((_key(one), one.side))
        if other is not None:
            small = statistic_of(one.statistic)
            row = rows.setdefault(_key(one), ComparedRow(title_of(one.quantity), small, {}))
            row.cells[one.side] = _cell(one, other, same_person=same_person)
    return list(rows.values())


def _key(measure: Measure) -> tuple[str, str, str, str]:
    return measure.quantity, measure.statistic, measure.unit, measure.definition


def _cell(one: Measure, other: Measure, *, same_person: bool) -> Cell:
    common = shared_sd_deg(one.quantity) ** 2 if same_person and one.unit == "deg" else 0.0
    apart = difference(other, one, statistic="change", definition="second minus first", covariance=common)
    detectable = detectable_difference(one, other, covariance=common)
    return _told(one.value or 0.0, other.value or 0.0, detectable, one.unit, shown=shows(apart))


def _told(first: float, second: float, detectable: float, unit: str, *, shown: bool) -> Cell:
    places = 1 if unit in ("deg", "steps/min") else 3
    shown_unit = "°" if unit == "deg" else "" if unit in ("ratio", "1") else f"\u00a0{unit}"
    apart = second - first
    return Cell(
        f"{signed(first, places)}{shown_unit}",
        f"{signed(second, places)}{shown_unit}",
        f"{'+' if round(apart, places) > 0 else ''}{signed(apart, places)}{shown_unit}",
        f"{detectable:.{places}f}{shown_unit}",
        shown,
    )


def compared_ranges(first: tuple[str, Sequence[Joint]], second: Sequence[Joint]) -> list[ComparedRow]:
    """Every range of a session against the same range of an earlier one.

    Parameters
    ----------
    first
        Date and joints of the earlier session.
    """
    day, before = first
    rows: dict[tuple[str, str | None, Role], ComparedRow] = {}
    for joint in second:
        for change in change_of((joint,), ((day, tuple(before)),), shared_sd_deg):
            now: Measure = getattr(joint, change.role)
            value, apart = now.value or 0.0, change.difference.value or 0.0
            place = joint.position if change.role != "demand" else None
            small = ", ".join(part for part in (PART[change.role], place) if part)
            row = rows.setdefault((joint.motion, place, change.role), ComparedRow(title_of(joint.motion), small, {}))
            shown = change.verdict == "real change"
            row.cells[joint.side] = _told(value - apart, value, change.detectable, "deg", shown=shown)
    order = [(motion, role) for motion in dict.fromkeys(m for m, _, _ in rows) for role in ROLES]
    return [row for key, row in sorted(rows.items(), key=lambda item: order.index((item[0][0], item[0][2])))]


def sides_of(rows: Iterable[ComparedRow]) -> list[Side | None]:
    """The columns of the table: sides that any row has."""
    found = {side for row in rows for side in row.cells}
    return [side for side in SIDE_ORDER if side in found]


def changes_shown(rows: Iterable[ComparedRow]) -> list[str]:
    """The differences that are larger than what could be detected, a line each."""
    return [
        TEXT["difference_line"].format(
            what=f"{row.title}{f', {TEXT[side]}' if side else ''} ({row.small_print})",
            difference=cell.difference,
            detectable=cell.detectable,
        )
        for row in rows
        for side, cell in row.cells.items()
        if cell.shown
    ]


def pairs(first: Iterable[ClipRow], second: Iterable[ClipRow]) -> list[tuple[ClipRow, ClipRow]]:
    """Clips of the same movement, motion, side and effort, the last of each session."""
    before, after = ({_what(clip): clip for clip in clips if clip.ready} for clips in (first, second))
    return [(before[what], after[what]) for what in before if what in after]


def _what(clip: ClipRow) -> tuple[str | None, ...]:
    return (
        clip.movement or clip.seen_movement,
        clip.motion,
        clip.side or clip.seen_side,
        clip.effort or clip.seen_effort,
    )
