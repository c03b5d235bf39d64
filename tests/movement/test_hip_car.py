"""Hip circles: what was set is what is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.vocabulary import AngleKey
from endrange.movement.hip_car import MOVEMENT
from endrange.synthetic.body import Leg
from endrange.synthetic.motions import frame_times, hip_circle, standing

RIGHT = MovementLabel("hip_car", 1.0, "right", "active")
T = frame_times(12.0, 30.0)


def measured(outcome, quantity: str, statistic: str):  # type: ignore[no-untyped-def]
    return next(m for m in outcome.measures if (m.quantity, m.statistic) == (quantity, statistic))


def ramp(t, a, b):  # type: ignore[no-untyped-def]
    x = np.clip((t - a) / (b - a), 0, 1)
    return x * x * (3 - 2 * x)


def held_circle(t):  # type: ignore[no-untyped-def]
    """Flexion to 90 held 3 s, with a kick to 92 before; out and back to 15 held 3 s; home. 14 s."""
    extension = -90 * ramp(t, 1, 2.5) + 90 * ramp(t, 6, 8) + 15 * ramp(t, 7.5, 8.5) - 15 * ramp(t, 12, 13)
    extension = extension - 2 * np.exp(-(((t - 2.6) / 0.15) ** 2))
    abduction = 30 * ramp(t, 6, 7) - 30 * ramp(t, 7.5, 8.5)
    knee = 90 * ramp(t, 1, 2.5) - 90 * ramp(t, 12, 13)
    still = np.zeros(len(t))
    return replace(standing(t), right=Leg(extension, abduction, still, knee, still))


def test_three_circles_from_the_side(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT))
    circles = [e for e in outcome.events if e.kind == "repetition"]
    assert [e.start_s for e in circles] == pytest.approx([0, 4, 8], abs=0.1)
    assert [e.end_s for e in circles] == pytest.approx([4, 8, 12], abs=0.1)
    assert measured(outcome, "hip_extension", "repetition_peak").value == pytest.approx(20, abs=0.3)
    assert measured(outcome, "hip_extension", "repetition_low").value == pytest.approx(-80, abs=0.3)
    assert measured(outcome, "hip_extension", "repetition_peak").n == 3
    assert measured(outcome, "tempo", "mean").value == pytest.approx(4.0, abs=0.05)
    assert {m.role for m in outcome.measures} == {"active"}


def test_the_curve_of_each_circle_runs_from_0_to_100_percent(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT))
    curve = next(c for c in outcome.curves if c.quantity == "hip_extension")
    assert curve.values_deg.shape == (3, 101)
    assert curve.values_deg[1, 50] == pytest.approx(20, abs=1)
    assert curve.percent[[0, -1]] == pytest.approx([0, 100])


def test_each_end_has_its_frame(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Extension is largest in the middle of a circle, flexion where it begins."""
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT))
    at = {e.caption: e.time_s for e in outcome.evidence if e.quantity == "hip_extension"}
    behind = at["Right hip extension 20 degrees (median of 3 repetitions)"]
    before = at["Right hip flexion 80 degrees (median of 3 repetitions)"]
    assert min(abs(behind - t) for t in (2, 6, 10)) < 0.1
    assert min(abs(before - t) for t in (0, 4, 8, 12)) < 0.1


def test_momentum_and_owned_range_are_apart(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(held_circle(frame_times(14.0, 30.0)), "right", label=RIGHT))
    assert measured(outcome, "hip_extension", "repetition_low").value == pytest.approx(-91.5, abs=0.6)
    assert measured(outcome, "hip_extension", "held_low").value == pytest.approx(-90, abs=0.3)
    assert measured(outcome, "hip_extension", "held_peak").value == pytest.approx(15, abs=0.3)
    assert measured(outcome, "hip_extension", "held_peak").time_s == pytest.approx(10.2, abs=0.5)
    held = [e for e in outcome.events if e.kind == "hold" and e.marks["quantity"] == "hip_extension"]
    assert [e.marks["end"] for e in held] == ["low", "peak"]


