"""Errors that were put in by hand are the errors that are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.accuracy.compare import angle_rows, exchanged, leg_of, lost, stance
from endrange.accuracy.plain_loop import plain_angles, plain_points
from endrange.accuracy.rows import Key
from endrange.accuracy.truth import Case
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Span
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.vocabulary import AngleKey
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running
from endrange.synthetic.noise import PERFECT, Noise

TIME = frame_times(2.16, 60)  # three strides
KEY = Key("clip", "running", "sagittal", None, "heavy")
THIGH = AngleKey("thigh_extension", "right")


def runner(noise=PERFECT, view="right"):
    looks, truth = film(Segments(), running(TIME), camera_at(view, distance_m=6.0), noise=noise)
    return Case("clip", "running", None, None, "sagittal", truth, None, looks, Path("clip.npz"))


def angles_of(case: Case, values: dict, sd: float) -> Angles:
    view = View("sagittal", "right", "right", 0.0, 3.0, 0.0, 0.5)
    spread = {key: np.where(np.isfinite(value), sd, np.nan) for key, value in values.items()}
    bouts = (Bout(Span(0, len(TIME)), view),)
    return Angles(case.truth.time_s, values, spread, {}, {}, {}, view, bouts)


def one(rows, name, side, phase="all"):
    (row,) = [r for r in rows if (r.angle, r.side, r.phase) == (name, side, phase)]
    return row


def test_bias_scatter_and_coverage_are_those_put_in() -> None:
    case = runner()
    error = np.where(np.arange(len(TIME)) % 2 == 0, 5.0, -1.0)  # mean 2, scatter 3
    value = case.truth.angle_deg[THIGH] + error
    value[:13] = np.nan
    row = one(angle_rows(KEY, case, angles_of(case, {THIGH: value}, 1.0)), "thigh_extension", "right")
    assert (row.leg, row.n, row.share_given) == ("near", 117, pytest.approx(0.9))
    assert row.bias_deg == pytest.approx(2.0, abs=0.05)
    assert row.sd_deg == pytest.approx(3.0, abs=0.01)
    assert row.rmse_deg == pytest.approx(np.sqrt(13), abs=0.05)
    assert row.held == pytest.approx(0.5, abs=0.01)  # 1.96 holds 1 and not 5
    assert row.half_width_deg == pytest.approx(1.96, abs=0.001)


def test_a_range_that_is_told_a_tenth_too_small_is_that_much_off() -> None:
    case = runner()
    value = 0.9 * case.truth.angle_deg[THIGH]
    row = one(angle_rows(KEY, case, angles_of(case, {THIGH: value}, 1.0)), "thigh_extension", "right")
    low, high = np.percentile(case.truth.angle_deg[THIGH], (2, 98))
    assert row.range_error_deg == pytest.approx(-0.1 * (high - low))
    assert row.range_error_deg == pytest.approx(-4.8, abs=0.1)  # the thigh swings over 48 degrees


def test_a_full_turn_is_no_error() -> None:
    case = runner()
    value = case.truth.angle_deg[THIGH] + 360.0
    row = one(angle_rows(KEY, case, angles_of(case, {THIGH: value}, 1.0)), "thigh_extension", "right")
    assert row.rmse_deg == pytest.approx(0.0, abs=1e-9)


def test_what_is_refused_has_no_error() -> None:
    case = runner()
    angles = angles_of(case, {THIGH: np.full(len(TIME), np.nan)}, 1.0)
    angles = replace(angles, refused={THIGH: "film from the side"})
    row = one(angle_rows(KEY, case, angles), "thigh_extension", "right")
    assert (row.refused, row.n, row.rmse_deg, row.held) == (True, 0, None, None)


def test_legs_are_told_by_the_camera_or_by_the_task() -> None:
    side = runner()
    assert (leg_of(side, "right"), leg_of(side, "left"), leg_of(side, None)) == ("near", "far", "body")
    front = replace(side, plane="front", side="left")
    assert (leg_of(front, "left"), leg_of(front, "right")) == ("moving", "other")
    assert leg_of(replace(front, side=None), "right") == "moving"


def test_a_runner_stands_a_third_of_the_time_on_each_foot() -> None:
    truth = runner().truth
    on_right, on_left = (stance(truth, side) for side in ("right", "left"))
    assert on_right.mean() == pytest.approx(0.36, abs=0.05)
    assert not (on_right & on_left).any()
    first = np.flatnonzero(on_right)[:5]
    assert (first == np.arange(5)).all()  # the right foot touches down at time 0


def test_exchanged_frames_are_counted_where_the_legs_are_apart() -> None:
    clean = runner()
    assert exchanged(clean.truth.position_px, plain_points(clean.looks)) == 0.0
    spans = (Span(0, 13), Span(65, 78))  # a fifth of the frames, thrice over the same phase of the stride
    wrong = runner(Noise(jitter_share=0.0, exchanged=spans))
    share = exchanged(wrong.truth.position_px, plain_points(wrong.looks))
    assert share == pytest.approx(0.2, abs=0.03)


def test_a_point_put_on_the_other_leg_counts_as_exchanged() -> None:
    truth = runner().truth
    seen = truth.position_px.copy()
    left, right = PAIRS["ankle"]
    seen[:, left] = seen[:, right]
    assert exchanged(truth.position_px, seen) == 1.0


def test_lost_legs_are_counted() -> None:
    truth = runner().truth
    seen = truth.position_px.copy()
    seen[:13, point("left", "ankle")] = np.nan
    assert lost(seen, "left") == pytest.approx(0.1)
    assert lost(seen, "right") == 0.0


@pytest.mark.parametrize("view", ["right", "left"])
def test_the_plain_loop_is_right_where_the_points_are(view) -> None:
    """What remains is perspective: the legs are not at the height of the camera."""
    case = runner(view=view)
    angles = plain_angles(case.looks, "sagittal", case.truth.facing, case.truth.near_side)
    rows = angle_rows(KEY, case, angles)
    for name in ("thigh_extension", "knee_flexion", "shank_lean", "ankle_dorsiflexion"):
        for side in ("left", "right"):
            assert one(rows, name, side).rmse_deg < 1.5
    assert one(rows, "thigh_extension", "right").held is None
