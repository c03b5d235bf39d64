"""Makes the table of errors that standard deviations and intervals are taken from.

``python -m endrange.accuracy.make_error_table FOLDER`` measures every recorded clip below FOLDER with every quality
level and writes ``error_table.json``. The table holds what was found: means and standard deviations over clips,
without the part of the camera's roll, which every clip's own intervals carry for themselves. What few bodies and
rendered people fall short of is allowed for where the table is read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from endrange import __version__
from endrange.accuracy.goals import without_roll
from endrange.accuracy.rows import AngleRow, Key, Leg, MeasureRow, Report
from endrange.accuracy.run import PLAIN, accuracy
from endrange.domain.vocabulary import MovementName, Plane

SCHEMA: Final = "endrange.error_table/1"

#: Lists of looks that the table knows: the quality levels, and what they are made of.
LISTS: Final = ("full", "heavy", "fast", "standard", "best")

#: Name under which the error of single frames stands among the statistics.
FRAME: Final = "frame"


@dataclass(frozen=True)
class Entry:
    """Error of one statistic of one angle, in degrees.

    Attributes
    ----------
    statistic
        ``frame`` for the values of frames, else as in the measures.
    clips, bodies
        Of how many clips and of how many people.
    bias_deg, between_sd_deg
        Mean and standard deviation over clips: of a clip's mean error, or of a reported number's error.
    within_sd_deg
        Root mean square over clips of the frames' scatter inside a clip; None for reported numbers.
    """

    looks: str
    movement: MovementName
    plane: Plane
    leg: Leg
    angle: str
    statistic: str
    clips: int
    bodies: int
    bias_deg: float
    between_sd_deg: float
    within_sd_deg: float | None


def entries_from(report: Report, without_person: str | None = None) -> tuple[Entry, ...]:
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
    return key.looks != PLAIN and (without_person is None or key.person != without_person)


def _clips(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.clip for row in rows})


def _bodies(rows: Sequence[AngleRow] | Sequence[MeasureRow]) -> int:
    return len({row.key.person for row in rows})


def _frame_entry(group: _Group, rows: Sequence[AngleRow]) -> Entry:
    bias = np.array([row.bias_deg for row in rows], float)
    within = np.sqrt(np.mean(np.array([row.sd_deg for row in rows], float) ** 2))
    return Entry(*group, _clips(rows), _bodies(rows), _figure(bias.mean()), _figure(bias.std(ddof=1)), _figure(within))


def _number_entry(group: _Group, rows: Sequence[MeasureRow]) -> Entry:
    error = np.array([row.error for row in rows], float)
    return Entry(*group, _clips(rows), _bodies(rows), _figure(error.mean()), _figure(error.std(ddof=1)), None)


def _figure(value: float | np.floating) -> float:
    return round(float(value), 3)


def table_json(entries: Sequence[Entry], clips: int, bodies: Sequence[str]) -> str:
    """The table as JSON, an entry a line."""
    head = {"schema": SCHEMA, "endrange": __version__, "clips": clips, "bodies": sorted(bodies)}
    lines = ",\n".join(json.dumps(asdict(entry)) for entry in entries)
    return json.dumps(head)[:-1] + ', "entries": [\n' + lines + "\n]}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure a folder and write the table."""
    parser = argparse.ArgumentParser(description="Make the table of errors from recorded clips with a truth.")
    parser.add_argument("folder", type=Path, help="recorded looks with their truth")
    parser.add_argument("--out", type=Path, default=Path("error_table.json"), help="file to write")
    chosen = parser.parse_args(arguments)
    report = accuracy(chosen.folder, LISTS, plain=False)
    bodies = {row.key.person for row in report.clips if row.key.person is not None}
    entries = entries_from(report)
    chosen.out.write_text(table_json(entries, len({row.key.clip for row in report.clips}), sorted(bodies)))


if __name__ == "__main__":
    main()
