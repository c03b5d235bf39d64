"""Markers in space, from whichever file, become looks through a virtual side camera."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from endrange.domain.errors import ClipUnreadable
from endrange.domain.level import Level
from endrange.domain.looks import Floats
from endrange.pose.imported import on_our_points, taken
from endrange.pose.readers import Taken
from endrange.pose.side_camera import PX_PER_M, seen_from_the_side

#: Length of a unit in metres; anything else, such as ``px``, is no length.
METRES: Final[dict[str, float]] = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001}

#: A room's vertical is known to about this, in degrees (proposal); points in a plane may come from a tilted camera.
PLUMB: Final = Level(0.0, 0.2)


def markers_taken(path: Path, names: Sequence[str], time_s: Floats, position: Floats, units: str, kind: str) -> Taken:
    """Looks from markers.

    Parameters
    ----------
    names
        The k markers.
    position
        (n, k, 3) right-handed; NaN where missing.
    units
        As the file states them; where they are a length, the clip knows its scale.

    Raises
    ------
    ClipUnreadable
        When a point is missing that angles need, by name or throughout.
    """
    points = on_our_points(names, position[:, None], path)[:, 0]
    if not np.isfinite(points).any():
        raise ClipUnreadable(f"{path.name} holds no known position; export it again.", path)
    metre = METRES.get(units.strip().lower())
    px_per_unit = 1.0 if metre is None else PX_PER_M * metre
    view = seen_from_the_side(points, px_per_unit, None if metre is None else 1.0 / metre)
    return taken(
        path,
        time_s,
        view.position_px[:, None],
        kind=kind,
        size_px=view.size_px,
        px_per_m=None if metre is None else PX_PER_M,
        world_m=view.world_m[:, None],
        level=PLUMB if view.spatial and metre is not None else None,
    )
