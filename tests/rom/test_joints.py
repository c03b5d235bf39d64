"""Sessions told in words; the answers are worked by hand."""

from dataclasses import replace

import pytest

from endrange.domain.assessment import Baseline
from endrange.domain.measure import Finding, Measure
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import AngleKey
from endrange.rom.baselines import measure_of_entry, position_of_entry
from endrange.rom.change import change_of
from endrange.rom.compare import standard_error
from endrange.rom.gather import Range, ranges_of
from endrange.rom.joints import asymmetry_of, joints_of, shortfalls
from endrange.rom.missing import missing_of
from endrange.rom.norms import norms, norms_for
from endrange.rom.positions import (
    LUNGE_BENT,
    LUNGE_STRAIGHT,
    LYING,
    SEATED,
    STRIDE,
    UNLOADED,
    UPRIGHT,
    Placed,
    of_own_zero,
    why_unlike,
    with_zero,
)
from endrange.rom.priorities import priorities_of

STATISTIC = {"passive": "plateau", "active": "held_peak", "momentum": "repetition_peak", "demand": "stride_peak"}


def no_shared_error(_):
    return 0.0


def taken(
    kind, value, se=1.0, *, motion="hip_extension", side="right", position=UPRIGHT, statistic=None, definition=None
):
    statistic = statistic or ("stance_peak" if motion == "ankle_dorsiflexion" and kind == "demand" else STATISTIC[kind])
    role = "active" if kind == "momentum" else kind
    text = definition or ("thigh against trunk" if motion == "hip_extension" else "shank against the sole of the foot")
    measure = Measure(
        motion, side, role, statistic, value, "deg", value - Z95 * se, value + Z95 * se, None, 3, "A", "measured", None,
        text, f"{kind}.mp4", 1.0,
    )  # fmt: skip
    return Range(motion, side, kind, Placed(measure, position))


def only(rows):
    assert len(rows) == 1
    return rows[0]


def test_passive_25_active_10_demand_18_owe_a_gap_of_15_and_borrow_8():
    ranges = [taken("passive", 25), taken("active", 10), taken("momentum", 13), taken("demand", 18, position=STRIDE)]
    joint = only(joints_of(ranges, no_shared_error))
    assert joint.gap.value == pytest.approx(15)
    assert joint.reserve.value == pytest.approx(-8)
    assert joint.borrowed.value == pytest.approx(8)
    assert joint.momentum.value == 13
    assert (joint.comparable, joint.reason, joint.position) == (True, None, UPRIGHT)


def test_a_reserve_within_its_error_borrows_nothing():
    joint = only(joints_of([taken("active", 10, 3), taken("demand", 14, 3, position=STRIDE)], no_shared_error))
    assert joint.reserve.value == pytest.approx(-4)
    assert joint.borrowed is None


def test_an_unloaded_ankle_is_not_set_against_the_stride():
    ranges = [
        taken("active", 12, motion="ankle_dorsiflexion", position=UNLOADED),
        taken("demand", 23, motion="ankle_dorsiflexion", position=STRIDE),
    ]
    rows = joints_of(ranges, no_shared_error)
    assert [row.reserve for row in rows] == [None, None]
    assert not any(row.comparable for row in rows)
    assert all("knee_to_wall" in row.reason for row in rows)


def test_a_bent_knee_lunge_is_set_against_the_stride():
    ranges = [
        taken("active", 35, motion="ankle_dorsiflexion", position=LUNGE_BENT, statistic="best"),
        taken("demand", 23, motion="ankle_dorsiflexion", position=STRIDE),
    ]
    assert only(joints_of(ranges, no_shared_error)).reserve.value == pytest.approx(12)


def test_a_goniometer_against_the_pelvis_is_not_set_against_the_trunk():
    entry = Baseline("hip_extension", "right", 18.0, position="standing")
    ranges = [*ranges_of([], [entry]), taken("active", 10)]
    joint = only(joints_of(ranges, no_shared_error))
    assert joint.gap is None
    assert "thigh against pelvis" in joint.reason


def test_a_missing_side_is_said_with_what_to_film():
    found = missing_of([taken("active", 10), taken("demand", 18, position=STRIDE)], [])
    left = [m for m in found if m.motion == "hip_extension" and m.side == "left"]
    assert {m.role for m in left} == {"passive", "active", "demand"}
    assert any("hip_car_left.mp4" in m.suggestion for m in left)
    assert not [m for m in found if (m.motion, m.side, m.role) == ("hip_extension", "right", "active")]


def test_repeats_are_pooled_and_the_owned_range_is_the_held_one():
    ranges = [taken("active", 10), taken("active", 14), taken("passive", 25)]
    joint = only(joints_of(ranges, no_shared_error))
    assert joint.active.value == pytest.approx(12)
    assert joint.gap.value == pytest.approx(13)


