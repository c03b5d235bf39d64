import numpy as np

from endrange.domain.looks import BLOCK_FRAMES, People, Sighting, gather, is_mirrored, network_of
from endrange.domain.skeleton import KEYPOINTS, MIRROR_ORDER, PAIRS, mirror_points, point


def people(count, value):
    return People(
        np.full((count, 33, 2), value, np.float32), np.full((count, 33), 0.5, np.float32), np.zeros((count, 33, 3))
    )


def test_frames_keep_their_order_over_blocks_and_missing_people_are_nan():
    n = BLOCK_FRAMES + 3
    frames = [Sighting(i, i / 10, {"heavy": people(2 if i == n - 1 else 1, float(i))}) for i in range(n)]
    looks = gather(frames, names=("heavy", "movenet"), size_px=(10, 20), engine="file", models=())
    assert looks.position_px.shape == (n, 2, 2, 33, 2)
    assert np.array_equal(looks.position_px[:, 0, 0, 0, 0], np.arange(n))
    assert np.isnan(looks.position_px[: n - 1, 0, 1]).all()
    assert np.isnan(looks.position_px[:, 1]).all()
    assert looks.time_s[-1] == (n - 1) / 10


def test_nothing_seen_is_an_empty_series():
    looks = gather([], names=("heavy",), size_px=(10, 20), engine="file", models=())
    assert looks.n_frames == 0
    assert looks.position_px.shape == (0, 1, 1, 33, 2)


def test_a_look_names_its_network_and_its_picture():
    assert network_of("heavy_mirror") == "heavy"
    assert is_mirrored("heavy_mirror")
    assert not is_mirrored("movenet")


def test_the_mirror_exchanges_sides_and_is_undone_by_itself():
    assert all(MIRROR_ORDER[MIRROR_ORDER[i]] == i for i in range(33))
    assert all(MIRROR_ORDER[left] == right for left, right in PAIRS.values())
    points = np.arange(66.0).reshape(33, 2)
    mirrored = mirror_points(points, 100)
    assert mirrored[point("left", "knee"), 0] == 99 - points[point("right", "knee"), 0]
    assert mirrored[0, 1] == points[0, 1]
    assert np.array_equal(mirror_points(mirrored, 100), points)


def test_every_pair_is_named_alike():
    for part, (left, right) in PAIRS.items():
        assert {KEYPOINTS[left], KEYPOINTS[right]} in (
            {f"left_{part}", f"right_{part}"},
            {f"{part}_left", f"{part}_right"},
        )
