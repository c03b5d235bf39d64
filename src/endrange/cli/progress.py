"""Progress as the terminal shows it: a bar with time left, or a line now and then where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from endrange.domain.progress import OnProgress, Progress

#: Nothing is shown before a job has taken this long.
PATIENCE_S: Final = 2.0

#: Without a terminal a line is written this often.
LINE_EVERY_S: Final = 10.0


@contextmanager
def shown(name: str, *, quiet: bool = False) -> Iterator[OnProgress]:
    """A progress callback for one clip; everything goes to the error stream, so that the output stays clean."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar(name) as callback:
            yield callback
    else:
        yield _lines(name)


def _lines(name: str) -> Callable[[Progress], None]:
    started: dict[str, float] = {}
    counted: dict[str, int] = {}
    last = time.monotonic()

    def tell(step: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if step.done < counted.get(step.stage, 0):  # the next clip of several
            started.pop(step.stage, None)
        counted[step.stage] = step.done
        begun = started.setdefault(step.stage, now)
        if now - last < LINE_EVERY_S or now - begun < PATIENCE_S:
            return
        last = now
        share = f"{100 * min(1.0, step.done / step.total):.0f} %" if step.total else f"{step.done} frames"
        left = f", {(now - begun) / step.done * max(0, step.total - step.done):.0f} s left" if step.total else ""
        print(f"{name}: {step.stage} {share}{left}", file=sys.stderr, flush=True)  # noqa: T201

    return tell


@contextmanager
def _bar(name: str) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}
    counted: dict[str, int] = {}
    begun = time.monotonic()

    def tell(step: Progress) -> None:
        if not bar.live.is_started:
            if time.monotonic() - begun < PATIENCE_S:
                return
            bar.start()
        if step.stage not in tasks:
            tasks[step.stage] = bar.add_task(f"{name}: {step.stage}", total=step.total)
        if step.done < counted.get(step.stage, 0):  # the next clip of several
            bar.reset(tasks[step.stage], total=step.total)
        counted[step.stage] = step.done
        bar.update(tasks[step.stage], completed=step.done, total=step.total)

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()
