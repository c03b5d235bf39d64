"""Blurred heads: what is covered is changed beyond recognition, every other pixel stays as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.domain.body import Verdict
from endrange.publish import write_results
from endrange.report.faces import NECK, RADIUS, UNSURE, Blur, heads_of
from endrange.video.encode import VideoWriter
from endrange.video.frames import read_frames

#: Of the made runner (tests/report/conftest.py): the nose, the shoulders, and a trunk of 130 px.
NOSE, SHOULDERS, TRUNK_PX = (490.0, 85.0), (480.0, 120.0), 130.0
SHAPE = (540, 960, 3)


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, SHAPE, np.uint8)


def away(x: float, y: float) -> np.ndarray:
    """Distance of every pixel from a point."""
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.hypot(columns - x, rows - y)


def lose(analysis: Analysis, frames: slice, points: slice = slice(None), *, looks: bool = True) -> Analysis:
    """The runner is not seen in some frames, wholly or in some points."""
    body = analysis.body
    position, verdict = body.position_px.copy(), body.verdict.copy()
    position[frames, points], verdict[frames, points] = np.nan, Verdict.LOST
    raw = analysis.looks.position_px.copy()
    if looks:
        raw[frames, :, :, points] = np.nan
    return replace(
        analysis,
        body=replace(body, position_px=position, verdict=verdict),
        looks=replace(analysis.looks, position_px=raw),
    )


def test_the_head_is_changed_and_nothing_else(analysis: Analysis) -> None:
    picture = noise()
    out = Blur(analysis)(picture, 1.0)
    radius = RADIUS * TRUNK_PX  # 58.5 px about the nose
    outside, inside = away(*NOSE) > radius + 1, away(*NOSE) < radius - 1
    assert np.array_equal(out[outside], picture[outside])
    changed = (out != picture).any(axis=2)
    assert changed[inside].mean() > 0.99
    # What was noise from pixel to pixel is now a few even stones.
    assert np.abs(np.diff(out[60:110, 470:510].astype(int), axis=1)).mean() < 3
    assert np.abs(np.diff(picture[60:110, 470:510].astype(int), axis=1)).mean() > 60


def test_a_smaller_picture_is_blurred_at_the_same_place(analysis: Analysis) -> None:
    blur = Blur(analysis)
    whole, half = blur.mask(960, 540, 1.0), blur.mask(480, 270, 1.0)
    assert half.sum() * 4 == pytest.approx(whole.sum(), rel=0.08)
    assert half[round(NOSE[1] / 2), round(NOSE[0] / 2)]


def test_without_points_of_the_head_it_is_sought_above_the_shoulders(analysis: Analysis) -> None:
    circles = heads_of(lose(analysis, slice(None), slice(0, 11))).circles_px[50]
    found = circles[np.isfinite(circles).all(axis=1)]
    # Upright trunk: NECK trunks above the shoulders; NECK * 130 = 53 px above y = 120.
    assert found[0] == pytest.approx([SHOULDERS[0], SHOULDERS[1] - NECK * TRUNK_PX, UNSURE * RADIUS * TRUNK_PX])


def test_a_head_that_is_lost_for_a_moment_lies_between(analysis: Analysis) -> None:
    heads = heads_of(lose(analysis, slice(100, 130)))
    assert not heads.everywhere.any()
    middle = heads.circles_px[115, 0]
    assert middle[:2] == pytest.approx(NOSE)
    assert middle[2] == pytest.approx(UNSURE * RADIUS * TRUNK_PX)


def test_where_nobody_can_tell_everything_is_blurred(analysis: Analysis) -> None:
    lost = lose(analysis, slice(60, 240))  # from 1 s on; a second is bridged
    heads = heads_of(lost)
    assert not heads.everywhere[:119].any()
    assert heads.everywhere[121:].all()
    picture = noise()
    assert (Blur(lost)(picture, 3.0) != picture).any(axis=2).mean() > 0.99


def test_a_frame_that_was_not_looked_at_is_blurred_whole(analysis: Analysis) -> None:
    assert Blur(analysis).mask(960, 540, 99.0).all()


def test_bystanders_are_blurred_in_the_frame_and_its_neighbours(analysis: Analysis) -> None:
    looks = analysis.looks
    second = np.full_like(looks.position_px, np.nan)
    second[50] = looks.position_px[50] + (300.0, 20.0)
    crowd = replace(analysis, looks=replace(looks, position_px=np.concatenate([looks.position_px, second], axis=2)))
    blur = Blur(crowd)
    x, y = round(NOSE[0] + 300), round(NOSE[1] + 20)
    assert [bool(blur.mask(960, 540, i / 60)[y, x]) for i in (48, 49, 50, 51, 52)] == [False, True, True, True, False]


@pytest.fixture
def filmed(analysis: Analysis, tmp_path: Path) -> Analysis:
    """The made runner before a wall of coarse noise that a codec keeps."""
    small = np.random.default_rng(2).integers(0, 256, (18, 32, 3), np.uint8)
    wall = cv2.resize(small, (960, 540), interpolation=cv2.INTER_NEAREST)
    path = tmp_path / "made.mp4"
    with VideoWriter(path) as film:
        for i in range(60):
            film.write(wall, i / 60)
    return replace(analysis, clip=replace(analysis.clip, path=path))


def _blurred(analysis: Analysis) -> Analysis:
    return replace(analysis, provenance=replace(analysis.provenance, settings={"blur_faces": True}))


def test_overlay_and_evidence_of_a_result_are_blurred(filmed: Analysis, tmp_path: Path) -> None:
    plain = write_results(filmed, tmp_path / "plain").folder
    blurred = write_results(_blurred(filmed), tmp_path / "blurred").folder
    one, other = (next(read_frames(folder / "overlay.mp4")).image.astype(int) for folder in (plain, blurred))
    apart = np.abs(one - other).max(axis=2)
    head, rest = away(*NOSE) < 50, away(*NOSE) > 90
    assert np.median(apart[head]) > 30
    assert np.percentile(apart[rest], 99.9) < 12  # the codec's own noise
    pages = [(folder / "report.html").read_text(encoding="utf-8") for folder in (plain, blurred)]
    assert _picture(pages[0]) != _picture(pages[1])
    assert ["Faces are blurred" in page for page in pages] == [False, True]


def _picture(page: str) -> str:
    return page.partition("data:image/webp;base64,")[2].partition('"')[0]
