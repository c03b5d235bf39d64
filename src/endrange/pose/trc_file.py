"""Reads TRC files, of OpenSim and its neighbours and our own, through a virtual side camera."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from endrange.domain.errors import ClipNotFound, ClipUnreadable
from endrange.domain.looks import Floats
from endrange.pose.markers import markers_taken
from endrange.pose.readers import Reader, Taken

#: Lines before the names of the markers, and before the first row of numbers at the earliest.
_NAMES_LINE = 3
_FIRST_ROW = 5


def read_trc(path: Path) -> Taken:
    """Looks from a TRC file: times are those of its own column, positions go through the virtual side camera.

    Raises
    ------
    ClipNotFound, ClipUnreadable, ClipTooShort
        In one sentence.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError as error:
        raise ClipNotFound(f"{path} does not exist; check the name.", path) from error
    except OSError as error:
        raise ClipUnreadable(
            f"{path.name} cannot be read ({error.strerror}); check that it is a file and that you may read it.", path
        ) from error
    try:
        units = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False)).get("Units", "m")
        names = [name.strip() for name in lines[_NAMES_LINE].split("\t")[2:] if name.strip()]
        rows = [_numbers(line, 2 + 3 * len(names)) for line in lines[_FIRST_ROW:] if line.strip()]
    except (IndexError, ValueError) as error:
        raise ClipUnreadable(f"{path.name} cannot be read as a TRC file; export it again.", path) from error
    if not names or not rows:
        raise ClipUnreadable(f"{path.name} is a TRC file without markers or frames; export it again.", path)
    table = np.array(rows)
    position = table[:, 2:].reshape(len(table), len(names), 3)
    return markers_taken(path, names, table[:, 1], position, units, "trc")


def _numbers(line: str, count: int) -> Floats:
    """The cells of a row; empty ones are missing."""
    cells = [cell.strip() for cell in line.split("\t")][:count]
    cells += [""] * (count - len(cells))
    return np.array([float(cell) if cell else np.nan for cell in cells])


READER = Reader("TRC", lambda path: path.suffix.lower() == ".trc", lambda path, _: read_trc(path))
