"""What is said of a gait's clip: compensations put in by hand, and what limits the clip."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.measure import Finding
from endrange.domain.vocabulary import AngleKey
from endrange.movement.bouts import cut_gait
from endrange.movement.gait_compensation import compensations
from endrange.movement.gait_measures import angle_measures
from endrange.movement.gait_view import frontal_measures
from endrange.movement.running import MOVEMENT
from endrange.synthetic.motions import frame_times, running

LABEL = MovementLabel("running", 1.0, "right", None)
T = frame_times(17.0, 60.0)
STRIDE_S = 0.72


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {f.code for f in findings}


def found_in(film_motion, posture, seen_from: str = "right"):  # type: ignore[no-untyped-def]
    clip = cut_gait(film_motion(posture, seen_from, label=LABEL), "running")
    measures = (*angle_measures(clip), *frontal_measures(clip))
    return compensations(clip, measures)


def test_the_published_stride_has_no_compensation(film_motion) -> None:  # type: ignore[no-untyped-def]
    assert found_in(film_motion, running(T, stride_s=STRIDE_S)) == ()


@pytest.mark.parametrize(("sign", "code"), [(-1, "trunk_arches"), (1, "trunk_pays")])
def test_a_trunk_that_tips_when_the_right_thigh_is_behind(film_motion, sign: int, code: str) -> None:  # type: ignore[no-untyped-def]
    """A tip of 9 degrees once a stride, at its largest at 42 %, when the right thigh is farthest back."""
    tip = sign * 9 * np.cos(2 * np.pi * (T / STRIDE_S - 0.42))
    found = found_in(film_motion, replace(running(T, stride_s=STRIDE_S), trunk_lean_deg=5 + tip))
    right = [f for f in found if f.code == code]
    assert len(right) == 1
    assert "right thigh" in right[0].message
    assert right[0].spans_s
    assert "9" in right[0].message


def test_a_lean_that_makes_up_the_thighs_way_back(film_motion) -> None:  # type: ignore[no-untyped-def]
    found = found_in(film_motion, running(T, stride_s=STRIDE_S, trunk_lean_deg=18.0))
    assert codes(found) == {"trunk_leans"}
    assert len(found) == 2


def test_a_knee_that_stays_bent(film_motion) -> None:  # type: ignore[no-untyped-def]
    """25 degrees more on the left, whose knee then has about 40 when the hip is most extended."""
    posture = running(T, stride_s=STRIDE_S)
    bent = replace(posture.left, knee_flexion_deg=posture.left.knee_flexion_deg + 25)
    found = found_in(film_motion, replace(posture, left=bent))
    assert [(f.code, "left knee" in f.message) for f in found] == [("knee_pays", True)]


def test_feet_that_point_out_and_a_pelvis_that_drops(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(running(T, stride_s=STRIDE_S), "back", label=LABEL)
    value = dict(motion.angles.value_deg)
    value[AngleKey("foot_progression", "left")] = np.full(len(T), 60.0)
    value[AngleKey("pelvic_drop", None)] = np.full(len(T), 25.0)  # left side low: drops in stance on the right leg
    motion = replace(motion, angles=replace(motion.angles, value_deg=value))
    clip = cut_gait(motion, "running")
    measures = frontal_measures(clip)
    drop = {m.side: m.value for m in measures if m.quantity == "pelvic_drop"}
    assert drop == {"left": pytest.approx(-25.0), "right": pytest.approx(25.0)}
    messages = [f.message for f in compensations(clip, measures)]
    assert [m for m in messages if "left foot points out" in m]
    assert [m for m in messages if "stance on the right leg" in m]
    assert len(messages) == 2


def test_few_strides_are_a_warning_and_enough_are_not(film_motion) -> None:  # type: ignore[no-untyped-def]
    few = MOVEMENT.measure(film_motion(running(frame_times(5.0, 60.0)), "right", label=LABEL)).findings
    assert ("few_strides", "warning") in {(f.code, f.severity) for f in few}
    many = MOVEMENT.measure(film_motion(running(T), "right", label=LABEL)).findings
    assert "few_strides" not in codes(many)
    assert "low_frame_rate" not in codes(many)
    assert "far_leg" in codes(many)


def test_a_low_frame_rate_is_told(film_motion) -> None:  # type: ignore[no-untyped-def]
    found = MOVEMENT.measure(film_motion(running(frame_times(17.0, 30.0)), "right", label=LABEL)).findings
    (low,) = [f for f in found if f.code == "low_frame_rate"]
    assert "17 ms" in low.message
    assert low.severity == "info"


def test_strides_left_out_are_told_with_their_reason(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(running(T, stride_s=STRIDE_S), "right", label=LABEL)
    position = motion.body.position_px.copy()
    for start in range(100, 900, 150):
        position[start : start + 60, [25, 27, 29, 31]] = np.nan
    found = MOVEMENT.measure(replace(motion, body=replace(motion.body, position_px=position))).findings
    (left_out,) = [f for f in found if f.code == "strides_left_out"]
    assert left_out.severity == "warning"
    assert left_out.spans_s


def test_a_difference_of_the_sides_is_told_when_it_is_larger_than_its_error(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The left thigh goes back 12 degrees less."""
    posture = running(T, stride_s=STRIDE_S)
    less = replace(posture.left, hip_extension_pelvis_deg=posture.left.hip_extension_pelvis_deg - 12)
    found = MOVEMENT.measure(film_motion(replace(posture, left=less), "right", label=LABEL)).findings
    told = [f.message for f in found if f.code == "sides_differ"]
    assert [m for m in told if m.startswith("Thigh extension") and "12 ±" in m]
    assert not [m for m in told if m.startswith("Knee flexion")]
