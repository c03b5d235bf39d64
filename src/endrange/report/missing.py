"""What could not be measured, gathered by reason, so that a reader is told once how to refilm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Side
from endrange.report import words
from endrange.report.rows import Row

#: Stands for the quantity's name where a reason mentions it.
_NAME = "\N{NULL}"


class _Kind(NamedTuple):
    """Reasons that are told together; sorts so that what is wholly unknown comes first."""

    partly: bool
    statistic: str  # of what is known otherwise; empty where nothing is known, or where it is what was not held
    not_held: bool
    pattern: str


@dataclass(frozen=True)
class Missing:
    """Measures without a number that share one reason.

    Attributes
    ----------
    title
        What is missing, as a phrase: ``Not measured: hip extension and trunk lean``.
    members
        Row key and side of each.
    """

    title: str
    reason: str
    members: frozenset[tuple[tuple[str, str], Side | None]]


def missing_of(rows: Sequence[Row]) -> tuple[Missing, ...]:
    """Everything without a number, by reason: first what is wholly unknown, then single statistics of what is known."""
    known = {(row.quantity, side): "" for row in rows for side, cell in row.cells.items() if cell.value is not None}
    groups: dict[_Kind, list[tuple[Row, Side | None]]] = {}
    for row in rows:
        for side, cell in row.cells.items():
            if cell.value is None:
                # Its first reason stands for the whole quantity, a further one for a statistic of it.
                partly = known.setdefault((row.quantity, side), reason_of(cell)) != reason_of(cell)
                groups.setdefault(_kind(row, cell, partly), []).append((row, side))
    two_sided = len({side for row in rows for side in row.cells if side}) > 1
    order = sorted(groups, key=lambda kind: kind.partly)
    return tuple(_missing(kind, groups[kind], two_sided) for kind in order)


def reason_of(cell: Measure) -> str:
    """Why there is no number."""
    return cell.reason or words.status_of(cell.status, cell.statistic)


def _kind(row: Row, cell: Measure, partly: bool) -> _Kind:
    pattern = reason_of(cell).replace(words.title_of(row.quantity).lower(), _NAME)
    not_held = cell.status == "absent" and row.statistic.startswith("held_")
    return _Kind(partly, row.subtitle if partly and not not_held else "", not_held, pattern)


def _missing(kind: _Kind, found: list[tuple[Row, Side | None]], two_sided: bool) -> Missing:
    sides: dict[str, set[Side | None]] = {}
    for row, side in found:
        sides.setdefault(row.title if kind.partly else words.title_of(row.quantity), set()).add(side)
    names = [
        name[:1].lower() + name[1:] + (f" ({next(iter(of))})" if two_sided and len(of) == 1 and None not in of else "")
        for name, of in sides.items()
    ]
    what = f"{kind.statistic} ({words.listed(names)})" if kind.statistic else words.listed(names)
    title = words.not_held(what) if kind.not_held else words.missing(what)
    plain = dict.fromkeys(words.title_of(row.quantity).lower() for row, _ in found)
    reason = kind.pattern.replace(_NAME, next(iter(plain)) if len(plain) == 1 else words.THEM)
    return Missing(title, reason, frozenset((row.key, side) for row, side in found))
