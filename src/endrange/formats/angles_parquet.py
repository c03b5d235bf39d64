"""``angles.parquet``: the columns of ``angles.csv`` with their types; missing is null."""

from __future__ import annotations

from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.formats.angles_csv import angles_table
from endrange.formats.registry import Format


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.parquet``."""
    angles_table(analysis.angles).to_parquet(path, engine="pyarrow", index=False)


FORMAT = Format("parquet", "angles.parquet", "angles, a row a frame, as Parquet", write, needs="pyarrow")
