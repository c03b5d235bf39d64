"""The coach's way: one session, its clips, hand measurements and answer."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.domain.vocabulary import ANGLES
from endrange.web import events
from endrange.web.answer import SESSION_FILES, around_focus, report_parts
from endrange.web.errors import Refusal, not_found
from endrange.web.forms import BaselineForm, FocusForm, SessionForm, form_of
from endrange.web.jobs import Job
from endrange.web.pages import page
from endrange.web.routes.found import end_jobs_of, see, sent, session_of, store_of
from endrange.web.rows import SessionRow
from endrange.web.store import Store
from endrange.web.words import TEXT

router = APIRouter(prefix="/sessions/{session_id}")

#: Angles that are measured by hand.
_BY_HAND = ("hip_extension", "hip_abduction", "hip_internal_rotation", "knee_flexion", "ankle_dorsiflexion")


@router.get("")
def session_page(request: Request, session_id: str) -> Response:
    """Everything of a session."""
    from endrange.rom.positions import FAMILIES

    session = session_of(request, session_id)
    store = store_of(request)
    results = store.folders.results(session.athlete_id, session.id)
    clips = store.clips(session.id)
    jobs = {clip.id: store.jobs.last_of_clip(clip.id) for clip in clips}
    assessing = store.jobs.last_assessment(session.id)
    made = assessing.id if assessing is not None else 0
    films = {clip.file: f"/clips/{clip.id}/files/overlay.mp4" for clip in clips if _is_before(jobs[clip.id], made)}
    parts = report_parts(results / "report.html", {clip.file: clip.name for clip in clips}, films)
    return page(
        request,
        "session.html.j2",
        drawn=parts is not None,
        session=session,
        athlete=store.athlete(session.athlete_id),
        clips=[(clip, events.told(store.jobs, jobs[clip.id])) for clip in clips],
        waits=any(job is not None and job.is_open for job in [*jobs.values(), assessing]),
        baselines=store.baselines(session.id),
        positions=sorted({place for families in FAMILIES.values() for family in families for place in family}),
        hand=[(name, ANGLES[name].title) for name in _BY_HAND],
        assessing=assessing,
        assess_told=events.told(store.jobs, assessing),
        parts=None if parts is None else around_focus(parts),
        stale=parts is not None and _is_stale(store, session),
        focus=session.focus or _suggested(store, session),
        files=[name for name in SESSION_FILES if (results / name).is_file()],
        limit=request.app.state.config.max_upload_bytes,
    )


def _is_before(job: Job | None, made: int) -> bool:
    """Whether a clip's film is the one that the answer, made by the job of this number, tells of."""
    return job is not None and job.id < made and not job.is_open


def _is_stale(store: Store, session: SessionRow) -> bool:
    """Whether a clip was analysed after the answer was made."""
    made = store.jobs.last_assessment(session.id)
    jobs = [store.jobs.last_of_clip(clip.id) for clip in store.clips(session.id)]
    return made is None or any(job is not None and job.id > made.id for job in jobs)


def _suggested(store: Store, session: SessionRow) -> str:
    path = store.folders.results(session.athlete_id, session.id) / "assessment.json"
    try:
        return "\n".join(str(line) for line in json.loads(path.read_text(encoding="utf-8")).get("focus", ()))
    except (OSError, ValueError):
        return ""


@router.get("/events")
def session_events(request: Request, session_id: str) -> Response:
    """How far the jobs of the session are."""
    session = session_of(request, session_id)
    store = store_of(request)

    def snapshot() -> dict[str, Any]:
        found = {c.id: events.told(store.jobs, store.jobs.last_of_clip(c.id)) for c in store.clips(session.id)}
        assessing = store.jobs.last_assessment(session.id)
        if assessing is not None:
            found["assess"] = events.told(store.jobs, assessing)
        return {"jobs": found, "ready": False}

    return events.stream(request, snapshot)


@router.post("/change")
async def change(request: Request, session_id: str) -> Response:
    """Change the session's facts."""
    session = session_of(request, session_id)
    form = await form_of(request, SessionForm)
    store = store_of(request)
    if form.date.isoformat() != session.date:
        store.drop_answer(session)
    store.change_session(session.id, **form.model_dump(mode="json"))
    return see(f"/sessions/{session.id}")


@router.post("/focus")
async def focus(request: Request, session_id: str) -> Response:
    """Keep the coach's own focus and notes, and write the answer again."""
    session = session_of(request, session_id)
    form = await form_of(request, FocusForm)
    store_of(request).change_session(session.id, focus=form.focus, **({"notes": form.notes} if form.with_notes else {}))
    return _assess(request, session)


@router.post("/assess")
def assess(request: Request, session_id: str) -> Response:
    """Put the session together."""
    return _assess(request, session_of(request, session_id))


def _assess(request: Request, session: SessionRow) -> Response:
    store = store_of(request)
    if not store.baselines(session.id) and not any(clip.ready for clip in store.clips(session.id)):
        raise Refusal(409, TEXT["assess_needs"])
    store.jobs.add("assess", session.id)
    return see(f"/sessions/{session.id}#answer")


@router.post("/baselines")
async def add_baseline(request: Request, session_id: str) -> Response:
    """A range that was measured by hand."""
    session = session_of(request, session_id)
    form = await form_of(request, BaselineForm)
    store_of(request).add_baseline(session.id, form.model_dump())
    return see(f"/sessions/{session.id}#baselines")


@router.post("/baselines/{baseline_id}/delete")
def delete_baseline(request: Request, session_id: str, baseline_id: str) -> Response:
    """Remove a hand measurement."""
    session = session_of(request, session_id)
    store_of(request).delete_baseline(session.id, baseline_id)
    return see(f"/sessions/{session.id}#baselines")


@router.get("/files/{name}")
def session_file(request: Request, session_id: str, name: str) -> Response:
    """One file of the answer."""
    session = session_of(request, session_id)
    if name not in SESSION_FILES:
        raise not_found()
    path = store_of(request).folders.results(session.athlete_id, session.id) / name
    shown = name == "report.html"
    return sent(path, SESSION_FILES[name], download_as=None if shown else name, runs=shown)


@router.get("/files/{file}/overlay.mp4")
def session_film(request: Request, session_id: str, file: str) -> Response:
    """The film of one of its clips, as the answer's own page asks for it."""
    session = session_of(request, session_id)
    clip = next((clip for clip in store_of(request).clips(session.id) if clip.file == file), None)
    if clip is None:
        raise not_found()
    return sent(store_of(request).clip_results(session, clip) / "overlay.mp4", "video/mp4")


@router.post("/delete")
def delete(request: Request, session_id: str) -> Response:
    """Delete everything of the session."""
    session = session_of(request, session_id)
    store = store_of(request)
    end_jobs_of(request, store.clips(session.id), session)
    store.delete_session(session)
    return see(f"/athletes/{session.athlete_id}")
