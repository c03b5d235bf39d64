"""Square regions of a picture: where a network looks.

Every region lies on a fine grid, so that the region of a mirrored picture is the exact mirror image of the region of
the picture, and so are the pixels that are cut out of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats

#: OpenCV interpolates at 1/32 px; a grid of that step keeps sampling points on it under mirroring.
GRID: Final = 32

#: Rotation and size are kept to this step (rad, px), far below what a network can tell, so that rounding in the last
#: place of a float cannot make mirrored regions differ.
FINE: Final = 2.0**-16


@dataclass(frozen=True)
class Region:
    """A square, perhaps turned.

    Attributes
    ----------
    x_px, y_px
        Its centre; pixel centres lie on integers.
    size_px
        Length of a side.
    turn_rad
        Clockwise turn of its upright axis as seen in the picture; 0 = upright.
    """

    x_px: float
    y_px: float
    size_px: float
    turn_rad: float = 0.0

    def on_grid(self) -> Region:
        """The nearest region on the grid."""
        return Region(
            round(self.x_px * GRID) / GRID,
            round(self.y_px * GRID) / GRID,
            round(self.size_px / FINE) * FINE,
            round(self.turn_rad / FINE) * FINE,
        )


#: Regions whose centres are closer than this share of the smaller one's side hold the same person. The side is about
#: 1.25 body heights, so it is a fifth of the height. Proposal.
SAME_PERSON: Final = 0.17


def same_person(a: Region, b: Region) -> bool:
    """Whether two regions of one frame hold the same person."""
    apart = math.hypot(a.x_px - b.x_px, a.y_px - b.y_px)
    return apart < SAME_PERSON * min(a.size_px, b.size_px)


def cut(image: NDArray[np.uint8], region: Region, side: int, *, border: int = cv2.BORDER_CONSTANT) -> NDArray[np.uint8]:
    """Pixels of the region, bilinear, as a ``side`` × ``side`` picture.

    Sampling points are symmetric about the region's centre and lie on the grid: the cut of a mirrored picture is the
    mirrored cut, bit for bit.
    """
    step = region.size_px / side
    along = (np.arange(side) - (side - 1) / 2) * step
    cos, sin = along * (math.cos(region.turn_rad) * GRID), along * (math.sin(region.turn_rad) * GRID)
    upright = region.turn_rad == 0.0  # then columns and rows are the same all over
    x = _whole_steps(cos[None, :] - (0.0 if upright else sin[:, None]), region.x_px)
    y = _whole_steps(cos[:, None] + (0.0 if upright else sin[None, :]), region.y_px)
    whole = np.empty((side, side, 2), np.int16)
    whole[..., 0], whole[..., 1] = x >> 5, y >> 5
    part = ((y & 31) << 5 | (x & 31)).astype(np.uint16)
    return np.asarray(cv2.remap(image, whole, part, cv2.INTER_LINEAR, borderMode=border), np.uint8)


def _whole_steps(offset: Floats, centre_px: float) -> NDArray[np.int32]:
    """Sampling points in steps of the grid from their offsets, which are overwritten, and their centre."""
    steps = np.rint(offset, out=offset).astype(np.int32)
    steps += round(centre_px * GRID)
    return steps


def flipped(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mirror image, contiguous."""
    return np.asarray(cv2.flip(picture, 1), np.uint8)


def to_picture(points: Floats, region: Region, side: int) -> Floats:
    """(..., 2) pixels of the cut -> pixels of the picture."""
    step = region.size_px / side
    cos, sin = math.cos(region.turn_rad), math.sin(region.turn_rad)
    u = (points[..., 0] - (side - 1) / 2) * step
    v = (points[..., 1] - (side - 1) / 2) * step
    return np.stack([u * cos - v * sin + region.x_px, u * sin + v * cos + region.y_px], axis=-1)


def to_cut(points: Floats, region: Region, side: int) -> Floats:
    """(..., 2) pixels of the picture -> pixels of the cut."""
    scale = side / region.size_px
    cos, sin = math.cos(region.turn_rad), math.sin(region.turn_rad)
    x, y = points[..., 0] - region.x_px, points[..., 1] - region.y_px
    return np.stack([x * cos + y * sin, y * cos - x * sin], axis=-1) * scale + (side - 1) / 2


def around_axis(centre: Floats, top: Floats, scale: float) -> Region:
    """The square about ``centre`` whose inner circle goes through ``top``, × ``scale``, upright from centre to top."""
    dx, dy = float(top[0] - centre[0]), float(top[1] - centre[1])
    return Region(float(centre[0]), float(centre[1]), 2.0 * scale * math.hypot(dx, dy), math.atan2(dx, -dy))


def around_box(low: Floats, high: Floats, scale: float) -> Region:
    """The upright square about a box, its side the longer side of the box × ``scale``."""
    x, y = (low + high) / 2
    return Region(float(x), float(y), float(np.max(high - low)) * scale)


def around_points(points: Floats, turn_rad: float, scale: float) -> Region:
    """The square, turned by ``turn_rad``, about points (n, 2): their longer extent × ``scale``."""
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    along = np.stack([points[:, 0] * cos + points[:, 1] * sin, points[:, 1] * cos - points[:, 0] * sin], axis=-1)
    low, high = along.min(axis=0), along.max(axis=0)
    u, v = (low + high) / 2
    return Region(float(u * cos - v * sin), float(u * sin + v * cos), float(np.max(high - low)) * scale, turn_rad)


def mean_region(regions: Sequence[Region]) -> Region:
    """Mean of regions of one person; turns are averaged on the circle."""
    n = len(regions)
    sin = math.fsum(math.sin(r.turn_rad) for r in regions)
    cos = math.fsum(math.cos(r.turn_rad) for r in regions)
    return Region(
        math.fsum(r.x_px for r in regions) / n,
        math.fsum(r.y_px for r in regions) / n,
        math.fsum(r.size_px for r in regions) / n,
        math.atan2(sin, cos),
    )
