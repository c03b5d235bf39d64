"""The thigh out of the picture's plane: hip circles, in closed form from foreshortening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.kinematics.geometry import from_up_deg, length_px, nan_median, nan_percentile, wrap_deg
from endrange.kinematics.pelvis import outward
from endrange.kinematics.segments import FULL_LENGTH_PERCENTILE, THIGH_PER_TRUNK, Segments

#: 1 - cos^2 of the angle out of the picture below which a shorter thigh may as well be the points' error: 18 degrees,
#: or 5 % of the length (measured on hip circles seen from the side).
DEAD_ZONE: Final = 0.1

#: Abduction where the thigh is in the dead zone: between adduction and 18 degrees, as it is while the leg passes in
#: front or behind (proposal).
IN_DEAD_ZONE_DEG: Final = 4.0

#: 1 - cos^2 beyond which the knee from the side is refused: 24 degrees out of the picture beyond the dead zone, where
#: the shank's own depth, whose sign one picture does not tell, matters most.
KNEE_OUT_OF_PICTURE: Final = 0.25

#: Flexion beyond which abduction from the side is refused: the networks' hip point moves along the raised thigh and
#: shortens it by a tenth, which looks like abduction (degrees; measured on rendered people).
ABDUCTION_FLEXION_DEG: Final = 75.0

#: Trunk farther from upright than this lies level, as on all fours, of which no errors are known (proposal).
LEVEL_TRUNK_DEG: Final = 45.0

#: Why abduction is not told from the side on all fours: there true points read 44 degrees as 29, and no rendered people
#: say what the networks make of it.
LEVEL_FROM_THE_SIDE: Final = (
    "On all fours the thigh that comes out to the side is not told from the side: film from the front or from behind, "
    "camera at hip height and on the person's midline."
)

#: Length of a thigh over the camera's distance: 0.42 m (0.245 of 1.72 m; Drillis & Contini 1966) at the 3.5 m that the
#: guide asks for. A knee that far before its hip is seen larger by as much.
THIGH_PER_DISTANCE: Final = 0.12

#: Steps in which the depth and what perspective makes of it settle (to 0.1 degrees).
PERSPECTIVE_STEPS: Final = 5

#: Depth of the knee before the hip, metres, and share of the shank seen hanging, at which it counts as surely forward
#: (proposal).
SURE_DEPTH_M: Final = 0.2
HANGING_SHARE: Final = 0.3


@dataclass(frozen=True)
class SideCircle:
    """What the side view tells of the near leg's circle; all (n,) degrees, NaN where refused.

    ``perspective_deg`` is what a knee nearer to the camera than its hip would add to the abduction.
    """

    thigh_extension_deg: Floats
    knee_flexion_deg: Floats
    abduction_deg: Floats
    perspective_deg: Floats


def side_circle(seen: Segments, side: Side, forward: float, yaw_deg: float) -> SideCircle:
    """Thigh, knee and abduction of the near leg from the side.

    Parameters
    ----------
    side
        The near leg; its thigh leans towards the camera.
    forward
        +1 where the person faces the picture's right, -1 where the left.
    yaw_deg
        Of the sagittal plane; a thigh that leans out of it moves along the picture by its tangent.

    Returns
    -------
    SideCircle
        cos(angle out of the picture) = length / whole length (its 97th percentile); the shank is taken in the picture's
        plane. Knee refused beyond :data:`KNEE_OUT_OF_PICTURE`, abduction while the thigh is raised beyond
        :data:`ABDUCTION_FLEXION_DEG`.

    Notes
    -----
    A knee nearer to the camera is seen larger, which hides part of the foreshortening: true points read 40 degrees of
    abduction as 31. The networks shorten such a thigh by as much (rendered people: within 4 degrees at the top), and
    undoing perspective alone makes their angles worse (5.0 to 6.7 degrees). So it is told beside and not undone.
    """
    thigh, shank = seen.thigh(side), seen.shank(side)
    whole = nan_percentile(length_px(thigh), FULL_LENGTH_PERCENTILE)
    share = thigh / whole
    out_squared = 1.0 - np.clip(length_px(share), 0.0, 1.0) ** 2
    depth = beyond_dead_zone(out_squared)
    along = (forward * share[:, 0] - depth * np.sin(np.radians(yaw_deg))) / np.cos(np.radians(yaw_deg))
    flexion = np.degrees(np.arctan2(along, share[:, 1]))
    shank_length = length_px(shank)
    toward = (along * forward * shank[:, 0] + share[:, 1] * shank[:, 1]) / np.where(shank_length > 0, shank_length, 1.0)
    knee = np.degrees(np.arccos(np.clip(toward / np.sqrt(along**2 + share[:, 1] ** 2 + depth**2), -1.0, 1.0)))
    abduction = _sideways_deg(depth)
    perspective = _sideways_deg(_nearer_thigh_depth(length_px(thigh))) - abduction
    with np.errstate(invalid="ignore"):
        knee = np.where(out_squared > KNEE_OUT_OF_PICTURE, np.nan, knee)
        abduction = np.where(flexion > ABDUCTION_FLEXION_DEG, np.nan, abduction)
    return SideCircle(wrap_deg(-flexion), knee, abduction, perspective)


def lies_level(seen: Segments) -> bool:
    """Whether the trunk lies level, as on all fours, rather than standing upright."""
    return bool(abs(nan_median(from_up_deg(seen.trunk(), 1.0))) > LEVEL_TRUNK_DEG)


def _sideways_deg(depth: Floats) -> Floats:
    floor = np.sin(np.radians(IN_DEAD_ZONE_DEG))
    return np.asarray(np.degrees(np.arcsin(np.clip(np.hypot(depth, floor), 0.0, 1.0))))


def _nearer_thigh_depth(thigh_px: Floats) -> Floats:
    """Share of the thigh out of the picture where a knee before its hip is seen larger by perspective."""
    depth: Floats = np.zeros(len(thigh_px))
    for _ in range(PERSPECTIVE_STEPS):
        length = thigh_px * (1.0 - THIGH_PER_DISTANCE * depth)
        share = length / nan_percentile(length, FULL_LENGTH_PERCENTILE)
        depth = beyond_dead_zone(1.0 - np.clip(share, 0.0, 1.0) ** 2)
    return depth


def circled(
    found: dict[AngleKey, Floats], seen: Segments, side: Side, circle: SideCircle, forward: float
) -> dict[AngleKey, Floats]:
    """The planar angles of a side view with the near leg's replaced by the closed form."""
    lean = from_up_deg(seen.trunk(), forward)
    return found | {
        AngleKey("thigh_extension", side): circle.thigh_extension_deg,
        AngleKey("hip_extension", side): wrap_deg(circle.thigh_extension_deg - lean),
        AngleKey("knee_flexion", side): circle.knee_flexion_deg,
        AngleKey("hip_abduction", side): circle.abduction_deg,
    }


