"""What is truly the case in a clip: angles, points and camera, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import MIRROR_ORDER, PAIRS, mirror_points, point
from endrange.domain.vocabulary import OTHER_SIDE, SIDES, AngleKey, Side

Facing = Literal["left", "right", "camera", "away"]


@dataclass(frozen=True)
class Truth:
    """The answer to a clip.

    Attributes
    ----------
    time_s
        (n,) seconds from the first frame.
    angle_deg
        Per angle and side (n,) degrees, signs as in the vocabulary, zeros anatomical; only what is known.
    position_px
        (n, 33, 2) true points in the upright picture; NaN where there is none.
    position_m
        (n, 33, 3) true points, x forward, y up, z to the person's right; NaN where there is none.
    size_px
        (width, height) of the picture.
    facing
        Where the person faces in the picture; None where it is not said.
    near_side
        The side nearer to the camera; None where it is not said.
    yaw_deg
        Positive when the person walks away from the camera; None where it is not said.
    roll_deg
        Positive when the picture's content is turned clockwise; None where it is not said.
    """

    time_s: Floats
    angle_deg: Mapping[AngleKey, Floats]
    position_px: Floats
    position_m: Floats
    size_px: tuple[int, int]
    facing: Facing | None = None
    near_side: Side | None = None
    yaw_deg: float | None = None
    roll_deg: float | None = None


def angles_from_points(position_m: Floats) -> dict[AngleKey, Floats]:
    """Angles of true points against gravity and against each other, in the body's own planes.

    Parameters
    ----------
    position_m
        (n, 33, 3) x forward, y up, z to the person's right. NaN points give NaN angles.

    Returns
    -------
    dict
        ``thigh_extension``, ``shank_lean``, ``trunk_lean``, ``hip_extension`` (thigh against trunk), ``foot_pitch``
        (heel to toe against the horizontal), ``foot_progression``, ``trunk_rotation``, ``pelvic_drop`` in degrees,
        signs as in the vocabulary (science brief, section 1.3, with the body's own axes in place of the picture's).
    """
    p = {(s, part): position_m[:, point(s, part)] for s in SIDES for part in PAIRS}
    hips, shoulders = p["right", "hip"] - p["left", "hip"], p["right", "shoulder"] - p["left", "shoulder"]
    trunk = (p["left", "shoulder"] + p["right", "shoulder"] - p["left", "hip"] - p["right", "hip"]) / 2
    lean = _degrees(trunk[:, 0], trunk[:, 1])
    found: dict[AngleKey, Floats] = {
        AngleKey("trunk_lean", None): lean,
        AngleKey("trunk_rotation", None): wrap_deg(_heading(shoulders) - _heading(hips)),
        AngleKey("pelvic_drop", None): _degrees(hips[:, 1], np.hypot(hips[:, 0], hips[:, 2])),
    }
    for side in SIDES:
        thigh = p[side, "knee"] - p[side, "hip"]
        shank = p[side, "knee"] - p[side, "ankle"]
        foot = p[side, "foot_index"] - p[side, "heel"]
        outward = foot[:, 2] if side == "right" else -foot[:, 2]
        extension = _degrees(-thigh[:, 0], -thigh[:, 1])
        found |= {
            AngleKey("thigh_extension", side): extension,
            AngleKey("hip_extension", side): wrap_deg(extension - lean),
            AngleKey("shank_lean", side): _degrees(shank[:, 0], shank[:, 1]),
            AngleKey("foot_pitch", side): _degrees(foot[:, 1], foot[:, 0]),
            AngleKey("foot_progression", side): _degrees(outward, foot[:, 0]),
        }
    return found


def mirror_truth(truth: Truth) -> Truth:
    """The truth of the mirrored clip: sides exchanged, midline turns with their sign changed."""
    angles: dict[AngleKey, Floats] = {}
    for key, values in truth.angle_deg.items():
        if key.side is None:
            angles[key] = values if key.angle == "trunk_lean" else -values
        else:
            angles[AngleKey(key.angle, OTHER_SIDE[key.side])] = values
    facing: dict[Facing | None, Facing] = {"left": "right", "right": "left"}
    metres = truth.position_m[:, list(MIRROR_ORDER)] * np.array([1.0, 1.0, -1.0])
    return Truth(
        truth.time_s,
        angles,
        mirror_points(truth.position_px, truth.size_px[0]),
        metres,
        truth.size_px,
        facing.get(truth.facing, truth.facing),
        None if truth.near_side is None else OTHER_SIDE[truth.near_side],
        truth.yaw_deg,
        None if truth.roll_deg is None else -truth.roll_deg,
    )


def wrap_deg(angle_deg: Floats) -> Floats:
    """Into -180 up to, not including, 180."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def _degrees(y: Floats, x: Floats) -> Floats:
    return np.degrees(np.arctan2(y, x))


def _heading(line: Floats) -> Floats:
    """Turn of a left-to-right line to the person's left, in degrees; the line points to +z when unturned."""
    return _degrees(line[:, 0], line[:, 2])
