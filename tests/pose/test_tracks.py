import math

import pytest

from endrange.pose.openvino_engine.gaze import Seen
from endrange.pose.openvino_engine.regions import Region, same_person
from endrange.pose.openvino_engine.tracks import (
    Between,
    Key,
    Track,
    between,
    closes_block,
    without_doubles,
)


def seen(x: float, size: float = 200.0) -> Seen:
    return Seen({}, Region(x, 100, size), Region(x, 110, size / 2))


def key(time_s: float, *tracks: tuple[int, float]) -> Key:
    return Key(time_s, tuple(Track(number, seen(x)) for number, x in tracks), time_s, time_s, 10)


def key_frames(fps: float, n: int) -> list[int]:
    """Which of n even frames become key frames."""
    keys: list[int] = []
    key_s, frames = -math.inf, 0
    for i in range(n):
        frames += 1
        if closes_block(i / fps, (i - 1) / fps if i else -math.inf, key_s, frames):
            keys.append(i)
            key_s, frames = i / fps, 0
    return keys


@pytest.mark.parametrize(
    ("fps", "expected"),
    [(5, [0, 1, 2, 3]), (30, [0, 2, 4, 6, 8, 10]), (60, [0, 5, 10]), (240, [0, 5, 10])],
)
def test_key_frames_are_close_in_time_and_in_number(fps: float, expected: list[int]):
    found = key_frames(fps, expected[-1] + 1)
    assert found == expected


def test_half_way_between_two_key_frames_the_region_is_in_the_middle():
    (place,) = between(key(1.0, (0, 100)), key(1.1, (0, 120)), 1.05)
    assert place.regions[0].x_px == pytest.approx(110)
    assert place.box is not None
    assert place.box.x_px == pytest.approx(110)


def test_a_person_in_one_key_frame_only_is_looked_for_where_that_says():
    places = between(key(0.0, (0, 100)), key(0.1, (1, 500)), 0.05)
    assert [(p.number, p.regions[0].x_px, p.box) for p in places] == [(0, 100, None), (1, 500, None)]


def test_nothing_lies_between_the_two_sides_of_a_cut():
    """A jump of 300 px at a size of 200: the nearer key frame first, then the other."""
    (early,) = between(key(0.0, (0, 100)), key(0.1, (0, 400)), 0.02)
    (late,) = between(key(0.0, (0, 100)), key(0.1, (0, 400)), 0.08)
    assert [r.x_px for r in early.regions] == [100, 400]
    assert [r.x_px for r in late.regions] == [400, 100]


def test_turning_goes_the_short_way():
    a = Track(0, Seen({}, Region(0, 0, 10, math.radians(175)), Region(0, 0, 10)))
    b = Track(0, Seen({}, Region(0, 0, 10, math.radians(-175)), Region(0, 0, 10)))
    (place,) = between(Key(0.0, (a,), 0.0, 0.0, 1), Key(1.0, (b,), 0.0, 0.0, 1), 0.5)
    assert isinstance(place, Between)
    assert math.degrees(place.regions[0].turn_rad) == pytest.approx(180)


def test_of_two_tracks_on_one_person_the_older_stays():
    kept = without_doubles([Track(3, seen(100)), Track(5, seen(120)), Track(6, seen(180))])
    assert [t.number for t in kept] == [3, 6]


def test_a_far_person_behind_a_near_one_is_another():
    assert same_person(Region(100, 100, 200), Region(110, 100, 200))
    assert not same_person(Region(100, 100, 200), Region(140, 100, 200))
    assert not same_person(Region(100, 100, 800), Region(120, 100, 100))


def test_people_are_looked_for_at_once_where_there_are_none_and_now_and_then_else():
    assert Key.start().detection_due(0.0, 1)
    nobody = Key(1.0, (), 1.0, 1.0, 0)
    assert nobody.detection_due(1.03, 4)
    one = key(1.0, (0, 100))
    assert not one.detection_due(1.2, 4)
    assert one.detection_due(1.34, 4)
    assert not one.detection_due(9.0, 1)
    assert not nobody.combing_due(1.03)
    assert nobody.combing_due(1.34)
