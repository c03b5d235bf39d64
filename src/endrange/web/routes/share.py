"""One file to give away: a clip's report with its film inside, or a session's answer; faces blurred if wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.web import events
from endrange.web.errors import Refusal, not_found
from endrange.web.forms import ShareForm, form_of
from endrange.web.jobs import Kind
from endrange.web.pages import page
from endrange.web.routes.found import clip_of, see, sent, session_of, store_of
from endrange.web.rows import ClipRow, SessionRow
from endrange.web.store import Store
from endrange.web.words import TEXT

router = APIRouter()

#: What is made by which job.
SHARED: Final[dict[str, Kind]] = {"share.html": "share", "share_blurred.html": "share_blurred"}

_HTML: Final = "text/html; charset=utf-8"


@router.get("/clips/{clip_id}/share")
def clip_share(request: Request, clip_id: str) -> Response:
    """What can be given away of a clip."""
    clip, session = clip_of(request, clip_id)
    folder = store_of(request).clip_results(session, clip)
    return _shown(request, session, clip, folder)


@router.get("/sessions/{session_id}/share")
def session_share(request: Request, session_id: str) -> Response:
    """What can be given away of a session's answer."""
    session = session_of(request, session_id)
    folder = store_of(request).folders.results(session.athlete_id, session.id)
    return _shown(request, session, None, folder)


def _shown(request: Request, session: SessionRow, clip: ClipRow | None, folder: Path) -> Response:
    jobs = store_of(request).jobs
    job = jobs.last_share(session.id, None if clip is None else clip.id)
    shown = {name: TEXT[f"shared_{name}" if clip is not None else f"shared_session_{name}"] for name in SHARED}
    files = [(name, said, (folder / name).stat().st_size) for name, said in shown.items() if _is_file(folder, name)]
    return page(
        request,
        "share.html.j2",
        session=session,
        clip=clip,
        place=f"/sessions/{session.id}" if clip is None else f"/clips/{clip.id}",
        can=_is_file(folder, "report.html"),
        job=job,
        told=events.told(jobs, job),
        waits=job is not None and job.is_open,
        files=files,
    )


def _is_file(folder: Path, name: str) -> bool:
    return (folder / name).is_file()


@router.post("/clips/{clip_id}/share")
async def make_of_clip(request: Request, clip_id: str) -> Response:
    """Make the file of a clip."""
    clip, session = clip_of(request, clip_id)
    form = await form_of(request, ShareForm)
    if not clip.ready:
        raise Refusal(409, TEXT["share_needs"])
    store_of(request).jobs.add("share_blurred" if form.blur else "share", session.id, clip.id)
    return see(f"/clips/{clip.id}/share")


@router.post("/sessions/{session_id}/share")
async def make_of_session(request: Request, session_id: str) -> Response:
    """Make the file of a session."""
    session = session_of(request, session_id)
    form = await form_of(request, ShareForm)
    store = store_of(request)
    if not _is_file(store.folders.results(session.athlete_id, session.id), "report.html"):
        raise Refusal(409, TEXT["share_needs"])
    store.jobs.add("share_blurred" if form.blur else "share", session.id)
    return see(f"/sessions/{session.id}/share")


@router.get("/clips/{clip_id}/share/events")
def clip_share_events(request: Request, clip_id: str) -> Response:
    """How far the file of a clip is."""
    clip, session = clip_of(request, clip_id)
    return _stream(request, store_of(request), session, clip.id)


@router.get("/sessions/{session_id}/share/events")
def session_share_events(request: Request, session_id: str) -> Response:
    """How far the file of a session is."""
    return _stream(request, store_of(request), session_of(request, session_id), None)


def _stream(request: Request, store: Store, session: SessionRow, clip: str | None) -> Response:
    def snapshot() -> dict[str, Any]:
        return {"jobs": {"share": events.told(store.jobs, store.jobs.last_share(session.id, clip))}, "ready": False}

    return events.stream(request, snapshot)


@router.get("/clips/{clip_id}/shared/{name}")
def clip_shared(request: Request, clip_id: str, name: str) -> Response:
    """The file of a clip, to be kept."""
    clip, session = clip_of(request, clip_id)
    if name not in SHARED:
        raise not_found()
    path = store_of(request).clip_results(session, clip) / name
    what = clip.movement or clip.seen_movement or "clip"
    return sent(path, _HTML, download_as=f"endrange_{session.date}_{what}.html")


@router.get("/sessions/{session_id}/shared/{name}")
def session_shared(request: Request, session_id: str, name: str) -> Response:
    """The file of a session, to be kept."""
    session = session_of(request, session_id)
    if name not in SHARED:
        raise not_found()
    path = store_of(request).folders.results(session.athlete_id, session.id) / name
    return sent(path, _HTML, download_as=f"endrange_{session.date}_session.html")
