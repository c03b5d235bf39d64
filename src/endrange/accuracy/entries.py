"""Entries of the table of errors from compared rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from endrange.accuracy.goals import without_roll
from endrange.accuracy.rows import AngleRow, Key, Leg, MeasureRow, Report
from endrange.domain.vocabulary import MovementName, Plane
from endrange.kinematics.error_table import FRAME, LISTS, ErrorEntry


def entries_from(report: Report, without_person: str | None = None) -> tuple[ErrorEntry, ...]:
    """The table of a report, or of all its people but one.

    Groups of fewer than two clips say nothing about the spread between clips and are left out.
    """
    level = without_roll(report)
    frames: dict[_Group, list[AngleRow]] = {}
    for row in level.angles:
        if row.phase == "all" and row.rmse_deg is not None and _counts(row.key, without_person):
            frames.setdefault((*_place(row.key), row.leg, row.angle, FRAME), []).append(row)
    numbers: dict[_Group, list[MeasureRow]] = {}
    for number in level.measures:
        if number.unit == "deg" and number.error is not None and _counts(number.key, without_person):
            group = (*_place(number.key), number.leg, number.quantity, number.statistic)
            numbers.setdefault(group, []).append(number)
    found = [_frame_entry(group, rows) for group, rows in frames.items() if _clips(rows) > 1]
    found += [_number_entry(group, rows) for group, rows in numbers.items() if _clips(rows) > 1]
    return tuple(sorted(found, key=lambda e: (e.movement, e.plane, e.leg, e.angle, e.statistic, e.looks)))


_Group = tuple[str, MovementName, Plane, Leg, str, str]


def _place(key: Key) -> tuple[str, MovementName, Plane]:
    return key.looks, key.movement, key.plane


def _counts(key: Key, without_person: str | None) -> bool:
    return key.looks in LISTS and (without_person is None or key.person != without_person)


def _clips(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.clip for row in rows})


def _bodies(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.person for row in rows})


def _frame_entry(group: _Group, rows: Sequence[AngleRow]) -> ErrorEntry:
    bias = np.array([row.bias_deg for row in rows], float)
    within = np.sqrt(np.mean(np.array([row.sd_deg for row in rows], float) ** 2))
    return ErrorEntry(
        *group, _clips(rows), _bodies(rows), _figure(bias.mean()), _figure(bias.std(ddof=1)), _figure(within)
    )


def _number_entry(group: _Group, rows: Sequence[MeasureRow]) -> ErrorEntry:
    error = np.array([row.error for row in rows], float)
    return ErrorEntry(*group, _clips(rows), _bodies(rows), _figure(error.mean()), _figure(error.std(ddof=1)), None)


def _figure(value: float | np.floating) -> float:
    return round(float(value), 3)
