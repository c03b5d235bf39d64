"""Two clips and two sessions beside each other: the differences by hand, and what would show."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from endrange.domain.assessment import Assessment, Joint, Session
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Side
from endrange.web.comparing import changes_shown, compared, compared_ranges, sides_of
from endrange.web.comparing_curves import compared_curves, detectable_of
from endrange.web.store import Store

Upload = Callable[..., str]


def measure(value: float, side: Side | None = "left", half: float = 6.0, **changes: object) -> Measure:
    """A peak of hip extension with its 95 % interval."""
    made = {
        "quantity": "hip_extension", "side": side, "role": "demand", "statistic": "stride_peak", "value": value,
        "unit": "deg", "low": value - half, "high": value + half, "sd": 1.0, "n": 4, "grade": "B",
        "status": "measured", "reason": None, "definition": "thigh against trunk", "clip": "a.mp4", "time_s": 1.0,
    }  # fmt: skip
    return Measure(**(made | changes))  # type: ignore[arg-type]


def write(folder: Path, measures: list[Measure], rows: dict[str, np.ndarray] | None = None) -> Path:
    """A result folder with these measures and, by side, strides of hip extension on 0-100 %."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"measures": [asdict(m) for m in measures], "events": []})
    (folder / "analysis.json").write_text(text, encoding="utf-8")
    lines = ["quantity,side,phase,cycle,percent,value_deg"]
    for side, values in (rows or {}).items():
        for cycle, row in enumerate(values, start=1):
            lines += [
                f"hip_extension,{side},contact to contact,{cycle},{i},{'' if np.isnan(v) else v}"
                for i, v in enumerate(row)
            ]
    (folder / "curves.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_difference_is_told_beside_what_could_be_detected(tmp_path: Path) -> None:
    first = write(tmp_path / "a", [measure(20), measure(22, "right"), measure(9, statistic="mean")])
    second = write(tmp_path / "b", [measure(29), measure(24, "right"), measure(9, definition="otherwise")])
    (row,) = compared(first, second, same_person=False)
    assert sides_of([row]) == ["left", "right"]
    left, right = row.cells["left"], row.cells["right"]
    # Two intervals of ± 6: the difference is known to ± 6 √2 = 8.5.
    assert (left.first, left.second, left.difference, left.detectable, left.shown) == (
        "20.0°", "29.0°", "+9.0°", "8.5°", True,
    )  # fmt: skip
    assert (right.difference, right.shown) == ("+2.0°", False)
    assert changes_shown([row]) == ["Hip extension, left (peak of the stride): +9.0°, detectable from 8.5°"]


def test_of_one_person_a_shared_error_cancels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("endrange.web.comparing.shared_sd_deg", lambda motion: 2.0)
    first, second = write(tmp_path / "a", [measure(20)]), write(tmp_path / "b", [measure(28)])
    (row,) = compared(first, second, same_person=True)
    expected = sqrt(2 * 6.0**2 - 2 * (1.959964 * 2.0) ** 2)
    assert row.cells["left"].detectable == f"{expected:.1f}°"


def test_midline_numbers_have_a_column_of_their_own(tmp_path: Path) -> None:
    one = measure(170, None, 1.0, quantity="cadence", unit="steps/min", statistic="mean")
    first = write(tmp_path / "a", [one])
    second = write(tmp_path / "b", [measure(180, None, 1.0, quantity="cadence", unit="steps/min", statistic="mean")])
    (row,) = compared(first, second, same_person=True)
    assert row.cells[None].difference == "+10.0\u00a0steps/min"
    assert row.cells[None].shown


def test_curves_show_where_they_differ_and_where_they_do_not(tmp_path: Path) -> None:
    flat = np.zeros((4, 101))
    higher = flat.copy()
    higher[:, 30:41] = 20.0
    first = write(tmp_path / "a", [measure(0, half=5.0, sd=0.0)], {"left": flat, "right": flat})
    second = write(tmp_path / "b", [measure(0, half=5.0, sd=0.0)], {"left": higher, "right": flat + 1})
    ((title, (left, right)),) = compared_curves(first, second, same_person=False)
    assert (title, left.side, right.side) == ("Hip extension", "left", "right")
    # All strides alike: what is left of the error is the method's, ± 5 each, ± 7.1 of the difference.
    assert left.said == "Differs most clearly at 30 %: +20°, detectable from 7°."
    assert right.said.startswith("No difference shown; nearest to it at 0 %: +1°")
    assert str(left.drawing).count('class="apart shows"') == 1
    assert 'class="apart shows"' not in right.drawing


def test_curves_counted_from_two_zeros_are_not_compared(tmp_path: Path) -> None:
    flat = np.zeros((3, 101))
    first, second, third = (write(tmp_path / name, [], {"left": flat}) for name in "abc")
    for folder in (second, third):
        curves = folder / "curves.csv"
        head, *rows = curves.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},zero", *(f"{row},standing" for row in rows)]
        curves.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ((_, (curve,)),) = compared_curves(first, second, same_person=True)
    assert (curve.side, str(curve.drawing)) == ("left", "")
    assert curve.said == "Not compared: one is counted from the person's own standing, the other is not."
    ((_, (alike,)),) = compared_curves(second, third, same_person=True)
    assert alike.drawing


