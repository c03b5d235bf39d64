"""A pinhole camera: pixels by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import Camera, camera_at
from endrange.synthetic.film import film, how_seen
from endrange.synthetic.motions import standing


def test_the_middle_of_the_picture_is_the_target_and_metres_become_pixels() -> None:
    camera = Camera((0.0, 1.0, 4.0), (0.0, 1.0, 0.0), vertical_fov_deg=90.0, size_px=(800, 400))
    points = np.array([[0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 2.0, 0.0]])
    # 90 degrees from edge to edge: the focal length is half the height, 200 px; a metre at 4 m is 50 px
    assert camera.project(points) == pytest.approx(np.array([[400, 200], [450, 200], [400, 150]]))


def test_what_is_behind_the_camera_is_not_seen() -> None:
    camera = Camera((0.0, 1.0, 4.0), (0.0, 1.0, 0.0))
    assert np.isnan(camera.project(np.array([[0.0, 1.0, 5.0]]))).all()


def test_positive_roll_turns_the_content_clockwise() -> None:
    camera = Camera((0.0, 1.0, 4.0), (0.0, 1.0, 0.0), roll_deg=90.0, vertical_fov_deg=90.0, size_px=(800, 400))
    above = camera.project(np.array([[0.0, 2.0, 0.0]]))
    assert above == pytest.approx(np.array([[450, 200]]))


@pytest.mark.parametrize(
    ("view", "facing", "near"),
    [("right", "right", "right"), ("left", "left", "left"), ("front", "camera", None), ("back", "away", None)],
)
def test_each_view_shows_the_person_facing_where_it_says(view, facing, near) -> None:
    camera = camera_at(view)
    looks, truth = film(Segments(), standing(np.zeros(1)), camera)
    assert (truth.facing, truth.near_side) == (facing, near)
    toe, heel = (looks.position_px[0, 0, 0, point("right", part)] for part in ("foot_index", "heel"))
    if near is not None:
        assert np.sign(toe[0] - heel[0]) == (1 if facing == "right" else -1)
    left, right = (truth.position_px[0, point(side, "shoulder")] for side in SIDES)
    if near is None:
        assert np.sign(right[0] - left[0]) == (-1 if facing == "camera" else 1)


def test_yaw_is_positive_when_the_person_walks_away() -> None:
    camera = camera_at("right", yaw_deg=15.0)
    assert how_seen(camera)[2] == pytest.approx(15.0)
    ahead = np.array([[0.0, 1.0, 0.0], [1.0, 1.0, 0.0]])
    away = camera.about(ahead, np.zeros(3))[:, 2]
    assert away[1] > away[0]


def test_the_whole_person_is_in_an_upright_picture() -> None:
    camera = camera_at("right", size_px=(720, 1280))
    _, truth = film(Segments(), standing(np.zeros(1)), camera)
    assert (truth.position_px[0] > 0).all()
    assert (truth.position_px[0] < [720, 1280]).all()


def test_it_sees_what_the_camera_of_the_rendered_clips_saw(shared_data) -> None:
    import json

    data = np.load(shared_data / "population" / "d006_run_side.npz")
    spec = json.loads(str(data["spec"]))
    camera = Camera(
        tuple(data["truth_camera_eye_m"]), tuple(data["truth_camera_target_m"]), spec["roll"], spec["vfov"],
        tuple(spec["size"]),
    )  # fmt: skip
    seen = camera.project(data["truth_left_knee_m"].astype(float))
    assert seen == pytest.approx(data["truth_left_knee_px"], abs=0.05)
    assert how_seen(camera)[2] == pytest.approx(-spec["yaw"], abs=0.5)
