"""Which of two limbs is the left one, over a whole run of frames: the exact optimum of a second-order chain.

States are pairs of used frames, three frames in turn have a price, frames that fit nothing may be skipped at a price
(Viterbi 1967). The same chain run backwards tells by how much the best story with the other answer in a frame is dearer
(min-marginals, Wainwright and Jordan 2008): where that is little, the frame cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Bools, Ints, Real
from endrange.track.sides.prices import (
    HYPOTHESES,
    MAX_GAP,
    SKIP_PRICE,
    Votes,
    anatomy_price,
    change_price,
    motion_price,
    own_price,
)

#: Frames whose motion prices are held in memory at a time.
BLOCK: Final = 512

_SKIPS: Final = SKIP_PRICE * np.arange(MAX_GAP)[:, None, None]


@dataclass(frozen=True)
class Decision:
    """What the chain decided.

    Attributes
    ----------
    exchanged
        (n, 2) whether the aligned points are to be exchanged: near joint, end; False where skipped.
    skipped
        (n,) frames that fit nothing.
    margin
        (n, 2) by how much the best story with the other answer is dearer, as a difference of log likelihoods.
    """

    exchanged: Bools
    skipped: Bools
    margin: Real


@dataclass(frozen=True)
class Limbs:
    """The two limbs of a run.

    Attributes
    ----------
    points_px
        (n, 2, J, 2) consensus of the aligned looks; the sides of a frame are two limbs in any order.
    root_px
        (n, 2, 2) where the limbs begin, left and right: hips or shoulders; None if lengths say nothing.
    is_end
        (J,) whether a joint belongs to the end (foot, hand).
    votes
        Of the near joint and of the end.
    times
        (n,) in frame intervals.
    size_px
        Body size.
    process
        (J,) process noise in px per frame interval squared.
    """

    points_px: Floats
    root_px: Floats | None
    is_end: Bools
    votes: tuple[Votes, Votes]
    times: Real
    size_px: float
    process: Real

    def motion(self, begin: int, end: int) -> Real:
        """(end - begin, gap, gap before, 4, 4, 4) price of the motion into each frame."""
        return motion_price(self.points_px, self.is_end, self.times, self.size_px, self.process, begin, end)

    def entry(self, begin: int, end: int, own: Real) -> Real:
        """(end - begin, gap, before, now) price of using a frame after a gap."""
        return change_price(self.votes, begin, end) + own[begin:end, None, None, :] + _SKIPS


def decide(limbs: Limbs) -> Decision:
    """Decide a run of at least three frames."""
    own = own_price(limbs.votes)
    if limbs.root_px is not None:
        own += anatomy_price(limbs.points_px, limbs.root_px)
    so_far, came_from = _forward(limbs, own)
    exchanged, used = _trace(so_far, came_from)
    return Decision(exchanged, ~used, _margin(so_far + _backward(limbs, own)))


def _forward(limbs: Limbs, own: Real) -> tuple[Real, Ints]:
    """(n, gap, before, now) least price up to each pair of used frames, and which pair came before (-1: none)."""
    n = len(own)
    best = np.full((n, MAX_GAP, 4, 4), np.inf)
    came_from = np.full((n, MAX_GAP, 4, 4), -1, np.int16)
    start = np.full((n, 4), np.inf)
    lead = min(MAX_GAP, n)
    start[:lead] = own[:lead] + SKIP_PRICE * np.arange(lead)[:, None]
    for begin in range(1, n, BLOCK):
        end = min(begin + BLOCK, n)
        motion, entry = limbs.motion(begin, end), limbs.entry(begin, end, own)
        for t in range(begin, end):
            gaps = min(MAX_GAP, t)
            back = t - 1 - np.arange(gaps)
            arrive = (best[back][..., None] + motion[t - begin, :gaps]).reshape(gaps, MAX_GAP * 4, 4, 4)
            choice = arrive.argmin(1)
            onward = np.take_along_axis(arrive, choice[:, None], 1)[:, 0]
            fresh = start[back][:, :, None]
            best[t, :gaps] = np.minimum(onward, fresh) + entry[t - begin, :gaps]
            came_from[t, :gaps] = np.where(onward < fresh, choice, -1)
    return best, came_from


def _backward(limbs: Limbs, own: Real) -> Real:
    """(n, gap, before, now) least price of everything after each pair of used frames."""
    n = len(own)
    ahead = np.full((n, MAX_GAP, 4, 4), np.inf)
    for end in range(n, 0, -BLOCK):
        begin = max(end - BLOCK, 0)
        last = min(end + MAX_GAP, n)
        motion, entry = limbs.motion(begin, last), limbs.entry(begin, last, own)
        for u in range(end - 1, begin - 1, -1):
            gaps = min(MAX_GAP, n - 1 - u)
            after, gap = u + 1 + np.arange(gaps), np.arange(gaps)
            tail = entry[after - begin, gap] + ahead[after, gap]
            if n - 1 - u < MAX_GAP:
                ahead[u] = SKIP_PRICE * (n - 1 - u)
            if gaps:
                onward = (motion[after - begin, gap] + tail[:, None, None]).min((0, -1))
                ahead[u] = np.minimum(ahead[u], onward)
    return ahead


def _margin(story: Real) -> Real:
    """(n, 2) how far the best stories with either answer are apart, near joint and end; infinite if there is one."""
    price = story.min((1, 2))
    out = np.empty((len(price), 2))
    for group in (0, 1):
        exchanged = HYPOTHESES[:, group]
        one, other = price[:, exchanged].min(1), price[:, ~exchanged].min(1)
        both = np.isfinite(one) & np.isfinite(other)
        out[:, group] = np.where(both, np.abs(np.where(both, one, 0.0) - np.where(both, other, 0.0)), np.inf)
    return out


def _trace(best: Real, came_from: Ints) -> tuple[Bools, Bools]:
    """Follow the cheapest path back: (n, 2) exchanged and (n,) used."""
    n = len(best)
    tail = min(MAX_GAP, n - 1)
    ends = best[n - tail :].reshape(tail, -1).min(1) + SKIP_PRICE * np.arange(tail - 1, -1, -1)
    t = n - tail + int(ends.argmin())
    gap, before, now = (int(v) for v in np.unravel_index(int(best[t].argmin()), best[t].shape))
    chosen = np.zeros(n, int)
    used = np.zeros(n, bool)
    while True:
        chosen[t], used[t] = now, True
        arrived, last = int(came_from[t, gap, before, now]), t - gap - 1
        if arrived < 0:
            chosen[last], used[last] = before, True
            break
        t, now = last, before
        gap, before = divmod(arrived, 4)
    return HYPOTHESES[chosen] & used[:, None], used
