"""Frames that show no new moment: repeats inside a motion, and stills cut into a film.

A frame identical to the one before is a repeat where the person moves on afterwards (24 frames a second stretched to
30), and nothing at all where the person stands still, because a codec may well repeat the picture of a hold. A long
standstill that begins or ends in full motion is an edited still; no motion is followed across it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Bools, Real, Seen, median_quiet

#: A standstill of the film as long as this is a still, shorter ones are repeats (proposal: a hold that can be seen).
STILL_S: Final = 0.25
#: Step, in body sizes, across a repeat from which on the person moves (a network's scatter is 0.004 to 0.008).
STEP: Final = 0.01
#: Speed, in body sizes per second, at which a still begins or ends in motion: nobody starts that fast within a frame.
SPEED: Final = 0.3
#: Step, in body sizes, across a still that no motion explains.
JUMP: Final = 0.05

#: Fewer frames than this are no run.
SCRAP: Final = 4

_POINTS: Final = [i for part in ("shoulder", "hip", "knee", "ankle") for i in PAIRS[part]]


@dataclass(frozen=True)
class Stills:
    """What is not motion.

    Attributes
    ----------
    missing
        (n,) frames that repeat a moment.
    breaks
        (n,) first frames after which nothing before may be followed.
    """

    missing: Bools
    breaks: Bools


def find_stills(seen: Seen, frozen: Bools, size_px: float) -> Stills:
    """Judge every stretch of frozen frames by what the person does before and after.

    Parameters
    ----------
    seen
        The followed person in every frame.
    frozen
        (n,) True for a frame identical to the one before.
    size_px
        Body size.
    """
    n = seen.n_frames
    missing, breaks = np.zeros(n, bool), np.zeros(n, bool)
    if not frozen.any():
        return Stills(missing, breaks)
    place = np.asarray(median_quiet(seen.position_px[:, :, _POINTS], 1) / size_px)
    for first, stop in stretches(frozen):
        lasting = seen.time_s[stop - 1] - seen.time_s[max(first - 1, 0)]
        across = _step(place, first - 1, stop)
        if lasting < STILL_S:
            missing[first:stop] = across > STEP
        elif across > JUMP or max(_speed(place, seen.time_s, first - 1), _speed(place, seen.time_s, stop + 1)) > SPEED:
            missing[first:stop] = True
            breaks[first] = True
            breaks[min(stop, n - 1)] |= stop < n
    return Stills(missing, breaks)


def stretches(flags: Bools) -> list[tuple[int, int]]:
    """(first, stop) of every stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def split_runs(runs: tuple[Span, ...], stills: Stills) -> tuple[Span, ...]:
    """Runs cut at the breaks, without the frames at either end that show nothing and without scraps."""
    out = []
    for start, stop in runs:
        inner = [start, *(start + 1 + np.flatnonzero(stills.breaks[start + 1 : stop])), stop]
        for a, b in pairwise(inner):
            shown = a + np.flatnonzero(~stills.missing[a:b])
            if len(shown):
                out.append(Span(int(shown[0]), int(shown[-1]) + 1))
    longer = tuple(run for run in out if run.stop - run.start >= SCRAP)
    return longer or tuple(out)


def cut_runs(runs: tuple[Span, ...], firsts: tuple[int, ...]) -> tuple[Span, ...]:
    """Runs cut before each of these frames."""
    out = []
    for start, stop in runs:
        inner = [start, *(f for f in firsts if start < f < stop), stop]
        out += [Span(a, b) for a, b in pairwise(inner)]
    return tuple(out)


def _step(place: Real, before: int, after: int) -> float:
    """Median distance of the points between two frames; 0 where either is outside the film or not seen."""
    if before < 0 or after >= len(place):
        return 0.0
    distance = median_quiet(np.linalg.norm(place[after] - place[before], axis=-1), 0)
    return float(np.nan_to_num(distance))


def _speed(place: Real, time_s: Floats, frame: int) -> float:
    """Speed into a frame."""
    if frame < 1 or frame >= len(place):
        return 0.0
    return _step(place, frame - 1, frame) / float(time_s[frame] - time_s[frame - 1])