def test_bands_and_lines_break_where_nothing_is_known(tmp_path: Path) -> None:
    holes = np.zeros((3, 101))
    holes[:, 40:60] = np.nan
    first, second = (write(tmp_path / name, [], {"left": holes}) for name in "ab")
    ((_, (curve,)),) = compared_curves(first, second, same_person=True)
    assert str(curve.drawing).count('class="band-a"') == 2
    assert str(curve.drawing).count('class="curve-a"') == 2
    assert "nan" not in str(curve.drawing)


def test_detectable_by_hand() -> None:
    one, other = np.array([3.0, 1.0]), np.array([4.0, 1.0])
    assert detectable_of(one, other, 0.0) == pytest.approx(1.96 * np.array([5.0, sqrt(2)]), rel=1e-3)
    # What both share cancels, as far as both have it.
    assert detectable_of(one, other, 2.0) == pytest.approx(1.96 * np.array([sqrt(17), 0.0]), rel=1e-3)


def joint(value: float, role: str, side: Side = "right") -> Joint:
    parts = dict.fromkeys(("passive", "active", "momentum", "demand", "gap", "reserve", "borrowed"))
    parts[role] = measure(value, side, role=role, statistic="held_peak")  # type: ignore[call-overload]
    return Joint(motion="hip_extension", side=side, position="standing", comparable=False, reason=None, **parts)


def test_ranges_of_two_sessions_are_compared_by_role_and_side() -> None:
    before = [joint(20, "active"), joint(10, "active", "left")]
    (row,) = compared_ranges(("2026-01-01", before), [joint(32, "active"), joint(11, "active", "left")])
    assert row.small_print == "owned, standing"
    right = row.cells["right"]
    assert (right.first, right.second, right.difference, right.shown) == ("20.0°", "32.0°", "+12.0°", True)
    assert not row.cells["left"].shown
    assert compared_ranges(("2026-01-01", [joint(20, "passive")]), [joint(32, "active")]) == []


def _athlete_with_sessions(client: TestClient, days: list[str]) -> tuple[str, list[str]]:
    athlete = client.post("/athletes", data={"name": "x"}).headers["location"].split("/")[-1]
    made = [client.post(f"/athletes/{athlete}/sessions", data={"date": day}).headers["location"] for day in days]
    return athlete, [path.split("/")[-1] for path in made]


def test_two_clips_have_their_page(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    clips = [upload(), upload()]
    work_off()
    for clip, value in zip(clips, (20.0, 40.0), strict=True):
        row = store.clip(clip)
        assert row is not None
        session = store.session(row.session_id)
        assert session is not None
        write(store.clip_results(session, row), [measure(value)], {"left": np.full((3, 101), value)})
    page = client.get("/compare", params={"a": clips[0], "b": clips[1]}).text
    assert "Hip extension, left (peak of the stride): +20.0°" in page
    assert 'class="compared"' in page
    assert client.get("/compare", params={"a": clips[0], "b": "nobody"}).status_code == 404


def test_two_sessions_have_their_page_whichever_is_named_first(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    athlete, sessions = _athlete_with_sessions(client, ["2026-03-01", "2026-01-01"])
    for session, value in zip(sessions, (32.0, 20.0), strict=True):
        row = store.session(session)
        assert row is not None
        plan = Session(store.folders.session(athlete, session), ())
        store.history.add(Assessment(plan, (), (joint(value, "active"),), (), (), ()), athlete, row.date)
        clip = store.clip(upload(session=session))
        work_off()
        assert clip is not None
        write(store.clip_results(row, clip), [measure(value)], {"left": np.full((3, 101), value)})
    page = client.get("/compare/sessions", params={"a": sessions[0], "b": sessions[1]}).text
    assert "Hip extension, right (owned, standing): +12.0°" in page
    assert page.index("Session of 2026-01-01") < page.index("Session of 2026-03-01")
    assert 'class="compared"' in page
    assert "All numbers of these two clips" in page
    history = client.get(f"/athletes/{athlete}").text
    assert "+12° since the first, more than can be detected" in history
    assert 'class="compared trend"' in history
    assert "Compare two sessions" in history


def test_sessions_of_two_people_are_not_compared(client: TestClient) -> None:
    (_, one), (_, other) = (_athlete_with_sessions(client, ["2026-01-01"]) for _ in range(2))
    answer = client.get("/compare/sessions", params={"a": one[0], "b": other[0]})
    assert answer.status_code == 400
    assert "Only sessions of one athlete" in answer.text


def test_sessions_that_were_not_put_together_say_so(client: TestClient) -> None:
    _, sessions = _athlete_with_sessions(client, ["2026-01-01", "2026-02-01"])
    page = client.get("/compare/sessions", params={"a": sessions[0], "b": sessions[1]}).text
    assert "Both sessions have to be put together first" in page
