"""Angles seen from the front and from behind: line of the hips, feet, turn of the trunk."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.kinematics.geometry import length_px, nan_median, nan_percentile, wrap_deg
from endrange.kinematics.segments import FULL_LENGTH_PERCENTILE, Segments

#: Length of the foot from heel to tip as a share of thigh and shank together (rendered people: 0.28 to 0.31; 0.25 from
#: body proportions: Drillis & Contini 1966).
FOOT_PER_LEG: Final = 0.28

#: Distance of the shoulders over the trunk's length, square to the camera (median of the rendered people).
SHOULDERS_PER_TRUNK: Final = 0.70


def outward(side: Side, *, from_front: bool) -> float:
    """+1 where away from the midline is the picture's right for this side, -1 where it is the left."""
    return 1.0 if (side == "left") == from_front else -1.0


def frontal_angles(seen: Segments, *, from_front: bool) -> dict[AngleKey, Floats]:
    """Pelvic drop and foot progression from front or back.

    Returns
    -------
    dict
        (n,) degrees, signs as in the vocabulary; NaN where a point is lost.
    """
    hips = seen.across("hip")
    found = {AngleKey("pelvic_drop", None): np.asarray(np.degrees(np.arctan2(-hips[:, 1], np.abs(hips[:, 0]))))}
    foot_px = FOOT_PER_LEG * seen.leg_px()
    for side in SIDES:
        out = outward(side, from_front=from_front)
        sideways = np.clip(out * seen.foot(side)[:, 0] / foot_px, -1.0, 1.0)
        found[AngleKey("foot_progression", side)] = np.asarray(np.degrees(np.arcsin(sideways)))
    return found


def trunk_rotation(seen: Segments, world_m: Floats, *, one_sided: bool) -> Floats:
    """Turn of the shoulders against the hips, to the left positive.

    Parameters
    ----------
    world_m
        (n, 33, 3) x right, y down, z away. Where it is NaN so is the result.
    one_sided
        Whether a network saw the image and not its mirror. It then sets one side of the body nearer by a quarter of its
        width, always the same (30 degrees between both lines on rendered people), and the lines are counted from their
        median.

    Returns
    -------
    (n,) degrees
        From the world points' lines near zero, where the picture's width tells nothing, and the more a turn narrows the
        shoulders in the picture, from that (science brief, section 1.3: cos = width / whole width, sign from depth).
    """
    by_world = wrap_deg(_world_heading(world_m, "shoulder") - _world_heading(world_m, "hip"))
    if one_sided:
        by_world = wrap_deg(by_world - nan_median(by_world))
    wide = length_px(seen.across("shoulder"))
    whole = np.fmax(nan_percentile(wide, FULL_LENGTH_PERCENTILE), SHOULDERS_PER_TRUNK * seen.trunk_px())
    turned = np.degrees(np.arccos(np.clip(wide / whole, 0.0, 1.0)))
    trust = np.sin(np.radians(turned)) ** 2
    return np.asarray(trust * np.sign(by_world) * turned + (1.0 - trust) * by_world)


def _world_heading(world_m: Floats, part: str) -> Floats:
    """Turn of a left-to-right line about the vertical, to the person's left, degrees."""
    left, right = PAIRS[part]
    line = world_m[:, right] - world_m[:, left]
    return np.asarray(np.degrees(np.arctan2(line[:, 2], line[:, 0])))
