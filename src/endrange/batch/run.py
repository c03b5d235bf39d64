"""Runs a batch: what is missing or changed is done, everything stands in the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from endrange.batch.executors import Executor, Work
from endrange.batch.job import JobResult, do
from endrange.batch.plan import Plan
from endrange.batch.tables import write_tables

#: Called with each result as it is known, how many are done, and of how many.
OnResult = Callable[[JobResult, int, int], None]


@dataclass(frozen=True)
class BatchOutcome:
    """What became of every clip that was asked for, in order of name."""

    results: tuple[JobResult, ...]

    @property
    def failed(self) -> tuple[JobResult, ...]:
        """Those without a result."""
        return tuple(r for r in self.results if r.status == "failed")


def run_batch(
    plan: Plan,
    executor: Executor,
    *,
    work: Work = do,
    on_result: OnResult | None = None,
    parquet: bool = False,
) -> BatchOutcome:
    """Do every job of a plan and write the tables.

    Stopped at any moment, even by ``kill -9``, it loses no finished clip; run again, it does the rest.
    """
    _sweep(plan.out)
    results = {result.name: result for result in plan.unreadable}
    todo = plan.to_do
    total = len(plan.jobs)
    for result in executor.run(todo, work):
        results[result.name] = result
        if on_result is not None:
            on_result(result, len(results), total)
    write_tables(plan.out, plan.jobs, results, parquet=parquet)
    return BatchOutcome(tuple(results[job.name] for job in plan.jobs))


def _sweep(out: Path) -> None:
    """Remove what a killed run left half-written: hidden files that end in ``.part``."""
    if out.is_dir():
        for part in out.rglob(".*.part"):
            part.unlink(missing_ok=True)
