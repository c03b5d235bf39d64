"""What a batch will do: every clip that was asked for, with its settings, before the first is looked at."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from endrange.batch.job import Job, JobResult
from endrange.domain.errors import ClipError, SettingsError
from endrange.settings import Settings, make_settings

#: Endings of files that are asked for when nothing else is said.
CLIP_SUFFIXES: Final = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mts", ".m2ts", ".ts", ".3gp", ".mpg", ".mpeg", ".wmv", ".flv"}
)


@dataclass(frozen=True)
class Plan:
    """All jobs in order of name, and those of which it is known already that they cannot be done."""

    folder: Path
    out: Path
    jobs: tuple[Job, ...]
    unreadable: tuple[JobResult, ...]
    seconds: float

    @property
    def to_do(self) -> tuple[Job, ...]:
        """The jobs that can be tried."""
        refused = {result.name for result in self.unreadable}
        return tuple(job for job in self.jobs if job.name not in refused)


def plan_batch(
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    globs: Iterable[str] = (),
    table: Path | None = None,
    overlay: bool = True,
) -> Plan:
    """Plan a batch.

    Parameters
    ----------
    globs
        Patterns below ``folder``; every video file of it and its folders if there are none.
    table
        A CSV or TOML table of clips: ``file``, any setting by name, and the user's own columns. With it only the clips
        it lists are asked for.

    Raises
    ------
    SettingsError
        No such folder, nothing in it, or a table that cannot be used.
    """
    if not folder.is_dir():
        raise SettingsError(f"There is no folder {folder}; name the folder of your clips.", folder)
    rows = read_table(table) if table is not None else [{"file": name} for name in _names(folder, out, globs)]
    if not rows:
        raise SettingsError(f"No clips were found below {folder}; name another folder or pattern.", folder)
    own = _own_columns(rows)
    jobs = sorted((_job(row, own, folder, out, settings, table, overlay) for row in rows), key=lambda job: job.name)
    twice = {job.name for job in jobs if sum(other.name == job.name for other in jobs) > 1}
    if twice:
        raise SettingsError(f"{table}: {', '.join(sorted(twice))} is listed twice.", table)
    unreadable, seconds = _probe(jobs)
    return Plan(folder, out, tuple(jobs), unreadable, seconds)


def _names(folder: Path, out: Path, globs: Iterable[str]) -> list[str]:
    """Names below the folder; results of an earlier run and hidden files are no clips."""
    patterns = tuple(globs)
    found: set[Path] = set()
    for pattern in patterns or ("**/*",):
        found |= {p for p in folder.glob(pattern) if p.is_file()}
    results = out.resolve()
    names = []
    for path in found:
        relative = path.relative_to(folder)
        wanted = bool(patterns) or path.suffix.lower() in CLIP_SUFFIXES
        hidden = any(part.startswith(".") for part in relative.parts)
        if wanted and not hidden and results not in path.resolve().parents:
            names.append(relative.as_posix())
    return sorted(names)


def read_table(path: Path) -> list[dict[str, Any]]:
    """Rows of a CSV table, or of the ``[[clips]]`` of a TOML file; empty cells are left out.

    Raises
    ------
    SettingsError
        When it cannot be read or a row names no file.
    """
    try:
        if path.suffix.lower() == ".toml":
            rows = list(tomllib.loads(path.read_text(encoding="utf-8")).get("clips", []))
        else:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.DictReader(file))
    except (OSError, tomllib.TOMLDecodeError, csv.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as a table of clips: {error}.", path) from error
    kept = [{str(k).strip(): v for k, v in row.items() if v not in (None, "")} for row in rows]
    for number, row in enumerate(kept, 2):
        if "file" not in row:
            raise SettingsError(f"{path}, row {number}: there is no 'file'; name the clip below the folder.", path)
    return kept


def _own_columns(rows: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    known = {"file", *Settings.model_fields}
    return tuple(dict.fromkeys(name for row in rows for name in row if name not in known))


def _job(
    row: dict[str, Any],
    own: tuple[str, ...],
    folder: Path,
    out: Path,
    base: Settings,
    table: Path | None,
    overlay: bool,
) -> Job:
    name = Path(str(row["file"])).as_posix()
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise SettingsError(f"{table}: {name} does not lie below {folder}.", table)
    said = {key: row[key] for key in Settings.model_fields if key in row}
    if isinstance(said.get("looks"), str):
        said["looks"] = tuple(part.strip() for part in said["looks"].split(","))
    try:
        settings = make_settings(**base.model_dump() | said)
    except SettingsError as error:
        raise SettingsError(f"{table}, {name}: {error}", table) from error
    columns = tuple((column, str(row.get(column, ""))) for column in own)
    return Job(folder / name, name, out / name, settings, columns, overlay)


def _probe(jobs: Iterable[Job]) -> tuple[tuple[JobResult, ...], float]:
    """Which clips cannot be read at all, and how many seconds of film there are."""
    from endrange.video.probe import probe

    unreadable, seconds = [], 0.0
    for job in jobs:
        try:
            seconds += probe(job.path).duration_s
        except ClipError as error:
            unreadable.append(JobResult(job.name, "failed", error.code, str(error)))
    return tuple(unreadable), seconds