def test_a_slow_circle_without_a_stop_owns_its_ends_less_what_is_near_them(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Extension is -37.5 - 52.5 cos(2 pi t / 4): 15 at its end, and the median within 3 degrees of it lies at
    15 - 52.5 (1 - cos(a / 2)) where 52.5 (1 - cos a) = 3, which is 14.25."""
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT))
    held = measured(outcome, "hip_extension", "held_peak")
    reached = measured(outcome, "hip_extension", "repetition_peak")
    assert held.value == pytest.approx(reached.value - 0.75, abs=0.15)
    assert held.definition.endswith("; slow, not held")
    assert not [e for e in outcome.events if e.kind == "hold"]


def test_a_quick_circle_owns_nothing_and_says_so(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=2.4), "right", label=RIGHT))
    held = measured(outcome, "hip_extension", "held_peak")
    assert held.status == "absent"
    assert "2 s" in held.reason


def test_a_hold_short_of_the_end_is_named_and_not_owned(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Flexion held at 90 for three seconds, then pushed to 100 and back at once."""
    t = frame_times(14.0, 30.0)
    posture = held_circle(t)
    further = posture.right.hip_extension_pelvis_deg - 10 * np.exp(-(((t - 6) / 0.3) ** 2))
    posture = replace(posture, right=replace(posture.right, hip_extension_pelvis_deg=further))
    held = measured(MOVEMENT.measure(film_motion(posture, "right", label=RIGHT)), "hip_extension", "held_low")
    assert held.status == "absent"
    assert "-90 degrees" in held.reason


def test_what_the_side_hides_is_refused_with_the_view_that_shows_it(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T), "right", label=RIGHT))
    for quantity in ("hip_abduction", "hip_internal_rotation"):
        refused = measured(outcome, quantity, "repetition_peak")
        assert refused.status == "not_measurable"
        assert "film a second clip from" in refused.reason
    assert measured(outcome, "arc_coverage", "mean").status == "not_measurable"


def test_from_the_front_abduction_is_measured_and_flexion_refused(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "front", label=RIGHT))
    assert len([e for e in outcome.events if e.kind == "repetition"]) == 3
    assert measured(outcome, "hip_abduction", "repetition_peak").value == pytest.approx(40, abs=0.3)
    refused = measured(outcome, "hip_extension", "repetition_peak")
    assert refused.status == "not_measurable"
    assert "film a second clip from" in refused.reason


