"""Files to be given away, and that nothing of anybody stays behind."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from endrange.web.jobs import Job
from endrange.web.store import Store
from endrange.web.work import do
from endrange.web.worker import finish

Upload = Callable[..., str]

NAME, NOTES = "Zenobia Unforgettable", "sore after the unforgettable race"
FOCUS, CLIP = "unforgettable circles", "zenobia"


def _session(client: TestClient) -> tuple[str, str]:
    athlete = client.post("/athletes", data={"name": NAME}).headers["location"].split("/")[-1]
    made = client.post(f"/athletes/{athlete}/sessions", data={"date": "2026-01-31"})
    session = made.headers["location"].split("/")[-1]
    client.post(f"/sessions/{session}/change", data={"date": "2026-01-31", "notes": NOTES})
    client.post(f"/sessions/{session}/baselines", data={"motion": "hip_extension", "side": "left", "value_deg": "15"})
    return athlete, session


def _work_off(store: Store) -> list[Job]:
    """Do every waiting job for real."""
    done = []
    while (job := store.jobs.take()) is not None:
        finish(store, job, do)
        found = store.jobs.get(job.id)
        assert found is not None
        assert (found.state, found.reason) == ("done", None)
        done.append(found)
    return done


def _bytes_with(root: Path, secret: bytes) -> list[str]:
    return [str(file.relative_to(root)) for file in root.rglob("*") if file.is_file() and secret in file.read_bytes()]


def test_a_clip_without_results_is_not_shared(client: TestClient, upload: Upload) -> None:
    clip = upload()
    assert "There are no results to share yet" in client.get(f"/clips/{clip}/share").text
    assert client.post(f"/clips/{clip}/share", data={"blur": "1"}).status_code == 409
    assert client.get(f"/clips/{clip}/shared/share.html").status_code == 404
    assert client.get(f"/clips/{clip}/shared/track.nc").status_code == 404


@pytest.mark.parametrize(("fields", "kind"), [({"blur": "1"}, "share_blurred"), ({}, "share")])
def test_sharing_is_a_job_of_its_own(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int], fields: dict[str, str], kind: str
) -> None:
    clip = upload()
    work_off()
    measured = store.jobs.last_of_clip(clip)
    assert client.post(f"/clips/{clip}/share", data=fields).headers["location"] == f"/clips/{clip}/share"
    row = store.clip(clip)
    assert row is not None
    job = store.jobs.last_share(row.session_id, clip)
    assert job is not None
    assert (job.kind, job.state) == (kind, "queued")
    assert store.jobs.last_of_clip(clip) == measured  # the clip's own page does not wait for it
    assert f'data-events="/clips/{clip}/share/events"' in client.get(f"/clips/{clip}/share").text


def test_a_file_that_failed_does_not_spoil_the_clip(
    client: TestClient, store: Store, upload: Upload, work_off: Callable[[], int]
) -> None:
    clip = upload()
    work_off()
    client.post(f"/clips/{clip}/share")
    job = store.jobs.take()
    assert job is not None
    store.jobs.finish(job.id, "failed", "The disk is full.", "output")
    assert "The disk is full." in client.get(f"/clips/{clip}/share").text
    assert "could not be measured" not in client.get(f"/clips/{clip}").text


@pytest.mark.slow
@pytest.mark.networks
def test_shared_files_hold_what_they_say_and_deleting_leaves_no_byte(
    client: TestClient, store: Store, samples: Path
) -> None:
    athlete, session = _session(client)
    film = (samples / "hip_extension_passive_right.mp4").read_bytes()
    said = {"session": session, "movement": "hold", "motion": "hip_extension", "side": "right", "effort": "passive"}
    said |= {"start_s": "3.4", "end_s": "5.8"}  # the hold alone
    clip = client.post("/clips", files={"file": (f"{CLIP}.mp4", film)}, data=said).headers["location"].split("/")[-1]
    client.get(f"/clips/{clip}/still")
    _work_off(store)
    client.post(f"/sessions/{session}/focus", data={"focus": FOCUS})
    for blur in ({"blur": "1"}, {}):
        client.post(f"/clips/{clip}/share", data=blur)
    assert [job.kind for job in _work_off(store)] == ["assess", "share_blurred", "share"]
    for blur in ({"blur": "1"}, {}):
        client.post(f"/sessions/{session}/share", data=blur)
    assert [job.kind for job in _work_off(store)] == ["share_blurred", "share"]

    plain, blurred = (client.get(f"/clips/{clip}/shared/{name}") for name in ("share.html", "share_blurred.html"))
    assert plain.headers["content-disposition"].startswith("attachment")
    assert ["Faces are blurred" in page.text for page in (plain, blurred)] == [False, True]
    assert [f"{CLIP}.mp4" in page.text for page in (plain, blurred)] == [True, False]
    films = [re.search(r'src="data:video/mp4;base64,([^"]+)"', page.text) for page in (plain, blurred)]
    assert all(found is not None and b"ftyp" in base64.b64decode(found[1])[:12] for found in films)
    answer = client.get(f"/sessions/{session}/shared/share_blurred.html").text
    assert "Faces are blurred" in answer
    assert FOCUS in answer
    assert NAME not in answer
    assert NOTES not in answer
    assert answer.count("data:video/mp4;base64,") == 1
    assert client.get(f"/sessions/{session}/shared/report.html").status_code == 404
    with_name = client.get(f"/sessions/{session}/shared/share.html").text
    assert with_name.count("data:video/mp4;base64,") == 1
    assert NAME in with_name
    assert f"{CLIP}.mp4" in with_name

    root, part = store.folders.root, film[5000:5064]
    of_clip, of_session, of_athlete = [CLIP.encode(), part], [NOTES.encode(), FOCUS.encode()], [NAME.encode()]
    assert all(_bytes_with(root, secret) for secret in (*of_clip, *of_session, *of_athlete))
    client.post(f"/clips/{clip}/delete")
    assert [_bytes_with(root, secret) for secret in of_clip] == [[], []]
    client.post(f"/sessions/{session}/delete")
    assert [_bytes_with(root, secret) for secret in of_session] == [[], []]
    assert client.post(f"/athletes/{athlete}/delete").status_code == 303
    assert [_bytes_with(root, secret) for secret in of_athlete] == [[]]
    assert list((root / "athletes").iterdir()) == []


@pytest.mark.slow
@pytest.mark.networks
def test_new_results_take_shared_files_away(client: TestClient, store: Store, upload: Upload) -> None:
    clip = upload(end_s="1")
    _work_off(store)
    client.post(f"/clips/{clip}/share", data={"blur": "1"})
    _work_off(store)
    assert client.get(f"/clips/{clip}/shared/share_blurred.html").status_code == 200
    client.post(f"/clips/{clip}/say", data={"movement": "hold"})
    _work_off(store)
    assert client.get(f"/clips/{clip}/shared/share_blurred.html").status_code == 404
