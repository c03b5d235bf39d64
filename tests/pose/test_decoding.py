"""What the networks' raw outputs mean, on outputs made by hand."""

import math

import numpy as np
import pytest

from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, KEYPOINTS, MIRROR_ORDER, point
from endrange.pose.openvino_engine import blazepose, movenet
from endrange.pose.openvino_engine.regions import Region

#: A cut pixel is one pixel of the picture, and the cut's pixel 0 is the picture's pixel 100.
PLAIN = Region(100 + 127.5, 100 + 127.5, 256.0)

LEFT_KNEE, RIGHT_KNEE = point("left", "knee"), point("right", "knee")


def blazepose_raw() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All points at (128, 128), the left knee at (60, 180), visible; cold heat-maps; the body's circle 80 px high."""
    landmarks = np.zeros((39, 5))
    landmarks[:, :2] = 128
    landmarks[LEFT_KNEE] = 60, 180, 0, math.log(3), 0
    landmarks[34, :2] = 128, 48
    world = np.zeros((39, 3))
    world[LEFT_KNEE] = 0.1, 0.4, -0.2
    return landmarks, np.array([0.9]), np.full((64, 64, 39), -20.0), world


def test_points_are_pixel_centres_of_the_picture():
    """The network counts from the pixels' edges: 60 is half a pixel left of the centre of pixel 60."""
    pose = blazepose.decode(*blazepose_raw(), PLAIN, mirrored=False)
    np.testing.assert_allclose(pose.position_px[LEFT_KNEE], [159.5, 279.5])
    np.testing.assert_allclose(pose.world_m[LEFT_KNEE], [0.1, 0.4, -0.2])
    assert pose.score[LEFT_KNEE] == pytest.approx(0.75)
    assert pose.presence == pytest.approx(0.9)


def test_the_heat_map_moves_a_point_to_its_centre_of_mass():
    """Two cells of the left knee's map at probability one, columns 15 and 16 of row 46: 15.5 and 46 cells of 4 px."""
    landmarks, presence, heat, world = blazepose_raw()
    heat[46, 15:17, LEFT_KNEE] = 20.0
    pose = blazepose.decode(landmarks, presence, heat, world, PLAIN, mirrored=False)
    np.testing.assert_allclose(pose.position_px[LEFT_KNEE], [100 + 62 - 0.5, 100 + 184 - 0.5], atol=1e-4)


def test_a_hot_cell_out_of_reach_moves_nothing():
    landmarks, presence, heat, world = blazepose_raw()
    heat[46, 20, LEFT_KNEE] = 20.0  # the point's own cell is 15: three cells each way end at 18
    pose = blazepose.decode(landmarks, presence, heat, world, PLAIN, mirrored=False)
    np.testing.assert_allclose(pose.position_px[LEFT_KNEE], [159.5, 279.5])


def test_a_point_beyond_the_cut_is_not_refined():
    landmarks, presence, heat, world = blazepose_raw()
    landmarks[LEFT_KNEE, :2] = 60, 300
    heat[63, 15, LEFT_KNEE] = 20.0
    pose = blazepose.decode(landmarks, presence, heat, world, PLAIN, mirrored=False)
    np.testing.assert_allclose(pose.position_px[LEFT_KNEE], [159.5, 399.5])


def test_a_mirrored_look_comes_back_with_the_sides_exchanged():
    """The mirror image's left knee at edge 60 is the right knee, 60 from the right edge: 256 - 60."""
    pose = blazepose.decode(*blazepose_raw(), PLAIN, mirrored=True)
    np.testing.assert_allclose(pose.position_px[RIGHT_KNEE], [100 + 256 - 60 - 0.5, 279.5])
    np.testing.assert_allclose(pose.world_m[RIGHT_KNEE], [-0.1, 0.4, -0.2])
    assert pose.score[RIGHT_KNEE] == pytest.approx(0.75)


def test_a_turned_region_turns_points_and_world():
    """A quarter turn clockwise: below in the cut is left in the picture."""
    turned = Region(PLAIN.x_px, PLAIN.y_px, PLAIN.size_px, math.pi / 2)
    pose = blazepose.decode(*blazepose_raw(), turned, mirrored=False)
    u, v = 59.5 - 127.5, 179.5 - 127.5
    np.testing.assert_allclose(pose.position_px[LEFT_KNEE], [PLAIN.x_px - v, PLAIN.y_px + u])
    np.testing.assert_allclose(pose.world_m[LEFT_KNEE], [-0.4, 0.1, -0.2], atol=1e-12)


