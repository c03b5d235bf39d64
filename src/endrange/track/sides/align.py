"""Bring the looks' legs to each other, frame by frame: which look names which leg as most others do.

Only the looks' labels relative to each other matter here; which of the two legs is the left one is the chain's to say.
"""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Bools, median_quiet


def all_labelings(n_looks: int) -> Bools:
    """(2 ** L, L) every way to exchange the sides of L looks."""
    return np.array(list(product((False, True), repeat=n_looks)), bool)


def align(points_px: Floats, label_price: float) -> Bools:
    """For every frame the labels that bring the looks together at the least price.

    Parameters
    ----------
    points_px
        (n, L, 2, J, 2) points of a pair of limbs: looks, sides as named, joints.
    label_price
        Price of one look being exchanged, in typical distances between two looks; it decides while the limbs lie on
        each other.

    Returns
    -------
    numpy.ndarray
        (n, L) True where the look's sides are to be exchanged. The complement of a row is as good but for the label
        price: it means the same grouping.
    """
    n, looks = points_px.shape[:2]
    if looks == 1:
        return np.zeros((n, 1), bool)
    ways = all_labelings(looks)
    pairs = list(combinations(range(looks), 2))
    together, crossed = (np.empty((n, len(pairs))) for _ in range(2))
    for column, (i, j) in enumerate(pairs):
        one, other = points_px[:, i], points_px[:, j]
        together[:, column] = _distance(one, other)
        crossed[:, column] = _distance(one, other[:, ::-1])
    nearest = np.minimum(together, crossed)
    positive = nearest[nearest > 0]
    scale = float(np.median(positive)) if positive.size else 1.0
    differ = np.array([[way[i] != way[j] for i, j in pairs] for way in ways], float)
    price = (together @ (1.0 - differ).T + crossed @ differ.T) / (scale * (looks - 1))
    price += label_price * ways.sum(1)
    best: Bools = ways[price.argmin(1)]
    return best


def _distance(one: Floats, other: Floats) -> Floats:
    """(n,) sum over sides and joints of the distance; unknown points count as the known ones do on average."""
    distance = np.linalg.norm(one - other, axis=-1)
    known = np.isfinite(distance)
    count = known.sum((1, 2))
    total = np.where(known, distance, 0.0).sum((1, 2))
    return np.asarray(total / np.maximum(count, 1), float)


def put_right(points: Floats, exchanged: Bools) -> Floats:
    """Exchange the sides where told.

    Parameters
    ----------
    points
        (n, L, 2, J, ...) looks, sides, joints.
    exchanged
        (n, L, J).
    """
    which = exchanged[:, :, None].reshape(*exchanged.shape[:2], 1, exchanged.shape[2], *(1,) * (points.ndim - 4))
    return np.where(which, points[:, :, ::-1], points)


def consensus(points_px: Floats) -> Floats:
    """(n, L, 2, J, 2) -> (n, 2, J, 2) median of the aligned looks: a look on the wrong leg does not draw it over."""
    return median_quiet(points_px, 1)
