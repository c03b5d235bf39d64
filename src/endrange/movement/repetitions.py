"""Cutting slow, cyclic motion into repetitions.

A repetition goes from rest to where it turns and back to rest. Where rest is at one end of the signal (a lunge, a leg
lifted) it has one turning point; where rest is in the middle (rotation in and out) it has two, one to each side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.signal import find_peaks

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.movement.series import filled, local_fit

#: A turning point stands out by this share of the whole range (proposal: half a repetition is not one).
PROMINENCE: Final = 0.4

#: Rest is at one end when less than this share of the range lies beyond it (proposal).
END_SHARE: Final = 0.2

#: A repetition that comes back to within this share of the range of where it began is whole (proposal).
CLOSED_SHARE: Final = 0.5

#: Pauses between two repetitions shorter than this belong to both, cut at their middle (proposal).
PAUSE_S: Final = 0.5

#: Half the window of the parabolas before turning points are looked for (proposal).
SMOOTH_HALF_S: Final = 0.2

#: Levels of the way from rest to the turn between which its start is extrapolated: the square root of a smooth start is
#: a straight line, that of a sudden one is bounded by the clip (proposal).
ONSET_LEVELS: Final = (0.05, 0.2)


@dataclass(frozen=True)
class Repetition:
    """One repetition.

    Attributes
    ----------
    start_s, end_s
        Seconds of the series' own time, half-open.
    turns_s
        Its turning points in order: one, or one to each side.
    first
        +1 where the signal goes up first, -1 where it goes down.
    whole
        False where the clip begins or ends in it.
    """

    start_s: float
    end_s: float
    turns_s: tuple[float, ...]
    first: int
    whole: bool = True

    @property
    def duration_s(self) -> float:
        """How long it took."""
        return self.end_s - self.start_s


def cut_repetitions(
    time_s: Floats, signal: Floats, state: Floats | None = None, *, at_least: float, within: Span | None = None
) -> tuple[Repetition, ...]:
    """Repetitions of a slow movement, in order.

    Parameters
    ----------
    time_s
        (n,) seconds of life.
    signal
        (n,) what is counted, in any unit; lost frames are bridged for the cutting alone.
    state
        (n, k) what has to return to where it was for a repetition to end; the signal itself if absent. The columns are
        of one unit.
    at_least
        Range of the signal below which nothing was repeated.
    within
        The frames to look at; all if absent.

    Rest is where the movement is at the first of these frames.

    Returns
    -------
    tuple of Repetition
        Whole ones and at most one unfinished one at each end.
    """
    span = within or Span(0, len(time_s))
    t = np.asarray(time_s, float)[span.start : span.stop]
    x = np.asarray(signal, float)[span.start : span.stop]
    if np.isfinite(x).sum() < 8:
        return ()
    rest_state = x[:, None] if state is None else np.asarray(state, float)[span.start : span.stop]
    x = _smooth(t, x[:, None])[:, 0]
    away = _distance_from_rest(_smooth(t, rest_state))
    low, high = np.percentile(x, [1, 99])
    if high - low < at_least:
        return ()
    groups = _groups(x, float(x[0]), float(low), float(high))
    return _between(t, away, groups)


def _smooth(t: Floats, state: Floats) -> Floats:
    """Local parabolas through the bridged series; unbiased at its very start, where rest is read."""
    whole = filled(t, state)
    return np.stack([local_fit(t, column, SMOOTH_HALF_S)[0] for column in whole.T], 1)


def _distance_from_rest(state: Floats) -> Floats:
    return np.asarray(np.sqrt(((state - state[0]) ** 2).sum(1)))


def _groups(x: Floats, rest: float, low: float, high: float) -> list[tuple[int, list[int]]]:
    """Turning points that belong to one repetition: (direction of the first, their frames)."""
    spread = high - low
    if (rest - low) < END_SHARE * spread:
        return [(1, [i]) for i in _turns(x, spread, +1)]
    if (high - rest) < END_SHARE * spread:
        return [(-1, [i]) for i in _turns(x, spread, -1)]
    both = sorted([(i, 1) for i in _turns(x, spread, +1)] + [(i, -1) for i in _turns(x, spread, -1)])
    # a ripple about rest is no turn
    both = [(i, d) for i, d in both if d * (x[i] - rest) > END_SHARE / 2 * spread]
    groups: list[tuple[int, list[int]]] = []
    for i, direction in both:
        if groups and len(groups[-1][1]) == 1 and groups[-1][0] == -direction:
            groups[-1][1].append(i)
        else:
            groups.append((direction, [i]))
    return groups


def _turns(x: Floats, spread: float, direction: int) -> list[int]:
    """Frames of the high (or low) turning points, plateaus by their middle; the series' edges count as low."""
    upward = direction * x
    floor = float(upward.min()) - spread
    padded = np.concatenate([[floor], upward, [floor]])
    peaks, _ = find_peaks(padded, prominence=PROMINENCE * spread, plateau_size=1)
    return [int(p) - 1 for p in peaks if 0 < p - 1 < len(x) - 1]