def test_the_next_region_holds_the_body():
    """Points from the knee at (60, 180) to the rest at (128, 128): 68 px wide about (94, 154), × 1.25, not turned."""
    region = blazepose.decode(*blazepose_raw(), PLAIN, mirrored=False).next_region
    assert region.size_px == pytest.approx(85)
    assert (region.x_px, region.y_px) == pytest.approx((100 + 94 - 0.5, 100 + 154 - 0.5))
    assert region.turn_rad == pytest.approx(0)


def test_the_next_region_is_turned_with_a_leaning_trunk():
    """From the hips' middle at (128, 128) to the body's circle at (188, 68): 45 degrees clockwise."""
    landmarks, presence, heat, world = blazepose_raw()
    landmarks[34, :2] = 188, 68
    region = blazepose.decode(landmarks, presence, heat, world, PLAIN, mirrored=False).next_region
    assert region.turn_rad == pytest.approx(math.pi / 4)


@pytest.mark.parametrize(("presence", "visible", "somebody"), [(0.9, 10, True), (0.4, 33, False), (0.9, 5, False)])
def test_a_body_that_is_hardly_visible_is_nobody(presence: float, visible: int, somebody: bool):
    """Ten of 33 points clearly visible are a mean of 0.3, five are 0.15: less than a person ever has."""
    landmarks, _, heat, world = blazepose_raw()
    landmarks[:, 3] = -20
    landmarks[:visible, 3] = 20
    pose = blazepose.decode(landmarks, np.array([presence]), heat, world, PLAIN, mirrored=False)
    assert pose.is_somebody is somebody


def movenet_raw() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One person at cell (32, 32); every point 4 cells right and 8 below, its heat a single cell, half a cell off."""
    heat = np.zeros((64, 64, 17))
    centre = np.zeros((64, 64, 1))
    regress = np.zeros((64, 64, 34))
    offset = np.zeros((64, 64, 34))
    centre[32, 32] = 1.0
    regress[32, 32] = np.tile([8.0, 4.0], 17)  # y, x
    heat[40, 36] = 0.8
    offset[40, 36] = np.tile([0.25, 0.5], 17)
    return heat, centre, regress, offset


def test_movenet_points_lie_in_the_hot_cell_plus_its_offset():
    points, score = movenet.decode(*movenet_raw(), PLAIN, mirrored=False)
    named = list(COCO_TO_BLAZEPOSE)
    np.testing.assert_allclose(points[named], np.tile([100 + 36.5 * 4, 100 + 40.25 * 4], (17, 1)))
    np.testing.assert_allclose(score[named], 0.8)


def test_movenet_knows_no_feet():
    points, score = movenet.decode(*movenet_raw(), PLAIN, mirrored=False)
    feet = [KEYPOINTS.index(f"{side}_{part}") for side in ("left", "right") for part in ("heel", "foot_index")]
    assert np.isnan(points[feet]).all()
    assert np.isnan(score[feet]).all()


def test_the_peak_near_the_regressed_place_wins():
    """A hotter cell 20 cells away loses to a weaker one at the place: 0.8/1.8 against 1.0/21.8."""
    heat, centre, regress, offset = movenet_raw()
    heat[60, 36] = 1.0
    points, _ = movenet.decode(heat, centre, regress, offset, PLAIN, mirrored=False)
    assert points[0, 1] == pytest.approx(100 + 40.25 * 4)


def test_movenet_in_the_mirror():
    heat, centre, regress, offset = movenet_raw()
    knee = COCO_TO_BLAZEPOSE.index(LEFT_KNEE)
    offset[40, 36, 2 * knee + 1] = 0.0
    points, _ = movenet.decode(heat, centre, regress, offset, PLAIN, mirrored=True)
    assert MIRROR_ORDER[LEFT_KNEE] == RIGHT_KNEE
    np.testing.assert_allclose(points[RIGHT_KNEE], [100 + 255 - 36 * 4, 100 + 40.25 * 4])
    np.testing.assert_allclose(points[LEFT_KNEE], [100 + 255 - 36.5 * 4, 100 + 40.25 * 4])
