"""A made runner, seen from the right: thighs swing as a sine, knees stay straight, everything else follows by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis, Evidence, MovementLabel, Provenance
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span, Verdict
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip, Frame
from endrange.domain.looks import Looks, ModelFile
from endrange.domain.measure import Curve, Event, Finding, Measure
from endrange.domain.skeleton import N_KEYPOINTS, point
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES, AngleKey, Side

FPS = 60.0
FRAMES = 240
WIDTH, HEIGHT = 960, 540
STRIDE_S = 0.75
SWING_DEG = 30.0
HIP_PX = np.array([480.0, 250.0])
SEGMENT_PX = 100.0


def thigh_extension(side: Side, time_s: np.ndarray) -> np.ndarray:
    """30 degrees back and forth, the left leg half a stride after the right one."""
    phase = 0.0 if side == "right" else np.pi
    return SWING_DEG * np.sin(2 * np.pi * time_s / STRIDE_S + phase)


def _positions(time_s: np.ndarray) -> np.ndarray:
    points = np.full((len(time_s), N_KEYPOINTS, 2), np.nan)
    points[:, 0] = HIP_PX + np.array([10.0, -165.0])
    for side in SIDES:
        back = np.radians(thigh_extension(side, time_s))
        down = np.stack([-np.sin(back), np.cos(back)], axis=1)  # facing right, back is to the left
        points[:, point(side, "shoulder")] = HIP_PX + np.array([0.0, -130.0])
        points[:, point(side, "hip")] = HIP_PX
        points[:, point(side, "knee")] = HIP_PX + SEGMENT_PX * down
        points[:, point(side, "ankle")] = HIP_PX + 2 * SEGMENT_PX * down
        points[:, point(side, "heel")] = points[:, point(side, "ankle")] + (-12.0, 8.0)
        points[:, point(side, "foot_index")] = points[:, point(side, "ankle")] + (28.0, 8.0)
    return points


def made_body(time_s: np.ndarray) -> Body:
    points = _positions(time_s)
    known = np.isfinite(points).all(axis=2)
    verdict = np.where(known, Verdict.GIVEN, Verdict.LOST).astype(np.int8)
    score = np.where(known, 0.9, np.nan)
    world = np.full((len(time_s), N_KEYPOINTS, 3), np.nan)
    return Body(
        time_s, points, np.where(known, 1.0, np.nan), score, world, verdict, verdict[:, None],
        (Span(0, len(time_s)),), ("heavy",), (WIDTH, HEIGHT), 8.0, 1, 1,
    )  # fmt: skip


def made_angles(time_s: np.ndarray, view: View) -> Angles:
    lost = np.full(len(time_s), np.nan)
    value = dict.fromkeys(ANGLE_KEYS, lost)
    for side in SIDES:
        value[AngleKey("thigh_extension", side)] = thigh_extension(side, time_s)
        value[AngleKey("hip_extension", side)] = thigh_extension(side, time_s)
        value[AngleKey("knee_flexion", side)] = np.zeros(len(time_s))
    sd = {key: np.where(np.isfinite(x), 2.0, np.nan) for key, x in value.items()}
    zero = dict.fromkeys(ANGLE_KEYS, "anatomical")
    bouts = (Bout(Span(0, len(time_s)), view),)
    return Angles(time_s, value, sd, dict.fromkeys(ANGLE_KEYS, 1.5), zero, {}, view, bouts)


def _measured(
    quantity: str, side: Side | None, statistic: str, value: float, half: float, **changes: object
) -> Measure:
    unit = {"cadence": "steps/min", "contact_time": "s"}.get(quantity, "deg")
    made = Measure(
        quantity, side, "demand", statistic, value, unit, value - half, value + half, 0.8, 5, "B", "measured", None,
        "thigh against trunk (mid-shoulders to mid-hips)", "made.mp4", 0.9375,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def _strides(side: Side) -> tuple[Event, ...]:
    first = 0.0 if side == "right" else STRIDE_S / 2
    starts = np.arange(first, FRAMES / FPS - STRIDE_S, STRIDE_S)
    found: list[Event] = []
    for start in starts.tolist():
        found.append(Event("stride", side, start, start + STRIDE_S, {"toe_off_s": start + 0.3}))
        found.append(Event("contact", side, start, start))
        found.append(Event("toe_off", side, start + 0.3, start + 0.3))
    return tuple(found)


def _curve(side: Side) -> Curve:
    percent = np.linspace(0, 100, 101)
    one = SWING_DEG * np.sin(2 * np.pi * percent / 100)
    rows = one + np.array([-1.0, -0.5, 0.0, 0.5, 1.0])[:, None]
    return Curve("hip_extension", side, percent, rows, "contact to contact", {"toe_off": 40.0})


def made_clip(name: str = "made.mp4") -> Clip:
    return Clip(Path(name), WIDTH, HEIGHT, 0, False, FRAMES, FRAMES / FPS, FPS, False, None, "ab" * 32, "h264")


@pytest.fixture
def analysis() -> Analysis:
    time_s = np.arange(FRAMES) / FPS
    view = View("sagittal", "right", "right", 0.0, 3.0, 0.0, 0.5)
    body = made_body(time_s)
    looks = Looks(
        time_s, ("heavy",), body.position_px[:, None, None], body.score[:, None, None], body.world_m[:, None, None],
        (WIDTH, HEIGHT), "mediapipe", (ModelFile("heavy.tflite", "cd" * 32),),
    )  # fmt: skip
    measures = (
        _measured("cadence", None, "mean", 160.0, 2.0, grade="A"),
        _measured("hip_extension", "left", "stride_peak", 28.0, 5.0),
        _measured("hip_extension", "right", "stride_peak", 30.0, 5.0),
        _measured("contact_time", "right", "mean", 0.3, 0.02),
        Measure.refused(
            "pelvic_drop", None, "stance_mean", "It is not seen from the side; film from behind.", definition="hips"
        ),
    )
    return Analysis(
        clip=made_clip(),
        looks=looks,
        changes=FrameChanges.none(FRAMES),
        body=body,
        angles=made_angles(time_s, view),
        view=view,
        movement=MovementLabel("running", 0.95, None, None),
        events=(*_strides("left"), *_strides("right")),
        measures=measures,
        curves=(_curve("left"), _curve("right")),
        evidence=(Evidence(0.9375, "Peak hip extension of the right leg", "hip_extension", "right"),),
        findings=(
            Finding("yaw", "info", "The camera stood 4° off square."),
            Finding("few_strides", "warning", "Only 5 strides were seen.", "Film for 20 seconds.", ((0.0, 4.0),)),
        ),
        provenance=Provenance(
            "0.1.0", ("heavy",), (ModelFile("heavy.tflite", "cd" * 32),), "mediapipe", {"quality": "standard"},
            "2026-01-02T03:04:05+00:00",
        ),
    )  # fmt: skip


@pytest.fixture
def slow(analysis: Analysis) -> Analysis:
    """The same motion called hip circles of the right leg: two repetitions, one held."""
    events = (
        Event("repetition", "right", 0.2, 2.0),
        Event("repetition", "right", 2.0, 3.8, used=False, left_out="the foot left the picture"),
        Event("hold", "right", 1.0, 1.6),
    )
    measures = (
        _measured("hip_extension", "right", "repetition_peak", 30.0, 5.0),
        _measured("hip_extension", "right", "held_peak", 22.0, 5.0),
        _measured("hip_extension", "right", "repetition_low", -30.0, 5.0),
    )
    label = MovementLabel("hip_car", 0.9, "right", "active")
    return replace(analysis, movement=label, events=events, measures=measures, curves=(), evidence=(), findings=())


@pytest.fixture
def measured() -> Callable[..., Measure]:
    """Makes one measure: quantity, side, statistic, value, half-width of its interval."""
    return _measured


@pytest.fixture
def grey_frame() -> Callable[..., Frame]:
    def make(index: int = 0, width: int = WIDTH, height: int = HEIGHT) -> Frame:
        return Frame(index, index / FPS, np.full((height, width, 3), 128, np.uint8))

    return make


@pytest.fixture
def pictures() -> dict[float, np.ndarray]:
    """A grey picture for the evidence's frame."""
    return {56 / FPS: np.full((HEIGHT, WIDTH, 3), 128, np.uint8)}
