"""Both ways whole in a real browser: a runner at a phone's width, a coach at a laptop's."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

HERE = Path(__file__).parent
pytestmark = [pytest.mark.slow, pytest.mark.networks]

#: An analysis of three seconds of film on a busy machine; it says when a test fails, never whether.
PATIENCE_MS = 240_000


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that analyses for real."""
    _chromium()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("browser") / "data"
    server = subprocess.Popen([sys.executable, str(HERE / "run_server.py"), str(data), str(port), "-"])
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + PATIENCE_MS / 1000
    while not _answers(address):
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.2)
    yield address
    server.terminate()
    server.wait(PATIENCE_MS / 1000)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield found
        found.close()


def _page(browser: Any, width: int) -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 760})
    page.set_default_timeout(PATIENCE_MS)
    trouble: list[str] = []
    page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    return page, trouble


def _fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _until(page: Any, true: str) -> None:
    """Wait for an expression; the page's policy forbids the browser to wait for it itself."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(true):
        assert time.monotonic() < end, true
        page.wait_for_timeout(50)


#: A page that was read to its end and on which nothing is under way: it will not load itself anew.
QUIET = "main:not([data-events]) ~ footer"


def _quiet(page: Any) -> None:
    """Wait until everything that the page tells of is done, however often it loads itself anew meanwhile."""
    page.wait_for_selector(QUIET, state="attached")


def _sent(page: Any, act: Callable[[], Any]) -> None:
    """Do what sends a form or follows a link, and wait for the page that answers."""
    with page.expect_navigation():
        act()


def _upload_standing(page: Any, base: str, samples: Path) -> None:
    """As a runner does: choose what to film, choose the film, send it, and wait for the answer."""
    page.goto(base)
    page.get_by_role("link", name="Standing").first.click()
    assert page.locator("svg.drawn").count() == 1
    page.set_input_files("#file", samples / "standing_right.mp4")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/clips/*")
    _quiet(page)


@pytest.fixture(scope="module")
def stands(base: str, browser: Any, samples: Path) -> str:
    """The address of a clip of somebody who stands, all of it drawn."""
    page, _ = _page(browser, 360)
    _upload_standing(page, base, samples)
    address = str(page.url)
    page.close()
    return address


def _serious(page: Any) -> list[str]:
    """What axe-core finds serious or critical on a page."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    # The script runs by the test's own hand, beside the page's content security policy.
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")]


def test_a_runner_films_uploads_and_reads(base: str, browser: Any, samples: Path) -> None:
    page, trouble = _page(browser, 360)
    _upload_standing(page, base, samples)
    assert page.locator(".verdict .line-number").count() >= 3
    assert page.locator("video").count() == 1
    assert _fits(page)
    assert _serious(page) == []
    assert trouble == []


def test_the_video_plays_scrubs_and_follows_the_curve(browser: Any, stands: str) -> None:
    page, trouble = _page(browser, 1200)
    page.goto(stands)
    _until(page, "document.querySelector('video').readyState >= 2")
    page.wait_for_selector("[data-curve] path")
    now = "document.querySelector('video').currentTime"
    page.keyboard.press("s")
    assert page.evaluate("document.querySelector('video').playbackRate") == 0.25
    page.keyboard.press("s")
    page.evaluate("document.querySelector('video').play()")
    _until(page, f"{now} > 0.2")
    page.evaluate("document.querySelector('video').pause()")
    curve = page.locator("[data-curve] svg")
    box = curve.bounding_box()
    curve.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    middle = page.evaluate(now)
    assert middle == pytest.approx(1.5, abs=0.15)
    said = page.locator("[data-now]").inner_text()
    page.keyboard.press(".")
    _until(page, f"{now} > {middle + 0.01}")
    assert page.evaluate(now) == pytest.approx(middle + 1 / 30, abs=0.012)
    assert page.locator("[data-now]").inner_text() != said
    page.keyboard.press(",")
    _until(page, f"{now} < {middle + 0.01}")
    assert page.locator("[data-now]").inner_text() == said
    assert trouble == []


def test_a_correction_changes_the_answer_without_pixels(base: str, browser: Any, samples: Path) -> None:
    page, trouble = _page(browser, 360)
    _upload_standing(page, base, samples)
    page.get_by_text("Something is wrong").click()
    page.select_option("#say-movement", "hold")
    page.select_option("#say-side", "right")
    _sent(page, page.get_by_role("button", name="Correct and measure again").click)
    _quiet(page)
    assert "Held position" in page.locator("h1").inner_text()
    assert "mean" not in page.locator(".verdict").inner_text()
    assert trouble == []


