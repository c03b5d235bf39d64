"""How wrong an angle and a statistic of it can be.

Everything is a standard deviation about the truth. Its parts: what was found between clips of rendered people (mean
error and spread, :mod:`endrange.kinematics.error_table`), the scatter of frames inside a clip, an allowance for real
people, and what this clip shows of itself: doubt about its points, yaw, roll, share lost. Mean errors are stated, not
taken out: they were found on rendered people, and the real calibrated views do not confirm them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLES, AngleKey, MovementName, Side
from endrange.kinematics.blur import blur_sd_deg
from endrange.kinematics.camera import main_view
from endrange.kinematics.contradiction import contradiction_sd_deg
from endrange.kinematics.doubt import doubt_deg, lost_share
from endrange.kinematics.error_table import FRAME, TABLE_YAW_DEG, Expected, Leg, current_table
from endrange.kinematics.geometry import nan_median
from endrange.kinematics.neutral import STANDING_SD_DEG

#: What each degree of yaw beyond the table's adds (science brief, section 9: bias of peaks at 30 degrees against 20).
PER_YAW_DEG: Final[Mapping[str, float]] = {"knee_flexion": 0.3, "ankle_dorsiflexion": 0.5, "foot_pitch": 0.5}
PER_YAW_ELSE_DEG: Final = 0.15

#: What a lost share of an angle's frames adds: degrees for all of them lost (proposal: a tenth lost adds 1).
PER_SHARE_LOST_DEG: Final = 10.0

#: The statistic of the same moment of the movement, whose error stands in for one that the table does not know: where a
#: joint is held, or slow, is within 3 degrees of the highest that it reached.
NEXT_OF_KIN: Final[Mapping[str, str]] = {
    "held_peak": "repetition_peak",
    "held_low": "repetition_low",
    "best": "repetition_peak",
}

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
        Standard deviation of one clip's value about the truth, the mean error included. It was found for medians over
        a clip's strides, so what single strides are wrong by is in it.
    stride_sd_deg
        Scatter of single strides' errors that is in it; 0 where none is known.
    """

    bias_deg: float
    sd_deg: float
    stride_sd_deg: float = 0.0


def frame_errors(
    value_deg: Mapping[AngleKey, Floats],
    extra_sd_deg: Mapping[AngleKey, Floats],
    body: Body,
    bouts: tuple[Bout, ...],
    movement: MovementName,
    side: Side | None,
    edge_share: float | None = None,
) -> tuple[dict[AngleKey, Floats], dict[AngleKey, float]]:
    """Standard deviation of every frame's value, and the part of it that is one number for the clip.

    Parameters
    ----------
    extra_sd_deg
        (n,) further error of single frames, where a method knows of it.

    Returns
    -------
    sd_deg, bias_sd_deg
        (n,) per angle, NaN with the value; and a number per angle.
    """
    sd: dict[AngleKey, Floats] = {}
    bias: dict[AngleKey, float] = {}
    view = main_view(bouts)
    for key, values in value_deg.items():
        bias[key] = _clip_sd_deg(_expected(key, body, view, movement, FRAME, side), key, body, view, edge_share)
        doubt, extra = doubt_deg(body, key), extra_sd_deg.get(key, np.zeros(body.n_frames))
        sd[key] = np.full(body.n_frames, np.nan)
        for bout in bouts:
            frames = slice(bout.span.start, bout.span.stop)
            found = _expected(key, body, bout.view, movement, FRAME, side)
            scatter = np.maximum(found.within_sd_deg or 0.0, doubt[frames])
            clip = _clip_sd_deg(found, key, body, bout.view, edge_share)
            total = np.sqrt(clip**2 + scatter**2 + np.nan_to_num(extra[frames]) ** 2)
            sd[key][frames] = np.where(np.isfinite(values[frames]), total, np.nan)
    return sd, bias


def statistic_error(
    angles: Angles, body: Body, movement: MovementName, key: AngleKey, statistic: str
) -> StatisticError:
    """Error between clips of ``statistic`` of one angle as seen in this clip.

    Parameters
    ----------
    statistic
        As in the measures, such as ``stride_peak``. One that the table does not know has the error of its
        :data:`NEXT_OF_KIN`; else that of a clip's mean, and, since the errors of frames follow the movement, that of a
        frame about it; a ``mean`` has not.
    """
    place = body.looks, movement, angles.view.plane, _leg(key, angles.view, None), key.angle
    named = (statistic, NEXT_OF_KIN[statistic]) if statistic in NEXT_OF_KIN else (statistic,)
    yaw_deg = _side_yaw_deg(angles.view)
    known = next((e for name in named if (e := current_table().expected(*place, name, yaw_deg)) is not None), None)
    frame = _expected(key, body, angles.view, movement, FRAME, None)
    within = frame.within_sd_deg or 0.0
    about = 0.0 if statistic == "mean" else within
    found = known or Expected(frame.bias_deg, float(np.hypot(frame.between_sd_deg, about)), None)
    values = angles.value_deg.get(key, np.full(body.n_frames, np.nan))
    doubt = nan_median(doubt_deg(body, key)[np.isfinite(values)])
    beyond = max(0.0, doubt**2 - within**2) if np.isfinite(doubt) else 0.0
    standing = STANDING_SD_DEG if angles.zero.get(key) == "standing" else 0.0
    sd = np.sqrt(_clip_sd_deg(found, key, body, angles.view, angles.edge_share) ** 2 + beyond + standing**2)
    strides = found.within_sd_deg if known is not None and found.within_sd_deg is not None else 0.0
    return StatisticError(found.bias_deg, float(sd), strides)


def _expected(
    key: AngleKey, body: Body, view: View, movement: MovementName, statistic: str, side: Side | None
) -> Expected:
    """From the table, else half and half from the vocabulary's allowance."""
    leg = _leg(key, view, side)
    found = current_table().expected(
        body.looks, movement, view.plane, leg, key.angle, statistic, _side_yaw_deg(view)
    )  # fmt: skip
    if found is not None:
        return found
    model = ANGLES[key.angle].model_error_deg / np.sqrt(2.0)
    return Expected(0.0, float(model), float(model))


def _side_yaw_deg(view: View) -> float | None:
    return view.yaw_deg if view.plane == "sagittal" else None


def _leg(key: AngleKey, view: View, side: Side | None) -> Leg:
    if key.side is None:
        return "body"
    if view.plane == "sagittal":
        return "near" if key.side == view.near_side else "far"
    return "moving" if side in (None, key.side) else "other"


def _clip_sd_deg(found: Expected, key: AngleKey, body: Body, view: View, edge_share: float | None) -> float:
    """Everything that is one number for the whole clip."""
    real_people = current_table().real_people_sd_deg
    parts = [found.bias_deg, found.between_sd_deg, real_people, PER_SHARE_LOST_DEG * lost_share(body, key)]
    parts += [contradiction_sd_deg(body, key.side), blur_sd_deg(edge_share, key.angle)]
    if key.angle in AGAINST_GRAVITY:
        parts.append(view.roll_sd_deg or 0.0)
    if view.plane == "sagittal" and view.yaw_deg is not None:
        beyond = max(0.0, abs(view.yaw_deg) - TABLE_YAW_DEG)
        parts.append(PER_YAW_DEG.get(key.angle, PER_YAW_ELSE_DEG) * beyond)
    return float(np.sqrt(np.sum(np.square(parts))))
