"""Steps: which foot swings forward when, and in which stretches a person walks or runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.signal import find_peaks

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, Side
from endrange.movement.gait_signals import GRID_S, Signals

#: A foot that swings goes this far, in leg lengths: forward past the hips seen from the side (walking 0.6, running 0.8
#: to 1), up at the ankle seen from front or back (walking 0.15, running 0.25 and more). Proposal: half of it.
LEAST_REACH: Final = 0.25
LEAST_LIFT: Final = 0.06

#: A swing counts from this share of what is usual in the stretch; shuffling does not (proposal).
USUAL_SHARE: Final = 0.4

#: Two swings of one foot are at least this far apart, seconds of life (a stride at 260 steps a minute takes 0.46).
LEAST_STRIDE_S: Final = 0.35

#: The tempo of neighbouring steps does not change by more; where it does, another stretch begins: a pause, a stop, or
#: film that changes its speed (proposal; slow motion is twofold or more).
TEMPO_RATIO: Final = 1.6

#: Steps that make a stretch of walking or running: two strides of one foot, one of the other (proposal).
LEAST_STEPS: Final = 5


@dataclass(frozen=True)
class Swing:
    """A foot's swing forward.

    Attributes
    ----------
    time_s
        Seconds of life: where the foot is farthest forward seen from the side, highest seen from front or back.
    reach
        How far it went, leg lengths.
    """

    side: Side
    time_s: float
    reach: float


@dataclass(frozen=True)
class Stretch:
    """Steps of one tempo, one after another.

    Attributes
    ----------
    swings
        In order; sides alternate, save where one was not seen.
    step_s
        Median time of a step, seconds of life if the film's speed is known.
    """

    signals: Signals
    swings: tuple[Swing, ...]
    step_s: float

    @property
    def stride_s(self) -> float:
        """Two steps."""
        return 2 * self.step_s

    @property
    def start_s(self) -> float:
        """Of the first swing."""
        return self.swings[0].time_s

    @property
    def end_s(self) -> float:
        """Of the last swing."""
        return self.swings[-1].time_s

    @property
    def alternating(self) -> float:
        """Share of neighbouring swings that change sides."""
        return float(np.mean([a.side != b.side for a, b in pairwise(self.swings)]))


def find_stretches(signals: Signals) -> tuple[Stretch, ...]:
    """Stretches in which both feet swing by turns."""
    found = sorted((w for s in SIDES for w in _swings(signals, s)), key=lambda w: w.time_s)
    swings = _by_turns(found)
    return tuple(
        Stretch(signals, group, step_s) for group in _of_one_tempo(swings) if (step_s := _step_s(group)) is not None
    )


def _swings(signals: Signals, side: Side) -> Iterator[Swing]:
    """Tops of one foot's way: forward from the side, up from front and back."""
    path = signals.forward[side] if signals.sees_forward else signals.ankle[side]
    least = LEAST_REACH if signals.sees_forward else LEAST_LIFT
    tops, facts = find_peaks(path, prominence=least, distance=max(1, int(LEAST_STRIDE_S / GRID_S)))
    reach = facts["prominences"]
    if not len(tops):
        return
    usual = float(np.median(reach[reach >= np.median(reach)]))
    for top, far in zip(tops, reach, strict=True):
        if far >= USUAL_SHARE * usual and signals.known[side][top]:
            yield Swing(side, float(signals.time_s[0] + (top + _vertex(path, int(top))) * GRID_S), float(far))


def _vertex(path: Floats, top: int) -> float:
    """Where between the grid's places the top lies, by the parabola through three of them; -0.5..0.5."""
    if not 0 < top < len(path) - 1:
        return 0.0
    before, here, after = path[top - 1 : top + 2]
    bend = before - 2 * here + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _by_turns(swings: Sequence[Swing]) -> list[Swing]:
    """Of two swings of one foot, close together with none of the other between them, keep the farther."""
    kept: list[Swing] = []
    strides = [b.time_s - a.time_s for s in SIDES for a, b in pairwise([w for w in swings if w.side == s])]
    near = 0.65 * float(np.median(strides)) if strides else 0.0
    for swing in swings:
        last = kept[-1] if kept else None
        if last is not None and last.side == swing.side and swing.time_s - last.time_s < near:
            if swing.reach > last.reach:
                kept[-1] = swing
        else:
            kept.append(swing)
    return kept


def _of_one_tempo(swings: Sequence[Swing]) -> Iterator[tuple[Swing, ...]]:
    """Cut where the time of a step is not that of the steps before: a step too long belongs to neither side."""
    group: list[Swing] = list(swings[:1])
    steps: list[float] = []
    for before, swing in pairwise(swings):
        step = _steps_between(before, swing)[1]
        ratio = step / float(np.median(steps[-4:])) if steps else 1.0
        if 1 / TEMPO_RATIO < ratio < TEMPO_RATIO:
            group.append(swing)
            steps.append(step)
            continue
        yield tuple(group)
        group, steps = ([swing], []) if ratio > 1 else ([before, swing], [step])
    if group:
        yield tuple(group)


def _steps_between(a: Swing, b: Swing) -> tuple[int, float]:
    """How many steps lie between two swings, and the time of one."""
    n = 1 if a.side != b.side else 2
    return n, (b.time_s - a.time_s) / n


def _step_s(group: Sequence[Swing]) -> float | None:
    if len(group) < LEAST_STEPS or len({w.side for w in group}) < 2:
        return None
    return float(np.median([_steps_between(a, b)[1] for a, b in pairwise(group)]))
