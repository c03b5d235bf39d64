"""Markers told in words, projected by hand."""

import numpy as np
import pytest

from endrange.domain.skeleton import N_KEYPOINTS, point
from endrange.pose.side_camera import MARGIN_PX, seen_from_the_side

HEIGHTS = {"shoulder": 1.4, "hip": 0.9, "knee": 0.5, "ankle": 0.1}


def standing(n=4):
    """Upright, facing +x, y up, z to the right; the right knee 0.2 m forward; hips 0.2 m apart."""
    position = np.full((n, N_KEYPOINTS, 3), np.nan)
    for part, height in HEIGHTS.items():
        for side, across in (("left", -0.1), ("right", 0.1)):
            position[:, point(side, part)] = (0.0, height, across)
    position[:, point("right", "knee"), 0] = 0.2
    return position


def knee_of(view):
    """Right knee against right hip in the picture."""
    return view.position_px[0, point("right", "knee")] - view.position_px[0, point("right", "hip")]


def test_forward_is_right_and_up_is_up():
    view = seen_from_the_side(standing(), 100.0, 1.0)
    np.testing.assert_allclose(knee_of(view), [20.0, 40.0])
    assert view.spatial
    low, high = np.nanmin(view.position_px, axis=(0, 1)), np.nanmax(view.position_px, axis=(0, 1))
    np.testing.assert_allclose(low, MARGIN_PX)
    np.testing.assert_allclose(view.size_px, high + MARGIN_PX)


@pytest.mark.parametrize("turn_deg", [0.0, 90.0, 137.0, -60.0])
def test_whichever_way_the_room_lies_the_side_is_found(turn_deg):
    a = np.radians(turn_deg)
    turn = np.array([[np.cos(a), 0.0, np.sin(a)], [0.0, 1.0, 0.0], [-np.sin(a), 0.0, np.cos(a)]])
    view = seen_from_the_side(standing() @ turn.T, 100.0, 1.0)
    np.testing.assert_allclose(knee_of(view), [20.0, 40.0], atol=1e-9)


def test_a_room_with_z_up_is_seen_the_same():
    """x forward, y left, z up."""
    z_up = standing()[..., [0, 2, 1]] * [1.0, -1.0, 1.0]
    np.testing.assert_allclose(knee_of(seen_from_the_side(z_up, 100.0, 1.0)), [20.0, 40.0], atol=1e-9)


def test_millimetres_have_the_same_world_in_metres():
    metres, mm = seen_from_the_side(standing(), 500.0, 1.0), seen_from_the_side(1000 * standing(), 0.5, 1000.0)
    np.testing.assert_allclose(metres.position_px, mm.position_px)
    np.testing.assert_allclose(metres.world_m, mm.world_m)
    # right shoulder: 0.5 m above the hips, 0.1 m nearer to the camera than they are
    np.testing.assert_allclose(metres.world_m[0, point("right", "shoulder")], [0.0, -0.5, -0.1], atol=1e-12)


def test_who_turns_round_is_seen_from_one_place():
    """Half of the frames face -x: there the right knee points to the picture's left."""
    there, back = standing(6), standing(4) * [-1.0, 1.0, -1.0]
    view = seen_from_the_side(np.concatenate([there, back]), 100.0, 1.0)
    hip, knee = point("right", "hip"), point("right", "knee")
    forward = view.position_px[:, knee, 0] - view.position_px[:, hip, 0]
    np.testing.assert_allclose(forward, [20.0] * 6 + [-20.0] * 4)


def test_points_in_a_plane_are_seen_square_to_it_and_have_no_depth():
    flat = standing()
    flat[..., 2] = np.where(np.isfinite(flat[..., 2]), 0.0, np.nan)
    view = seen_from_the_side(flat, 100.0, 1.0)
    assert not view.spatial
    np.testing.assert_allclose(knee_of(view), [20.0, 40.0])
    assert np.isnan(view.world_m).all()
