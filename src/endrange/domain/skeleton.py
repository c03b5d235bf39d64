"""Named points of the body, their left/right pairing as data, and how other networks' points map onto them.

Every look is kept on the 33 BlazePose points (Bazarevsky et al. 2020); a network that knows fewer leaves NaN.
"""

from __future__ import annotations

from typing import Final

import numpy as np

KEYPOINTS: Final[tuple[str, ...]] = (
    "nose",
    "left_eye_inner", "left_eye", "left_eye_outer",
    "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear",
    "mouth_left", "mouth_right",
    "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow",
    "left_wrist", "right_wrist",
    "left_pinky", "right_pinky",
    "left_index", "right_index",
    "left_thumb", "right_thumb",
    "left_hip", "right_hip",
    "left_knee", "right_knee",
    "left_ankle", "right_ankle",
    "left_heel", "right_heel",
    "left_foot_index", "right_foot_index",
)  # fmt: skip
N_KEYPOINTS: Final = len(KEYPOINTS)

#: Parts that come in pairs: part -> (left index, right index).
PAIRS: Final[dict[str, tuple[int, int]]] = {
    "eye_inner": (1, 4), "eye": (2, 5), "eye_outer": (3, 6), "ear": (7, 8), "mouth": (9, 10),
    "shoulder": (11, 12), "elbow": (13, 14), "wrist": (15, 16), "pinky": (17, 18), "index": (19, 20),
    "thumb": (21, 22), "hip": (23, 24), "knee": (25, 26), "ankle": (27, 28), "heel": (29, 30),
    "foot_index": (31, 32),
}  # fmt: skip

#: Parts that decide whether a leg is the left or the right one.
LEG_PARTS: Final[tuple[str, ...]] = ("knee", "ankle", "heel", "foot_index")
ARM_PARTS: Final[tuple[str, ...]] = ("elbow", "wrist", "pinky", "index", "thumb")

#: Bones to draw: pairs of keypoint indices.
BONES: Final[tuple[tuple[int, int], ...]] = (
    (11, 12), (23, 24), (11, 23), (12, 24),
    (11, 13), (13, 15), (12, 14), (14, 16),
    (23, 25), (25, 27), (27, 29), (29, 31), (27, 31),
    (24, 26), (26, 28), (28, 30), (30, 32), (28, 32),
)  # fmt: skip

#: COCO's 17 points (Lin et al. 2014), in its order, as indices into :data:`KEYPOINTS`.
COCO_TO_BLAZEPOSE: Final[tuple[int, ...]] = (
    0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28,
)  # fmt: skip


def _mirror_order() -> tuple[int, ...]:
    order = list(range(N_KEYPOINTS))
    for left, right in PAIRS.values():
        order[left], order[right] = right, left
    return tuple(order)


#: ``points[..., MIRROR_ORDER, :]`` exchanges left and right.
MIRROR_ORDER: Final[tuple[int, ...]] = _mirror_order()


def point(side: str, part: str) -> int:
    """Index of ``part`` on ``side`` ("left" or "right").

    Raises
    ------
    KeyError
        If there is no such part or side.
    """
    return PAIRS[part][{"left": 0, "right": 1}[side]]


def mirror_points(position_px: np.ndarray, width_px: float) -> np.ndarray:
    """Points of the mirrored picture brought back to the picture itself, with the sides exchanged.

    Parameters
    ----------
    position_px
        (..., 33, 2) pixels in the mirrored picture. NaN stays NaN.
    width_px
        Width of the picture; pixel centres lie on integers, so x becomes ``width - 1 - x``.
    """
    out = position_px[..., list(MIRROR_ORDER), :].copy()
    out[..., 0] = (width_px - 1) - out[..., 0]
    return out
