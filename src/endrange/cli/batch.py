"""``endrange batch``: a folder of clips becomes tidy tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from endrange.cli.options import takes_settings
from endrange.settings import Settings

if TYPE_CHECKING:
    from endrange.batch.executors import Executor
    from endrange.batch.plan import Plan
    from endrange.batch.run import BatchOutcome, Step


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch_command)


@takes_settings()
def batch_command(
    settings: Settings,
    folder: Annotated[Path, typer.Argument(help="Folder of clips, with its folders.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    glob: Annotated[
        list[str] | None, typer.Option(help="Pattern below the folder, such as '**/*.trc'; may be given several times.")
    ] = None,
    table: Annotated[Path | None, typer.Option(help="CSV or TOML table of clips, settings and own columns.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes at once, each on one core; all cores if absent.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=1, help="Seconds for one clip at most; by its length if absent.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, in place of --workers.")] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="A further format for each clip, such as trc; may be given several times."),
    ] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write the tables as Parquet too.")] = False,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Draw no overlays.")] = False,
) -> None:
    """Measure every clip of a folder; run again, it does only what is missing or changed."""
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.batch.plan import Wish, plan_batch
    from endrange.batch.run import run_batch
    from endrange.formats.registry import format_named

    if parquet:
        format_named("parquet")
    wish = Wish(settings, not no_overlay, tuple(formats or ()), time_limit)
    plan = plan_batch(folder, out, wish, globs=glob or (), table=table)
    clips = f"{len(plan.jobs)} clip{'s' if len(plan.jobs) != 1 else ''}"
    typer.echo(f"{clips}, {plan.seconds / 60:.1f} minutes of film, {len(plan.unreadable)} unreadable")
    with _told(len(plan.jobs)) as tell:
        outcome = run_batch(plan, _executor(plan, workers, scheduler), on_step=tell, parquet=parquet)
    _conclude(plan, outcome)


def _conclude(plan: Plan, outcome: BatchOutcome) -> None:
    for result in outcome.failed:
        typer.echo(f"failed: {result.reason}", err=True)
    done, kept, total = len(outcome.results) - len(outcome.failed), len(outcome.kept), len(outcome.results)
    typer.echo(f"{done} of {total} clips have results, {kept} of them kept from before; tables: {plan.out}")
    if outcome.failed:
        raise typer.Exit(1)


def _executor(plan: Plan, workers: int | None, scheduler: str | None) -> Executor:
    if scheduler is not None:
        from endrange.batch.cluster import DaskExecutor

        return DaskExecutor(scheduler)
    from endrange.batch.processes import ProcessExecutor, available_cores

    if workers is not None:
        return ProcessExecutor(workers)
    cores = available_cores()
    wanted = min(cores, max(1, len(plan.to_do)))
    return ProcessExecutor(wanted, threads=cores // wanted)


@contextmanager
def _told(total: int) -> Iterator[Callable[[Step], None]]:
    """A line a clip, and on a terminal a bar below them; everything on the error stream."""
    if not sys.stderr.isatty():
        yield lambda step: print(_line(step), file=sys.stderr, flush=True)  # noqa: T201
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("clips"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def tell(step: Step) -> None:
            console.print(_line(step), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=step.done, description=_left(step))

        yield tell


def _line(step: Step) -> str:
    result = step.result
    said = result.status if result.reason is None else f"{result.status}: {result.reason}"
    return f"[{step.done}/{step.total}{', ' + _left(step) if step.left_s is not None else ''}] {result.name}: {said}"


def _left(step: Step) -> str:
    if step.left_s is None:
        return ""
    minutes, seconds = divmod(round(step.left_s), 60)
    return f"{minutes} min {seconds:02d} s left" if minutes else f"{seconds} s left"
