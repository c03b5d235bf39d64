"""``curves.csv``: every stride or repetition of every angle on 0-100 %, in long form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.measure import Curve
from endrange.formats.registry import Format

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("quantity", "side", "phase", "cycle", "percent", "value_deg")


def curves_table(curves: tuple[Curve, ...]) -> pd.DataFrame:
    """A row for each angle, stride or repetition (``cycle`` from 1) and percent; missing is empty."""
    import pandas as pd

    parts = [_rows(curve) for curve in curves if curve.values_deg.size]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def _rows(curve: Curve) -> pd.DataFrame:
    import pandas as pd

    cycles, points = curve.values_deg.shape
    return pd.DataFrame(
        {
            "quantity": curve.quantity,
            "side": curve.side,
            "phase": curve.phase,
            "cycle": np.repeat(np.arange(1, cycles + 1), points),
            "percent": np.tile(curve.percent, cycles),
            "value_deg": np.round(curve.values_deg.ravel(), 4),
        }
    )


def write(analysis: Analysis, path: Path) -> None:
    """Write ``curves.csv``."""
    curves_table(analysis.curves).to_csv(path, index=False, lineterminator="\n")


FORMAT = Format("curves", "curves.csv", "strides or repetitions on 0-100 %", write)
