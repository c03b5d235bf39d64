"""Jobs in processes of this machine: each worker keeps its networks, each job has a time limit and one retry."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from dataclasses import dataclass, replace

from pebble import ProcessExpired, ProcessPool

from endrange.batch.executors import Work, crashed, our_mistake, took_too_long
from endrange.batch.job import PASSING, Job, JobResult


@dataclass(frozen=True)
class ProcessExecutor:
    """A pool of spawned processes.

    Attributes
    ----------
    workers
        Processes at once.
    threads
        Of each; they change no number.
    """

    workers: int
    threads: int = 1

    def run(self, jobs: Sequence[Job], work: Work) -> Iterator[JobResult]:
        """Yield results as they come; a dead or hanging worker is replaced and its job tried once more."""
        context = multiprocessing.get_context("spawn")
        pool = ProcessPool(self.workers, initializer=die_with_parent, context=context)
        try:
            waiting = {self._start(pool, work, job): (job, 1) for job in jobs}
            while waiting:
                for future in wait(list(waiting), return_when=FIRST_COMPLETED).done:
                    job, attempt = waiting.pop(future)
                    result = self._result(future, job)
                    if attempt == 1 and result.status == "failed" and result.code in PASSING:
                        waiting[self._start(pool, work, job)] = (job, 2)
                    else:
                        yield result
        finally:
            # Also where the user gives up: what still waits is not begun.
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _start(self, pool: ProcessPool, work: Work, job: Job) -> Future[JobResult]:
        args = [with_threads(job, self.threads)]
        future: Future[JobResult] = pool.schedule(work, args=args, timeout=job.time_limit_s)
        return future

    def _result(self, future: Future[JobResult], job: Job) -> JobResult:
        try:
            return future.result()
        except TimeoutError:
            return took_too_long(job)
        except ProcessExpired:
            return crashed(job)
        except Exception as error:  # noqa: BLE001 - whatever a clip does to its worker costs that clip alone
            return our_mistake(job, error)


def die_with_parent() -> None:
    """Let this process end when the one that started it is gone, even by ``kill -9``."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="die with parent", daemon=True).start()


def available_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def with_threads(job: Job, threads: int) -> Job:
    """The job with a bound on its threads, so that workers leave each other their cores."""
    return replace(job, settings=job.settings.model_copy(update={"threads": threads}))
