"""One contract for every executor: each job has one result, and a bad job costs itself alone."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from endrange.batch.cluster import DaskExecutor, _Watch
from endrange.batch.executors import SerialExecutor
from endrange.batch.job import Job
from endrange.batch.processes import ProcessExecutor, with_threads
from endrange.batch.rehearsal import rehearse
from endrange.domain.errors import MachineError
from endrange.settings import make_settings

#: How long what must come to pass is waited for, in seconds; it says when a test fails, never whether.
PATIENCE_S = 300.0


def jobs(folder, *words, limit_s=None):
    made = [Job(folder / f"{w}.mp4", f"{w}.mp4", folder / "out" / f"{w}.mp4", make_settings()) for w in words]
    return [replace(job, time_limit_s=limit_s) for job in made]


@pytest.fixture(scope="module")
def dask_address():
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options, silence_logs=50) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(params=["serial", "processes", "dask"])
def executor(request):
    if request.param == "serial":
        return SerialExecutor()
    if request.param == "processes":
        return ProcessExecutor(2)
    return DaskExecutor(request.getfixturevalue("dask_address"), PATIENCE_S)


def by_name(results):
    found = {}
    for result in results:
        assert result.name not in found
        found[result.name] = result
    return found


def test_each_job_has_one_result_and_its_own_reason(executor, tmp_path):
    words = ("a", "b", "broken", "full_once", "full", "bug", "c")
    found = by_name(executor.run(jobs(tmp_path, *words, limit_s=PATIENCE_S), rehearse))
    assert {n.removesuffix(".mp4"): r.code for n, r in found.items()} == {
        "a": None,
        "b": None,
        "broken": "not_a_video",
        "full_once": None,
        "full": "output",
        "bug": "bug",
        "c": None,
    }
    assert {r.status for r in found.values() if r.code is None} == {"done"}
    assert found["broken.mp4"].reason == "broken.mp4 is not a video."
    assert "ZeroDivisionError" in found["bug.mp4"].reason


def test_no_jobs_are_no_results(executor):
    assert list(executor.run([], rehearse)) == []


@pytest.mark.parametrize("executor", ["processes", "dask"], indirect=True)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_worker_that_dies_costs_its_clip_alone(executor, tmp_path):
    found = by_name(executor.run(jobs(tmp_path, "a", "crash_once", "b", "crash", "c"), rehearse))
    assert found["crash.mp4"].code == "crashed"
    assert "run it alone" in found["crash.mp4"].reason
    assert {found[f"{word}.mp4"].status for word in ("a", "b", "c", "crash_once")} == {"done"}


@pytest.mark.parametrize("executor", ["processes", "dask"], indirect=True)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_clip_that_hangs_is_ended_at_its_limit(executor, tmp_path):
    hanging, others = jobs(tmp_path, "hang", limit_s=2.0), jobs(tmp_path, "a", "b", limit_s=PATIENCE_S)
    found = by_name(executor.run([*hanging, *others], rehearse))
    assert (found["hang.mp4"].code, found["a.mp4"].status, found["b.mp4"].status) == ("timeout", "done", "done")
    assert "within 2 s; give more with --time-limit" in found["hang.mp4"].reason


class FakeClient:
    """A scheduler that tells what is asked of it; restarting a worker that is not there is an error, as in Dask."""

    def __init__(self, *workers):
        self.asked = []
        self.workers = dict.fromkeys(workers, 1)

    def subscribe_topic(self, topic, hear):
        self.hear = hear

    def begins(self, job, worker):
        self.hear((0.0, {"job": job.name, "worker": worker}))

    def nthreads(self):
        return self.workers

    def restart_workers(self, workers, *, timeout, raise_for_error):
        self.asked.append(("restart", *workers))
        if workers[0] == "going":
            raise KeyError(workers[0])


class FakeFuture:
    def __init__(self, client, *, done=False):
        self.client, self.is_done = client, done

    def done(self):
        return self.is_done

    def cancel(self):
        self.client.asked.append(("cancel",))


def test_a_clip_whose_worker_was_lost_waits_without_its_time_running_out(tmp_path):
    (job,) = jobs(tmp_path, "a", limit_s=-1.0)  # over its time as soon as it begins
    client = FakeClient("left")
    watch, future = _Watch(client), FakeFuture(client)
    client.begins(job, "lost")
    assert watch.overdue({future: job}) == watch.overdue({future: job}) == []
    assert client.asked == []  # no try of its own is counted
    client.begins(job, "left")
    assert watch.overdue({future: job}) == watch.overdue({future: job}) == []
    assert client.asked == [("restart", "left")]
    client.workers["going"] = 1
    client.begins(job, "going")  # it goes between the question and the restart
    assert watch.overdue({future: job}) == [future]
    assert client.asked[1:] == [("cancel",), ("restart", "going")]


def test_what_was_beside_a_clip_that_took_too_long_is_not_blamed(tmp_path):
    """Who is done, or has to begin anew because its worker was restarted, is not over its time."""
    slow, beside, ready = jobs(tmp_path, "slow", "beside", "ready", limit_s=-1.0)
    client = FakeClient("one", "two")
    watch = _Watch(client)
    futures = {FakeFuture(client): slow, FakeFuture(client): beside, FakeFuture(client, done=True): ready}
    for job, worker in ((slow, "one"), (beside, "one"), (ready, "two")):
        client.begins(job, worker)
    assert watch.overdue(futures) == watch.overdue(futures) == []
    assert client.asked == [("restart", "one")]
    assert watch.restarts == {"slow.mp4": 1}


def test_no_scheduler_is_one_sentence(tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(MachineError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1; start one"):
        list(DaskExecutor("tcp://127.0.0.1:1", patience_s=1).run(jobs(tmp_path, "a"), rehearse))


def test_a_cluster_without_workers_is_one_sentence(tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as cluster:
        alone = DaskExecutor(cluster.scheduler_address, PATIENCE_S, workerless_s=2.0)
        with pytest.raises(MachineError, match=r"has no worker; start one with `dask worker tcp://"):
            list(alone.run(jobs(tmp_path, "a"), rehearse))


def test_a_bound_on_threads_changes_no_key(tmp_path):
    job = jobs(tmp_path, "a")[0]
    bound = with_threads(job, 1)
    assert bound.settings.threads == 1
    assert bound.settings.model_dump() == job.settings.model_dump()


HANGING = """
import sys
from pathlib import Path
from endrange.batch.job import Job
from endrange.batch.processes import ProcessExecutor
from endrange.batch.rehearsal import rehearse
from endrange.settings import make_settings

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    job = Job(folder / "hang.mp4", "hang.mp4", folder / "hang.mp4", make_settings())
    list(ProcessExecutor(1).run([job], rehearse))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_workers_end_with_the_process_that_started_them(tmp_path):
    script = tmp_path / "hanging.py"
    script.write_text(HANGING)
    process = subprocess.Popen([sys.executable, str(script), str(tmp_path)])
    pid_of_worker = waited_for(lambda: (tmp_path / "hang.mp4" / "tried").read_text())
    process.kill()
    process.wait()
    assert waited_for(lambda: gone(int(pid_of_worker)))


def gone(pid):
    """Ended, whether or not its remains were taken away."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" in status.read_text()


def waited_for(condition):
    """What the condition gives once it gives something."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            found = condition()
        except FileNotFoundError:
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to pass")
