"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from endrange.web.app import create_app
from endrange.web.config import ServeConfig, kept_token

TOKEN = "a-token-of-some-length-123"


@pytest.fixture
def phone(config: ServeConfig) -> Iterator[TestClient]:
    """A phone on the network of a server that was started with --lan."""
    app = create_app(replace(config, token=TOKEN, hosts=config.hosts | {"192.168.1.5"}))
    with TestClient(app, base_url="http://192.168.1.5:8765", follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[", "127.0.0.1@evil.example", "192.168.1.5"]
)
def test_other_names_are_not_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765"])
def test_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_pages_cannot_write(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/athletes", data={"name": "x"}, headers=headers)
    assert answer.status_code == 403
    assert "Nobody yet" in client.get("/athletes").text


def test_own_pages_can_write(client: TestClient) -> None:
    own = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert client.post("/athletes", data={"name": "x"}, headers=own).status_code == 303


def test_other_pages_cannot_show_ours_inside_theirs(client: TestClient) -> None:
    foreign = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/static/app.css", headers=foreign).status_code == 403
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/", headers=link).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/athletes").status_code == 405


@pytest.mark.parametrize("path", ["/", "/nope", "/static/app.js", "/clips/0000000000000000"])
def test_every_answer_is_dressed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_pages_load_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/film/running", "/method", "/static/app.css", "/static/app.js"):
        text = client.get(path).text.replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text


def test_without_the_token_a_phone_sees_nothing(phone: TestClient) -> None:
    for path in ("/", "/athletes", "/static/app.js", "/?t=", "/?t=wrong", f"/?t={TOKEN[:-1]}", "/?t=%FF%00"):
        assert phone.get(path).status_code == 401
    assert phone.post(f"/athletes?t={TOKEN}", data={"name": "x"}).status_code == 401
    assert phone.get("/", headers={"cookie": "endrange=wrong"}).status_code == 401


def test_the_link_of_the_code_lets_a_phone_in_and_leaves_the_address(phone: TestClient) -> None:
    answer = phone.get(f"/film/running?t={TOKEN}&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/film/running?x=1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert phone.get("/").status_code == 200


def test_the_redirect_stays_here(phone: TestClient) -> None:
    answer = phone.get(f"//evil.example/x?t={TOKEN}")
    assert not answer.headers.get("location", "/").startswith("//")


def test_the_token_is_kept_and_only_its_owner_reads_it(config: ServeConfig) -> None:
    token = kept_token(config.data)
    assert len(token) >= 22
    assert kept_token(config.data) == token
    assert (config.data / "token").stat().st_mode & 0o077 == 0


def test_long_forms_are_refused(client: TestClient) -> None:
    assert client.post("/athletes", data={"name": "x" * 100_000}).status_code == 413
    chunks = (b"name=" + b"x" * 50_000 for _ in range(4))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/athletes", content=chunks, headers=kind).status_code in (400, 413)
