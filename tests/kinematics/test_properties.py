"""What must not change the angles, or change them in a known way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endrange.domain.skeleton import MIRROR_ORDER, mirror_points
from endrange.domain.vocabulary import ANGLE_KEYS, OTHER_SIDE, AngleKey
from endrange.kinematics import Level, compute_angles, steady_hips
from endrange.synthetic.camera import camera_at
from endrange.synthetic.change import roll_points
from endrange.synthetic.motions import (
    frame_times,
    hip_circle,
    hold,
    knee_to_wall,
    running,
    seated_rotation,
    standing,
)

#: Angles whose sign turns with left and right.
MIDLINE_TURNS = ("trunk_rotation", "pelvic_drop")

CASES = {
    "running": (running(frame_times(2.0, 30.0)), "right", None),
    "walking": (running(frame_times(2.0, 30.0), stride_s=1.1), "left", None),
    "hip_car": (hip_circle(frame_times(4.0, 15.0), "left"), "left", "left"),
    "knee_to_wall": (knee_to_wall(frame_times(3.0, 15.0)), "right", "right"),
    "hold": (hold(frame_times(3.0, 15.0)), "right", "right"),
    "seated_hip_rotation": (seated_rotation(frame_times(4.0, 15.0)), "front", "right"),
    "standing": (standing(frame_times(1.0, 15.0)), "back", None),
}


def body_of(film, movement, yaw=6.0, roll=0.0):
    """The case's body seen somewhat off square, hips steadied as in the chain."""
    posture, view, side = CASES[movement]
    body = film(posture, camera_at(view, yaw_deg=yaw, roll_deg=roll, height_m=1.1))
    return steady_hips(body, movement=movement), side


def assert_same(one, other, tolerance=1e-8):
    """Every angle and standard deviation alike."""
    for key in ANGLE_KEYS:
        np.testing.assert_allclose(one.value_deg[key], other.value_deg[key], atol=tolerance, err_msg=str(key))
        np.testing.assert_allclose(one.sd_deg[key], other.sd_deg[key], atol=tolerance, err_msg=str(key))
        assert (key in one.refused) == (key in other.refused)


@pytest.mark.parametrize("movement", CASES)
def test_a_mirrored_body_has_the_mirrored_angles(film, movement):
    body, side = body_of(film, movement)
    order = list(MIRROR_ORDER)
    mirrored = replace(
        body,
        position_px=mirror_points(body.position_px, body.size_px[0]),
        doubt_px=body.doubt_px[:, order],
        score=body.score[:, order],
        world_m=body.world_m[:, order] * np.array([-1.0, 1.0, 1.0]),
    )
    one = compute_angles(body, movement=movement, side=side)
    other = compute_angles(mirrored, movement=movement, side=None if side is None else OTHER_SIDE[side])
    for key in ANGLE_KEYS:
        there = key if key.side is None else AngleKey(key.angle, OTHER_SIDE[key.side])
        sign = -1.0 if key.angle in MIDLINE_TURNS else 1.0
        np.testing.assert_allclose(one.value_deg[key], sign * other.value_deg[there], atol=1e-8, err_msg=str(key))
        np.testing.assert_allclose(one.sd_deg[key], other.sd_deg[there], atol=1e-8, err_msg=str(key))
    assert other.view.plane == one.view.plane
    assert other.view.yaw_deg == pytest.approx(one.view.yaw_deg, abs=1e-8)
    assert other.view.roll_deg == pytest.approx(-one.view.roll_deg, abs=1e-8)


@pytest.mark.parametrize("movement", CASES)
@settings(max_examples=5)
@given(factor=st.floats(0.3, 3.0), shift=st.floats(-100.0, 100.0))
def test_scale_and_place_change_nothing(film, movement, factor, shift):
    body, side = body_of(film, movement)
    size = tuple(round(v * factor) for v in body.size_px)
    scaled = replace(
        body, position_px=body.position_px * factor, doubt_px=body.doubt_px * factor,
        size_px=(size[0], size[1]), time_s=body.time_s + shift,
    )  # fmt: skip
    one, other = (compute_angles(b, movement=movement, side=side) for b in (body, scaled))
    # The picture's size is whole pixels, which moves its middle by less than one.
    assert_same(one, other, tolerance=0.05)


@pytest.mark.parametrize("movement", ["running", "knee_to_wall", "hold"])
@settings(max_examples=8)
@given(roll=st.floats(-8.0, 8.0))
def test_a_known_roll_is_undone(film, movement, roll):
    body, side = body_of(film, movement)
    turned = replace(body, position_px=roll_points(body.position_px, body.size_px, roll))
    one = compute_angles(body, movement=movement, side=side, level=Level(0.0, 0.001))
    other = compute_angles(turned, movement=movement, side=side, level=Level(roll, 0.001))
    assert other.view.roll_deg == pytest.approx(roll, abs=0.01)
    for angle in ("thigh_extension", "shank_lean", "hip_extension", "knee_flexion"):
        for leg in ("left", "right"):
            key = AngleKey(angle, leg)
            np.testing.assert_allclose(one.value_deg[key], other.value_deg[key], atol=0.05, err_msg=str(key))


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_roll_of_a_front_view_is_found_from_the_body(film, view):
    posture = running(frame_times(2.8, 30.0))
    body = film(posture, camera_at(view, roll_deg=4.0))
    roll = compute_angles(body, movement="running").view
    # Two cues of 1.5 degrees against a camera set up by eye, 2.3: most of the way.
    assert roll.roll_deg == pytest.approx(3.3, abs=0.2)
    assert abs(roll.roll_deg - 4.0) < 2 * roll.roll_sd_deg


def test_slow_motion_changes_neither_angles_nor_the_foots_zero(film):
    body, _ = body_of(film, "running")
    slow = replace(body, time_s=body.time_s * 4)
    assert_same(
        compute_angles(body, movement="running"), compute_angles(slow, movement="running", life_per_film=0.25), 1e-6
    )


def test_angles_are_those_of_the_bodys_own_points(film):
    # Knee flexion by hand from the exported points, in a square view of somebody who faces right.
    body, _ = body_of(film, "running", yaw=0.0)
    p = body.position_px
    thigh, shank = p[:, 26] - p[:, 24], p[:, 28] - p[:, 26]
    by_hand = np.degrees(np.arctan2(thigh[:, 0], thigh[:, 1]) - np.arctan2(shank[:, 0], shank[:, 1]))
    found = compute_angles(body, movement="running").value_deg[AngleKey("knee_flexion", "right")]
    np.testing.assert_allclose(found, by_hand, atol=1e-9)
