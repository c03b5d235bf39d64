"""The evidence frame: the right moment, the person cut out, the number where it hides nothing."""

from __future__ import annotations

import base64
from dataclasses import replace

import cv2
import numpy as np
import pytest

from endrange.domain.analysis import Evidence
from endrange.domain.vocabulary import AngleKey
from endrange.report import evidence_times
from endrange.report.evidence import MAX_BYTES, MAX_PICTURES, cut_out, free_place, shown_evidence


def test_wanted_times_are_frame_times_once_each_and_few(analysis):
    assert evidence_times(analysis) == (56 / 60,)
    many = tuple(Evidence(t, "", "hip_extension", "left") for t in (3.0, 0.101, 0.099, 1, 1.5, 2, 2.5, 3.5, 3.9))
    times = evidence_times(replace(analysis, evidence=many))
    assert len(times) == MAX_PICTURES
    assert times[:2] == (3.0, 6 / 60)


def test_without_evidence_the_middle_of_what_was_seen_is_wanted(analysis):
    points = analysis.body.position_px.copy()
    points[:100] = np.nan
    made = replace(analysis, evidence=(), body=replace(analysis.body, position_px=points))
    assert evidence_times(made) == (170 / 60,)


def test_a_picture_of_the_same_frame_is_found_and_others_are_not(analysis):
    grey = np.full((540, 960, 3), 128, np.uint8)
    assert len(shown_evidence(analysis, {56 / 60 + 0.004: grey})) == 1
    assert shown_evidence(analysis, {57.6 / 60: grey}) == ()
    assert shown_evidence(analysis, {}) == ()


def test_picture_is_small_and_shows_the_arc_in_the_side_s_colour(analysis, pictures):
    (shown,) = shown_evidence(analysis, pictures)
    coded = base64.b64decode(shown.data_uri.removeprefix("data:image/webp;base64,"))
    image = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape[:2] == (shown.height, shown.width)
    orange = np.abs(image[:, :, ::-1].astype(int) - (255, 159, 28)).max(axis=2) < 60
    assert orange.sum() > 500


def test_noisy_picture_stays_within_its_size(analysis):
    noise = np.random.default_rng(1).integers(0, 256, (540, 960, 3), np.uint8)
    (shown,) = shown_evidence(analysis, {56 / 60: noise})
    assert len(base64.b64decode(shown.data_uri.split(",")[1])) <= MAX_BYTES


def test_lost_angle_says_so(analysis, pictures):
    values = {key: np.full_like(x, np.nan) for key, x in analysis.angles.value_deg.items()}
    made = replace(analysis, angles=replace(analysis.angles, value_deg=values))
    assert shown_evidence(made, pictures)[0].alt.endswith("right hip extension not known in this frame.")


def test_cut_out_holds_the_person_with_room_about():
    points = np.full((33, 2), np.nan)
    points[0], points[27] = (400.0, 100.0), (420.0, 400.0)
    crop, moved = cut_out(np.zeros((540, 960, 3), np.uint8), points)
    scale = crop.shape[0] / 392  # 300 px of person, a margin of 14 % and 4 px at either end
    assert moved[27, 1] - moved[0, 1] == pytest.approx(300 * scale, rel=0.01)
    assert crop.shape[1] / crop.shape[0] == pytest.approx(0.95, abs=0.02)
    assert (moved[[0, 27]] > 0).all()
    assert (moved[[0, 27]] < crop.shape[1::-1]).all()


@pytest.mark.parametrize("at", [(0.0, 0.0), (959.0, 539.0), (-50.0, 700.0)])
def test_cut_out_at_the_picture_s_edge(at):
    points = np.full((33, 2), np.nan)
    points[0] = at
    crop, _ = cut_out(np.zeros((540, 960, 3), np.uint8), points)
    assert min(crop.shape[:2]) >= 1


def test_cut_out_of_nobody_is_the_whole_picture():
    crop, _ = cut_out(np.zeros((540, 960, 3), np.uint8), np.full((33, 2), np.nan))
    assert crop.shape[1] / crop.shape[0] == pytest.approx(960 / 540, rel=0.01)


def test_number_stands_beside_the_body_and_beside_other_numbers():
    body = np.stack([np.full(50, 200.0), np.linspace(50, 350, 50)], axis=1)
    x, y = free_place((80, 30), (200.0, 200.0), (400, 400), body, [])
    assert x > 200 or x + 80 < 200
    assert abs(y + 15 - 200) < 40
    again = free_place((80, 30), (200.0, 200.0), (400, 400), body, [(x, y, x + 80, y + 30)])
    assert again[0] >= x + 80 or again[0] + 80 <= x or again[1] >= y + 30 or again[1] + 30 <= y


def test_an_angle_without_an_arc_still_gets_its_number(analysis, pictures):
    key = AngleKey("foot_progression", "right")
    values = {**analysis.angles.value_deg, key: np.full(240, 7.0)}
    item = replace(analysis.evidence[0], quantity="foot_progression")
    without = replace(analysis, evidence=(replace(item, side="left"),))
    made = replace(analysis, evidence=(item,), angles=replace(analysis.angles, value_deg=values))
    (shown,), (bare,) = shown_evidence(made, pictures), shown_evidence(without, pictures)
    assert shown.alt.endswith("right foot progression 7°.")
    assert shown.data_uri != bare.data_uri


def test_an_angle_wanted_twice_in_one_frame_is_drawn_once(analysis, pictures):
    twice = replace(analysis, evidence=(*analysis.evidence, replace(analysis.evidence[0], caption="Best repetition")))
    (shown,), (once,) = shown_evidence(twice, pictures), shown_evidence(analysis, pictures)
    assert shown.data_uri == once.data_uri
    assert shown.caption == (
        "Peak hip extension of the right leg; in this picture 30°; "
        "best repetition; in this picture hip extension 30° (0.93 s)."
    )
