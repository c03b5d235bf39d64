"""One point after the other: the looks put right, their mean, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import N_KEYPOINTS, PAIRS
from endrange.track.fuse import robust_mean
from endrange.track.hips import hip_weights, level_hips
from endrange.track.seen import Bools, Real, Seen, mean_quiet
from endrange.track.sides import Sides


def _partners() -> tuple[int, ...]:
    partner = list(range(N_KEYPOINTS))
    for left, right in PAIRS.values():
        partner[left], partner[right] = right, left
    return tuple(partner)


PARTNER: Final = _partners()


@dataclass(frozen=True)
class Joined:
    """The looks of one run made one.

    Attributes
    ----------
    position_px
        (n, 33, 2) robust mean; NaN where no look is left.
    apart2_px2
        (n, 33) mean squared distance per coordinate of the looks from that mean; NaN likewise.
    score
        (n, 33).
    world_m
        (n, 33, 3).
    used
        (n, L, 33) looks that went into the mean.
    hip_shift_px
        (n, 2, 2) from the left and right hip to where they lie with all looks' hips equally high; None where they do.
    """

    position_px: Real
    apart2_px2: Real
    score: Real
    world_m: Real
    used: Bools
    hip_shift_px: Real | None


def join(seen: Seen, sides: Sides, looks: tuple[str, ...]) -> Joined:
    """Put the looks' sides right, leave out what fits nothing, and average.

    Parameters
    ----------
    seen
        One run.
    sides
        What is exchanged and lost in it.
    looks
        Their names.
    """
    n = seen.n_frames
    used = _used(seen, sides)
    shoulder, hip, knee = (
        np.stack([_looks_of(seen.position_px, sides, used, k) for k in PAIRS[part]], 2)
        for part in ("shoulder", "hip", "knee")
    )
    hips = hip_weights(shoulder, hip, knee, looks)
    position, apart2, score, world = (np.full((n, N_KEYPOINTS, *s), np.nan) for s in ((2,), (), (), (3,)))
    for keypoint in range(N_KEYPOINTS):
        points = _looks_of(seen.position_px, sides, used, keypoint)
        side = PAIRS["hip"].index(keypoint) if keypoint in PAIRS["hip"] else None
        mean = robust_mean(points, None if side is None else hips[:, :, side])
        position[:, keypoint] = mean
        apart2[:, keypoint] = mean_quiet(0.5 * ((points - mean[:, None]) ** 2).sum(-1), 1)
        score[:, keypoint] = mean_quiet(_looks_of(seen.score, sides, used, keypoint), 1)
        world[:, keypoint] = mean_quiet(_looks_of(seen.world_m, sides, used, keypoint), 1)
    levelled = level_hips(shoulder, hip, looks)
    shift = None if levelled is None else robust_mean(*levelled) - position[:, list(PAIRS["hip"])]
    return Joined(position, apart2, score, world, used, shift)


def _used(seen: Seen, sides: Sides) -> Bools:
    """(n, L, 33) known to the look, and fitting."""
    known = np.isfinite(seen.position_px[..., 0])
    return np.where(sides.exchanged, known[:, :, PARTNER], known) & ~sides.lost


def _looks_of(values: Floats, sides: Sides, used: Bools, keypoint: int) -> Floats:
    """(n, L, ...) what every look says of one point, sides put right; NaN where left out."""
    tail = (1,) * (values.ndim - 3)
    exchanged = sides.exchanged[:, :, keypoint].reshape(*used.shape[:2], *tail)
    kept = used[:, :, keypoint].reshape(*used.shape[:2], *tail)
    told = np.where(exchanged, values[:, :, PARTNER[keypoint]], values[:, :, keypoint])
    return np.where(kept, told, np.nan)
