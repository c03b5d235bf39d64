"""Jobs on a Dask cluster: many machines that see the same folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from endrange.batch.executors import Work, crashed, took_too_long, tried_again
from endrange.batch.job import Job, JobResult
from endrange.batch.processes import with_threads
from endrange.domain.errors import MachineError

#: How often a running clip's time is looked at, in seconds.
LOOK_EVERY_S: Final = 1.0


@dataclass(frozen=True)
class DaskExecutor:
    """Workers of a running Dask scheduler; each keeps its networks from clip to clip.

    A worker that is lost has its clip done again by another. A clip beyond its time limit has its worker restarted, and
    fails when that happens a second time.

    Attributes
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    time_limit_s
        For one clip; None for no limit.
    """

    address: str
    time_limit_s: float | None = None

    def run(self, jobs: Sequence[Job], work: Work) -> Iterator[JobResult]:
        """Yield results as they come.

        Raises
        ------
        MachineError
            When there is no Dask, or no scheduler at the address.
        """
        with closing(_connect(self.address)) as client:
            futures = {_submit(client, work, job): job for job in jobs}
            watch = _Watch(client, self.time_limit_s)
            while futures:
                done, _ = _wait(list(futures))
                for future in done:
                    yield _result(future, futures.pop(future))
                for future in watch.overdue(list(futures)):
                    job = futures.pop(future)
                    future.cancel()
                    yield took_too_long(job, self.time_limit_s or 0.0)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MachineError("Dask is not installed; install it with: pip install 'endrange[dask]'.") from error
    try:
        return Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise MachineError(f"There is no Dask scheduler at {address}; start one with: dask scheduler.") from error


def _submit(client: Any, work: Work, job: Job) -> Any:
    """One thread a clip, as many clips at once as the cluster's workers have threads; the same bytes everywhere."""
    return client.submit(tried_again, work, with_threads(job, 1), key=f"endrange-{job.name}", retries=1, pure=False)


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
        return JobResult(job.name, "failed", "bug", f"{job.name} met an error of ours ({error!r}); please report it.")
    return result


@dataclass
class _Watch:
    """Ends clips that take too long by restarting their worker; twice is once too often."""

    client: Any
    limit_s: float | None
    since: dict[tuple[str, str], float] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)

    def overdue(self, futures: list[Any]) -> list[Any]:
        """Futures that were beyond their time for the second time."""
        if self.limit_s is None:
            return []
        now = time.monotonic()
        running = {(worker, str(key)) for worker, keys in self.client.processing().items() for key in keys}
        self.since = {pair: self.since.get(pair, now) for pair in running}
        given_up = []
        for (worker, key), begun in list(self.since.items()):
            future = next((f for f in futures if str(f.key) == key), None)
            if future is None or now - begun <= self.limit_s:
                continue
            self.restarts[key] = self.restarts.get(key, 0) + 1
            if self.restarts[key] > 1:
                given_up.append(future)
            self.client.restart_workers([worker], raise_for_error=False)
            self.since.pop((worker, key), None)
        return given_up
