"""Feet and shoulders from front and back, the person's own standing, doubt of points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import Neutral, compute_angles, neutral_from
from endrange.kinematics.doubt import doubt_deg, lost_share
from endrange.kinematics.neutral import STANDING_SD_DEG
from endrange.kinematics.pelvis import FOOT_PER_LEG, outward
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import frame_times, standing

TURN = AngleKey("trunk_rotation", None)


def test_outward_is_the_pictures_right_for_the_left_side_from_the_front():
    assert outward("left", from_front=True) == outward("right", from_front=False) == 1.0
    assert outward("right", from_front=True) == outward("left", from_front=False) == -1.0


@pytest.mark.parametrize("back", [False, True])
def test_toes_out_by_half_the_foots_length_are_30_degrees(make_body, front_on, back):
    figure = front_on(back=back)
    for side in ("left", "right"):
        out = outward(side, from_front=not back)
        figure[:, point(side, "foot_index"), 0] += out * FOOT_PER_LEG * 180.0 / 2
    angles = compute_angles(make_body(figure), movement="standing")
    for side in ("left", "right"):
        assert angles.value_deg[AngleKey("foot_progression", side)][0] == pytest.approx(30.0, abs=0.1)


@pytest.mark.parametrize("view", ["front", "back"])
def test_shoulders_turned_to_the_left_are_positive(film, view):
    times = frame_times(8.0, 15.0)
    turn = 45.0 * np.sin(2 * np.pi * times / 8.0)
    posture = replace(standing(times), trunk_rotation_deg=turn)
    angles = compute_angles(film(posture, camera_at(view, distance_m=6.0)), movement="thoracic_car")
    np.testing.assert_allclose(angles.value_deg[TURN], turn, atol=5.0)


def test_a_network_that_saw_no_mirror_is_counted_from_the_middle(film):
    posture = standing(frame_times(2.0, 15.0))
    body = film(posture, camera_at("front"))
    lopsided = body.world_m.copy()
    lopsided[:, point("right", "hip"), 2] += 0.05
    body = replace(body, world_m=lopsided)
    one_sided = compute_angles(replace(body, looks=("heavy", "movenet")), movement="thoracic_car")
    both = compute_angles(body, movement="thoracic_car")
    assert np.median(one_sided.value_deg[TURN]) == pytest.approx(0.0, abs=1e-6)
    assert abs(np.median(both.value_deg[TURN])) > 10.0


def test_running_refuses_the_turn_of_the_trunk(make_body, front_on):
    angles = compute_angles(make_body(front_on()), movement="running")
    assert "too small" in angles.refused[TURN]
    assert AngleKey("foot_progression", "left") not in angles.refused


def test_named_frames_alone_are_the_standing(make_body, side_on):
    """The trunk leans by 3 degrees while somebody stands, by 20 before and after."""
    lean = np.r_[np.full(20, 20.0), np.full(40, 3.0), np.full(20, 20.0)]
    angles = compute_angles(make_body(np.concatenate([side_on(1, trunk_lean=x) for x in lean])))
    neutral = neutral_from(angles, lean < 10)
    assert neutral.offset_deg[AngleKey("trunk_lean", None)] == pytest.approx(3.0)


def test_what_the_view_does_not_show_has_no_standing(make_body, front_on):
    assert AngleKey("hip_extension", "left") not in neutral_from(compute_angles(make_body(front_on()))).offset_deg


def test_a_standings_own_error_widens(make_body, side_on):
    body = make_body(side_on())
    key = AngleKey("hip_extension", "left")
    plain = compute_angles(body, movement="hold")
    told = compute_angles(body, movement="hold", neutral=Neutral({key: 2.0}, {key: STANDING_SD_DEG}))
    assert told.bias_sd_deg[key] == pytest.approx(np.hypot(plain.bias_sd_deg[key], STANDING_SD_DEG))
    np.testing.assert_allclose(told.sd_deg[key], np.hypot(plain.sd_deg[key], STANDING_SD_DEG))


def test_doubt_of_a_segment_is_that_of_its_ends_over_its_length(make_body, side_on):
    # Shank 90 px long, each end doubtful by 3 px in both coordinates together: atan(3 / 90) = 1.91 degrees.
    body = replace(make_body(side_on()), doubt_px=np.full((30, 33), 3.0))
    assert doubt_deg(body, AngleKey("shank_lean", "left"))[0] == pytest.approx(np.degrees(3.0 / 90.0))
    # Two segments of 90 px: sqrt(2) times as much.
    assert doubt_deg(body, AngleKey("knee_flexion", "left"))[0] == pytest.approx(np.degrees(3.0 / 90.0) * np.sqrt(2))


def test_the_lost_share_counts_the_angles_own_points(make_body, side_on):
    figure = side_on(40)
    figure[:10, point("right", "knee")] = np.nan
    body = make_body(figure)
    assert lost_share(body, AngleKey("knee_flexion", "right")) == 0.25
    assert lost_share(body, AngleKey("knee_flexion", "left")) == 0.0
