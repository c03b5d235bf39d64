"""Killed at any moment, with any number of workers, on a cluster that loses one: the same tables."""

import os
import signal
import subprocess
import sys
import time

import pytest

from endrange.batch.cluster import DaskExecutor
from endrange.batch.executors import SerialExecutor
from endrange.batch.job import RECORD
from endrange.batch.plan import Wish, plan_batch
from endrange.batch.processes import ProcessExecutor
from endrange.batch.run import run_batch
from endrange.settings import make_settings

pytestmark = pytest.mark.slow

#: How long what must come to pass is waited for, in seconds; it says when a test fails, never whether.
PATIENCE_S = 300.0


def planned(study, out):
    return plan_batch(study, out, Wish(make_settings()), globs=["**/*.trc"])


def tables_of(out):
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}


@pytest.fixture(scope="module")
def expected(study, tmp_path_factory):
    out = tmp_path_factory.mktemp("serial")
    run_batch(planned(study, out), SerialExecutor())
    return tables_of(out)


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bytes(study, expected, tmp_path, workers):
    run_batch(planned(study, tmp_path), ProcessExecutor(workers))
    assert tables_of(tmp_path) == expected


def finished_in(out):
    """Records of clips with results, and when each was written."""
    records = [path for path in out.glob(f"**/{RECORD}") if (path.parent / "analysis.json").exists()]
    return {path: path.stat().st_mtime_ns for path in records}


def begun(study, out):
    command = [sys.executable, "-m", "endrange", "batch", str(study), "--out", str(out), "--glob", "**/*.trc"]
    return subprocess.Popen([*command, "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_three_times_it_finishes_without_doing_anything_twice(study, expected, tmp_path):
    out = tmp_path / "out"
    finished = {}
    for wanted in (0, 1, 2):
        process = begun(study, out)
        until = time.monotonic() + PATIENCE_S
        while len(finished_in(out)) <= wanted:
            assert time.monotonic() < until, f"{wanted + 1} clips were to be finished"
            time.sleep(0.02)
        process.kill()
        process.communicate()
        for record, written in finished_in(out).items():
            assert finished.setdefault(record, written) == written
    assert 3 <= len(finished) <= 4
    said, lines = begun(study, out).communicate(timeout=PATIENCE_S)
    assert "4 of 7 clips have results" in said
    assert lines.count("failed: ") >= 2
    assert lines.count(": done") == 4 - len(finished)
    assert tables_of(out) == expected
    assert not list(out.glob("**/.*.part"))
    assert finished.items() <= finished_in(out).items()
    said, lines = begun(study, out).communicate(timeout=PATIENCE_S)
    assert "4 of 7 clips have results, 4 of them kept from before" in said
    assert lines.count(": done") == 0
    assert tables_of(out) == expected


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_that_loses_a_worker_gives_the_same_tables(study, expected, tmp_path):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options, silence_logs=50) as cluster:
        with distributed.Client(cluster) as client:
            workers = sorted(client.run(os.getpid).values())
        lost = []

        def lose_one(step):
            if not lost:
                os.kill(workers[0], signal.SIGKILL)
                lost.append(step.result.name)

        run_batch(planned(study, tmp_path), DaskExecutor(cluster.scheduler_address, PATIENCE_S), on_step=lose_one)
    assert lost
    assert tables_of(tmp_path) == expected
