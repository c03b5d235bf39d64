"""Holds: which joint, where, how long, by whose strength, and what a long set gains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.movement.hold import MOVEMENT
from endrange.movement.plateau import away_from_neutral, held_angles
from endrange.synthetic.body import Leg
from endrange.synthetic.motions import frame_times, hold, seated_rotation, standing

RIGHT = MovementLabel("hold", 1.0, "right", "passive")
T = frame_times(8.0, 30.0)


def measured(outcome, quantity: str, statistic: str):  # type: ignore[no-untyped-def]
    return next(m for m in outcome.measures if (m.quantity, m.statistic) == (quantity, statistic))


def ramp(t, a, b):  # type: ignore[no-untyped-def]
    x = np.clip((t - a) / (b - a), 0, 1)
    return x * x * (3 - 2 * x)


def taken_to(t, **angles):  # type: ignore[no-untyped-def]
    still = np.zeros(len(t))
    names = ("hip_extension", "hip_abduction", "rotation", "knee", "ankle")
    return replace(standing(t), right=Leg(*(still + angles.get(name, 0.0) for name in names)))


def test_a_leg_held_behind_for_seven_seconds(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hold(T, extension_deg=18.0, rise_s=1.0), "right", label=RIGHT))
    plateau = measured(outcome, "hip_extension", "plateau")
    assert plateau.value == pytest.approx(18, abs=0.1)
    assert plateau.role == "passive"
    assert measured(outcome, "hip_extension", "drift").value == pytest.approx(0, abs=0.2)
    time = measured(outcome, "hip_extension", "hold_time")
    assert (time.value, time.unit) == (pytest.approx(7, abs=0.3), "s")
    assert plateau.time_s == pytest.approx(4.5, abs=0.3)
    assert outcome.evidence[0].time_s == plateau.time_s


def test_what_is_wrong_alike_at_rest_cancels_from_rest(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Two seconds of standing at 3 degrees of flexion, then held at 18 of extension, all read 2 degrees too low."""
    t = frame_times(9.0, 30.0)
    posture = taken_to(t, hip_extension=-3 + 21 * ramp(t, 2, 3), knee=80 * ramp(t, 2, 3))
    motion = film_motion(posture, "right", label=RIGHT)
    key = AngleKey("hip_extension", "right")
    low = {**motion.angles.value_deg, key: motion.angles.value_deg[key] - 2.0}
    outcome = MOVEMENT.measure(replace(motion, angles=replace(motion.angles, value_deg=low)))
    assert measured(outcome, "hip_extension", "plateau").value == pytest.approx(16, abs=0.1)
    change = measured(outcome, "hip_extension", "from_rest")
    assert change.value == pytest.approx(21, abs=0.1)
    assert change.high - change.low < 6.0


def test_without_standing_before_it_nothing_is_counted_from_rest(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hold(T + 2, extension_deg=18.0), "right", label=RIGHT))
    assert measured(outcome, "hip_extension", "plateau").value == pytest.approx(18, abs=0.1)
    assert all(m.statistic != "from_rest" for m in outcome.measures)


def test_the_joint_nearest_its_end_comes_first(film_motion) -> None:  # type: ignore[no-untyped-def]
    """18 of 20 degrees of extension is nearer the end than 80 of 140 of the knee."""
    motion = film_motion(hold(T, extension_deg=18.0, knee_deg=80.0), "right", label=RIGHT)
    assert [h.key.angle for h in held_angles(motion, "right")] == ["hip_extension", "knee_flexion"]
    assert away_from_neutral("hip_extension", -60.0) == pytest.approx(0.5)


@pytest.mark.parametrize(("zero", "held"), [("flat foot", True), ("anatomical", False)])
def test_a_foot_whose_zero_was_assumed_is_not_held_for_a_few_degrees(film_motion, zero: str, held: bool) -> None:  # type: ignore[no-untyped-def]
    """A pointed foot of 20 degrees, 44 % of the usual range: where its zero may be off by 4 it may as well hang."""
    motion = film_motion(taken_to(T, knee=80 * ramp(T, 0, 1), ankle=-20 * ramp(T, 0, 1)), "right", label=RIGHT)
    key = AngleKey("ankle_dorsiflexion", "right")
    motion = replace(motion, angles=replace(motion.angles, zero={**motion.angles.zero, key: zero}))
    assert ("ankle_dorsiflexion" in {h.key.angle for h in held_angles(motion, "right")}) == held


def test_a_named_motion_is_the_one_measured(film_motion) -> None:  # type: ignore[no-untyped-def]
    """18 degrees of extension with the knee held at 80: of the knee alone when it is the knee that was named."""
    motion = film_motion(hold(T, extension_deg=18.0, knee_deg=80.0), "right", label=RIGHT)
    for named, value in (("hip_extension", 18.0), ("knee_flexion", 80.0)):
        outcome = MOVEMENT.measure(replace(motion, label=replace(RIGHT, motion=named)))
        assert {m.quantity for m in outcome.measures} == {named}
        assert measured(outcome, named, "plateau").value == pytest.approx(value, abs=0.2)