def test_a_span_left_out_by_hand_is_said_and_taken_back(browser: Any, stands: str) -> None:
    page, trouble = _page(browser, 360)
    page.goto(stands)
    page.get_by_text("Put right by hand").click()
    page.fill("#span-start", "2")
    page.fill("#span-end", "2.5")
    _sent(page, page.locator("form[data-span] button:not([type=button])").click)
    _quiet(page)
    assert page.get_by_text("Corrected by hand: left out 2.00-2.50 s.").count() == 1
    assert _fits(page)
    _sent(page, page.get_by_role("button", name="Take back").click)
    _quiet(page)
    assert page.locator(".verdict").count() == 1
    assert page.get_by_text("Corrected by hand").count() == 0
    assert trouble == []


def test_a_coach_puts_a_session_together_and_deletes_it(base: str, browser: Any, samples: Path) -> None:
    page, trouble = _page(browser, 1200)
    page.goto(f"{base}/athletes")
    page.fill("#name", "B. Runner")
    _sent(page, page.get_by_role("button", name="Add").click)
    _sent(page, page.get_by_role("button", name="Add").click)
    page.set_input_files("#file", [samples / "standing_right.mp4"])
    _sent(page, page.get_by_role("button", name="Upload").click)
    page.wait_for_selector(".clips li")
    _quiet(page)
    page.get_by_text("Add", exact=True).first.click()
    page.fill("#b-value", "18")
    page.fill("#b-position", "standing")
    _sent(page, page.locator("form[action$='/baselines'] button").click)
    assert page.get_by_text("18.0°").count() == 1
    _sent(page, page.get_by_role("button", name="Put together").click)
    _quiet(page)
    assert "Hip extension" in page.locator(".report").inner_text()
    page.wait_for_selector("details.film:not([hidden])")
    page.locator("details.film summary").click()
    _until(page, "document.querySelector('details.film video').readyState >= 1")
    page.wait_for_selector("details.film [data-curve] path")
    assert page.locator("#answer ~ #clips, #answer ~ * #clips").count() == 1  # the answer stands above the clips
    assert page.locator("#answer").bounding_box()["y"] < 300
    page.fill("#focus", "Slow circles, every day.")
    _sent(page, page.locator("form[action$='/focus'] button").click)
    _quiet(page)
    assert "Slow circles, every day." in page.locator(".report").inner_text()
    assert _fits(page)
    assert _serious(page) == []
    page.get_by_text("Delete this session").click()
    _sent(page, page.get_by_role("button", name="Delete for good").click)
    assert "No session yet" in page.locator("main").inner_text()
    assert trouble == []


#: An event source that tells only what a test hands to it.
TOLD_BY_HAND = """
window.EventSource = class {
  constructor() { this.readyState = 1; window.source = this; }
  close() { this.readyState = 2; }
};
window.EventSource.CLOSED = 2;
window.told = () => window.source.onmessage({data: JSON.stringify({ready: true, jobs: {}})});
"""

#: A page lets its source go just before it loads itself anew: whether it will is known at once, without waiting.
STAYS = "window.told(); window.source.readyState === 1"


