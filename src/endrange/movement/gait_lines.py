"""An angle between its frames: values, peaks and means at any moment, and nothing where it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline

from endrange.domain.looks import Floats
from endrange.movement.gait_strides import Stride

PERCENT: Final = np.linspace(0.0, 100.0, 101)

#: Gaps up to which the line is drawn through, seconds of life (science brief, section 6).
GAP_S: Final = 0.10

#: Share of a phase in which an angle is known for its peak or mean to be taken (proposal).
LEAST_KNOWN: Final = 0.75

#: Places in a phase at which the line is looked at: a 400th of a stride is 2 ms.
FINE: Final = 401


@dataclass(frozen=True)
class Line:
    """A cubic spline through an angle's known frames; made by :func:`line_of`.

    Attributes
    ----------
    time_s
        (k,) seconds of life of the known frames.
    longest_s
        Known frames further apart have nothing between them.
    spline
        None where fewer than four frames are known.
    """

    time_s: Floats
    longest_s: float
    spline: CubicSpline | None

    def at(self, query_s: Floats) -> Floats:
        """(m,) values at moments of life; NaN in gaps and beyond the ends."""
        if self.spline is None:
            return np.full(len(query_s), np.nan)
        t = self.time_s
        after = np.clip(np.searchsorted(t, query_s), 1, len(t) - 1)
        near = (t[after] - t[after - 1] <= self.longest_s) & (query_s >= t[0]) & (query_s <= t[-1])
        return np.where(near, self.spline(np.clip(query_s, t[0], t[-1])), np.nan)

    def peak(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Highest value between two moments and when it is, between frames.

        Returns
        -------
        value, time_s
            NaN, NaN where too much of the phase is lost, or the peak borders on what is lost.
        """
        fine = np.linspace(start_s, end_s, FINE)
        values = self.at(fine)
        known = np.isfinite(values)
        if known.mean() < LEAST_KNOWN:
            return float("nan"), float("nan")
        top = int(np.nanargmax(values))
        if not known[max(top - 1, 0) : top + 2].all():
            return float("nan"), float("nan")
        return float(values[top]), float(fine[top])

    def mean(self, start_s: float, end_s: float) -> float:
        """Mean between two moments; NaN where too much is lost."""
        values = self.at(np.linspace(start_s, end_s, FINE))
        known = np.isfinite(values)
        return float(values[known].mean()) if known.mean() >= LEAST_KNOWN else float("nan")

    def curves(self, strides: Sequence[Stride]) -> Floats:
        """(k, 101) on 0-100 % of each stride; NaN where lost."""
        if not strides:
            return np.empty((0, len(PERCENT)))
        return np.stack([self.at(s.start_s + PERCENT / 100 * s.duration_s) for s in strides])


def line_of(time_s: Floats, values: Floats) -> Line:
    """The line through (n,) values at increasing seconds of life; NaN is left out."""
    known = np.isfinite(values)
    t, x = np.asarray(time_s, float)[known], np.asarray(values, float)[known]
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    return Line(t, GAP_S + step, CubicSpline(t, x) if len(t) >= 4 else None)
