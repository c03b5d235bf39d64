"""A body of known angles: joint centres by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.synthetic.body import Leg, Posture, Segments, joint_centres
from endrange.synthetic.motions import (
    STRIDE_DEG,
    frame_times,
    hip_circle,
    hold,
    knee_to_wall,
    running,
    seated_rotation,
    standing,
)  # fmt: skip
from endrange.synthetic.truth import angles_from_points

ONE = np.zeros(1)
BODY = Segments()


def still(**angles: float) -> Posture:
    """One frame of standing with the right leg's angles changed."""
    base = standing(ONE)
    changed = {name: ONE + value for name, value in angles.items()}
    return replace(base, right=replace(base.right, **changed))


def at(posture: Posture, side: Side, part: str) -> np.ndarray:
    return joint_centres(BODY, posture)[0, point(side, part)]


def test_standing_puts_every_segment_upright_and_the_soles_on_the_ground() -> None:
    posture = still()
    height = BODY.thigh_m + BODY.shank_m + BODY.ankle_height_m
    assert at(posture, "right", "hip") == pytest.approx([0, height, 0.09])
    assert at(posture, "left", "knee") == pytest.approx([0, height - BODY.thigh_m, -0.09])
    assert at(posture, "right", "heel") == pytest.approx([-0.06, 0, 0.09], abs=1e-12)
    assert at(posture, "right", "foot_index") == pytest.approx([0.16, 0, 0.09], abs=1e-12)
    assert at(posture, "left", "shoulder") == pytest.approx([0, height + BODY.trunk_m, -0.175])


def test_each_angle_moves_the_leg_where_its_name_says() -> None:
    knee = at(still(hip_extension_pelvis_deg=30.0), "right", "knee") - at(still(), "right", "hip")
    assert knee == pytest.approx([-BODY.thigh_m / 2, -BODY.thigh_m * np.sqrt(3) / 2, 0])
    knee = at(still(hip_abduction_deg=30.0), "right", "knee") - at(still(), "right", "hip")
    assert knee == pytest.approx([0, -BODY.thigh_m * np.sqrt(3) / 2, BODY.thigh_m / 2])
    ankle = at(still(knee_flexion_deg=90.0), "right", "ankle") - at(still(), "right", "knee")
    assert ankle == pytest.approx([-BODY.shank_m, 0, 0], abs=1e-12)
    toe = at(still(ankle_dorsiflexion_deg=90.0), "right", "foot_index") - at(still(), "right", "ankle")
    assert toe == pytest.approx([BODY.ankle_height_m, BODY.toe_m, 0], abs=1e-12)


def test_internal_rotation_of_a_bent_knee_takes_the_foot_outward() -> None:
    posture = still(hip_internal_rotation_deg=30.0, knee_flexion_deg=90.0)
    ankle = at(posture, "right", "ankle") - at(posture, "right", "knee")
    assert ankle == pytest.approx([-BODY.shank_m * np.sqrt(3) / 2, 0, BODY.shank_m / 2], abs=1e-12)


def test_the_pelvis_adds_to_the_thigh_and_not_to_the_hip() -> None:
    posture = replace(still(hip_extension_pelvis_deg=10.0), pelvic_tilt_deg=ONE + 15.0, trunk_lean_deg=ONE + 7.0)
    angles = angles_from_points(joint_centres(BODY, posture))
    assert angles[AngleKey("thigh_extension", "right")] == pytest.approx([25.0])
    assert angles[AngleKey("hip_extension", "right")] == pytest.approx([18.0])
    assert angles[AngleKey("trunk_lean", None)] == pytest.approx([7.0])


def test_midline_angles_have_the_signs_of_the_vocabulary() -> None:
    posture = replace(still(), pelvic_drop_deg=ONE + 5.0, trunk_rotation_deg=ONE + 20.0)
    points = joint_centres(BODY, posture)
    angles = angles_from_points(points)
    assert points[0, point("left", "hip"), 1] < points[0, point("right", "hip"), 1]
    assert points[0, point("right", "shoulder"), 0] > points[0, point("left", "shoulder"), 0]
    assert angles[AngleKey("pelvic_drop", None)] == pytest.approx([5.0])
    assert angles[AngleKey("trunk_rotation", None)] == pytest.approx([20.0])


