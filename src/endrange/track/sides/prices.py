"""What a hypothesis about left and right costs: the motion it implies, the labels it contradicts, the body it makes.

Every frame shows two limbs; a hypothesis says, apart for the near joint (knee, elbow) and the end (foot, hand), whether
the aligned looks' sides are right or exchanged. Prices are negative log likelihoods up to a constant; their sizes are
proposals, chosen on rendered clips.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Bools, Ints, Real, percentile_quiet
from endrange.track.sides.anatomy import pairing_price

#: Noise of a point, in body sizes.
NOISE: Final = 0.008
#: Least process noise, in body sizes per frame interval squared.
PROCESS_FLOOR: Final = 0.002
#: Percentile of the second differences that gives the process noise: low enough to ignore exchanges.
PROCESS_PERCENTILE: Final = 65.0
#: Factor on the process noise.
PROCESS_FACTOR: Final = 0.9
#: Highest price of one joint's motion.
MOTION_CAP: Final = 6.0
#: Price of contradicting one look's label of one joint group.
LABEL_PRICE: Final = 0.7
#: Price of one look changing its mind about one joint group.
SWITCH_PRICE: Final = 1.0
#: Price of one look having the near joint exchanged and the end not, or the other way round.
SPLIT_PRICE: Final = 0.5
#: Price of a skipped frame.
SKIP_PRICE: Final = 14.0
#: Frames from one used frame to the next, at most.
MAX_GAP: Final = 4
#: The four hypotheses: (near joint exchanged, end exchanged).
HYPOTHESES: Final = np.array([(False, False), (False, True), (True, False), (True, True)])


@dataclass(frozen=True)
class Votes:
    """Aligned labels of one joint group.

    Attributes
    ----------
    label
        (n, L) True where the look's sides were exchanged to align it with the others.
    seen
        (n, L) whether the look knows the group in that frame.
    """

    label: Bools
    seen: Bools

    def of(self, frames: Ints) -> Votes:
        """Those of some frames."""
        return Votes(self.label[frames], self.seen[frames])


def process_noise(points_px: Floats, times: Real, size_px: float) -> Real:
    """Process noise of each joint from the run's own second differences, in px per frame interval squared.

    Parameters
    ----------
    points_px
        (n, 2, J, 2) consensus points.
    times
        (n,) in frame intervals.

    Returns
    -------
    numpy.ndarray
        (J,) the same for both sides. Of every three frames that way of naming the limbs counts which moves least, so
        that exchanges do not pass for motion; the 65th percentile of a Rayleigh distribution gives its scale, 1.41 for
        the two coordinates.
    """
    floor = PROCESS_FLOOR * size_px
    joints = points_px.shape[2]
    if len(points_px) < 3:
        return np.full(joints, floor)
    length = _second_differences(points_px, times)
    scale = np.sqrt(-2.0 * np.log(1.0 - PROCESS_PERCENTILE / 100.0))
    out = np.full(joints, floor)
    for joint in range(joints):
        quantile = percentile_quiet(length[:, :, joint], PROCESS_PERCENTILE)
        out[joint] = np.fmax(1.41 * PROCESS_FACTOR * quantile / scale, floor)
    return out


def _second_differences(points_px: Floats, times: Real) -> Real:
    """(n - 2, 2, J) length of the second difference under the naming of the outer frames that moves least."""
    steps = np.diff(times)[:, None, None, None]
    before, after = steps[:-1], steps[1:]
    middle = points_px[1:-1]
    best = np.full(middle.shape[:-1], np.nan)
    least = np.full((len(middle), 1, middle.shape[2]), np.inf)
    for first in (points_px[:-2], points_px[:-2, ::-1]):
        for last in (points_px[2:], points_px[2:, ::-1]):
            second = 2.0 * ((last - middle) / after - (middle - first) / before) / (before + after)
            length = np.linalg.norm(second, axis=-1)
            total = np.nan_to_num(length, nan=0.0).sum(1, keepdims=True)
            total = np.where(np.isfinite(length).any(1, keepdims=True), total, np.inf)
            better = total < least
            best, least = np.where(better, length, best), np.minimum(total, least)
    return best


def own_price(votes: tuple[Votes, Votes]) -> Real:
    """(n, 4) price of contradicting labels and of splitting limbs, for every hypothesis."""
    per_group = []
    for group, vote in enumerate(votes):
        exchanged = vote.label[:, None, :] ^ HYPOTHESES[None, :, group, None]
        per_group.append((exchanged, vote.seen[:, None, :]))
    (near, near_seen), (end, end_seen) = per_group
    contradicted = (near & near_seen).sum(-1) + (end & end_seen).sum(-1)
    split = ((near != end) & near_seen & end_seen).sum(-1)
    return np.asarray(LABEL_PRICE * contradicted + SPLIT_PRICE * split, float)


def anatomy_price(points_px: Floats, root_px: Floats) -> Real:
    """(n, 4) price of segments that would be too long; the first joint is the near one, the second begins the end."""
    upper = pairing_price(root_px, points_px[:, :, 0])
    lower = pairing_price(points_px[:, :, 0], points_px[:, :, 1])
    near, end = HYPOTHESES.T.astype(int)
    return np.asarray(upper[:, near] + lower[:, near ^ end], float)


def change_price(votes: tuple[Votes, Votes], begin: int, end: int) -> Real:
    """(block, gap, before, now) price of the looks' changes of mind since the last used frame."""
    now = np.arange(begin, end)
    out = np.zeros((len(now), MAX_GAP, 4, 4))
    for gap in range(MAX_GAP):
        before = np.maximum(now - 1 - gap, 0)
        for group, vote in enumerate(votes):
            both = vote.seen[now] & vote.seen[before]
            changed = ((vote.label[now] != vote.label[before]) & both).sum(-1)
            kept = both.sum(-1) - changed
            flips = HYPOTHESES[:, None, group] != HYPOTHESES[None, :, group]
            out[:, gap] += SWITCH_PRICE * np.where(flips, kept[:, None, None], changed[:, None, None])
    return out


