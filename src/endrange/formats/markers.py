"""The clean body as markers in space, for motion-capture formats.

x to the right of the picture, y up from its lower edge, z towards the camera and 0 throughout: one camera sees a plane.
Metres where a scale is known (:mod:`endrange.formats.scale`), else pixels. Times are seconds of life at an even rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import KEYPOINTS
from endrange.formats.even import EvenTimes, even_times, evenly
from endrange.formats.scale import px_per_metre


@dataclass(frozen=True)
class Markers:
    """Named points at an even rate.

    Attributes
    ----------
    names
        The k points that were seen at least once.
    position
        (m, k, 3); NaN where missing.
    score
        (m, k) 0..1; NaN where missing.
    """

    names: tuple[str, ...]
    times: EvenTimes
    position: Floats
    score: Floats
    units: Literal["m", "px"]


def markers_of(analysis: Analysis) -> Markers:
    """The followed person's points as markers."""
    body, scale = analysis.body, px_per_metre(analysis)
    seen = np.flatnonzero(np.isfinite(body.position_px[..., 0]).any(axis=0))
    times = even_times(body.time_s, analysis.clip)
    points = evenly(body.position_px[:, seen], body.time_s, times)
    across, up = points[..., 0], body.size_px[1] - 1 - points[..., 1]
    position = np.stack([across, up, np.where(np.isfinite(across), 0.0, np.nan)], axis=-1)
    score = np.clip(evenly(body.score[:, seen], body.time_s, times), 0.0, 1.0)
    names = tuple(KEYPOINTS[index] for index in seen)
    if scale is None:
        return Markers(names, times, position, score, "px")
    return Markers(names, times, position / scale, score, "m")
