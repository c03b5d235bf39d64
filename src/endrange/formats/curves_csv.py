"""``curves.csv``: every stride or repetition of every angle on 0-100 %, in long form, and where the angle is zero."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.angles import zero_of
from endrange.domain.measure import Curve
from endrange.domain.vocabulary import AngleKey
from endrange.formats.registry import Format
from endrange.formats.zero import PLAIN

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("quantity", "side", "phase", "cycle", "percent", "value_deg", "zero")


def curves_table(curves: tuple[Curve, ...], zero: Mapping[AngleKey, str]) -> pd.DataFrame:
    """A row for each angle, stride or repetition (``cycle`` from 1) and percent; missing is empty.

    Parameters
    ----------
    zero
        Which zero each angle of the clip has.
    """
    import pandas as pd

    parts = [
        _rows(curve, zero_of(zero, curve.quantity, curve.side) or PLAIN) for curve in curves if curve.values_deg.size
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def _rows(curve: Curve, zero: str) -> pd.DataFrame:
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
            "zero": zero,
        }
    )


def write(analysis: Analysis, path: Path) -> None:
    """Write ``curves.csv``."""
    curves_table(analysis.curves, analysis.angles.zero).to_csv(path, index=False, lineterminator="\n")


FORMAT = Format("curves", "curves.csv", "strides or repetitions on 0-100 %", write)
