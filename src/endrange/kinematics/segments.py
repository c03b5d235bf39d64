"""The body's segments as lines in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, Side
from endrange.kinematics.geometry import length_px, nan_percentile, turn_back

#: Percentile of a segment's length in the picture that stands for its whole length: nearly the longest, but not a
#: single frame's error (research: closed form of the hip circle, 97th percentile).
FULL_LENGTH_PERCENTILE = 97.0


#: Thigh over trunk of the networks' points, standing, seen from the front (median of the rendered people).
THIGH_PER_TRUNK = 0.83

#: A trunk shorter in the picture than this share of what the longest thigh says is seen from its end, as on all fours
#: from front or back: its direction there says nothing (proposal, as for the position).
TRUNK_END_ON = 0.6


@dataclass(frozen=True)
class Segments:
    """Points of some frames with the camera's roll undone.

    Attributes
    ----------
    position_px
        (n, 33, 2) x right, y down, y along gravity. NaN where lost.
    """

    position_px: Floats

    @staticmethod
    def of(position_px: Floats, roll_deg: float) -> Segments:
        """Undo the roll."""
        return Segments(turn_back(position_px, roll_deg))

    def at(self, side: str, part: str) -> Floats:
        """(n, 2) px of one point."""
        return np.asarray(self.position_px[:, point(side, part)])

    def middle(self, part: str) -> Floats:
        """(n, 2) px half-way between left and right; NaN where one of them is lost."""
        return np.asarray((self.at("left", part) + self.at("right", part)) / 2)

    def trunk(self) -> Floats:
        """(n, 2) from the middle of the hips up to the middle of the shoulders.

        Points of the near side alone would carry the trunk's own rotation (measured on rendered runners: 3.9 degrees
        RMSE of hip extension, 1.0 with the middles).
        """
        return self.middle("shoulder") - self.middle("hip")

    def thigh(self, side: Side) -> Floats:
        """(n, 2) from hip down to knee."""
        return self.at(side, "knee") - self.at(side, "hip")

    def shank(self, side: Side) -> Floats:
        """(n, 2) from knee down to ankle."""
        return self.at(side, "ankle") - self.at(side, "knee")

    def foot(self, side: Side) -> Floats:
        """(n, 2) from heel to the tip of the foot."""
        return self.at(side, "foot_index") - self.at(side, "heel")

    def across(self, part: str) -> Floats:
        """(n, 2) from the left to the right point of a pair."""
        return self.at("right", part) - self.at("left", part)

    def leg_px(self) -> float:
        """Length of the longer leg, thigh and shank, as nearly its whole length; NaN where no leg is known."""
        legs = [length_px(self.thigh(s)) + length_px(self.shank(s)) for s in SIDES]
        return nan_percentile(np.concatenate(legs), FULL_LENGTH_PERCENTILE)

    def trunk_px(self) -> float:
        """Length of the trunk as nearly its whole length; NaN where it is not known."""
        return nan_percentile(length_px(self.trunk()), FULL_LENGTH_PERCENTILE)

    def trunk_end_on(self) -> bool:
        """Whether the trunk points at the camera or away from it, rather than along the picture."""
        thighs = np.concatenate([length_px(self.thigh(s)) for s in SIDES])
        whole = nan_percentile(thighs, FULL_LENGTH_PERCENTILE) / THIGH_PER_TRUNK
        return bool(self.trunk_px() < TRUNK_END_ON * whole)
