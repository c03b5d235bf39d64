"""One person as every look saw them through one run of frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS

Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]
Real = NDArray[np.float64]

#: Percentile of a limb's length over the clip that counts as its length: foreshortening only makes limbs shorter.
LENGTH_PERCENTILE: Final = 75.0


@dataclass(frozen=True)
class Seen:
    """The followed person's points, look by look.

    Attributes
    ----------
    time_s
        (n,) strictly increasing.
    position_px
        (n, L, 33, 2); NaN where the look does not know the point.
    score
        (n, L, 33) 0..1.
    world_m
        (n, L, 33, 3).
    """

    time_s: Real
    position_px: Real
    score: Floats
    world_m: Floats

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)

    def part(self, start: int, stop: int) -> Seen:
        """Frames ``start`` up to, not including, ``stop``."""
        cut = slice(start, stop)
        return Seen(self.time_s[cut], self.position_px[cut], self.score[cut], self.world_m[cut])


def frame_times(time_s: Floats) -> Real:
    """(n,) times in median frame intervals from the first frame; a hole of three frames counts three."""
    steps = np.diff(time_s)
    return np.asarray((time_s - time_s[0]) / np.median(steps), float) if len(steps) else np.zeros(len(time_s))


def median_quiet(values: Floats, axis: int) -> Real:
    """Median of the finite values along ``axis``, the mean of the middle two if even; NaN where none is finite."""
    ordered = np.sort(np.moveaxis(np.asarray(values, float), axis, -1), axis=-1)
    count = np.isfinite(ordered).sum(-1)
    low = np.maximum((count - 1) // 2, 0)[..., None]
    high = np.minimum(count // 2, ordered.shape[-1] - 1)[..., None]
    middle = np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1)
    return np.where(count > 0, 0.5 * middle[..., 0], np.nan)


def mean_quiet(values: Floats, axis: int) -> Real:
    """Mean of the finite values along ``axis``; NaN where none is finite."""
    known = np.isfinite(values)
    count = known.sum(axis)
    total = np.where(known, values, 0.0).sum(axis, dtype=float)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def percentile_quiet(values: Floats, percent: float) -> float:
    """Percentile of the finite values; NaN if there is none."""
    known = values[np.isfinite(values)]
    return float(np.percentile(known, percent)) if known.size else float("nan")


#: Shoulders to hips against hips to ankles: 0.288 and 0.491 of the height (Drillis and Contini 1966, in Winter 2009).
TRUNK_PER_LEG: Final = 0.59


def body_size_px(position_px: Floats) -> float:
    """Trunk, thigh and shank together, in px: the yardstick of every distance in this room.

    Parameters
    ----------
    position_px
        (n, ..., 33, 2) points of one person; the mean of both trunk sides, the longer leg.

    Returns
    -------
    float
        From the trunk or the leg alone where the other is never seen; NaN if neither is.
    """

    def length(one: int, other: int) -> Real:
        return np.asarray(np.linalg.norm(position_px[..., one, :] - position_px[..., other, :], axis=-1), float)

    ((ls, rs), (lh, rh), (lk, rk), (la, ra)) = (PAIRS[p] for p in ("shoulder", "hip", "knee", "ankle"))
    trunk = 0.5 * (length(ls, lh) + length(rs, rh))
    leg = np.fmax(length(lh, lk) + length(lk, la), length(rh, rk) + length(rk, ra))
    long, short = percentile_quiet(leg, LENGTH_PERCENTILE), percentile_quiet(trunk, LENGTH_PERCENTILE)
    if not np.isfinite(short):
        return long * (1.0 + TRUNK_PER_LEG)
    return short + (long if np.isfinite(long) else short / TRUNK_PER_LEG)
