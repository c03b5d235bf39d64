"""How far a long job is: a callback that command line, log and web page each draw in their own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One step of a long job.

    Attributes
    ----------
    stage
        What is being done, for people: ``looking``, ``drawing``.
    done, total
        In frames; ``total`` is an estimate and None where nothing is known.
    """

    stage: str
    done: int
    total: int | None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tell nobody."""
