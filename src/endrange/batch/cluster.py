"""Jobs on a Dask cluster: many machines that see the same folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from endrange.batch.executors import Work, crashed, our_mistake, took_too_long, tried_again
from endrange.batch.job import Job, JobResult
from endrange.batch.processes import with_threads
from endrange.domain.errors import MachineError

#: How often a running clip's time is looked at, in seconds.
LOOK_EVERY_S: Final = 1.0

#: How long a worker that is restarted may take to end, in seconds. A clip's thread cannot be ended, so Dask waits 5 s
#: and kills the process; a worker that takes longer than this, as on a busy machine, is lost to the cluster.
END_WITHIN_S: Final = 60.0

#: How long a cluster may be without any worker, in seconds: one that is restarted comes back well before.
WORKERLESS_S: Final = 300.0

#: Under this word a worker tells that it begins with a clip.
TOPIC: Final = "endrange-begun"


@dataclass(frozen=True)
class DaskExecutor:
    """Workers of a running Dask scheduler; each keeps its networks from clip to clip.

    A worker that is lost has its clip done again by another. A clip beyond its time limit has its worker restarted, and
    fails when that happens a second time. A clip under which worker after worker died, perhaps for what another did, is
    tried once more with nothing beside it before it is blamed.

    Attributes
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    patience_s
        How long an answer of the scheduler is waited for.
    workerless_s
        How long the cluster may be without any worker.
    """

    address: str
    patience_s: float = 10.0
    workerless_s: float = WORKERLESS_S

    def run(self, jobs: Sequence[Job], work: Work) -> Iterator[JobResult]:
        """Yield results as they come.

        Raises
        ------
        MachineError
            When there is no Dask, no scheduler at the address, or no worker any more.
        """
        with closing(_connect(self.address, self.patience_s)) as client:
            suspects = []
            for job, result in self._done(client, work, jobs):
                if result.code == "crashed":
                    suspects.append(job)
                else:
                    yield result
            for job in suspects:
                yield from (result for _, result in self._done(client, work, [job]))

    def _done(self, client: Any, work: Work, jobs: Sequence[Job]) -> Iterator[tuple[Job, JobResult]]:
        """All of these at once."""
        watch = _Watch(client)
        futures = {_submit(client, work, job): job for job in jobs}
        manned_s = time.monotonic()
        try:
            while futures:
                done, _ = _wait(list(futures))
                for future in done:
                    job = futures.pop(future)
                    yield job, _result(future, job)
                for future in watch.overdue(futures):
                    job = futures.pop(future)
                    yield job, took_too_long(job)
                if done or client.nthreads():
                    manned_s = time.monotonic()
                elif time.monotonic() - manned_s > self.workerless_s:
                    raise MachineError(
                        f"The Dask cluster at {self.address} has no worker; start one with "
                        f"`dask worker {self.address}` and run the batch again: what is done is kept."
                    )
        finally:
            watch.close()


def _connect(address: str, patience_s: float) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MachineError("Dask is not installed; install it with: pip install 'endrange[dask]'.") from error
    try:
        return Client(address, timeout=patience_s)
    except (OSError, ValueError) as error:
        raise MachineError(f"There is no Dask scheduler at {address}; start one with: dask scheduler.") from error


def _submit(client: Any, work: Work, job: Job) -> Any:
    """One thread a clip, as many clips at once as the cluster's workers have threads; the same bytes everywhere.

    Every try has a key of its own: the scheduler answers a known key with what it knows.
    """
    key = f"endrange-{job.name}-{uuid4().hex[:8]}"
    return client.submit(_on_worker, work, with_threads(job, 1), key=key, retries=1, pure=False)


def _on_worker(work: Work, job: Job) -> JobResult:
    from distributed import get_worker

    worker = get_worker()
    worker.log_event(TOPIC, {"job": job.name, "worker": worker.address})
    return tried_again(work, job)


def _wait(futures: list[Any]) -> tuple[set[Any], set[Any]]:
    from distributed import wait

    try:
        return wait(futures, timeout=LOOK_EVERY_S, return_when="FIRST_COMPLETED")  # type: ignore[no-any-return]
    except TimeoutError:
        return set(), set(futures)


def _result(future: Any, job: Job) -> JobResult:
    from distributed import KilledWorker

    try:
        result: JobResult = future.result()
    except KilledWorker:
        return crashed(job)
    except Exception as error:  # noqa: BLE001 - whatever a clip does to its worker costs that clip alone
        return our_mistake(job, error)
    return result


@dataclass
class _Watch:
    """Ends clips that take too long by restarting their worker; twice is once too often.

    ``begun`` says when and where each clip began last, ``settled`` which of these beginnings count no more.
    """

    client: Any
    begun: dict[str, tuple[float, str]] = field(default_factory=dict)
    settled: dict[str, float] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client.subscribe_topic(TOPIC, self._hear)

    def close(self) -> None:
        """Listen no more."""
        self.client.unsubscribe_topic(TOPIC)

    def _hear(self, event: tuple[float, dict[str, str]]) -> None:
        self.begun[event[1]["job"]] = (time.monotonic(), event[1]["worker"])

    def overdue(self, futures: dict[Any, Job]) -> list[Any]:
        """Futures that were beyond their time for the second time; they are cancelled."""
        given_up = []
        for future, job in futures.items():
            worker = None if future.done() else self._too_long_on(job)
            if worker is None:
                continue
            if worker not in self.client.nthreads():
                self.settled[job.name] = self.begun[job.name][0]  # lost: the next worker tells when it begins
                continue
            self.restarts[job.name] = self.restarts.get(job.name, 0) + 1
            if self.restarts[job.name] > 1:
                future.cancel()  # before the restart, which would hand it to the next worker
                given_up.append(future)
            self._restart(worker)
        return given_up

    def _too_long_on(self, job: Job) -> str | None:
        """The worker that has had the clip for longer than its time."""
        begun_s, worker = self.begun.get(job.name, (None, ""))
        if begun_s is None or begun_s == self.settled.get(job.name) or job.time_limit_s is None:
            return None
        return worker if time.monotonic() - begun_s > job.time_limit_s else None

    def _restart(self, worker: str) -> None:
        """Everything that began there begins anew."""
        self.settled |= {name: begun_s for name, (begun_s, at) in list(self.begun.items()) if at == worker}
        with suppress(KeyError):  # lost since it was asked for
            self.client.restart_workers([worker], timeout=END_WITHIN_S, raise_for_error=False)
