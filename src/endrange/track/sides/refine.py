"""Every look, joint by joint, against the path of its limb: keep, exchange, or call it lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.fuse import robust_mean
from endrange.track.seen import Bools, Real
from endrange.track.sides.align import put_right
from endrange.track.sides.paths import without_itself
from endrange.track.sides.prices import NOISE

#: Squared distance from the prediction, in variances, beyond which a point is lost (99 % of a normal point in a plane).
GATE: Final = 9.0
#: What exchanging a joint pair of one look must save.
GAIN: Final = 2.0
#: Rounds; decisions settle after two or three.
ROUNDS: Final = 3


@dataclass(frozen=True)
class Refined:
    """What became of each look's limb points.

    Attributes
    ----------
    exchanged
        (n, L, J) whether the look's two sides of a joint are exchanged.
    used
        (n, L, 2, J) points that fit their limb, after exchange.
    """

    exchanged: Bools
    used: Bools


def refine(
    points_px: Floats,
    exchanged: Bools,
    skipped: Bools,
    times: Real,
    process: Real,
    size_px: float,
    gain: float = GAIN,
) -> Refined:
    """Settle every look's joint pairs against the two-sided prediction of each limb, a few rounds.

    Parameters
    ----------
    points_px
        (n, L, 2, J, 2) as named by the looks.
    exchanged
        (n, L, J) to begin with.
    skipped
        (n,) frames that do not count to begin with.
    process
        (J,) process noise.
    gain
        What exchanging a joint pair of one look must save.
    """
    n, _, sides, joints, _ = points_px.shape
    noise_px = NOISE * size_px
    placed = put_right(points_px, exchanged)
    used = np.isfinite(placed[..., 0]) & ~skipped[:, None, None, None]
    for _ in range(ROUNDS):
        fused = robust_mean(np.where(used[..., None], placed, np.nan))
        known = np.isfinite(fused[..., 0])
        mean, variance = without_itself(
            fused.reshape(n, sides * joints, 2), known.reshape(n, -1), times, np.tile(process, sides), noise_px, size_px
        )
        mean, variance = mean.reshape(fused.shape), variance.reshape(known.shape)
        spread = (variance[:, None] + noise_px**2) * np.ones_like(placed[..., 0])
        kept = _price(placed, mean, spread)
        other = _price(placed[:, :, ::-1], mean, spread)
        turn = other.sum(2) + gain < kept.sum(2)
        exchanged = exchanged ^ turn
        placed = put_right(points_px, exchanged)
        used = np.isfinite(placed[..., 0]) & (_squared(placed, mean) <= GATE * spread)
    return Refined(exchanged, used)


def _squared(placed: Floats, mean: Floats) -> Real:
    return np.asarray(((placed - mean[:, None]) ** 2).sum(-1), float)


def _price(placed: Floats, mean: Floats, spread: Real) -> Real:
    """(n, L, 2, J) squared distance in variances, at most the gate; nothing for what is not known."""
    price = _squared(placed, mean) / spread
    return np.where(np.isfinite(price), np.minimum(price, GATE), 0.0)
