"""Whose strength it is: a hand on the leg makes an effort passive."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import OTHER_SIDE, SIDES, Effort, Side
from endrange.movement.picture import Picture
from endrange.movement.series import Bools

#: A hand is on the leg when it is this near to foot or shank, in leg lengths (proposal: 14 cm from wrist or fingers,
#: what networks leave of a hand that grips a foot behind the body).
HAND_ON: Final = 0.16

#: An arm pulls at the foot, by a hand that the networks do not find there or by a strap, when it is straight to this
#: angle, points at the foot within this, stands off the trunk by this, and ends within this many leg lengths of the
#: foot (proposals).
STRAIGHT_DEG: Final = 35.0
POINTS_DEG: Final = 20.0
OFF_TRUNK_DEG: Final = 25.0
REACH: Final = 0.6

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


def pulls(picture: Picture, side: Side) -> Bools:
    """(n,) whether a straight arm points at the foot of that side, away from the trunk."""
    ankle = picture.joint[side, "ankle"]
    out = np.zeros(len(ankle), bool)
    for arm in SIDES:
        shoulder, elbow, wrist = (picture.joint[arm, part] for part in ("shoulder", "elbow", "wrist"))
        hand = wrist - shoulder
        with np.errstate(invalid="ignore"):
            out |= (
                (between_deg(elbow - shoulder, wrist - elbow) < STRAIGHT_DEG)
                & (between_deg(hand, ankle - shoulder) < POINTS_DEG)
                & (between_deg(hand, -picture.trunk) > OFF_TRUNK_DEG)
                & (np.linalg.norm(wrist - ankle, axis=1) < REACH)
            )
    return out


def between_deg(a: Floats, b: Floats) -> Floats:
    """(n,) angle between ``(n, 2)`` vectors in the picture, 0 to 180 degrees; NaN where one is lost."""
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(cross, (a * b).sum(1)))))


def effort_of(picture: Picture, side: Side, frames: slice = slice(None), *, straps: bool = False) -> Effort:
    """``passive`` where a hand holds the leg for most of those frames, else ``active``.

    ``straps`` also takes a straight arm that points at the foot from afar; only sensible of a position that is held.
    """
    distance = hand_distance(picture, side)[frames]
    held = np.nan_to_num(distance, nan=np.inf) < HAND_ON
    if straps:
        held = held | pulls(picture, side)[frames]
    known = np.isfinite(distance)
    return "passive" if known.any() and float(held[known].mean()) > SHARE else "active"
