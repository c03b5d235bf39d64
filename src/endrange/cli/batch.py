"""``endrange batch``: a folder of clips becomes tidy tables."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from endrange.cli.analyze import looks_from
from endrange.settings import make_settings

if TYPE_CHECKING:
    from endrange.batch.executors import Executor
    from endrange.batch.job import JobResult
    from endrange.batch.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch_command)


def batch_command(
    folder: Annotated[Path, typer.Argument(help="Folder of clips, with its folders.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    quality: Annotated[str | None, typer.Option(help="How many looks: fast, standard or best.")] = None,
    looks: Annotated[str | None, typer.Option(help="The expert's list of looks.")] = None,
    engine: Annotated[str | None, typer.Option(help="What runs the networks.")] = None,
    precision: Annotated[str | None, typer.Option(help="auto, or f32: the same on every machine.")] = None,
    movement: Annotated[str | None, typer.Option(help="What was done in every clip.")] = None,
    side: Annotated[str | None, typer.Option(help="The side that was tested.")] = None,
    effort: Annotated[str | None, typer.Option(help="Active or passive.")] = None,
    glob: Annotated[
        list[str] | None, typer.Option(help="Pattern below the folder; may be given several times.")
    ] = None,
    table: Annotated[Path | None, typer.Option(help="CSV or TOML table of clips, settings and own columns.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at once; one a core if absent.")] = None,
    time_limit: Annotated[float | None, typer.Option(min=1, help="Seconds for one clip at most.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, in place of --workers.")] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write the tables as Parquet too.")] = False,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Draw no overlays.")] = False,
) -> None:
    """Measure every clip of a folder; run again, it does only what is missing or changed."""
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.batch.plan import plan_batch
    from endrange.batch.run import run_batch

    settings = make_settings(
        quality=quality,
        looks=looks_from(looks),
        engine=engine,
        precision=precision,
        movement=movement,
        side=side,
        effort=effort,
    )
    plan = plan_batch(folder, out, settings, globs=glob or (), table=table, overlay=not no_overlay)
    typer.echo(f"{len(plan.jobs)} clips, {plan.seconds / 60:.1f} minutes of film, {len(plan.unreadable)} unreadable")
    outcome = run_batch(plan, _executor(plan, workers, time_limit, scheduler), on_result=_teller(), parquet=parquet)
    for result in outcome.failed:
        typer.echo(f"failed: {result.reason}", err=True)
    typer.echo(f"{len(outcome.results) - len(outcome.failed)} of {len(outcome.results)} clips; tables: {plan.out}")
    if outcome.failed:
        raise typer.Exit(1)


def _executor(plan: Plan, workers: int | None, time_limit: float | None, scheduler: str | None) -> Executor:
    if scheduler is not None:
        from endrange.batch.cluster import DaskExecutor

        return DaskExecutor(scheduler, time_limit)
    from endrange.batch.processes import ProcessExecutor, available_cores

    wanted = workers if workers is not None else min(available_cores(), max(1, len(plan.to_do)))
    return ProcessExecutor(wanted, time_limit)


def _teller() -> Callable[[JobResult, int, int], None]:
    """One line a clip, with the time left."""
    begun = time.monotonic()

    def tell(result: JobResult, done: int, total: int) -> None:
        left = (time.monotonic() - begun) / done * (total - done)
        said = result.status if result.reason is None else f"{result.status}: {result.reason}"
        print(f"[{done}/{total}, {left:.0f} s left] {result.name}: {said}", file=sys.stderr, flush=True)  # noqa: T201

    return tell
