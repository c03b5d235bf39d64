"""Rotation of the hip from the front, the thigh pointing at the camera: the shank about it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

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

#: Movements that are done seated, where the line of the knees follows the pelvis.
SEATED: Final[tuple[MovementName, ...]] = ("seated_hip_rotation", "hold")

#: A shank within this of the vertical hangs: the pelvis is where it is at rest (proposal).
HANGS_DEG: Final = 10.0

#: What the pelvis' tilt makes of the ends (rendered people: 3.2 degrees RMS).
UNSEEN_TILT_DEG: Final = 3.2


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
    thighs lie parallel: seated rotation, moved or held, is the shank's angle plus the turn of the knees' line since the
    shank hung (rendered people, true points: both ends short by 3.2 degrees RMS without, 1.2 with it).
    """
    trunk = seen.trunk_px()
    found = {}
    for side in SIDES:
        out = outward(side, from_front=True)
        with np.errstate(invalid="ignore"):
            at_camera = length_px(seen.thigh(side)) < THIGH_AT_CAMERA * trunk
            bent = knee_sine(seen, side) > REFUSED_BELOW
        turned = _against_vertical(seen, side) + out * pelvis_tilt_deg(seen, side, movement)
        found[AngleKey("hip_internal_rotation", side)] = np.where(at_camera & bent, turned, np.nan)
    return found


def frame_sd_deg(seen: Segments, movement: MovementName, side: Side) -> Floats:
    """Further standard deviation of rotation in single frames, (n,) degrees.

    Half of what the knees' line was taken to say of the pelvis, as a lifted thigh says the same; and the model error
    again where the shank is seen short, as of a knee bent by less than 60 degrees or of a short shank (proposal).
    """
    tilt = pelvis_tilt_deg(seen, side, movement) / 2
    with np.errstate(invalid="ignore"):
        straight = knee_sine(seen, side) < GOOD_FROM
    return np.hypot(tilt, np.where(straight, ANGLES["hip_internal_rotation"].model_error_deg, 0.0))


def unseen_tilt_sd_deg(seen: Segments, movement: MovementName, side: Side) -> Floats:
    """All that the pelvis makes of rotation where the leg was not seen hanging, in frames as in ends, (n,) degrees."""
    unseen = movement in SEATED and not hangs(seen, side).any()
    return np.full(len(seen.position_px), UNSEEN_TILT_DEG if unseen else 0.0)


def pelvis_tilt_deg(seen: Segments, side: Side, movement: MovementName) -> Floats:
    """Turn of the knees' line since this shank hung, picture's right side low positive, (n,) degrees; 0 where unknown.

    Nothing where the movement is not done seated, or the legs are not seen along both thighs.
    """
    nothing = np.zeros(len(seen.position_px))
    rest = hangs(seen, side)
    thighs = [nan_median(length_px(seen.thigh(s))) for s in SIDES]
    if movement not in SEATED or not rest.any() or not max(thighs) < THIGH_AT_CAMERA * seen.trunk_px():
        return nothing
    across = -seen.across("knee")
    tilt = np.degrees(np.arctan2(across[:, 1], across[:, 0]))
    return np.nan_to_num(tilt - nan_median(tilt[rest]))


def hangs(seen: Segments, side: Side) -> NDArray[np.bool_]:
    """(n,) frames in which the shank hangs, both knees seen."""
    with np.errstate(invalid="ignore"):
        hanging = np.abs(_against_vertical(seen, side)) < HANGS_DEG
    return np.asarray(hanging & np.isfinite(seen.across("knee")).all(axis=1))


def _against_vertical(seen: Segments, side: Side) -> Floats:
    return from_down_deg(seen.shank(side), outward(side, from_front=True))


def knee_sine(seen: Segments, side: Side) -> Floats:
    """Sine of the knee's flexion from the shank's foreshortening, (n,) 0..1; thigh pointing at the camera."""
    shank = length_px(seen.at(side, "ankle") - seen.at(side, "knee"))
    return np.asarray(np.clip(shank / (SHANK_PER_TRUNK * seen.trunk_px()), 0.0, 1.0))
