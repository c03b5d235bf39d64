"""``angles.parquet``: the columns of ``angles.csv`` with their types; missing is null.

The file's metadata say under ``endrange.zero`` (JSON) from where each angle is counted.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.formats.angles_csv import angles_table
from endrange.formats.registry import Format
from endrange.formats.zero import zeros_of


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.parquet``."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    table = pa.Table.from_pandas(angles_table(analysis.angles), preserve_index=False)
    told = {b"endrange.zero": json.dumps(zeros_of(analysis.angles)).encode("utf-8")}
    content = BytesIO()  # given a path, the writer removes it where writing fails
    parquet.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **told}), content)
    path.write_bytes(content.getvalue())


FORMAT = Format("parquet", "angles.parquet", "angles, a row a frame, as Parquet", write, needs="pyarrow")
