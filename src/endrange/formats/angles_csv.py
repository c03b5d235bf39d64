"""``angles.csv``: a row a frame, every angle of the vocabulary with its standard deviation; missing is empty.

``dictionary.csv`` beside it says from where each angle is counted.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.angles import Angles
from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats.registry import Format

if TYPE_CHECKING:
    import pandas as pd


def _columns(angles: Angles) -> dict[str, NDArray[Any]]:
    n = len(angles.time_s)
    unknown = np.full(n, np.nan)
    columns: dict[str, NDArray[Any]] = {"frame": np.arange(n), "time_s": np.round(angles.time_s, 6)}
    for key in ANGLE_KEYS:
        columns[f"{key.column}_deg"] = np.round(angles.value_deg.get(key, unknown), 4)
        columns[f"{key.column}_sd_deg"] = np.round(angles.sd_deg.get(key, unknown), 4)
    return columns


def angles_table(angles: Angles) -> pd.DataFrame:
    """Columns ``frame``, ``time_s``, then ``{side}_{angle}_deg``, ``{side}_{angle}_sd_deg``; always all of them."""
    import pandas as pd

    return pd.DataFrame(_columns(angles))


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.csv``; without pandas, which takes longer to load than the file to write."""
    columns = _columns(analysis.angles)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(columns)
        for row in zip(*(column.tolist() for column in columns.values()), strict=True):
            rows.writerow("" if value != value else value for value in row)


FORMAT = Format("csv", "angles.csv", "angles, a row a frame", write, along=("dictionary",))