def front_abduction(
    seen: Segments, world_m: Floats, turn: float, *, from_front: bool, hangs: bool, nearer: float = 0.0
) -> dict[AngleKey, Floats]:
    """Abduction of both hips against the trunk, from front or back.

    Parameters
    ----------
    world_m
        (n, 33, 3) for the sign of the thigh's depth; may be NaN.
    turn
        Sine of the body's turn towards the picture's right.
    hangs
        Whether a shank that is seen hanging tells a raised thigh, as in slow circles with a bent knee.
    nearer
        By how much a knee a whole thigh before its hip is seen larger, to be undone.

    Returns
    -------
    dict
        (n,) degrees: asin(sideways / whole length), in the order flexion, then abduction (ISB). Where the body is
        turned, the thigh's part towards the camera, from its foreshortening, is taken off. A trunk seen from its end
        lies level, and the thigh below it is told against gravity. NaN where a point is lost.

    Notes
    -----
    Perspective (``nearer``) is not undone by default: true points read 42 degrees of abduction, thigh raised, as 48, of
    which it makes 4 (the rest is the pelvis, which hikes); the networks take it off again by drawing the knee and the
    hip towards each other (rendered people: -2 to +4 degrees at the top), and undoing it alone makes their angles worse
    (2.9 to 3.3 degrees).
    """
    down = _down_the_trunk(seen)
    whole = whole_thigh_px(seen)
    facing = np.sqrt(max(1.0 - turn * turn, 0.25))
    found = {}
    for side in SIDES:
        out = outward(side, from_front=from_front)
        thigh = seen.thigh(side) / whole
        # Crosswise is to the picture's right where the trunk is upright.
        across, along = thigh[:, 0] * down[:, 1] - thigh[:, 1] * down[:, 0], (thigh * down).sum(axis=1)
        sure = _ahead(seen, world_m, side, hangs=hangs)
        seen_squared, true_size = across**2 + along**2, np.ones(len(thigh))
        for _ in range(PERSPECTIVE_STEPS if nearer else 0):
            true_size = 1.0 - nearer * sure * np.sqrt(np.clip(1.0 - seen_squared * true_size**2, 0.0, 1.0))
        ahead = beyond_dead_zone(1.0 - seen_squared * true_size**2) * sure
        across = across * true_size
        sideways = out * (across - ahead * turn) / facing
        found[AngleKey("hip_abduction", side)] = np.asarray(np.degrees(np.arcsin(np.clip(sideways, -1.0, 1.0))))
    return found


def _down_the_trunk(seen: Segments) -> Floats:
    """(n, 2) unit vectors; straight down where the trunk is seen from its end."""
    down = -seen.trunk()
    if seen.trunk_end_on():
        down = np.where(np.isfinite(down), np.array([0.0, 1.0]), np.nan)
    return np.asarray(down / length_px(down)[:, None])


def whole_thigh_px(seen: Segments) -> float:
    """Length of a thigh in the picture's plane at the hips' distance: that of the leg stood on, else from the trunk."""
    stood = np.nanmax([0.0, *(nan_median(length_px(seen.thigh(side))) for side in SIDES)])
    usual = THIGH_PER_TRUNK * seen.trunk_px()
    # A thigh that stays far shorter than the trunk says points at the camera in most frames.
    return float(stood) if not stood < 0.75 * usual else float(usual)


def beyond_dead_zone(out_squared: Floats) -> Floats:
    """Share of a segment's length out of the picture; 0 in the dead zone, 1 at right angles. NaN stays NaN."""
    return np.asarray(np.sqrt(np.clip((out_squared - DEAD_ZONE) / (1.0 - DEAD_ZONE), 0.0, 1.0)))


def _ahead(seen: Segments, world_m: Floats, side: Side, *, hangs: bool) -> Floats:
    """(n,) -1..1: how surely the knee is before (+) or behind (-) the hip; 0 where nothing tells."""
    knee, hip = point(side, "knee"), point(side, "hip")
    evidence = np.nan_to_num((world_m[:, hip, 2] - world_m[:, knee, 2]) / SURE_DEPTH_M)
    if hangs:
        shank = seen.shank(side)
        whole = nan_percentile(length_px(shank), FULL_LENGTH_PERCENTILE)
        evidence = evidence + np.nan_to_num(shank[:, 1] / whole - HANGING_SHARE)
    return np.asarray(np.tanh(1.5 * evidence))
