"""Put right by hand over the routes: what is kept, what is shown, and what is refused."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endrange.domain.corrections import MOVABLE, Corrections, Moved, Pointed
from endrange.formats.registry import write_formats
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film as filmed
from endrange.synthetic.motions import frame_times, standing
from endrange.video.probe import probe
from endrange.web.app import create_app
from endrange.web.config import ServeConfig
from endrange.web.editing import POINTS
from endrange.web.routes.by_hand import MAX_SPANS
from endrange.web.store import Store

Upload = Callable[..., str]
ANKLE = POINTS.index(("left", "ankle"))


def _landmarks(store: Store, clip_id: str) -> None:
    """Gives a clip of somebody who stands landmarks, of them and of somebody smaller to their right."""
    clip = store.clip(clip_id)
    assert clip is not None
    session = store.session(clip.session_id)
    assert session is not None
    facts = probe(store.clip_path(session, clip))
    size = (facts.width_px, facts.height_px)
    time_s = frame_times(1.0, 30.0)
    one, other = (
        filmed(Segments(), standing(time_s), camera_at("right", distance_m=far, size_px=size), names=("heavy",))[0]
        for far in (4.0, 6.0)
    )
    aside = other.position_px + np.array([size[0] / 4, 0.0], np.float32)
    looks = replace(
        one, position_px=np.concatenate([one.position_px, aside], 2), engine="openvino",
        score=np.concatenate([one.score, other.score], 2), world_m=np.concatenate([one.world_m, other.world_m], 2),
    )  # fmt: skip
    analysis = analyze_looks(looks, facts, make_settings(movement="standing"))
    write_formats(analysis, store.clip_results(session, clip), ["netcdf", "csv", "json"])
    store.note_seen(clip_id, ready=1, seen_movement="standing", people_seen=2)


@pytest.fixture
def clip(store: Store, upload: Upload) -> str:
    """A clip whose landmarks are known, with nothing under way."""
    found = upload()
    _landmarks(store, found)
    job = store.jobs.last_of_clip(found)
    assert job is not None
    store.jobs.cancel(job.id)
    return found


@pytest.fixture
def kept(store: Store, clip: str) -> Callable[[], Corrections]:
    """What is kept of what was put right."""

    def read() -> Corrections:
        row = store.clip(clip)
        assert row is not None
        session = store.session(row.session_id)
        assert session is not None
        return store.corrections(session, row)

    return read


def _move(**values: Any) -> dict[str, Any]:
    return {"time_s": 0.5, "side": "left", "part": "ankle", "x_px": 10.5, "y_px": 20.0} | values


def test_a_frame_is_told_with_its_points_and_people(client: TestClient, clip: str) -> None:
    told = client.get(f"/clips/{clip}/frame?i=15").json()
    assert (told["index"], told["frames"]) == (15, 30)
    assert told["time_s"] == pytest.approx(0.5)
    assert len(told["points"]) == len(POINTS)
    assert {point["state"] for point in told["points"]} == {"seen"}
    assert [one["measured"] for one in told["people"]] == [True, False]
    ankle, (box, _) = told["points"][ANKLE], told["people"]
    assert box["left"] < ankle["x"] < box["right"]
    assert box["top"] < ankle["y"] < box["bottom"]


def test_a_frame_is_shown_as_a_picture(client: TestClient, clip: str) -> None:
    answer = client.get(f"/clips/{clip}/picture?i=15")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("i", ["30", "100000000", "-1", "1.5", "x", "", "9" * 400])
@pytest.mark.parametrize("what", ["frame", "picture"])
def test_a_frame_that_is_not_there_is_refused(client: TestClient, clip: str, what: str, i: str) -> None:
    assert client.get(f"/clips/{clip}/{what}", params={"i": i}).status_code in (400, 404)


def test_without_landmarks_there_is_no_frame(client: TestClient, upload: Upload) -> None:
    waiting = upload()
    assert client.get(f"/clips/{waiting}/frame").status_code == 404
    assert client.get(f"/clips/{waiting}/picture").status_code == 404


def test_moved_points_are_kept_said_and_taken_back(
    client: TestClient, store: Store, clip: str, kept: Callable[[], Corrections]
) -> None:
    moves = [_move(), _move(time_s=0.4), _move(side="right", part="foot_index")]
    answer = client.post(f"/clips/{clip}/move", data={"moves": json.dumps(moves)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/clips/{clip}")
    assert kept().move == (
        Moved(0.4, "left", "ankle", 10.5, 20.0),
        Moved(0.5, "left", "ankle", 10.5, 20.0),
        Moved(0.5, "right", "foot_index", 10.5, 20.0),
    )
    job = store.jobs.last_of_clip(clip)
    assert job is not None
    assert (job.kind, job.state) == ("again", "queued")
    page = client.get(f"/clips/{clip}").text
    assert "Moved: Left ankle, 2 frames (0.40–0.50 s)" in page
    assert "Moved: Right toes, 1 frame (0.50 s)" in page
    client.post(f"/clips/{clip}/move", data={"moves": json.dumps([_move(x_px=99.0)])})
    assert kept().move[1].x_px == 99.0
    client.post(f"/clips/{clip}/move", data={"moves": json.dumps([_move(), _move(time_s=0.4)]), "remove": "1"})
    assert [one.part for one in kept().move] == ["foot_index"]


@pytest.mark.parametrize(
    "moves",
    [
        "", "[]", "{}", "null", "not json", "[" * 5000, json.dumps([1]), json.dumps([{"part": "ankle"}]),
        json.dumps([_move(part="nose")]), json.dumps([_move(side="both")]), json.dumps([_move(x_px=float("nan"))]),
        json.dumps([_move(y_px=float("inf"))]), json.dumps([_move(x_px=-1.0)]), json.dumps([_move(x_px=5000.0)]),
        json.dumps([_move(time_s=-1.0)]), json.dumps([_move(time_s="1e999")]), json.dumps([_move()] * 501),
    ],
)  # fmt: skip
def test_impossible_moves_are_refused(
    client: TestClient, clip: str, kept: Callable[[], Corrections], moves: str
) -> None:
    assert client.post(f"/clips/{clip}/move", data={"moves": moves}).status_code == 400
    assert kept() == Corrections()


def test_more_moves_than_a_clip_is_worth_are_refused(client: TestClient, clip: str) -> None:
    for start in (0, 250):
        moves = [_move(time_s=i / 100) for i in range(start, start + 250)]
        assert client.post(f"/clips/{clip}/move", data={"moves": json.dumps(moves)}).status_code == 303
    answer = client.post(f"/clips/{clip}/move", data={"moves": json.dumps([_move(time_s=9.0)])})
    assert answer.status_code == 400
    assert "film it again" in answer.text


def test_a_person_chosen_takes_the_place_of_a_number_and_the_other_way_round(
    client: TestClient, store: Store, clip: str, kept: Callable[[], Corrections]
) -> None:
    client.post(f"/clips/{clip}/say", data={"person": "2"})
    client.post(f"/clips/{clip}/person", data={"time_s": "0.5", "x_px": "100", "y_px": "200.5"})
    row = store.clip(clip)
    assert row is not None
    assert (kept().person, row.person) == (Pointed(0.5, 100.0, 200.5), None)
    assert "Person chosen in the picture: 0.50 s" in client.get(f"/clips/{clip}").text
    client.post(f"/clips/{clip}/say", data={"movement": "running"})
    assert kept().person is not None
    client.post(f"/clips/{clip}/say", data={"person": "1"})
    assert kept().person is None
    client.post(f"/clips/{clip}/person", data={"time_s": "0.5", "x_px": "100", "y_px": "200.5"})
    client.post(f"/clips/{clip}/person", data={"remove": "1"})
    assert kept() == Corrections()


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"time_s": "0.5", "x_px": "1"}, {"time_s": "nan", "x_px": "1", "y_px": "1"},
        {"time_s": "0.5", "x_px": "inf", "y_px": "1"}, {"time_s": "-1", "x_px": "1", "y_px": "1"},
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_refused(client: TestClient, clip: str, fields: dict[str, str]) -> None:
    assert client.post(f"/clips/{clip}/person", data=fields).status_code == 400


@pytest.mark.parametrize(("code", "refilmed"), [("nobody_there", False), ("settings", False), ("no_person", True)])
def test_what_was_pointed_at_wrongly_is_no_reason_to_film_again(
    client: TestClient, store: Store, clip: str, code: str, refilmed: bool
) -> None:
    client.post(f"/clips/{clip}/person", data={"time_s": "0.5", "x_px": "1", "y_px": "1"})
    job = store.jobs.take()
    assert job is not None
    store.jobs.finish(job.id, "failed", "Nobody was followed there.", code)
    page = client.get(f"/clips/{clip}").text
    assert "Nobody was followed there." in page
    assert ("How to film it again" in page) is refilmed
    assert "Take back" in page


def test_neutral_frames_are_kept_said_and_taken_back(
    client: TestClient, clip: str, kept: Callable[[], Corrections]
) -> None:
    span = {"kind": "neutral", "start_s": "0.1", "end_s": "0.6"}
    client.post(f"/clips/{clip}/correct", data=span)
    assert kept().neutral == ((0.1, 0.6),)
    assert "The person stands neutrally: 0.10–0.60 s" in client.get(f"/clips/{clip}").text
    client.post(f"/clips/{clip}/correct", data=span | {"remove": "1"})
    assert kept() == Corrections()


def test_more_spans_than_a_clip_is_worth_are_refused(client: TestClient, clip: str) -> None:
    for i in range(MAX_SPANS):
        client.post(f"/clips/{clip}/correct", data={"kind": "neutral", "start_s": str(i), "end_s": str(i + 0.5)})
    answer = client.post(f"/clips/{clip}/correct", data={"kind": "neutral", "start_s": "9000", "end_s": "9001"})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["move", "person", "correct"])
@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_other_pages_cannot_put_anything_right(
    client: TestClient, clip: str, kept: Callable[[], Corrections], path: str, headers: dict[str, str]
) -> None:
    fields = {"moves": json.dumps([_move()]), "time_s": "0.5", "x_px": "1", "y_px": "1", "remove": ""}
    assert client.post(f"/clips/{clip}/{path}", data=fields, headers=headers).status_code == 403
    assert kept() == Corrections()


def test_other_pages_cannot_show_a_frame(client: TestClient, clip: str) -> None:
    foreign = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get(f"/clips/{clip}/picture?i=1", headers=foreign).status_code == 403


def test_a_form_that_is_too_large_is_refused(client: TestClient, clip: str) -> None:
    moves = json.dumps([_move(x_px=float(i)) for i in range(1000)])
    assert client.post(f"/clips/{clip}/move", data={"moves": moves}).status_code == 413


def test_a_broken_track_is_a_sentence(client: TestClient, store: Store, clip: str) -> None:
    row = store.clip(clip)
    assert row is not None
    session = store.session(row.session_id)
    assert session is not None
    (store.clip_results(session, row) / "track.nc").write_bytes(b"not a track")
    answer = client.get(f"/clips/{clip}/frame?i=1", headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "cannot be read as a track" in answer.json()["error"]


# ---------------------------------------------------------------------- whatever comes in

NUMBERS = st.one_of(
    st.floats(), st.integers(-(10**30), 10**30), st.text(max_size=8), st.none(), st.booleans(), st.just([])
)
WORDS = st.one_of(st.sampled_from(["left", "right", *MOVABLE]), st.text(string.printable, max_size=12), NUMBERS)
MOVES = st.one_of(
    st.lists(
        st.fixed_dictionaries({}, optional={"time_s": NUMBERS, "side": WORDS, "part": WORDS, "x_px": NUMBERS,
                                            "y_px": NUMBERS, "more": WORDS}),
        max_size=4,
    ),
    WORDS,
)  # fmt: skip
FORMS = st.fixed_dictionaries(
    {},
    optional={
        "moves": st.one_of(MOVES.map(json.dumps), st.text(max_size=40)),
        "remove": st.sampled_from(["", "1", "0", "x"]),
        "kind": st.sampled_from(["neutral", "drop", "leave_out", "exchange_legs", "move", "person", "__class__"]),
        **{
            name: st.one_of(st.floats().map(str), st.sampled_from(["1e999", "-0", "1_0", "٣", "", "0x1"]))
            for name in ("start_s", "end_s", "time_s", "x_px", "y_px")
        },
        "side": st.sampled_from(["left", "right", "", "both"]),
    },
)
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[tuple[TestClient, str, Path]]:
    """A server with one clip whose landmarks are known; 500 is answered, not raised."""
    place = tmp_path_factory.mktemp("fuzz")
    config = ServeConfig(place / "data", worker=(), reserve_bytes=0, low_space_bytes=0)
    with TestClient(
        create_app(config), base_url="http://127.0.0.1:8765", follow_redirects=False, raise_server_exceptions=False
    ) as client:
        film = (samples / "standing_right.mp4").read_bytes()
        clip = client.post("/clips", files={"file": ("a.mp4", film)}).headers["location"].split("/")[-1]
        _landmarks(Store(config.data), clip)
        yield client, clip, place


@MANY
@given(path=st.sampled_from(["move", "person", "correct"]), fields=FORMS)
def test_no_correction_breaks(fuzzed: tuple[TestClient, str, Path], path: str, fields: dict[str, str]) -> None:
    client, clip, place = fuzzed
    answer = client.post(f"/clips/{clip}/{path}", data=fields)
    assert answer.status_code in (303, 400)
    assert "Traceback" not in answer.text
    assert client.get(f"/clips/{clip}").status_code == 200
    assert [p.name for p in place.iterdir()] == ["data"]
    if answer.status_code == 303:
        client.post(f"/clips/{clip}/person", data={"remove": "1"})


@settings(max_examples=60)
@given(
    what=st.sampled_from(["frame", "picture"]),
    i=st.one_of(st.integers(-(10**20), 10**20).map(str), st.text(max_size=30), st.integers(0, 40).map(str)),
)
def test_no_frame_breaks(fuzzed: tuple[TestClient, str, Path], what: str, i: str) -> None:
    client, clip, _ = fuzzed
    answer = client.get(f"/clips/{clip}/{what}", params={"i": i})
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in answer.text
