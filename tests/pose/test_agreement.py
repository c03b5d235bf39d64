"""BlazePose through OpenVINO is BlazePose through MediaPipe, on rendered and on real people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import gather

from .conftest import read_frames, shared_landmarker

pytestmark = [pytest.mark.networks, pytest.mark.slow]

#: Share of the body's height: a hundredth is less than the networks' own scatter between two frames.
AGREEMENT = 0.01


def points(frames: list[Frame], engine: str, look: str) -> np.ndarray:
    landmarker = shared_landmarker((look,), engine, precision="f32", max_people=1)
    said = landmarker.look(iter(frames))
    return gather(said, names=(look,), size_px=(1, 1), engine=engine, models=()).position_px[:, 0, 0]


def median_apart(frames: list[Frame], look: str) -> float:
    """Median distance of the same point, in body heights."""
    fast, reference = points(frames, "openvino", look), points(frames, "mediapipe", look)
    height = np.nanmedian(np.ptp(reference[..., 1], axis=1))
    return float(np.nanmedian(np.linalg.norm(fast - reference, axis=-1)) / height)


@pytest.mark.parametrize("clip", ["run_right_60fps", "hip_car_left_front"])
def test_rendered_people(samples: Path, clip: str):
    assert median_apart(read_frames(samples / f"{clip}.mp4", 10, start=30), "heavy") < AGREEMENT


@pytest.mark.parametrize("clip", ["pose_squats", "pose2sim_one_person_cam01"])
def test_real_people(shared_data: Path, clip: str):
    assert median_apart(read_frames(shared_data / "real" / f"{clip}.mp4", 10, start=10), "heavy") < AGREEMENT
