"""One clip: waiting, failed or answered; its files; corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from endrange.domain.vocabulary import ANGLES, MOVEMENTS
from endrange.movement.registry import movements
from endrange.report.scenes import scene_figure
from endrange.report.words import MOVEMENT
from endrange.web import events
from endrange.web.answer import CLIP_FILES, angles_over_time, cycles_found, report_parts
from endrange.web.editing import LINES, POINTS, as_json, editor_texts, moves_by_point, point_name
from endrange.web.errors import not_found
from endrange.web.forms import ClipForm, form_of
from endrange.web.jobs import Job
from endrange.web.pages import page
from endrange.web.routes import by_hand
from endrange.web.routes.found import clip_of, end_jobs_of, see, sent, store_of
from endrange.web.rows import ClipRow
from endrange.web.stills import still

router = APIRouter(prefix="/clips/{clip_id}")
router.include_router(by_hand.router)


@router.get("")
def clip_page(request: Request, clip_id: str) -> Response:
    """The answer; or how far it is; or why there is none and how to film again."""
    clip, session = clip_of(request, clip_id)
    store = store_of(request)
    job = store.jobs.last_of_clip(clip.id)
    folder = store.clip_results(session, clip)
    known = movements()
    movement = clip.movement or clip.seen_movement or "unknown"
    parts = report_parts(folder / "report.html", {clip.file: clip.name}) if clip.ready else None
    waits = job is not None and job.is_open
    fresh = parts is not None and _is_fresh(clip, job)
    corrections = store.corrections(session, clip)
    return page(
        request,
        "clip.html.j2",
        drawn=parts is not None,
        clip=clip,
        session=session,
        job=job,
        told=events.told(store.jobs, job),
        parts=parts if fresh else None,
        waits=waits,
        # An older video does not show the new numbers, and is replaced while a browser would read it.
        overlay=(folder / "overlay.mp4").is_file() and not waits,
        files=[name for name in CLIP_FILES if (folder / name).is_file()],
        guide=known[movement].guide,
        figure=scene_figure(movement),
        by_hand=corrections,
        moves=moves_by_point(corrections),
        as_json=as_json,
        editor_texts=editor_texts(),
        editor=_editor(clip) if clip.ready and (folder / "track.nc").is_file() else None,
        cycles=cycles_found(folder) if fresh else [],
        others=_others(request, clip),
        names=[(name, MOVEMENT[name]) for name in MOVEMENTS if name != "unknown"],
        held=[(angle.name, angle.title) for angle in ANGLES.values()],
    )


def _is_fresh(clip: ClipRow, job: Job | None) -> bool:
    """Whether the results are those of what was said last: what is measured again has none until it is drawn."""
    return clip.ready and not (job is not None and job.is_open and job.kind == "again" and job.stage != "drawing")


def _editor(clip: ClipRow) -> dict[str, Any]:
    """What the editor's script needs to know, as its texts."""
    return {
        "address": f"/clips/{clip.id}",
        "width": clip.width_px,
        "height": clip.height_px,
        "points": [{"side": side, "part": part, "name": point_name(side, part)} for side, part in POINTS],
        "lines": LINES,
    }


def _others(request: Request, clip: ClipRow) -> list[tuple[ClipRow, str]]:
    """Clips of the same athlete that may be set beside this one."""
    store = store_of(request)
    session = store.session(clip.session_id)
    if session is None:
        return []
    return [
        (other, one.date)
        for one in store.sessions(session.athlete_id)
        for other in store.clips(one.id)
        if other.ready and other.id != clip.id and other.seen_movement == clip.seen_movement
    ]


@router.get("/events")
def clip_events(request: Request, clip_id: str) -> Response:
    """How far the clip's job is."""
    clip, _ = clip_of(request, clip_id)
    store = store_of(request)

    def snapshot() -> dict[str, Any]:
        job = store.jobs.last_of_clip(clip.id)
        now = store.clip(clip.id)
        return {"jobs": {clip.id: events.told(store.jobs, job)}, "ready": now is not None and _is_fresh(now, job)}

    return events.stream(request, snapshot)


@router.get("/angles")
def clip_angles(request: Request, clip_id: str) -> Response:
    """Angles over time, for the curve beside the video."""
    clip, session = clip_of(request, clip_id)
    folder = store_of(request).clip_results(session, clip)
    if not (folder / "angles.csv").is_file():
        raise not_found()
    return JSONResponse(angles_over_time(folder))


@router.get("/still")
def clip_still(request: Request, clip_id: str) -> Response:
    """A frame from the middle."""
    clip, session = clip_of(request, clip_id)
    store = store_of(request)
    picture = still(store.clip_path(session, clip), clip.duration_s, store.clip_results(session, clip))
    return sent(picture, "image/webp")


@router.get("/files/{name}")
def clip_file(request: Request, clip_id: str, name: str) -> Response:
    """One file of the results."""
    clip, session = clip_of(request, clip_id)
    if name not in CLIP_FILES:
        raise not_found()
    path = store_of(request).clip_results(session, clip) / name
    shown = name in ("report.html", "overlay.mp4")
    named = None if shown else f"clip_{clip.number:02d}_{name}"
    return sent(path, CLIP_FILES[name], download_as=named, runs=name == "report.html")


@router.post("/say")
async def say(request: Request, clip_id: str) -> Response:
    """Correct what is said of the clip; the numbers follow."""
    clip, session = clip_of(request, clip_id)
    said, store = await form_of(request, ClipForm), store_of(request)
    corrections = store.corrections(session, clip)
    if said.person is not None and corrections.person is not None:  # a number said now rules over a place
        store.note_corrections(session, clip, replace(corrections, person=None))
    store.say_of_clip(clip, said.model_dump())
    return see(f"/clips/{clip.id}")


@router.post("/cancel")
def cancel(request: Request, clip_id: str) -> Response:
    """Stop the clip's job."""
    clip, _ = clip_of(request, clip_id)
    end_jobs_of(request, (clip,))
    return see(f"/clips/{clip.id}")


@router.post("/retry")
def retry(request: Request, clip_id: str) -> Response:
    """Try a failed job again."""
    clip, _ = clip_of(request, clip_id)
    jobs = store_of(request).jobs
    job = jobs.last_of_clip(clip.id)
    if job is not None:
        jobs.retry(job.id)
    return see(f"/clips/{clip.id}")


@router.post("/delete")
def delete(request: Request, clip_id: str) -> Response:
    """Delete the clip and everything made from it."""
    clip, session = clip_of(request, clip_id)
    end_jobs_of(request, (clip,), session)
    store_of(request).delete_clip(clip)
    return see(f"/sessions/{session.id}")
