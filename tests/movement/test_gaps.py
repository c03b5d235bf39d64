"""What a clip does not show is not measured beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Span
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.movement.gaps import may_be_hidden, why_hidden
from endrange.movement.hip_car import MOVEMENT
from endrange.movement.repetitions import cut_repetitions
from endrange.synthetic.motions import frame_times, hip_circle

T = np.arange(120) / 30
HILL = 30 * np.sin(np.pi * T / 4)  # highest, 30, at 2 s; at most 24 degrees a second


def without(start_s: float, end_s: float) -> np.ndarray:
    return np.where((start_s <= T) & (end_s > T), np.nan, HILL)


def test_an_extreme_away_from_every_gap_stands() -> None:
    assert not may_be_hidden(T, HILL, 60)
    assert not may_be_hidden(T, without(0.2, 0.7), 60)


def test_an_extreme_at_the_edge_of_a_gap_is_not_taken() -> None:
    values = without(1.5, 2.05)
    assert may_be_hidden(T, values, int(np.nanargmax(values)))


def test_a_gap_in_which_the_angle_could_have_gone_further_hides_it() -> None:
    """One second unseen around 23 degrees: at 23 degrees a second it could have been 34 in between."""
    values = without(0.7, 1.7)
    assert may_be_hidden(T, values, 60)


def test_the_low_end_is_judged_the_other_way_up() -> None:
    values = -without(0.2, 0.7)
    assert not may_be_hidden(T, values, 60, high=False)
    assert may_be_hidden(T, -without(0.7, 1.7), 60, high=False)


def test_single_lost_frames_hide_nothing() -> None:
    values = HILL.copy()
    values[58] = np.nan
    assert not may_be_hidden(T, values, 60)


def test_joints_out_of_the_picture_are_named(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(hip_circle(frame_times(4.0, 30.0)), "right")
    position = motion.body.position_px.copy()
    position[:, [point(s, p) for s in ("left", "right") for p in ("shoulder", "hip")]] = np.nan
    key = AngleKey("hip_extension", "right")
    angles = replace(motion.angles, value_deg={**motion.angles.value_deg, key: np.full(120, np.nan)})
    hidden = replace(motion, body=replace(motion.body, position_px=position), angles=angles)
    assert why_hidden(hidden, key).startswith("The shoulders and hips are not in the picture")
    assert why_hidden(motion, key) is None


def test_nothing_is_counted_across_a_cut_in_the_film() -> None:
    """Half a lunge before the cut and half after it are not one lunge."""
    t = np.arange(360) / 30
    x = 8 + 15 * (1 - np.cos(2 * np.pi * t / 4))
    joined = np.concatenate([x[:180], x[60:240]])
    found = cut_repetitions(t, joined, at_least=8, runs=(Span(0, 180), Span(180, 360)))
    whole = [r for r in found if r.whole]
    assert all(not r.start_s < 6.0 < r.end_s for r in found)
    assert whole[0].end_s == pytest.approx(4, abs=0.1)


def test_a_trunk_that_tilts_is_seen_from_the_front(film_motion) -> None:  # type: ignore[no-untyped-def]
    t = frame_times(8.0, 30.0)
    label = MovementLabel("hip_car", 1.0, "right", "active")
    motion = film_motion(hip_circle(t, repetition_s=4.0), "front", label=label)
    assert "trunk_pays" not in {f.code for f in MOVEMENT.measure(motion).findings}
    position = motion.body.position_px.copy()
    for side in ("left", "right"):
        position[:, point(side, "shoulder"), 0] += 40 * np.sin(np.pi * t / 2)  # of 151 px: 15 degrees each way
    tilting = replace(motion, body=replace(motion.body, position_px=position))
    (finding,) = [f for f in MOVEMENT.measure(tilting).findings if f.code == "trunk_pays"]
    assert "tilts sideways" in finding.message


def test_what_was_glimpsed_in_a_few_frames_is_not_in_view(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Of four seconds the hips were guessed for a tenth of one: as good as out of the picture."""
    motion = film_motion(hip_circle(frame_times(4.0, 30.0)), "right")
    position = motion.body.position_px.copy()
    position[3:, [point(s, "hip") for s in ("left", "right")]] = np.nan
    key = AngleKey("hip_extension", "right")
    values = motion.angles.value_deg[key].copy()
    values[3:] = np.nan
    angles = replace(motion.angles, value_deg={**motion.angles.value_deg, key: values})
    seldom = replace(motion, angles=angles)
    assert (why_hidden(seldom, key) or "").startswith("Hip extension could be told in 2 % of the frames only")
    out = replace(seldom, body=replace(motion.body, position_px=position))
    assert (why_hidden(out, key) or "").startswith("The hips are not in the picture")
    values[3:40] = 10.0
    assert why_hidden(seldom, key) is None
