"""How a camera was held."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A roll with its standard deviation, degrees; positive when the picture's content is turned clockwise."""

    roll_deg: float
    sd_deg: float
