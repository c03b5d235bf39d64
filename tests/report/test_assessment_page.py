"""The page of an assessment: the answer first, three numbers a joint, nothing made up, nothing loaded."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.assessment import Baseline, ClipOutcome, PlannedClip, Session
from endrange.domain.measure import Measure
from endrange.domain.statistics import Z95
from endrange.report import assessment_times, render_assessment
from endrange.report.answer import answer_lines
from endrange.report.player import Film
from endrange.report.three_numbers import three_number_plots
from endrange.rom.change import change_of
from endrange.rom.conclude import conclude
from endrange.rom.gather import Range
from endrange.rom.joints import asymmetry_of, joints_of, shortfalls
from endrange.rom.positions import ALL_FOURS, STRIDE, UPRIGHT, Placed
from endrange.rom.priorities import priorities_of
from endrange.session.focus import read_focus

STATISTIC = {"passive": "plateau", "active": "held_peak", "momentum": "repetition_peak", "demand": "stride_peak"}


def taken(kind, value, se=1.0, *, side="right", clip="made.mp4"):
    measure = Measure(
        "hip_extension", side, "active" if kind == "momentum" else kind, STATISTIC[kind], value, "deg",
        value - Z95 * se, value + Z95 * se, None, 3, "A", "measured", None, "thigh against trunk", clip, 0.9375,
    )  # fmt: skip
    return Range("hip_extension", side, kind, Placed(measure, STRIDE if kind == "demand" else UPRIGHT))


def assessment_of(analysis, ranges, *, before=(), clips=(), **session):
    """An assessment of one analysed clip and the ranges that are given."""
    plan = PlannedClip(Path("made.mp4"), "running")
    clips = (ClipOutcome(plan, "analysed", "running", None, None, None, analysis), *clips)
    found = conclude(Session(Path("s"), (plan,), **session), clips)
    joints = joints_of(ranges, lambda _: 0.0)
    priorities = priorities_of(joints, shortfalls(ranges, lambda _: 0.0), [], session.get("surface"))
    return replace(
        found,
        joints=joints,
        asymmetry=asymmetry_of(ranges, lambda _: 0.0),
        priorities=priorities,
        change=change_of(joints, before, lambda _: 0.0),
        focus=read_focus().lines_for(priorities, session.get("surface")),
    )


BORROWED = [taken("passive", 28), taken("active", 10), taken("momentum", 14), taken("demand", 18)]


@pytest.fixture
def borrowing(analysis):
    left = [taken("active", 20, side="left"), taken("demand", 12, side="left")]
    return assessment_of(analysis, [*BORROWED, *left], athlete="<Ann>", surface="road", date="2026-01-02")


def test_the_answer_comes_first_and_in_plain_words(borrowing):
    text = [line.text for line in answer_lines(borrowing)]
    assert text[0] == (
        "1. Right hip extension: borrowed in the stride: 8° ± 3°. The stride uses 8 ± 3 degrees more right hip "
        "extension than is actively owned; something else gives it. The right hip extension can be put 18 ± 3 degrees "
        "further than it can be used; that range is there and not yet controlled."
    )
    assert text[1] == "Owned, with room to spare in the stride: left hip extension 8° ± 3°."
    assert text[2].startswith("Not seen. ")


def test_a_priority_has_the_size_of_its_own_position(analysis):
    """A gap of 15 on all fours, one of 30 standing: the standing one is the priority, and its size stands there."""
    fours = [
        replace(r, placed=replace(r.placed, position=ALL_FOURS)) for r in (taken("passive", 25), taken("active", 10))
    ]
    found = assessment_of(analysis, [*fours, taken("passive", 32), taken("active", 2)])
    (first,) = [line.text for line in answer_lines(found) if line.text.startswith("1. ")]
    assert first.startswith("1. Right hip extension: there, but not yet used: 30° ± 3°. ")


def test_what_would_have_shown_is_said_where_nothing_stands_out(analysis):
    found = assessment_of(analysis, [taken("passive", 12, 3), taken("active", 10, 4), taken("demand", 11, 3)])
    text = [line.text for line in answer_lines(found)]
    assert text[0] == (
        "Nothing stands out beyond its error. A gap of 10° or a borrowed range of 10° of right hip extension would "
        "have shown."
    )
    assert text[1] == "Owned or borrowed: not told apart. Owned minus stride: right hip extension −1° ± 10°."


def test_a_clip_that_failed_is_named_with_its_sentence(analysis):
    broken = PlannedClip(Path("hip_car_left.mp4"), "hip_car", None, "left")
    outcome = ClipOutcome(broken, "failed", "hip_car", "left", None, "hip_car_left.mp4 is empty; copy it again.", None)
    found = assessment_of(analysis, BORROWED, clips=(outcome,))
    assert "A clip was not used. hip_car_left.mp4 is empty; copy it again." in [
        line.text for line in answer_lines(found)
    ]
    row = next(m for m in found.missing if (m.motion, m.side, m.role) == ("hip_extension", "left", "active"))
    assert row.reason == "hip_car_left.mp4 is empty; copy it again."


def test_three_numbers_stand_left_beside_right_with_what_follows(borrowing):
    plot = three_number_plots(borrowing.joints)[0]
    assert plot.title == "Hip extension (standing)"
    assert plot.caption == "Left: reserve 8° ± 3°. Right: gap 18° ± 3°: there, not yet used; borrowed 8° ± 3°."
    for number in ("passive 28° ± 2°", "owned 10° ± 2°", "stride 18° ± 2°", "passive: not seen"):
        assert number in plot.svg
    assert "reached 14° ± 2°" in plot.svg  # for those who do not see the picture


def test_a_negative_gap_is_said_and_not_hidden(analysis):
    found = assessment_of(analysis, [taken("passive", 10), taken("active", 20)])
    plot = three_number_plots(found.joints)[0]
    assert "gap −10° ± 3°): the passive test was not taken to the same end" in plot.caption
    assert found.priorities == ()


def test_a_stride_without_partner_stands_beside_the_other_side(analysis):
    found = assessment_of(analysis, [*BORROWED, taken("demand", 12, side="left")])
    plots = three_number_plots(found.joints)
    assert [plot.title for plot in plots] == ["Hip extension (standing)"]
    assert "Left: Only the stride was measured" in plots[0].caption


def test_the_page_loads_nothing_escapes_names_and_has_every_part(borrowing, pictures):
    assert assessment_times(borrowing) == {"made.mp4": (0.9375,)}
    page = render_assessment(borrowing, {"made.mp4": pictures})
    assert "<Ann>" not in page
    assert "&lt;Ann&gt;" in page
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", page)
    headings = [re.sub(r"<[^>]+>", "", h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    assert headings == [
        "In short", "The three numbers", "What to work on", "Left against right",
        "What could not be seen, and how to film it", "The evidence, joint by joint",
        "What this can say, and what it cannot", "All numbers with their definitions",
        "Published figures, as context only", "Clips and entries", "How it was compared", "How this was made",
    ]  # fmt: skip
    assert (
        "Passive: 28° ± 2°, load not noted; in this picture 30° (made.mp4, 0.94 s)".replace(" ± ", "\xa0±\xa0") in page
    )
    assert page.count("<img ") == 5  # a frame for each of passive, active, demand of the right, two of the left
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for said in ("Mettler 2019", "pelvis", "Nothing here predicts injury", "Soucie 2011", "It is not a diagnosis"):
        assert said in page


def test_the_stride_is_drawn_against_what_is_owned_and_passive(borrowing):
    page = render_assessment(borrowing, {})
    assert "owned 10° ± 2°</text>" in page.replace("\n", "")
    assert "passive 28° ± 2°</text>" in page.replace("\n", "")
    assert "The frames are not shown" in page


def test_sides_differ_only_beyond_error_and_beyond_what_healthy_sides_do(analysis):
    def said(left, right, se):
        ranges = [taken("active", left, se, side="left"), taken("active", right, se)]
        page = render_assessment(assessment_of(analysis, ranges), {})
        return re.search(r'data-label="Difference">([^<]*)<', page).group(1)

    assert said(20, 11, 1.0) == "left more by 9° ± 3°"
    assert said(11, 20, 1.0) == "right more by 9° ± 3°"
    assert said(20, 19, 3.0) == "none shown (1° ± 8°)"
    assert said(20, 18, 0.3) == "as healthy sides differ (2° ± 1°)"


def test_change_is_told_with_what_can_be_detected(analysis):
    before = joints_of([taken("passive", 27), taken("active", 4)], lambda _: 0.0)
    found = assessment_of(analysis, BORROWED, before=[("2025-12-01", before)])
    page = render_assessment(found, {})
    row = re.search(r"Right hip extension, owned</th>(.*?)</tr>", page, re.DOTALL)
    assert "+6° ± 3°" in row.group(1)
    assert "2025-12-01" in row.group(1)
    assert "Within what can be detected: right hip extension (passive +1°\xa0±\xa03°)." in page


def test_an_assessment_of_nothing_still_stands():
    found = conclude(Session(Path("s"), (), (Baseline("hip_extension", "left", 12.0, position="prone"),)), [])
    page = render_assessment(replace(found, joints=()), {})
    assert "No range was measured." in page
    assert "nan" not in re.findall(r"\w+", page)


def test_the_numbers_of_hand_entries_are_named(analysis):
    entry = Baseline("hip_extension", "right", 18.0, position="prone", repeats=2, who="B. Coach", when="2026-01-01")
    page = render_assessment(assessment_of(analysis, BORROWED, baselines=(entry,)), {})
    assert "1 range measured by hand" in page
    assert "goniometer, prone, 2 times, B. Coach, 2026-01-01" in page


def test_figures_know_nothing_of_missing_numbers(analysis):
    lost = replace(analysis, curves=tuple(replace(c, values_deg=np.full((2, 101), np.nan)) for c in analysis.curves))
    page = render_assessment(assessment_of(lost, BORROWED), {})
    assert "NaN" not in page


def test_each_clip_s_film_is_tied_to_its_own_pictures_and_curves(borrowing, pictures):
    page = render_assessment(borrowing, {"made.mp4": pictures}, {"made.mp4": Film("made.mp4/overlay.mp4")})
    assert "script-src 'sha256-" in page.replace("&#39;", "'")
    assert re.search(
        r'<section[^>]* class="player"[^>]* data-clip="(\d)" data-film="made.mp4/overlay.mp4" hidden>', page
    )
    numbers = set(re.findall(r' data-clip="(\d+)"', page))
    assert len(numbers) == 1
    assert (
        len(re.findall(r'<figure data-time="[^"]+" data-clip=', page)) == len(re.findall("<figure data-time", page)) > 0
    )
    assert page.count('data-axis="') == len(re.findall(r'<div data-clip="\d+">\s*<div class="plots">', page))
    without = render_assessment(borrowing, {"made.mp4": pictures})
    assert "<script" not in without
    assert 'class="player"' not in without
