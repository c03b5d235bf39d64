"""What one job does, by the calls that the command line makes too."""

from __future__ import annotations

import errno
import logging
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment, Baseline, Session
from endrange.domain.errors import EndrangeError
from endrange.domain.progress import OnProgress
from endrange.web.jobs import Job
from endrange.web.rows import ClipRow, SessionRow
from endrange.web.sharing import forget_shared, share_clip, share_session
from endrange.web.store import SAID, Store
from endrange.web.words import on_page

_LOG = logging.getLogger(__name__)


class Work(Protocol):
    """Does a job; raises where it cannot be done."""

    def __call__(self, store: Store, job: Job, progress: OnProgress) -> None:
        """Do it."""
        ...


def do(store: Store, job: Job, progress: OnProgress) -> None:
    """Analyse a clip, analyse it again, put a session together, or make a file to be given away."""
    session = store.session(job.session_id)
    if session is None:
        return
    if job.kind == "assess":
        _assess(store, session, progress)
        return
    if job.clip_id is None:
        share_session(store, session, assessed, progress, blur=job.kind == "share_blurred")
        return
    clip = store.clip(job.clip_id)
    if clip is None:
        return
    if job.kind in ("analyse", "again"):
        _analyse(store, session, clip, progress)
    else:
        share_clip(store, session, clip, progress, blur=job.kind == "share_blurred")


def outcome(store: Store, job: Job, work: Work, progress: OnProgress) -> tuple[str, str | None, str | None]:
    """State, sentence and code of a job once it was done, whatever happens in it."""
    try:
        work(store, job, progress)
    except EndrangeError as error:
        return "failed", _in_users_words(store, job, str(error)), error.code
    except MemoryError:
        return "failed", "This needs more memory than there is; cut the clip shorter or film at a lower size.", "memory"
    except OSError as error:
        full = "; the disk is full" if error.errno == errno.ENOSPC else ""
        return "failed", f"The results cannot be written ({error.strerror}{full}).", "output"
    except Exception:  # noqa: BLE001 - whatever a clip does to its job costs that clip alone; the trace goes to the log
        _LOG.exception("job %d", job.id)
        return "failed", "This clip met an error of ours; the terminal that runs the server shows it.", "bug"
    return "done", None, None


def _analyse(store: Store, session: SessionRow, clip: ClipRow, progress: OnProgress) -> None:
    """Analyse a clip; from its kept landmarks where they are still those of its settings."""
    from endrange import write_results
    from endrange.formats.registry import formats
    from endrange.formats.whole import sweep, written_whole
    from endrange.keeping import analyze_kept, neutral_in
    from endrange.settings import make_settings
    from endrange.video.probe import sha256_of

    path, folder = store.clip_path(session, clip), store.clip_results(session, clip)
    sweep(folder)
    forget_shared(folder)
    settings = make_settings(**{name: getattr(clip, name) for name in SAID})
    zero = neutral_in(folder) if session.zero == "standing" else None  # until the session is put together again
    analysis, _ = analyze_kept(path, folder, sha256_of(path), settings, neutral=zero, progress=progress)
    write_results(analysis, folder.parent, overlay=False)
    with written_whole(folder / "curves.csv") as part:
        formats()["curves"].write(analysis, part)
    _note(store, clip, analysis)
    write_results(analysis, folder.parent, overlay=True, progress=progress)


def _note(store: Store, clip: ClipRow, analysis: Analysis) -> None:
    label = analysis.movement
    store.note_seen(
        clip.id,
        ready=1,
        seen_movement=label.name,
        seen_side=label.side,
        seen_effort=label.effort,
        people_seen=analysis.body.people_seen,
    )


def _assess(store: Store, session: SessionRow, progress: OnProgress) -> None:
    from endrange.publish import write_assessment

    found = assessed(store, session, progress)
    out = store.folders.results(session.athlete_id, session.id)
    forget_shared(out)
    write_assessment(found, out)
    store.history.add(found, session.athlete_id, session.date)


def assessed(store: Store, session: SessionRow, progress: OnProgress) -> Assessment:
    """The session's answer, with the coach's own focus where there is one."""
    from endrange import assess

    out = store.folders.results(session.athlete_id, session.id)
    plan = planned_session(store, session)
    before = [
        (kept.date, kept.joints)
        for kept in reversed(store.history.assessments(session.athlete_id))
        if kept.date < session.date
    ]
    found = assess(plan, out=out, before=before, progress=progress)
    if session.focus.strip():
        found = replace(found, focus=tuple(line.strip() for line in session.focus.splitlines() if line.strip()))
    return found


def planned_session(store: Store, session: SessionRow) -> Session:
    """A session as :func:`endrange.assess` takes it; clips that were never analysed well stay out."""
    athlete = store.athlete(session.athlete_id)
    return Session(
        folder=store.folders.session(session.athlete_id, session.id),
        clips=tuple(store.planned(session, clip) for clip in store.clips(session.id) if clip.ready),
        baselines=tuple(
            Baseline(**{k: v for k, v in asdict(row).items() if k not in ("id", "session_id", "who")}, who=row.who)
            for row in store.baselines(session.id)
        ),
        athlete=None if athlete is None else athlete.name,
        date=session.date,
        surface=session.surface,
        age_years=None if athlete is None else athlete.age_years,
        sex=None if athlete is None else athlete.sex,
        notes=session.notes or None,
        zero=session.zero,
    )


def _in_users_words(store: Store, job: Job, message: str) -> str:
    """The sentence with the user's own file name in place of ours, and no folder of this machine."""
    clip = store.clip(job.clip_id or "")
    session = store.session(job.session_id)
    if clip is not None and session is not None:
        for ours in (str(store.clip_path(session, clip)), clip.file):
            message = message.replace(ours, clip.name)
    message = on_page(message)
    return message.replace(f"{store.folders.root}{Path('/')}", "").replace(str(store.folders.root), "")
