"""The video tied to the curves: what it is told, what the page may do, and that it is one file where asked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.domain.errors import ClipNotFound
from endrange.publish import OVERLAY, overlay_fits, write_results
from endrange.report import render_page
from endrange.report.figures import curve_plots, series_plots
from endrange.report.player import Film, peaks_of, player_data
from endrange.report.share import write_share
from endrange.video.encode import VideoWriter
from endrange.video.frames import read_frames

BESIDE = Film("overlay.mp4")


@pytest.fixture
def filmed(analysis: Analysis, tmp_path: Path) -> Analysis:
    path = tmp_path / "made.mp4"
    with VideoWriter(path) as film:
        for i in range(240):
            film.write(np.full((540, 960, 3), 90, np.uint8), i / 60)
    return replace(analysis, clip=replace(analysis.clip, path=path))


def test_it_is_told_angles_cycles_and_peaks(analysis: Analysis) -> None:
    told = player_data(analysis)
    assert len(told["time_s"]) == 240
    assert {(row["angle"], row["side"]) for row in told["series"]} == {
        ("hip_extension", "left"),
        ("hip_extension", "right"),
    }  # of the three angles that are known, the one that was measured
    right = next(row for row in told["series"] if row["side"] == "right")
    assert right["values"][11] == pytest.approx(30 * np.sin(2 * np.pi * 11 / 60 / 0.75), abs=0.06)
    assert {event["kind"] for event in told["events"]} == {"stride"}
    assert told["first"] == "hip_extension"
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_peaks_are_measured_angles_with_a_moment(analysis: Analysis) -> None:
    left, right = peaks_of(analysis.measures)  # not cadence, not contact, not what was refused
    assert (left["side"], left["time_s"]) == ("left", 0.9375)
    assert right["title"] == "Hip extension, right: peak of the stride 30°"


def test_what_is_lost_is_null(analysis: Analysis) -> None:
    values = {key: np.where(np.arange(240) < 9, np.nan, x) for key, x in analysis.angles.value_deg.items()}
    told = player_data(replace(analysis, angles=replace(analysis.angles, value_deg=values)))
    assert told["series"][0]["values"][:9] == [None] * 9


def test_the_page_runs_this_script_and_no_other(analysis: Analysis, pictures: dict[float, np.ndarray]) -> None:
    page = render_page(analysis, pictures, BESIDE)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    said = policy[1].replace("&#39;", "'")
    assert said == (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; media-src 'self'"
    )
    assert " src=" not in page.replace('src="data:image', "")  # the film is asked for by the script, if it is there
    assert re.search(r'<section[^>]*class="player"[^>]* data-film="overlay.mp4" hidden>', page)


def test_curves_say_where_their_axes_lie(analysis: Analysis, slow: Analysis) -> None:
    svg = curve_plots(analysis)[0].svg
    assert 'data-axis="percent"' in svg
    assert 'data-range="0.0000 100.0000" data-sides="left right"' in svg
    box = re.search(r'data-box="([^"]+)"', svg)
    plotted = re.search(r'<clipPath.*?<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    assert box is not None
    assert plotted is not None
    x, y, width, height = map(float, plotted.groups())
    assert list(map(float, box[1].split())) == pytest.approx([x, y, x + width, y + height], abs=0.2)
    assert 'data-axis="seconds" data-box' in series_plots(slow)[0].svg


def test_a_result_shows_its_overlay_and_without_one_carries_no_script(filmed: Analysis, tmp_path: Path) -> None:
    folder = write_results(filmed, tmp_path / "with").folder
    assert 'data-film="overlay.mp4"' in (folder / "report.html").read_text(encoding="utf-8")
    bare = write_results(filmed, tmp_path / "without", overlay=False).folder
    assert not (bare / OVERLAY).exists()
    assert "<script" not in (bare / "report.html").read_text(encoding="utf-8")


def test_an_overlay_with_faces_does_not_outlive_a_run_that_blurs_them(filmed: Analysis, tmp_path: Path) -> None:
    folder = write_results(filmed, tmp_path / "out").folder
    made = replace(filmed.provenance, settings={"blur_faces": True})
    write_results(replace(filmed, provenance=made), tmp_path / "out", overlay=False)
    assert not (folder / OVERLAY).exists()


def test_an_overlay_of_other_numbers_is_neither_shown_nor_kept(filmed: Analysis, tmp_path: Path) -> None:
    """Corrected by hand or counted from another zero, the angles drawn on the film are others."""
    folder = write_results(filmed, tmp_path / "out").folder
    assert overlay_fits(folder, filmed)
    again = write_results(filmed, tmp_path / "out", overlay=False).folder
    assert 'data-film="overlay.mp4"' in (again / "report.html").read_text(encoding="utf-8")
    said = {**filmed.provenance.settings, "neutral": {"left_hip_extension": {"offset_deg": 3.0, "sd_deg": 1.5}}}
    other = replace(filmed, provenance=replace(filmed.provenance, settings=said))
    assert not overlay_fits(folder, other)
    write_results(other, tmp_path / "out", overlay=False)
    assert not (folder / OVERLAY).exists()
    assert "<script" not in (folder / "report.html").read_text(encoding="utf-8")


def test_the_shared_page_holds_a_film_that_plays(filmed: Analysis, tmp_path: Path) -> None:
    path = tmp_path / "share.html"
    told = []
    write_share(filmed, path, told.append)
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<video[^>]* src="data:video/mp4;base64,([^"]+)"', page)
    assert found is not None
    film = tmp_path / "film.mp4"
    film.write_bytes(base64.b64decode(found[1]))
    frames = list(read_frames(film))
    assert len(frames) == 240
    assert max(frames[0].image.shape[:2]) == 854
    assert "media-src data:" in page
    assert 'src="overlay' not in page
    assert told[-1].done == 240
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_without_its_film_nothing_is_shared(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(ClipNotFound, match="is not at hand"):
        write_share(analysis, tmp_path / "share.html")


@pytest.mark.parametrize(("settings", "size"), [({"overlay_size_px": 480}, (480, 270)), ({}, (960, 540))])
def test_the_overlay_is_no_longer_than_was_asked(
    filmed: Analysis, tmp_path: Path, settings: dict[str, int], size: tuple[int, int]
) -> None:
    few = replace(filmed.provenance, settings={**settings, "end_s": 0.1})
    folder = write_results(replace(filmed, provenance=few), tmp_path / "out").folder
    images = [frame.image for frame in read_frames(folder / OVERLAY)]
    assert len(images) == 6
    assert images[0].shape[1::-1] == size
