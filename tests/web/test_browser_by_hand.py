"""Put right by hand in a real browser: by mouse, by touch and by keys alone, and the numbers follow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_browser import PATIENCE_MS, _fits, _page, _quiet, _sent, _serious, base, browser

__all__ = ["base", "browser"]

pytestmark = [pytest.mark.slow, pytest.mark.networks]


def _upload(page: Any, base: str, film: Path) -> str:
    """Uploads a clip and waits until everything of it is drawn; its address."""
    page.goto(f"{base}/film/unknown")
    page.set_input_files("#file", film)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/clips/*")
    _quiet(page)
    return str(page.url)


@pytest.fixture(scope="module")
def hold(base: str, browser: Any, samples: Path) -> str:
    """Somebody whose hip is lifted into extension and held from 3.4 to 6 s."""
    page, _ = _page(browser, 1200)
    address = _upload(page, base, samples / "hip_extension_passive_right.mp4")
    page.close()
    return address


def _open(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Put it right by hand").click()
    page.wait_for_selector(".editor .dot")


def _corrected(page: Any, act: Callable[[], Any], said: str) -> None:
    """Does what sends a correction, waits until nothing is under way any more, and reads that the page says it."""
    _sent(page, act)
    _quiet(page)
    assert page.get_by_text(said).count() == 1


def _analysis(page: Any, address: str) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(f"{address}/files/analysis.json").json()
    return found


def _held_deg(page: Any, address: str) -> float:
    measures = _analysis(page, address)["measures"]
    (value,) = [m["value"] for m in measures if m["quantity"] == "hip_extension" and m["statistic"] == "plateau"]
    return float(value)


def _thigh_deg(page: Any, address: str) -> list[float]:
    """The right thigh's extension, frame by frame."""
    series = page.request.get(f"{address}/angles").json()["series"]
    (values,) = [row["values"] for row in series if (row["angle"], row["side"]) == ("thigh_extension", "right")]
    return list(values)


def _take_back(page: Any) -> None:
    _sent(page, lambda: page.get_by_role("button", name="Take back").first.press("Enter"))
    _quiet(page)


def _chosen_at(page: Any) -> tuple[float, float]:
    """Where the chosen point is on the screen."""
    ring = page.locator(".film .chosen").bounding_box()
    return ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2


def _to_frame(page: Any, index: int) -> None:
    page.locator("#edit-frame").fill(str(index))
    page.wait_for_selector(f"text=Frame {index + 1} of")


def test_a_point_dragged_by_mouse_changes_the_number(base: str, browser: Any, hold: str) -> None:
    """In the middle of the hold five frames are put wrong by hand: the mean of the hold is another."""
    page, trouble = _page(browser, 1200)
    before, thigh_deg = _held_deg(page, hold), _thigh_deg(page, hold)
    _open(page, hold)
    page.select_option("#edit-point", label="Right knee")
    page.locator("[data-picture]").scroll_into_view_if_needed()
    for index in range(110, 135, 5):
        _to_frame(page, index)
        x, y = _chosen_at(page)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 30, y - 5, steps=4)
        page.mouse.up()
    assert page.locator("[data-said]").inner_text().endswith("moved")
    _corrected(
        page, page.locator("[data-moves] button").click, "Corrected by hand: 5 points in 5 frames moved (right knee"
    )
    assert _held_deg(page, hold) != pytest.approx(before, abs=0.1)
    assert abs(_thigh_deg(page, hold)[120] - thigh_deg[120]) > 3.0
    corrections = _analysis(page, hold)["provenance"]["settings"]["corrections"]
    assert [move[1:3] for move in corrections["move"]] == [["right", "knee"]] * 5
    page.wait_for_selector("text=Frame 131 of")
    assert page.get_by_text("Moved: Right knee, 5 frames").count() == 1
    page.select_option("#edit-point", label="Right knee")
    _corrected(page, page.get_by_role("button", name="Put it back").click, "Moved: Right knee, 4 frames")
    _take_back(page)
    assert _held_deg(page, hold) == pytest.approx(before)
    assert page.get_by_text("Corrected by hand").count() == 0
    assert trouble == []
    page.close()


