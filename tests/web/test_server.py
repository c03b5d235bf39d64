"""A real server in a process of its own: killed in mid-analysis, many uploads at once, a large one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from endrange.web.store import Store

HERE = Path(__file__).parent
JSON = {"accept": "application/json"}
pytestmark = pytest.mark.slow

Start = Callable[[], subprocess.Popen[bytes]]

#: How long what must come to pass is waited for, in seconds; it says when a test fails, never whether.
PATIENCE_S = 300.0


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """Starts a server whose worker only pretends; ends what is left of it."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        worker = str(HERE / "pretending_worker.py")
        command = [sys.executable, str(HERE / "run_server.py"), str(tmp_path / "data"), str(port), worker]
        server = subprocess.Popen(command)
        running.append(server)
        _wait(lambda: _answers(port))
        return server

    yield begin
    for server in running:
        if server.poll() is None:
            server.terminate()
        server.wait(PATIENCE_S)


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/athletes", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def _send(port: int, film: bytes, name: str) -> httpx2.Response:
    files = {"file": (name, film, "video/mp4")}
    return httpx2.post(f"http://127.0.0.1:{port}/clips", files=files, headers=JSON, timeout=PATIENCE_S)


def _states(store: Store) -> list[str]:
    with store.database.read() as db:
        return [row["state"] for row in db.execute("SELECT state FROM job ORDER BY id")]


@pytest.fixture
def half_done(tmp_path: Path) -> Path:
    """While this file lies there, the worker does not come to the end of a job."""
    wait = tmp_path / "data" / "wait"
    wait.parent.mkdir()
    wait.touch()
    return wait


def test_killed_in_mid_job_nothing_answered_is_lost(
    tmp_path: Path, port: int, start: Start, film: bytes, half_done: Path
) -> None:
    store = Store(tmp_path / "data")
    answered: list[str] = []
    for round_ in range(3):
        server = start()
        for n in range(2):
            answer = _send(port, film, f"{round_}_{n}.mp4")
            assert answer.status_code == 201
            answered.append(answer.json()["clip"].removeprefix("/clips/"))
        _wait(lambda: "running" in _states(store))
        os.kill(server.pid, signal.SIGKILL)
        server.wait(PATIENCE_S)
        assert "done" not in _states(store)
    half_done.unlink()
    start()
    _wait(lambda: _states(store) == ["done"] * len(answered))
    for clip in answered:
        row = store.clip(clip)
        assert row is not None
        session = store.session(row.session_id)
        assert session is not None
        assert row.ready
        assert store.clip_path(session, row).read_bytes() == film
        assert (store.clip_results(session, row) / "angles.csv").is_file()


def test_a_cancelled_job_ends_its_process_and_the_next_goes_on(
    tmp_path: Path, port: int, start: Start, film: bytes, half_done: Path
) -> None:
    start()
    store = Store(tmp_path / "data")
    first, second = (_send(port, film, f"{n}.mp4").json()["clip"] for n in range(2))
    _wait(lambda: "running" in _states(store))
    httpx2.post(f"http://127.0.0.1:{port}{first}/cancel", timeout=PATIENCE_S)
    half_done.unlink()
    _wait(lambda: _states(store) == ["cancelled", "done"])
    assert httpx2.get(f"http://127.0.0.1:{port}{second}", timeout=PATIENCE_S).status_code == 200


def test_thirty_uploads_at_once_none_lost(tmp_path: Path, port: int, start: Start, film: bytes) -> None:
    start()
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda n: _send(port, film, f"{n}.mp4"), range(30)))
    assert [answer.status_code for answer in answers] == [201] * 30
    store = Store(tmp_path / "data")
    names = set()
    for answer in answers:
        row = store.clip(answer.json()["clip"].removeprefix("/clips/"))
        assert row is not None
        session = store.session(row.session_id)
        assert session is not None
        assert store.clip_path(session, row).stat().st_size == len(film)
        names.add(row.name)
    assert names == {f"{n}.mp4" for n in range(30)}
    assert not list(store.folders.uploads.iterdir())


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
def test_memory_stays_flat_while_a_large_clip_streams_in(port: int, start: Start, film: bytes) -> None:
    server = start()
    # What first clips load for good (some 100 MB of video libraries, a buffer a thread) is not what a large one costs.
    for _ in range(3):
        _send_large(port, film, 32)
    before = _peak_mb(server.pid)
    _send_large(port, film, 512)
    assert _peak_mb(server.pid) - before < 512 / 2


def _send_large(port: int, film: bytes, mb: int) -> None:
    """Send the film with a box of free space at its end, as an MP4 may have."""

    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="large.mp4"\r\n\r\n' + film
        yield (8 + mb * 2**20).to_bytes(4, "big") + b"free"
        for _ in range(mb):
            yield b"\0" * 2**20
        yield b"\r\n--b--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=b", **JSON}
    answer = httpx2.post(f"http://127.0.0.1:{port}/clips", content=body(), headers=kind, timeout=PATIENCE_S)
    assert answer.status_code == 201, answer.text


def _peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmHWM")
