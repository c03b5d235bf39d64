"""``analysis.xlsx``: measures, angles, events, findings and the clip's facts, a sheet each; missing is empty."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from endrange.domain.analysis import Analysis
from endrange.formats.analysis_json import analysis_dict
from endrange.formats.angles_csv import angles_table
from endrange.formats.registry import Format
from endrange.formats.zero import zeros_of

if TYPE_CHECKING:
    import pandas as pd


def sheets(analysis: Analysis) -> dict[str, pd.DataFrame]:
    """The sheets by name, in order."""
    import pandas as pd

    plain = analysis_dict(analysis)
    return {
        "measures": pd.DataFrame(plain["measures"]),
        "angles": angles_table(analysis.angles),
        "events": pd.DataFrame(plain["events"]),
        "findings": pd.DataFrame([{**row, "spans_s": str(row["spans_s"])} for row in plain["findings"]]),
        "clip": pd.DataFrame([*_facts(plain), *_zeros(analysis)], columns=["what", "value"]),
    }


def _facts(plain: dict[str, Any]) -> list[tuple[str, Any]]:
    parts = ("clip", "subject", "view", "movement", "provenance")
    return [
        (f"{part}.{name}", value if isinstance(value, int | float | str | None) else str(value))
        for part in parts
        for name, value in plain[part].items()
    ]


def _zeros(analysis: Analysis) -> list[tuple[str, Any]]:
    return [(f"zero.{column}", zero) for column, zero in zeros_of(analysis.angles).items()]


def write(analysis: Analysis, path: Path) -> None:
    """Write ``analysis.xlsx``."""
    import pandas as pd

    content = BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as book:
        for name, table in sheets(analysis).items():
            table.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
    path.write_bytes(content.getvalue())


FORMAT = Format(
    "excel", "analysis.xlsx", "measures, angles and events as sheets of a workbook", write, needs="openpyxl"
)
