"""One clip of a batch, and what becomes of it."""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from endrange import __version__
from endrange.domain.errors import EndrangeError
from endrange.formats.registry import formats
from endrange.formats.whole import written_whole
from endrange.settings import Settings

Status = Literal["done", "kept", "failed"]

#: Stands in a clip's folder once everything else in it is whole.
RECORD: Final = "batch.json"

#: Reasons that may pass: tried once more. Everything else is the clip's own and stays.
PASSING: Final = frozenset({"crashed", "timeout", "output", "memory"})


@dataclass(frozen=True)
class Job:
    """One clip with its settings.

    Attributes
    ----------
    path
        The clip.
    name
        Its path below the batch's folder, with ``/``: its identity in every table.
    folder
        Where its results go.
    columns
        The user's own columns (subject, condition, trial ...), the same for all jobs of a batch.
    """

    path: Path
    name: str
    folder: Path
    settings: Settings
    columns: tuple[tuple[str, str], ...] = ()
    overlay: bool = True


@dataclass(frozen=True)
class JobResult:
    """What became of a job; ``code`` is for machines, ``reason`` one sentence for people."""

    name: str
    status: Status
    code: str | None = None
    reason: str | None = None


def key_of(job: Job) -> str:
    """What the result depends on: the clip's bytes, the settings, the weights and this version."""
    from endrange.pose.models import manifest
    from endrange.video.probe import sha256_of

    content = {
        "endrange": __version__,
        "clip": sha256_of(job.path),
        "models": {name: weights.sha256 for name, weights in sorted(manifest().items())},
        "overlay": job.overlay,
        "settings": job.settings.model_dump(mode="json"),
    }
    return json.dumps(content, sort_keys=True)


def is_kept(job: Job) -> bool:
    """Whether an earlier run finished this very job."""
    record = job.folder / RECORD
    try:
        return bool(json.loads(record.read_text(encoding="utf-8"))["key"] == key_of(job))
    except (OSError, ValueError, KeyError):
        return False


def do(job: Job) -> JobResult:
    """Analyse one clip and write its folder; whatever is wrong becomes a result with a reason."""
    try:
        if is_kept(job):
            return JobResult(job.name, "kept")
        _analyse(job)
    except EndrangeError as error:
        return JobResult(job.name, "failed", error.code, str(error))
    except MemoryError:
        return JobResult(
            job.name, "failed", "memory", f"{job.name} needs more memory than there is; use fewer workers."
        )
    except OSError as error:
        full = "; the disk is full" if error.errno == errno.ENOSPC else ""
        return JobResult(
            job.name, "failed", "output", f"{job.name} cannot be read or written ({error.strerror}{full})."
        )
    return JobResult(job.name, "done")


def _analyse(job: Job) -> None:
    from endrange.pipeline import analyze
    from endrange.publish import write_results

    record = job.folder / RECORD
    record.unlink(missing_ok=True)
    analysis = analyze(job.path, job.settings)
    write_results(analysis, job.folder.parent, overlay=job.overlay)
    with written_whole(job.folder / "curves.csv") as part:
        formats()["curves"].write(analysis, part)
    with written_whole(record) as part:
        part.write_text(json.dumps({"key": key_of(job)}), encoding="utf-8")
