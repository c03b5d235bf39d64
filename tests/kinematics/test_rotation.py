"""Hip rotation from the front: a seated body of known rotation, with and without a pelvis that pays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.rotation import UNSEEN_TILT_DEG
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import frame_times, hip_circle, seated_rotation

TIMES = frame_times(8.0, 15.0)
KEY = AngleKey("hip_internal_rotation", "right")


@pytest.mark.parametrize("height", [0.5, 1.2])
def test_both_ends_are_read_from_the_shank(film, height):
    posture = seated_rotation(TIMES, "right", internal_deg=35.0, external_deg=30.0)
    camera = camera_at("front", distance_m=5.0, height_m=height, aim_m=0.6)
    angles = compute_angles(film(posture, camera), movement="seated_hip_rotation", side="right")
    found = angles.value_deg[KEY]
    assert np.max(found) == pytest.approx(35.0, abs=1.0)
    assert np.min(found) == pytest.approx(-30.0, abs=1.0)
    assert np.max(np.abs(angles.value_deg[AngleKey("hip_internal_rotation", "left")])) < 1.0


def test_a_pelvis_that_tilts_with_the_rotation_is_told_by_the_knees(film):
    # The pelvis tilts by a tenth of the rotation, against it: the shank's angle alone is a tenth short.
    posture = seated_rotation(TIMES, "right", internal_deg=36.0, external_deg=36.0)
    tilted = replace(posture, pelvic_drop_deg=-0.1 * posture.right.hip_internal_rotation_deg)
    angles = compute_angles(
        film(tilted, camera_at("front", distance_m=5.0, height_m=0.6, aim_m=0.6)), movement="seated_hip_rotation"
    )
    assert np.max(angles.value_deg[KEY]) == pytest.approx(36.0, abs=1.5)
    assert np.min(angles.value_deg[KEY]) == pytest.approx(-36.0, abs=1.5)
    # What was taken for the pelvis may have been a lifted thigh: wider at the ends than in the middle.
    sd = angles.sd_deg[KEY]
    assert sd[np.argmax(angles.value_deg[KEY])] > sd[np.argmin(np.abs(angles.value_deg[KEY]))]


def test_rotation_that_is_held_is_told_alike(film):
    # Out to 36 degrees within a second and kept there, the pelvis tilting by a tenth of it.
    out = 36.0 * np.clip(TIMES - 1.0, 0.0, 1.0)
    posture = seated_rotation(TIMES, "right", internal_deg=0.0, external_deg=0.0)
    posture = replace(posture, right=replace(posture.right, hip_internal_rotation_deg=out), pelvic_drop_deg=-0.1 * out)
    camera = camera_at("front", distance_m=5.0, height_m=0.6, aim_m=0.6)
    angles = compute_angles(film(posture, camera), movement="hold", side="right")
    assert np.median(angles.value_deg[KEY][TIMES > 3]) == pytest.approx(36.0, abs=1.5)


def test_a_leg_that_was_never_seen_hanging_has_the_pelvis_in_its_error(film):
    still = np.zeros(len(TIMES))
    posture = seated_rotation(TIMES, "right", internal_deg=0.0, external_deg=0.0)
    camera = camera_at("front", distance_m=5.0, height_m=0.6, aim_m=0.6)
    sd = {}
    for rotation in (5.0, 36.0):
        kept = replace(posture, right=replace(posture.right, hip_internal_rotation_deg=still + rotation))
        sd[rotation] = np.median(compute_angles(film(kept, camera), movement="hold", side="right").sd_deg[KEY])
    assert sd[36.0] ** 2 - sd[5.0] ** 2 == pytest.approx(UNSEEN_TILT_DEG**2, rel=0.2)


def test_a_standing_leg_shows_no_rotation(make_body, front_on):
    angles = compute_angles(make_body(front_on()), movement="seated_hip_rotation")
    assert np.isnan(angles.value_deg[KEY]).all()


def test_in_a_circle_rotation_is_given_while_the_thigh_points_at_the_camera(film):
    posture = hip_circle(TIMES, "right", flexion_deg=85.0)
    angles = compute_angles(film(posture, camera_at("front")), movement="hip_car", side="right")
    given = np.isfinite(angles.value_deg[KEY])
    assert 0.1 < given.mean() < 0.6
    assert (posture.right.hip_extension_pelvis_deg[given] < -40.0).all()


def test_running_refuses_rotation_with_the_reason(film):
    from endrange.synthetic.motions import running

    angles = compute_angles(film(running(frame_times(1.5, 30.0)), camera_at("front")), movement="running")
    assert "knee bent" in angles.refused[KEY]