def _between(t: Floats, away: Floats, groups: list[tuple[int, list[int]]]) -> tuple[Repetition, ...]:
    """Starts and ends: where the state is nearest to rest between two repetitions."""
    if not groups:
        return ()
    ends: list[tuple[float, float]] = []
    for (_, before), (_, after) in pairwise(groups):
        ends.append(_pause(t, away, before[-1], after[0]))
    first, last = groups[0][1][0], groups[-1][1][-1]
    start = _onset(t, away, 0, first)
    stop = -_onset(-t[::-1], away[::-1], 0, len(t) - 1 - last)
    step = float(np.median(np.diff(t)))
    stop = min(stop + step, float(t[-1]) + step) if stop > t[-1] - 1.5 * step else stop
    starts = [start, *(b for _, b in ends)]
    stops = [*(a for a, _ in ends), stop]
    peak = [float(away[g[0] : g[-1] + 1].max()) for _, g in groups]
    paired = max(len(g) for _, g in groups)
    out = []
    for k, (direction, frames) in enumerate(groups):
        lowest_before = away[: frames[0] + 1].min() if k == 0 else 0.0
        lowest_after = away[frames[-1] :].min() if k == len(groups) - 1 else 0.0
        closed = max(lowest_before, lowest_after) <= CLOSED_SHARE * peak[k]
        whole = closed and len(frames) == paired
        out.append(Repetition(starts[k], stops[k], tuple(float(t[i]) for i in frames), direction, whole))
    return tuple(out)


def _pause(t: Floats, away: Floats, before: int, after: int) -> tuple[float, float]:
    """End of one repetition and start of the next; one moment where the pause is short."""
    nearest = before + int(np.argmin(away[before : after + 1]))
    end = -_onset(-t[::-1], away[::-1], len(t) - 1 - after, len(t) - 1 - before)
    start = _onset(t, away, before, after)
    if start - end >= PAUSE_S:
        return end, start
    moment = float(t[nearest]) if start <= end else (start + end) / 2
    return moment, moment


def _onset(t: Floats, away: Floats, start: int, turn: int) -> float:
    """When the state leaves rest for good on its way to ``turn``, not before ``start``."""
    part = away[start : turn + 1]
    if len(part) < 3:
        return float(t[start])
    base, top = float(part.min()), float(part[-1])
    crossings = []
    for level in ONSET_LEVELS:
        below = np.flatnonzero(part <= base + level * (top - base))
        crossings.append(float(t[start + (below[-1] if len(below) else 0)]))
    early, late = crossings
    ratio = np.sqrt(ONSET_LEVELS[0]) / (np.sqrt(ONSET_LEVELS[1]) - np.sqrt(ONSET_LEVELS[0]))
    return float(max(t[start], early - (late - early) * ratio))


def speed_of(time_s: Floats, values: Floats) -> Floats:
    """(n,) length of the velocity of a series ``(n,)`` or ``(n, k)``, units a second; NaN where a column is lost."""
    columns = values[:, None] if values.ndim == 1 else values
    slopes = np.stack([local_fit(time_s, column)[1] for column in columns.T], 1)
    return np.asarray(np.sqrt((slopes**2).sum(1)))