def test_left_against_right_has_its_detectable_difference():
    ranges = [taken("active", 10, 3, side="left"), taken("active", 16, 4, side="right")]
    found = only(asymmetry_of(ranges, no_shared_error))
    assert found.difference.value == pytest.approx(-6)
    assert found.detectable == pytest.approx(1.96 * 5, rel=1e-3)


def test_one_priority_a_joint_the_weightiest_first():
    ranges = [
        taken("passive", 30), taken("active", 10), taken("demand", 18, position=STRIDE),
        taken("passive", 30, side="left"), taken("active", 20, side="left"),
    ]  # fmt: skip
    found = priorities_of(joints_of(ranges, no_shared_error), {}, [], "road")
    assert [(p.rank, p.motion, p.side, p.kind) for p in found] == [
        (1, "hip_extension", "right", "borrowed"),
        (2, "hip_extension", "left", "gap"),
    ]
    assert "8 ± 3 degrees more right hip extension than is actively owned" in found[0].message
    assert "20 ± 3 degrees further than it can be used" in found[0].message


def test_a_stride_beyond_the_passive_range_is_restricted_not_only_borrowed():
    """Passive 14, active 10, stride 22: 8 beyond even the passive range, 12 beyond the owned one, counted twice."""
    ranges = [taken("passive", 14), taken("active", 10), taken("demand", 22, position=STRIDE)]
    short = shortfalls(ranges, no_shared_error)
    found = only(priorities_of(joints_of(ranges, no_shared_error), short, [], None))
    assert found.kind == "restricted"
    assert "8 ± 3 degrees more right hip extension than the joint gives even passively" in found.message
    assert found.evidence.measure.role == "passive"


def test_the_surface_decides_between_equals():
    """Hip and ankle both borrow 8: the hip comes first on the road, the ankle on trail."""
    ankle = {"motion": "ankle_dorsiflexion", "position": LUNGE_BENT, "statistic": "best"}
    ranges = [
        taken("active", 10), taken("demand", 18, position=STRIDE),
        taken("active", 30, **ankle), taken("demand", 38, motion="ankle_dorsiflexion", position=STRIDE),
    ]  # fmt: skip
    joints = joints_of(ranges, no_shared_error)
    first = {surface: priorities_of(joints, {}, [], surface)[0].motion for surface in ("road", "trail")}
    assert first == {"road": "hip_extension", "trail": "ankle_dorsiflexion"}


def test_tests_that_read_to_either_side_widen_the_reserve():
    """Standard errors 2 and 2, mean errors -2 and +1: 4 + 4 + 2·2·1 = 12."""
    active = replace(taken("active", 10, 2), bias_deg=-2.0)
    demand = replace(taken("demand", 18, 2, position=STRIDE), bias_deg=1.0)
    spare = only(joints_of([active, demand], no_shared_error)).reserve
    assert standard_error(spare) == pytest.approx(12**0.5)


def test_the_mean_error_of_a_test_cancels_between_the_sides():
    """Standard errors 3 and 3, of which 2 is the test's own mean error: 9 + 9 - 2·4 = 10."""
    left, right = (replace(taken("active", 10, 3, side=s), bias_deg=-2.0) for s in ("left", "right"))
    found = only(asymmetry_of([left, right], no_shared_error))
    assert standard_error(found.difference) == pytest.approx(10**0.5)


def test_the_near_leg_speaks_for_the_stride():
    """A far leg that is known better all the same stays behind the near one."""
    near = taken("demand", 20, 3, position=STRIDE)
    far = replace(taken("demand", 25, 1, position=STRIDE), far=True)
    assert only(joints_of([far, near], no_shared_error)).demand.value == 20


def test_a_run_speaks_before_a_walk_that_is_known_better():
    run = taken("demand", 20, 3, position=STRIDE)
    walk = replace(taken("demand", 12, 1, position=STRIDE), walked=True)
    assert only(joints_of([walk, run], no_shared_error)).demand.value == 20


def test_a_leg_that_runs_is_not_set_against_one_that_walks():
    """Left run 20 and walk 10, right walk 14: the walks differ by 4, and a run by no walk."""
    left_run = taken("demand", 20, side="left", position=STRIDE)
    walks = [
        replace(taken("demand", value, side=side, position=STRIDE), walked=True)
        for side, value in (("left", 10), ("right", 14))
    ]
    assert asymmetry_of([left_run, walks[1]], no_shared_error) == ()
    assert only(asymmetry_of([left_run, *walks], no_shared_error)).difference.value == pytest.approx(-4)


def test_nothing_passive_but_norms_gives_no_gap():
    """One active range, no passive one: figures of other people stand beside it and are never subtracted."""
    joint = only(joints_of([taken("active", 10)], no_shared_error))
    assert (joint.passive, joint.gap, joint.comparable) == (None, None, False)
    assert joint.reason == "Only the owned range was measured; there is nothing to set it against."
    assert norms_for("hip_extension")


