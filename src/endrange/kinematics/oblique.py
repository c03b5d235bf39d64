"""Segments of somebody who walks or runs past an oblique camera, brought back into the plane of the movement.

A segment that leans forward is seen more upright by a camera that looks obliquely, and one that leans sideways is seen
to lean forward or back: ``tan seen = tan lean cos yaw + tan tilt sin yaw`` (science brief, section 9). The yaw of
strides is known within 3 degrees, so both are undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.angles import View
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import MovementName, Side
from endrange.kinematics.hips import WALKS
from endrange.kinematics.segments import Segments

#: How far a segment's upper end stands outward of its lower end while the foot is down, degrees: means of the six legs
#: of three marker runs of two real runners (0 to 3.7; 1.8 to 6.6). In swing real legs lean to either side. Rendered
#: runners, which had no part in it, lean by 9 and 7.
THIGH_TILT_DEG: Final = 1.9
SHANK_TILT_DEG: Final = 3.7


@dataclass(frozen=True)
class InPlane(Segments):
    """Segments as a camera square to the movement would see them, to scale in height.

    Attributes
    ----------
    forward
        +1 where the person faces the picture's right, -1 where the left.
    near
        The side nearer to the camera.
    yaw_deg
        Of the view; positive when the person walks away from the camera.
    """

    forward: float
    near: Side
    yaw_deg: float

    def trunk(self) -> Floats:
        """(n, 2) from the middle of the hips up to the middle of the shoulders."""
        return self._in_plane(super().trunk(), 0.0)

    def thigh(self, side: Side) -> Floats:
        """(n, 2) from hip down to knee."""
        return self._in_plane(super().thigh(side), self._towards(side) * THIGH_TILT_DEG)

    def shank(self, side: Side) -> Floats:
        """(n, 2) from knee down to ankle."""
        return self._in_plane(super().shank(side), self._towards(side) * SHANK_TILT_DEG)

    def _towards(self, side: Side) -> float:
        """Outward is towards the camera on the near side, away from it on the far one."""
        return 1.0 if side == self.near else -1.0

    def _in_plane(self, line: Floats, tilt_deg: float) -> Floats:
        """(n, 2) a line whose upper end leans towards the camera by the tilt."""
        yaw = np.radians(self.yaw_deg)
        ahead, up = line[:, 0] * self.forward, -line[:, 1]
        ahead = (ahead - up * np.tan(np.radians(tilt_deg)) * np.sin(yaw)) / np.cos(yaw)
        return np.column_stack([ahead * self.forward, line[:, 1]])


def in_plane(seen: Segments, view: View, forward: float, movement: MovementName) -> Segments:
    """The segments with the camera's yaw undone where it is known well: in strides from the side; else as they are.

    A yaw within its own standard deviation is none: then angles are those between the body's points in the picture.
    Marker runs of two real runners through a camera at 20 degrees either way: thigh 1.4 to 0.9 degrees RMSE, knee 2.2
    to 1.6, shank 1.9 to 1.6, peak dorsiflexion from behind -0.4 to -0.2, from ahead -2.9 to -0.8.

    Parameters
    ----------
    seen
        With the camera's roll undone.
    forward
        +1 where the person faces the picture's right, -1 where the left.
    movement
        Standing and slow movements have no stride to take the yaw's mean over: a staggered stance reads as yaw.
    """
    if movement not in WALKS or view.plane != "sagittal" or view.yaw_deg is None or view.near_side is None:
        return seen
    if abs(view.yaw_deg) <= (view.yaw_sd_deg or 0.0):
        return seen
    return InPlane(seen.position_px, forward, view.near_side, view.yaw_deg)
