"""Clips of a body whose every angle is known: recognised, counted, parted and measured from true points and angles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES
from endrange.movement.protocol import Motion
from endrange.movement.recognise import recognise
from endrange.movement.registry import movements

#: Clip, movement, side, ends of its repetitions in seconds.
CLIPS = {
    "hip_car_right_side": ("hip_car", "right", (8.0, 16.0)),
    "hip_car_left_front": ("hip_car", "left", (9.0,)),
    "seated_rotation_right_front": ("seated_hip_rotation", "right", (4.0, 8.0)),
    "seated_rotation_passive_right_front": ("seated_hip_rotation", "right", (4.0, 8.0)),
    "knee_to_wall_right": ("knee_to_wall", "right", (3.0, 6.0)),
    "ankle_car_right": ("ankle_car", "right", (4.0, 8.0)),
    "hip_extension_passive_right": ("hold", "right", ()),
    "standing_right": ("standing", None, ()),
}

#: What the truth says of each: quantity, statistic, value taken from the true curve by hand.
VALUES = {
    "hip_car_right_side": [("hip_extension", "repetition_low", min), ("hip_extension", "repetition_peak", max)],
    "seated_rotation_right_front": [
        ("hip_internal_rotation", "repetition_peak", max), ("hip_internal_rotation", "repetition_low", min),
    ],
    "knee_to_wall_right": [("shank_lean", "repetition_peak", max), ("ankle_dorsiflexion", "best", max)],
    "ankle_car_right": [
        ("ankle_dorsiflexion", "repetition_peak", max), ("ankle_dorsiflexion", "repetition_low", min),
    ],
}  # fmt: skip


def load(path: Path) -> Motion:
    return motion_of(dict(np.load(path)), path.name)


def motion_of(truth: dict[str, np.ndarray], name: str) -> Motion:
    n, time = len(truth["time_s"]), truth["time_s"].astype(float)
    position = np.full((n, 33, 2), np.nan)
    for side in SIDES:
        for part in ("shoulder", "hip", "knee", "ankle", "heel", "foot_index"):
            position[:, point(side, part)] = truth[f"{side}_{part}_px"]
    known = np.isfinite(position[..., 0])
    verdict = np.where(known, 0, 3).astype(np.int8)
    body = Body(
        time, position, np.where(known, 1.0, np.nan), np.where(known, 1.0, np.nan), np.full((n, 33, 3), np.nan),
        verdict, verdict[:, None], (Span(0, n),), ("heavy",), (1280, 720), None, 1, 1,
    )  # fmt: skip
    value = {
        k: truth[f"{k.column}_deg"].astype(float) if f"{k.column}_deg" in truth else np.full(n, np.nan)
        for k in ANGLE_KEYS
    }
    view = View("sagittal", "right", "right", 0.0, 3.0, 0.0, 0.5)
    sd = {k: np.where(np.isfinite(v), 1.5, np.nan) for k, v in value.items()}
    angles = Angles(
        time, value, sd, dict.fromkeys(value, 1.0), dict.fromkeys(value, "anatomical"), {}, view,
        (Bout(Span(0, n), view),),
    )  # fmt: skip
    return Motion(name, body, angles, MovementLabel("unknown", 0.0, None, None), 1.0)


@pytest.mark.parametrize("clip", CLIPS)
def test_truth_clip(shared_data: Path, clip: str) -> None:
    name, side, ends = CLIPS[clip]
    motion = load(shared_data / "truth" / f"{clip}.truth.npz")
    label = recognise(motion)
    assert (label.name, label.side) == (name, side)
    outcome = movements()[name].measure(replace(motion, label=label))
    repetitions = [e for e in outcome.events if e.kind == "repetition" and e.used]
    assert [e.end_s for e in repetitions] == pytest.approx(ends, abs=0.1)
    assert [e.start_s for e in repetitions] == pytest.approx((0.0, *ends[:-1]) if ends else (), abs=0.1)
    for quantity, statistic, end in VALUES.get(clip, []):
        measure = next(m for m in outcome.measures if (m.quantity, m.statistic) == (quantity, statistic))
        true = end(motion.angles.value_deg[next(k for k in ANGLE_KEYS if k == (quantity, side))])
        assert measure.value == pytest.approx(true, abs=0.2)
        assert measure.low < true < measure.high


def test_the_held_leg_of_the_truth(shared_data: Path) -> None:
    motion = load(shared_data / "truth" / "hip_extension_passive_right.truth.npz")
    outcome = movements()["hold"].measure(replace(motion, label=MovementLabel("hold", 1.0, "right", "passive")))
    plateau = outcome.measures[0]
    true = np.median(
        np.load(shared_data / "truth" / "hip_extension_passive_right.truth.npz")["right_hip_extension_deg"][30:]
    )
    assert (plateau.quantity, plateau.statistic, plateau.role) == ("hip_extension", "plateau", "passive")
    assert plateau.value == pytest.approx(true, abs=0.2)


SLOW = {
    "hip_circle_side": "hip_car", "hip_circle_front": "hip_car", "seated_rotation_front": "seated_hip_rotation",
    "knee_to_wall": "knee_to_wall", "hip_extension_hold": "hold",
}  # fmt: skip


def test_other_bodies_and_cameras(shared_data: Path) -> None:
    """Every slow clip of the population, from its true points: movement, side and number of repetitions."""
    wrong = []
    for path in sorted((shared_data / "population").glob("d*.npz")):
        movement = SLOW.get(path.stem[5:])
        if movement is None:
            continue
        data = np.load(path)
        spec = json.loads(str(data["spec"]))
        motion = motion_of({k.removeprefix("truth_"): data[k] for k in data.files if k.startswith("truth_")}, path.name)
        label = recognise(motion)
        outcome = movements()[label.name].measure(replace(motion, label=label))
        count = sum(e.used for e in outcome.events if e.kind == "repetition")
        expected = {"hold": 0, "knee_to_wall": 2}.get(movement, spec.get("reps"))
        if (label.name, label.side, count) != (movement, spec["moving_side"], expected):
            wrong.append((path.stem, label, count))
    assert not wrong
