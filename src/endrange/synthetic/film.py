"""From a posed body or from marker points to looks and their truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from endrange.domain.looks import LOOK_NAMES, Floats, Looks, network_of
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, N_KEYPOINTS, PAIRS, point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.synthetic.body import Posture, Segments, joint_centres
from endrange.synthetic.camera import Camera
from endrange.synthetic.noise import PERFECT, Noise, see
from endrange.synthetic.truth import Facing, Truth, angles_from_points

#: The looks of ``best``.
FOUR_LOOKS: Final[tuple[str, ...]] = ("heavy", "heavy_mirror", "movenet", "movenet_mirror")

#: Angle between the line of sight and a body's plane below which the camera counts as seeing that plane (proposal).
SQUARE_DEG: Final = 45.0

#: Share of the shanks' length between the middle of the hips and of virtual shoulders, 0.288 / 0.246 of stature
#: (Drillis & Contini 1966), and the distance of the shoulders, 0.2 / 0.246.
TRUNK_PER_SHANK: Final = 1.17
SHOULDERS_PER_SHANK: Final = 0.81


def film(
    segments: Segments,
    posture: Posture,
    camera: Camera,
    *,
    names: tuple[str, ...] = FOUR_LOOKS,
    noise: Noise = PERFECT,
    seed: int = 0,
) -> tuple[Looks, Truth]:
    """A posed body seen by a camera and by networks that err.

    Each look errs on its own; which errors depends on ``seed`` and on the look's name alone.
    """
    points = joint_centres(segments, posture)
    angles = set_angles(posture) | angles_from_points(points)
    return look_at(posture.time_s, points, angles, camera, names=names, noise=noise, seed=seed)


def look_at(
    time_s: Floats,
    position_m: Floats,
    angle_deg: Mapping[AngleKey, Floats],
    camera: Camera,
    *,
    names: tuple[str, ...] = FOUR_LOOKS,
    noise: Noise = PERFECT,
    seed: int = 0,
) -> tuple[Looks, Truth]:
    """Points of a person who faces +x, seen by a camera and by networks that err.

    Parameters
    ----------
    position_m
        (n, 33, 3) x forward, y up, z to the right; NaN where there is no such point.
    angle_deg
        The true angles that go into the truth.
    names
        Looks to make, see :data:`~endrange.domain.looks.LOOK_NAMES`.

    Returns
    -------
    looks, truth
        MoveNet's looks know COCO's 17 points alone; BlazePose's have world points without error.
    """
    names = tuple(name for name in LOOK_NAMES if name in names)
    pixels = camera.project(position_m)
    hips = position_m[:, list(PAIRS["hip"])].mean(axis=1, keepdims=True)
    world = camera.about(position_m, hips)
    shape = (len(time_s), len(names), 1, N_KEYPOINTS)
    position, score = np.full((*shape, 2), np.nan, np.float32), np.full(shape, np.nan, np.float32)
    worlds = np.full((*shape, 3), np.nan, np.float32)
    for j, name in enumerate(names):
        seen, trust = see(pixels, time_s, noise, seed * len(LOOK_NAMES) + LOOK_NAMES.index(name))
        known = list(COCO_TO_BLAZEPOSE) if network_of(name) == "movenet" else list(range(N_KEYPOINTS))
        position[:, j, 0, known], score[:, j, 0, known] = seen[:, known], trust[:, known]
        if network_of(name) != "movenet":
            worlds[:, j, 0] = world
    looks = Looks(time_s, names, position, score, worlds, camera.size_px, "file", ())
    facing, near, yaw = how_seen(camera)
    return looks, Truth(time_s, angle_deg, pixels, position_m, camera.size_px, facing, near, yaw, camera.roll_deg)


def set_angles(posture: Posture) -> dict[AngleKey, Floats]:
    """Joint angles as they were set: abduction and rotation of the hip in the pelvis, knee, ankle."""
    found: dict[AngleKey, Floats] = {}
    for side in SIDES:
        leg = posture.leg(side)
        found |= {
            AngleKey("hip_abduction", side): leg.hip_abduction_deg,
            AngleKey("hip_internal_rotation", side): leg.hip_internal_rotation_deg,
            AngleKey("knee_flexion", side): leg.knee_flexion_deg,
            AngleKey("ankle_dorsiflexion", side): leg.ankle_dorsiflexion_deg,
        }
    return found


def how_seen(camera: Camera) -> tuple[Facing, Side | None, float]:
    """Facing in the picture, near side and yaw of a person who faces +x.

    Returns
    -------
    facing, near_side, yaw_deg
        Yaw is between the sagittal plane and the picture from the side, between the frontal plane and the picture
        from front or back; from the side positive when the person walks away from the camera.
    """
    toward = np.subtract(camera.eye_m, camera.target_m).astype(float)
    turn = float(np.degrees(np.arctan2(-toward[0], abs(toward[2]))))
    if abs(turn) > SQUARE_DEG:
        off = float(np.degrees(np.arctan2(toward[2], abs(toward[0]))))
        return ("away" if turn > 0 else "camera"), None, off
    near: Side = "right" if toward[2] > 0 else "left"
    return ("right" if near == "right" else "left"), near, turn


def points_of_markers(joints_m: Mapping[tuple[Side, str], Floats]) -> Floats:
    """Named points of a body of which only the legs are known, as marker motion capture gives them.

    Parameters
    ----------
    joints_m
        (n, 3) per side and part: ``hip, knee, ankle, heel, foot_index``; x forward, y up, z to the right.

    Returns
    -------
    (n, 33, 3)
        With virtual shoulders upright above the hips, so that there is a trunk; its angles mean nothing.
    """
    n = len(joints_m["right", "hip"])
    out = np.full((n, N_KEYPOINTS, 3), np.nan)
    for (side, part), values in joints_m.items():
        out[:, point(side, part)] = values
    shank = float(np.median(np.linalg.norm(joints_m["right", "knee"] - joints_m["right", "ankle"], axis=1)))
    middle = (joints_m["right", "hip"] + joints_m["left", "hip"]) / 2
    for side in SIDES:
        outward = 1.0 if side == "right" else -1.0
        reach = shank * np.array([0.0, TRUNK_PER_SHANK, outward * SHOULDERS_PER_SHANK / 2])
        out[:, point(side, "shoulder")] = middle + reach
    return out
