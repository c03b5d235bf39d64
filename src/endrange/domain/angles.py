"""Angles of a trusted body, frame by frame, with what they cost, and the view they were seen from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLES, AngleKey, Plane, Side

Facing = Literal["left", "right", "camera", "away"]


@dataclass(frozen=True)
class View:
    """How the camera sees the person.

    Attributes
    ----------
    plane
        What the camera looks at: ``sagittal`` from the side, ``front``, ``back``, ``oblique`` in between.
    facing
        Where the person faces, in the picture; None where it cannot be told.
    near_side
        The side nearer to the camera in a sagittal view.
    yaw_deg, yaw_sd_deg
        Angle between the person's sagittal plane and the picture (0 = exactly from the side), positive when the person
        walks away from the camera; None where unknown.
    roll_deg
        Camera roll, positive when the picture's content is turned clockwise; taken out of every angle against gravity.
    roll_sd_deg
        Its standard deviation.
    """

    plane: Plane
    facing: Facing | None
    near_side: Side | None
    yaw_deg: float | None
    yaw_sd_deg: float | None
    roll_deg: float | None
    roll_sd_deg: float | None


@dataclass(frozen=True)
class Bout:
    """A stretch of frames with one facing and one view."""

    span: Span
    view: View


@dataclass(frozen=True)
class Angles:
    """Every angle of the vocabulary that was computed.

    Attributes
    ----------
    time_s
        (n,) seconds from the first frame's timestamp.
    value_deg
        Per angle and side (n,) degrees, signs and zeros as in the vocabulary; NaN where lost or refused.
    sd_deg
        (n,) standard deviation of one frame's value, between-clip bias and within-clip scatter together; NaN with it.
    bias_sd_deg
        The part of it that is one number for the whole clip and does not average out over strides.
    zero
        Per angle and side which zero was used: ``anatomical``, ``standing`` or ``flat foot``.
    refused
        Angles that this view cannot show: the reason and how to refilm. They hold NaN throughout.
    view
        Of the longest bout.
    bouts
        All bouts, in order, not overlapping.
    edge_share
        How blurred the person is, as in :class:`~endrange.domain.clip.Clip`; None where it is not known.
    pose_sd_deg
        The part of ``sd_deg`` (n,) that comes from the pose: a limb led far out of the picture's plane, a leg that is
        never seen at rest. Peaks and ends have it too. Angles without it are left out.
    """

    time_s: Floats
    value_deg: Mapping[AngleKey, Floats]
    sd_deg: Mapping[AngleKey, Floats]
    bias_sd_deg: Mapping[AngleKey, float]
    zero: Mapping[AngleKey, str]
    refused: Mapping[AngleKey, str]
    view: View
    bouts: tuple[Bout, ...]
    edge_share: float | None = None
    pose_sd_deg: Mapping[AngleKey, Floats] = field(default_factory=dict)


def zero_of(zero: Mapping[AngleKey, str], quantity: str, side: Side | None) -> str | None:
    """Which zero a number of one angle was counted from, by the zeros of a clip; None where none is known.

    A midline angle may be told by side, such as the pelvic drop of each foot's stance.
    """
    sided = quantity in ANGLES and ANGLES[quantity].sided
    return zero.get(AngleKey(quantity, side if sided else None))