def motion_price(
    points_px: Floats, is_end: Bools, times: Real, size_px: float, process: Real, begin: int, end: int
) -> Real:
    """(block, gap to the last used frame, gap before it, 4, 4, 4) price of three used frames in turn."""
    k, f = HYPOTHESES.T.astype(int)
    out = np.full((end - begin, MAX_GAP, MAX_GAP, 4, 4, 4), np.inf)
    for late in range(1, MAX_GAP + 1):
        for early in range(1, MAX_GAP + 1):
            first = max(begin, early + late)
            if first >= end:
                continue
            index = (np.arange(first, end) - early - late, np.arange(first, end) - late, np.arange(first, end))
            near, foot = (
                _triple_price(points_px[:, :, group], times, size_px, process[group], index)
                for group in (~is_end, is_end)
            )
            out[first - begin :, late - 1, early - 1] = (
                near[:, k[:, None, None], k[None, :, None], k[None, None, :]]
                + foot[:, f[:, None, None], f[None, :, None], f[None, None, :]]
            )
    return out


def _triple_price(
    points_px: Floats, times: Real, size_px: float, process: Real, index: tuple[Ints, Ints, Ints]
) -> Real:
    """(m, 2, 2, 2) price of the motion through three frames for each label of each of them."""
    both = np.stack([points_px, points_px[:, ::-1]])
    x0, x1, x2 = (both[:, i] for i in index)
    h1 = (times[index[1]] - times[index[0]])[:, None, None]
    h2 = (times[index[2]] - times[index[1]])[:, None, None]
    ratio = h2 / h1
    noise = (NOISE * size_px) ** 2
    variance = noise * (1 + (1 + ratio) ** 2 + ratio**2) + (process * h2 * (h1 + h2) / 2) ** 2
    step = ratio[..., None]
    miss = x2[None, None] - (1 + step) * x1[None, :, None] + step * x0[:, None, None]
    price = 0.5 * (miss**2).sum(-1) / variance + np.log(variance / (6 * noise + process**2))
    price = np.where(np.isfinite(price), np.minimum(price, MOTION_CAP), 0.0)
    return np.moveaxis(price.sum((-1, -2)), -1, 0)