def test_unknown_points_give_unknown_angles() -> None:
    points = joint_centres(BODY, still())
    points[0, point("right", "knee")] = np.nan
    angles = angles_from_points(points)
    assert np.isnan(angles[AngleKey("thigh_extension", "right")]).all()
    assert angles[AngleKey("thigh_extension", "left")] == pytest.approx([0.0])


def test_a_body_scales_with_its_stature() -> None:
    tall = Segments.of_stature(2.0)
    assert tall.thigh_m == pytest.approx(0.49)
    assert Segments.of_stature(1.75).shank_m == pytest.approx(BODY.shank_m, abs=0.001)


def test_running_repeats_the_published_stride() -> None:
    stride_s = 0.7
    posture = running(np.arange(10) / 10 * stride_s, stride_s=stride_s)
    assert posture.right.knee_flexion_deg == pytest.approx(STRIDE_DEG[2])
    assert posture.right.hip_extension_pelvis_deg == pytest.approx(-STRIDE_DEG[0])
    assert posture.left.knee_flexion_deg == pytest.approx(np.roll(STRIDE_DEG[2], 5))


def test_a_runner_stands_on_the_ground_and_flies_twice_a_stride() -> None:
    time_s = frame_times(1.44, 250)
    soles = joint_centres(BODY, running(time_s))[:, 29:33, 1]
    lowest = soles.min(axis=1)
    assert lowest.min() > -1e-9
    flying = lowest > 0.001
    assert np.count_nonzero(np.diff(flying.astype(int)) == 1) == 4
    assert 0.05 < flying.mean() < 0.22


def test_a_lunge_keeps_its_sole_flat_and_leans_the_shank() -> None:
    posture = knee_to_wall(frame_times(3.0, 30), "left", top_deg=40.0)
    points = joint_centres(BODY, posture)
    heel = points[:, point("left", "heel")]
    assert np.ptp(heel, axis=0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert points[:, point("left", "foot_index"), 1] == pytest.approx(np.zeros(90), abs=1e-12)
    lean = angles_from_points(points)[AngleKey("shank_lean", "left")]
    assert lean[45] == pytest.approx(40.0)
    assert lean == pytest.approx(posture.left.ankle_dorsiflexion_deg)
    other = points[:, point("right", "ankle")]
    assert np.ptp(other[:, :2], axis=0) == pytest.approx([0, 0], abs=1e-6)


def test_the_other_motions_reach_the_ends_they_were_asked_for() -> None:
    time_s = frame_times(4.0, 30)
    circle = angles_from_points(joint_centres(BODY, hip_circle(time_s, "right", flexion_deg=70, extension_deg=15)))
    thigh = circle[AngleKey("thigh_extension", "right")]
    assert thigh.min() == pytest.approx(-70, abs=0.5)
    assert thigh.max() == pytest.approx(15, abs=0.5)
    held = angles_from_points(joint_centres(BODY, hold(time_s, "left", extension_deg=18)))
    assert held[AngleKey("hip_extension", "left")][40:] == pytest.approx(np.full(80, 18.0))
    turned = seated_rotation(time_s, "right", internal_deg=35, external_deg=30).right.hip_internal_rotation_deg
    assert (turned.min(), turned.max()) == pytest.approx((-30, 35))


def test_rendered_bodies_are_posed_alike(shared_data) -> None:
    """Angles set on the rendered body give its own thigh and shank: the order of the hip's turns is the same."""
    data = np.load(shared_data / "population" / "d003_hip_circle_side.npz")
    time_s, zero = data["truth_time_s"].astype(float), np.zeros(len(data["truth_time_s"]))

    def leg(side: Side) -> Leg:
        names = (
            "hip_extension_pelvis", "hip_abduction", "hip_internal_rotation", "knee_flexion", "ankle_dorsiflexion",
        )  # fmt: skip
        return Leg(*(data[f"truth_{side}_{name}_deg"].astype(float) for name in names))

    posture = replace(
        standing(time_s), left=leg("left"), right=leg("right"), pelvic_tilt_deg=data["truth_pelvic_tilt_deg"] + zero
    )
    angles = angles_from_points(joint_centres(BODY, posture))
    for side in SIDES:
        for name in ("thigh_extension", "shank_lean"):
            wrong = angles[AngleKey(name, side)] - data[f"truth_{side}_{name}_deg"]
            assert np.sqrt(np.mean(wrong**2)) < 1.0
