"""The queue: order, death of the worker, cancelling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from endrange.domain.errors import NoPerson
from endrange.web.app import create_app
from endrange.web.config import ServeConfig
from endrange.web.jobs import MAX_ATTEMPTS, Job, Jobs
from endrange.web.store import Store
from endrange.web.supervisor import Supervisor
from endrange.web.work import outcome

Upload = Callable[..., str]


def test_jobs_are_taken_in_their_order_and_once(store: Store, upload: Upload) -> None:
    clips = [upload(f"{n}.mp4") for n in range(3)]
    taken = [store.jobs.take() for _ in range(4)]
    assert [job.clip_id for job in taken if job is not None] == clips
    assert taken[3] is None


def test_a_job_whose_process_dies_again_and_again_has_failed(store: Store, upload: Upload) -> None:
    upload()
    for _ in range(MAX_ATTEMPTS):
        job = store.jobs.take()
        assert job is not None
        store.jobs.recover()
    found = store.jobs.get(job.id)
    assert found is not None
    assert (found.state, found.code) == ("failed", "crashed")


def test_the_end_of_the_server_is_not_the_jobs_fault(store: Store, upload: Upload) -> None:
    upload()
    for _ in range(3 * MAX_ATTEMPTS):
        assert store.jobs.take() is not None
        store.jobs.forgive()


def test_a_cancelled_job_stays_cancelled_when_its_work_ends(store: Store, upload: Upload) -> None:
    upload()
    job = store.jobs.take()
    assert job is not None
    assert store.jobs.cancel(job.id)
    store.jobs.finish(job.id, "done")
    found = store.jobs.get(job.id)
    assert found is not None
    assert found.state == "cancelled"


def test_time_left_goes_by_the_pace_so_far() -> None:
    job = Job(1, "analyse", "s", "c", "running", "looking", 25, 100, 1, 0.0, 1000.0, None, None)
    assert job.left_s(1010.0) == pytest.approx(30.0)
    assert job.share == pytest.approx(0.25)


def test_the_same_wish_twice_is_one_job(store: Store, upload: Upload) -> None:
    clip = upload()
    row = store.clip(clip)
    assert row is not None
    assert store.jobs.add("analyse", row.session_id, clip) == store.jobs.add("analyse", row.session_id, clip)


def test_an_error_becomes_a_sentence_in_the_users_words(store: Store, upload: Upload) -> None:
    clip = upload("my run.mp4")
    row = store.clip(clip)
    job = store.jobs.last_of_clip(clip)
    assert row is not None
    assert job is not None

    def nobody(store: Store, job: Job, progress: object) -> None:
        raise NoPerson(f"{store.folders.root}/clips/{row.file}: nobody is seen; film the whole body.")

    state, reason, code = outcome(store, job, nobody, lambda _: None)
    assert (state, code) == ("failed", "no_person")
    assert reason is not None
    assert "my run.mp4" in reason
    assert str(store.folders.root) not in reason


def test_an_error_of_ours_costs_its_clip_alone(store: Store, upload: Upload) -> None:
    job = store.jobs.last_of_clip(upload())
    assert job is not None

    def broken(store: Store, job: Job, progress: object) -> None:
        raise ZeroDivisionError("secret detail")

    state, reason, code = outcome(store, job, broken, lambda _: None)
    assert (state, code) == ("failed", "bug")
    assert "secret" not in (reason or "")


def test_one_folder_has_one_server(store: Store, config: ServeConfig) -> None:
    with pytest.raises(OSError, match="Another server uses"):
        Supervisor(config, store).start()


def test_a_second_server_takes_no_upload_away_from_the_first(store: Store, config: ServeConfig) -> None:
    """What is on its way in stays while a server holds the folder, and goes when the next one starts on it."""
    arriving = store.folders.uploads / "film.part"
    arriving.write_bytes(b"half")
    with pytest.raises(OSError, match="Another server uses"), TestClient(create_app(config)):
        pass
    assert arriving.read_bytes() == b"half"


def test_what_an_ended_server_left_half_uploaded_goes_at_the_next_start(config: ServeConfig) -> None:
    with TestClient(create_app(config)):
        store = Store(config.data)
        (store.folders.uploads / "film.part").write_bytes(b"half")
    with TestClient(create_app(config)):
        assert not list(store.folders.uploads.iterdir())


def test_jobs_outlive_the_object(store: Store, upload: Upload) -> None:
    upload()
    assert Jobs(store.database).take() is not None


def test_a_failed_clip_says_why_where_it_is_listed(
    store: Store, client: TestClient, upload: Callable[..., str]
) -> None:
    clip = upload()
    job = store.jobs.take()
    assert job is not None
    store.jobs.finish(job.id, "failed", "standing.mp4: no person was found.", "no_person")
    row = store.clip(clip)
    assert row is not None
    assert "standing.mp4: no person was found." in client.get(f"/sessions/{row.session_id}").text
