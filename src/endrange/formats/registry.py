"""Finds the formats: every module of this room that offers a ``FORMAT``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.domain.errors import SettingsError


@dataclass(frozen=True)
class Format:
    """A way to write an analysis.

    Attributes
    ----------
    name
        As on the command line.
    file_name
        What the file is called in a result folder.
    title
        For people.
    write
        Writes the analysis to a path; the caller makes the file appear whole.
    """

    name: str
    file_name: str
    title: str
    write: Callable[[Analysis, Path], None]


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """Every format by name."""
    import endrange.formats as room

    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(room.__path__):
        offered = getattr(import_module(f"{room.__name__}.{module.name}"), "FORMAT", None)
        if isinstance(offered, Format):
            found[offered.name] = offered
    return dict(sorted(found.items()))


def format_named(name: str) -> Format:
    """One format.

    Raises
    ------
    SettingsError
        When there is none of that name.
    """
    known = formats()
    if name not in known:
        raise SettingsError(f"There is no format '{name}'; choose from {', '.join(known)}.")
    return known[name]
