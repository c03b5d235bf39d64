"""The page says what was measured, loads nothing, and stands whatever is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.domain.body import Verdict
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLES
from endrange.report import render_page
from endrange.report.scenes import angle_figure
from endrange.report.words import evidence_caption, marks, zero_of


class Page(HTMLParser):
    """Counts tags, ids and links, and finds what is not closed."""

    VOID = frozenset({"meta", "img", "br", "link", "path", "use"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[tuple[str, str, str]] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self._attributes(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self._attributes(tag, attrs)

    def _attributes(self, tag, attrs):
        if tag == "img":
            self.images.append(dict(attrs))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href", "action", "srcset", "poster"):
                self.targets.append((tag, name, value))
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)


def without_results(analysis: Analysis) -> Analysis:
    refused = tuple(
        Measure.refused(q, side, "stride_peak", "Nobody was seen from the side; film from the side.", definition="d")
        for q in ("hip_extension", "ankle_dorsiflexion")
        for side in ("left", "right")
    )
    return replace(analysis, measures=refused, curves=(), events=(), evidence=())


def nobody(analysis: Analysis) -> Analysis:
    body = analysis.body
    lost = replace(
        body,
        position_px=np.full_like(body.position_px, np.nan),
        verdict=np.full_like(body.verdict, Verdict.LOST),
    )
    nothing = {key: np.full_like(x, np.nan) for key, x in analysis.angles.value_deg.items()}
    return replace(without_results(analysis), body=lost, angles=replace(analysis.angles, value_deg=nothing))


def one_side(analysis: Analysis) -> Analysis:
    return replace(
        analysis,
        measures=tuple(m for m in analysis.measures if m.side != "left"),
        curves=tuple(c for c in analysis.curves if c.side != "left"),
    )


def bare(analysis: Analysis) -> Analysis:
    return replace(analysis, measures=(), curves=(), events=(), evidence=(), findings=())


def holes(analysis: Analysis) -> Analysis:
    curves = []
    for curve in analysis.curves:
        values = curve.values_deg.copy()
        values[:, 40:60] = np.nan
        curves.append(replace(curve, values_deg=values))
    values = {k: np.where(np.arange(len(x)) < 60, np.nan, x) for k, x in analysis.angles.value_deg.items()}
    return replace(analysis, curves=tuple(curves), angles=replace(analysis.angles, value_deg=values))


CASES = [without_results, nobody, one_side, bare, holes]


@pytest.mark.parametrize("change", CASES)
@pytest.mark.parametrize("which", ["analysis", "slow"])
def test_stands_whatever_is_missing(change, which, request, pictures):
    made = change(request.getfixturevalue(which))
    for shown in ({}, pictures):
        page = Page(render_page(made, shown))
        assert page.open == []
        assert len(page.ids) == len(set(page.ids))
        headings = [tag for tag in page.tags if tag in ("h1", "h2")]
        assert headings == ["h1"] + ["h2"] * 8
        assert "NaN" not in " ".join(page.text)
        assert "nan" not in re.findall(r"\w+", " ".join(page.text))


def test_order_is_verdict_evidence_curves_table_then_the_rest(analysis, pictures):
    text = render_page(analysis, pictures)
    names = (
        "In short",
        "What it looked like",
        "Curves",
        "All numbers",
        "Findings about",
        "Events",
        "How each",
        "How this",
    )
    places = [text.index(f">{name}") for name in names]
    assert places == sorted(places)


def test_the_numbers_stand_in_the_page(analysis, pictures):
    text = render_page(analysis, pictures)
    for number in ("28° ± 5°", "30° ± 5°", "160 steps/min ± 2", "28.0° ± 5.0°", "0.300 s ± 0.020"):
        assert number in text
    assert "no difference shown" in text.lower()
    assert "It is not seen from the side; film from behind." in text


def test_loads_nothing_from_anywhere(analysis, slow, pictures):
    for made in (analysis, slow):
        text = render_page(made, pictures)
        page = Page(text)
        assert "http://" not in text
        assert "https://" not in text
        assert "@import" not in text
        assert re.findall(r"url\((?!#)", text) == []
        for tag, name, value in page.targets:
            assert value.startswith("#") or (tag == "img" and value.startswith("data:image/webp;base64,")), (tag, name)
        assert page.handlers == []
        assert "script" not in page.tags


def test_links_within_the_page_lead_somewhere(analysis, pictures):
    page = Page(render_page(analysis, pictures))
    ids = set(page.ids)
    assert all(value[1:] in ids for _, _, value in page.targets if value.startswith("#"))


def test_texts_of_the_user_are_escaped(analysis, pictures):
    evil = '<script>alert("x")</script> & Läufer 走る "\' .mp4'
    made = replace(
        analysis,
        clip=replace(analysis.clip, path=Path(evil.replace("/", "∕"))),
        findings=(Finding("x", "error", evil, evil),),
        evidence=(replace(analysis.evidence[0], caption=evil),),
        measures=(*analysis.measures, Measure.refused("trunk_lean", None, "mean", evil, definition=evil)),
        curves=tuple(replace(c, phase=evil, marks_percent={evil: 40.0}) for c in analysis.curves),
        provenance=replace(analysis.provenance, settings={evil: evil}, engine=evil, created=evil),
    )
    page = Page(render_page(made, pictures))
    assert "script" not in page.tags
    assert 'alert("x")' in " ".join(page.text)
    assert "走る" in " ".join(page.text)


def test_pictures_have_alternative_texts_with_the_number(analysis, pictures):
    page = Page(render_page(analysis, pictures))
    assert [image["alt"] for image in page.images] == [
        "Running at 0.93 s, the person with bones drawn over the picture: right hip extension 30° ± 4°."
    ]


def test_small_enough_and_the_same_every_time(analysis, pictures):
    once, twice = render_page(analysis, pictures), render_page(analysis, pictures)
    assert once == twice
    assert len(once.encode()) < 200_000


def test_one_long_clip_stays_small(analysis, pictures):
    many = np.repeat(analysis.curves[0].values_deg, 60, axis=0)
    curves = tuple(
        replace(analysis.curves[0], quantity=q, side=side, values_deg=many)
        for q in ("hip_extension", "knee_flexion", "ankle_dorsiflexion", "thigh_extension")
        for side in ("left", "right")
    )
    text = render_page(replace(analysis, curves=curves, events=analysis.events * 100), pictures)
    assert len(text.encode()) < 1_500_000
    assert "more stand in analysis.json" in text


def test_events_name_their_marks_with_units(analysis, pictures):
    assert "toe off 0.675 s" in render_page(analysis, pictures)  # the left foot lands half a stride late, at 0.375 s


def test_what_a_person_changed_is_said_and_the_diamond_explained(analysis, pictures):
    verdict = analysis.body.verdict.copy()
    verdict[30, 26] = Verdict.MOVED
    said = {"corrections": {"move": [[0.5, "right", "knee", 1.0, 2.0]], "neutral": [[0.0, 0.4]], "person": [1.0, 5, 6]}}
    made = replace(
        analysis,
        body=replace(analysis.body, verdict=verdict),
        provenance=replace(analysis.provenance, settings={"quality": "fast", **said}),
    )
    text = render_page(made, pictures)
    assert (
        "Changed by a person, by hand: neutral standing chosen 0.00-0.40 s; 1 point in 1 frame moved (right knee "
        "0.50 s); person chosen in the picture at 1.00 s." in text
    )
    assert "A diamond with a white rim" in text
    assert "quality fast" in text
    assert "corrections {" not in text
    assert "A diamond with a white rim" not in render_page(analysis, pictures)


def test_every_angle_that_is_defined_has_its_drawn_figure(analysis, pictures):
    """Hip and thigh extension, knee flexion and so on by the same drawing as the pages of the server."""
    text = render_page(analysis, pictures)
    method = text[text.index(">How each number is defined<") :]
    angles = {m.quantity for m in analysis.measures if m.quantity in ANGLES}
    assert len(angles) >= 2
    assert method.count('<svg class="drawn"') == len(angles)
    for angle in angles:
        assert str(angle_figure(angle)) in method
    assert "Positive is extension, negative flexion." in method


def test_a_zero_that_is_the_same_posture_twice_is_said_once() -> None:
    said = zero_of("sole flat on the ground, shank upright", ["anatomical", "flat foot"])
    assert said == "Zero: sole flat, shank upright."
    assert zero_of("thigh in line", ["anatomical", "standing"]) == "Zero: thigh in line and your own standing posture."


def test_an_event_s_angle_and_its_moment_are_one_remark():
    found = {"toe_off_s": 0.598, "hip_extension_stride_peak_s": 4.5512, "hip_extension_stride_peak_deg": 26.83}
    assert marks(found) == ["toe off 0.598 s", "hip extension stride peak 26.8° at 4.551 s"]
    assert marks({"peak_s": 1.0, "low_deg": -3.0, "cadence": 98.1284, "method": "feet"}) == [
        "peak 1.000 s", "low \u22123.0°", "cadence 98.13", "method feet",
    ]  # fmt: skip


def test_a_caption_is_one_sentence_with_true_minus_signs():
    said = evidence_caption(
        ["Highest left knee flexion: 45 degrees.", "Highest right thigh extension: -23 degrees."], 0.13
    )
    assert said == "Highest left knee flexion: 45 degrees; highest right thigh extension: \u221223 degrees (0.13 s)."
