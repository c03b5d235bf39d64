"""Small tools for one value over time: local fits, gaps, runs of frames. Times may be uneven, values may be lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.movement.protocol import Motion

Bools = NDArray[np.bool_]

#: Half the window of the local parabola: takes a slow movement's peak within 0.1 degrees (a circle of 2 s, 30 degrees)
#: and halves the noise of neighbouring frames (proposal).
FIT_HALF_S: Final = 0.25

#: A window holds at least so many frames, however slow the film and however near its end (proposal).
LEAST_FRAMES: Final = 5


def life_seconds(motion: Motion) -> Floats:
    """(n,) seconds of life from the first frame: film time times the slow-motion factor."""
    return np.asarray(motion.body.time_s, float) * motion.life_per_film


def local_fit(time_s: Floats, values: Floats, half_s: float = FIT_HALF_S) -> tuple[Floats, Floats]:
    """Value and slope of the least-squares parabola through the frames within ``half_s`` of each frame.

    Parameters
    ----------
    time_s
        (n,) seconds, increasing, not necessarily even.
    values
        (n,) any unit; NaN is left out.

    Returns
    -------
    value, slope
        (n,) each; NaN where the frame itself is lost or fewer than four known frames are in the window; a window
        holds at least five frames. The parabola follows
        Savitzky & Golay (1964), for uneven times.
    """
    time_s, values = np.asarray(time_s, float), np.asarray(values, float)
    n = len(time_s)
    if n < LEAST_FRAMES:
        return np.full(n, np.nan), np.full(n, np.nan)
    half = np.maximum(half_s, _reach_of(time_s))
    first = np.searchsorted(time_s, time_s - half - 1e-9)
    last = np.searchsorted(time_s, time_s + half + 1e-9)
    reach = int((last - first).max())
    index = first[:, None] + np.arange(reach)[None, :]
    inside = index < last[:, None]
    index = np.minimum(index, n - 1)
    t = (time_s[index] - time_s[:, None]) / half_s
    y = values[index]
    use = inside & np.isfinite(y)
    t, y = np.where(use, t, 0.0), np.where(use, y, 0.0)
    powers = [use.astype(float), t, t * t, t * t * t, (t * t) ** 2]  # t**3 would take twenty times as long
    moments = [power.sum(1) for power in powers]
    normal = np.stack([np.stack([moments[i + j] for j in range(3)], 1) for i in range(3)], 1)
    right = np.stack([(y * power).sum(1) for power in powers[:3]], 1)
    known = (moments[0] >= LEAST_FRAMES - 1) & np.isfinite(values)
    value, slope = np.full(n, np.nan), np.full(n, np.nan)
    if known.any():
        ridge = 1e-9 * np.eye(3)  # keeps one-sided windows solvable
        solution = np.linalg.solve(normal[known] + ridge, right[known][..., None])[..., 0]
        value[known], slope[known] = solution[:, 0], solution[:, 1] / half_s
    return value, slope


def _reach_of(time_s: Floats) -> Floats:
    """(n,) distance to the farthest of the nearest frames that a window holds at least."""
    n = len(time_s)
    away = np.full((n, 2 * LEAST_FRAMES), np.inf)
    for k in range(1, LEAST_FRAMES):
        gap = time_s[k:] - time_s[:-k]
        away[k:, k - 1], away[:-k, LEAST_FRAMES + k] = gap, gap
    return np.asarray(np.sort(away, axis=1)[:, LEAST_FRAMES - 2])


def filled(time_s: Floats, values: Floats) -> Floats:
    """The series with lost frames interpolated in time and its ends repeated: for cutting, never for measuring.

    ``values`` is (n,) or (n, k). All NaN stays NaN.
    """
    values = np.asarray(values, float)
    if values.ndim > 1:
        return np.stack([filled(time_s, column) for column in values.T], 1)
    known = np.isfinite(values)
    if not known.any():
        return values.copy()
    return np.interp(time_s, time_s[known], values[known])


def softened(time_s: Floats, values: Floats, sigma_s: float) -> Floats:
    """Gaussian mean in time of a filled series, ``(n,)`` or ``(n, k)``; ends are averaged over what there is."""
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0
    reach = max(1, round(3 * sigma_s / step))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / sigma_s) ** 2)
    columns = values[:, None] if values.ndim == 1 else values
    ones = np.convolve(np.ones(len(values)), kernel)[reach : reach + len(values)]
    out = np.stack([np.convolve(c, kernel)[reach : reach + len(values)] / ones for c in columns.T], 1)
    return out[:, 0] if values.ndim == 1 else out


def runs(mask: Bools) -> Iterator[Span]:
    """Spans of neighbouring True frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield Span(int(start), int(stop))


def longest_run(mask: Bools, time_s: Floats, bridge_s: float = 0.5) -> Span | None:
    """The longest span of True frames, breaks shorter than ``bridge_s`` inside it allowed; None where all are False."""
    kept = np.array(mask, bool)
    for gap in runs(~kept):
        inner = gap.start > 0 and gap.stop < len(kept)
        if inner and time_s[gap.stop] - time_s[gap.start - 1] < bridge_s:
            kept[gap.start : gap.stop] = True
    spans = list(runs(kept))
    return max(spans, key=lambda s: time_s[s.stop - 1] - time_s[s.start]) if spans else None


def span_of_times(time_s: Floats, start_s: float, end_s: float) -> Span:
    """Frames from ``start_s`` up to, not including, ``end_s``; half a frame of grace at both ends."""
    half = 0.5 * float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    return Span(int(np.searchsorted(time_s, start_s - half)), int(np.searchsorted(time_s, end_s - half)))


def width_of(values: Floats, share: float = 0.96) -> float:
    """Distance between the percentiles that hold ``share`` of the finite values; 0 where there are none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0
    low, high = np.percentile(known, [50 * (1 - share), 50 * (1 + share)])
    return float(high - low)


def rises(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high``, straight between; NaN counts as 0."""
    return float(np.clip((value - low) / (high - low), 0.0, 1.0)) if np.isfinite(value) else 0.0


def falls(value: float, low: float, high: float) -> float:
    """1 up to ``low``, 0 from ``high``, straight between; NaN counts as 0."""
    return float(np.clip((high - value) / (high - low), 0.0, 1.0)) if np.isfinite(value) else 0.0
