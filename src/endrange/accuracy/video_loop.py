"""The pixels' side of the loop that everyone writes: OpenCV reads, MediaPipe detects in VIDEO mode, one person.

In this mode MediaPipe smooths with a causal filter, which lags and lowers peaks: it is here to be compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from endrange.accuracy.plain_loop import PLAIN_LOOK
from endrange.domain.errors import ClipUnreadable
from endrange.domain.looks import Looks, People, Sighting, gather
from endrange.pose.libraries import require_libraries
from endrange.pose.models import DETECTOR, WEIGHTS_OF_NETWORK, verified_path

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision import PoseLandmarker


def video_mode_looks(clip: Path) -> Looks:
    """What the plain loop sees of a clip, as one look.

    Raises
    ------
    ClipUnreadable
        When OpenCV reads no frame of it.
    """
    require_libraries()
    capture = cv2.VideoCapture(str(clip))
    task = _video_task()
    try:
        sightings = list(_sightings(capture, task))
        size_px = (int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    finally:
        task.close()
        capture.release()
    if not sightings:
        raise ClipUnreadable(f"OpenCV reads no frame of {clip.name}; encode it again as H.264.", clip)
    return gather(sightings, names=(PLAIN_LOOK,), size_px=size_px, engine="mediapipe", models=())


def _video_task() -> PoseLandmarker:
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

    from endrange.pose.task_bundle import task_bundle

    bundle = task_bundle(verified_path(DETECTOR), verified_path(WEIGHTS_OF_NETWORK[PLAIN_LOOK]))
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=bundle), running_mode=RunningMode.VIDEO, num_poses=1
    )
    return PoseLandmarker.create_from_options(options)


def _sightings(capture: cv2.VideoCapture, task: PoseLandmarker) -> Iterator[Sighting]:
    import mediapipe

    index, rate = 0, float(capture.get(cv2.CAP_PROP_FPS)) or 30.0
    while True:
        read, image = capture.read()
        if not read:
            return
        height, width = image.shape[:2]
        shown = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
        found = task.detect_for_video(shown, round(1000 * index / rate))
        yield Sighting(index, index / rate, {PLAIN_LOOK: _people(found, width, height)})
        index += 1


def _people(result: Any, width: int, height: int) -> People:
    if not result.pose_landmarks:
        return People.nobody()
    points = np.array([[(p.x * width, p.y * height, p.visibility) for p in person] for person in result.pose_landmarks])
    return People(points[..., :2], points[..., 2], np.full((*points.shape[:2], 3), np.nan))
