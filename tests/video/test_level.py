"""Rooms drawn by hand: what stands upright is turned by a known roll."""

import cv2
import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.video.level import LevelFinder

W, H = 960, 540


def room(roll_deg=0.0, *, posts=(100, 300, 700, 880), floor=(430,), moving=None):
    """Dark posts on a light wall and a floor's edge, the content turned clockwise by ``roll_deg`` about the middle."""
    image = np.full((2 * H, 2 * W, 3), 200, np.uint8)
    for x in posts:
        cv2.rectangle(image, (W // 2 + x, H // 2 - 200), (W // 2 + x + 24, H // 2 + 430), (60, 60, 60), -1)
    for y in floor:
        cv2.rectangle(image, (0, H // 2 + y), (2 * W, 2 * H), (120, 90, 60), -1)
    if moving is not None:
        cv2.line(image, (W // 2 + moving, H // 2 + 60), (W // 2 + moving + 40, H // 2 + 420), (0, 0, 0), 14)
    turn = cv2.getRotationMatrix2D((W, H), -roll_deg, 1.0)
    turned = cv2.warpAffine(image, turn, (2 * W, 2 * H), flags=cv2.INTER_AREA, borderValue=(200, 200, 200))
    return np.ascontiguousarray(turned[H // 2 : H // 2 + H, W // 2 : W // 2 + W])


def found(pictures):
    finder = LevelFinder()
    for i, picture in enumerate(pictures):
        finder.feed(Frame(i, i * 1.0, picture))
    return finder.result()


@pytest.mark.parametrize("roll", [-5.0, -1.5, 0.0, 2.0, 6.0])
def test_the_roll_of_a_room_is_found_within_half_a_degree(roll):
    level = found([room(roll)] * 3)
    assert level.roll_deg == pytest.approx(roll, abs=0.5)
    assert 0.3 < level.sd_deg < 0.8


def test_posts_alone_and_a_floor_alone_tell_it_too():
    assert found([room(3.0, floor=())] * 3).roll_deg == pytest.approx(3.0, abs=0.5)
    assert found([room(3.0, posts=(), floor=(300, 430))] * 3).roll_deg == pytest.approx(3.0, abs=0.5)


def test_what_moves_is_no_room():
    pictures = [room(posts=(), floor=(), moving=x) for x in (100, 250, 400, 550, 700)]
    assert found(pictures) is None


def test_a_camera_in_the_hand_is_told_and_its_middle_roll_found():
    """Five looks, a second apart, at a room that turns about 1 degree and shifts, as from a hand."""
    held = ((2.5, 0), (-0.5, 30), (1.0, -25), (3.0, 12), (0.0, 40))
    level = found([np.roll(room(roll, floor=(300, 430)), shift, 1) for roll, shift in held])
    assert level.roll_deg == pytest.approx(1.0, abs=0.3)
    assert level.turns_deg == pytest.approx(np.std([2.5, -0.5, 1.0, 3.0, 0.0]), abs=0.2)
    assert level.sd_deg > level.turns_deg


def test_a_limb_that_swings_before_a_still_room_is_no_turning_camera():
    level = found([room(1.0, moving=x) for x in (-300, -150, 0, 150, 300)])
    assert level.turns_deg == 0.0
    assert level.roll_deg == pytest.approx(1.0, abs=0.5)


def test_an_empty_wall_tells_nothing():
    assert found([np.full((H, W, 3), 128, np.uint8)] * 3) is None
    assert LevelFinder().result() is None


def test_a_mirrored_room_has_the_opposite_roll():
    plain = found([room(2.5)] * 3)
    mirrored = found([np.ascontiguousarray(room(2.5)[:, ::-1])] * 3)
    assert mirrored.roll_deg == pytest.approx(-plain.roll_deg, abs=0.05)


def test_the_rendered_samples_are_level(samples):
    from endrange.video.frames import FrameReader

    finder = LevelFinder()
    for frame in FrameReader(samples / "run_right_60fps.mp4", end_s=2.0):
        finder.feed(frame)
    assert finder.result().roll_deg == pytest.approx(0.0, abs=0.5)
