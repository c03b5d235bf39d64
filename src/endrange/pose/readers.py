"""Landmarks from files in place of pixels. Readers are found: every module of this room named ``…_file`` offers one."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

import endrange.pose as room
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.looks import Looks

_SUFFIX: Final = "_file"


class Taken(NamedTuple):
    """What stands in a file of landmarks: all that the rest of the way needs of a clip."""

    looks: Looks
    clip: Clip
    changes: FrameChanges


@dataclass(frozen=True)
class Reader:
    """A way to read landmarks.

    Attributes
    ----------
    name
        For people.
    accepts
        Whether a path looks like one of its files; by its name alone, or what lies in a folder.
    read
        Reads it; the second argument is the frame rate the user states, for files without times.
    """

    name: str
    accepts: Callable[[Path], bool]
    read: Callable[[Path, float | None], Taken]


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """Every reader."""
    modules = [m.name for m in pkgutil.iter_modules(room.__path__) if m.name.endswith(_SUFFIX)]
    return tuple(import_module(f"{room.__name__}.{name}").READER for name in sorted(modules))


def reader_for(path: Path) -> Reader | None:
    """The reader of a file of landmarks; None for anything else, such as a film."""
    return next((reader for reader in readers() if reader.accepts(path)), None)
