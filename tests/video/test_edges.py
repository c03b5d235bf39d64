"""Edges of a drawn limb whose width is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import People, Sighting
from endrange.domain.skeleton import N_KEYPOINTS, PAIRS
from endrange.video.edges import EdgeFinder, edge_share, size_px

#: Somebody upright: trunk 120 px, thigh 100, shank 100, the sides 80 px apart.
HEIGHTS = {"shoulder": 40, "hip": 160, "knee": 260, "ankle": 360}


def figure():
    """(33, 2) points and a picture of two dark pillars along them, 30 px wide, on white."""
    points = np.full((N_KEYPOINTS, 2), np.nan)
    image = np.full((400, 300, 3), 220, np.uint8)
    for side, x in enumerate((110, 190)):
        for part, y in HEIGHTS.items():
            points[PAIRS[part][side]] = x, y
        image[30:370, x - 15 : x + 15] = 60
    return points, image


@pytest.mark.parametrize("sigma_px", [2.0, 4.0])
def test_an_edge_blurred_by_a_gaussian_is_two_and_a_half_times_as_wide(sigma_px):
    points, image = figure()
    share = edge_share(cv2.GaussianBlur(image, (0, 0), sigma_px), points)
    assert size_px(points) == 320.0
    assert share * 320.0 == pytest.approx(np.sqrt(2 * np.pi) * sigma_px, rel=0.1)


def test_half_the_size_and_half_the_blur_are_the_same_share():
    points, image = figure()
    soft = cv2.GaussianBlur(image, (0, 0), 4.0)
    small = cv2.resize(soft, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert edge_share(small, points / 2 - 0.25) == pytest.approx(edge_share(soft, points), rel=0.05)


def test_a_plain_picture_and_nobody_have_no_edges():
    points, image = figure()
    assert edge_share(np.full_like(image, 100), points) is None
    assert edge_share(image, np.full_like(points, np.nan)) is None


def test_the_finder_looks_at_few_frames_of_the_largest_person_and_keeps_no_picture():
    points, image = figure()
    people = np.stack([points / 3, points]).astype(np.float32)
    finder = EdgeFinder()
    for i in range(90):
        finder.feed(Frame(i, i / 30, cv2.GaussianBlur(image, (0, 0), 3.0)))
        seen = People(people, np.ones(people.shape[:2], np.float32), np.full((2, N_KEYPOINTS, 3), np.nan, np.float32))
        list(finder.watching([Sighting(i, i / 30, {"heavy": seen})]))
        assert not finder._waiting
    assert len(finder._found) == 8  # 3 s, one frame in 0.4 s
    assert finder.result() * 320.0 == pytest.approx(np.sqrt(2 * np.pi) * 3.0, rel=0.1)


def test_without_a_person_nothing_is_told():
    _, image = figure()
    finder = EdgeFinder()
    finder.feed(Frame(0, 0.0, image))
    finder.told(Sighting(0, 0.0, {"heavy": People.nobody()}))
    assert finder.result() is None
