"""``angles_long.csv``: angles in tidy form, a row a frame and angle; missing is empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.angles import Angles
from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats.registry import Format
from endrange.formats.zero import PLAIN

if TYPE_CHECKING:
    import pandas as pd


def long_table(angles: Angles) -> pd.DataFrame:
    """Columns ``frame``, ``time_s``, ``angle``, ``side`` (empty for the midline), ``value_deg``, ``sd_deg``, ``zero``.

    Every angle of the vocabulary has a row for every frame.
    """
    import pandas as pd

    n = len(angles.time_s)
    unknown = np.full(n, np.nan)
    parts = [
        pd.DataFrame(
            {
                "frame": np.arange(n),
                "time_s": np.round(angles.time_s, 6),
                "angle": key.angle,
                "side": key.side,
                "value_deg": np.round(angles.value_deg.get(key, unknown), 4),
                "sd_deg": np.round(angles.sd_deg.get(key, unknown), 4),
                "zero": angles.zero.get(key, PLAIN),
            }
        )
        for key in ANGLE_KEYS
    ]
    return pd.concat(parts, ignore_index=True)


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles_long.csv``."""
    long_table(analysis.angles).to_csv(path, index=False, lineterminator="\n")


FORMAT = Format("csv-long", "angles_long.csv", "angles, a row a frame and angle", write)