def test_a_point_is_dragged_by_a_finger_on_a_phone(base: str, browser: Any, hold: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 760}, has_touch=True, device_scale_factor=2)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    _open(page, hold)
    page.select_option("#edit-point", label="Right ankle")
    page.locator("[data-picture]").scroll_into_view_if_needed()
    said, scrolled = page.locator("[data-said]").inner_text(), page.evaluate("scrollY")
    x, y = _chosen_at(page)
    finger = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    touch("touchStart", (x + 10, y + 6))  # beside the point: a finger hides what it touches
    for step in range(1, 6):
        touch("touchMove", (x + 10, y + 6 + 8 * step))
    touch("touchEnd")
    now = page.locator("[data-said]").inner_text()
    assert now.endswith("moved")
    assert now != said
    assert page.evaluate("scrollY") == scrolled
    there = _chosen_at(page)
    assert there[0] == pytest.approx(x, abs=2)
    assert there[1] == pytest.approx(y + 40, abs=3)
    page.get_by_role("button", name="Put it back").tap()
    assert page.locator("[data-said]").inner_text() == said
    assert page.locator("[data-moves] button").is_disabled()
    context.close()


def test_a_point_is_moved_by_keys_alone(base: str, browser: Any, hold: str) -> None:
    page, trouble = _page(browser, 360)
    page.goto(hold)
    page.get_by_role("link", name="Put it right by hand").press("Enter")
    page.wait_for_selector(".editor .dot")
    page.locator("#edit-point").focus()
    page.keyboard.type("Right ankle")
    assert page.locator("[data-said]").inner_text().startswith("Right ankle")
    page.locator("[data-picture]").focus()
    where = page.locator("[data-where]").inner_text()
    page.keyboard.press(".")
    page.wait_for_function("before => document.querySelector('[data-where]').textContent !== before", arg=where)
    x, y = _chosen_at(page)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowLeft")
    moved = _chosen_at(page)
    assert moved[0] == pytest.approx(x - 1, abs=1)
    assert moved[1] == pytest.approx(y + 10, abs=3)
    page.get_by_role("button", name="Up", exact=True).press("Enter")
    assert _chosen_at(page)[1] < moved[1]
    moves = page.locator("[data-moves] button")
    _corrected(page, lambda: moves.press("Enter"), "Corrected by hand: 1 point in 1 frame moved (right ankle")
    assert _fits(page)
    _take_back(page)
    assert trouble == []
    page.close()


def test_neutral_frames_are_the_zero(base: str, browser: Any, hold: str) -> None:
    """The first half second is named neutral, by keys alone, on a phone; the hold is counted from it."""
    page, trouble = _page(browser, 360)
    before = _held_deg(page, hold)
    page.goto(hold)
    page.get_by_role("link", name="Put it right by hand").press("Enter")
    page.locator("#span-kind").focus()
    page.keyboard.type("The person stands")
    page.locator("#span-start").press_sequentially("0")
    page.locator("#span-end").press_sequentially("0.5")
    _corrected(page, lambda: page.keyboard.press("Enter"), "Corrected by hand: neutral standing chosen 0.00-0.50 s")
    found = _analysis(page, hold)
    (hip,) = [m for m in found["measures"] if m["quantity"] == "hip_extension" and m["statistic"] == "plateau"]
    assert "from own standing" in hip["definition"]
    assert hip["value"] != pytest.approx(before, abs=0.05)
    assert "your own standing posture" in page.locator("main").text_content()
    _take_back(page)
    assert _held_deg(page, hold) == pytest.approx(before)
    assert trouble == []
    page.close()


