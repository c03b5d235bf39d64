"""How wrong an angle and a statistic of it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.angles import Angles, Bout
from endrange.domain.body import Body
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLES, AngleKey, MovementName
from endrange.kinematics.doubt import doubt_deg

#: Angles against gravity: the camera's roll enters them one to one; it cancels between two segments.
AGAINST_GRAVITY: Final[tuple[str, ...]] = (
    "thigh_extension", "shank_lean", "trunk_lean", "ankle_dorsiflexion", "hip_internal_rotation", "pelvic_drop",
)  # fmt: skip


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


def frame_errors(
    value_deg: Mapping[AngleKey, Floats], body: Body, bouts: tuple[Bout, ...], movement: MovementName
) -> tuple[dict[AngleKey, Floats], dict[AngleKey, float]]:
    """Standard deviation of every frame's value, and the part of it that is one number for the clip.

    Returns
    -------
    sd_deg, bias_sd_deg
        (n,) per angle, NaN with the value; and a number per angle.
    """
    roll_sd = np.array([b.view.roll_sd_deg or 0.0 for b in bouts])
    roll = float(roll_sd.max()) if len(roll_sd) else 0.0
    sd: dict[AngleKey, Floats] = {}
    bias: dict[AngleKey, float] = {}
    for key, values in value_deg.items():
        model = ANGLES[key.angle].model_error_deg
        tilt = roll if key.angle in AGAINST_GRAVITY and movement != "unknown" else 0.0
        bias[key] = float(np.hypot(model / np.sqrt(2.0), tilt))
        scatter = np.hypot(model / np.sqrt(2.0), doubt_deg(body, key))
        sd[key] = np.where(np.isfinite(values), np.hypot(bias[key], scatter), np.nan)
    return sd, bias


def statistic_error(
    angles: Angles,
    body: Body,  # noqa: ARG001
    movement: MovementName,  # noqa: ARG001
    key: AngleKey,
    statistic: str,  # noqa: ARG001
) -> StatisticError:
    """Error between clips of ``statistic`` of one angle as seen in this clip."""
    return StatisticError(0.0, angles.bias_sd_deg.get(key, ANGLES[key.angle].model_error_deg))
