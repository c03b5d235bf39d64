"""Cutting slow, cyclic motion into repetitions.

A repetition goes from rest to where it turns and back to rest. Where rest is at one end of the signal (a lunge, a leg
lifted) it has one turning point; where rest is in the middle (rotation in and out) it has two, one to each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.movement.series import filled, local_fit
from endrange.movement.series import runs as spans_of

#: A turning point stands out by this share of the whole range (proposal: half a repetition is not one).
PROMINENCE: Final = 0.4

#: Rest is at one end when less than this share of the range lies beyond it (proposal).
END_SHARE: Final = 0.2

#: A repetition that comes back to within this share of the range of where it began is whole (proposal).
CLOSED_SHARE: Final = 0.5

#: Pauses between two repetitions shorter than this belong to both, cut at their middle (proposal).
PAUSE_S: Final = 0.5

#: Fewer known frames hold no repetition (proposal).
MIN_FRAMES: Final = 8

#: Half the window of the parabolas before turning points are looked for (proposal).
SMOOTH_HALF_S: Final = 0.2

#: A clip that begins or ends this near to a repetition begins or ends with it: no better can it be told (proposal).
EDGE_S: Final = 0.2

#: The start of the way from rest is extrapolated from where it has gone this share of it, or what noise leaves, and
#: from three times that: the square root of a smooth start is a straight line (proposal).
ONSET_SHARE: Final = 0.03
ONSET_FACTOR: Final = 3.0

#: Two repetitions part in the middle of the time that the state is this near to its nearest (proposal).
NEAREST_SHARE: Final = 0.05

#: Rest lasts: a state that is near rest for less than this passes through it, as a knee on its way from the front to
#: the back does (proposal).
REST_S: Final = 0.2

#: In a pause the state stays within this share of the way of where it is nearest to rest (proposal).
PAUSE_SHARE: Final = 0.15


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
    time_s: Floats,
    signal: Floats,
    state: Floats | None = None,
    *,
    at_least: float,
    runs: Sequence[Span] | None = None,
    within: Span | None = None,
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
    runs
        Spans of frames without a cut in the film; one if absent. Nothing is counted across.
    within
        The frames to look at; all if absent.

    Rest is where the movement is at the first frame of each run.

    Returns
    -------
    tuple of Repetition
        Whole ones and at most one unfinished one at each end of a run.
    """
    look_at = within or Span(0, len(time_s))
    found: list[Repetition] = []
    for run in runs or (Span(0, len(time_s)),):
        frames = slice(max(run.start, look_at.start), min(run.stop, look_at.stop))
        whole_state = signal[:, None] if state is None else state
        found += _cut_run(time_s[frames], signal[frames], whole_state[frames], at_least)
    return tuple(found)


def _cut_run(t: Floats, x: Floats, rest_state: Floats, at_least: float) -> tuple[Repetition, ...]:
    """Repetitions of one run of frames."""
    if np.isfinite(x).sum() < MIN_FRAMES:
        return ()
    t, x = np.asarray(t, float), np.asarray(x, float)
    rest_state = rest_state[:, np.isfinite(rest_state).any(0)]
    rest_state = rest_state if rest_state.shape[1] else x[:, None]
    x = _smooth(t, x[:, None])[:, 0]
    smooth = _smooth(t, rest_state)
    away = np.asarray(np.sqrt(((smooth - smooth[0]) ** 2).sum(1)))
    noise = 1.4826 * float(np.nanmedian(np.sqrt(((rest_state - smooth) ** 2).sum(1))))
    low, high = np.percentile(x, [1, 99])
    if high - low < at_least:
        return ()
    groups = _groups(x, float(x[0]), float(low), float(high))
    return _between(t, away, noise, groups)


def _smooth(t: Floats, state: Floats) -> Floats:
    """Local parabolas through the bridged series; unbiased at its very start, where rest is read."""
    whole = filled(t, state)
    return np.stack([local_fit(t, column, SMOOTH_HALF_S)[0] for column in whole.T], 1)


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
    """Frames of the high (or low) turning points, each followed or preceded by a way back of the prominence asked for.

    A turn on the first or last frame is none: there the clip begins or ends.
    """
    upward, least = direction * x, PROMINENCE * spread
    found: list[int] = []
    top = low = 0
    rising = True  # from below, before the clip began
    for i, value in enumerate(upward):
        if rising:
            top = i if value > upward[top] else top
            if upward[top] - value >= least:
                found.append(top)
                rising, low = False, i
        else:
            low = i if value < upward[low] else low
            if value - upward[low] >= least:
                rising, top = True, i
    if rising:
        found.append(top)
    return [i for i in found if 0 < i < len(x) - 1]


