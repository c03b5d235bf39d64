"""How wrong an angle and a statistic of it can be."""

from __future__ import annotations

from dataclasses import dataclass

from endrange.domain.angles import Angles
from endrange.domain.body import Body
from endrange.domain.vocabulary import ANGLES, AngleKey, MovementName


@dataclass(frozen=True)
class StatisticError:
    """Error of one statistic between clips.

    Attributes
    ----------
    bias_deg
        Mean error on rendered people; reported, not taken out.
    sd_deg
        Standard deviation of one clip's value about the truth; what no number of strides averages out.
    """

    bias_deg: float
    sd_deg: float


def statistic_error(
    angles: Angles, body: Body, movement: MovementName, key: AngleKey, statistic: str
) -> StatisticError:
    """Error between clips of ``statistic`` of one angle as seen in this clip."""
    return StatisticError(0.0, angles.bias_sd_deg.get(key, ANGLES[key.angle].model_error_deg))
