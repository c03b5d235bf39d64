"""Angles of stick figures that can be solved by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.vocabulary import ANGLE_KEYS, AngleKey
from endrange.kinematics import compute_angles, neutral_from


def value(angles, angle, side=None):
    """The one value of a still figure."""
    values = angles.value_deg[AngleKey(angle, side)]
    assert np.ptp(values) == pytest.approx(0.0, abs=1e-9)
    return values[0]


@pytest.mark.parametrize("forward", [1.0, -1.0])
def test_thigh_behind_a_leaning_trunk_is_extension_against_the_trunk(make_body, side_on, forward):
    # Thigh 20 degrees behind the vertical, trunk leant 5 forward: 20 against gravity, 15 against the trunk.
    angles = compute_angles(
        make_body(side_on(trunk_lean=5.0, thigh_extension=20.0, knee_flexion=40.0, forward=forward))
    )
    assert angles.view.plane == "sagittal"
    assert angles.view.facing == ("right" if forward > 0 else "left")
    assert angles.view.near_side == angles.view.facing
    for side in ("left", "right"):
        assert value(angles, "thigh_extension", side) == pytest.approx(20.0)
        assert value(angles, "hip_extension", side) == pytest.approx(15.0)
        assert value(angles, "knee_flexion", side) == pytest.approx(40.0)
        assert value(angles, "shank_lean", side) == pytest.approx(60.0)
    assert value(angles, "trunk_lean") == pytest.approx(5.0)


def test_thigh_raised_past_the_horizontal_is_120_degrees_of_flexion(make_body, side_on):
    angles = compute_angles(make_body(side_on(thigh_extension=-120.0, knee_flexion=100.0)))
    assert value(angles, "hip_extension", "right") == pytest.approx(-120.0)
    assert value(angles, "knee_flexion", "right") == pytest.approx(100.0)


def test_a_planted_foot_makes_dorsiflexion_the_lean_of_the_shank(make_body, side_on):
    # The line of the foot is drawn 6 degrees toes down, as networks draw it: flat all the same.
    figure = side_on(thigh_extension=-20.0, knee_flexion=50.0, foot_pitch=-6.0)
    angles = compute_angles(make_body(figure), movement="knee_to_wall")
    assert value(angles, "foot_pitch", "right") == pytest.approx(0.0)
    assert value(angles, "ankle_dorsiflexion", "right") == pytest.approx(30.0)
    assert angles.zero[AngleKey("ankle_dorsiflexion", "right")] == "flat foot"


@pytest.mark.parametrize("back", [False, True])
def test_left_hip_low_is_a_positive_pelvic_drop_from_front_and_back(make_body, front_on, back):
    angles = compute_angles(make_body(front_on(hips_tilt_deg=7.0, back=back)))
    assert angles.view.plane == ("back" if back else "front")
    assert value(angles, "pelvic_drop") == pytest.approx(7.0)


def test_a_side_view_refuses_rotation_and_a_front_view_refuses_dorsiflexion(make_body, side_on, front_on):
    side = compute_angles(make_body(side_on()))
    front = compute_angles(make_body(front_on()))
    rotation, ankle = AngleKey("hip_internal_rotation", "left"), AngleKey("ankle_dorsiflexion", "left")
    assert "from the front" in side.refused[rotation]
    assert "from the side" in front.refused[ankle]
    assert np.isnan(side.value_deg[rotation]).all()
    assert np.isnan(front.value_deg[ankle]).all()


def test_every_angle_has_value_sd_and_zero_and_is_refused_or_shown(make_body, side_on):
    angles = compute_angles(make_body(side_on(thigh_extension=10.0)))
    assert list(angles.value_deg) == list(ANGLE_KEYS)
    for key in ANGLE_KEYS:
        shown = np.isfinite(angles.value_deg[key])
        assert shown.all() != (key in angles.refused)
        assert np.isfinite(angles.sd_deg[key]).tolist() == shown.tolist()
        assert key in angles.zero
        assert angles.bias_sd_deg[key] > 0


def test_a_lost_knee_takes_thigh_and_knee_away_and_leaves_the_trunk(make_body, side_on):
    figure = side_on()
    figure[10:, 26] = np.nan
    angles = compute_angles(make_body(figure))
    assert np.isnan(angles.value_deg[AngleKey("knee_flexion", "right")][10:]).all()
    assert np.isfinite(angles.value_deg[AngleKey("knee_flexion", "left")]).all()
    assert np.isfinite(angles.value_deg[AngleKey("trunk_lean", None)]).all()


def test_the_own_standing_is_the_zero(make_body, side_on):
    standing = compute_angles(make_body(side_on(thigh_extension=3.0, trunk_lean=2.0)), movement="standing")
    lifted = compute_angles(make_body(side_on(thigh_extension=23.0, trunk_lean=4.0)), neutral=neutral_from(standing))
    assert value(lifted, "thigh_extension", "left") == pytest.approx(20.0)
    assert value(lifted, "hip_extension", "left") == pytest.approx(18.0)
    assert lifted.zero[AngleKey("hip_extension", "left")] == "standing"
    assert lifted.zero[AngleKey("shank_lean", "left")] == "anatomical"


def test_a_turn_parts_two_bouts(make_body, side_on):
    there, back = side_on(40, thigh_extension=10.0), side_on(40, thigh_extension=10.0, forward=-1.0)
    angles = compute_angles(make_body(np.concatenate([there, back])))
    assert [b.view.facing for b in angles.bouts] == ["right", "left"]
    assert [tuple(b.span) for b in angles.bouts] == [(0, 40), (40, 80)]
    assert value(angles, "thigh_extension", "right") == pytest.approx(10.0)


def test_nobody_gives_no_angle_and_a_reason(make_body):
    angles = compute_angles(make_body(np.full((12, 33, 2), np.nan)))
    assert angles.view.plane == "unknown"
    assert set(angles.refused) == set(ANGLE_KEYS)
    assert angles.bouts == ()
