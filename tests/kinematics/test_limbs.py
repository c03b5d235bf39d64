"""A leg of a runner that is drawn with a length that it has not."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.body import Verdict
from endrange.domain.skeleton import PAIRS
from endrange.kinematics.limbs import SHORTEST, whole_limbs, wrong_length

N = 60
RIGHT = {part: PAIRS[part][1] for part in ("knee", "ankle", "heel", "foot_index")}


@pytest.fixture
def misdrawn(side_on):
    """Of the right leg, 30 frames a second, the ankle slides up to half of the shank in frames 20 to 29."""
    figure = side_on(N)
    share = np.ones(N)
    share[20:30] = [0.95, 0.86, 0.80, 0.7, 0.5, 0.5, 0.7, 0.80, 0.86, 0.95]
    shank = figure[:, RIGHT["ankle"]] - figure[:, RIGHT["knee"]]
    figure[:, RIGHT["ankle"]] = figure[:, RIGHT["knee"]] + share[:, None] * shank
    return figure


def test_the_ankle_and_the_foot_go_with_the_frames_that_lead_there(make_body, misdrawn):
    whole, findings = whole_limbs(make_body(misdrawn), movement="running")
    lost = np.isnan(whole.position_px[:, RIGHT["ankle"], 0])
    # Four frames are too short, two on either side slide there, one more on either side is beside them.
    assert np.flatnonzero(lost).tolist() == list(range(20, 30))
    for part in ("heel", "foot_index"):
        np.testing.assert_array_equal(np.isnan(whole.position_px[:, RIGHT[part], 0]), lost)
    assert (whole.verdict[lost, RIGHT["ankle"]] == Verdict.LOST).all()
    assert np.isfinite(whole.position_px[:, RIGHT["knee"]]).all()
    assert np.isfinite(whole.position_px[:, PAIRS["ankle"][0]]).all()
    assert [f.code for f in findings] == ["leg_misdrawn"]
    assert "17% of the frames the right leg" in findings[0].message
    assert findings[0].spans_s == ((pytest.approx(20 / 30, abs=1e-3), pytest.approx(30 / 30, abs=1e-3)),)


def test_a_knee_that_is_too_high_takes_the_whole_leg(make_body, side_on):
    figure = side_on(N)
    hip = figure[:, PAIRS["hip"][1]]
    figure[30, RIGHT["knee"]] = hip[30] + 0.5 * (figure[30, RIGHT["knee"]] - hip[30])
    whole, _ = whole_limbs(make_body(figure), movement="running")
    assert np.isnan(whole.position_px[30, list(RIGHT.values())]).all()


def test_a_leg_that_is_foreshortened_a_little_stays(make_body, side_on):
    figure = side_on(N)
    shank = figure[:, RIGHT["ankle"]] - figure[:, RIGHT["knee"]]
    share = 0.9 + 0.1 * np.cos(np.arange(N) / 5)
    figure[:, RIGHT["ankle"]] = figure[:, RIGHT["knee"]] + share[:, None] * shank
    whole, findings = whole_limbs(make_body(figure), movement="running")
    np.testing.assert_array_equal(whole.position_px, figure)
    assert findings == ()


def test_circles_turn_legs_towards_the_camera(make_body, misdrawn):
    whole, findings = whole_limbs(make_body(misdrawn), movement="hip_car")
    np.testing.assert_array_equal(whole.position_px, misdrawn)
    assert findings == ()


def test_a_view_from_the_front_shortens_legs_too(make_body, front_on):
    figure = front_on(N)
    figure[20:30, PAIRS["ankle"][1], 1] -= 60.0
    whole, _ = whole_limbs(make_body(figure), movement="running")
    np.testing.assert_array_equal(whole.position_px, figure)


def test_points_put_right_by_hand_stay(make_body, misdrawn):
    body = make_body(misdrawn)
    body.verdict[25, RIGHT["ankle"]] = Verdict.MOVED
    whole, _ = whole_limbs(body, movement="running")
    assert np.isfinite(whole.position_px[25, RIGHT["ankle"]]).all()
    assert np.isnan(whole.position_px[24, RIGHT["ankle"]]).all()


def test_unknown_lengths_are_neither_right_nor_wrong():
    length = np.full(20, 100.0)
    length[5], length[10] = np.nan, (SHORTEST - 0.01) * 100.0
    assert np.flatnonzero(wrong_length(length, np.arange(20) / 30)).tolist() == [10]


def test_somebody_who_walks_past_grows_and_shrinks():
    time_s = np.arange(120) / 30
    length = 100.0 * (0.7 + 0.3 * np.sin(np.pi * time_s / time_s[-1]))
    assert not wrong_length(length, time_s).any()
