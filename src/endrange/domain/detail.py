"""How clearly a clip shows the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Detail:
    """What the edges of the person's limbs look like, over the clip.

    Attributes
    ----------
    edge_share
        Width of the sharper edges as a share of the person's size (trunk, thigh and shank together): what blur,
        compression and too few pixels leave of them. A sharp film of somebody who fills half of a small picture has
        about 0.005. None where no edge stood out.
    contrast_levels
        Grey levels, of 255, across the plainer edges. Good light gives about 100.
    """

    edge_share: float | None
    contrast_levels: float
