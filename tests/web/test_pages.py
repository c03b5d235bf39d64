"""Every page opens; what a user does has its effect."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from endrange.domain.vocabulary import ANGLES, MOVEMENTS
from endrange.report.words.assessment import METHOD
from endrange.video.probe import probe
from endrange.web.answer import report_parts, report_script
from endrange.web.store import Store
from endrange.web.words import TEXT, on_page

Upload = Callable[..., str]


def _athlete(client: TestClient, name: str = "A. Runner") -> str:
    return client.post("/athletes", data={"name": name}).headers["location"].removeprefix("/athletes/")


def _session(client: TestClient, athlete: str, day: str = "2026-01-31") -> str:
    answer = client.post(f"/athletes/{athlete}/sessions", data={"date": day})
    return answer.headers["location"].removeprefix("/sessions/")


@pytest.mark.parametrize("path", ["/", "/athletes", "/method", "/phone", *(f"/film/{m}" for m in MOVEMENTS)])
def test_a_page_opens(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("angle", ANGLES)
def test_every_angle_has_its_page_and_figure(client: TestClient, angle: str) -> None:
    page = client.get(f"/method/{angle}").text
    assert ANGLES[angle].title in page
    assert '<svg class="drawn"' in page
    assert '<link rel="stylesheet" href="/static/drawn.css">' in page
    assert ".drawn .measured" in client.get("/static/drawn.css").text


def test_a_report_runs_its_own_script_alone_and_shows_its_film(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    """Opened by itself through the server; whatever else is sent as a file runs nothing."""
    clip = upload()
    work_off()
    row = store.clip(clip)
    assert row is not None
    session = store.session(row.session_id)
    assert session is not None
    folder = store.clip_results(session, row)
    folder.mkdir(parents=True)
    for path in (folder / "report.html", folder / "overlay.mp4", folder.parent / "report.html"):
        path.write_bytes(b"<main></main>")
    digest = base64.b64encode(hashlib.sha256(report_script().encode()).digest()).decode()
    for address in (f"/clips/{clip}", f"/sessions/{session.id}"):
        policy = client.get(f"{address}/files/report.html").headers["content-security-policy"]
        assert f"script-src 'sha256-{digest}'; media-src 'self'; " in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2]
    film = client.get(f"/sessions/{session.id}/files/{row.file}/overlay.mp4")
    assert film.status_code == 200
    assert "script-src" not in film.headers["content-security-policy"]
    assert client.get(f"/sessions/{session.id}/files/clip_99.mp4/overlay.mp4").status_code == 404
    assert client.get(f"/sessions/{session.id}/files/..%2f..%2fclips/overlay.mp4").status_code == 404


def test_the_answer_shows_the_films_of_clips_that_have_not_changed_since(tmp_path: Path) -> None:
    fold = (
        '<details class="film" hidden>\n<summary>{0} · Running</summary>\n'
        '<section class="player" data-film="{0}/overlay.mp4" hidden>'
        '<script type="application/json">{{}}</script></section>\n</details>\n'
    )
    films = "".join(fold.format(f"clip_0{n}.mp4") for n in (1, 2))
    report = f'<main><section aria-labelledby="h-films" class="films"><h2>Films</h2>\n{films}</section></main>'
    page = tmp_path / "report.html"
    page.write_text(report, encoding="utf-8")
    parts = report_parts(page, {"clip_01.mp4": "<mine>.mov"}, {"clip_01.mp4": "/clips/abc/files/overlay.mp4"})
    assert parts is not None
    shown = parts.first + parts.rest
    assert 'data-film="/clips/abc/files/overlay.mp4"' in shown
    assert "&lt;mine&gt;.mov · Running" in shown
    assert "clip_0" not in shown
    bare = report_parts(page, {}, {})
    assert bare is not None
    assert "film" not in bare.first + bare.rest


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_a_guide_speaks_of_the_page_and_not_of_the_command_line(client: TestClient, movement: str) -> None:
    page = client.get(f"/film/{movement}").text
    text = re.sub(r"<[^>]*>", " ", page)
    assert re.findall(r"--[a-z]", text) == []


def test_options_and_files_of_the_command_line_become_fields() -> None:
    assert on_page("give it with --slow-motion, or use --start and --end.") == (
        "give it with “Slow motion”, or use “From second” and “To second”."
    )
    assert on_page("--starting var(--side-bar)") == "--starting var(--side-bar)"
    assert "session.toml" not in on_page("name the file, or say it in session.toml.")


@pytest.mark.parametrize("movement", ["running", "hold", "unknown"])
def test_everything_can_be_said_before_the_upload(client: TestClient, movement: str) -> None:
    page = client.get(f"/film/{movement}").text
    fields = {"movement", "side", "effort", "person", "start_s", "end_s", "slow_motion", "file"}
    assert fields <= set(re.findall(r'name="(\w+)"', page))
    assert (movement != "running") == ('name="motion"' in page)


def test_a_form_asks_first_for_what_the_movement_needs(client: TestClient) -> None:
    """What nobody needs to say of a run is folded away; of a hold, side and effort stand first."""

    def before_the_fold(movement: str) -> set[str]:
        form = client.get(f"/film/{movement}").text.split("data-upload", 1)[1]
        return set(re.findall(r'name="(\w+)"', form.split("<details>", 1)[0])) - {"movement"}

    assert before_the_fold("unknown") == before_the_fold("running") == {"file"}
    assert before_the_fold("hip_car") == {"file", "side"}
    assert before_the_fold("hold") == {"file", "side", "effort", "motion"}


def test_what_is_said_before_the_upload_is_kept(store: Store, upload: Upload) -> None:
    said = {"movement": "hold", "motion": "hip_extension", "person": "2", "start_s": "1", "end_s": "2.5"}
    row = store.clip(upload(slow_motion="8", effort="passive", side="left", **said))
    assert row is not None
    assert (row.movement, row.motion, row.person, row.start_s, row.end_s, row.slow_motion, row.effort, row.side) == (
        "hold", "hip_extension", 2, 1.0, 2.5, 8.0, "passive", "left",
    )  # fmt: skip


def test_the_definitions_say_what_is_known_and_what_is_not(client: TestClient) -> None:
    page = client.get("/method").text
    assert all(name in page for name, _ in METHOD)
    assert page.count("<p>Against: more passive range does not by itself change the stride.") == 1


def test_first_page_is_small(client: TestClient) -> None:
    page = client.get("/").text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    total = len(page.encode()) + sum(len(client.get(part).content) for part in parts)
    assert total < 300_000


def test_first_page_loads_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys, tempfile; from pathlib import Path; from fastapi.testclient import TestClient\n"
        "from endrange.web.app import create_app; from endrange.web.config import ServeConfig\n"
        "app = create_app(ServeConfig(Path(tempfile.mkdtemp()), worker=()))\n"
        "with TestClient(app, base_url='http://127.0.0.1:8765') as client: assert client.get('/').status_code == 200\n"
        "print(sorted({'pandas', 'matplotlib', 'cv2', 'av', 'xarray', 'openvino', 'mediapipe'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_upload_waits_then_is_ready(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    clip = upload()
    assert "waiting" in client.get(f"/clips/{clip}").text
    assert work_off() == 1
    row = store.clip(clip)
    assert row is not None
    assert (row.ready, row.seen_movement, row.width_px > 0) == (True, "standing", True)


def test_upload_as_a_plain_form_leads_to_its_page(client: TestClient, film: bytes) -> None:
    answer = client.post("/clips", files={"file": ("a.mp4", film)})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/clips/")


def test_file_name_says_what_is_filmed(store: Store, upload: Upload) -> None:
    row = store.clip(upload("passive_hip_extension_left.MOV"))
    assert row is not None
    assert (row.movement, row.motion, row.side, row.effort) == ("hold", "hip_extension", "left", "passive")
    assert row.file == "clip_01.mov"


def test_what_the_form_says_rules_over_the_file_name(store: Store, upload: Upload) -> None:
    row = store.clip(upload("run_left.mp4", movement="standing", side="right"))
    assert row is not None
    assert (row.movement, row.side) == ("standing", "right")


def test_correction_queues_another_analysis(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    clip = upload()
    work_off()
    answer = client.post(f"/clips/{clip}/say", data={"movement": "hip_car", "side": "left", "person": "2"})
    assert answer.status_code == 303
    row, job = store.clip(clip), store.jobs.last_of_clip(clip)
    assert row is not None
    assert job is not None
    assert (row.movement, row.side, row.person, job.kind, job.state) == ("hip_car", "left", 2, "again", "queued")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"start_s": "5", "end_s": "2"}, "the end is not after the start"),
        ({"movement": "flying"}, "Movement"),
        ({"motion": "hip_extension", "movement": "running"}, "a held motion"),
        ({"person": "0"}, "Person"),
    ],
)
def test_impossible_corrections_are_refused(
    client: TestClient, upload: Upload, fields: dict[str, str], said: str
) -> None:
    answer = client.post(f"/clips/{upload()}/say", data=fields)
    assert answer.status_code == 400
    assert said in answer.text


def test_cancel_and_retry(client: TestClient, store: Store, upload: Upload) -> None:
    clip = upload()
    client.post(f"/clips/{clip}/cancel")
    job = store.jobs.last_of_clip(clip)
    assert job is not None
    assert job.state == "cancelled"
    client.post(f"/clips/{clip}/retry")
    assert store.jobs.take() is not None


def test_still_is_a_small_picture(client: TestClient, upload: Upload) -> None:
    answer = client.get(f"/clips/{upload()}/still")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"


def test_coach_makes_athlete_session_and_hand_measurement(client: TestClient, store: Store, upload: Upload) -> None:
    athlete = _athlete(client)
    session = _session(client, athlete)
    upload("run_left.mp4", session=session)
    client.post(f"/sessions/{session}/change", data={"date": "2026-02-01", "surface": "trail", "notes": "after <b>"})
    said = {"motion": "hip_extension", "side": "left", "value_deg": "18.5", "position": "prone"}
    assert client.post(f"/sessions/{session}/baselines", data=said).status_code == 303
    page = client.get(f"/sessions/{session}").text
    assert "18.5°" in page
    assert "run_left.mp4" in page
    assert "after &lt;b&gt;" in page
    (row,) = store.baselines(session)
    client.post(f"/sessions/{session}/baselines/{row.id}/delete")
    assert store.baselines(session) == ()


def test_assessment_needs_something_to_assess(client: TestClient) -> None:
    session = _session(client, _athlete(client))
    answer = client.post(f"/sessions/{session}/assess")
    assert answer.status_code == 409
    client.post(f"/sessions/{session}/baselines", data={"motion": "knee_flexion", "side": "left", "value_deg": "140"})
    assert client.post(f"/sessions/{session}/assess").status_code == 303


def test_names_are_escaped(client: TestClient, upload: Upload) -> None:
    clip = upload("<script>alert(1)</script>.mp4")
    for path in (f"/clips/{clip}", "/", "/athletes"):
        assert "<script>alert" not in client.get(path).text
    athlete = _athlete(client, '"><img src=x onerror=alert(1)>')
    assert "<img src=x" not in client.get(f"/athletes/{athlete}").text


def test_delete_leaves_nothing(client: TestClient, store: Store, upload: Upload) -> None:
    athlete = _athlete(client, "Somebody Unforgettable")
    session = _session(client, athlete)
    clip = upload("unforgettable_clip.mp4", session=session)
    client.get(f"/clips/{clip}/still")
    folder = store.folders.athlete(athlete)
    assert list(folder.rglob("*.mp4"))
    assert client.post(f"/athletes/{athlete}/delete").status_code == 303
    assert not folder.exists()
    assert client.get(f"/clips/{clip}").status_code == 404
    for file in store.folders.root.glob("*.sqlite3*"):
        assert b"nforgettable" not in file.read_bytes(), file.name


def test_deleting_a_clip_drops_the_answer_that_was_made_with_it(
    client: TestClient, store: Store, upload: Upload
) -> None:
    session = _session(client, _athlete(client))
    clip = upload(session=session)
    row = store.session(session)
    assert row is not None
    page = store.folders.results(row.athlete_id, row.id) / "report.html"
    page.parent.mkdir(parents=True)
    page.write_text("<main><section>old</section></main>", encoding="utf-8")
    client.post(f"/clips/{clip}/delete")
    assert not page.exists()
    assert store.clips(session) == ()
    assert not list(store.folders.clips(row.athlete_id, row.id).iterdir())


def test_a_span_left_out_by_hand_is_kept_beside_the_clip_and_taken_back(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    clip = upload()
    work_off()
    row = store.clip(clip)
    assert row is not None
    session = store.session(row.session_id)
    assert session is not None
    span = {"kind": "leave_out", "start_s": "0.5", "end_s": "1.25"}
    assert client.post(f"/clips/{clip}/correct", data=span).status_code == 303
    client.post(f"/clips/{clip}/correct", data={**span, "kind": "exchange_legs", "end_s": "2"})
    found = store.corrections(session, row)
    assert (found.leave_out, found.exchange_legs) == (((0.5, 1.25),), ((0.5, 2.0),))
    job = store.jobs.last_of_clip(clip)
    assert job is not None
    assert (job.kind, job.state) == ("again", "queued")
    assert "0.50–1.25 s" in client.get(f"/clips/{clip}").text
    stride = {"kind": "drop", "start_s": "2", "end_s": "2.5", "side": "left"}
    client.post(f"/clips/{clip}/correct", data=stride)
    assert store.corrections(session, row).drop == ((2.0, 2.5, "left"),)
    assert "Do not count, left: 2.00–2.50 s" in client.get(f"/clips/{clip}").text
    client.post(f"/clips/{clip}/correct", data={**stride, "remove": "1"})
    assert store.corrections(session, row).drop == ()
    client.post(f"/clips/{clip}/correct", data={**span, "remove": "1"})
    assert store.corrections(session, row).leave_out == ()
    assert client.post(f"/clips/{clip}/correct", data={**span, "end_s": "0.1"}).status_code == 400
    client.post(f"/clips/{clip}/delete")
    assert not list(store.folders.clips(session.athlete_id, session.id).iterdir())


def test_no_text_is_hidden_behind_a_method_of_its_catalogue() -> None:
    assert [name for name in TEXT if hasattr(TEXT, name)] == []


@pytest.mark.parametrize("what", ["baselines", "assess", "share"])
def test_what_was_deleted_in_another_tab_meanwhile_is_a_page_that_says_so(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The session goes between the look for it and the row that belongs to it."""
    row = store.session(_session(client, _athlete(client)))
    assert row is not None
    store.add_baseline(row.id, {"motion": "hip_extension", "side": "left", "value_deg": 15.0, "role": "passive",
                                "position": "", "method": "goniometer", "repeats": 1, "who": ""})  # fmt: skip
    baselines, results = store.baselines(row.id), store.folders.results(row.athlete_id, row.id)
    store.delete_session(row)
    results.mkdir(parents=True)
    (results / "report.html").touch()
    for room in ("sessions", "share"):
        monkeypatch.setattr(f"endrange.web.routes.{room}.session_of", lambda *_: row)
    monkeypatch.setattr(Store, "baselines", lambda *_: baselines)
    said = {"motion": "hip_extension", "side": "left", "value_deg": "15"} if what == "baselines" else {}
    answer = client.post(f"/sessions/{row.id}/{what}", data=said)
    assert answer.status_code == 404
    assert TEXT["not_found"] in answer.text


def test_an_upload_into_a_session_that_was_deleted_meanwhile_leaves_nothing(
    client: TestClient, store: Store, film: bytes, tmp_path: Path
) -> None:
    row = store.session(_session(client, _athlete(client)))
    assert row is not None
    store.delete_session(row)
    upload = tmp_path / "film.mp4"
    upload.write_bytes(film)
    with pytest.raises(sqlite3.IntegrityError, match="deleted meanwhile"):
        store.add_clip(row, upload, "film.mp4", probe(upload), {})
    assert upload.is_file()
    assert not store.folders.session(row.athlete_id, row.id).exists()
