"""``track.c3d``: the clean body as points of the motion-capture standard (c3d.org), written by ezc3d.

Axes, times and gaps as in :mod:`endrange.formats.markers`: ``POINT:X_SCREEN`` is ``+X`` and ``POINT:Y_SCREEN`` ``+Y``.
``POINT:UNITS`` is ``mm``, or ``px`` where no scale is known. A missing point has the residual -1, as
the standard says, and NaN for coordinates, which no reader can take for a place.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.formats.markers import markers_of
from endrange.formats.registry import Format

_MM_PER_M: Final = 1000.0


def write(analysis: Analysis, path: Path) -> None:
    """Write ``track.c3d``."""
    import ezc3d

    markers = markers_of(analysis)
    position = markers.position * (_MM_PER_M if markers.units == "m" else 1.0)
    file: Any = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [markers.times.rate_hz]
    point["LABELS"]["value"] = list(markers.names)
    point["UNITS"]["value"] = ["mm" if markers.units == "m" else "px"]
    file.add_parameter("POINT", "X_SCREEN", ["+X"])
    file.add_parameter("POINT", "Y_SCREEN", ["+Y"])
    file.add_parameter("MANUFACTURER", "SOFTWARE", ["endrange"])
    file.add_parameter("MANUFACTURER", "RESAMPLED", [int(markers.times.resampled)])
    data = np.ones((4, len(markers.names), len(position)))
    data[:3] = np.moveaxis(position, (0, 1, 2), (2, 1, 0))
    file["data"]["points"] = data
    lost = ~np.isfinite(position).all(axis=-1)
    file["data"]["meta_points"]["residuals"] = np.where(lost, -1.0, 0.0).T[None]
    # ezc3d adds .c3d to any other ending.
    with TemporaryDirectory() as folder:
        made = Path(folder) / "track.c3d"
        file.write(str(made))
        # ezc3d is silent on a full disk; what it wrote can be read, or is not passed on.
        ezc3d.c3d(str(made))
        path.write_bytes(made.read_bytes())


FORMAT = Format(
    "c3d",
    "track.c3d",
    "points of the motion-capture standard, millimetres where --height is given",
    write,
    needs="ezc3d",
)
