"""What an engine says of itself, before anything of it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from endrange.domain.looks import Landmarker

PRECISIONS: Final = ("auto", "f32")


@dataclass(frozen=True)
class Wishes:
    """What a landmarker is asked for; checked already.

    Attributes
    ----------
    looks
        In LOOK_NAMES order.
    precision
        One of :data:`PRECISIONS`.
    max_people
        At least 1.
    threads
        At least 1, or None for all that this process may use.
    outline
        Whether the outline of the shanks is wanted, too; an engine that has none leaves it out.
    """

    looks: tuple[str, ...]
    precision: str
    max_people: int
    threads: int | None
    outline: bool = False


@dataclass(frozen=True)
class EngineOffer:
    """An engine that can be opened.

    Attributes
    ----------
    name
        As at the command line.
    rank
        ``auto`` tries the lowest first.
    looks
        That it can take.
    open
        Makes the landmarker; may raise ImportError, RuntimeError or OSError where the runtime does not load.
    """

    name: str
    rank: int
    looks: tuple[str, ...]
    open: Callable[[Wishes], Landmarker]
