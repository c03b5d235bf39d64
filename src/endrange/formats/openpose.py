"""``openpose/``: a JSON file a frame with the BODY_25 points, as OpenPose 1.7 writes them.

A point that is not known is ``0, 0, 0``: the format has no other word for it. ``BigToe`` is our ``foot_index``,
``Neck`` and ``MidHip`` are the middles of shoulders and hips, ``SmallToe`` is never known. ``time_s`` and
``size_px`` are ours, for a reader that wants exact times; others pass over them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import KEYPOINTS, PAIRS
from endrange.formats.registry import Format

#: BODY_25 in its order (Cao et al. 2019): one of our points, the middle of a pair, or nothing of ours.
BODY_25: Final[tuple[str, ...]] = (
    "nose", "mid shoulder", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist",
    "mid hip", "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle", "right_eye", "left_eye",
    "right_ear", "left_ear", "left_foot_index", "", "left_heel", "right_foot_index", "", "right_heel",
)  # fmt: skip

VERSION: Final = 1.3
_OTHER_LISTS: Final = (
    "face_keypoints_2d", "hand_left_keypoints_2d", "hand_right_keypoints_2d",
    "pose_keypoints_3d", "face_keypoints_3d", "hand_left_keypoints_3d", "hand_right_keypoints_3d",
)  # fmt: skip


def body_25(position_px: Floats, score: Floats) -> Floats:
    """(n, 25, 3) x, y in px and confidence; zeros where not known."""
    out = np.zeros((len(position_px), len(BODY_25), 3))
    for at, name in enumerate(BODY_25):
        if not name:
            continue
        indices = list(PAIRS[name.removeprefix("mid ")]) if name.startswith("mid ") else [KEYPOINTS.index(name)]
        point = position_px[:, indices].mean(axis=1)
        known = np.isfinite(point).all(axis=-1)
        out[known, at, :2], out[known, at, 2] = point[known], np.nan_to_num(score[known][:, indices].mean(axis=1))
    return out


def frame_dict(points: Floats, time_s: float, size_px: tuple[int, int]) -> dict[str, Any]:
    """One frame; nobody in it where no point is known."""
    person = {
        "person_id": [-1],
        "pose_keypoints_2d": [round(float(v), 4) for v in points.ravel()],
        **{name: [] for name in _OTHER_LISTS},
    }
    return {
        "version": VERSION,
        "time_s": round(float(time_s), 6),
        "size_px": list(size_px),
        "people": [person] if points[:, 2].any() else [],
    }


def write(analysis: Analysis, folder: Path) -> None:
    """Fill the folder with a file a frame, ``{clip}_{frame}_keypoints.json``."""
    body, stem = analysis.body, Path(analysis.clip.file).stem
    for index, points in enumerate(body_25(body.position_px, body.score)):
        text = json.dumps(frame_dict(points, body.time_s[index], body.size_px))
        (folder / f"{stem}_{index:012d}_keypoints.json").write_text(text, encoding="utf-8")


FORMAT = Format("openpose", "openpose", "a BODY_25 file a frame, as OpenPose writes", write, is_folder=True)
