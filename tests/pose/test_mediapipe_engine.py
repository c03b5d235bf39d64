import numpy as np

from endrange.domain.looks import People
from endrange.pose.mediapipe_engine import matched


def standing_at(*xs: float) -> People:
    """People with a trunk 100 px high, their points marked by where they stand."""
    points = np.zeros((len(xs), 33, 2), np.float32)
    points[:, :, 0] = np.array(xs, np.float32)[:, None]
    points[:, [11, 12], 1] = -100
    n = len(xs)
    return People(points, np.ones((n, 33), np.float32), np.zeros((n, 33, 3), np.float32))


def places(people: People) -> list[float | None]:
    return [None if np.isnan(x) else float(x) for x in people.position_px[:, 0, 0]]


def test_people_keep_their_place_in_every_look():
    """The mirrored look tells the same two people in the other order."""
    said = matched({"heavy": standing_at(100, 500), "heavy_mirror": standing_at(510, 95)})
    assert places(said["heavy"]) == [100, 500]
    assert places(said["heavy_mirror"]) == [95, 510]


def test_who_is_seen_by_one_look_only_is_missing_in_the_other():
    said = matched({"heavy": standing_at(100), "heavy_mirror": standing_at(105, 900)})
    assert places(said["heavy"]) == [100, None]
    assert places(said["heavy_mirror"]) == [105, 900]
    assert np.isnan(said["heavy"].score[1]).all()


def test_two_people_of_one_look_are_never_one_of_the_other():
    said = matched({"heavy": standing_at(100), "heavy_mirror": standing_at(100, 120)})
    assert places(said["heavy_mirror"]) == [100, 120]


def test_nobody_anywhere():
    said = matched({"heavy": People.nobody(), "heavy_mirror": People.nobody()})
    assert places(said["heavy"]) == places(said["heavy_mirror"]) == []
