"""A trusted body becomes angles with standard deviations: camera, segments, joints, neutral."""

from endrange.domain.level import Level
from endrange.kinematics.compute import compute_angles
from endrange.kinematics.hips import steady_hips
from endrange.kinematics.limbs import whole_limbs
from endrange.kinematics.neutral import Neutral, neutral_from
from endrange.kinematics.shanks import steady_shanks
from endrange.kinematics.trunk import steady_trunk

__all__ = [
    "Level",
    "Neutral",
    "compute_angles",
    "neutral_from",
    "steady_hips",
    "steady_shanks",
    "steady_trunk",
    "whole_limbs",
]
