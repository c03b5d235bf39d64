"""Runs a batch: what is missing or changed is done, everything stands in the tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from endrange.batch.executors import Executor, Work
from endrange.batch.job import JobResult, do, kept_result
from endrange.batch.lock import only_batch_in
from endrange.batch.plan import Plan
from endrange.batch.tables import write_tables
from endrange.formats.whole import sweep


@dataclass(frozen=True)
class Step:
    """A result as it comes.

    Attributes
    ----------
    done, total
        Clips.
    left_s
        Time that the rest will take at the pace so far, by the length of the films; None before there is a pace.
    """

    result: JobResult
    done: int
    total: int
    left_s: float | None


OnStep = Callable[[Step], None]


@dataclass(frozen=True)
class BatchOutcome:
    """What became of every clip that was asked for, in order of name."""

    results: tuple[JobResult, ...]

    @property
    def failed(self) -> tuple[JobResult, ...]:
        """Those without a result."""
        return tuple(r for r in self.results if r.status == "failed")

    @property
    def kept(self) -> tuple[JobResult, ...]:
        """Those that an earlier run had finished."""
        return tuple(r for r in self.results if r.status == "kept")


def run_batch(
    plan: Plan, executor: Executor, *, work: Work = do, on_step: OnStep | None = None, parquet: bool = False
) -> BatchOutcome:
    """Do every job of a plan that is not done yet, and write the tables.

    Stopped at any moment, even by ``kill -9``, it loses no finished clip and leaves no half file under its name; run
    again, it does the rest.

    Raises
    ------
    OutputError
        When the folder of results cannot be written, or another batch writes to it.
    """
    with only_batch_in(plan.out):
        sweep(plan.out)
        results = {result.name: result for result in plan.unreadable}
        kept = {job.name: result for job in plan.to_do if (result := kept_result(job)) is not None}
        todo = [job for job in plan.to_do if job.name not in kept]
        film_s = {job.name: job.seconds for job in todo}
        begun = time.monotonic()
        results |= kept
        for result in executor.run(todo, work) if todo else ():
            results[result.name] = result
            if on_step is not None:
                left = _left_s(film_s, results, time.monotonic() - begun)
                on_step(Step(result, len(results), len(plan.jobs), left))
        write_tables(plan.out, plan.jobs, results, parquet=parquet)
    return BatchOutcome(tuple(results[job.name] for job in plan.jobs))


def _left_s(film_s: dict[str, float], results: dict[str, JobResult], elapsed_s: float) -> float | None:
    """Elapsed time a second of film done, times the seconds of film to do."""
    done = sum(seconds for name, seconds in film_s.items() if name in results)
    return elapsed_s / done * (sum(film_s.values()) - done) if done > 0 else None
