"""When a leg is still, and how far from rest: what tells a hold from a circle."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import Side
from endrange.movement.picture import Picture, leg_state
from endrange.movement.series import Bools, filled, local_fit, longest_run, softened

#: A leg stays away from rest: slower than this, in segment lengths a second, and further than this from rest, in
#: segment lengths (proposals: about 9 deg/s, over 0.6 s; 17 degrees).
STAYS: Final = 0.15
STAYS_HALF_S: Final = 0.3

#: Thigh and shank of a leg that stands or hangs.
STRAIGHT: Final = np.array([0.0, 1.0, 0.0, 1.0])
AWAY: Final = 0.3


def distance_from_rest(picture: Picture, side: Side) -> Floats:
    """(n,) how far thigh and shank are from where they were at first, in segment lengths."""
    state = leg_state(picture, side)
    if not np.isfinite(state).all(1).any():
        return np.full(len(state), np.nan)
    smooth = softened(picture.time_s, filled(picture.time_s, state), 0.1)
    rest = np.median(smooth[picture.time_s <= picture.time_s[0] + 0.1], axis=0)
    return np.asarray(np.linalg.norm(smooth - rest, axis=1))


def longest_stay(picture: Picture, side: Side) -> float:
    """Share of the clip in the longest stretch in which the leg, away from rest, hardly moves."""
    span = stay_frames(picture, side)
    if span is None or not picture.duration_s:
        return 0.0
    return float((picture.time_s[span.stop - 1] - picture.time_s[span.start]) / picture.duration_s)


def stay_frames(picture: Picture, side: Side) -> Span | None:
    """The longest stretch in which the leg, away from rest, hardly moves; None where there is none."""
    hanging = np.linalg.norm(leg_state(picture, side) - STRAIGHT, axis=1)
    away = np.nan_to_num(np.fmin(distance_from_rest(picture, side), hanging)) > AWAY
    return longest_run(still_leg(picture, side) & away, picture.time_s, bridge_s=0.2)


def still_leg(picture: Picture, side: Side) -> Bools:
    """(n,) whether thigh and shank hardly move."""
    state = leg_state(picture, side)
    if not np.isfinite(state).all(1).any():
        return np.zeros(len(state), bool)
    whole = filled(picture.time_s, state)
    speed = np.stack([local_fit(picture.time_s, column, STAYS_HALF_S)[1] for column in whole.T], 1)
    return np.asarray(np.linalg.norm(speed, axis=1) < STAYS)
