"""In which position something was done: standing, seated, kneeling, on all fours, lying. Like is compared with like."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from endrange.domain.vocabulary import SIDES
from endrange.movement.picture import TRUNK_OF_LEG, Picture, hip_height, median_of, median_upright

Position = Literal["standing", "seated", "kneeling", "on all fours", "lying"]

#: A trunk less upright than this lies or is seen from its end (proposal: 60 degrees off the vertical).
TRUNK_LEVEL: Final = 0.5

#: A trunk shorter in the picture than this share of its length is seen from its end, as on all fours from the front
#: (proposal).
TRUNK_SHORT: Final = 0.6

#: A thigh that hangs at least this far down, in its own length, carries the hips over its knee (proposal).
THIGH_HANGS: Final = 0.75

#: Hips at least this high over the lower ankle, in leg lengths, stand (proposal: half way from sitting to standing).
STANDS: Final = 0.77


def position_of(picture: Picture) -> Position:
    """The position of the body through most of the clip; ``standing`` where too little is seen to tell."""
    length = median_of(np.linalg.norm(picture.trunk, axis=1)) / TRUNK_OF_LEG
    upright = median_upright(picture.trunk)
    thighs = [median_of(picture.segment[side, "thigh"][:, 1]) for side in SIDES]
    hangs = max([t for t in thighs if np.isfinite(t)], default=1.0) > THIGH_HANGS
    if upright < TRUNK_LEVEL or length < TRUNK_SHORT:
        return "on all fours" if hangs else "lying"
    height = hip_height(picture)
    if not height < STANDS:
        return "standing"
    return "kneeling" if hangs else "seated"
