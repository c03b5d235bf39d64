"""``track.trc``: the clean body as markers for OpenSim and its neighbours.

Axes, units and times as in :mod:`endrange.formats.markers`. Tab-separated; missing is empty. ``DataRate`` is the even
rate written, ``OrigDataRate`` the film's mean rate and ``OrigNumFrames`` its frames: the rate of a clip with uneven
times is made even by cubic splines. ``Units`` is ``m``, or ``px`` where no scale is known: give the person's height
(``--height``) to have metres. OpenSim refuses to fit a model to pixels, and rightly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.formats.markers import Markers, markers_of
from endrange.formats.registry import Format

FILE_NAME: Final = "track.trc"


def trc_text(markers: Markers, orig_rate_hz: float, orig_frames: int) -> str:
    """The whole file."""
    m, k = len(markers.position), len(markers.names)
    names = "\t\t\t".join(markers.names)
    axes = "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, k + 1))
    head = [
        f"PathFileType\t4\t(X/Y/Z)\t{FILE_NAME}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{markers.times.rate_hz:.6f}\t{markers.times.rate_hz:.6f}\t{m}\t{k}\t{markers.units}\t"
        f"{orig_rate_hz:.6f}\t1\t{orig_frames}",
        f"Frame#\tTime\t{names}\t\t",
        f"\t\t{axes}",
        "",
    ]
    rows = markers.position.reshape(m, 3 * k)
    lines = [
        f"{i + 1}\t{time:.6f}\t" + "\t".join("" if np.isnan(v) else f"{v:.6f}" for v in row)
        for i, (time, row) in enumerate(zip(markers.times.life_s, rows, strict=True))
    ]
    return "\n".join([*head, *lines]) + "\n"


def write(analysis: Analysis, path: Path) -> None:
    """Write ``track.trc``."""
    factor = 1.0 if analysis.clip.slow_motion is None else analysis.clip.slow_motion.factor
    text = trc_text(markers_of(analysis), factor * analysis.clip.mean_fps, analysis.body.n_frames)
    path.write_text(text, encoding="utf-8", newline="\n")


FORMAT = Format("trc", FILE_NAME, "markers for OpenSim, metres where --height is given", write)
