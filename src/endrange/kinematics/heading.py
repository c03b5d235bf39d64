"""Where the body points, from the picture and from the networks' world points, frame by frame."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.body import Body
from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.vocabulary import SIDES
from endrange.kinematics.geometry import from_up_deg, nan_median, turn_back
from endrange.kinematics.segments import Segments

NOSE: Final = 0

#: Sizes of a body square to the camera, as shares of the trunk's length (mid-shoulders to mid-hips). From the side:
#: nose before the ears, heel to toe, knee before the line from hip to ankle in movement; from the front: distance of
#: the shoulders and of the hips. Medians over the rendered population, all looks.
NOSE_AHEAD: Final = 0.157
FOOT_AHEAD: Final = 0.36
KNEE_AHEAD: Final = 0.22
SHOULDERS_APART: Final = 0.70
HIPS_APART: Final = 0.39


#: Share of the shoulders' word about the turn away from the camera; the rest is the hips' (rendered people: yaw within
#: 2.4 degrees RMS in strides and 4 elsewhere; equal shares elsewhere: 7 in a lunge).
SHOULDER_TRUST_WALKING: Final = 0.5
SHOULDER_TRUST: Final = 0.75


#: A trunk farther from upright than this through most of the clip lies, or is carried level on all fours: the person is
#: turned upright before it is told where they face (proposal: half way to level and a little).
LIES_DEG: Final = 60.0


def heading_parts(body: Body, *, walks: bool = False) -> tuple[Floats, Floats]:
    """How far the body points to the picture's right and away from the camera.

    Parameters
    ----------
    walks
        Whether shoulders and hips turn against each other, as in strides, and are believed alike. Else a staggered
        stance parts the hips, and the shoulders are believed more.

    Returns
    -------
    right, away
        (n,) each about -1..1: the components of the direction in which the body faces. Camera roll is not undone: it
        changes neither by more than its cosine. NaN where nothing tells.

    Notes
    -----
    The part away from the camera is the picture distance of right from left shoulder and hip (seen from behind the
    right shoulder is on the right). The part to the right is the median of what nose, feet, knees and the world points'
    depth say, each in units of its size from the side; one of them may be wrong (a head turned to the camera, a foot
    held behind the body) without moving it (proposal). Somebody who lies, seen from the side, is turned upright first:
    who lies face down with the head to the picture's right faces right.
    """
    turn = lying_deg(Segments(body.position_px))
    position, world = turn_back(body.position_px, turn), body.world_m.copy()
    world[..., :2] = turn_back(world[..., :2], turn)
    seen = Segments(position)
    size = seen.trunk_px()
    shoulders, hips = seen.across("shoulder")[:, 0] / size, seen.across("hip")[:, 0] / size
    trust = SHOULDER_TRUST_WALKING if walks else SHOULDER_TRUST
    shoulders, hips = shoulders / SHOULDERS_APART, hips / HIPS_APART
    away = np.where(np.isfinite(shoulders + hips), trust * shoulders + (1 - trust) * hips, first_known(shoulders, hips))
    ahead = [_nose_ahead(position) / size / NOSE_AHEAD]
    ahead += [seen.foot(side)[:, 0] / size / FOOT_AHEAD for side in SIDES]
    knees = [seen.at(s, "knee") - (seen.at(s, "hip") + seen.at(s, "ankle")) / 2 for s in SIDES]
    ahead += [mean_of_known([k[:, 0] for k in knees]) / size / KNEE_AHEAD, *world_ahead(world)]
    right = median_of_known([np.clip(cue, -1.0, 1.0) for cue in ahead])
    return right, np.clip(away, -1.2, 1.2)


def lying_deg(seen: Segments) -> float:
    """Turn of a lying trunk from upright, clockwise; 0 of one that is upright, or that is seen from its end."""
    lean = nan_median(from_up_deg(seen.trunk(), 1.0))
    return lean if abs(lean) > LIES_DEG and not seen.trunk_end_on() else 0.0


def world_ahead(world_m: Floats) -> list[Floats]:
    """Component to the picture's right of the direction square to the world shoulder and hip lines, (n,) each -1..1.

    Parameters
    ----------
    world_m
        (n, 33, 3) x right, y down, z away.
    """
    found: list[Floats] = []
    for part in ("shoulder", "hip"):
        left, right = PAIRS[part]
        line = world_m[:, right] - world_m[:, left]
        length = np.hypot(line[:, 0], line[:, 2])
        found.append(np.asarray(-line[:, 2] / np.where(length > 0, length, np.nan)))
    return found


def _nose_ahead(position_px: Floats) -> Floats:
    """(n,) px of the nose to the right of the middle of the ears."""
    ears = (position_px[:, point("left", "ear"), 0] + position_px[:, point("right", "ear"), 0]) / 2
    return np.asarray(position_px[:, NOSE, 0] - ears)


def first_known(one: Floats, other: Floats) -> Floats:
    """``one`` where it is finite, else ``other``."""
    return np.where(np.isfinite(one), one, other)


def mean_of_known(values: list[Floats]) -> Floats:
    """Mean over a list of (n,) arrays of what is finite; NaN where nothing is."""
    stack = np.stack(values)
    known = np.isfinite(stack)
    total, count = np.where(known, stack, 0.0).sum(axis=0), known.sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def median_of_known(values: list[Floats]) -> Floats:
    """Median over a list of (n,) arrays of what is finite; NaN where nothing is."""
    stack = np.stack(values)
    out = np.full(stack.shape[1], np.nan)
    some = np.isfinite(stack).any(axis=0)
    out[some] = np.nanmedian(stack[:, some], axis=0)
    return out
