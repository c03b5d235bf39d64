"""How the camera sees a filmed body: plane, facing, near side, yaw, bouts, roll, steadied hips."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.body import Span
from endrange.domain.level import Level
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.camera import find_bouts, main_view
from endrange.kinematics.hips import KEPT, KEPT_WALKING, KEPT_WALKING_FAR, steady_hips
from endrange.kinematics.roll import PRIOR_SD_DEG, camera_roll
from endrange.synthetic.body import Posture
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import frame_times, running, seated_rotation, standing
from endrange.track import smooth

STRIDES = running(frame_times(1.44, 30.0))
SEATED = seated_rotation(frame_times(2.0, 15.0))


@pytest.mark.parametrize(
    ("view", "plane", "facing", "near"),
    [
        ("right", "sagittal", "right", "right"), ("left", "sagittal", "left", "left"),
        ("front", "front", "camera", None), ("back", "back", "away", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("yaw", [0.0, 20.0, -20.0])
def test_plane_facing_and_near_side(film, view, plane, facing, near, yaw):
    seen = main_view(find_bouts(film(STRIDES, camera_at(view, yaw_deg=yaw)), walks=True))
    assert (seen.plane, seen.facing, seen.near_side) == (plane, facing, near)


@pytest.mark.parametrize("view", ["right", "left"])
@pytest.mark.parametrize("yaw", [-15.0, -5.0, 0.0, 10.0])
def test_yaw_is_positive_when_the_person_walks_away(film, view, yaw):
    seen = main_view(find_bouts(film(STRIDES, camera_at(view, yaw_deg=yaw)), walks=True))
    assert seen.yaw_deg == pytest.approx(yaw, abs=2 * seen.yaw_sd_deg)


def test_a_view_from_between_is_oblique(film):
    seen = main_view(find_bouts(film(STRIDES, camera_at("right", yaw_deg=45.0)), walks=True))
    assert seen.plane == "oblique"


def test_a_head_turned_to_the_camera_does_not_turn_the_body(film):
    body = film(STRIDES, camera_at("right"))
    turned = body.position_px.copy()
    turned[:, 0, 0] = turned[:, list(PAIRS["ear"]), 0].mean(axis=1)
    seen = main_view(find_bouts(replace(body, position_px=turned), walks=True))
    assert (seen.plane, seen.facing) == ("sagittal", "right")


def test_without_world_points_the_picture_tells_as_well(film):
    seen = main_view(find_bouts(film(STRIDES, camera_at("left"), world=False), walks=True))
    assert (seen.plane, seen.facing) == ("sagittal", "left")


def test_bouts_end_where_runs_end(film):
    body = film(STRIDES, camera_at("right"))
    n = body.n_frames
    bouts = find_bouts(replace(body, runs=(Span(0, 20), Span(20, n))), walks=True)
    assert [tuple(b.span) for b in bouts] == [(0, 20), (20, n)]


def test_a_glance_is_no_turn(film):
    body = film(standing(frame_times(3.0, 30.0)), camera_at("right"))
    other = film(standing(frame_times(3.0, 30.0)), camera_at("front"))
    position, world = body.position_px.copy(), body.world_m.copy()
    position[40:48], world[40:48] = other.position_px[40:48], other.world_m[40:48]
    assert len(find_bouts(replace(body, position_px=position, world_m=world))) == 1


def tilted(posture: Posture, camera_roll_deg: float, film):
    return film(posture, camera_at("front", roll_deg=camera_roll_deg, height_m=1.0, aim_m=0.7))


def test_from_the_side_the_roll_is_not_known_and_says_so(film):
    body = film(STRIDES, camera_at("right", roll_deg=3.0))
    assert camera_roll(body, Span(0, body.n_frames), "sagittal", 0.0) == Level(0.0, PRIOR_SD_DEG)


def test_what_is_known_of_the_level_counts_by_its_error(film):
    body = film(STRIDES, camera_at("right", roll_deg=3.0))
    assert camera_roll(body, Span(0, body.n_frames), "sagittal", 0.0, Level(2.8, 0.4)) == Level(2.8, 0.4)


def test_from_the_front_trunk_and_shoulders_tell_most_of_the_roll(film):
    body = tilted(SEATED, -5.0, film)
    found = camera_roll(body, Span(0, body.n_frames), "front", 0.0)
    # Two cues of 1.5 degrees against 2.3 of a camera set up by eye: 0.889 / (0.889 + 0.189) = 0.82 of it.
    assert found.roll_deg == pytest.approx(-5.0 * 0.82, abs=0.2)
    assert found.sd_deg == pytest.approx(0.96, abs=0.04)


def test_who_leans_about_is_no_level(film):
    body = tilted(SEATED, -5.0, film)
    sway = 60.0 * np.sin(np.arange(body.n_frames))
    position = body.position_px.copy()
    position[:, list(PAIRS["shoulder"]), 0] += sway[:, None]
    still, swaying = (
        camera_roll(b, Span(0, b.n_frames), "front", 0.0) for b in (body, replace(body, position_px=position))
    )
    assert swaying.sd_deg > still.sd_deg + 0.1


def test_a_walk_across_the_picture_shows_the_ground(make_body, side_on):
    # Ten places on a ground that falls by 3 degrees in the picture, each stood on for five frames.
    frames = []
    for step in range(10):
        figure = side_on(5)
        figure[..., 0] += 100.0 * step - 400.0
        figure[..., 1] += np.tan(np.radians(3.0)) * 100.0 * step
        frames.append(figure)
    body = make_body(np.concatenate(frames))
    found = camera_roll(body, Span(0, body.n_frames), "sagittal", 0.0)
    # The feet are 200 px below the middle, a quarter of the focal length: 5 degrees of yaw are 1.25 of slope. Against
    # 2.3 degrees of a camera set up by eye that is 0.73 of the 3.
    assert found.roll_deg == pytest.approx(2.2, abs=0.15)
    assert found.sd_deg == pytest.approx(1.18, abs=0.05)


def test_a_foot_that_stops_in_the_air_shows_no_ground(make_body, side_on):
    """The right foot of somebody who stands stops in front, low behind and higher behind, as in a circle."""
    figure = side_on(60)
    for part in ("heel", "foot_index"):
        for k, (along, up) in enumerate([(250.0, 0.0), (-150.0, 60.0), (-250.0, 120.0)]):
            figure[20 * k : 20 * (k + 1), point("right", part)] += (along, -up)
    body = make_body(figure)
    found = camera_roll(body, Span(0, body.n_frames), "sagittal", 0.0)
    assert (found.roll_deg, found.sd_deg) == (0.0, PRIOR_SD_DEG)


@pytest.mark.parametrize(
    ("movement", "far", "near"), [("running", KEPT_WALKING_FAR, KEPT_WALKING), ("hip_car", KEPT, KEPT)]
)
def test_each_hip_keeps_part_of_their_parting(make_body, side_on, movement, far, near):
    # Facing right: the right side is the near one.
    figure = side_on(40)
    parting = 10.0 * np.sin(np.arange(40) / 3)
    middle = figure[:, 23:25, 0].mean(axis=1)
    figure[:, 23, 0] += parting + 4.0
    figure[:, 24, 0] -= parting + 4.0
    steadied = steady_hips(make_body(figure), movement=movement).position_px
    usual = np.median(parting + 4.0)
    np.testing.assert_allclose(steadied[:, 23, 0] - middle, usual + far * (parting + 4.0 - usual))
    np.testing.assert_allclose(middle - steadied[:, 24, 0], usual + near * (parting + 4.0 - usual))
    np.testing.assert_allclose(steadied[:, 25:], figure[:, 25:])


@pytest.mark.parametrize("movement", ["hold", "standing"])
def test_hips_of_who_stands_or_holds_are_half_as_far_apart_along_the_picture(make_body, side_on, movement):
    figure = side_on(40)
    middle = figure[:, 23:25].mean(axis=1)
    figure[:, 23] += [8.0, -2.0]
    figure[:, 24] += [-8.0, 2.0]
    steadied = steady_hips(make_body(figure), movement=movement).position_px
    np.testing.assert_allclose(steadied[:, 23] - middle, np.tile([4.0, -2.0], (40, 1)))
    np.testing.assert_allclose(steadied[:, 24] - middle, np.tile([-4.0, 2.0], (40, 1)))
    circling = steady_hips(make_body(figure), movement="hip_car").position_px
    np.testing.assert_allclose(circling[:, 23] - middle, np.tile([8.0, -2.0], (40, 1)))


def test_hips_seen_from_the_front_are_left_alone(make_body, front_on):
    figure = front_on(20)
    figure[::2, 23, 1] += 6.0
    np.testing.assert_allclose(steady_hips(make_body(figure)).position_px, figure)


@pytest.mark.parametrize(("view", "facing"), [("right", "right"), ("left", "left")])
@pytest.mark.parametrize("face_down", [True, False])
def test_who_lies_is_seen_from_the_side_and_the_lifted_thigh_is_read(film, view, facing, face_down):
    """Face down the thigh is lifted by 18 degrees of extension, face up by 70 of flexion, knee bent."""
    times = frame_times(2.0, 15.0)
    still = np.zeros(len(times))
    lean = still + (90.0 if face_down else -90.0)
    straight = replace(STRIDES.left, **dict.fromkeys(vars(STRIDES.left), still))
    extension = still + (18.0 if face_down else -70.0)
    moving = replace(straight, hip_extension_pelvis_deg=extension, knee_flexion_deg=still + 60.0)
    lying = replace(
        standing(times), left=straight, right=straight, hips_m=np.tile([0.0, 0.15, 0.0], (len(times), 1)),
        pelvic_tilt_deg=lean, trunk_lean_deg=lean,
    )  # fmt: skip
    side = "right" if view == "right" else "left"
    body = film(replace(lying, **{side: moving}), camera_at(view, aim_m=0.3))
    seen = main_view(find_bouts(body))
    assert (seen.plane, seen.facing, seen.near_side) == ("sagittal", facing, side)
    angles = compute_angles(body, movement="hold", side=side)
    assert np.median(angles.value_deg[AngleKey("hip_extension", side)]) == pytest.approx(extension[0], abs=3.0)


@pytest.mark.parametrize(
    ("movement", "down_px"), [("hip_car", 5.0), ("hold", 5.0), ("running", 0.0), ("knee_to_wall", 0.0)]
)
def test_hips_are_levelled_where_a_thigh_is_led_away(make_body, side_on, movement, down_px):
    """Every look's hips at one height would lie 5 px lower."""
    figure = side_on(30)
    body = replace(make_body(figure), hip_shift_px=np.full((30, 2, 2), [0.0, 5.0]))
    moved = (
        steady_hips(body, movement=movement).position_px - steady_hips(make_body(figure), movement=movement).position_px
    )
    for side in ("left", "right"):
        np.testing.assert_allclose(moved[:, point(side, "hip")], np.tile([0.0, down_px], (30, 1)), atol=1e-9)
        np.testing.assert_allclose(moved[:, point(side, "knee")], 0.0, atol=1e-9)


def test_what_levels_the_hips_is_smoothed_with_the_points(make_body, side_on):
    """It jumps by 10 px from frame to frame about 5; smoothed, it stays near 5."""
    jumping = np.tile([[0.0, 0.0], [0.0, 10.0]], (30, 1))[:, None]
    body = replace(make_body(side_on(60)), hip_shift_px=np.repeat(jumping, 2, axis=1))
    shift = smooth(body, 4.0).hip_shift_px
    np.testing.assert_allclose(shift[10:-10, :, 1], 5.0, atol=0.4)
