"""What every column of a batch's tables means, made from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from endrange.domain.vocabulary import ANGLES, QUANTITY_UNITS

#: Column -> unit, meaning.
COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "file": ("", "path of the clip below the batch's folder"),
    "status": ("", "summary: done or failed; measures: measured, not_measurable or absent"),
    "reason": ("", "why there is no result or no value, in one sentence"),
    "code": ("", "the reason for machines: clip errors, crashed, timeout, output, memory, bug"),
    "movement": ("", "what was done, given or recognised"),
    "confidence": ("0-1", "how sure the recognition is; 1 where it was given"),
    "side": ("", "left or right; empty for the midline"),
    "effort": ("", "active or passive"),
    "plane": ("", "what the camera saw: sagittal, front, back, oblique, unknown"),
    "facing": ("", "where the person faces in the picture"),
    "frames": ("", "readable frames"),
    "duration_s": ("s", "from the first frame to the end of the last"),
    "mean_fps": ("1/s", "frames a second of film"),
    "share_seen": ("0-1", "share of frames in which the person's hips are known"),
    "measured": ("", "number of measures with a value"),
    "not_measurable": ("", "number of measures without one"),
    "findings": ("", "codes of what the user should know"),
    "sha256": ("", "checksum of the clip's bytes"),
    "endrange": ("", "version"),
    "engine": ("", "what ran the networks"),
    "looks": ("", "what each frame was looked at with"),
    "precision": ("", "arithmetic of the networks: auto, or f32, which is the same on every machine"),
    "quantity": ("", "an angle or another quantity; see the rows of kind quantity"),
    "role": ("", "passive, active, demand or posture"),
    "statistic": ("", "how strides, repetitions or frames became one value"),
    "value": ("see unit", "the value"),
    "unit": ("", "unit of value, low, high and sd"),
    "low": ("see unit", "lower end of the 95 % interval"),
    "high": ("see unit", "upper end of the 95 % interval"),
    "sd": ("see unit", "standard deviation between the n strides, repetitions or frames"),
    "n": ("", "number of strides, repetitions or frames"),
    "grade": ("", "A, B or C by the half-width of the interval"),
    "definition": ("", "between what and what the angle is"),
    "time_s": ("s", "where in the clip the evidence is"),
    "kind": ("", "contact, toe_off, stride, repetition, hold or bout"),
    "start_s": ("s", "from"),
    "end_s": ("s", "up to, not including"),
    "used": ("", "whether it counts"),
    "left_out": ("", "why it does not"),
    "phase": ("", "what 0 and 100 % are"),
    "cycle": ("", "number of the stride or repetition, from 1"),
    "percent": ("%", "place in the stride or repetition"),
    "value_deg": ("deg", "the angle there"),
    "zero": ("", "what the angle is counted from: anatomical, standing (the person's own) or flat foot"),
}

MARK: Final = "a mark of the event"
OWN: Final = ("", "the user's own column")

#: Endings of marks' names, and their units.
MARK_UNITS: Final = {"_s": "s", "_deg": "deg", "_px": "px"}


def dictionary_table(tables: Mapping[str, Iterable[str]], own: Iterable[str]) -> pd.DataFrame:
    """A row for each column of each table, then one for each quantity.

    Parameters
    ----------
    tables
        Columns by name of the table.
    own
        The user's own columns.
    """
    known = {**COLUMNS, **dict.fromkeys(own, OWN)}
    rows = []
    for table, columns in tables.items():
        for column in columns:
            unit, meaning = known.get(column) or _mark(column)
            rows.append({"kind": "column", "table": table, "name": column, "unit": unit, "meaning": meaning})
    for angle in ANGLES.values():
        meaning = f"{angle.definition}; positive {angle.title.lower()}; zero: {angle.zero}"
        rows.append({"kind": "quantity", "table": "", "name": angle.name, "unit": "deg", "meaning": meaning})
    for name, unit in QUANTITY_UNITS.items():
        rows.append({"kind": "quantity", "table": "", "name": name, "unit": unit, "meaning": name.replace("_", " ")})
    return pd.DataFrame(rows)


def _mark(column: str) -> tuple[str, str]:
    return next((unit for end, unit in MARK_UNITS.items() if column.endswith(end)), ""), MARK
