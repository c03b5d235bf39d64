"""What an unjudged roll does to an angle, against a camera that really rolled."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.plain_loop import plain_angles
from endrange.accuracy.roll import from_roll_deg, turned_by_roll
from endrange.domain.vocabulary import AngleKey
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running, seated_rotation

TIME = frame_times(0.72, 60)


@pytest.mark.parametrize("view", ["right", "left"])
@pytest.mark.parametrize("roll", [-3.0, 4.0])
def test_from_the_side_the_plain_loop_errs_by_what_is_said(view, roll) -> None:
    level, _ = film(Segments(), running(TIME), camera_at(view))
    turned, truth = film(Segments(), running(TIME), camera_at(view, roll_deg=roll))
    plane = ("sagittal", truth.facing, truth.near_side)
    before, after = (plain_angles(looks, *plane).value_deg for looks in (level, turned))
    for name in ("thigh_extension", "shank_lean", "knee_flexion", "hip_extension"):
        key = AngleKey(name, "right")
        said = from_roll_deg(name, "right", truth, None)
        assert np.median(after[key] - before[key]) == pytest.approx(said, abs=0.01)
    assert from_roll_deg("trunk_lean", None, truth, roll) == 0.0


def test_from_the_front_each_shank_turns_its_own_way() -> None:
    level, _ = film(Segments(), seated_rotation(TIME), camera_at("front"))
    turned, truth = film(Segments(), seated_rotation(TIME), camera_at("front", roll_deg=3.0))
    before, after = (plain_angles(looks, "front", "camera", None).value_deg for looks in (level, turned))
    for side in ("left", "right"):
        key = AngleKey("hip_internal_rotation", side)
        said = from_roll_deg("hip_internal_rotation", side, truth, None)
        assert np.median(after[key] - before[key]) == pytest.approx(said, abs=0.01)


def test_the_hip_line_falls_to_the_right_of_the_picture() -> None:
    assert turned_by_roll("pelvic_drop", None, "camera") == 1.0  # the person's left is on the right of the picture
    assert turned_by_roll("pelvic_drop", None, "away") == -1.0
    assert turned_by_roll("pelvic_drop", None, None) == 0.0
