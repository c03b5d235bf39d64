"""The tempo of a stretch of steps, from the whole of the feet's motion instead of its first and last contact."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES
from endrange.movement.gait_events import Stretch

#: Harmonics of the stride that a foot's way holds (Winter 2009: six hold nearly all; more is noise of the landmarks).
HARMONICS: Final = 4

#: The contacts know the tempo to better than this; the search stays within (proposal).
SEARCH: Final = 0.06

#: Least strides whose frequency is better fitted than counted.
LEAST_STRIDES: Final = 2.0


def stride_seconds(stretch: Stretch, start_s: float, end_s: float) -> float:
    """Stride time of one stretch: the period that explains most of the feet's motion (least squares, harmonics).

    Parameters
    ----------
    start_s, end_s
        The strides that count, in seconds of life.

    Returns
    -------
    float
        Seconds of life; NaN where there are too few strides or the motion does not tell it.
    """
    signals = stretch.signals
    inside = (signals.time_s >= start_s) & (signals.time_s <= end_s)
    counted = stretch.stride_s
    if inside.sum() < 8 or not (end_s - start_s) >= LEAST_STRIDES * counted:
        return float("nan")
    step = max(1, round(signals.frame_s / float(signals.time_s[1] - signals.time_s[0])))
    time_s = signals.time_s[inside][::step]
    ways = [signals.ankle, signals.toe, *((signals.forward,) if signals.sees_forward else ())]
    left, right = SIDES
    series = np.stack([(way[left] - way[right])[inside][::step] for way in ways], -1)
    series = series[:, np.isfinite(series).all(axis=0)]
    if not series.shape[1]:
        return float("nan")
    series = (series - series.mean(axis=0)) / np.maximum(series.std(axis=0), 1e-9)
    return _period(time_s - time_s.mean(), series, counted)


def _period(time_s: Floats, series: Floats, about_s: float) -> float:
    """Period within :data:`SEARCH` of ``about_s`` that leaves least of the series unexplained."""
    tried = about_s * np.linspace(1 - SEARCH, 1 + SEARCH, 121)
    left = np.array([_unexplained(time_s, series, period) for period in tried])
    best = int(left.argmin())
    if best in (0, len(tried) - 1):
        return float("nan")
    before, at, after = left[best - 1 : best + 2]
    shift = 0.5 * (before - after) / (before - 2 * at + after)
    return float(tried[best] + shift * (tried[1] - tried[0]))


def _unexplained(time_s: Floats, series: Floats, period_s: float) -> float:
    turn = 2 * np.pi * np.outer(time_s / period_s, np.arange(1, HARMONICS + 1))
    columns = np.concatenate([np.ones((len(time_s), 1)), np.cos(turn), np.sin(turn)], axis=1)
    fitted, *_ = np.linalg.lstsq(columns, series, rcond=None)
    return float(((series - columns @ fitted) ** 2).sum())