@pytest.fixture
def waiting(base: str, browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page of a session that waits for an answer, of which it is told by hand; no job is under way."""
    page, trouble = _page(browser, 1200)
    page.add_init_script(TOLD_BY_HAND)
    page.goto(f"{base}/athletes")
    page.fill("#name", "D. Runner")
    _sent(page, page.get_by_role("button", name="Add").click)
    _sent(page, page.get_by_role("button", name="Add").click)

    def as_waiting(route: Any) -> None:
        came = route.fetch()
        route.fulfill(response=came, body=came.text().replace("<main ", '<main data-events="/told" data-ready="0" ', 1))

    page.route(page.url, as_waiting)
    page.reload()
    yield page, trouble
    page.close()


def test_an_answer_that_arrives_meanwhile_does_not_take_a_question_away(waiting: tuple[Any, list[str]]) -> None:
    page, trouble = waiting
    page.get_by_text("Delete this session").click()
    assert page.evaluate(STAYS)
    with page.expect_navigation():
        page.get_by_text("Delete this session").click()
    page.get_by_text("Delete this session").click()
    _sent(page, page.get_by_role("button", name="Delete for good").click)
    assert "No session yet" in page.locator("main").inner_text()
    assert trouble == []


def test_what_is_being_filled_in_sent_or_played_is_not_taken_away(waiting: tuple[Any, list[str]]) -> None:
    page, trouble = waiting
    page.get_by_text("About this session").click()
    page.fill("#notes", "Left shoe worn out.")
    assert page.evaluate(STAYS)
    page.locator("h1").click()  # the field is left, and its text not sent
    assert page.evaluate(STAYS)
    page.evaluate("document.querySelectorAll('[data-unsent]').forEach((form) => form.removeAttribute('data-unsent'))")
    page.evaluate("document.querySelector('[data-upload]').toggleAttribute('data-sending', true)")
    assert page.evaluate(STAYS)
    page.evaluate("document.querySelector('[data-upload]').toggleAttribute('data-sending', false)")
    with page.expect_navigation():
        assert not page.evaluate(STAYS)
    assert page.locator("details:has(#notes)").get_attribute("open") is not None  # folded out as it was
    assert trouble == []


#: A film that is dropped on the page.
DROP = """() => {
  const dropped = new DataTransfer();
  dropped.items.add(new File(["x"], "two.mp4"));
  document.querySelector("form[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: dropped}));
}"""


def test_a_film_that_is_added_while_another_is_on_its_way_waits_for_its_turn(waiting: tuple[Any, list[str]]) -> None:
    page, trouble = waiting
    sent: list[Any] = []
    page.route("**/clips", lambda route: sent.append(route))

    def sending(n: int) -> Any:
        end = time.monotonic() + PATIENCE_MS / 1000
        while len(sent) < n:
            assert time.monotonic() < end, f"{n} films were to be sent"
            page.wait_for_timeout(20)
        return sent[-1]

    page.set_input_files("#file", {"name": "one.mp4", "mimeType": "video/mp4", "buffer": b"x"})
    page.get_by_role("button", name="Upload").click()
    first = sending(1)
    page.evaluate(DROP)
    assert page.locator(".uploading").count() == 2
    assert page.evaluate(STAYS)
    assert len(sent) == 1
    first.fulfill(status=201, json={"clip": "/clips/0"})
    sending(2).fulfill(status=422, json={"error": "two.mp4 is no film."})
    page.wait_for_selector(".reason:has-text('two.mp4 is no film.')")
    assert page.get_by_role("button", name="Upload").is_enabled()
    assert [line for line in trouble if "422" not in line] == []


def test_a_clip_refused_among_others_is_said_and_the_others_are_followed(
    base: str, browser: Any, samples: Path
) -> None:
    """Three are chosen, one is no film: the page shows the two, how far they are, and then their numbers by itself."""
    page, trouble = _page(browser, 1200)
    page.goto(f"{base}/athletes")
    page.fill("#name", "E. Runner")
    _sent(page, page.get_by_role("button", name="Add").click)
    _sent(page, page.get_by_role("button", name="Add").click)
    film = (samples / "standing_right.mp4").read_bytes()
    chosen = {"standing.mp4": film, "no_film.mp4": b"words", "standing_too.mp4": film}
    page.set_input_files("#file", [{"name": k, "mimeType": "video/mp4", "buffer": v} for k, v in chosen.items()])
    _sent(page, page.get_by_role("button", name="Upload").click)
    refused = page.locator("[data-upload-list] .reason")
    assert refused.count() == 1
    assert "no_film.mp4" in refused.inner_text()
    assert page.locator(".clips li").count() == 2
    assert page.locator("main[data-events]").count() == 1
    _quiet(page)
    assert page.locator(".clips li:has-text('Standing')").count() == 2
    assert refused.count() == 1
    page.goto(page.url)
    assert refused.count() == 0
    _delete_session(page)
    assert [line for line in trouble if "422" not in line] == []


def _delete_session(page: Any) -> None:
    page.get_by_text("Delete this session").click()
    _sent(page, page.get_by_role("button", name="Delete for good").click)


def test_a_second_click_sends_nothing_again(base: str, browser: Any) -> None:
    """Two clicks on every button that sends: one athlete, one session, one hand measurement, one answer to wait for."""
    page, trouble = _page(browser, 1200)
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.goto(f"{base}/athletes")
    page.fill("#name", "E. Runner")
    _sent(page, page.get_by_role("button", name="Add").dblclick)
    _sent(page, page.get_by_role("button", name="Add").dblclick)
    session = page.url
    page.get_by_text("Add", exact=True).first.click()
    page.fill("#b-value", "18")
    _sent(page, page.locator("form[action$='/baselines'] button").dblclick)
    _sent(page, page.get_by_role("button", name="Put together").dblclick)
    _quiet(page)
    assert len(posts) == 4
    assert page.locator("form[action$='/delete'][action*='/baselines/']").count() == 1
    page.go_back()
    page.goto(session)
    _quiet(page)
    _sent(page, page.get_by_role("button", name="Put together again").click)  # a page shown anew may send again
    _quiet(page)
    other, _ = _page(browser, 1200)
    other.goto(session)
    page.get_by_text("Delete this session").click()
    _sent(page, page.get_by_role("button", name="Delete for good").dblclick)
    other.get_by_text("Delete this session").click()
    _sent(other, other.get_by_role("button", name="Delete for good").click)
    assert "is not here" in other.locator("main").inner_text()
    assert len(posts) == 6
    assert [line for line in trouble if "404" not in line] == []
    for one in (page, other):
        one.close()


def _session_with_a_hold(page: Any, base: str, athlete: str, day: str, clip: Path) -> str:
    """A session with one clip, said before the upload, put together; gives its address."""
    page.goto(f"{base}{athlete}")
    page.fill("#date", day)
    _sent(page, page.locator("form[action$='/sessions'] button").click)
    page.get_by_text("More about these clips").click()
    page.select_option("#more-movement", "hold")
    page.select_option("#more-motion", "hip_extension")
    page.select_option("#more-side", "right")
    page.select_option("#more-effort", "passive")
    page.set_input_files("#file", [clip])
    _sent(page, page.get_by_role("button", name="Upload").click)
    page.wait_for_selector(".clips li")
    _quiet(page)
    assert page.get_by_text("Held position, hip extension, right, passive").count() == 1
    _sent(page, page.get_by_role("button", name="Put together").click)
    _quiet(page)
    assert page.locator(".report section").count() > 3
    return str(page.url).removeprefix(base)


@pytest.fixture(scope="module")
def two_sessions(base: str, browser: Any, samples: Path) -> tuple[str, str]:
    """C. Runner has a session of two days, a held hip in each; the athlete's path, and that of the second session."""
    page, trouble = _page(browser, 1200)
    page.goto(f"{base}/athletes")
    page.fill("#name", "C. Runner")
    _sent(page, page.get_by_role("button", name="Add").click)
    athlete = str(page.url).removeprefix(base)
    clip = samples / "hip_extension_passive_right.mp4"
    for day in ("2026-01-05", "2026-02-05"):
        session = _session_with_a_hold(page, base, athlete, day, clip)
    assert trouble == []
    page.close()
    return athlete, session


def test_a_coach_compares_two_sessions_and_shares_one(
    base: str, browser: Any, two_sessions: tuple[str, str], tmp_path: Path
) -> None:
    page, trouble = _page(browser, 1200)
    athlete, session = two_sessions
    page.goto(f"{base}{session}")
    _quiet(page)
    page.fill("#notes", "Left shoe worn out.")
    _sent(page, page.locator("form[action$='/focus'] button").click)
    _quiet(page)
    page.goto(f"{base}{athlete}")
    assert page.locator("svg.trend").count() == 1
    assert "no change shown" in page.locator("main").inner_text()
    page.get_by_text("Compare two sessions").click()
    _sent(page, page.get_by_role("button", name="Compare").click)
    page.wait_for_url("**/compare/sessions?*")
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 760})
        assert _fits(page)
        assert _serious(page) == []
    assert "No difference is larger than what can be detected." in page.locator("main").inner_text()
    _sent(page, page.get_by_text("All numbers of these two clips").click)
    page.wait_for_selector("text=Two clips side by side")
    assert _serious(page) == []
    page.goto(f"{base}{session}")
    _sent(page, page.get_by_role("link", name="Share as one file").click)
    _sent(page, page.get_by_role("button", name="Make the file").click)
    _quiet(page)
    assert _serious(page) == []
    with page.expect_download() as got:
        page.get_by_role("link", name="Download Faces blurred").click()
    got.value.save_as(tmp_path / "shared.html")
    text = (tmp_path / "shared.html").read_text(encoding="utf-8")
    assert text.count("data:video/mp4;base64,") == 1
    assert "Faces are blurred" in text
    assert "C. Runner" not in text
    assert "Left shoe worn out." not in text
    assert trouble == []


