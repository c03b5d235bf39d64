"""What a body allows: limbs keep their length, so a knee and an ankle too far apart are not of one leg."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.track.seen import Real, percentile_quiet

#: Excess length, as a share of the segment, that counts as one standard deviation. Foreshortening only makes segments
#: shorter, so being short costs nothing.
EXCESS: Final = 0.10
#: Highest price of one segment.
CAP: Final = 4.0
#: Percentile of the segment's length that is taken for its length.
LENGTH_PERCENTILE: Final = 75.0


def pairing_price(inner_px: Floats, outer_px: Floats) -> Real:
    """Price of joining the inner joints with the outer ones as they stand, and crosswise.

    Parameters
    ----------
    inner_px, outer_px
        (n, 2, 2) both sides of a joint nearer the trunk and of the next joint.

    Returns
    -------
    numpy.ndarray
        (n, 2): as they stand, crosswise; 0 where a joint is unknown. Half the squared excess of each segment over its
        length in this clip, in standard deviations, at most :data:`CAP` a segment (proposal).
    """
    straight = np.linalg.norm(outer_px - inner_px, axis=-1)
    crossed = np.linalg.norm(outer_px[:, ::-1] - inner_px, axis=-1)
    shorter = np.where((straight.sum(1) <= crossed.sum(1))[:, None], straight, crossed)
    length = percentile_quiet(shorter, LENGTH_PERCENTILE)
    if not length > 0:
        return np.zeros((len(inner_px), 2))
    both = np.stack([straight, crossed], 1)
    excess = np.maximum(both / length - 1.0, 0.0) / EXCESS
    return np.asarray(np.nan_to_num(np.minimum(0.5 * excess**2, CAP)).sum(-1), float)
