"""What an address names, or a page that says it is not here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, RedirectResponse

from endrange.report.html import player_policy
from endrange.web.errors import not_found
from endrange.web.folders import is_id
from endrange.web.rows import Athlete, ClipRow, SessionRow
from endrange.web.store import Store
from endrange.web.supervisor import Supervisor

#: A file that is opened by itself runs nothing and loads nothing.
_FILE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; media-src 'self'; sandbox"


def store_of(request: Request) -> Store:
    """The server's store."""
    store: Store = request.app.state.store
    return store


def supervisor_of(request: Request) -> Supervisor:
    """The server's supervisor."""
    supervisor: Supervisor = request.app.state.supervisor
    return supervisor


def athlete_of(request: Request, athlete_id: str) -> Athlete:
    """An athlete."""
    found = store_of(request).athlete(athlete_id) if is_id(athlete_id) else None
    if found is None:
        raise not_found()
    return found


def session_of(request: Request, session_id: str) -> SessionRow:
    """A session."""
    found = store_of(request).session(session_id) if is_id(session_id) else None
    if found is None:
        raise not_found()
    return found


def clip_of(request: Request, clip_id: str) -> tuple[ClipRow, SessionRow]:
    """A clip and its session."""
    found = store_of(request).clip(clip_id) if is_id(clip_id) else None
    if found is None:
        raise not_found()
    return found, session_of(request, found.session_id)


def see(path: str) -> RedirectResponse:
    """After a change the browser asks for a page."""
    return RedirectResponse(path, 303)


def sent(path: Path, media_type: str, *, download_as: str | None = None, runs: bool = False) -> FileResponse:
    """A file of ours, with ranges, so that a video can be searched; where it ``runs``, a report plays its film."""
    if not path.is_file():
        raise not_found()
    response = FileResponse(path, media_type=media_type, filename=download_as)
    response.headers["content-security-policy"] = _playing_policy() if runs else _FILE_POLICY
    return response


@lru_cache(maxsize=1)
def _playing_policy() -> str:
    """The report's one script, known by its hash, and the film beside it, which only our own pages may ask for."""
    # No sandbox: its opaque origin would not be let in for the film.
    return f"{player_policy(film_inside=False)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def end_jobs_of(request: Request, clips: tuple[ClipRow, ...], session: SessionRow | None = None) -> None:
    """Cancel everything that is under way for clips, or for a session, before they are deleted."""
    jobs = store_of(request).jobs
    found = [jobs.last_of_clip(clip.id) for clip in clips]
    found += [jobs.last_share(clip.session_id, clip.id) for clip in clips]
    if session is not None:
        found += [jobs.last_assessment(session.id), jobs.last_share(session.id, None)]
    running = [jobs.cancel(job.id) for job in found if job is not None]
    if any(running):
        supervisor_of(request).end_worker()
