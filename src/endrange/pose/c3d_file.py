"""Reads C3D files through a virtual side camera; needs ezc3d."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from endrange.domain.errors import ClipNotFound, ClipUnreadable, MachineError
from endrange.pose.markers import markers_taken
from endrange.pose.readers import Reader, Taken


def read_c3d(path: Path) -> Taken:
    """Looks from a C3D file: its points at its own rate.

    Raises
    ------
    MachineError
        Without ezc3d.
    ClipNotFound, ClipUnreadable, ClipTooShort
        In one sentence.
    """
    try:
        import ezc3d
    except ImportError as error:
        raise MachineError(
            f"{path.name} needs ezc3d to be read; install it with: pip install 'endrange[formats]'."
        ) from error
    if not path.is_file():
        raise ClipNotFound(f"{path} does not exist; check the name.", path)
    try:
        file = ezc3d.c3d(str(path))
        point = file["parameters"]["POINT"]
        points = np.asarray(file["data"]["points"], float)
        lost = np.asarray(file["data"]["meta_points"]["residuals"])[0] < 0
        rate = float(point["RATE"]["value"][0])
        units = str((point.get("UNITS", {}).get("value") or ["mm"])[0])
        names = [str(name) for name in point["LABELS"]["value"]][: points.shape[1]]
    except (OSError, RuntimeError, ValueError, KeyError, IndexError) as error:
        raise ClipUnreadable(f"{path.name} cannot be read as a C3D file; export it again.", path) from error
    if rate <= 0 or points.shape[1] != len(names):
        raise ClipUnreadable(f"{path.name} states no rate or no names of its points; export it again.", path)
    position = np.where(lost[:, :, None], np.nan, np.moveaxis(points[:3], (0, 1, 2), (2, 1, 0)).swapaxes(0, 1))
    return markers_taken(path, names, np.arange(points.shape[2]) / rate, position.swapaxes(0, 1), units, "c3d")


READER = Reader("C3D", lambda path: path.suffix.lower() == ".c3d", lambda path, _: read_c3d(path))
