"""What is sent is probed, bounded and kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from endrange.web.app import create_app
from endrange.web.config import ServeConfig
from endrange.web.store import Store

JSON = {"accept": "application/json"}


def _kept(store: Store) -> list[Path]:
    return [p for p in store.folders.root.rglob("*") if p.is_file() and ".sqlite3" not in p.name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", b""),
        ("a.mp4", b"hello"),
        ("a.mp4", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n"),
        ("a.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500),
        ("a.mp4", b"\x1aE\xdf\xa3" + b"\xff" * 500),
    ],
)
def test_what_is_no_film_is_refused_in_one_sentence(
    client: TestClient, store: Store, name: str, content: bytes
) -> None:
    answer = client.post("/clips", files={"file": (name, content, "video/mp4")}, headers=JSON)
    assert answer.status_code == 422
    assert name in answer.json()["error"]
    assert str(store.folders.root) not in answer.text
    assert _kept(store) == []


def test_half_a_film_is_refused_or_kept_but_never_breaks(client: TestClient, film: bytes) -> None:
    answer = client.post("/clips", files={"file": ("half.mp4", film[: len(film) // 2])}, headers=JSON)
    assert answer.status_code in (201, 422)


def test_a_film_is_known_by_its_content(client: TestClient, store: Store, film: bytes) -> None:
    answer = client.post("/clips", files={"file": ("../../etc/passwd.txt", film, "text/plain")}, headers=JSON)
    assert answer.status_code == 201
    row = store.clip(answer.json()["clip"].removeprefix("/clips/"))
    assert row is not None
    assert (row.name, row.file) == ("passwd.txt", "clip_01.mp4")


@pytest.fixture
def small(config: ServeConfig) -> Iterator[TestClient]:
    """A server that takes a hundred kilobytes."""
    app = create_app(replace(config, max_upload_bytes=100_000))
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        yield client


def test_too_large_is_said_before_and_while_it_streams(small: TestClient, config: ServeConfig) -> None:
    answer = small.post("/clips", files={"file": ("a.mp4", b"x" * 200_000)}, headers=JSON)
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["error"] or "larger than" in answer.json()["error"]
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    chunks = (part for part in [head, *[b"x" * 50_000] * 5])
    kind = {"content-type": "multipart/form-data; boundary=b", **JSON}
    assert small.post("/clips", content=chunks, headers=kind).status_code == 413
    assert _kept(Store(config.data)) == []


def test_a_full_disk_is_said_before_the_upload(config: ServeConfig, film: bytes) -> None:
    app = create_app(replace(config, reserve_bytes=2**62))
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        answer = client.post("/clips", files={"file": ("a.mp4", film)}, headers=JSON)
    assert answer.status_code == 507
    assert "left on the disk" in answer.json()["error"]


def test_short_space_is_told_on_every_page(config: ServeConfig) -> None:
    app = create_app(replace(config, low_space_bytes=2**62))
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        assert "left on the disk" in client.get("/").text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"rubbish"),
        ("multipart/form-data; boundary=b", b"--b\r\nX"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\nA: " + b"x" * 10_000),
        ("multipart/form-data; boundary=" + "b" * 500, b"--b"),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
def test_broken_forms_are_refused(client: TestClient, store: Store, kind: str, body: bytes) -> None:
    answer = client.post("/clips", content=body, headers={"content-type": kind, **JSON})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert _kept(store) == []


def test_an_unknown_session_keeps_nothing(client: TestClient, store: Store, film: bytes) -> None:
    for session in ("0" * 16, "../..", "x"):
        answer = client.post("/clips", files={"file": ("a.mp4", film)}, data={"session": session}, headers=JSON)
        assert answer.status_code == 404
    assert _kept(store) == []
