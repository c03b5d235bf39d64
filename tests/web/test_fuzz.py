"""Whatever comes in, no route breaks and nothing is written outside the data folder."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endrange.web.app import create_app
from endrange.web.config import ServeConfig

ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["../../../etc/passwd", "..\\..\\x", "\0", "%2e%2e%2f", "a" * 300, "\u202egpj.exe", "NaN", "-1",
                     "1e999", "' OR 1=1 --", "{{7*7}}", "<svg onload=x>", "0" * 16, "f" * 16, "CON", "\r\nx: y"]),
)  # fmt: skip

FIELDS = st.dictionaries(
    st.one_of(
        st.sampled_from(["movement", "motion", "side", "effort", "person", "start_s", "end_s", "slow_motion", "name",
                         "date", "surface", "zero", "notes", "focus", "value_deg", "role", "method", "repeats", "who",
                         "age_years", "sex", "session", "kind", "remove", "moves", "time_s", "x_px", "y_px"]),
        st.text(max_size=10),
    ),
    st.one_of(ODD, st.sampled_from(["running", "hip_extension", "left", "active", "2026-01-31", "1", "2.5"])),
    max_size=8,
)  # fmt: skip

GETS = ["/clips/{}/frame?i={}", "/clips/{}/picture?i={}",
        "/film/{}", "/clips/{}", "/clips/{}/events", "/clips/{}/angles", "/clips/{}/still", "/clips/{}/files/{}",
        "/athletes/{}", "/sessions/{}", "/sessions/{}/events", "/sessions/{}/files/{}", "/method/{}", "/static/{}",
        "/compare?a={}&b={}", "/compare/sessions?a={}&b={}", "/{}", "/phone?{}", "/clips/{}/share",
        "/clips/{}/share/events", "/clips/{}/shared/{}", "/sessions/{}/share", "/sessions/{}/share/events",
        "/sessions/{}/shared/{}", "/athletes/{}?{}", "/method/{}?{}"]  # fmt: skip
POSTS = ["/clips/{}/move", "/clips/{}/person",
         "/clips/{}/say", "/clips/{}/correct", "/clips/{}/cancel", "/clips/{}/retry", "/athletes",
         "/athletes/{}/change", "/athletes/{}/sessions", "/sessions/{}/change", "/sessions/{}/focus",
         "/clips/{}/share", "/sessions/{}/share", "/sessions/{}/assess", "/sessions/{}/baselines",
         "/sessions/{}/baselines/{}/delete", "/{}"]  # fmt: skip

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in whose middle the data folder lies."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def served(place: Path, samples: Path) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A server with one athlete, session and clip; 500 is answered, not raised."""
    config = ServeConfig(place / "a" / "data", worker=(), reserve_bytes=0, low_space_bytes=0)
    app = create_app(config)
    with TestClient(
        app, base_url="http://127.0.0.1:8765", follow_redirects=False, raise_server_exceptions=False
    ) as client:
        athlete = client.post("/athletes", data={"name": "x"}).headers["location"].split("/")[-1]
        made = client.post(f"/athletes/{athlete}/sessions", data={"date": "2026-01-31"})
        session = made.headers["location"].split("/")[-1]
        film = (samples / "standing_right.mp4").read_bytes()
        clip = client.post("/clips", files={"file": ("a.mp4", film)}, data={"session": session})
        yield (
            client,
            {"athletes": athlete, "sessions": session, "clips": clip.headers["location"].split("/")[-1]},
        )


@pytest.fixture(autouse=True)
def _nothing_outside(place: Path) -> Iterator[None]:
    """Nothing appears beside the data folder."""
    yield
    assert [p.name for p in place.iterdir()] in ([], ["a"])
    assert [p.name for p in (place / "a").iterdir()] == ["data"]


def _path(template: str, ids: dict[str, str], odd: tuple[str, str], real: bool) -> str:
    from urllib.parse import quote

    words = [quote(word, safe="") for word in odd]
    if real and template.split("/")[1] in ids:
        words[0] = ids[template.split("/")[1]]
    return template.format(*words)


@MANY
@given(template=st.sampled_from(GETS), odd=st.tuples(ODD, ODD), real=st.booleans())
def test_no_address_breaks(
    served: tuple[TestClient, dict[str, str]], template: str, odd: tuple[str, str], real: bool
) -> None:
    client, ids = served
    if real and template.endswith("/events"):
        return  # a stream that does not end while its clip waits
    answer = client.get(_path(template, ids, odd, real))
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@MANY
@given(template=st.sampled_from(POSTS), odd=st.tuples(ODD, ODD), real=st.booleans(), fields=FIELDS)
def test_no_form_breaks(
    served: tuple[TestClient, dict[str, str]], template: str, odd: tuple[str, str], real: bool, fields: dict[str, str]
) -> None:
    client, ids = served
    answer = client.post(_path(template, ids, odd, real), data=fields)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    for page in ("athletes", "sessions", "clips"):
        assert client.get(f"/{page}/{ids[page]}").status_code == 200


@MANY
@given(
    name=st.binary(max_size=80),
    content=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda b: b"\0\0\0\x18ftypmp42" + b)),
    fields=FIELDS,
    cut=st.integers(0, 2000),
)
def test_no_upload_breaks(
    served: tuple[TestClient, dict[str, str]], name: bytes, content: bytes, fields: dict[str, str], cut: int
) -> None:
    client, _ = served
    quoted = name.replace(b'"', b"'").replace(b"\r", b" ").replace(b"\n", b" ")
    parts = [
        f'--bb\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode("utf-8", "replace")
        for key, value in fields.items()
    ]
    parts.append(b'--bb\r\nContent-Disposition: form-data; name="file"; filename="' + quoted + b'"\r\n\r\n' + content)
    parts.append(b"\r\n--bb--\r\n")
    body = b"".join(parts)
    for sent in (body, body[:cut]):
        answer = client.post("/clips", content=sent, headers={"content-type": "multipart/form-data; boundary=bb"})
        assert 400 <= answer.status_code < 500


@MANY
@given(
    name=st.text(string.ascii_letters + "-", min_size=1, max_size=30),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=2000),
    known=st.sampled_from(["host", "origin", "cookie", "range", "content-length", "content-type", "accept",
                           "sec-fetch-site", "if-none-match", "if-range", ""]),
)  # fmt: skip
def test_no_header_breaks(served: tuple[TestClient, dict[str, str]], name: str, value: str, known: str) -> None:
    client, ids = served
    headers = [((known or name).encode("ascii"), value.encode("latin-1"))]
    for path in ("/", "/static/app.js", f"/clips/{ids['clips']}/still"):
        answer = client.get(path, headers=headers)
        assert answer.status_code < 500
    answer = client.post("/athletes", content=b"name=x", headers=headers)
    assert answer.status_code < 500
