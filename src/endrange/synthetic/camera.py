"""A pinhole camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from endrange.domain.looks import Floats

#: Field of view across the longer side of a phone's main lens, in degrees (26 mm equivalent: 2 atan(18 / 26)).
PHONE_FOV_DEG = 69.4


@dataclass(frozen=True)
class Camera:
    """Where it stands, where it looks.

    Attributes
    ----------
    eye_m, target_m
        x forward, y up, z to the right of a person who faces +x.
    roll_deg
        Positive turns the picture's content clockwise.
    vertical_fov_deg
        From the upper to the lower edge of the picture.
    size_px
        (width, height).
    """

    eye_m: tuple[float, float, float]
    target_m: tuple[float, float, float]
    roll_deg: float = 0.0
    vertical_fov_deg: float = 45.0
    size_px: tuple[int, int] = (1280, 720)

    @property
    def axes(self) -> Floats:
        """(3, 3) rows: right, down and away in the picture, as directions of the room."""
        away = np.subtract(self.target_m, self.eye_m).astype(float)
        away /= np.linalg.norm(away)
        right = np.cross(away, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        down = np.cross(away, right)
        turn = np.radians(self.roll_deg)
        c, s = np.cos(turn), np.sin(turn)
        return np.stack([c * right - s * down, s * right + c * down, away])

    def project(self, position_m: Floats) -> Floats:
        """Points of the room in the picture.

        Parameters
        ----------
        position_m
            (..., 3). NaN, and points behind the camera, give NaN.

        Returns
        -------
        (..., 2) px, x right, y down; the middle of the picture is at half its width and height.
        """
        seen = (position_m - np.array(self.eye_m)) @ self.axes.T
        depth = np.where(seen[..., 2:] > 0, seen[..., 2:], np.nan)
        width, height = self.size_px
        focal = height / 2 / np.tan(np.radians(self.vertical_fov_deg) / 2)
        return np.asarray(focal * seen[..., :2] / depth + np.array([width / 2, height / 2]))

    def about(self, position_m: Floats, centre_m: Floats) -> Floats:
        """Points about a centre, metres to the picture's right, down and away, as pose networks give world points."""
        return np.asarray((position_m - centre_m) @ self.axes.T)


def camera_at(
    view: Literal["right", "left", "front", "back"],
    *,
    distance_m: float = 4.0,
    height_m: float = 0.9,
    aim_m: float = 0.9,
    yaw_deg: float = 0.0,
    roll_deg: float = 0.0,
    size_px: tuple[int, int] = (1280, 720),
    fov_deg: float = PHONE_FOV_DEG,
) -> Camera:
    """A camera on that side of a person at the origin who faces +x.

    ``yaw_deg`` moves it round the person: from the side, positive means that the person walks away from the camera
    (it stands behind the side); from front or back, positive moves it towards the person's right. ``fov_deg`` is
    across the longer side of the picture.
    """
    yaw = np.radians(yaw_deg)
    along, across = distance_m * np.cos(yaw), distance_m * np.sin(yaw)
    eye = {
        "right": (-across, height_m, along),
        "left": (-across, height_m, -along),
        "front": (along, height_m, across),
        "back": (-along, height_m, across),
    }[view]
    width, height = size_px
    half = np.tan(np.radians(fov_deg) / 2) * min(1.0, height / width)
    return Camera(eye, (0.0, aim_m, 0.0), roll_deg, float(2 * np.degrees(np.arctan(half))), size_px)
