"""The trunk of a runner: what the steps share stays, what they do not share goes."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.skeleton import PAIRS
from endrange.kinematics.geometry import from_up_deg
from endrange.kinematics.segments import Segments
from endrange.kinematics.trunk import MOST_ODD_DEG, odd_part, steady_trunk, stride_time_s

FPS = 30.0
STRIDE_S = 0.75
N = 90
TIME_S = np.arange(N) / FPS
PHASE = 2 * np.pi * TIME_S / STRIDE_S


def runner(side_on, lean_deg):
    """Legs that swing by 30 degrees in opposite ways under a trunk of 100 px with a given lean; faces right."""
    figure = side_on(N)
    for number, sign in ((0, 1.0), (1, -1.0)):
        swing = np.radians(30.0 * sign * np.sin(PHASE))
        down = np.stack([np.sin(swing), np.cos(swing)], axis=1)
        hip = figure[:, PAIRS["hip"][number]]
        figure[:, PAIRS["knee"][number]] = hip + 90.0 * down
        figure[:, PAIRS["ankle"][number]] = hip + 180.0 * down
    lean = np.radians(lean_deg)
    top = 100.0 * np.stack([np.sin(lean), -np.cos(lean)], axis=1)
    for shoulder in PAIRS["shoulder"]:
        figure[:, shoulder] = figure[:, list(PAIRS["hip"])].mean(axis=1) + top
    return figure


def leans(body):
    return from_up_deg(Segments(body.position_px).trunk(), 1.0)


def test_a_lean_to_one_step_goes_and_the_lean_of_both_stays(make_body, side_on):
    shared = 8.0 + 2.0 * np.sin(2 * PHASE)
    body = make_body(runner(side_on, shared + 1.5 * np.sin(PHASE)), fps=FPS)
    steadied = steady_trunk(body, movement="running")
    np.testing.assert_allclose(leans(steadied), shared, atol=0.15)
    legs = [i for part in ("hip", "knee", "ankle") for i in PAIRS[part]]
    np.testing.assert_array_equal(steadied.position_px[:, legs], body.position_px[:, legs])


def test_slow_motion_changes_nothing(make_body, side_on):
    figure = runner(side_on, 8.0 + 1.5 * np.sin(PHASE))
    usual = steady_trunk(make_body(figure, fps=FPS), movement="running")
    slow = steady_trunk(make_body(figure, fps=FPS / 4), movement="running", life_per_film=0.25)
    np.testing.assert_allclose(slow.position_px, usual.position_px)


def test_a_large_lean_to_one_step_is_the_runner_s_own(make_body, side_on):
    figure = runner(side_on, 8.0 + 1.5 * np.sqrt(2.0) * MOST_ODD_DEG * np.sin(PHASE))
    steadied = steady_trunk(make_body(figure, fps=FPS), movement="running")
    np.testing.assert_array_equal(steadied.position_px, figure)


@pytest.mark.parametrize("movement", ["hip_car", "standing"])
def test_other_movements_are_left_alone(make_body, side_on, movement):
    figure = runner(side_on, 8.0 + 1.5 * np.sin(PHASE))
    np.testing.assert_array_equal(steady_trunk(make_body(figure, fps=FPS), movement=movement).position_px, figure)


def test_lost_shoulders_stay_lost(make_body, side_on):
    figure = runner(side_on, 8.0 + 1.5 * np.sin(PHASE))
    figure[20:25, PAIRS["shoulder"][0]] = np.nan
    steadied = steady_trunk(make_body(figure, fps=FPS), movement="running")
    np.testing.assert_array_equal(np.isnan(steadied.position_px), np.isnan(figure))


def test_the_stride_is_found_and_not_the_step():
    assert stride_time_s(TIME_S, 40.0 * np.sin(PHASE) + 10.0 * np.sin(3 * PHASE)) == pytest.approx(STRIDE_S, abs=0.003)


def test_legs_that_do_not_repeat_have_no_stride():
    noise = np.random.default_rng(4).normal(size=N)
    assert np.isnan(stride_time_s(TIME_S, noise))
    assert np.isnan(stride_time_s(TIME_S, np.full(N, np.nan)))


def test_the_odd_part_of_one_wave():
    odd = odd_part(TIME_S, 3.0 + np.sin(PHASE) + np.cos(2 * PHASE), STRIDE_S)
    np.testing.assert_allclose(odd[15:-15], np.sin(PHASE)[15:-15], atol=0.02)