def test_a_midline_angle_that_is_told_by_side_says_its_zero_too():
    drop = replace(
        taken("demand", 6).placed.measure, quantity="pelvic_drop", side="left", definition="line of the hips"
    )
    zero = {AngleKey("pelvic_drop", None): "standing"}
    assert [one.definition for one in of_own_zero([drop], zero)] == ["line of the hips, from own standing"]
    assert of_own_zero([drop], {AngleKey("pelvic_drop", None): "anatomical"}) == (drop,)


def test_a_zero_from_standing_is_another_definition():
    assert with_zero("thigh against trunk; held") == "thigh against trunk, from own standing; held"
    here = Placed(taken("active", 10, definition=with_zero("thigh against trunk; standing")).placed.measure, UPRIGHT)
    assert why_unlike("hip_extension", here, taken("passive", 20).placed) is not None


def test_a_gap_within_its_error_is_no_priority_and_a_compensation_is_named():
    joints = joints_of([taken("passive", 14, 3), taken("active", 10, 3)], no_shared_error)
    finding = Finding("foot_out", "info", "The left foot turns out.", None, ((2.0, 3.0),))
    found = priorities_of(joints, {}, [("run.mp4", finding)], "trail")
    assert [(p.kind, p.motion, p.evidence.clip, p.evidence.time_s) for p in found] == [
        ("compensation", "ankle_dorsiflexion", "run.mp4", 2.0)
    ]


def test_a_dropping_pelvis_speaks_of_the_abduction_of_the_hip_stood_on():
    finding = Finding(
        "pelvic_drop", "info", "In stance on the left leg the free side of the pelvis drops by 12 degrees."
    )
    assert [p.motion for p in priorities_of([], {}, [("run.mp4", finding)], None)] == ["hip_abduction"]


def test_a_change_larger_than_its_error_is_real():
    before = joints_of([taken("active", 10, 1), taken("passive", 25, 3)], no_shared_error)
    now = joints_of([taken("active", 15, 1), taken("passive", 27, 3)], no_shared_error)
    found = {c.role: c for c in change_of(now, [("2026-01-01", before)], no_shared_error)}
    assert (found["active"].verdict, found["active"].difference.value) == ("real change", pytest.approx(5))
    assert found["passive"].verdict == "within error"


def test_a_stride_is_compared_with_the_last_stride_whatever_test_stood_beside_it():
    before = joints_of([taken("demand", 12, position=STRIDE)], no_shared_error)
    now = joints_of([taken("active", 10), taken("demand", 20, position=STRIDE)], no_shared_error)
    found = only(change_of(now, [("2026-01-01", before)], no_shared_error))
    assert (found.role, found.difference.value, found.verdict) == ("demand", pytest.approx(8), "real change")


def test_another_definition_is_not_compared_over_time():
    before = joints_of([taken("active", 10)], no_shared_error)
    other = joints_of([taken("active", 15, definition="thigh against gravity")], no_shared_error)
    assert change_of(other, [("2026-01-01", before)], no_shared_error) == ()


def test_an_entry_without_an_error_takes_its_methods_published_one():
    entry = Baseline("ankle_dorsiflexion", "left", 38.0, position="lunge, knee bent", method="inclinometer", repeats=4)
    found = measure_of_entry(entry)
    assert found.high - found.value == pytest.approx(1.96 * 1.7 / 2, rel=1e-3)
    assert position_of_entry(entry) == LUNGE_BENT
    assert position_of_entry(replace(entry, position="Prone, knee 90")) == LYING
    assert position_of_entry(replace(entry, position="")) == "position not given"


def test_a_straight_knee_is_a_lunge_only_of_an_ankle_with_weight_on_it():
    """Prone or seated it bears no weight, a straight knee alone says nothing, and a hip has no lunge."""
    ankle = Baseline("ankle_dorsiflexion", "left", 8.0, position="lunge, knee straight")
    assert position_of_entry(ankle) == LUNGE_STRAIGHT
    assert position_of_entry(replace(ankle, position="prone, knee straight")) == LYING
    assert position_of_entry(replace(ankle, position="Seated, knee straight")) == SEATED
    assert position_of_entry(replace(ankle, position="standing, knee straight")) == LUNGE_STRAIGHT
    assert position_of_entry(replace(ankle, position="knee straight")) == "knee straight"
    hip = replace(ankle, motion="hip_extension")
    assert position_of_entry(replace(hip, position="prone, knee straight")) == LYING
    assert position_of_entry(replace(hip, position="standing, knee straight")) == UPRIGHT


def test_norms_are_context_by_age_and_sex_with_their_source():
    found = norms_for("hip_extension", age_years=30, sex="female")
    assert all(n.source for n in norms())
    assert "age 2-8 female" not in {n.population for n in found}
    assert "age 20-44 both sexes" in {n.population for n in found}
    assert "age 45-69 female" not in {n.population for n in found}
    ankles = [n.population for n in norms_for("ankle_dorsiflexion", age_years=30, sex="female")]
    assert "age 20-44 female" in ankles
    assert "age 20-44 male" not in ankles
