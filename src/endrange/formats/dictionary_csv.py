"""``dictionary.csv``: what each column of ``angles.csv`` is, and which zero its angle is counted from in this clip."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.angles import Angles
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES
from endrange.formats.registry import Format
from endrange.formats.zero import PLAIN, zeros_of

COLUMNS: Final = ("table", "name", "unit", "meaning", "zero")
TABLE: Final = "angles"

#: Where an angle is zero that is not counted from its anatomical zero.
OTHER_ZEROS: Final = {
    "standing": "the person's own standing",
    "flat foot": "sole flat, shank upright, by the foot's own flat phase",
}


def rows_of(angles: Angles) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each column of ``angles.csv``, in its order; ``zero`` is empty where an angle is not seen."""
    yield TABLE, "frame", "", "number of the frame, from 0", ""
    yield TABLE, "time_s", "s", "from the first frame", ""
    zeros = zeros_of(angles)
    for key in ANGLE_KEYS:
        what, zero = ANGLES[key.angle], zeros.get(key.column, "")
        at = OTHER_ZEROS.get(zero, zero if zero not in ("", PLAIN) else what.zero)
        meaning = f"{what.definition}; positive {what.title.lower()}; zero: {at}"
        yield TABLE, f"{key.column}_deg", "deg", meaning, zero
        yield TABLE, f"{key.column}_sd_deg", "deg", f"standard deviation of {key.column}_deg", ""


def write(analysis: Analysis, path: Path) -> None:
    """Write ``dictionary.csv``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows_of(analysis.angles))


FORMAT = Format("dictionary", "dictionary.csv", "the columns of angles.csv, and where each angle is zero", write)