def test_from_the_front_unseen_rotation_asks_for_the_seated_test(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(hip_circle(T, repetition_s=4.0), "front", label=RIGHT)
    key = AngleKey("hip_internal_rotation", "right")
    angles = replace(motion.angles, value_deg=dict(motion.angles.value_deg) | {key: np.full(len(T), np.nan)})
    outcome = MOVEMENT.measure(replace(motion, angles=angles))
    for statistic in ("repetition_peak", "held_low"):
        reason = measured(outcome, key.angle, statistic).reason
        assert reason.endswith("film the seated rotation test (seated_hip_rotation) for it.")
        assert "from the front" not in reason


def test_the_arc_where_both_angles_are_seen(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The second circle abducts half as far: it covers less than the first, and says where."""
    t = frame_times(8.0, 30.0)
    wide, narrow = hip_circle(t, repetition_s=4.0), hip_circle(t, repetition_s=4.0, abduction_deg=15.0)
    abduction = np.where(t < 4, wide.right.hip_abduction_deg, narrow.right.hip_abduction_deg)
    posture = replace(wide, right=replace(wide.right, hip_abduction_deg=abduction))
    motion = film_motion(posture, "right", label=RIGHT)
    key = AngleKey("hip_abduction", "right")
    refused = {k: v for k, v in motion.angles.refused.items() if k != key}
    angles = replace(motion.angles, value_deg={**motion.angles.value_deg, key: abduction}, refused=refused)
    outcome = MOVEMENT.measure(replace(motion, angles=angles))
    assert 0.7 < measured(outcome, "arc_coverage", "mean").value < 0.95
    skipped = [f for f in outcome.findings if f.code == "arc_skipped"]
    assert "Circle 2" in skipped[-1].message
    assert "outward" in skipped[-1].message
    assert skipped[-1].spans_s[0] == pytest.approx((4, 8), abs=0.1)


def test_direction_of_the_circle(film_motion) -> None:  # type: ignore[no-untyped-def]
    forward = held_circle(frame_times(14.0, 30.0))
    leg = forward.right
    backward = replace(forward, right=Leg(*(v[::-1] for v in vars(leg).values())))
    for posture, expected in ((forward, "flexion first"), (backward, "extension first")):
        outcome = MOVEMENT.measure(film_motion(posture, "right", label=RIGHT))
        assert [e.marks["direction"] for e in outcome.events if e.kind == "repetition"] == [expected]


def test_a_quick_circle_with_a_leaning_trunk_is_remarked(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = hip_circle(T, repetition_s=2.0)
    posture = replace(posture, trunk_lean_deg=10 * np.cos(np.pi * T))
    codes = {f.code for f in MOVEMENT.measure(film_motion(posture, "right", label=RIGHT)).findings}
    assert codes == {"too_fast", "trunk_pays"}


def test_an_end_that_was_lost_is_not_measured_beside_its_gap(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Half a second is lost around the first circle's extension peak; the two others stand."""
    lost = {AngleKey("hip_extension", "right"): slice(52, 68)}
    outcome = MOVEMENT.measure(film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT, lost=lost))
    peak = measured(outcome, "hip_extension", "repetition_peak")
    assert peak.n == 2
    assert peak.value == pytest.approx(20, abs=0.3)


def test_an_end_that_was_never_seen_is_neither_owned_nor_passed(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Around every extension peak half a second is lost."""
    hidden = film_motion(hip_circle(T, repetition_s=4.0), "right", label=RIGHT)
    key = AngleKey("hip_extension", "right")
    values = hidden.angles.value_deg[key].copy()
    for start in (52, 172, 292):
        values[start : start + 16] = np.nan
    angles = replace(hidden.angles, value_deg=dict(hidden.angles.value_deg) | {key: values})
    outcome = MOVEMENT.measure(replace(hidden, angles=angles))
    for statistic in ("repetition_peak", "held_peak"):
        end = measured(outcome, "hip_extension", statistic)
        assert end.status == "not_measurable"
        assert "could not be seen" in end.reason
    assert measured(outcome, "hip_extension", "repetition_low").status == "measured"


def test_the_side_that_was_said_is_kept(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T), "right", label=replace(RIGHT, side="left")))
    assert {m.side for m in outcome.measures} == {"left"}
    assert measured(outcome, "hip_extension", "repetition_peak").status == "absent"


def test_slow_motion_gives_life_tempo_and_film_times(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(hip_circle(T), "right", label=RIGHT, life_per_film=0.25))
    assert measured(outcome, "tempo", "mean").value == pytest.approx(4.0, abs=0.05)
    assert outcome.events[-1].end_s == pytest.approx(48, abs=0.5)


def test_the_mirrored_clip_gives_the_same_numbers_for_the_other_side(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The left leg seen from the left is the right leg seen from the right."""
    outcomes = [
        MOVEMENT.measure(film_motion(hip_circle(T, side), side, label=replace(RIGHT, side=side)))
        for side in ("left", "right")
    ]
    left, right = ([(m.quantity, m.statistic, m.value) for m in o.measures] for o in outcomes)
    assert [row[:2] for row in left] == [row[:2] for row in right]
    for one, other in zip(left, right, strict=True):
        assert one[2] == (None if other[2] is None else pytest.approx(other[2], abs=1e-6))
