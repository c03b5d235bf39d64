"""How a camera was held."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A roll with its standard deviation, degrees; positive when the picture's content is turned clockwise.

    Attributes
    ----------
    roll_deg
        Over the whole film.
    sd_deg
        Of the roll in any one frame: how well it is known, and how much a hand-held camera turned.
    turns_deg
        How much the camera turned about its roll while it filmed, a standard deviation; 0 of a camera that stood still.
    """

    roll_deg: float
    sd_deg: float
    turns_deg: float = 0.0
