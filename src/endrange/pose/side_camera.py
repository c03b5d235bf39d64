"""A virtual camera in front of markers in space: parallel rays, square to the person, on the person's right.

It stands where a good side camera would: up is the axis of the room along which the shoulders lie above the ankles;
the line of sight is the horizontal line through the hips, right to left, averaged over the recording, whichever way
the person turns. x of the picture is forward, y down. Angles of segments in the picture are those of a direct
projection onto the body's mean sagittal plane. Points that lie in one plane, such as our own exports, are seen square
to that plane. Movements that only show from the front are beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS

#: Scale of the picture (proposal: a standing adult is about 900 px tall).
PX_PER_M: Final = 500.0

#: Room about the points, in px.
MARGIN_PX: Final = 50.0

#: Points are in one plane where they leave it by less than this share of the body's height.
FLAT: Final = 1e-3


@dataclass(frozen=True)
class SideView:
    """What the virtual camera saw.

    Attributes
    ----------
    position_px
        (n, 33, 2).
    world_m
        (n, 33, 3) metres about the hips, x right, y down, z away from the camera; NaN where there is no depth or scale.
    spatial
        Whether the points fill space and not a plane alone.
    """

    position_px: Floats
    world_m: Floats
    size_px: tuple[int, int]
    spatial: bool


def seen_from_the_side(position: Floats, px_per_unit: float, units_per_m: float | None) -> SideView:
    """Project markers.

    Parameters
    ----------
    position
        (n, 33, 3) right-handed room coordinates, NaN where missing.
    px_per_unit
        Scale of the picture.
    units_per_m
        None where the unit is no length in the room.
    """
    up = _up(position)
    plane = _plane_of(position, up)
    toward = plane if plane is not None else _toward_camera(position, up)
    axes = np.stack([np.cross(up, toward), -up, -toward])
    seen = position @ axes.T
    flat = seen[..., :2] * px_per_unit
    known = flat[np.isfinite(flat).all(axis=-1)]
    low, high = known.min(axis=0) - MARGIN_PX, known.max(axis=0) + MARGIN_PX
    world = np.full(position.shape, np.nan)
    if units_per_m is not None and plane is None:
        world = (seen - _middle(seen, "hip")[:, None]) / units_per_m
    size = np.ceil(high - low).astype(int)
    return SideView(flat - low, world, (int(size[0]), int(size[1])), plane is None)


def _middle(position: Floats, part: str) -> Floats:
    return np.asarray(position[:, list(PAIRS[part])].mean(axis=1))


def _up(position: Floats) -> Floats:
    """The axis of the room nearest to the way from ankles to shoulders, as a signed unit vector."""
    tall = np.nanmedian(_middle(position, "shoulder") - _middle(position, "ankle"), axis=0)
    out = np.zeros(3)
    axis = int(np.abs(tall).argmax())
    out[axis] = 1.0 if tall[axis] > 0 else -1.0
    return out


def _plane_of(position: Floats, up: Floats) -> Floats | None:
    """The axis square to the plane in which all points lie; None where they fill space."""
    height = float(np.nanmax(np.abs(_middle(position, "shoulder") - _middle(position, "ankle"))))
    spread = np.nanmax(position, axis=(0, 1)) - np.nanmin(position, axis=(0, 1))
    flat = np.flatnonzero((spread < FLAT * height) & (up == 0.0))
    return np.asarray(np.eye(3)[flat[-1]]) if len(flat) else None


def _toward_camera(position: Floats, up: Floats) -> Floats:
    """Unit vector from the person to the camera, level."""
    left, right = PAIRS["hip"]
    line = position[:, right] - position[:, left]
    one = np.abs(np.roll(up, 1))
    other = np.cross(up, one)
    angle = np.arctan2(line @ other, line @ one)
    # Twice the angle: a person who turns round has the same line of the hips.
    axis = np.angle(np.nanmean(np.exp(2j * angle))) / 2
    toward = np.cos(axis) * one + np.sin(axis) * other
    return np.asarray(toward if np.nanmean(line @ toward) >= 0 else -toward)
