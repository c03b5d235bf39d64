"""Angles seen from the side: thigh, shank, trunk, foot against gravity, and against each other."""

from __future__ import annotations

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, AngleKey
from endrange.kinematics.geometry import from_down_deg, from_forward_deg, from_up_deg, wrap_deg
from endrange.kinematics.segments import Segments


def sagittal_angles(seen: Segments, forward: float) -> dict[AngleKey, Floats]:
    """Planar angles from the side.

    Parameters
    ----------
    seen
        Segments with the camera's roll undone.
    forward
        +1 where the person faces the picture's right, -1 where the left.

    Returns
    -------
    dict
        (n,) degrees, signs as in the vocabulary (science brief, section 1.3); NaN where a point is lost.
        ``ankle_dorsiflexion`` and ``foot_pitch`` are those of the heel-to-toe line as it is: their zero is set by
        :mod:`endrange.kinematics.foot`.
    """
    lean = from_up_deg(seen.trunk(), forward)
    found = {AngleKey("trunk_lean", None): lean}
    for side in SIDES:
        thigh, shank = from_down_deg(seen.thigh(side), forward), from_down_deg(seen.shank(side), forward)
        pitch = from_forward_deg(seen.foot(side), forward)
        found |= {
            AngleKey("thigh_extension", side): wrap_deg(-thigh),
            AngleKey("hip_extension", side): wrap_deg(-thigh - lean),
            AngleKey("knee_flexion", side): wrap_deg(thigh - shank),
            AngleKey("shank_lean", side): wrap_deg(-shank),
            AngleKey("foot_pitch", side): pitch,
            AngleKey("ankle_dorsiflexion", side): wrap_deg(pitch - shank),
        }
    return found
