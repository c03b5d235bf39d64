"""The outline of the shanks in the mask that the landmark network gives of the person."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import OUTLINE_SHARES, Floats
from endrange.domain.skeleton import PAIRS
from endrange.pose.openvino_engine.regions import Region, to_cut

#: Step along a profile, pixels of the cut; the edge lies between two steps by linear interpolation (proposal).
_STEP: Final = 0.5

#: How far out an edge is looked for, as a share of the shank's length: a calf is a third of it wide (proposal).
_REACH: Final = 0.9

_SHARES: Final[Floats] = np.array(OUTLINE_SHARES)


def shank_edges(logits: Floats, position_px: Floats, region: Region, *, mirrored: bool) -> Floats:
    """How far the person's edge lies from each shank's line, to both sides.

    Parameters
    ----------
    logits
        The network's mask of the cut, before the logistic function: positive on the person.
    position_px
        (33, 2) points of the picture.
    region
        Where the cut was taken.
    mirrored
        Whether the network saw the mirror image of the cut.

    Returns
    -------
    (2, 15, 2) px of the picture of left and right shank; see :class:`~endrange.domain.looks.Looks`. NaN where a profile
    starts outside the person, or finds no edge.
    """
    side = logits.shape[0]
    mask = logits.reshape(side, -1)
    if mirrored:
        mask = mask[:, ::-1]
    points = to_cut(position_px, region, side)
    both = zip(PAIRS["knee"], PAIRS["ankle"], strict=True)
    edges = [_edges(mask, points[knee], points[ankle]) for knee, ankle in both]
    return np.asarray(np.stack(edges) * (region.size_px / side))


def _edges(mask: Floats, knee: Floats, ankle: Floats) -> Floats:
    """(15, 2) pixels of the cut."""
    length = float(np.linalg.norm(ankle - knee))
    steps = _STEP * np.arange(int(_REACH * length / _STEP))
    if len(steps) < 2:
        return np.full((len(_SHARES), 2), np.nan)
    along = (ankle - knee) / length
    across = np.array([along[1], -along[0]])
    start = knee + _SHARES[:, None] * (ankle - knee)
    out = np.stack([steps, -steps])[:, None, :, None] * across  # (2, 1, steps, 2)
    value = _logistic(_bilinear(mask, start[None, :, None] + out))
    outside = value < 0.5
    first = outside.argmax(axis=-1)
    found = outside.any(axis=-1) & (first > 0)
    inner = np.take_along_axis(value, np.maximum(first - 1, 0)[..., None], axis=-1)[..., 0]
    outer = np.take_along_axis(value, first[..., None], axis=-1)[..., 0]
    share = np.divide(inner - 0.5, inner - outer, out=np.zeros_like(inner), where=found)
    return np.asarray(np.where(found, (first - 1 + share) * _STEP, np.nan).T)


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0))))


def _bilinear(mask: Floats, at: Floats) -> Floats:
    """Values between pixels; far from the person beyond the mask."""
    last = mask.shape[0] - 2
    x, y = at[..., 0], at[..., 1]
    column, row = (np.clip(np.floor(v), 0, last).astype(int) for v in (x, y))
    right, down = np.clip(x - column, 0, 1), np.clip(y - row, 0, 1)
    above = mask[row, column] * (1 - right) + mask[row, column + 1] * right
    below = mask[row + 1, column] * (1 - right) + mask[row + 1, column + 1] * right
    inside = (np.minimum(x, y) >= 0) & (np.maximum(x, y) <= last + 1)
    return np.where(inside, above * (1 - down) + below * down, -30.0)
