"""The sample clips from their pixels, as a user analyses them: recognised, cut, measured, refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import endrange
from endrange.accuracy.measures import measure_rows, true_body, true_outcome
from endrange.accuracy.run import key_of
from endrange.accuracy.truth import read_clip
from endrange.domain.analysis import Analysis

pytestmark = pytest.mark.slow

#: Movement and side, how many strides or repetitions count, and errors allowed, degrees: about a third above what was
#: measured when they were written.
CLIPS = {
    "run_right_60fps": ("running", "right", 11, {"hip_extension stride_peak": 2.5, "knee_flexion swing_peak": 2.5}),
    "run_left_portrait_30fps": ("running", "left", 14, {"hip_extension stride_peak": 2.5}),
    "run_right_yaw15_60fps": ("running", "right", 9, {"hip_extension stride_peak": 2.5}),
    "run_rear_60fps": ("running", None, 9, {"pelvic_drop stance_mean": 2.0}),
    "hip_car_right_side": (
        "hip_car", "right", 2, {"hip_extension repetition_peak": 3.5, "hip_extension repetition_low": 2.5},
    ),
    "hip_car_left_front": ("hip_car", "left", 1, {"hip_abduction repetition_peak": 4.5}),
    "hip_extension_passive_right": ("hold", "right", 0, {"hip_extension plateau": 2.0, "knee_flexion plateau": 2.0}),
    "seated_rotation_right_front": (
        "seated_hip_rotation", "right", 2,
        {"hip_internal_rotation repetition_peak": 3.0, "hip_internal_rotation repetition_low": 2.5},
    ),
    "seated_rotation_passive_right_front": (
        "seated_hip_rotation", "right", 2,
        {"hip_internal_rotation repetition_peak": 2.5, "hip_internal_rotation repetition_low": 2.5},
    ),
    "knee_to_wall_right": (
        "knee_to_wall", "right", 2, {"shank_lean repetition_peak": 1.2, "ankle_dorsiflexion best": 1.2},
    ),
    "ankle_car_right": (
        "ankle_car", "right", 2, {"ankle_dorsiflexion repetition_peak": 3.0, "ankle_dorsiflexion repetition_low": 5.5},
    ),
    "standing_right": ("standing", None, 0, {"hip_extension mean": 3.0, "knee_flexion mean": 3.0}),
}  # fmt: skip

#: What a clip cannot show, and a word of how to film it.
REFUSED = {
    "hip_car_right_side": ("hip_internal_rotation", "front"),
    "hip_car_left_front": ("hip_extension", "side"),
    "run_rear_60fps": ("ankle_dorsiflexion", "side"),
}

COUNTED = {"running": "stride", "hold": "hold"}


@pytest.fixture(scope="module", params=CLIPS)
def seen(request, samples) -> tuple[str, Path, Analysis]:
    path = samples / f"{request.param}.mp4"
    return request.param, path, endrange.analyze(path)


def test_a_sample_clip_from_its_pixels(seen) -> None:
    clip, path, analysis = seen
    movement, side, count, allowed = CLIPS[clip]
    assert (analysis.movement.name, analysis.movement.side) == (movement, side)
    case = read_clip(path)
    kind = COUNTED.get(movement, "repetition")
    ours = [e for e in analysis.events if e.kind == kind and e.used]
    true = [e for e in true_outcome(case, analysis, true_body(case.truth, analysis.body)).events if e.kind == kind]
    assert len(ours) == len(true)
    if movement != "hold":
        assert len(ours) == count
    for e, t in zip(ours, true, strict=True):
        assert (e.start_s, e.end_s) == (pytest.approx(t.start_s, abs=0.1), pytest.approx(t.end_s, abs=0.1))
    near = analysis.view.near_side or analysis.movement.side
    rows = {
        f"{r.quantity} {r.statistic}": r
        for r in measure_rows(key_of(case, "standard"), case, analysis)
        if near is None or r.side in (None, near)
    }
    for name, limit in allowed.items():
        assert abs(rows[name].error) < limit, name
    if clip in REFUSED:
        quantity, word = REFUSED[clip]
        reasons = [m.reason for m in analysis.measures if m.quantity == quantity and m.status == "not_measurable"]
        assert reasons
        assert all(word in reason for reason in reasons)
