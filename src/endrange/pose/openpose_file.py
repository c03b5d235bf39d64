"""Reads OpenPose JSON: a folder or zip of a file a frame, as OpenPose and our own export write them.

BODY_25 and COCO-18 are told apart by their number of points. A confidence of 0 is a missing point, as the format says.
OpenPose states neither times nor the picture's size: files of ours do, for others the rate has to be stated and the
picture is as large as the points need.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from endrange.domain.errors import ClipNotFound, ClipUnreadable
from endrange.domain.looks import Floats
from endrange.pose.imported import on_our_points, stated_times, taken
from endrange.pose.readers import Reader, Taken

#: Names of the points by their number (Cao et al. 2019), in words that :mod:`endrange.pose.point_names` knows.
BODY_25: Final = (
    "Nose", "Neck", "RShoulder", "RElbow", "RWrist", "LShoulder", "LElbow", "LWrist", "MidHip", "RHip", "RKnee",
    "RAnkle", "LHip", "LKnee", "LAnkle", "REye", "LEye", "REar", "LEar", "LBigToe", "LSmallToe", "LHeel", "RBigToe",
    "RSmallToe", "RHeel",
)  # fmt: skip
COCO_18: Final = (*BODY_25[:8], "RHip", "RKnee", "RAnkle", "LHip", "LKnee", "LAnkle", "REye", "LEye", "REar", "LEar")
MODELS: Final[dict[int, tuple[str, ...]]] = {len(BODY_25): BODY_25, len(COCO_18): COCO_18}

_NUMBER: Final = re.compile(r"(\d+)_keypoints\.json$")


def accepts(path: Path) -> bool:
    """A zip, a frame's JSON, or a folder with frames' JSON in it."""
    if path.is_dir():
        return any(_NUMBER.search(part.name) for part in path.iterdir())
    return path.suffix.lower() == ".zip" or _NUMBER.search(path.name) is not None


def read_openpose(path: Path, fps: float | None = None) -> Taken:
    """Looks from every frame; a single frame's file stands for its folder.

    Raises
    ------
    SettingsError
        When neither the files nor the user state times.
    ClipNotFound, ClipUnreadable, ClipTooShort
        In one sentence.
    """
    if not path.exists():
        raise ClipNotFound(f"{path} does not exist; check the name.", path)
    try:
        frames = sorted((number, json.loads(text)) for number, text in _texts(path))
        names, points = _points([frame for _, frame in frames])
        time_s = _times([number for number, _ in frames], [frame for _, frame in frames], fps, path)
        size = frames[0][1].get("size_px")
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, IndexError) as error:
        if hasattr(error, "message"):
            raise
        raise ClipUnreadable(f"{path.name} cannot be read as OpenPose's JSON; export it again.", path) from error
    known = points[..., 2] > 0
    position = on_our_points(names, np.where(known[..., None], points[..., :2], np.nan), path)
    score = on_our_points(names, np.where(known, points[..., 2], np.nan)[..., None], path)[..., 0]
    size_px = None if size is None else (int(size[0]), int(size[1]))
    return taken(path, time_s, position, score, kind="openpose", size_px=size_px)


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Frame number and JSON of each frame."""
    if path.is_dir() or path.suffix.lower() == ".json":
        folder = path if path.is_dir() else path.parent
        for part in folder.iterdir():
            match = _NUMBER.search(part.name)
            if match:
                yield int(match[1]), part.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            match = _NUMBER.search(name)
            if match:
                yield int(match[1]), archive.read(name).decode("utf-8")


def _points(frames: list[dict[str, Any]]) -> tuple[tuple[str, ...], Floats]:
    """Names, and (n, p, k, 3) of everybody in every frame."""
    people = [[np.reshape(p["pose_keypoints_2d"], (-1, 3)) for p in frame["people"]] for frame in frames]
    names = MODELS[max((len(p) for frame in people for p in frame), default=len(BODY_25))]
    out = np.zeros((len(frames), max(1, *(len(frame) for frame in people)), len(names), 3))
    for i, frame in enumerate(people):
        for j, person in enumerate(frame):
            out[i, j] = person
    return names, out


def _times(numbers: list[int], frames: list[dict[str, Any]], fps: float | None, path: Path) -> Floats:
    if fps is None and all("time_s" in frame for frame in frames):
        return np.array([float(frame["time_s"]) for frame in frames])
    return stated_times(np.array(numbers, float), fps, path)


READER = Reader("OpenPose", accepts, read_openpose)
