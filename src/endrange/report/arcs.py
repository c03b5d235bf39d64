"""Where an angle lies on the body in the picture: its vertex, its moving ray, and the ray of its zero."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot, isfinite
from typing import Final, NamedTuple

from endrange.domain.angles import Angles, Facing, View
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey, Side


class _Ray(NamedTuple):
    vertex: str
    towards: str
    sense: int


#: Angles of the sagittal plane. ``sense`` is +1 where the angle grows as the moving ray turns clockwise in the picture
#: while the person faces right.
_SAGITTAL: Final[dict[str, _Ray]] = {
    "hip_extension": _Ray("hip", "knee", 1),
    "thigh_extension": _Ray("hip", "knee", 1),
    "knee_flexion": _Ray("knee", "ankle", 1),
    "ankle_dorsiflexion": _Ray("ankle", "knee", 1),
    "shank_lean": _Ray("ankle", "knee", 1),
    "foot_pitch": _Ray("heel", "foot_index", -1),
}

#: Angles of the frontal plane. ``sense`` as above, of the right leg while the person faces the camera.
_FRONTAL: Final[dict[str, _Ray]] = {
    "hip_abduction": _Ray("hip", "knee", 1),
    "hip_internal_rotation": _Ray("knee", "ankle", 1),
}

_ANCHORS: Final = {"foot": "ankle", "ankle": "ankle", "shank": "ankle", "knee": "knee"}

RIGHT_POINTS: Final = {"shoulder": point("right", "shoulder"), "hip": point("right", "hip")}
LEFT_POINTS: Final = {"shoulder": point("left", "shoulder"), "hip": point("left", "hip")}

#: A moving ray shorter than this has no direction worth drawing.
MIN_RAY_PX: Final = 4.0

XY = tuple[float, float]


@dataclass(frozen=True)
class Arc:
    """An angle as it is drawn.

    Attributes
    ----------
    zero_deg
        Direction of the ray of the angle's zero in the picture: 0 to the right, 90 down.
    sweep_deg
        From there to the moving ray; its size is the angle's value.
    length_px
        Of the moving segment.
    """

    vertex: XY
    zero_deg: float
    sweep_deg: float
    length_px: float


def view_at(angles: Angles, frame: int) -> View:
    """How the camera sees the person in one frame."""
    for bout in angles.bouts:
        if frame in bout.span:
            return bout.view
    return angles.view


def near_in(view: View) -> Side | None:
    """The side that is drawn as the nearer one; None where both are drawn alike."""
    return view.near_side if view.plane == "sagittal" else None


def arc_of(key: AngleKey, value_deg: float, points: Floats, facing: Facing | None) -> Arc | None:
    """The arc of one angle in one frame.

    None where value, points or facing are not known, or where the angle's plane is not the picture's.

    Parameters
    ----------
    points
        (33, 2) px of this frame.
    """
    if not isfinite(value_deg) or facing is None:
        return None
    ray = _ray(key, points, facing)
    if ray is None:
        return None
    vertex, end, sense = ray
    dx, dy = end[0] - vertex[0], end[1] - vertex[1]
    length = hypot(dx, dy)
    if not isfinite(length) or length < MIN_RAY_PX:
        return None
    sweep = sense * value_deg
    return Arc(vertex, degrees(atan2(dy, dx)) - sweep, sweep, length)


def anchor_of(key: AngleKey, points: Floats) -> XY:
    """The place on the body that an angle belongs to where it has no arc in this view; NaN where it is lost."""
    if key.side is None:
        return _middle(points, "shoulder" if key.angle.startswith("trunk") else "hip")
    part = next((part for name, part in _ANCHORS.items() if key.angle.startswith(name)), "hip")
    return _joint(points, key.side, part)


def _ray(key: AngleKey, points: Floats, facing: Facing) -> tuple[XY, XY, int] | None:
    in_profile = facing in ("left", "right")
    if key.angle == "trunk_lean" and in_profile:
        return _middle(points, "hip"), _middle(points, "shoulder"), 1 if facing == "right" else -1
    if key.angle == "pelvic_drop" and not in_profile:
        left, right = _xy(points, LEFT_POINTS["hip"]), _xy(points, RIGHT_POINTS["hip"])
        return right, left, 1 if facing == "camera" else -1
    if key.side is None:
        return None
    ray = (_SAGITTAL if in_profile else _FRONTAL).get(key.angle)
    if ray is None:
        return None
    sense = ray.sense * (1 if facing in ("right", "camera") else -1)
    if not in_profile and key.side == "left":
        sense = -sense
    return _joint(points, key.side, ray.vertex), _joint(points, key.side, ray.towards), sense


def _joint(points: Floats, side: Side, part: str) -> XY:
    return _xy(points, point(side, part))


def _xy(points: Floats, index: int) -> XY:
    return float(points[index, 0]), float(points[index, 1])


def _middle(points: Floats, part: str) -> XY:
    (ax, ay), (bx, by) = _xy(points, LEFT_POINTS[part]), _xy(points, RIGHT_POINTS[part])
    return (ax + bx) / 2, (ay + by) / 2
