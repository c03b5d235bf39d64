"""Left and right over the whole run, jointly over the looks: as given, exchanged, or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import ARM_PARTS, LEG_PARTS, PAIRS
from endrange.track.seen import Bools, Ints, Real, Seen, frame_times
from endrange.track.sides.align import align, consensus, put_right
from endrange.track.sides.chain import Limbs, decide
from endrange.track.sides.prices import LABEL_PRICE, Votes, process_noise
from endrange.track.sides.refine import GAIN, refine

#: Fewer frames than this have no path to compare with: the looks' votes alone decide.
SHORTEST: Final = 8
#: Difference of log likelihoods below which a frame cannot be told, and distance of the two limbs in body sizes from
#: which on that matters (proposal: half of what is wrong with one poor look, 1 in 1000 frames with several).
TOLD: Final = 12.0
APART: Final = 0.08
#: Frames a second of the film that the chain looks at, about; its prices are per frame.
CHAIN_HZ: Final = 30.0


@dataclass(frozen=True)
class Limb:
    """A pair of limbs: its joints from the body outwards; the first may be exchanged apart from the rest.

    ``root`` is the part where it begins; ``gain`` what an exchange of one joint must save.
    """

    root: str | None
    parts: tuple[str, ...]
    gain: float = GAIN
    may_be_lost: bool = True

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
#: From the side shoulders and hips lie on each other and nothing is gained; from front and back a network may turn the
#: whole body round. Networks put them differently, so that being off the common path does not make them lost.
TRUNK: Final = Limb(None, ("shoulder", "hip"), gain=6.0, may_be_lost=False)


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
    times = frame_times(seen.time_s)
    stride = chain_stride(seen.time_s)
    for limb in (TRUNK, LEGS, ARMS):
        pairs = limb.pairs
        points = seen.position_px[:, :, pairs]
        root = _root(seen, limb, exchanged)
        turned, fits = _decide_limb(points, root, limb, times, size_px, stride)
        exchanged[:, :, pairs] = turned[:, :, None]
        lost[:, :, pairs] = ~fits & limb.may_be_lost
    return Sides(exchanged, lost)


def _root(seen: Seen, limb: Limb, exchanged: Bools) -> Real | None:
    """(n, 2, 2) where the limbs begin, sides put right."""
    if limb.root is None:
        return None
    pair = list(PAIRS[limb.root])
    points = put_right(seen.position_px[:, :, pair, None], exchanged[:, :, pair[:1]])
    return np.asarray(consensus(points)[:, :, 0], float)


def chain_stride(time_s: Real) -> int:
    """Every how many frames the chain looks: fast films repeat an exchange's blended frames beyond its reach."""
    if len(time_s) < SHORTEST:
        return 1
    return max(1, min(round(1.0 / (CHAIN_HZ * float(np.median(np.diff(time_s))))), len(time_s) // SHORTEST))


def _decide_limb(
    points: Real, root: Real | None, limb: Limb, times: Real, size_px: float, stride: int
) -> tuple[Bools, Bools]:
    """(n, L, J) exchanged and (n, L, 2, J) fitting, of points (n, L, 2, J, 2) and roots (n, 2, 2) or none."""
    end = limb.is_end
    near_votes, end_votes = (_votes(points[:, :, :, group]) for group in (~end, end))
    label = np.where(end, end_votes.label[:, :, None], near_votes.label[:, :, None])
    if len(points) < SHORTEST:
        label = _majority(label)
        return label, np.isfinite(put_right(points, label)[..., 0])
    middle = consensus(put_right(points, label))
    process = process_noise(middle, times, size_px)
    kept = np.arange(0, len(points), stride)
    votes = (near_votes.of(kept), end_votes.of(kept))
    decision = decide(_limbs(middle[kept], None if root is None else root[kept], end, votes, times[kept], size_px))
    turn, skipped = np.zeros((len(points), len(end)), bool), np.ones(len(points), bool)
    turn[kept], skipped[kept] = _by_joint(decision.exchanged, end), decision.skipped
    exchanged = np.where(skipped[:, None, None], False, label ^ turn[:, None])
    settled = refine(points, exchanged, skipped, times, process, size_px, limb.gain)
    doubtful = _by_joint(decision.margin < TOLD, end)[np.arange(len(points)) // stride]
    apart = np.linalg.norm(middle[:, 0] - middle[:, 1], axis=-1) > APART * size_px
    used = settled.used & ~(doubtful & apart)[:, None, None]
    return settled.exchanged, _hanging(used, np.asarray(np.isfinite(points[..., 0]).any((0, 2))), end)


def _votes(points: Real) -> Votes:
    """Aligned labels of one joint group, (n, L, 2, J, 2)."""
    return Votes(align(points, LABEL_PRICE), np.asarray(np.isfinite(points[..., 0]).any((2, 3))))


def _limbs(
    middle: Floats, root: Floats | None, end: Bools, votes: tuple[Votes, Votes], times: Real, size_px: float
) -> Limbs:
    """What the chain needs, in intervals of the frames it looks at."""
    steps = np.diff(times)
    at = times / np.median(steps)
    return Limbs(middle, root, end, votes, at, size_px, process_noise(middle, at, size_px))


def _hanging(used: Bools, known: Bools, end: Bools) -> Bools:
    """Heel and toe hang on the ankle: where a look has it on no leg, its foot is no better.

    Parameters
    ----------
    used
        (n, L, 2, J).
    known
        (L, J) whether the look knows the joint at all.
    """
    first = int(end.argmax())
    follows = end & (np.arange(len(end)) > first)
    held = used[..., first : first + 1] | ~follows | ~known[:, None, first : first + 1]
    return np.asarray(used & held)


def _by_joint(of_group: Bools, end: Bools) -> Bools:
    """(n, 2) near joint and end -> (n, J)."""
    return np.asarray(np.where(end, of_group[:, 1:], of_group[:, :1]))


def _majority(label: Bools) -> Bools:
    """Exchange as few looks as possible in every frame."""
    return np.asarray(label ^ (label.mean(1) > 0.5)[:, None])


__all__ = ["ARMS", "LEGS", "Limb", "Sides", "decide_sides"]
