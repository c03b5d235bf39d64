"""Rendered runners, as the networks saw them: tempo and peaks against what was set."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from endrange.accuracy.truth import read_recorded
from endrange.domain.analysis import MovementLabel
from endrange.kinematics import compute_angles
from endrange.movement.protocol import Motion
from endrange.movement.recognise import recognise
from endrange.movement.running import MOVEMENT
from endrange.track import one_body, smooth


@pytest.mark.parametrize("name", ["d014_run_side", "d034_run_side", "d044_run_rear"])
def test_recognised_and_in_time(samples: Path, name: str) -> None:
    path = samples / "looks" / f"{name}.npz"
    with np.load(path) as data:
        stride_s = float(json.loads(str(data["spec"]))["cycle_s"])
    case = read_recorded(path)
    assert case.looks is not None
    body, _ = one_body(case.looks)
    preview = smooth(body, 6.0)
    seen = recognise(Motion(name, preview, compute_angles(preview), MovementLabel("unknown", 0.0, None, None), 1.0))
    assert seen.name == "running"
    assert seen.confidence > 0.8

    body = smooth(body, MOVEMENT.cutoff_hz)
    angles = compute_angles(body, movement="running")
    outcome = MOVEMENT.measure(Motion(name, body, angles, MovementLabel("running", 1.0, seen.side, None), 1.0))
    cadence = next(m.value for m in outcome.measures if m.quantity == "cadence")
    assert cadence == pytest.approx(120 / stride_s, rel=0.01)
    strides = [e for e in outcome.events if e.kind == "stride" and e.used]
    assert len(strides) >= 4
    knees = [m for m in outcome.measures if (m.quantity, m.statistic) == ("knee_flexion", "swing_peak")]
    expected = "measured" if "side" in name else "not_measurable"
    assert {m.status for m in knees} == {expected}
