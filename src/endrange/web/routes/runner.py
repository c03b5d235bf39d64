"""The runner's way: what to film, how, and the upload."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from endrange.domain.vocabulary import MOVEMENTS
from endrange.movement.registry import movements
from endrange.report.scenes import scene_figure
from endrange.web.errors import Refusal, not_found
from endrange.web.forms import ClipForm, checked
from endrange.web.pages import page
from endrange.web.qr import phone_link, qr_svg
from endrange.web.routes.found import see, session_of, store_of
from endrange.web.uploads import Upload, receive
from endrange.web.words import TEXT

router = APIRouter()

#: Movements that test no side, and those that are active by what they are: nobody is asked for it.
_BOTH_SIDES: Final = frozenset({"running", "walking", "standing", "thoracic_car"})
_ACTIVE: Final = _BOTH_SIDES | {"hip_car", "ankle_car"}

#: Own clips named on the first page.
_RECENT = 6


@router.get("/")
def home(request: Request) -> Response:
    """What can be filmed."""
    store = store_of(request)
    own = next((athlete for athlete in store.athletes() if athlete.own), None)
    recent = [clip for s in store.sessions(own.id) for clip in reversed(store.clips(s.id))] if own else []
    titles = [(name, movements()[name].guide) for name in MOVEMENTS if name in movements() and name != "unknown"]
    return page(request, "home.html.j2", titles=titles, recent=recent[:_RECENT])


@router.get("/film/{movement}")
def film(request: Request, movement: str) -> Response:
    """How to film one movement, and where to upload it."""
    known = movements()
    if movement not in MOVEMENTS or movement not in known:
        raise not_found()
    recognise = movement == "unknown"
    return page(
        request,
        "film.html.j2",
        guide=known[movement].guide,
        movement="" if recognise else movement,
        recognise=recognise,
        asks_side=not recognise and movement not in _BOTH_SIDES,
        asks_effort=not recognise and movement not in _ACTIVE,
        figure=scene_figure(known[movement].name),
        limit=request.app.state.config.max_upload_bytes,
    )


@router.get("/phone")
def phone(request: Request) -> Response:
    """The QR code once more, for the next phone."""
    link = phone_link(request.app.state.config)
    return page(request, "phone.html.j2", link=link, code=qr_svg(link) if link else None)


@router.post("/clips")
async def upload(request: Request) -> Response:
    """Take a clip: stream it to disk, probe it, queue its analysis."""
    store, config = store_of(request), request.app.state.config
    length = request.headers.get("content-length")
    kind = request.headers.get("content-type", "")
    try:
        came = await receive(request.stream(), kind, int(length) if length else None, store.folders, config)
    except ClientDisconnect as error:
        raise Refusal(400, TEXT["broken_upload"]) from error
    try:
        clip_id = await request.app.state.probing(_keep, request, came)
    finally:
        came.path.unlink(missing_ok=True)
    if "application/json" in request.headers.get("accept", ""):
        from fastapi.responses import JSONResponse

        return JSONResponse({"clip": f"/clips/{clip_id}"}, 201)
    return see(f"/clips/{clip_id}")


def _keep(request: Request, came: Upload) -> str:
    """Probe what came and keep it; the name and type that it was given say nothing."""
    from endrange.domain.errors import ClipError
    from endrange.video.probe import probe

    store = store_of(request)
    said = checked(came.fields, ClipForm)
    wanted = came.fields.get("session", "")
    session = session_of(request, wanted) if wanted else None
    try:
        facts = probe(came.path)
    except ClipError as error:
        raise Refusal(422, str(error).replace(str(came.path), came.name).replace(came.path.name, came.name)) from error
    if session is None:
        session = store.session_of_today(store.own_athlete(TEXT["me"]).id)
    return store.add_clip(session, came.path, came.name, facts, said.model_dump()).id
