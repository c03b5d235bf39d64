"""An analysis made by hand: ten frames, one leg moving, one measure of each status."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis, MovementLabel, Provenance
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.looks import Looks, ModelFile
from endrange.domain.measure import Event, Finding, Measure
from endrange.domain.vocabulary import ANGLE_KEYS, AngleKey
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running

N = 10


def make_looks() -> Looks:
    """Two looks of ten frames; the second knows no feet and the last frame has nobody."""
    rng = np.random.default_rng(7)
    position = rng.uniform(0, 500, (N, 2, 1, 33, 2)).astype(np.float32)
    position[:, 1, :, 29:] = np.nan
    position[-1] = np.nan
    score = np.where(np.isfinite(position[..., 0]), 0.9, np.nan).astype(np.float32)
    world = np.full((N, 2, 1, 33, 3), np.nan, np.float16)
    models = (ModelFile("pose_landmark_heavy.tflite", "a" * 64),)
    return Looks(np.arange(N) / 30, ("heavy", "movenet"), position, score, world, (640, 480), "openvino", models)


def make_body(looks: Looks) -> Body:
    """The first look taken as it is."""
    position = looks.position_px[:, 0, 0].astype(float)
    known = np.isfinite(position[..., 0])
    verdict = np.where(known, 0, 3).astype(np.int8)
    doubt = np.where(known, 2.0, np.nan)
    return Body(
        looks.time_s, position, doubt, np.where(known, 0.9, np.nan), np.full((N, 33, 3), np.nan), verdict,
        np.stack([verdict, verdict], axis=1), (Span(0, N),), looks.names, looks.size_px, 8.0, 1, 1,
    )  # fmt: skip


def make_angles() -> Angles:
    """Right knee flexion rises a degree a frame; everything else is unknown; left knee is refused."""
    unknown = np.full(N, np.nan)
    values = dict.fromkeys(ANGLE_KEYS, unknown)
    values[AngleKey("knee_flexion", "right")] = np.arange(N, dtype=float)
    sd = {key: np.where(np.isfinite(value), 2.5, np.nan) for key, value in values.items()}
    view = View("sagittal", "right", "right", 2.0, 3.0, 0.5, 0.4)
    return Angles(
        np.arange(N) / 30, values, sd, dict.fromkeys(ANGLE_KEYS, 2.0), dict.fromkeys(ANGLE_KEYS, "anatomical"),
        {AngleKey("knee_flexion", "left"): "The left leg is hidden; film the other side too."}, view,
        (Bout(Span(0, N), view),),
    )  # fmt: skip


@pytest.fixture
def analysis() -> Analysis:
    looks = make_looks()
    measured = Measure(
        "knee_flexion", "right", "demand", "swing_peak", 9.0, "deg", 5.0, 13.0, 1.2, 3, "A", "measured", None,
        "shank against thigh", "a.mp4", 0.3,
    )  # fmt: skip
    refused = Measure.refused(
        "knee_flexion", "left", "swing_peak", "The left leg is hidden; film the other side too.",
        definition="shank against thigh", role="demand", clip="a.mp4",
    )  # fmt: skip
    clip = Clip(Path("a.mp4"), 640, 480, 90, False, N, N / 30, 30.0, False, None, "b" * 64, "h264")
    provenance = Provenance(
        "0.1.0", looks.names, looks.models, "openvino", {"quality": "standard"}, "2026-01-02T03:04:05+00:00"
    )
    angles = make_angles()
    return Analysis(
        clip, looks, FrameChanges.none(N), make_body(looks), angles, angles.view,
        MovementLabel("running", 0.9, "right", None),
        (Event("stride", "right", 0.0, 0.3, {"toe_off_s": 0.1}),), (measured, refused), (), (),
        (Finding("few_strides", "warning", "One stride was seen.", "Film for ten seconds.", ((0.0, 0.3),)),),
        provenance,
    )  # fmt: skip


@pytest.fixture(scope="session")
def run() -> Analysis:
    """Three seconds of a synthetic runner seen from the right by one faultless look, 1.75 m tall."""
    time_s = frame_times(3, 60)
    looks, _ = film(Segments(), running(time_s), camera_at("right"), names=("heavy",))
    clip = Clip(Path("ä run.mp4"), *looks.size_px, 0, False, len(time_s), 3.0, 60.0, False, None, "c" * 64, "h264")
    return analyze_looks(looks, clip, make_settings(movement="running", height_m=1.75))
