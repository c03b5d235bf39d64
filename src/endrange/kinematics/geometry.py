"""Plane geometry of picture points: directions, angles, turns. x right, y down; degrees."""

from __future__ import annotations

import numpy as np

from endrange.domain.looks import Floats


def wrap_deg(angle_deg: Floats) -> Floats:
    """Into -180 (excluded) to 180 (included). NaN stays NaN."""
    return np.asarray(180.0 - (180.0 - angle_deg) % 360.0)


def turn_back(position_px: Floats, roll_deg: float | Floats) -> Floats:
    """Points with the camera's roll undone.

    Parameters
    ----------
    position_px
        (..., 2) x right, y down. NaN stays NaN.
    roll_deg
        One angle, or one for each point (...). Positive when the picture's content is turned clockwise; it is turned
        back about the picture's origin, which leaves every direction and length as it should be.
    """
    c, s = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    x, y = position_px[..., 0], position_px[..., 1]
    return np.stack([c * x + s * y, c * y - s * x], axis=-1)


def from_down_deg(line_px: Floats, forward: float) -> Floats:
    """Angle of a line from straight down towards forward.

    Parameters
    ----------
    line_px
        (..., 2). NaN gives NaN.
    forward
        +1 where forward is the picture's right, -1 where it is its left.
    """
    return np.asarray(np.degrees(np.arctan2(forward * line_px[..., 0], line_px[..., 1])))


def from_up_deg(line_px: Floats, forward: float) -> Floats:
    """Angle of a line from straight up towards forward; see :func:`from_down_deg`."""
    return np.asarray(np.degrees(np.arctan2(forward * line_px[..., 0], -line_px[..., 1])))


def from_forward_deg(line_px: Floats, forward: float) -> Floats:
    """Angle of a line from straight forward upwards; see :func:`from_down_deg`."""
    return np.asarray(np.degrees(np.arctan2(-line_px[..., 1], forward * line_px[..., 0])))


def length_px(line_px: Floats) -> Floats:
    """Lengths of lines (..., 2). NaN gives NaN."""
    return np.asarray(np.hypot(line_px[..., 0], line_px[..., 1]))


def nan_median(values: Floats) -> float:
    """Median of the finite values; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def nan_mean(values: Floats) -> float:
    """Mean of the finite values; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(np.mean(known)) if len(known) else float("nan")


def nan_percentile(values: Floats, share: float) -> float:
    """Percentile of the finite values; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(np.percentile(known, share)) if len(known) else float("nan")
