"""Evenly timed values, for formats that know a rate and no times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.interpolate import make_interp_spline

from endrange.domain.clip import Clip
from endrange.domain.looks import Floats

#: Times that differ from an even grid by no more than this are even: containers round to milliseconds.
ROUNDING_S: Final = 0.0006

#: Nothing is interpolated across a longer time without a frame, in seconds of film (as in the track's gaps).
LONGEST_HOLE_S: Final = 0.1


@dataclass(frozen=True)
class EvenTimes:
    """An even grid in place of a clip's own times.

    Attributes
    ----------
    film_s
        (m,) seconds of film.
    life_s
        (m,) seconds of life from the first frame on: of slow motion, shorter by its factor.
    rate_hz
        Frames a second of life.
    resampled
        Whether the grid's times are others than the frames'.
    """

    film_s: Floats
    life_s: Floats
    rate_hz: float
    resampled: bool


def even_times(time_s: Floats, clip: Clip) -> EvenTimes:
    """The even grid of a clip.

    The best-fitting one where its times are even but for rounding, else from its first frame to its last at their mean
    interval.
    """
    n = len(time_s)
    factor = 1.0 if clip.slow_motion is None else clip.slow_motion.factor
    steps = np.arange(n)
    interval, start = np.polyfit(steps, time_s, 1) if n > 1 else (1.0 / clip.mean_fps, 0.0)
    resampled = n > 1 and bool(np.max(np.abs(time_s - start - interval * steps)) > ROUNDING_S)
    if resampled:
        interval = float(time_s[-1] - time_s[0]) / (n - 1)
    film = time_s[0] + interval * steps if resampled else np.asarray(time_s, float)
    return EvenTimes(film, interval * steps / factor, float(factor / interval), resampled)


def evenly(values: Floats, time_s: Floats, times: EvenTimes) -> Floats:
    """Values on the grid.

    Parameters
    ----------
    values
        (n, ...) at the frames' times; NaN where missing.
    time_s
        (n,) seconds of film.

    Returns
    -------
    (m, ...)
        As they are where the frames are even, else cubic splines through each unbroken stretch, a line where it is
        shorter than four frames. NaN in gaps, and where the film has no frame for longer than
        :data:`LONGEST_HOLE_S`.
    """
    if not times.resampled:
        return np.asarray(values, float)
    flat = np.asarray(values, float).reshape(len(values), -1)
    out = np.full((len(times.film_s), flat.shape[1]), np.nan)
    for column in range(flat.shape[1]):
        for start, stop in _stretches(flat[:, column], time_s):
            inside = (times.film_s >= time_s[start]) & (times.film_s <= time_s[stop - 1])
            curve = make_interp_spline(time_s[start:stop], flat[start:stop, column], k=3 if stop - start > 3 else 1)
            out[inside, column] = curve(times.film_s[inside])
    return out.reshape(len(out), *np.shape(values)[1:])


def _stretches(values: Floats, time_s: Floats) -> list[tuple[int, int]]:
    """Spans of at least two known values without a hole."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return []
    broken = (np.diff(known) > 1) | (np.diff(time_s[known]) > LONGEST_HOLE_S)
    parts = np.split(known, np.flatnonzero(broken) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts if len(part) > 1]
