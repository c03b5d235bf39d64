"""A trusted body becomes angles with standard deviations: camera, segments, joints, neutral."""

from endrange.kinematics.compute import compute_angles
from endrange.kinematics.hips import steady_hips
from endrange.kinematics.neutral import Neutral, neutral_from
from endrange.kinematics.roll import Level

__all__ = ["Level", "Neutral", "compute_angles", "neutral_from", "steady_hips"]
