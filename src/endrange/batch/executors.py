"""Where jobs are done: here one after the other, in processes of this machine, or on a Dask cluster.

Every executor gives each job's result once, in any order, and never raises for a job: a worker that dies, hangs or runs
out of something costs its clip alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from endrange.batch.job import PASSING, Job, JobResult, failed

Work = Callable[[Job], JobResult]


class Executor(Protocol):
    """Does jobs."""

    def run(self, jobs: Sequence[Job], work: Work) -> Iterator[JobResult]:
        """Yield results as they come."""
        ...


class SerialExecutor:
    """One after the other, in this process; a time limit cannot be kept here."""

    def run(self, jobs: Sequence[Job], work: Work) -> Iterator[JobResult]:
        """Yield results in the jobs' order."""
        for job in jobs:
            try:
                yield tried_again(work, job)
            except Exception as error:  # noqa: BLE001 - whatever a clip does costs that clip alone
                yield our_mistake(job, error)


def tried_again(work: Work, job: Job) -> JobResult:
    """The job's result; once more where the reason may pass."""
    result = work(job)
    return work(job) if result.status == "failed" and result.code in PASSING else result


def crashed(job: Job) -> JobResult:
    """The process that did the job died."""
    return failed(job, "crashed", f"{job.name} made its process die twice; run it alone with: endrange analyze.")


def took_too_long(job: Job) -> JobResult:
    """The job did not end within its time."""
    limit = job.time_limit_s or 0.0
    return failed(job, "timeout", f"{job.name} was not finished within {limit:.0f} s; give more with --time-limit.")


def our_mistake(job: Job, error: Exception) -> JobResult:
    """An error that nobody foresaw."""
    return failed(job, "bug", f"{job.name} met an error of ours ({error!r}); please report it.")
