"""One clip of a batch, and what becomes of it."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from endrange import __version__
from endrange.domain.analysis import Analysis
from endrange.domain.errors import ClipError, EndrangeError
from endrange.earlier import by_hand_of, standing_of
from endrange.formats.registry import write_formats
from endrange.formats.whole import written_whole
from endrange.kinematics.neutral import neutral_told
from endrange.settings import Settings

Status = Literal["done", "kept", "failed"]

#: Stands in a clip's folder once everything else in it is whole, or the clip was found to be of no use.
RECORD: Final = "batch.json"

#: Reasons that may pass: tried once more.
PASSING: Final = frozenset({"crashed", "timeout", "output", "memory"})

#: Reasons that took a look at every frame and will be the same next time: not tried again while the clip is the same.
LASTING: Final = frozenset({"no_person", "nobody_there", "too_short", "no_frames"})


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
    overlay, formats
        What is written beside the standard files.
    sha256
        Of the clip's bytes as it was planned; empty where that was not looked at.
    seconds
        Of film; 0 where unknown.
    time_limit_s
        After which it is ended; None for no limit.
    """

    path: Path
    name: str
    folder: Path
    settings: Settings
    columns: tuple[tuple[str, str], ...] = ()
    overlay: bool = True
    formats: tuple[str, ...] = ()
    sha256: str = ""
    seconds: float = 0.0
    time_limit_s: float | None = None


@dataclass(frozen=True)
class JobResult:
    """What became of a job; ``code`` is for machines, ``reason`` one sentence for people."""

    name: str
    status: Status
    code: str | None = None
    reason: str | None = None


def failed(job: Job, code: str, reason: str) -> JobResult:
    """A result without results; the clip is called as in the tables, whatever machine it lies on."""
    return JobResult(job.name, "failed", code, reason.replace(str(job.path), job.name))


def key_of(job: Job, sha256: str) -> str:
    """What the result depends on: the clip's bytes, settings and corrections, the weights and this version."""
    from endrange.pose.models import manifest

    standing = standing_of(job.path)
    content = {
        "endrange": __version__,
        "clip": sha256,
        "models": {name: weights.sha256 for name, weights in sorted(manifest().items())},
        "overlay": job.overlay,
        "formats": sorted(job.formats),
        "settings": job.settings.model_dump(mode="json"),
        "corrections": asdict(by_hand_of(job.path)),
        **({"zero": neutral_told(standing)} if standing is not None else {}),
    }
    return json.dumps(content, sort_keys=True)


def kept_result(job: Job) -> JobResult | None:
    """What an earlier run found of this very job, if all that it wrote is still there.

    That a clip is of no use is such a result too: the same clip with the same settings will be of none again.
    """
    try:
        record = json.loads((job.folder / RECORD).read_text(encoding="utf-8"))
        if record["key"] != key_of(job, job.sha256 or _sha256(job.path)):
            return None
        if "failed" in record:
            return failed(job, str(record["failed"]["code"]), str(record["failed"]["reason"]))
        whole = all(_size(job.folder / name) == size for name, size in record["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return JobResult(job.name, "kept") if whole else None


def do(job: Job) -> JobResult:
    """Analyse one clip and write its folder; whatever is wrong becomes a result with a reason."""
    try:
        return kept_result(job) or _analyse(job)
    except EndrangeError as error:
        return failed(job, error.code, str(error))
    except MemoryError:
        return failed(job, "memory", f"{job.name} needs more memory than there is; use fewer workers.")
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else " ".join(str(error).split())
        full = "; the disk is full" if error.errno == errno.ENOSPC else ""
        return failed(job, "output", f"{job.name} cannot be read or written ({why}{full}).")


def _analyse(job: Job) -> JobResult:
    from endrange.publish import write_results

    (job.folder / RECORD).unlink(missing_ok=True)
    sha256 = job.sha256 or _sha256(job.path)
    try:
        analysis = _analysis(job, sha256)
    except ClipError as error:
        result = failed(job, error.code, str(error))
        if error.code in LASTING:
            _remember(job, sha256, {"failed": {"code": result.code, "reason": result.reason}})
        return result
    written = write_results(analysis, overlay=job.overlay, formats=job.formats, folder=job.folder).files
    curves = write_formats(analysis, job.folder, ["curves"])
    _remember(job, sha256, {"files": {path.name: _size(path) for path in sorted({*written, *curves})}})
    return JobResult(job.name, "done")


def _remember(job: Job, sha256: str, what: dict[str, Any]) -> None:
    """Written last: where the record stands, everything else is whole."""
    with written_whole(job.folder / RECORD) as part:
        part.write_text(json.dumps({"key": key_of(job, sha256), **what}, indent=1), encoding="utf-8")


def _analysis(job: Job, sha256: str) -> Analysis:
    """From kept landmarks where only other settings changed, else from the clip."""
    from endrange.keeping import analyze_kept

    return analyze_kept(job.path, job.folder, sha256, job.settings, neutral=standing_of(job.path))[0]


def _sha256(path: Path) -> str:
    from endrange.pose.imported import checksum

    return checksum(path)


def _size(path: Path) -> int | None:
    """Bytes of a file; None for a folder."""
    return None if path.is_dir() else path.stat().st_size
