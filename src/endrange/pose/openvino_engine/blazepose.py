"""BlazePose's landmarks: 39 points with heat-map refinement, world points, presence (Bazarevsky et al. 2020).

Decoding follows MediaPipe's pose landmarker (Apache-2.0); checked against it in the tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import MIRROR_ORDER, N_KEYPOINTS
from endrange.pose.openvino_engine.regions import Region, around_axis, around_points, to_picture

SIDE: Final = 256
_POINTS: Final = 39  # 33 of the body, then the hips' middle and a point on the body's circle, then four unused
_CELLS: Final = 64  # the heat-map's side
_REACH: Final = 3  # cells each way: MediaPipe's kernel of 7
_MIN_PEAK: Final = 0.5  # MediaPipe's min_confidence_to_refine
MIN_PRESENCE: Final = 0.5  # MediaPipe's min_pose_presence_confidence

#: Mean visibility below which there is nobody, whatever the presence says: once a person has left, the network goes on
#: finding a body on the bare wall at 0.05 to 0.16; people in clips of all kinds have 0.3 and more. Proposal.
MIN_VISIBILITY: Final = 0.2

#: The next region is the square about all points × this. MediaPipe takes 1.25 × the circle about the hips, which is
#: wider: closer regions exchange and blend the legs less (thigh off by more than 15° in 0.7 % of rendered frames, not
#: 2.2 %) and one view of a real person agrees better with three others (hips 13.4 px, not 18.1). Below 1.2 feet suffer.
REGION_SCALE: Final = 1.25

#: The network counts pixels from their edges, we from their centres: without this a plain and a mirrored look lie one
#: pixel of the cut apart (measured: 1.0 to 1.2 on 25 of 32 clips).
_EDGE_TO_CENTRE: Final = 0.5


@dataclass(frozen=True)
class Pose:
    """What the landmark network says of one region.

    Attributes
    ----------
    position_px
        (33, 2) in the picture.
    score
        (33,) visibility.
    world_m
        (33, 3) metres about the hips, in the picture's axes.
    presence
        Whether anybody is there, 0..1.
    next_region
        Where to look next.
    outline_px
        (2, 15, 2) edges of the shanks, where they were asked for; see :class:`~endrange.domain.looks.Looks`.
    """

    position_px: Floats
    score: Floats
    world_m: Floats
    presence: float
    next_region: Region
    outline_px: Floats | None = None

    @property
    def is_somebody(self) -> bool:
        """Whether the network saw a person at all."""
        return self.presence >= MIN_PRESENCE and float(self.score.mean()) >= MIN_VISIBILITY


def _sigmoid(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-x))


def _refined(points: Floats, heat: Floats) -> Floats:
    """(39, 2) pixels of the cut moved to the centre of mass of the heat-map's 7 × 7 cells about them."""
    cell = np.floor(points * (_CELLS / SIDE)).astype(int)
    beside = cell[:, :, None] + np.arange(-_REACH, _REACH + 1)  # (39, 2, 7) columns and rows
    there = (beside >= 0) & (beside < _CELLS)
    column, row = np.moveaxis(np.clip(beside, 0, _CELLS - 1), 1, 0)
    patch = _sigmoid(heat[row[:, :, None], column[:, None, :], np.arange(len(cell))[:, None, None]].astype(float))
    patch *= there[:, 1, :, None] & there[:, 0, None, :]
    known = ((cell >= 0) & (cell < _CELLS)).all(axis=1) & (patch.max(axis=(1, 2)) >= _MIN_PEAK)
    patch = patch[known]
    total = patch.sum(axis=(1, 2))
    out = points.copy()
    out[known, 0] = (patch.sum(axis=1) * column[known]).sum(axis=1) / total * (SIDE / _CELLS)
    out[known, 1] = (patch.sum(axis=2) * row[known]).sum(axis=1) / total * (SIDE / _CELLS)
    return out


def decode(landmarks: Floats, presence: Floats, heat: Floats, world: Floats, region: Region, *, mirrored: bool) -> Pose:
    """The network's raw outputs for a cut of ``region`` (of its mirror image where ``mirrored``)."""
    raw = landmarks.reshape(_POINTS, 5).astype(float)
    points = _refined(raw[:, :2], heat.reshape(_CELLS, _CELLS, _POINTS)) - _EDGE_TO_CENTRE
    body = world.reshape(_POINTS, 3)[:N_KEYPOINTS].astype(float)
    score = _sigmoid(raw[:N_KEYPOINTS, 3])
    if mirrored:
        order = list(MIRROR_ORDER)
        points[:, 0] = (SIDE - 1) - points[:, 0]
        points[:N_KEYPOINTS] = points[order]
        body, score = body[order] * (-1.0, 1.0, 1.0), score[order]
    cos, sin = math.cos(region.turn_rad), math.sin(region.turn_rad)
    turned = np.stack([body[:, 0] * cos - body[:, 1] * sin, body[:, 0] * sin + body[:, 1] * cos, body[:, 2]], axis=-1)
    placed = to_picture(points, region, SIDE)
    # Turned with the trunk: an upright cut exchanges the legs less in a rendered hip circle (knee off by more than
    # 30 px in 0.2 % of the frames, not 3.1 %), but shows a leaning trunk too upright (9 degrees by 1.5; a real one
    # of 23 by 8).
    upright = around_axis(placed[N_KEYPOINTS], placed[N_KEYPOINTS + 1], 1.0)
    nearby = around_points(placed[:N_KEYPOINTS], upright.turn_rad, REGION_SCALE)
    return Pose(placed[:N_KEYPOINTS], score, turned, float(presence.reshape(-1)[0]), nearby)
