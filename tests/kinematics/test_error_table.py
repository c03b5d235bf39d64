"""Reading the table of errors: by hand on small tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.accuracy.make_error_table import table_json
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.error_table import (
    LISTS,
    REAL_PEOPLE_SD_DEG,
    ErrorEntry,
    ErrorTable,
    current_table,
    using_table,
)
from endrange.kinematics.errors import statistic_error


def entry(**changed):
    """A thigh from the side, near leg, running, best looks; 20 clips, bias 1, spread 2, scatter 1.5."""
    facts = {
        "looks": "best", "movement": "running", "plane": "sagittal", "leg": "near", "angle": "thigh_extension",
        "statistic": "frame", "clips": 20, "bodies": 4, "bias_deg": 1.0, "between_sd_deg": 2.0, "within_sd_deg": 1.5,
    }  # fmt: skip
    return ErrorEntry(**(facts | changed))


def ask(table, looks="best", movement="running", **changed):
    """What the table expects of the thigh above."""
    facts = {"plane": "sagittal", "leg": "near", "angle": "thigh_extension", "statistic": "frame"} | changed
    return table.expected(LISTS.get(looks, looks), movement, **facts)


def test_a_known_group_keeps_its_bias_and_a_little_more_than_its_spread():
    found = ask(ErrorTable((entry(),)))
    assert found.bias_deg == 1.0
    assert found.within_sd_deg == 1.5
    # Student's t of 19 + 4 degrees of freedom, 2.069, over 1.960, and sqrt(21 / 20): 2 becomes 2.16.
    assert found.between_sd_deg == pytest.approx(2.0 * 2.0687 / 1.95996 * np.sqrt(1.05), rel=1e-3)


def test_an_error_that_hangs_on_the_yaw_is_that_of_the_clip_s_own():
    """Without yaw 0.5, 10 degrees add 2, their square takes 1; spread about it 1.5 instead of 3."""
    table = ErrorTable((entry(between_sd_deg=3.0, of_yaw_deg=(0.5, 2.0, -1.0), about_yaw_sd_deg=1.5),))
    assert ask(table).bias_deg == 1.0
    assert [ask(table, yaw_deg=yaw).bias_deg for yaw in (0.0, 10.0, -10.0)] == [0.5, 1.5, -2.5]
    assert ask(table, yaw_deg=30.0).bias_deg == ask(table, yaw_deg=20.0).bias_deg == 0.5
    assert ask(table, yaw_deg=0.0).between_sd_deg < 0.7 * ask(table).between_sd_deg
    again = ErrorTable.from_json(table_json(table.entries, 20, ["ann"]))
    assert ask(again, yaw_deg=10.0) == ask(table, yaw_deg=10.0)


def test_few_clips_lean_on_the_spread_of_their_relatives():
    few = entry(movement="hold", clips=2, between_sd_deg=0.1)
    alone = ask(ErrorTable((few,)), movement="hold")
    among = ask(ErrorTable((few, entry(clips=30))), movement="hold")
    assert among.between_sd_deg > 2.0 > alone.between_sd_deg


def test_an_unknown_list_of_looks_takes_the_richest_known_list_inside_it():
    table = ErrorTable((entry(looks="heavy", bias_deg=3.0), entry(looks="standard", bias_deg=2.0)))
    assert ask(table, looks=("heavy", "full", "movenet")).bias_deg == 3.0
    assert ask(table, looks="best").bias_deg == 2.0


def test_a_movement_that_is_not_known_takes_the_others_and_their_biases_as_spread():
    table = ErrorTable((entry(movement="hold", bias_deg=3.0), entry(movement="hip_car", bias_deg=-3.0)))
    found = ask(table, movement="standing")
    assert found.bias_deg == 0.0
    assert found.between_sd_deg > np.hypot(2.0, 3.0)
    assert ask(ErrorTable((entry(),)), movement="walking").bias_deg == 1.0


def test_an_angle_the_table_does_not_know_has_the_vocabularys_allowance(make_body, side_on):
    with using_table(ErrorTable(())):
        angles = compute_angles(make_body(side_on()), movement="hold")
    key = AngleKey("knee_flexion", "right")
    # Allowance 4, half of its square for the clip; a degree for real people.
    assert angles.bias_sd_deg[key] == pytest.approx(np.sqrt(4.0**2 / 2 + REAL_PEOPLE_SD_DEG**2))


def test_using_another_table_ends_with_the_block():
    other = ErrorTable(())
    with using_table(other):
        assert current_table() is other
    assert current_table() is ErrorTable.load()
    assert len(current_table().entries) > 100


def test_roll_widens_what_stands_against_gravity_and_not_the_knee(make_body, side_on):
    body = make_body(side_on())
    body = replace(body, doubt_px=0 * body.doubt_px)
    table = ErrorTable(
        tuple(
            entry(looks="heavy", movement="hold", angle=angle, statistic=statistic, within_sd_deg=0.0)
            for angle in ("thigh_extension", "knee_flexion")
            for statistic in ("frame", "plateau")
        )
    )
    with using_table(table):
        angles = compute_angles(body, movement="hold")
        thigh, knee = (
            statistic_error(angles, body, "hold", AngleKey(angle, "right"), "plateau")
            for angle in ("thigh_extension", "knee_flexion")
        )
    assert thigh.bias_deg == knee.bias_deg == 1.0
    assert thigh.sd_deg**2 - knee.sd_deg**2 == pytest.approx(angles.view.roll_sd_deg**2, abs=0.1)


def test_a_held_end_has_the_error_of_the_reached_one_where_the_table_knows_no_better(make_body, side_on):
    body = make_body(side_on())
    reached = entry(
        looks="heavy", movement="hip_car", angle="hip_extension", statistic="repetition_peak", bias_deg=-2.5
    )
    held = replace(reached, statistic="held_peak", bias_deg=-1.0)
    key, bias = AngleKey("hip_extension", "right"), []
    for entries in ((reached,), (reached, held)):
        with using_table(ErrorTable(entries)):
            angles = compute_angles(body, movement="hip_car", side="right")
            bias.append(statistic_error(angles, body, "hip_car", key, "held_peak").bias_deg)
    assert bias == [-2.5, -1.0]


def test_the_error_of_a_number_says_what_it_holds_of_single_strides(make_body, side_on):
    body = make_body(side_on())
    peak = entry(looks="heavy", angle="knee_flexion", statistic="swing_peak", within_sd_deg=0.7)
    key, found = AngleKey("knee_flexion", "right"), []
    for entries in ((peak,), (replace(peak, statistic="frame"),)):
        with using_table(ErrorTable(entries)):
            angles = compute_angles(body, movement="running")
            found.append(statistic_error(angles, body, "running", key, "swing_peak").stride_sd_deg)
    assert found == [0.7, 0.0]


def test_lost_frames_and_doubtful_points_widen(make_body, side_on):
    figure = side_on(40)
    sure = make_body(figure)
    doubtful = replace(sure, doubt_px=np.where(np.isfinite(sure.doubt_px), 8.0, np.nan))
    gappy = figure.copy()
    gappy[::2, 26] = np.nan
    key = AngleKey("knee_flexion", "right")
    sd = [
        np.nanmedian(compute_angles(body, movement="hold").sd_deg[key])
        for body in (sure, doubtful, make_body(gappy))
    ]  # fmt: skip
    assert sd[1] > sd[0] + 2.0
    assert sd[2] > sd[0] + 0.5


def test_a_statistic_the_table_does_not_know_has_the_error_of_a_frame(make_body, side_on):
    body = make_body(side_on())
    body = replace(body, doubt_px=0 * body.doubt_px)
    key = AngleKey("knee_flexion", "right")
    with using_table(ErrorTable((entry(looks="heavy", movement="hold", angle="knee_flexion"),))):
        angles = compute_angles(body, movement="hold")
        peak, mean = (statistic_error(angles, body, "hold", key, name).sd_deg for name in ("repetition_peak", "mean"))
    assert peak**2 - mean**2 == pytest.approx(1.5**2)


def test_a_few_clips_of_an_end_lean_on_what_is_known_of_frames():
    """Three clips alike by chance, 0.2 degrees, are no proof: frames differ by 2 between clips and 1.5 inside them."""
    peak = entry(statistic="repetition_peak", clips=3, between_sd_deg=0.2, within_sd_deg=None)
    found = ask(ErrorTable((entry(), peak)), statistic="repetition_peak")
    steadied = (2 * 0.2**2 + 4 * (2.0**2 + 1.5**2)) / 6
    # Student's t of 2 + 4 degrees of freedom, 2.447, over 1.960, and sqrt(4 / 3).
    assert found.between_sd_deg == pytest.approx(np.sqrt(steadied * 4 / 3) * 2.4469 / 1.95996, rel=1e-3)
    many = replace(peak, clips=20)
    assert ask(ErrorTable((entry(), many)), statistic="repetition_peak").between_sd_deg < 0.3
    drift = replace(peak, statistic="drift")
    assert ask(ErrorTable((entry(), drift)), statistic="drift").between_sd_deg < 0.5