def _between(t: Floats, away: Floats, noise: float, groups: list[tuple[int, list[int]]]) -> tuple[Repetition, ...]:
    """Starts and ends: where the state is nearest to rest between two repetitions."""
    if not groups:
        return ()
    ends: list[tuple[float, float]] = []
    for (_, before), (_, after) in pairwise(groups):
        ends.append(_pause(t, away, noise, before[-1], after[0]))
    first, last = groups[0][1][0], groups[-1][1][-1]
    start = _onset(t, away, noise, 0, first)
    stop = -_onset(-t[::-1], away[::-1], noise, 0, len(t) - 1 - last)
    start = float(t[0]) if start - t[0] < EDGE_S else start
    stop = float(t[-1]) + float(np.median(np.diff(t))) if t[-1] - stop < EDGE_S else stop
    starts = [start, *(b for _, b in ends)]
    stops = [*(a for a, _ in ends), stop]
    peak = [float(away[g[0] : g[-1] + 1].max()) for _, g in groups]
    paired = max(len(g) for _, g in groups)
    out = []
    for k, (direction, frames) in enumerate(groups):
        lowest_before = away[: frames[0] + 1].min() if k == 0 else 0.0
        lowest_after = away[frames[-1] :].min() if k == len(groups) - 1 else 0.0
        closed = bool(max(lowest_before, lowest_after) <= CLOSED_SHARE * peak[k])
        whole = closed and len(frames) == paired
        out.append(Repetition(starts[k], stops[k], tuple(float(t[i]) for i in frames), direction, whole))
    return tuple(out)


def _pause(t: Floats, away: Floats, noise: float, before: int, after: int) -> tuple[float, float]:
    """End of one repetition and start of the next; one moment where the pause is short."""
    end = -_onset(-t[::-1], away[::-1], noise, len(t) - 1 - after, len(t) - 1 - before)
    start = _onset(t, away, noise, before, after)
    part = away[before : after + 1]
    if start - end >= PAUSE_S and _stays_near(t, away, end, start, min(part[0], part[-1])):
        return end, start
    near = np.flatnonzero(part <= part.min() + NEAREST_SHARE * (min(part[0], part[-1]) - part.min()))
    nearest = before + int(np.argmin(part))
    first, last = _around(near, nearest - before)
    moment = float(t[before + first] + t[before + last]) / 2
    return moment, moment


def _stays_near(t: Floats, away: Floats, end_s: float, start_s: float, way: float) -> bool:
    """Whether the state rests from one moment to another, rather than going somewhere and coming back."""
    inside = away[(t >= end_s) & (t <= start_s)]
    return not len(inside) or bool(np.ptp(inside) <= PAUSE_SHARE * way)


def _around(frames: NDArray[np.intp], index: int) -> tuple[int, int]:
    """The run of neighbouring frames that holds ``index``."""
    breaks = np.flatnonzero(np.diff(frames) > 1)
    starts, stops = frames[np.r_[0, breaks + 1]], frames[np.r_[breaks, len(frames) - 1]]
    k = int(np.flatnonzero(starts <= index)[-1])
    return int(starts[k]), int(stops[k])


def _onset(t: Floats, away: Floats, noise: float, start: int, turn: int) -> float:
    """When the state leaves rest for good on its way to ``turn``, not before ``start``."""
    part = away[start : turn + 1]
    if len(part) < 3:
        return float(t[start])
    base, way = float(part.min()), float(part[-1] - part.min())
    level = min(max(ONSET_SHARE * way, noise), way / (2 * ONSET_FACTOR))
    rest = _last_at_rest(t, part, base + level, start)
    beyond = np.flatnonzero(part[rest + 1 :] > base + ONSET_FACTOR * level)
    early, late = float(t[start + rest]), float(t[start + rest + (beyond[0] if len(beyond) else 0)])
    return float(max(t[start], early - (late - early) / (np.sqrt(ONSET_FACTOR) - 1)))


def _last_at_rest(t: Floats, part: Floats, level: float, start: int) -> int:
    """Frame of the part in which the state is last at rest; last near it where it never stays."""
    near = [(span.start, span.stop - 1) for span in spans_of(part <= level)]
    rests = [last for first, last in near if t[start + last] - t[start + first] >= REST_S]
    return rests[-1] if rests else near[-1][1]


def speed_of(time_s: Floats, values: Floats) -> Floats:
    """(n,) length of the velocity of a series ``(n,)`` or ``(n, k)``, units a second; NaN where a column is lost."""
    columns = values[:, None] if values.ndim == 1 else values
    slopes = np.stack([local_fit(time_s, column)[1] for column in columns.T], 1)
    return np.asarray(np.sqrt((slopes**2).sum(1)))
