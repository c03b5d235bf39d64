"""Where a point should be by what it did before and after: a two-sided Kalman prediction without the frame itself."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Bools, Ints, Real, median_quiet

#: Speed of a point about which nothing is known yet, in body sizes per frame interval.
SPEED: Final = 0.1
#: Variance of a position about which nothing is known yet, in body sizes squared.
UNKNOWN: Final = 1e4
#: Frames of one chunk, and frames read beyond either end of it: the filter forgets within a few frames.
CHUNK: Final = 192
MARGIN: Final = 48
#: Chunks filtered side by side.
GROUP: Final = 16


def without_itself(
    points_px: Floats, known: Bools, times: Real, process: Real, noise_px: float, size_px: float
) -> tuple[Real, Real]:
    """Position of every point in every frame as predicted by all other frames.

    Parameters
    ----------
    points_px
        (n, K, 2).
    known
        (n, K) points to be used.
    times
        (n,) in frame intervals, strictly increasing.
    process
        (K,) px per frame interval squared.
    noise_px
        Noise of one point.

    Returns
    -------
    tuple
        Mean (n, K, 2) px and variance (n, K) px^2 of one coordinate. Constant-velocity Kalman filters (Kalman 1960)
        from both sides, joined before the frame's own point is used (Fraser and Potter 1969).
    """
    rows, inside, core = _chunks(len(points_px))
    centre = np.nan_to_num(median_quiet(points_px.reshape(-1, 2), 0))
    noise2 = np.concatenate([(process / size_px) ** 2, [(noise_px / size_px) ** 2]])
    out_mean, out_variance = np.empty(points_px.shape), np.empty(points_px.shape[:-1])
    for first in range(0, rows.shape[1], GROUP):
        columns = slice(first, first + GROUP)
        at, answers = rows[:, columns], core[:, columns]
        value = np.nan_to_num((points_px[at] - centre) / size_px)
        use = known[at] & inside[:, columns, None]
        mean, variance = _both_ways(value, use, np.diff(times[at], axis=0), noise2[:-1], float(noise2[-1]))
        out_mean[at[answers]], out_variance[at[answers]] = mean[answers], variance[answers]
    return out_mean * size_px + centre, out_variance * size_px**2


def _both_ways(value: Real, use: Bools, step: Real, process2: Real, noise2: float) -> tuple[Real, Real]:
    """Mean and variance of the position from both sides, in body sizes."""
    ahead = _one_way(value, use, step, process2, noise2)
    behind = _one_way(value[::-1], use[::-1], step[::-1], process2, noise2)
    return _join(ahead, (behind[0][::-1], behind[1][::-1]))


def _chunks(n: int) -> tuple[Ints, Bools, Bools]:
    """(T, C) frame of each step of each chunk, whether there is such a frame, and whether the chunk answers for it."""
    if n <= CHUNK + 2 * MARGIN:
        rows = np.arange(n)[:, None]
        return rows, np.ones_like(rows, bool), np.ones_like(rows, bool)
    starts = np.arange(0, n, CHUNK)
    rows = np.arange(-MARGIN, CHUNK + MARGIN)[:, None] + starts[None]
    core = (rows >= starts) & (rows < np.minimum(starts + CHUNK, n))
    return np.clip(rows, 0, n - 1), (rows >= 0) & (rows < n), core


def _one_way(value: Real, use: Bools, step: Real, process2: Real, noise2: float) -> tuple[Real, Real]:
    """Predictions before each frame's own update: mean (T, C, K, 2, 2 position/velocity), covariance (T, C, K, 3)."""
    frames, chunks, points = use.shape
    means = np.empty((frames, chunks, points, 2, 2))
    covariances = np.empty((frames, chunks, points, 3))
    start = np.array([UNKNOWN, 0.0, SPEED**2])
    mean, covariance = np.zeros((chunks, points, 2, 2)), np.broadcast_to(start, (chunks, points, 3))
    for t in range(frames):
        if t:
            mean, covariance = _predict(mean, covariance, step[t - 1][:, None], process2)
        means[t], covariances[t] = mean, covariance
        mean, covariance = _update(mean, covariance, value[t], use[t], noise2)
    return means, covariances


def _predict(mean: Real, covariance: Real, step: Real, process2: Real) -> tuple[Real, Real]:
    moved = mean.copy()
    moved[..., 0] += step[..., None] * mean[..., 1]
    pp, pv, vv = covariance[..., 0], covariance[..., 1], covariance[..., 2]
    grown = np.empty_like(covariance)
    noise = process2 * step**2
    grown[..., 0] = pp + step * (2 * pv + step * vv) + noise * step**2 / 4
    grown[..., 1] = pv + step * vv + noise * step / 2
    grown[..., 2] = vv + noise
    return moved, grown


def _update(mean: Real, covariance: Real, value: Real, use: Bools, noise2: float) -> tuple[Real, Real]:
    gain = np.where(use, 1.0 / (covariance[..., 0] + noise2), 0.0)
    gain_position, gain_velocity = gain * covariance[..., 0], gain * covariance[..., 1]
    miss = value - mean[..., 0]
    better = mean.copy()
    better[..., 0] += gain_position[..., None] * miss
    better[..., 1] += gain_velocity[..., None] * miss
    smaller = np.empty_like(covariance)
    smaller[..., 0] = (1 - gain_position) * covariance[..., 0]
    smaller[..., 1] = (1 - gain_position) * covariance[..., 1]
    smaller[..., 2] = covariance[..., 2] - gain_velocity * covariance[..., 1]
    return better, smaller


def _join(ahead: tuple[Real, Real], behind: tuple[Real, Real]) -> tuple[Real, Real]:
    """Information of both sides added; time runs backwards in the second."""
    mean_b, cov_b = behind[0].copy(), behind[1].copy()
    mean_b[..., 1] *= -1
    cov_b[..., 1] *= -1
    info_a, info_b = _inverse(ahead[1]), _inverse(cov_b)
    joined = _inverse(info_a + info_b)
    pull = _times(info_a, ahead[0]) + _times(info_b, mean_b)
    return joined[..., None, 0] * pull[..., 0] + joined[..., None, 1] * pull[..., 1], joined[..., 0]


def _inverse(matrix: Real) -> Real:
    determinant = np.maximum(matrix[..., 0] * matrix[..., 2] - matrix[..., 1] ** 2, 1e-300)
    return np.stack([matrix[..., 2], -matrix[..., 1], matrix[..., 0]], -1) / determinant[..., None]


def _times(matrix: Real, vector: Real) -> Real:
    a, b, c = (matrix[..., None, k] for k in range(3))
    return np.stack([a * vector[..., 0] + b * vector[..., 1], b * vector[..., 0] + c * vector[..., 1]], -1)
