"""What a batch will do: every clip that was asked for, with its settings, before the first is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from endrange.batch.dictionary import COLUMNS
from endrange.batch.job import Job, JobResult, failed
from endrange.batch.table import read_table
from endrange.domain.clip import CLIP_SUFFIXES
from endrange.domain.errors import ClipError, EndrangeError, SettingsError
from endrange.formats.registry import format_named
from endrange.settings import Settings, make_settings

#: Files are probed by so many threads: it is mostly waiting for the disk.
PROBE_THREADS: Final = 4

#: A clip may take this long, and for each second of film this much longer (proposal: ten times what the best quality
#: takes on one slow core).
LIMIT_S: Final = 300.0
LIMIT_PER_FILM_S: Final = 120.0


@dataclass(frozen=True)
class Plan:
    """All jobs in order of name, and those of which it is known already that they cannot be done."""

    folder: Path
    out: Path
    jobs: tuple[Job, ...]
    unreadable: tuple[JobResult, ...]

    @property
    def to_do(self) -> tuple[Job, ...]:
        """The jobs that can be tried."""
        refused = {result.name for result in self.unreadable}
        return tuple(job for job in self.jobs if job.name not in refused)

    @property
    def seconds(self) -> float:
        """Of film."""
        return sum(job.seconds for job in self.to_do)


@dataclass(frozen=True)
class Wish:
    """What is the same for every clip of a batch.

    Attributes
    ----------
    time_limit_s
        For one clip; if None, by its length.
    """

    settings: Settings
    overlay: bool = True
    formats: tuple[str, ...] = ()
    time_limit_s: float | None = None


def plan_batch(folder: Path, out: Path, wish: Wish, *, globs: Iterable[str] = (), table: Path | None = None) -> Plan:
    """Plan a batch.

    Parameters
    ----------
    globs
        Patterns below ``folder``; every video file of it and its folders if there are none. Files of landmarks
        (``*.trc``) are clips too.
    table
        A CSV or TOML table of clips: ``file``, any setting by name, and the user's own columns. With it only the clips
        it lists are asked for.

    Raises
    ------
    SettingsError
        No such folder, nothing in it, a table that cannot be used, or an unknown format.
    MachineError
        When a format's library is missing.
    """
    if not folder.is_dir():
        raise SettingsError(f"There is no folder {folder}; name the folder of your clips.", folder)
    if out.resolve() == folder.resolve():
        raise SettingsError(f"Results cannot go among the clips in {folder}; name another folder with --out.", out)
    wish = replace(wish, formats=tuple(format_named(name).name for name in wish.formats))
    rows = read_table(table) if table is not None else [{"file": name} for name in _names(folder, out, globs)]
    if not rows:
        raise SettingsError(f"No clips were found below {folder}; name another folder or pattern.", folder)
    own = own_columns(rows, table)
    jobs = sorted((_job(row, own, folder, out, wish, table) for row in rows), key=lambda job: job.name)
    twice = {one.name for one, other in pairwise(jobs) if one.name == other.name}
    if twice:
        raise SettingsError(f"{table}: {', '.join(sorted(twice))} is listed twice.", table)
    with ThreadPoolExecutor(PROBE_THREADS) as threads:
        probed = list(threads.map(_probed, jobs))
    unreadable = tuple(result for _, result in probed if result is not None)
    return Plan(folder, out, tuple(job for job, _ in probed), unreadable)


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


def own_columns(rows: Iterable[dict[str, Any]], table: Path | None) -> tuple[str, ...]:
    """Columns of a table that are no settings, in the order in which they first stand.

    Raises
    ------
    SettingsError
        When one is called like a column of the results.
    """
    known = {"file", *Settings.model_fields}
    own = tuple(dict.fromkeys(name for row in rows for name in row if name not in known))
    taken = [name for name in own if name in COLUMNS]
    if taken:
        raise SettingsError(f"{table}: {', '.join(taken)} is a column of the results; give yours another name.", table)
    return own


def _job(row: dict[str, Any], own: tuple[str, ...], folder: Path, out: Path, wish: Wish, table: Path | None) -> Job:
    name = Path(str(row["file"])).as_posix()
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise SettingsError(f"{table}: {name} does not lie below {folder}.", table)
    said = {key: row[key] for key in Settings.model_fields if key in row}
    if isinstance(said.get("looks"), str):
        said["looks"] = tuple(part.strip() for part in said["looks"].split(","))
    try:
        settings = make_settings(**wish.settings.model_dump() | said)
    except SettingsError as error:
        raise SettingsError(f"{table}, {name}: {error}", table) from error
    columns = tuple((column, str(row.get(column, ""))) for column in own)
    limit = wish.time_limit_s
    return Job(folder / name, name, out / name, settings, columns, wish.overlay, wish.formats, time_limit_s=limit)


def _probed(job: Job) -> tuple[Job, JobResult | None]:
    """The job with what its file says, or with the reason why it cannot be read at all."""
    from endrange.pose.readers import reader_for
    from endrange.video.probe import probe, sha256_of

    try:
        job.name.encode("utf-8")
    except UnicodeEncodeError:
        shown = job.name.encode("utf-8", "replace").decode("utf-8")
        reason = f"{shown} has a name that is no text; rename it."
        return replace(job, name=shown), JobResult(shown, "failed", "name", reason)
    try:
        if reader_for(job.path) is not None and job.path.is_file():
            return replace(job, sha256=sha256_of(job.path), time_limit_s=job.time_limit_s or LIMIT_S), None
        clip = probe(job.path)
    except EndrangeError as error:
        code = error.code if isinstance(error, ClipError) else "machine"
        return job, failed(job, code, str(error))
    except OSError as error:
        return job, failed(job, "output", f"{job.name} cannot be read ({error.strerror or error}).")
    limit = LIMIT_S + LIMIT_PER_FILM_S * clip.duration_s
    known = replace(job, sha256=clip.sha256, seconds=clip.duration_s, time_limit_s=job.time_limit_s or limit)
    return known, None
