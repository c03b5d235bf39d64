"""Constants of statistics that every room shares."""

from __future__ import annotations

from typing import Final

#: Two-sided 95 % of the normal distribution.
Z95: Final = 1.959964

#: Large-sample standard error of a median over that of a mean, sqrt(pi / 2) (Kendall & Stuart); kept for small n too.
MEDIAN_PENALTY: Final = 1.2533
