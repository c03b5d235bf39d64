"""The report opened as a file in a real browser: the video tied to every curve, without a server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.publish import write_results
from endrange.video.encode import VideoWriter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def result(analysis: Analysis, tmp_path: Path) -> Path:
    """Four seconds of the made runner: strides of 0.75 s, the right leg from 0 s on, its peak at 0.9375 s."""
    path = tmp_path / "made.mp4"
    with VideoWriter(path) as film:
        for i in range(240):
            film.write(np.full((540, 960, 3), i, np.uint8), i / 60)
    filmed = replace(analysis, clip=replace(analysis.clip, path=path))
    return write_results(filmed, tmp_path / "out", formats=("share",)).folder


def _opened(browser: Any, file: Path) -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": 360, "height": 760})
    page.set_default_timeout(240_000)
    trouble: list[str] = []
    page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(file.as_uri())
    return page, trouble


NOW = "document.querySelector('video').currentTime"


@pytest.mark.parametrize("name", ["report.html", "share.html"])
def test_every_curve_leads_to_its_moment(browser: Any, result: Path, name: str) -> None:
    page, trouble = _opened(browser, result / name)
    page.wait_for_selector("section.player:not([hidden]) [data-curve] path")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("n")  # to the peak, in the middle of its frame's quarter
    assert page.evaluate(NOW) == pytest.approx(0.9375, abs=0.02)
    assert page.locator("[data-now]").inner_text().startswith("0.9")
    page.keyboard.press(".")
    assert page.evaluate(NOW) == pytest.approx(0.9375 + 1 / 60, abs=0.02)
    # 0.95 s is 0.2 s into the right leg's second stride: 27 %; the drawn curve's cursors stand there.
    svg = page.locator("svg.tied").first
    left, _, right, _ = map(float, svg.get_attribute("data-box").split())
    places = [float(line.get_attribute("x1")) for line in svg.locator(".cursor.right").all()]
    assert places == pytest.approx([left + (right - left) * 0.2667], abs=(right - left) * 0.03)
    # A click at 50 % goes to the nearest half of a stride of either leg: 1.125 s of the right, or 0.75 of the left.
    svg.scroll_into_view_if_needed()
    box, wide = svg.bounding_box(), float(svg.get_attribute("viewBox").split()[2])
    svg.click(position={"x": (left + right) / 2 * box["width"] / wide, "y": box["height"] / 2})
    assert page.evaluate(NOW) == pytest.approx(1.125, abs=0.03)
    page.get_by_role("button", name="In the video").first.click()
    assert page.evaluate(NOW) == pytest.approx(0.9375, abs=0.02)
    assert page.locator(".curve .peak").count() == 2
    assert trouble == []
    page.close()


def test_without_its_film_the_report_is_whole_and_shows_no_player(browser: Any, result: Path) -> None:
    (result / "overlay.mp4").unlink()
    page, _ = _opened(browser, result / "report.html")
    page.wait_for_timeout(500)
    assert not page.locator("section.player").is_visible()
    assert page.locator("section >> text=All numbers").count() == 1
    page.close()


def test_another_film_is_not_shown_as_this_one(browser: Any, result: Path) -> None:
    with VideoWriter(result / "overlay.mp4") as film:
        for i in range(30):
            film.write(np.zeros((540, 960, 3), np.uint8), i / 10)
    page, _ = _opened(browser, result / "report.html")
    page.wait_for_timeout(500)
    assert not page.locator("section.player").is_visible()
    page.close()


def test_a_strange_script_does_not_run(browser: Any, result: Path) -> None:
    text = (result / "report.html").read_text(encoding="utf-8")
    evil = result / "evil.html"
    evil.write_text(text.replace("</main>", "<script>document.title = 'caught'</script></main>"), encoding="utf-8")
    page, _ = _opened(browser, evil)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.reload()
    page.wait_for_load_state()
    assert page.title() != "caught"
    page.close()