@pytest.mark.usefixtures("two_sessions")
def test_a_runner_goes_from_peak_to_picture_and_shares_the_clip(base: str, browser: Any, tmp_path: Path) -> None:
    page, trouble = _page(browser, 360)
    page.goto(f"{base}/athletes")
    _sent(page, page.get_by_role("link", name="C. Runner").click)
    _sent(page, page.get_by_role("link", name="2026-02-05").click)
    _sent(page, page.locator(".clips a").first.click)
    _until(page, "document.querySelector('video').readyState >= 2")
    page.wait_for_selector(".curve .peak", state="attached")
    now = "document.querySelector('video').currentTime"
    page.get_by_role("button", name="Next peak").click()
    peak = page.evaluate(now)
    assert peak > 0.5
    svg = page.locator("svg.tied[data-axis=seconds]").first
    left, _, right, _ = map(float, svg.get_attribute("data-box").split())
    first, last = map(float, svg.get_attribute("data-range").split())
    at = float(svg.locator(".cursor").get_attribute("x1"))
    assert first + (at - left) / (right - left) * (last - first) == pytest.approx(peak, abs=0.05)
    svg.scroll_into_view_if_needed()
    box, wide = svg.bounding_box(), float(svg.get_attribute("viewBox").split()[2])
    svg.click(position={"x": (left + right) / 2 * box["width"] / wide, "y": box["height"] / 2})
    assert page.evaluate(now) == pytest.approx((first + last) / 2, abs=0.05)
    page.get_by_role("button", name="In the video").first.click()
    assert page.evaluate(now) == pytest.approx(peak, abs=0.05)
    assert _serious(page) == []
    _sent(page, page.get_by_role("link", name="Share as one file").click)
    page.get_by_label("Blur faces").uncheck()
    _sent(page, page.get_by_role("button", name="Make the file").click)
    _quiet(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Download With faces").click()
    got.value.save_as(tmp_path / "shared.html")
    alone, trouble_alone = _page(browser, 360)
    alone.goto((tmp_path / "shared.html").as_uri())
    alone.wait_for_selector(".curve .peak", state="attached")
    assert _fits(alone)
    assert trouble == trouble_alone == []


def test_a_clip_that_was_cut_off_is_refused_where_it_was_chosen(base: str, browser: Any, samples: Path) -> None:
    page, _ = _page(browser, 360)
    page.goto(f"{base}/film/unknown")
    cut = (samples / "standing_right.mp4").read_bytes()[:20_000]
    page.set_input_files("#file", {"name": "cut.mp4", "mimeType": "video/mp4", "buffer": cut})
    page.get_by_role("button", name="Upload").click()
    page.wait_for_selector("[data-upload-list] .reason:has-text('cut.mp4')")
    assert page.get_by_role("button", name="Upload").is_enabled()
    assert _fits(page)
    assert _serious(page) == []


def test_a_view_that_cannot_show_it_is_refused_with_the_frame_and_the_way_to_film(
    base: str, browser: Any, samples: Path
) -> None:
    page, trouble = _page(browser, 360)
    page.goto(f"{base}/film/hold")
    page.select_option("#motion", "hip_extension")
    page.get_by_text("More about the clip").click()
    page.fill("#more-end", "2")
    page.set_input_files("#file", samples / "seated_rotation_right_front.mp4")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/clips/*")
    _quiet(page)
    said = page.locator("main").inner_text()
    assert "film from the side" in said
    assert "How to film it again" in said
    assert page.locator(".pictures img").count() == 1
    assert page.locator("section[aria-labelledby=h-refilm] svg.drawn").count() == 1
    assert _fits(page)
    assert _serious(page) == []
    page.get_by_role("link", name="Upload the new clip").click()
    page.wait_for_url("**/film/hold")
    assert trouble == []


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize(
    "path",
    ["/", "/film/running", "/film/unknown", "/film/hold", "/athletes", "/method", "/method/hip_extension", "/phone"],
)
def test_nothing_serious_for_any_reader(base: str, browser: Any, path: str, width: int) -> None:
    page, trouble = _page(browser, width)
    page.goto(base + path)
    assert _fits(page)
    assert _serious(page) == []
    assert trouble == []
    page.close()


def test_everything_is_reached_by_keyboard(base: str, browser: Any) -> None:
    page, _ = _page(browser, 360)

    def tabbed(times: int = 12, until: str | None = None) -> list[str]:
        reached: list[str] = []
        while len(reached) < times and until not in reached:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        return reached

    page.goto(f"{base}/film/knee_to_wall")
    reached = tabbed()
    assert reached[0] == "Skip to the content"
    assert {"side", "effort", "file", "Upload"} <= set(reached)
    page.goto(f"{base}/film/running")  # what a run need not be told is folded away
    fold = page.locator("details summary").first.inner_text().strip()
    assert {"file", fold} <= set(tabbed(until=fold))
    page.keyboard.press("Enter")
    assert {"more-side", "more-effort", "Upload"} <= set(tabbed())
    page.close()