def test_legs_are_exchanged_and_a_hold_dropped_by_keys_on_a_phone(base: str, browser: Any, hold: str) -> None:
    page, trouble = _page(browser, 360)
    page.goto(hold)
    page.get_by_role("link", name="Put it right by hand").press("Enter")
    page.locator("#span-kind").focus()
    page.keyboard.type("Exchange")
    page.locator("#span-start").press_sequentially("0")
    page.locator("#span-end").press_sequentially("60")
    _corrected(page, lambda: page.keyboard.press("Enter"), "Corrected by hand: legs exchanged 0.00-60.00 s")
    assert not [m for m in _analysis(page, hold)["measures"] if m["side"] == "right" and m["statistic"] == "plateau"]
    _take_back(page)
    page.get_by_role("link", name="Put it right by hand").press("Enter")
    drop = page.get_by_role("button", name="Do not count: Hold").first
    _corrected(page, lambda: drop.press("Enter"), "Corrected by hand: not counted")
    assert _fits(page)
    _take_back(page)
    assert "corrections" not in _analysis(page, hold)["provenance"]["settings"]
    assert trouble == []
    page.close()


def test_trim_side_and_effort_are_put_right_by_keys_on_a_phone(base: str, browser: Any, hold: str) -> None:
    page, trouble = _page(browser, 360)
    page.goto(hold)
    page.get_by_text("Something is wrong? Correct it").press("Enter")
    page.locator("#say-effort").focus()
    page.keyboard.type("active")
    page.locator("#say-start").press_sequentially("2")
    page.locator("#say-end").press_sequentially("5.5")
    _sent(page, lambda: page.keyboard.press("Enter"))
    _quiet(page)
    found = _analysis(page, hold)
    assert found["movement"]["effort"] == "active"
    times = page.request.get(f"{hold}/angles").json()["time_s"]
    assert (times[0], times[-1]) == (pytest.approx(2.0, abs=0.05), pytest.approx(5.5, abs=0.05))
    _open(page, hold)
    assert page.locator("[data-where]").inner_text().split(" of ")[1].startswith(str(len(times)))
    assert _fits(page)
    page.get_by_text("Something is wrong? Correct it").press("Enter")
    for field in ("#say-start", "#say-end"):
        page.locator(field).fill("")
    page.select_option("#say-effort", "")
    _sent(page, lambda: page.locator("#say-start").press("Enter"))
    _quiet(page)
    assert trouble == []
    page.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_serious_in_the_editor_for_any_reader(base: str, browser: Any, hold: str, width: int) -> None:
    page, trouble = _page(browser, width)
    _open(page, hold)
    assert _fits(page)
    assert _serious(page) == []
    page.get_by_role("button", name="Closer").click()
    assert _fits(page)
    assert trouble == []
    page.close()


def test_the_other_person_is_measured_once_chosen(base: str, browser: Any, shared_data: Path) -> None:
    """One walks in front of the other; whom a click chooses is the one whose numbers the page shows."""
    film = shared_data / "real" / "sports2d_walk_two_people.mp4"
    if not film.is_file():
        pytest.skip("the film of two people is not among the larger test data")
    page, trouble = _page(browser, 1200)
    address = _upload(page, base, film)
    _open(page, address)
    page.get_by_role("button", name="Choose the person").click()
    assert _serious(page) == []
    assert page.locator(".film rect.person").count() == 2
    measured = page.locator("[data-people] button:has-text('measured now')").inner_text()
    before = _analysis(page, address)
    box = page.locator(".film rect.person:not(.measured)").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _corrected(page, lambda: page.mouse.click(*middle), "Corrected by hand: person chosen in the picture")
    after = _analysis(page, address)
    assert after["measures"] != before["measures"]
    _open(page, address)
    page.get_by_role("button", name="Choose the person").click()
    assert page.locator("[data-people] button:has-text('measured now')").inner_text() != measured
    _take_back(page)
    assert _analysis(page, address)["measures"] == before["measures"]
    assert trouble == []
    page.close()
