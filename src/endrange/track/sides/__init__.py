"""Left and right over the whole run, jointly over the looks: as given, exchanged, or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.skeleton import ARM_PARTS, LEG_PARTS, PAIRS
from endrange.track.seen import Bools, Ints, Real, Seen, frame_times
from endrange.track.sides.align import align, consensus, put_right
from endrange.track.sides.chain import LABEL_PRICE, Votes, decide, process_noise
from endrange.track.sides.refine import refine

#: Fewer frames than this have no path to compare with: the looks' votes alone decide.
SHORTEST: Final = 8


@dataclass(frozen=True)
class Limb:
    """A pair of limbs: its joints from the body outwards; the first may be exchanged apart from the rest."""

    root: str
    parts: tuple[str, ...]

    @property
    def pairs(self) -> Ints:
        """(2, J) keypoint indices: left, right."""
        return np.array([PAIRS[part] for part in self.parts]).T

    @property
    def is_end(self) -> Bools:
        """(J,) whether the joint belongs to the end of the limb."""
        return np.arange(len(self.parts)) > 0


LEGS: Final = Limb("hip", LEG_PARTS)
ARMS: Final = Limb("shoulder", ARM_PARTS)


@dataclass(frozen=True)
class Sides:
    """Which points of which look are to be exchanged, and which fit nothing.

    Attributes
    ----------
    exchanged
        (n, L, 33) whether the point and its partner are to be exchanged.
    lost
        (n, L, 33) points that fit neither limb, by their place after the exchange.
    """

    exchanged: Bools
    lost: Bools


def decide_sides(seen: Seen, size_px: float) -> Sides:
    """Decide legs and arms of one run.

    Parameters
    ----------
    seen
        One person's looks.
    size_px
        Body size.
    """
    shape = seen.position_px.shape[:3]
    exchanged, lost = np.zeros(shape, bool), np.zeros(shape, bool)
    for limb in (LEGS, ARMS):
        pairs = limb.pairs
        points = seen.position_px[:, :, pairs]
        root = np.asarray(consensus(seen.position_px[:, :, list(PAIRS[limb.root])]), float)
        turned, fits = _decide_limb(points, root, limb, frame_times(seen.time_s), size_px)
        exchanged[:, :, pairs] = turned[:, :, None]
        lost[:, :, pairs] = ~fits
    return Sides(exchanged, lost)


def _decide_limb(points: Real, root: Real, limb: Limb, times: Real, size_px: float) -> tuple[Bools, Bools]:
    """(n, L, J) exchanged and (n, L, 2, J) fitting, of points (n, L, 2, J, 2) and roots (n, 2, 2)."""
    end = limb.is_end
    votes = tuple(
        Votes(
            align(points[:, :, :, group], LABEL_PRICE), np.asarray(np.isfinite(points[:, :, :, group, 0]).any((2, 3)))
        )
        for group in (~end, end)
    )
    label = np.where(end, votes[1].label[:, :, None], votes[0].label[:, :, None])
    if len(points) < SHORTEST:
        label = _majority(label)
        return label, np.isfinite(put_right(points, label)[..., 0])
    middle = consensus(put_right(points, label))
    process = process_noise(middle, times, size_px)
    decision = decide(middle, root, end, (votes[0], votes[1]), times, size_px, process)
    turn = np.where(end, decision.exchanged[:, 1:], decision.exchanged[:, :1])
    settled = refine(points, label ^ turn[:, None], decision.skipped, times, process, size_px)
    if settled.exchanged.mean() > 0.5:
        return ~settled.exchanged, settled.used[:, :, ::-1]
    return settled.exchanged, settled.used


def _majority(label: Bools) -> Bools:
    """Exchange as few looks as possible in every frame."""
    return np.asarray(label ^ (label.mean(1) > 0.5)[:, None])


__all__ = ["ARMS", "LEGS", "Limb", "Sides", "decide_sides"]
