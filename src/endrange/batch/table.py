"""A table of clips, as the user writes it: CSV, or the ``[[clips]]`` of a TOML file."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

from endrange.domain.errors import SettingsError


def read_table(path: Path) -> list[dict[str, Any]]:
    """Rows by column; empty cells are left out.

    Raises
    ------
    SettingsError
        When it cannot be read or a row names no file.
    """
    try:
        rows = _toml(path) if path.suffix.lower() == ".toml" else _csv(path)
    except (OSError, tomllib.TOMLDecodeError, csv.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as a table of clips: {error}.", path) from error
    kept = [{str(k).strip(): v for k, v in row.items() if v not in (None, "")} for row in rows]
    for number, row in enumerate(kept, 2):
        if "None" in row:
            raise SettingsError(f"{path}, row {number}: there are more cells than the first row names.", path)
        if "file" not in row:
            raise SettingsError(f"{path}, row {number}: there is no 'file'; name the clip below the folder.", path)
    return kept


def _toml(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("clips", [])
    return rows


def _csv(path: Path) -> list[dict[str, Any]]:
    """Cells parted by commas or, as spreadsheets of many countries write them, semicolons."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        head = file.readline()
        file.seek(0)
        parted = ";" if head.count(";") > head.count(",") else ","
        return list(csv.DictReader(file, delimiter=parted))
