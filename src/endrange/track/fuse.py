"""Several looks of one point become one: a mean in which a look that is far off hardly counts."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Real, median_quiet

#: A look further from the median than this many typical distances loses weight (proposal).
FAR_OFF: Final = 3.0


def robust_mean(points_px: Floats, weight: Floats | None = None) -> Real:
    """Mean over the looks with weight ``min(1, FAR_OFF · typical / distance from the median)`` (Huber 1964).

    Parameters
    ----------
    points_px
        (n, L, ..., 2); NaN where a look does not know the point or is left out.
    weight
        (n, L, ...) factors on these weights; 1 if None.

    Returns
    -------
    numpy.ndarray
        (n, ..., 2); NaN where no look knows the point. The order of the looks does not matter.
    """
    if points_px.shape[1] == 1:
        return np.asarray(points_px[:, 0], float)
    middle = median_quiet(points_px, 1)
    distance = np.linalg.norm(points_px - middle[:, None], axis=-1)
    known = np.isfinite(distance)
    scale = max(float(np.median(distance[known])) if known.any() else 0.0, 1e-6)
    counts = np.where(known, 1.0 / np.maximum(np.nan_to_num(distance), FAR_OFF * scale), 0.0)
    counts = (counts if weight is None else counts * weight)[..., None]
    total = counts.sum(1)
    summed = (np.where(known[..., None], points_px, 0.0) * counts).sum(1)
    return np.where(total > 0, summed / np.maximum(total, 1e-300), np.nan)
