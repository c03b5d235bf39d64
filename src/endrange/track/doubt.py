"""How far a point may be trusted, from what this clip shows: the looks' disagreement and the scatter about its path."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats, network_of
from endrange.track.seen import Bools, Real
from endrange.track.smooth import HIGHEST, smooth_points

#: What moves faster than this is scatter, in Hz of the film (events of a stride need 10 to 12 Hz; proposal).
PATH_HZ: Final = 12.0
#: Scatter is taken over this many seconds either way.
WINDOW_S: Final = 0.25
#: No point is better known than this share of the noise of a good network's point (proposal).
LEAST: Final = 0.2


def doubt_of(apart2_px2: Floats, fused_px: Floats, time_s: Floats, looks: tuple[str, ...], floor_px: float) -> Real:
    """Standard deviation of each fused point, in px.

    Parameters
    ----------
    apart2_px2
        (n, 33) mean squared distance per coordinate of the looks from their mean; NaN where there is none.
    fused_px
        (n, 33, 2) gaps filled.
    time_s
        (n,).
    looks
        Their names: looks of one network share errors and count as one opinion.
    floor_px
        Least scale of a residual.

    Returns
    -------
    numpy.ndarray
        (n, 33); NaN where the fused point is NaN.
    """
    known = np.isfinite(fused_px[..., 0])
    between2 = np.nan_to_num(apart2_px2) / len({network_of(name) for name in looks})
    scatter2 = _scatter2(fused_px, time_s, known, floor_px)
    return np.where(known, np.sqrt(np.maximum(between2 + scatter2, (LEAST * floor_px) ** 2)), np.nan)


def _scatter2(fused_px: Floats, time_s: Floats, known: Bools, floor_px: float) -> Real:
    """(n, 33) mean squared distance per coordinate from the smooth path, over a window."""
    if len(time_s) < 4:
        return np.zeros(known.shape)
    interval = float(np.median(np.diff(time_s)))
    path = smooth_points(time_s, fused_px, min(PATH_HZ, 0.5 * HIGHEST / interval), floor_px)
    squared = np.where(known, 0.5 * ((fused_px - path) ** 2).sum(-1), 0.0)
    reach = max(1, round(WINDOW_S / interval))
    total, count = (_moving_sum(v, reach) for v in (np.nan_to_num(squared), known.astype(float)))
    return total / np.maximum(count, 1.0)


def _moving_sum(values: Real, reach: int) -> Real:
    """Sum over ``reach`` frames either way along the first axis."""
    n = len(values)
    summed = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, 0)])
    last = np.minimum(np.arange(n) + reach + 1, n)
    first = np.maximum(np.arange(n) - reach, 0)
    return np.asarray(summed[last] - summed[first], float)
