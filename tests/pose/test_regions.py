import math

import numpy as np
import pytest

from endrange.pose.openvino_engine.regions import (
    Region,
    around_axis,
    around_box,
    around_points,
    cut,
    mean_region,
    to_picture,
)


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 255, (90, 121, 3), np.uint8)


def test_a_region_of_the_cut_s_own_size_is_the_picture_itself(picture: np.ndarray):
    """16 px about (40.5, 30.5): pixels 33..48 and 23..38, nothing interpolated."""
    np.testing.assert_array_equal(cut(picture, Region(40.5, 30.5, 16.0), 16), picture[23:39, 33:49])


def test_a_quarter_turn_clockwise_turns_the_cut_back(picture: np.ndarray):
    """The region's top points to the picture's right, so the picture's right becomes the cut's top."""
    turned = cut(picture, Region(40.5, 30.5, 16.0, math.pi / 2), 16)
    np.testing.assert_array_equal(turned, np.rot90(picture[23:39, 33:49], k=1))


def test_outside_of_the_picture_it_is_black(picture: np.ndarray):
    assert not cut(picture, Region(-100.0, -100.0, 16.0), 16).any()


@pytest.mark.parametrize("region", [Region(37.3, 41.7, 53.1, 0.3), Region(90.02, 12.9, 77.7, -2.2)])
def test_the_cut_of_the_mirrored_picture_is_the_mirrored_cut(picture: np.ndarray, region: Region):
    width = picture.shape[1]
    there = cut(picture, region.on_grid(), 64)
    mirrored = Region(width - 1 - region.x_px, region.y_px, region.size_px, -region.turn_rad)
    back = cut(np.ascontiguousarray(picture[:, ::-1]), mirrored.on_grid(), 64)
    np.testing.assert_array_equal(back[:, ::-1], there)


def test_points_of_the_cut_are_points_of_the_picture():
    """A cut of 4 px over 8: each of its pixels is two wide, its middle 1.5 lies on the centre."""
    region = Region(10.0, 20.0, 8.0)
    np.testing.assert_allclose(to_picture(np.array([[1.5, 1.5], [2.5, 0.5]]), region, 4), [[10, 20], [12, 18]])


def test_points_of_a_turned_cut():
    """A quarter turn clockwise: up in the cut is right in the picture."""
    region = Region(10.0, 20.0, 8.0, math.pi / 2)
    np.testing.assert_allclose(to_picture(np.array([1.5, 0.5]), region, 4), [12, 20], atol=1e-12)


def test_around_an_upright_body():
    """Hips at (100, 200), top of the circle 80 px above: a square of 2 × 80 × 1.25 px, not turned."""
    assert around_axis(np.array([100, 200]), np.array([100, 120]), 1.25) == Region(100, 200, 200, 0.0)


def test_around_a_body_lying_to_the_right():
    assert around_axis(np.array([0, 0]), np.array([10, 0]), 1.0).turn_rad == pytest.approx(math.pi / 2)


def test_around_a_box_the_longer_side_counts():
    assert around_box(np.array([0, 10]), np.array([20, 90]), 1.25) == Region(10, 50, 100)


def test_around_points_upright():
    """Points from (10, 0) to (30, 80): the centre (20, 40) and the longer side × 1.25."""
    assert around_points(np.array([[10.0, 80.0], [30.0, 0.0]]), 0.0, 1.25) == Region(20, 40, 100, 0.0)


def test_around_points_turned():
    """A body of 80 px lying to the right, seen by a region turned a quarter clockwise: the same square about it."""
    turned = around_points(np.array([[0.0, 10.0], [80.0, 30.0]]), math.pi / 2, 1.25)
    assert (turned.x_px, turned.y_px, turned.size_px) == pytest.approx((40, 20, 100))


def test_the_mean_of_turns_goes_the_short_way():
    mean = mean_region([Region(0, 0, 10, math.radians(170)), Region(4, 2, 20, math.radians(-170))])
    assert (mean.x_px, mean.y_px, mean.size_px) == (2, 1, 15)
    assert abs(math.degrees(mean.turn_rad)) == pytest.approx(180)
