"""Where jobs are done: here one after the other, in processes of this machine, or on a Dask cluster.

Every executor gives each job's result once, in any order, and never raises for a job: a worker that dies, hangs or runs
out of something costs its clip alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from endrange.batch.job import PASSING, Job, JobResult

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
            yield tried_again(work, job)


def tried_again(work: Work, job: Job) -> JobResult:
    """The job's result; once more where the reason may pass."""
    result = work(job)
    return work(job) if result.status == "failed" and result.code in PASSING else result


def crashed(job: Job) -> JobResult:
    """The process that did the job died."""
    reason = f"{job.name} made its process die twice; run it alone with: endrange analyze."
    return JobResult(job.name, "failed", "crashed", reason)


def took_too_long(job: Job, limit_s: float) -> JobResult:
    """The job did not end within its time."""
    reason = f"{job.name} was not finished within {limit_s:.0f} s, twice; give more with --time-limit."
    return JobResult(job.name, "failed", "timeout", reason)
