"""Constants of statistics that every room shares."""

from __future__ import annotations

from typing import Final

#: Two-sided 95 % of the normal distribution.
Z95: Final = 1.959964

#: Large-sample standard error of a median over that of a mean, sqrt(pi / 2) (Kendall & Stuart).
MEDIAN_PENALTY: Final = 1.2533

#: The same of few normal values: the median of two is their mean (integrals of the order statistics' densities).
OF_FEW: Final = {1: 1.0, 2: 1.0, 3: 1.160, 4: 1.092, 5: 1.198, 6: 1.135, 7: 1.214, 8: 1.160, 9: 1.223, 10: 1.176}


def median_penalty(n: int) -> float:
    """Standard error of the median of n normal values over that of their mean; the large-sample one from 11 on."""
    return OF_FEW.get(n, MEDIAN_PENALTY)
