"""Rotation of the hip seated, from the front: the shank against the vertical."""

from __future__ import annotations

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, AngleKey
from endrange.kinematics.geometry import from_down_deg
from endrange.kinematics.pelvis import outward
from endrange.kinematics.segments import Segments


def internal_rotation(seen: Segments) -> dict[AngleKey, Floats]:
    """Internal rotation of both hips from the front, (n,) degrees; the foot goes outwards in internal rotation."""
    return {
        AngleKey("hip_internal_rotation", side): from_down_deg(seen.shank(side), outward(side, from_front=True))
        for side in SIDES
    }
