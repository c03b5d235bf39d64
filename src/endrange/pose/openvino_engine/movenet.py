"""MoveNet SinglePose Thunder: decoding of its four heads (Google, MoveNet v4, Apache-2.0)."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, MIRROR_ORDER, N_KEYPOINTS
from endrange.pose.openvino_engine.regions import Region, to_picture

SIDE: Final = 256
REGION_SCALE: Final = 1.25  # about BlazePose's points; tried on rendered and real people
_CELLS: Final = 64
_POINTS: Final = 17
_SOFTENING: Final = 1.8  # cells; MoveNet's own weight of distance


def _distance(y: Floats, x: Floats) -> Floats:
    """(64, 64, n) distances of a grid's cells to n points, softened; float32, of which the best cell is all we want."""
    grid = np.arange(_CELLS)[:, None]
    dy, dx = np.square(grid - y).astype(np.float32), np.square(grid - x).astype(np.float32)
    apart = dy[:, None, :] + dx[None, :, :]
    np.sqrt(apart, out=apart)
    apart += np.float32(_SOFTENING)
    return apart


_CENTRED: Final[Floats] = _distance(np.array([_CELLS / 2]), np.array([_CELLS / 2]))


def decode(
    heatmap: Floats, centre: Floats, regress: Floats, offset: Floats, region: Region, *, mirrored: bool
) -> tuple[Floats, Floats]:
    """(33, 2) pixels of the picture and (33,) scores on BlazePose's points; NaN where MoveNet has none.

    Raw outputs of one cut of ``region``, of its mirror image where ``mirrored``.
    """
    heat = heatmap.reshape(_CELLS, _CELLS, _POINTS)
    cy, cx = np.unravel_index(int(np.argmax(centre.reshape(_CENTRED.shape) / _CENTRED)), (_CELLS, _CELLS))
    about = regress.reshape(_CELLS, _CELLS, _POINTS, 2)[cy, cx].astype(float) + np.array([cy, cx])
    weighed = _distance(about[:, 0], about[:, 1])
    np.divide(heat, weighed, out=weighed)
    hy, hx = np.unravel_index(weighed.reshape(-1, _POINTS).argmax(axis=0), (_CELLS, _CELLS))
    each = np.arange(_POINTS)
    fine = offset.reshape(_CELLS, _CELLS, _POINTS, 2)[hy, hx, each].astype(float)
    points = np.full((N_KEYPOINTS, 2), np.nan)
    score = np.full(N_KEYPOINTS, np.nan)
    named = list(COCO_TO_BLAZEPOSE)
    points[named] = np.stack([hx + fine[:, 1], hy + fine[:, 0]], axis=-1) * (SIDE / _CELLS)
    score[named] = heat[hy, hx, each]
    if mirrored:
        order = list(MIRROR_ORDER)
        points, score = points[order] * (-1.0, 1.0) + (SIDE - 1, 0.0), score[order]
    return to_picture(points, region, SIDE), score
