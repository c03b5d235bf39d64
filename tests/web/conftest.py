"""A server on a folder of its own, without a worker or with one that only pretends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from endrange.web.app import create_app
from endrange.web.config import ServeConfig
from endrange.web.jobs import Job
from endrange.web.store import Store
from endrange.web.worker import finish

BASE = "http://127.0.0.1:8765"


@pytest.fixture
def config(tmp_path: Path) -> ServeConfig:
    """No worker: jobs wait."""
    return ServeConfig(tmp_path / "data", worker=(), reserve_bytes=0, low_space_bytes=0)


@pytest.fixture
def client(config: ServeConfig) -> Iterator[TestClient]:
    """A browser on this machine."""
    with TestClient(create_app(config), base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def store(client: TestClient, config: ServeConfig) -> Store:
    """What the client's server keeps."""
    return Store(config.data)


@pytest.fixture(scope="session")
def film(samples: Path) -> bytes:
    """A small clip of a person who stands."""
    return (samples / "standing_right.mp4").read_bytes()


@pytest.fixture
def upload(client: TestClient, film: bytes) -> Callable[..., str]:
    """Uploads a clip and gives its id."""

    def send(name: str = "standing.mp4", **fields: str) -> str:
        files = {"file": (name, film, "video/mp4")}
        answer = client.post("/clips", files=files, data=fields, headers={"accept": "application/json"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["clip"]).removeprefix("/clips/")

    return send


def _pretend(store: Store, job: Job, progress: object) -> None:
    store.note_seen(job.clip_id or "", ready=1, seen_movement="standing", seen_side=None, people_seen=1)


@pytest.fixture
def work_off(store: Store) -> Callable[[], int]:
    """Does every waiting job by pretending; gives how many there were."""

    def work() -> int:
        n = 0
        while (job := store.jobs.take()) is not None:
            finish(store, job, _pretend)
            n += 1
        return n

    return work
