from pathlib import Path

import pytest

from endrange.session.names import plan_from_name


@pytest.mark.parametrize(
    ("name", "movement", "motion", "side", "effort"),
    [
        ("run_left.mp4", "running", None, "left", None),
        ("running.mov", "running", None, None, None),
        ("walk_right_2.mp4", "walking", None, "right", None),
        ("hip_car_right_front.mp4", "hip_car", None, "right", None),
        ("passive_hip_extension_left.mov", "hold", "hip_extension", "left", "passive"),
        ("active_hip_internal_rotation_right.mp4", "hold", "hip_internal_rotation", "right", "active"),
        ("Passive Hip Extension Right.MOV", "hold", "hip_extension", "right", "passive"),
        ("standing.mp4", "standing", None, None, None),
        ("passive_seated_hip_rotation_right.mp4", "seated_hip_rotation", None, "right", "passive"),
        ("knee_to_wall_left_take_2.mp4", "knee_to_wall", None, "left", None),
    ],
)
def test_a_name_that_fits_says_what_it_is(name, movement, motion, side, effort):
    plan = plan_from_name(Path(name))
    assert (plan.movement, plan.motion, plan.side, plan.effort) == (movement, motion, side, effort)


@pytest.mark.parametrize("name", ["IMG_0042.MOV", "left.mp4", "runner.mp4", "passive.mp4", "hip.mp4"])
def test_any_other_name_is_left_to_the_picture(name):
    plan = plan_from_name(Path(name))
    assert (plan.movement, plan.motion, plan.side, plan.effort) == (None, None, None, None)
