"""Whose strength it is: a hand on the leg makes an effort passive."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import OTHER_SIDE, Effort, Side
from endrange.movement.picture import Picture

#: A hand is on the leg when it is this near to foot or shank, in leg lengths (proposal: 11 cm, what networks leave of
#: a hand that grips a foot).
HAND_ON: Final = 0.13

#: Share of the frames for which it has to be there (proposal).
SHARE: Final = 0.6


def hand_distance(picture: Picture, side: Side) -> Floats:
    """(n,) distance of the nearer hand from foot and lower shank of that side, in leg lengths; NaN where unknown."""
    ankle, knee = picture.joint[side, "ankle"], picture.joint[side, "knee"]
    targets = [ankle, picture.joint[side, "heel"], picture.joint[side, "foot_index"], ankle + (knee - ankle) / 3]
    hands = [picture.joint[s, part] for s in (side, OTHER_SIDE[side]) for part in ("wrist", "index")]
    distances = np.stack([np.linalg.norm(hand - target, axis=1) for hand in hands for target in targets])
    known = np.isfinite(distances).any(0)
    out = np.full(distances.shape[1], np.nan)
    out[known] = np.nanmin(distances[:, known], axis=0)
    return out


def effort_of(picture: Picture, side: Side, frames: slice = slice(None)) -> Effort:
    """``passive`` where a hand holds the leg for most of those frames, else ``active``."""
    distance = hand_distance(picture, side)[frames]
    known = distance[np.isfinite(distance)]
    return "passive" if len(known) and float((known < HAND_ON).mean()) > SHARE else "active"
