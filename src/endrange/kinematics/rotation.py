"""Rotation of the hip from the front, the thigh pointing at the camera: the shank about it."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey, MovementName, Side
from endrange.kinematics.geometry import from_down_deg, length_px, nan_median
from endrange.kinematics.pelvis import outward
from endrange.kinematics.segments import Segments

#: Longest a thigh may be seen, as a share of the trunk, to count as pointing at the camera: 53 degrees from the picture
#: of a thigh of 0.83 trunks (measured: 0.16 to 0.36 seated, 0.83 standing).
THIGH_AT_CAMERA: Final = 0.5

#: Shank over trunk, seated, knee at 90 degrees (median of the rendered people; a tenth more than standing, because knee
#: and shank are nearer to the camera than the trunk).
SHANK_PER_TRUNK: Final = 1.0

#: Sine of the knee's flexion, as the shank's foreshortening shows it, below which rotation is refused and below which
#: its error is widened: 45 and 60 degrees (science brief, section 1.3).
REFUSED_BELOW: Final = float(np.sin(np.radians(45.0)))
GOOD_FROM: Final = float(np.sin(np.radians(60.0)))


def internal_rotation(seen: Segments, movement: MovementName) -> dict[AngleKey, Floats]:
    """Internal rotation of both hips from the front; the foot goes outwards in internal rotation.

    Returns
    -------
    dict
        (n,) degrees; NaN in frames in which the thigh does not point at the camera or the knee is bent by less than 45
        degrees.

    Notes
    -----
    The shank turns about the thigh; seen along the thigh, its picture turns by as much, whatever the knee's flexion.
    What makes the picture's angle against the vertical 8 to 15 % short of the hip's rotation at both ends is the
    pelvis, which tilts with it. The networks' hip points do not show that, the line of the knees does, because seated
    thighs lie parallel: seated rotation is the shank's angle plus the turn of the knees' line about its median
    (rendered people, true points: both ends short by 3.2 degrees RMS without, 1.2 with it).
    """
    trunk = seen.trunk_px()
    tilt = pelvis_tilt_deg(seen) if movement == "seated_hip_rotation" else np.zeros(len(seen.position_px))
    found = {}
    for side in SIDES:
        out = outward(side, from_front=True)
        turned = from_down_deg(seen.shank(side), out) + out * tilt
        with np.errstate(invalid="ignore"):
            at_camera = length_px(seen.thigh(side)) < THIGH_AT_CAMERA * trunk
            bent = knee_sine(seen, side) > REFUSED_BELOW
        found[AngleKey("hip_internal_rotation", side)] = np.where(at_camera & bent, turned, np.nan)
    return found


def rotation_extra_deg(seen: Segments, movement: MovementName, side: Side) -> Floats:
    """Further standard deviation of rotation in single frames, (n,) degrees.

    Half of what the knees' line was taken to say of the pelvis, as a lifted thigh says the same; and the model error
    again where the knee is bent by less than 60 degrees (proposal).
    """
    tilt = pelvis_tilt_deg(seen) if movement == "seated_hip_rotation" else np.zeros(len(seen.position_px))
    with np.errstate(invalid="ignore"):
        straight = knee_sine(seen, side) < GOOD_FROM
    return np.hypot(tilt / 2, np.where(straight, ANGLES["hip_internal_rotation"].model_error_deg, 0.0))


def pelvis_tilt_deg(seen: Segments) -> Floats:
    """Turn of the knees' line about its median, picture's right side low positive, (n,) degrees; 0 where unknown."""
    across = -seen.across("knee")
    tilt = np.degrees(np.arctan2(across[:, 1], across[:, 0]))
    return np.nan_to_num(tilt - nan_median(tilt))


def knee_sine(seen: Segments, side: Side) -> Floats:
    """Sine of the knee's flexion from the shank's foreshortening, (n,) 0..1; thigh pointing at the camera."""
    shank = length_px(seen.at(side, "ankle") - seen.at(side, "knee"))
    return np.asarray(np.clip(shank / (SHANK_PER_TRUNK * seen.trunk_px()), 0.0, 1.0))
