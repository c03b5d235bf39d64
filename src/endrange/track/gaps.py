"""Fill short gaps of the points; never heel or toe, never across a measured extreme.

A tenth of a second is filled everywhere but at the foot; up to 0.15 s only at knee and ankle and only where the point
does not turn back inside (proposal; the far ankle gets worse when the foot is filled).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.interpolate import Akima1DInterpolator

from endrange.domain.skeleton import N_KEYPOINTS, PAIRS
from endrange.track.seen import Bools, Ints, Real

#: Longest gap that is filled, in seconds of the film.
SHORT_S: Final = 0.10
#: Longest gap of knee and ankle that is filled where it spans no extreme.
LONGER_S: Final = 0.15
#: A tolerance for timestamps that are rounded to milliseconds.
ROUNDING_S: Final = 0.002
#: Fewer known frames than this carry no interpolation.
FEWEST: Final = 8

NEVER: Final = frozenset(index for part in ("heel", "foot_index") for index in PAIRS[part])
LONGER: Final = frozenset(index for part in ("knee", "ankle") for index in PAIRS[part])


def fill_gaps(position_px: Real, time_s: Real) -> tuple[Real, Bools]:
    """Interpolate short gaps of one run, cubic (Akima 1970).

    Across a peak of a knee or an ankle it errs by 0.7 of what a shape-preserving cubic does, which flattens it (marker
    runners through a camera, gaps of 0.05 to 0.1 s).

    Parameters
    ----------
    position_px
        (n, 33, 2); NaN where lost.
    time_s
        (n,).

    Returns
    -------
    tuple
        Positions, and (n, 33) what was filled. Gaps at either end of the run stay.
    """
    out = position_px.copy()
    filled = np.zeros(position_px.shape[:2], bool)
    for keypoint in range(N_KEYPOINTS):
        if keypoint in NEVER:
            continue
        longest = LONGER_S if keypoint in LONGER else SHORT_S
        _fill_one(out[:, keypoint], filled[:, keypoint], time_s, longest)
    return out, filled


def _fill_one(point: Real, filled: Bools, time_s: Real, longest_s: float) -> None:
    """Fill one point's gaps in place."""
    known = np.flatnonzero(np.isfinite(point[:, 0]))
    if not FEWEST <= len(known) < len(point):
        return
    holes = np.flatnonzero(np.diff(known) > 1)
    if not len(holes):
        return
    curve = Akima1DInterpolator(time_s[known], point[known], method="akima")
    for hole in holes:
        before, after = known[hole], known[hole + 1]
        lasting = _missing_s(time_s, before, after)
        if lasting > longest_s + ROUNDING_S:
            continue
        if lasting > SHORT_S + ROUNDING_S and _turns(point, known, int(hole)):
            continue
        inside = slice(before + 1, after)
        point[inside] = curve(time_s[inside])
        filled[inside] = True


def _missing_s(time_s: Real, before: int, after: int) -> float:
    """Time that is missing: one frame interval less than from the last known frame to the next."""
    span = float(time_s[after] - time_s[before])
    return span * (after - before - 1) / (after - before)


def _turns(point: Real, known: Ints, hole: int) -> bool:
    """Whether the motion into a gap and the motion out of it are opposed."""
    if hole == 0 or hole + 2 >= len(known):
        return True
    into = point[known[hole]] - point[known[hole - 1]]
    out_of = point[known[hole + 2]] - point[known[hole + 1]]
    return bool((into * out_of).sum() < 0)
