"""A trusted body becomes angles with standard deviations: camera, segments, joints, neutral."""

from endrange.kinematics.compute import compute_angles
from endrange.kinematics.neutral import Neutral, neutral_from

__all__ = ["Neutral", "compute_angles", "neutral_from"]