def test_a_small_named_range_counts_where_it_is_the_end_and_neutral_does_not(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Five degrees held are five degrees owned; fifteen passed after standing for three seconds are not held."""
    named = replace(RIGHT, motion="hip_extension")
    small = MOVEMENT.measure(film_motion(hold(T, extension_deg=5.0, rise_s=1.0), "right", label=named))
    assert measured(small, "hip_extension", "plateau").value == pytest.approx(5, abs=0.2)
    passed = taken_to(T, hip_extension=15 * (ramp(T, 4, 5) - ramp(T, 5, 6)))
    absent = MOVEMENT.measure(film_motion(passed, "right", label=named)).measures[0]
    assert (absent.quantity, absent.status) == ("hip_extension", "absent")
    assert "Hip extension was not held" in absent.reason


def test_a_raised_leg_is_held_in_flexion(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = taken_to(T, hip_extension=-100 * ramp(T, 1, 2), knee=90 * ramp(T, 1, 2))
    outcome = MOVEMENT.measure(film_motion(posture, "right", label=RIGHT))
    assert outcome.measures[0].quantity == "hip_extension"
    assert measured(outcome, "hip_extension", "plateau").value == pytest.approx(-100, abs=0.2)
    assert outcome.events[0].marks["end"] == "low"


def test_slow_sinking_is_drift_and_is_said(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = taken_to(T, hip_extension=20 * ramp(T, 0.5, 1.5) - np.clip(T - 2, 0, None), knee=60 * ramp(T, 0.5, 1.5))
    outcome = MOVEMENT.measure(film_motion(posture, "right", label=RIGHT))
    drift = measured(outcome, "hip_extension", "drift")
    assert drift.value == pytest.approx(-6, abs=0.7)
    assert drift.low < -6 < drift.high
    assert [f.code for f in outcome.findings] == ["hold_drifts"]


def test_rotation_kept_while_seated(film_motion) -> None:  # type: ignore[no-untyped-def]
    still = np.zeros(len(T))
    seated = seated_rotation(T, internal_deg=0, external_deg=0)
    posture = replace(seated, right=Leg(still - 90, still, 36 * ramp(T, 1, 2), still + 90, still))
    outcome = MOVEMENT.measure(film_motion(posture, "front", label=RIGHT))
    assert measured(outcome, "hip_internal_rotation", "plateau").value == pytest.approx(36, abs=0.2)


def test_a_leg_that_is_not_held_is_absent(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(taken_to(T, hip_extension=20 * np.sin(T * 3)), "right", label=RIGHT))
    (only,) = outcome.measures
    assert (only.statistic, only.status) == ("plateau", "absent")


def test_from_the_front_a_leg_held_behind_is_refused(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hold(T), "front", label=RIGHT))
    (only,) = outcome.measures
    assert only.status == "not_measurable"


def test_a_set_of_pushing_and_pulling(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Settled at 15 for 20 s, pushed back to 12 for 10 s, pulled to 18 and kept 15 s: 3 gained, 3 given way."""
    t = frame_times(50.0, 15.0)
    extension = 15 * ramp(t, 1, 2) - 3 * ramp(t, 22, 24) + 6 * ramp(t, 32, 34)
    outcome = MOVEMENT.measure(film_motion(taken_to(t, hip_extension=extension, knee=80 * ramp(t, 1, 2)), label=RIGHT))
    assert measured(outcome, "hip_extension", "gain").value == pytest.approx(3, abs=0.2)
    assert measured(outcome, "hip_extension", "gave_way").value == pytest.approx(3, abs=0.2)
    assert measured(outcome, "hip_extension", "plateau").value == pytest.approx(18, abs=0.2)
    sets = [e for e in outcome.events if e.marks["end"] == "set" and e.marks["quantity"] == "hip_extension"]
    assert [e.marks["settled_deg"] for e in sets] == pytest.approx([15], abs=0.2)
    assert [e.marks["final_deg"] for e in sets] == pytest.approx([18], abs=0.2)


@pytest.mark.parametrize(("gap_px", "effort"), [(10.0, "passive"), (300.0, "active")])
def test_a_hand_on_the_foot_makes_it_passive(film_motion, gap_px: float, effort: str) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(hold(T), "right")
    position = motion.body.position_px.copy()
    for part in ("wrist", "index", "elbow"):
        position[:, point("right", part)] = position[:, point("right", "ankle")] + (gap_px, -gap_px)
    label = MOVEMENT.recognise(replace(motion, body=replace(motion.body, position_px=position)))
    assert (label.side, label.effort) == ("right", effort)


def test_a_straight_arm_that_points_at_the_foot_pulls_a_strap(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The hand ends 30 cm short of the foot behind, on the line from shoulder to ankle."""
    motion = film_motion(hold(T, knee_deg=90.0), "right")
    position = motion.body.position_px.copy()
    shoulder, ankle = (position[:, point("right", part)] for part in ("shoulder", "ankle"))
    way = (ankle - shoulder) / np.linalg.norm(ankle - shoulder, axis=1, keepdims=True)
    position[:, point("right", "wrist")] = ankle - 90 * way
    position[:, point("right", "index")] = ankle - 70 * way
    position[:, point("right", "elbow")] = (shoulder + ankle - 90 * way) / 2
    assert MOVEMENT.recognise(replace(motion, body=replace(motion.body, position_px=position))).effort == "passive"


def test_a_joint_that_the_view_hides_is_not_taken_for_the_held_one(film_motion, show) -> None:  # type: ignore[no-untyped-def]
    motion = show(film_motion(hold(T), "right", label=RIGHT), "hip_extension")
    assert [h.key for h in held_angles(motion, "right")] == [AngleKey("knee_flexion", "right")]
