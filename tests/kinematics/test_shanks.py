"""The near knee goes along its shank towards where the shank has its usual length."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.body import Verdict
from endrange.domain.skeleton import PAIRS
from endrange.kinematics.shanks import TAKEN, excess, steady_shanks

N = 60
LEFT, RIGHT = PAIRS["knee"]


@pytest.fixture
def slid(side_on):
    """Faces right, shanks of 90 px hang down; in frame 30 both knees have slid 9 px up, away from the ankles."""
    figure = side_on(N)
    figure[30, [LEFT, RIGHT], 1] -= 9.0
    return figure


@pytest.mark.parametrize("movement", ["running", "walking"])
def test_the_near_knee_comes_back_by_its_share_and_the_rest_stays(make_body, slid, movement):
    steadied = steady_shanks(make_body(slid), movement=movement).position_px
    expected = slid.copy()
    expected[30, RIGHT, 1] += TAKEN * 9.0
    np.testing.assert_allclose(steadied, expected)


def test_a_knee_put_in_its_place_by_hand_stays(make_body, slid):
    body = make_body(slid)
    body.verdict[30, RIGHT] = Verdict.MOVED
    np.testing.assert_array_equal(steady_shanks(body, movement="running").position_px, slid)


def test_a_lost_knee_stays_lost_and_troubles_no_other_frame(make_body, slid):
    slid[20, RIGHT] = np.nan
    steadied = steady_shanks(make_body(slid), movement="running").position_px
    np.testing.assert_array_equal(np.isnan(steadied), np.isnan(slid))
    assert steadied[30, RIGHT, 1] - slid[30, RIGHT, 1] == pytest.approx(TAKEN * 9.0)


@pytest.mark.parametrize("movement", ["hip_car", "hold", "knee_to_wall"])
def test_other_movements_turn_shanks_out_of_the_picture(make_body, slid, movement):
    np.testing.assert_array_equal(steady_shanks(make_body(slid), movement=movement).position_px, slid)


def test_a_shank_that_swings_in_a_plane_turned_by_twenty_degrees_has_its_length():
    swing, yaw = np.radians(np.linspace(-80.0, 80.0, N)), 20.0
    line = 90.0 * np.stack([np.sin(swing) * np.cos(np.radians(yaw)), np.cos(swing)], axis=1)
    time_s = np.arange(N) / 60.0
    np.testing.assert_allclose(excess(line, time_s, yaw), 0.0, atol=1e-12)
    # Without the yaw: 0.942 of its length in the picture at 80 degrees, 0.976 at the usual 40.
    assert excess(line, time_s, 0.0).min() == pytest.approx(1.0 - 0.976 / 0.942, abs=0.002)
