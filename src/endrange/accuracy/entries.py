"""Entries of the table of errors from compared rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from endrange.accuracy.goals import without_roll
from endrange.accuracy.rows import AngleRow, Key, Leg, MeasureRow, Report
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import MovementName, Plane
from endrange.kinematics.error_table import FRAME, LISTS, OF_YAW_CLIPS, ErrorEntry

#: Clips from which on errors are laid out over the camera's yaw, and clips' worth of trust that they do not hang on it.
YAW_CLIPS: Final = 16
NO_YAW_CLIPS: Final = 4.0

#: Share of the spread that must be left at most, for an error to hang on the yaw at all (proposal: what twenty clips of
#: chance alone hardly reach).
LEFT_BY_YAW: Final = 0.9


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
    yaws = {row.key: row.yaw_deg for row in report.clips}
    found = [_frame_entry(group, rows, yaws) for group, rows in frames.items() if _clips(rows) > 1]
    found += [_number_entry(group, rows, yaws) for group, rows in numbers.items() if _clips(rows) > 1]
    return tuple(sorted(found, key=lambda e: (e.movement, e.plane, e.leg, e.angle, e.statistic, e.looks)))


_Group = tuple[str, MovementName, Plane, Leg, str, str]
_Yaws = Mapping[Key, float | None]


def _place(key: Key) -> tuple[str, MovementName, Plane]:
    return key.looks, key.movement, key.plane


def _counts(key: Key, without_person: str | None) -> bool:
    return key.looks in LISTS and (without_person is None or key.person != without_person)


def _clips(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.clip for row in rows})


def _bodies(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.person for row in rows})


def _frame_entry(group: _Group, rows: Sequence[AngleRow], yaws: _Yaws) -> ErrorEntry:
    bias = np.array([row.bias_deg for row in rows], float)
    within = np.sqrt(np.mean(np.array([row.sd_deg for row in rows], float) ** 2))
    return _entry(group, rows, bias, _figure(within), yaws)


def _number_entry(group: _Group, rows: Sequence[MeasureRow], yaws: _Yaws) -> ErrorEntry:
    scatter = np.array([row.stride_sd for row in rows if row.stride_sd is not None], float)
    within = _figure(np.sqrt(np.mean(scatter**2))) if len(scatter) > 1 else None
    return _entry(group, rows, np.array([row.error for row in rows], float), within, yaws)


def _entry(
    group: _Group, rows: Sequence[AngleRow] | Sequence[MeasureRow], error: Floats, within: float | None, yaws: _Yaws
) -> ErrorEntry:
    mean, spread = _figure(error.mean()), _figure(error.std(ddof=1))
    of_yaw, about = over_yaw(error, np.array([yaws.get(row.key) for row in rows], float))
    return ErrorEntry(*group, _clips(rows), _bodies(rows), mean, spread, within, of_yaw, about)


def over_yaw(error: Floats, yaw_deg: Floats) -> tuple[tuple[float, float, float] | None, float | None]:
    """Mean error as a parabola over the camera's yaw, and the standard deviation about it.

    What leans sideways is seen to lean forward or back by a camera that looks obliquely (one to one with the sine of
    the yaw), and what leans forward is seen upright (with its square): a real runner's markers at 15 degrees give
    dorsiflexion +1.4 on one side and -4.4 on the other (science brief, section 9).

    Parameters
    ----------
    error, yaw_deg
        (k,) of clips, degrees; NaN where no yaw is known.

    Returns
    -------
    tuple
        The mean without yaw, what 10 degrees add, what their square adds; and the spread. Both None where there are too
        few clips, or the errors do not hang on the yaw.
    """
    if len(error) < YAW_CLIPS or not np.isfinite(yaw_deg).all():
        return None, None
    powers = np.vander(yaw_deg / 10.0, 3, increasing=True)
    squares = powers.T @ powers + np.diag([0.0, NO_YAW_CLIPS, NO_YAW_CLIPS])
    fit = np.linalg.solve(squares, powers.T @ error)
    about = float(np.sqrt(np.sum((error - powers @ fit) ** 2) / (len(error) - 1 - OF_YAW_CLIPS)))
    if about > LEFT_BY_YAW * error.std(ddof=1):
        return None, None
    without, line, bend = (_figure(value) for value in fit)
    return (without, line, bend), _figure(about)


def _figure(value: float | np.floating) -> float:
    return round(float(value), 3)
