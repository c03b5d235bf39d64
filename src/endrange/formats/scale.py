"""Pixels a metre, for exports in metres: known, from the person's height, or unknown."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES

#: Length of a person's thigh and shank as shares of standing height (Drillis & Contini 1966).
THIGH_OF_HEIGHT: Final = 0.245
SHANK_OF_HEIGHT: Final = 0.246

#: From front or back a leg is only ever seen too short: the length that a tenth of the frames exceed is taken
#: (proposal).
LONGEST_PERCENTILE: Final = 90.0


def px_per_metre(analysis: Analysis) -> float | None:
    """Pixels a metre in the plane of the person.

    Returns
    -------
    float or None
        What the clip's landmarks came with; else from the setting ``height_m`` and the near leg's length (thigh and
        shank from the side, shank alone from front and back, where the thigh may point at the camera), good to about
        5 %, a person's own proportions; None where neither is known.
    """
    if analysis.clip.px_per_m is not None:
        return analysis.clip.px_per_m
    height_m = analysis.provenance.settings.get("height_m")
    if height_m is None:
        return None
    position, view = analysis.body.position_px, analysis.view
    if view.plane == "sagittal":
        side = view.near_side or "right"
        leg = _length(position, side, "hip", "knee") + _length(position, side, "knee", "ankle")
        return _scale(
            float(np.nanmedian(leg)) if np.isfinite(leg).any() else np.nan, THIGH_OF_HEIGHT + SHANK_OF_HEIGHT, height_m
        )
    if view.plane in ("front", "back"):
        shank = np.concatenate([_length(position, side, "knee", "ankle") for side in SIDES])
        longest = float(np.nanpercentile(shank, LONGEST_PERCENTILE)) if np.isfinite(shank).any() else np.nan
        return _scale(longest, SHANK_OF_HEIGHT, height_m)
    return None


def _length(position_px: Floats, side: str, one: str, other: str) -> Floats:
    return np.asarray(np.linalg.norm(position_px[:, point(side, one)] - position_px[:, point(side, other)], axis=-1))


def _scale(length_px: float, share: float, height_m: float) -> float | None:
    return length_px / (share * height_m) if np.isfinite(length_px) and length_px > 0 else None
