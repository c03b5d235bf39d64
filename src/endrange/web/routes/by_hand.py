"""What is put right by hand in one clip: spans, points in their place, the person who is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

import anyio
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from endrange.domain.corrections import Corrections, Dropped, Moved, Pointed, with_moves
from endrange.web.editing import frame_told
from endrange.web.errors import Refusal, not_found
from endrange.web.forms import MOST_MOVES, MoveForm, PersonForm, SpanForm, form_of
from endrange.web.routes.found import clip_of, see, store_of
from endrange.web.rows import ClipRow, SessionRow
from endrange.web.stills import frame_picture
from endrange.web.words import TEXT

#: More corrections than this are a clip to be filmed again (proposal).
MAX_SPANS: Final = 200

#: Frames that are decoded at once; each reads the film from its last key picture (proposal).
_DECODED_AT_ONCE: Final = 2

#: Frames of a clip, counted from 0.
FrameNumber = Annotated[int, Query(ge=0, le=100_000_000)]

router = APIRouter()


@router.get("/frame")
def frame(request: Request, clip_id: str, i: FrameNumber = 0) -> Response:
    """Points and people of one frame."""
    return JSONResponse(_told(request, clip_id, i)[2])


@router.get("/picture")
async def picture(request: Request, clip_id: str, i: FrameNumber = 0) -> Response:
    """One frame as a picture."""
    clip, session, told = await anyio.to_thread.run_sync(_told, request, clip_id, i)
    path = store_of(request).clip_path(session, clip)
    coded = await anyio.to_thread.run_sync(frame_picture, path, told["time_s"], limiter=_decoding(request))
    return Response(coded, media_type="image/webp")


def _told(request: Request, clip_id: str, index: int) -> tuple[ClipRow, SessionRow, dict[str, Any]]:
    clip, session = clip_of(request, clip_id)
    track = store_of(request).clip_results(session, clip) / "track.nc"
    told = frame_told(track, index) if track.is_file() else None
    if told is None:
        raise not_found()
    return clip, session, told


def _decoding(request: Request) -> anyio.CapacityLimiter:
    """One for the whole server, made when first asked for."""
    state = request.app.state
    if not hasattr(state, "decoding"):
        state.decoding = anyio.CapacityLimiter(_DECODED_AT_ONCE)
    limiter: anyio.CapacityLimiter = state.decoding
    return limiter


@router.post("/correct")
async def correct(request: Request, clip_id: str) -> Response:
    """Leave out a span, exchange the legs in it, name it neutral, drop a stride; or take that back."""
    clip, session = clip_of(request, clip_id)
    form = await form_of(request, SpanForm)
    before = store_of(request).corrections(session, clip)
    span: tuple[Any, ...] = (form.start_s, form.end_s)
    if form.kind == "drop":
        span = Dropped(form.start_s, form.end_s, form.side)
    others = tuple(other for other in getattr(before, form.kind) if other != span)
    spans = others if form.remove else (*others, span)
    if len(spans) > MAX_SPANS:
        raise Refusal(400, TEXT["too_many_spans"])
    changed: dict[str, Any] = {form.kind: tuple(sorted(spans, key=lambda one: float(one[0])))}
    return _keep(request, clip, session, replace(before, **changed))


@router.post("/move")
async def move(request: Request, clip_id: str) -> Response:
    """Put points in their place; or take that back."""
    clip, session = clip_of(request, clip_id)
    form = await form_of(request, MoveForm)
    moves = tuple(Moved(one.time_s, one.side, one.part, one.x_px, one.y_px) for one in form.moves)
    if any(one.x_px > clip.width_px or one.y_px > clip.height_px for one in moves):
        raise Refusal(400, TEXT["not_in_picture"])
    before = store_of(request).corrections(session, clip)
    taken = {one[:3] for one in moves}
    kept = tuple(one for one in before.move if one[:3] not in taken)
    after = replace(before, move=kept) if form.remove else with_moves(before, moves)
    if len(after.move) > MOST_MOVES:
        raise Refusal(400, TEXT["too_many_spans"])
    return _keep(request, clip, session, after)


@router.post("/person")
async def person(request: Request, clip_id: str) -> Response:
    """Say whom the clip is about, by a place in the picture; or nobody in particular."""
    clip, session = clip_of(request, clip_id)
    form = await form_of(request, PersonForm)
    pointed = None
    if not form.remove and form.time_s is not None and form.x_px is not None and form.y_px is not None:
        pointed = Pointed(form.time_s, form.x_px, form.y_px)
    before = store_of(request).corrections(session, clip)
    return _keep(request, replace(clip, person=None), session, replace(before, person=pointed))


def _keep(request: Request, clip: ClipRow, session: SessionRow, after: Corrections) -> Response:
    store_of(request).correct(session, clip, after)
    return see(f"/clips/{clip.id}")
