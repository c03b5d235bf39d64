"""Finds the formats: every module of this room that offers a ``FORMAT``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.domain.errors import MachineError, SettingsError
from endrange.formats.whole import folder_written_whole, written_whole


@dataclass(frozen=True)
class Format:
    """A way to write an analysis.

    Attributes
    ----------
    name
        As on the command line.
    file_name
        What the file or folder is called in a result folder.
    title
        For people.
    write
        Writes the analysis to a path; the caller makes the file appear whole.
    is_folder
        Whether ``write`` gets an empty folder to fill, in place of a file.
    needs
        A library that is not part of the plain installation.
    along
        Formats that go with it: what a reader of the file needs beside it.
    """

    name: str
    file_name: str
    title: str
    write: Callable[[Analysis, Path], None]
    is_folder: bool = False
    needs: str | None = None
    along: tuple[str, ...] = ()


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
    """One format, ready to be written.

    Raises
    ------
    SettingsError
        When there is none of that name.
    MachineError
        When its library is not installed.
    """
    known = formats()
    if name not in known:
        raise SettingsError(f"There is no format '{name}'; choose from {', '.join(known)}.")
    chosen = known[name]
    if chosen.needs is not None and find_spec(chosen.needs) is None:
        raise MachineError(f"The format {name} needs {chosen.needs}; install it with: pip install 'endrange[formats]'.")
    return chosen


def with_along(names: Iterable[str]) -> tuple[str, ...]:
    """These formats, each with those that go along with it, once each.

    Raises
    ------
    SettingsError, MachineError
        As :func:`format_named` does.
    """
    return tuple(dict.fromkeys(name for one in names for name in (one, *format_named(one).along)))


def write_formats(analysis: Analysis, folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """Write an analysis into a folder in each of these formats, every file whole or not at all.

    Raises
    ------
    SettingsError, MachineError
        Before anything is written, when a format is unknown or its library is missing.
    OutputError
        When the folder cannot be written.
    """
    written = []
    for chosen in [format_named(name) for name in names]:
        path = folder / chosen.file_name
        with folder_written_whole(path) if chosen.is_folder else written_whole(path) as part:
            chosen.write(analysis, part)
        written.append(path)
    return tuple(written)
