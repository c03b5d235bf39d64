"""Where an edited film changes its speed: the same postures are passed at another pace from one frame on.

People slow down and speed up too, but gradually, or through rest, or by moving otherwise. An edit leaves the path of
the body through its postures as it is and scales the pace along it by one factor within a frame.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Ints, Real, body_size_px
from endrange.track.smooth import low_pass

#: Longest stretch of film on either side that is compared, and the least, in seconds.
WINDOW_S: Final = 3.0
LEAST_S: Final = 0.6
#: Samples of a window.
SAMPLES: Final = 40
#: Step of the search, in seconds.
STEP_S: Final = 0.1
#: Least factor of the pace (proposal: walking to running changes the cadence by 1.5).
FACTOR: Final = 1.7
#: Largest scatter of the factor over the postures, as a logarithm (median absolute deviation).
SCATTER: Final = 0.3
#: Two postures are alike within this distance (root mean square over points, body sizes) and this cosine of direction.
ALIKE: Final = 0.03
COSINE: Final = 0.8
#: Pace, in body sizes per second (root mean square over points), below which somebody rests.
RESTING: Final = 0.08
#: Least share of the moving samples that must find their like.
FOUND: Final = 0.5
#: The pace must have changed by this share of the factor within this time.
SHARP: Final = 0.6
SHARP_S: Final = 0.25
#: Cut-off of the pace, in Hz of the film.
PACE_HZ: Final = 8.0

_POINTS: Final = [i for part in ("shoulder", "elbow", "wrist", "knee", "ankle") for i in PAIRS[part]]


def speed_changes(position_px: Floats, time_s: Floats) -> tuple[int, ...]:
    """First frames of a new speed of the film within one run.

    Parameters
    ----------
    position_px
        (n, 33, 2) unsmoothed points of one run.
    time_s
        (n,).
    """
    if time_s[-1] - time_s[0] < 2 * LEAST_S:
        return ()
    posture, pace = _path(position_px, time_s)
    if not posture.shape[1]:
        return ()
    return tuple(sorted(_split(posture, pace, np.asarray(time_s, float), 0)))


def _split(posture: Real, pace: Real, time_s: Real, first: int) -> list[int]:
    """The clearest change of a stretch, then those of the two parts; frames counted from ``first``."""
    at = _clearest(posture, pace, time_s)
    if at is None:
        return []
    before = _split(posture[:at], pace[:at], time_s[:at], first)
    after = _split(posture[at:], pace[at:], time_s[at:], first + at)
    return [*before, first + at, *after]


def _clearest(posture: Real, pace: Real, time_s: Real) -> int | None:
    """The frame at which the pace jumps most, if it jumps anywhere."""
    best, where = 0.0, None
    for centre in np.arange(time_s[0] + LEAST_S, time_s[-1] - LEAST_S, STEP_S):
        frame = int(np.searchsorted(time_s, centre))
        change = _change_at(posture, pace, time_s, frame)
        if abs(change) < np.log(FACTOR) or abs(change) <= best:
            continue
        at, jump = _jump(posture, pace, time_s, frame, change)
        if jump >= SHARP * abs(change):
            best, where = abs(change), at
    return where


def _path(position_px: Floats, time_s: Floats) -> tuple[Real, Real]:
    """Posture (n, 2K) about the hips and its rate of change (n, 2K) a second, body sizes, root-mean-square scaled."""
    size = body_size_px(position_px)
    middle = position_px[:, list(PAIRS["hip"])].mean(1)
    points = (position_px[:, _POINTS] - middle[:, None]) / (size * np.sqrt(len(_POINTS)))
    flat = points.reshape(len(points), -1)
    known = np.isfinite(flat)
    seen = known.sum(0) > 0.5 * len(flat)
    filled = np.zeros((len(flat), int(seen.sum())))
    for column, (c, k) in enumerate(zip(flat.T[seen], known.T[seen], strict=True)):
        filled[:, column] = np.interp(time_s, time_s[k], c[k])
    curve = low_pass(time_s, filled, min(PACE_HZ, 0.2 / float(np.median(np.diff(time_s)))))
    return curve, np.gradient(curve, time_s, axis=0)


def _change_at(posture: Real, pace: Real, time_s: Floats, frame: int) -> float:
    """Logarithm of pace after over pace before at like postures; 0 where too few are alike or the factor scatters."""
    before = _sample(time_s, max(time_s[0], time_s[frame] - WINDOW_S), time_s[frame])
    after = _sample(time_s, time_s[frame], min(time_s[-1], time_s[frame] + WINDOW_S))
    ratio = _ratios(posture, pace, after, before)
    if ratio.size < FOUND * min(len(before), len(after)):
        return 0.0
    middle = float(np.median(ratio))
    return middle if float(np.median(np.abs(ratio - middle))) < SCATTER else 0.0


def _sample(time_s: Floats, start_s: float, stop_s: float) -> Ints:
    """Frames evenly spread over a stretch."""
    first, stop = np.searchsorted(time_s, [start_s, stop_s])
    return np.unique(np.linspace(first, max(stop - 1, first), SAMPLES).astype(int))


def _ratios(posture: Real, pace: Real, these: Ints, those: Ints) -> Real:
    """Log ratio of the pace at each of these moving frames to that at the most alike of those."""
    speed = np.linalg.norm(pace, axis=1)
    these, those = these[speed[these] > RESTING], those[speed[those] > RESTING]
    if not len(these) or not len(those):
        return np.zeros(0)
    away = np.linalg.norm(posture[these][:, None] - posture[those][None], axis=-1)
    along = (pace[these] @ pace[those].T) / (speed[these][:, None] * speed[those][None])
    away = np.where(along > COSINE, away, np.inf)
    nearest = away.argmin(1)
    alike = away[np.arange(len(these)), nearest] < ALIKE
    return np.asarray(np.log(speed[these] / speed[those[nearest]])[alike], float)


def _jump(posture: Real, pace: Real, time_s: Floats, frame: int, change: float) -> tuple[int, float]:
    """Frame near the candidate at which the pace along the path jumps most the same way, and by how much."""
    span = _within(time_s, frame, 4 * SHARP_S)
    far = np.setdiff1d(_sample(time_s, time_s[0], time_s[-1]), span)
    level = np.full(len(time_s), np.nan)
    for t in span:
        ratio = _ratios(posture, pace, np.array([t]), far)
        if ratio.size:
            level[t] = ratio[0]
    best, where = -np.inf, frame
    for t in _within(time_s, frame, 2 * SHARP_S):
        left = level[(time_s < time_s[t]) & (time_s >= time_s[t] - SHARP_S)]
        right = level[(time_s >= time_s[t]) & (time_s < time_s[t] + SHARP_S)]
        if np.isfinite(left).sum() < 2 or np.isfinite(right).sum() < 2:
            continue
        jump = float(np.sign(change) * (np.nanmedian(right) - np.nanmedian(left)))
        if jump > best:
            best, where = jump, int(t)
    return where, best


def _within(time_s: Floats, frame: int, reach_s: float) -> Ints:
    """Frames about a frame."""
    return np.flatnonzero(np.abs(time_s - time_s[frame]) <= reach_s)
