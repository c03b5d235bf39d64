"""Reads DeepLabCut's CSV, of one or several animals; the rate has to be stated, for the format holds no times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from endrange.domain.errors import ClipNotFound, ClipUnreadable
from endrange.domain.looks import Floats
from endrange.pose.imported import on_our_points, stated_times, taken
from endrange.pose.readers import Reader, Taken

if TYPE_CHECKING:
    import pandas as pd

COORDS: Final = ("x", "y", "likelihood")

#: Rows of the header of one animal; several have ``individuals`` besides.
_HEADER: Final = ("scorer", "bodyparts", "coords")


def read_deeplabcut(path: Path, fps: float | None = None) -> Taken:
    """Looks from a CSV with the header rows scorer, (individuals,) bodyparts, coords; x right, y down.

    Raises
    ------
    SettingsError
        When the user states no rate.
    ClipNotFound, ClipUnreadable, ClipTooShort
        In one sentence.
    """
    table = _table(path)
    people = list(dict.fromkeys(table.columns.get_level_values(0)))
    parts = list(dict.fromkeys(table.columns.get_level_values(1)))
    points = np.full((len(table), len(people), len(parts), len(COORDS)), np.nan)
    for at, (person, part, coordinate) in enumerate(cast("list[tuple[str, str, str]]", table.columns.to_list())):
        points[:, people.index(person), parts.index(part), COORDS.index(coordinate)] = table.iloc[:, at]
    time_s = stated_times(table.index.to_numpy(float), fps, path)
    position = on_our_points(parts, points[..., :2], path)
    return taken(path, time_s, position, _score(parts, points[..., 2], path), kind="deeplabcut")


def _score(parts: list[str], likelihood: Floats, path: Path) -> Floats:
    return on_our_points(parts, likelihood[..., None], path)[..., 0]


def _table(path: Path) -> pd.DataFrame:
    """A row a frame; columns individual (of one animal the scorer), bodypart, coordinate."""
    import pandas as pd

    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            first = [file.readline().split(",", 1)[0].strip() for _ in range(len(_HEADER) + 1)]
        levels = len(_HEADER) + ("individuals" in first)
        if first[0] != _HEADER[0] or _HEADER[-1] not in first[:levels]:
            raise ClipUnreadable(f"{path.name} is a table, but not one of DeepLabCut's landmarks.", path)
        table = pd.read_csv(path, header=list(range(levels)), index_col=0)
        return (table.droplevel(0, axis=1) if levels > len(_HEADER) else table).astype(float)
    except FileNotFoundError as error:
        raise ClipNotFound(f"{path} does not exist; check the name.", path) from error
    except (OSError, ValueError, IndexError) as error:
        if isinstance(error, ClipUnreadable):
            raise
        raise ClipUnreadable(f"{path.name} cannot be read as DeepLabCut's table; export it again.", path) from error


READER = Reader("DeepLabCut", lambda path: path.suffix.lower() == ".csv", read_deeplabcut)
