"""The foot's flat phase and the ankle it gives, on feet told in words."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.foot import HELD_DEG, LINE_BELOW_SOLE_DEG, FootZero, dorsiflexion, flat_zero, weighted_median
from endrange.kinematics.segments import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import frame_times, hip_circle, knee_to_wall, running


def flat(n, pitch=0.0, *, down=True, found=True):
    return FootZero(pitch, np.full(n, down), found)


def test_the_zero_is_the_pitch_in_which_the_foot_rests(make_body, side_on):
    # Two seconds flat at -6, then half a second up to +30 degrees and back.
    pitch = np.r_[np.full(60, -6.0), np.linspace(-6, 30, 8), np.linspace(30, -6, 8)]
    figure = np.concatenate([side_on(1, foot_pitch=p) for p in pitch])
    zero = flat_zero(Segments(figure), "right", pitch, np.arange(76) / 30, "running", 1.0)
    assert zero.found
    assert zero.pitch_deg == pytest.approx(-6.0)


def test_a_foot_at_its_highest_pitch_before_it_lands_does_not_rest(make_body, side_on):
    """Thirty frames a second: from 14 degrees down, slowest about -1, the heel lifts; the swing is not seen."""
    pitch = np.array([np.nan, 6.0, 14.0, 6.0, 1.0, -1.0, -3.0, -8.0, -13.0, np.nan] * 12)
    figure = np.concatenate([side_on(1, foot_pitch=p) for p in np.nan_to_num(pitch)])
    zero = flat_zero(Segments(figure), "right", pitch, np.arange(len(pitch)) / 30, "running", 1.0)
    assert zero.pitch_deg == pytest.approx(-1.0)


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
def test_a_flat_phase_of_two_frames_is_found(side_on, fps):
    """Three strides of 0.7 s: lands at 15 degrees, is flat at -5 from 0.06 to 0.15 s, heel up to -40 at 0.26 s."""
    time_s = np.arange(0.0, 2.1, 1 / fps)
    phase_s = time_s % 0.7
    pitch = np.interp(phase_s, [0.0, 0.06, 0.15, 0.26], [15.0, -5.0, -5.0, -40.0])
    pitch[phase_s > 0.26] = np.nan
    figure = np.concatenate([side_on(1, foot_pitch=p) for p in np.nan_to_num(pitch)])
    zero = flat_zero(Segments(figure), "right", pitch, time_s, "running", 1.0)
    assert zero.found
    assert zero.pitch_deg == pytest.approx(-5.0, abs=0.6)


def test_a_foot_that_never_rests_has_the_networks_mean_offset():
    figure = np.full((3, 33, 2), np.nan)
    zero = flat_zero(Segments(figure), "left", np.array([1.0, 2.0, np.nan]), np.arange(3) / 30, "running", 1.0)
    assert not zero.found
    assert zero.pitch_deg == -LINE_BELOW_SOLE_DEG


def test_half_of_the_weight_lies_below_the_weighted_median():
    assert weighted_median(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 5.0])) == 2.0
    assert weighted_median(np.array([3.0, 1.0, 2.0]), np.array([9.0, 1.0, 5.0])) == 3.0


def test_a_planted_foot_is_held_until_its_heel_is_clearly_up():
    lean, pitch = np.full(3, 30.0), np.array([5.0, -HELD_DEG - 1.0, -20.0])
    found = dorsiflexion(lean, pitch, flat(3), "knee_to_wall")
    np.testing.assert_allclose(found, [30.0, 30.0 - HELD_DEG - 1.0, 10.0])


def test_toes_of_a_lunge_stay_down_and_those_of_a_circle_do_not():
    lean, pitch = np.full(2, 30.0), np.array([HELD_DEG + 6.0, 25.0])
    np.testing.assert_allclose(dorsiflexion(lean, pitch, flat(2), "knee_to_wall"), [30.0, 30.0])
    np.testing.assert_allclose(dorsiflexion(lean, pitch, flat(2), "ankle_car"), [44.0, 55.0])


def test_in_strides_a_small_pitch_shrinks_and_a_large_one_stays():
    lean, pitch = np.zeros(2), np.array([4.0, -40.0])
    # 4^3 / (4^2 + 4^2) = 2; 40^3 / (40^2 + 4^2) = 39.6.
    np.testing.assert_allclose(dorsiflexion(lean, pitch, flat(2), "running"), [2.0, -39.604], atol=1e-3)
    np.testing.assert_allclose(dorsiflexion(lean, pitch, flat(2, down=False), "running"), pitch)


def test_the_ankle_of_a_filmed_lunge_is_its_shank(film):
    posture = knee_to_wall(frame_times(3.0, 30.0), "right", top_deg=38.0)
    angles = compute_angles(film(posture, camera_at("right")), movement="knee_to_wall", side="right")
    ankle = angles.value_deg[AngleKey("ankle_dorsiflexion", "right")]
    assert np.max(ankle) == pytest.approx(38.0, abs=0.5)
    np.testing.assert_allclose(ankle, posture.right.ankle_dorsiflexion_deg, atol=0.5)


def test_the_ankle_of_a_filmed_stride_is_the_set_one_in_stance(film):
    posture = running(frame_times(2.88, 60.0))
    angles = compute_angles(film(posture, camera_at("right", distance_m=6.0)), movement="running")
    ankle, truth = angles.value_deg[AngleKey("ankle_dorsiflexion", "right")], posture.right.ankle_dorsiflexion_deg
    stance = (posture.time_s / 0.72) % 1.0 < 0.3
    assert np.sqrt(np.mean((ankle - truth)[stance] ** 2)) < 3.0
    assert angles.zero[AngleKey("ankle_dorsiflexion", "right")] == "flat foot"


def test_a_circling_leg_has_no_ankle_and_says_so(film):
    angles = compute_angles(
        film(hip_circle(frame_times(4.0, 15.0), "right"), camera_at("right")), movement="hip_car", side="right"
    )
    assert "in the air" in angles.refused[AngleKey("ankle_dorsiflexion", "right")]
    assert AngleKey("ankle_dorsiflexion", "left") not in angles.refused


def test_a_foot_that_circles_near_the_ground_has_no_flat_phase(make_body, side_on):
    """It stops with the foot pulled up, at 20 degrees, and with it pointed, at -40: neither is the sole flat."""
    pitch = np.r_[np.full(40, 20.0), np.linspace(20, -40, 20), np.full(40, -40.0)]
    figure = np.concatenate([side_on(1, foot_pitch=p) for p in pitch])
    times = np.arange(100) / 30
    assert not flat_zero(Segments(figure), "right", pitch, times, "ankle_car", 1.0, "right").found
    assert flat_zero(Segments(figure), "right", pitch, times, "ankle_car", 1.0, "left").found
