"""``angles.csv``: a row a frame, every angle of the vocabulary with its standard deviation; missing is empty."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from endrange.domain.analysis import Analysis
from endrange.domain.angles import Angles
from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats.registry import Format


def angles_table(angles: Angles) -> pd.DataFrame:
    """Columns ``frame``, ``time_s``, then ``{side}_{angle}_deg``, ``{side}_{angle}_sd_deg``; always all of them."""
    n = len(angles.time_s)
    unknown = np.full(n, np.nan)
    columns: dict[str, object] = {"frame": np.arange(n), "time_s": np.round(angles.time_s, 6)}
    for key in ANGLE_KEYS:
        columns[f"{key.column}_deg"] = np.round(angles.value_deg.get(key, unknown), 4)
        columns[f"{key.column}_sd_deg"] = np.round(angles.sd_deg.get(key, unknown), 4)
    return pd.DataFrame(columns)


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.csv``."""
    angles_table(analysis.angles).to_csv(path, index=False, lineterminator="\n")


FORMAT = Format("csv", "angles.csv", "angles, a row a frame", write)
