"""One contract for every executor: each job has one result, and a bad job costs itself alone."""

import pytest

from endrange.batch.executors import SerialExecutor
from endrange.batch.job import Job
from endrange.batch.processes import ProcessExecutor, with_threads
from endrange.batch.rehearsal import rehearse
from endrange.settings import make_settings


def jobs(folder, *words):
    return [Job(folder / f"{w}.mp4", f"{w}.mp4", folder / "out" / f"{w}.mp4", make_settings()) for w in words]


@pytest.fixture(scope="module")
def dask_address():
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options, silence_logs=50) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(params=["serial", "processes", "dask"])
def executor(request):
    if request.param == "serial":
        return SerialExecutor()
    if request.param == "processes":
        return ProcessExecutor(2, 20.0)
    from endrange.batch.cluster import DaskExecutor

    return DaskExecutor(request.getfixturevalue("dask_address"))


def by_name(results):
    found = {}
    for result in results:
        assert result.name not in found
        found[result.name] = result
    return found


def test_each_job_has_one_result_and_its_own_reason(executor, tmp_path):
    found = by_name(executor.run(jobs(tmp_path, "a", "b", "broken", "full_once", "c"), rehearse))
    assert {n: r.status for n, r in found.items()} == {
        "a.mp4": "done",
        "b.mp4": "done",
        "broken.mp4": "failed",
        "full_once.mp4": "done",
        "c.mp4": "done",
    }
    assert (found["broken.mp4"].code, found["broken.mp4"].reason) == ("not_a_video", "broken.mp4 is not a video.")


@pytest.mark.parametrize("executor", ["processes", "dask"], indirect=True)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_worker_that_dies_costs_its_clip_alone_and_is_tried_again(executor, tmp_path):
    found = by_name(executor.run(jobs(tmp_path, "a", "crash_once", "b", "bug"), rehearse))
    assert found["crash_once.mp4"].status == "done"
    assert (found["a.mp4"].status, found["b.mp4"].status) == ("done", "done")
    assert found["bug.mp4"].code == "bug"
    assert "ZeroDivisionError" in found["bug.mp4"].reason


def test_a_clip_that_always_kills_its_process_is_named(tmp_path):
    found = by_name(ProcessExecutor(2).run(jobs(tmp_path, "crash", "a"), rehearse))
    assert (found["crash.mp4"].code, found["a.mp4"].status) == ("crashed", "done")


def test_a_clip_that_hangs_is_ended_at_its_limit(tmp_path):
    found = by_name(ProcessExecutor(2, 2.0).run(jobs(tmp_path, "hang", "a"), rehearse))
    assert (found["hang.mp4"].code, found["a.mp4"].status) == ("timeout", "done")
    assert "--time-limit" in found["hang.mp4"].reason


def test_a_bound_on_threads_changes_no_key(tmp_path):
    job = jobs(tmp_path, "a")[0]
    bound = with_threads(job, 1)
    assert bound.settings.threads == 1
    assert bound.settings.model_dump() == job.settings.model_dump()
