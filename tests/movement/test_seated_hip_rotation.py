"""Seated rotation: both ends, what is owned, and what was borrowed for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.skeleton import point
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics.compute import compute_angles
from endrange.kinematics.rotation import UNSEEN_TILT_DEG
from endrange.movement.gates import knee_bend, knee_gate
from endrange.movement.seated_hip_rotation import MOVEMENT
from endrange.synthetic.body import Leg
from endrange.synthetic.motions import frame_times, seated_rotation

RIGHT = MovementLabel("seated_hip_rotation", 1.0, "right", "active")
T = frame_times(12.0, 30.0)


def measured(outcome, statistic: str):  # type: ignore[no-untyped-def]
    return next(m for m in outcome.measures if (m.quantity, m.statistic) == ("hip_internal_rotation", statistic))


def ramp(t, a, b):  # type: ignore[no-untyped-def]
    x = np.clip((t - a) / (b - a), 0, 1)
    return x * x * (3 - 2 * x)


def seated_with(rotation: np.ndarray, t: np.ndarray):  # type: ignore[no-untyped-def]
    still = np.zeros(len(t))
    return replace(seated_rotation(t), right=Leg(still - 90, still, rotation, still + 90, still))


def test_three_repetitions_in_and_out(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = seated_with(30 * np.sin(np.pi * T / 2) + 2, T)
    outcome = MOVEMENT.measure(film_motion(posture, "front", label=RIGHT))
    repetitions = [e for e in outcome.events if e.kind == "repetition"]
    assert [e.start_s for e in repetitions] == pytest.approx([0, 4, 8], abs=0.1)
    assert [e.marks["peak_s"] for e in repetitions] == pytest.approx([1, 5, 9], abs=0.05)
    assert [e.marks["low_s"] for e in repetitions] == pytest.approx([3, 7, 11], abs=0.05)
    assert measured(outcome, "repetition_peak").value == pytest.approx(32, abs=0.2)
    assert measured(outcome, "repetition_low").value == pytest.approx(-28, abs=0.2)
    assert measured(outcome, "repetition_peak").n == 3
    assert not outcome.findings


def test_ends_that_are_held_are_owned(film_motion) -> None:  # type: ignore[no-untyped-def]
    """In to 36 with a second's overshoot to 38, held at 36; out to -30, held."""
    t = frame_times(13.0, 30.0)
    rotation = 36 * ramp(t, 1, 2) + 2 * np.exp(-(((t - 2.2) / 0.2) ** 2)) - 66 * ramp(t, 6, 7) + 30 * ramp(t, 11, 12)
    outcome = MOVEMENT.measure(film_motion(seated_with(rotation, t), "front", label=RIGHT))
    assert measured(outcome, "held_peak").value == pytest.approx(36, abs=0.3)
    assert measured(outcome, "held_low").value == pytest.approx(-30, abs=0.3)
    assert measured(outcome, "repetition_peak").value > 37
    assert [e.marks["end"] for e in outcome.events if e.kind == "hold"] == ["peak", "low"]


def test_the_passive_label_makes_passive_ranges(film_motion) -> None:  # type: ignore[no-untyped-def]
    label = replace(RIGHT, effort="passive")
    outcome = MOVEMENT.measure(film_motion(seated_with(40 * np.sin(np.pi * T / 2), T), "front", label=label))
    assert measured(outcome, "repetition_peak").role == "passive"


def test_a_leg_that_never_hangs_widens_its_ends(film_motion) -> None:  # type: ignore[no-untyped-def]
    """How the pelvis lay at rest was not seen."""

    def half_width(middle_deg: float) -> float:
        rotation = middle_deg + 15 * np.sin(np.pi * T / 2)
        filmed = film_motion(seated_with(rotation, T), "front", label=RIGHT)
        angles = compute_angles(filmed.body, movement="seated_hip_rotation", side="right")
        end = measured(MOVEMENT.measure(replace(filmed, angles=angles)), "repetition_peak")
        return float(end.high - end.low) / 2

    assert half_width(30) == pytest.approx(np.hypot(half_width(20), Z95 * UNSEEN_TILT_DEG), rel=0.02)


def test_from_the_side_rotation_is_refused_throughout(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(seated_rotation(T), "right", label=RIGHT))
    assert {m.statistic for m in outcome.measures} == {"repetition_peak", "repetition_low", "held_peak", "held_low"}
    assert {m.status for m in outcome.measures} == {"not_measurable"}
    assert not outcome.events


def test_a_pelvis_that_hikes_and_a_thigh_that_lifts_are_remarked(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(seated_with(30 * np.sin(np.pi * T / 2), T), "front", label=RIGHT)
    position = motion.body.position_px.copy()
    up = np.clip(np.sin(np.pi * T / 2), 0, 1)
    position[:, point("right", "hip"), 1] -= 8 * up  # of 54 px between the hips: 8.4 degrees
    position[:, point("right", "knee"), 1] -= 26 * up  # of a leg of 258 px: 9 cm
    outcome = MOVEMENT.measure(replace(motion, body=replace(motion.body, position_px=position)))
    assert {f.code for f in outcome.findings} == {"pelvis_hike", "thigh_lift"}
    assert "3 of 3" in outcome.findings[0].message


@pytest.mark.parametrize(("bend", "code"), [(90.0, None), (50.0, "knee_little_bent"), (30.0, "knee_not_bent")])
def test_the_knee_has_to_be_bent(film_motion, bend: float, code: str | None) -> None:  # type: ignore[no-untyped-def]
    """The networks' own 3D points say how much: thigh forward, shank down from it by the bend."""
    motion = film_motion(seated_with(30 * np.sin(np.pi * T / 2), T), "front", label=RIGHT)
    world = np.full_like(motion.body.world_m, np.nan)
    angle = np.radians(bend)
    world[:, point("right", "hip")] = (0, 0, 0)
    world[:, point("right", "knee")] = (0, 0, -0.43)
    world[:, point("right", "ankle")] = (0, 0.43 * np.sin(angle), -0.43 - 0.43 * np.cos(angle))
    motion = replace(motion, body=replace(motion.body, world_m=world))
    assert knee_bend(motion, "right") == pytest.approx(bend)
    outcome = MOVEMENT.measure(motion)
    assert [f.code for f in outcome.findings] == ([code] if code else [])
    assert (measured(outcome, "repetition_peak").status == "measured") == (code != "knee_not_bent")


def test_an_unknown_bend_is_not_held_against_anybody() -> None:
    assert knee_gate(float("nan")) is None


def test_hips_out_of_the_picture_are_named(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(seated_with(30 * np.sin(np.pi * T / 2), T), "front", label=RIGHT)
    position = motion.body.position_px.copy()
    position[:, [point(s, p) for s in ("left", "right") for p in ("hip", "shoulder")]] = np.nan
    key = AngleKey("hip_internal_rotation", "right")
    value = {**motion.angles.value_deg, key: np.full(len(T), np.nan)}
    hidden = replace(
        motion, body=replace(motion.body, position_px=position), angles=replace(motion.angles, value_deg=value)
    )
    refused = measured(MOVEMENT.measure(hidden), "repetition_peak")
    assert refused.status == "not_measurable"
    assert "hips are not in the picture" in refused.reason
