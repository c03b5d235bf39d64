"""The thigh out of the picture: closed forms against a filmed body of known angles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.circle import DEAD_ZONE, beyond_dead_zone
from endrange.synthetic.body import Leg
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import frame_times, hip_circle, standing

TIMES = frame_times(8.0, 15.0)


def rms(error):
    return float(np.sqrt(np.nanmean(error**2)))


def test_beyond_the_dead_zone_the_share_grows_to_one():
    np.testing.assert_allclose(beyond_dead_zone(np.array([0.0, DEAD_ZONE, 1.0])), [0.0, 0.0, 1.0])
    # Half-way between: sqrt((0.55 - 0.1) / 0.9).
    assert beyond_dead_zone(np.array([0.55]))[0] == pytest.approx(np.sqrt(0.5))


@pytest.mark.parametrize("yaw", [0.0, 9.0, -9.0])
def test_abduction_from_the_front_stands_when_the_body_is_turned(film, yaw):
    posture = hip_circle(TIMES, "left", flexion_deg=70.0, abduction_deg=40.0)
    body = film(posture, camera_at("front", distance_m=8.0, yaw_deg=yaw))
    angles = compute_angles(body, movement="hip_car", side="left")
    found = angles.value_deg[AngleKey("hip_abduction", "left")]
    assert rms(found - posture.left.hip_abduction_deg) < 4.0
    other = angles.value_deg[AngleKey("hip_abduction", "right")]
    assert np.max(np.abs(other)) < 2.0


def test_from_the_side_abduction_comes_from_foreshortening_where_the_thigh_is_not_raised(film):
    posture = hip_circle(TIMES, "right", flexion_deg=80.0, abduction_deg=40.0)
    angles = compute_angles(film(posture, camera_at("right", distance_m=8.0)), movement="hip_car", side="right")
    found = angles.value_deg[AngleKey("hip_abduction", "right")]
    assert 0.6 < np.isfinite(found).mean() < 1.0
    # The dead zone takes a few degrees off the top.
    assert np.nanmax(found) == pytest.approx(36.0, abs=4.0)
    assert rms(found - posture.right.hip_abduction_deg) < 8.0
    assert AngleKey("hip_abduction", "left") in angles.refused


def test_the_knee_is_refused_while_the_thigh_leaves_the_picture(film):
    posture = hip_circle(TIMES, "right", abduction_deg=45.0)
    angles = compute_angles(film(posture, camera_at("right", distance_m=8.0)), movement="hip_car", side="right")
    knee = angles.value_deg[AngleKey("knee_flexion", "right")]
    out = posture.right.hip_abduction_deg
    assert np.isnan(knee[out > 35.0]).all()
    assert np.isfinite(knee[out < 15.0]).all()
    assert rms(knee - posture.right.knee_flexion_deg) < 5.0


@pytest.mark.parametrize("yaw", [0.0, 8.0, -8.0])
def test_the_thigh_from_the_side_stands_when_the_body_is_turned(film, yaw):
    posture = hip_circle(TIMES, "right", abduction_deg=40.0)
    angles = compute_angles(
        film(posture, camera_at("right", distance_m=8.0, yaw_deg=yaw)), movement="hip_car", side="right"
    )
    found = angles.value_deg[AngleKey("thigh_extension", "right")]
    assert rms(found - posture.right.hip_extension_pelvis_deg) < 2.5


def test_outside_a_circle_nothing_is_assumed_about_foreshortening(film):
    body = film(hip_circle(TIMES, "right"), camera_at("right"))
    angles = compute_angles(body, movement="unknown")
    assert AngleKey("hip_abduction", "right") in angles.refused
    assert np.isfinite(angles.value_deg[AngleKey("knee_flexion", "right")]).all()


def on_all_fours(abduction):
    """The right thigh, hanging, is lifted out to the side."""
    n, still = len(TIMES), np.zeros(len(TIMES))
    kneeling = Leg(still - 90.0, still, still, still + 90.0, still)
    return replace(
        standing(TIMES), left=kneeling, right=replace(kneeling, hip_abduction_deg=abduction),
        hips_m=np.tile([0.0, 0.48, 0.0], (n, 1)), pelvic_tilt_deg=still + 90.0, trunk_lean_deg=still + 88.0,
        shoulder_flexion_deg=(still + 90.0, still + 90.0),
    )  # fmt: skip


ABDUCTION = 45.0 * (1 - np.cos(np.pi * TIMES / 4)) / 2


def test_on_all_fours_abduction_is_not_told_from_the_side(film):
    angles = compute_angles(film(on_all_fours(ABDUCTION), camera_at("right")), movement="hip_car", side="right")
    key = AngleKey("hip_abduction", "right")
    assert "film from the front" in angles.refused[key]
    assert np.isnan(angles.value_deg[key]).all()
    assert np.isfinite(angles.value_deg[AngleKey("hip_extension", "right")]).all()


@pytest.mark.parametrize("view", ["right", "front"])
def test_the_farther_a_thigh_leaves_the_picture_the_more_perspective_is_in_its_error(film, view):
    """40 degrees of abduction, thigh raised, from 3.5 m: what undoing perspective would change lies within twice."""
    posture = hip_circle(TIMES, "right", flexion_deg=70.0, abduction_deg=40.0)
    near = compute_angles(film(posture, camera_at(view, distance_m=3.5)), movement="hip_car", side="right")
    far = compute_angles(film(posture, camera_at(view, distance_m=30.0)), movement="hip_car", side="right")
    key = AngleKey("hip_abduction", "right")
    part, out = near.pose_sd_deg[key], posture.right.hip_abduction_deg
    known = np.isfinite(near.value_deg[key])
    top, rest = known & (out > 35.0), known & (out < 5.0) & (posture.right.hip_extension_pelvis_deg > -40.0)
    assert np.abs(part[rest]).max() < 0.5
    assert part[top].max() > 1.0
    moved = np.abs(near.value_deg[key] - far.value_deg[key])[top]
    assert (moved < 2.0 * part[top] + 1.5).all()
    assert (near.sd_deg[key][top] > part[top]).all()


@pytest.mark.parametrize("view", ["front", "back"])
def test_on_all_fours_abduction_is_told_against_gravity(film, view):
    """The trunk is seen from its end; from the front, a little from above, it even seems to point down."""
    abduction = ABDUCTION
    angles = compute_angles(
        film(on_all_fours(abduction), camera_at(view, distance_m=4.0)), movement="hip_car", side="right"
    )
    found = angles.value_deg[AngleKey("hip_abduction", "right")]
    assert rms(found - abduction) < 4.0
    assert abs(angles.view.roll_deg) < 1.0
