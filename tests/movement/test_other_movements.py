"""Ankle and upper-back circles, standing, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement import ankle_car, standing, thoracic_car, unknown
from endrange.synthetic.body import Leg
from endrange.synthetic.motions import frame_times, seated_rotation
from endrange.synthetic.motions import standing as stand

T = frame_times(12.0, 30.0)
STILL = np.zeros(len(T))


def measured(outcome, quantity: str, statistic: str, side=None):  # type: ignore[no-untyped-def]
    return next(m for m in outcome.measures if (m.quantity, m.statistic, m.side) == (quantity, statistic, side))


def ramp(a, b):  # type: ignore[no-untyped-def]
    x = np.clip((T - a) / (b - a), 0, 1)
    return x * x * (3 - 2 * x)


def test_three_ankle_circles(film_motion) -> None:  # type: ignore[no-untyped-def]
    ankle = -10 + 26 * np.cos(np.pi * T / 2)
    posture = replace(stand(T), right=Leg(STILL - 60, STILL, STILL, STILL + 70, ankle))
    label = MovementLabel("ankle_car", 1.0, "right", "active")
    outcome = ankle_car.MOVEMENT.measure(film_motion(posture, "right", label=label))
    assert [e.start_s for e in outcome.events] == pytest.approx([0, 4, 8], abs=0.1)
    assert measured(outcome, "ankle_dorsiflexion", "repetition_peak", "right").value == pytest.approx(16, abs=0.2)
    assert measured(outcome, "ankle_dorsiflexion", "repetition_low", "right").value == pytest.approx(-36, abs=0.2)
    # Within 3 of 26 degrees of the top from -27.8 to 27.8 degrees of phase: the median lies at half of that.
    slow = measured(outcome, "ankle_dorsiflexion", "held_peak", "right")
    assert slow.value == pytest.approx(-10 + 26 * np.cos(np.radians(13.9)), abs=0.2)
    assert slow.definition.endswith("; slow, not held")


def test_ankle_circles_from_the_front_are_counted_and_not_measured(film_motion) -> None:  # type: ignore[no-untyped-def]
    ankle = -10 + 26 * np.cos(np.pi * T / 2)
    posture = replace(stand(T), right=Leg(STILL - 60, STILL, STILL, STILL + 70, ankle))
    label = MovementLabel("ankle_car", 1.0, "right", "active")
    outcome = ankle_car.MOVEMENT.measure(film_motion(posture, "front", label=label))
    assert len(outcome.events) == 3
    refused = measured(outcome, "ankle_dorsiflexion", "repetition_peak", "right")
    assert refused.status == "not_measurable"


def test_the_upper_back_turns_left_and_right_and_is_held(film_motion) -> None:  # type: ignore[no-untyped-def]
    turn = 40 * ramp(1, 2) - 80 * ramp(5, 6.5) + 40 * ramp(10, 11)
    posture = replace(seated_rotation(T, internal_deg=0, external_deg=0), trunk_rotation_deg=turn)
    label = MovementLabel("thoracic_car", 1.0, None, "active")
    outcome = thoracic_car.MOVEMENT.measure(film_motion(posture, "front", label=label))
    assert [e.kind for e in outcome.events] == ["repetition", "hold", "hold"]
    assert measured(outcome, "trunk_rotation", "held_peak").value == pytest.approx(40, abs=0.3)
    assert measured(outcome, "trunk_rotation", "held_low").value == pytest.approx(-40, abs=0.3)


def test_standing_gives_the_mean_of_every_visible_angle(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Trunk 3 degrees forward, swaying by one; knees bent by 4."""
    leg = Leg(STILL - 2, STILL, STILL, STILL + 4, STILL + 2)
    posture = replace(stand(T), left=leg, right=leg, trunk_lean_deg=3 + np.sin(np.pi * T))
    label = MovementLabel("standing", 1.0, None, None)
    outcome = standing.MOVEMENT.measure(film_motion(posture, "right", label=label))
    assert measured(outcome, "trunk_lean", "mean").value == pytest.approx(3, abs=0.3)
    for side in ("left", "right"):
        assert measured(outcome, "knee_flexion", "mean", side).value == pytest.approx(4, abs=0.01)
        assert measured(outcome, "hip_abduction", "mean", side).status == "not_measurable"
    assert {m.role for m in outcome.measures} == {"posture"}
    assert not outcome.findings


def test_a_step_to_the_side_is_left_out_of_standing(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Six seconds upright, then the knee is drawn up: the mean is that of standing."""
    knee = 4 + 80 * ramp(7, 8)
    posture = replace(stand(T), right=Leg(-knee, STILL, STILL, knee, STILL))
    label = MovementLabel("standing", 1.0, None, None)
    outcome = standing.MOVEMENT.measure(film_motion(posture, "right", label=label))
    assert measured(outcome, "knee_flexion", "mean", "right").value == pytest.approx(4, abs=0.5)


def test_what_is_not_known_has_ranges_and_holds_and_no_repetition(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The knee is bent to 70, kept for four seconds, stretched again, twice."""
    knee = 70 * (ramp(1, 2) - ramp(6, 7) + ramp(8, 9))
    posture = replace(stand(T), right=Leg(STILL, STILL, STILL, knee, STILL))
    outcome = unknown.MOVEMENT.measure(film_motion(posture, "right"))
    assert measured(outcome, "knee_flexion", "clip_peak", "right").value == pytest.approx(70, abs=0.3)
    assert measured(outcome, "knee_flexion", "clip_low", "right").value == pytest.approx(0, abs=0.3)
    assert {e.kind for e in outcome.events} == {"hold"}
    held = [e for e in outcome.events if e.marks["quantity"] == "knee_flexion" and e.marks["value_deg"] > 60]
    assert held[0].start_s == pytest.approx(2, abs=0.4)
    assert measured(outcome, "trunk_rotation", "clip_peak").status == "not_measurable"


def test_every_movement_keeps_the_contract(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Names, guides, and an outcome for a clip that shows something else entirely."""
    from endrange.movement.registry import movements

    motion = film_motion(stand(T), "right")
    for name, movement in movements().items():
        assert movement.name == name
        assert movement.guide.title
        assert movement.guide.camera
        assert movement.guide.do
        label = movement.recognise(motion)
        assert label.name == name
        assert 0.0 <= label.confidence <= 1.0
        outcome = movement.measure(replace(motion, label=replace(label, side="right")))
        for measure in outcome.measures:
            assert (measure.value is None) == (measure.status != "measured")
            assert (measure.reason is None) == (measure.status == "measured")
        assert all(e.end_s >= e.start_s for e in outcome.events)
