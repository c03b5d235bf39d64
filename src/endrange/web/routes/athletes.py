"""The coach's way: athletes and their history."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.web.forms import AthleteForm, NewSessionForm, form_of
from endrange.web.pages import page
from endrange.web.routes.found import athlete_of, end_jobs_of, see, store_of

router = APIRouter(prefix="/athletes")


@router.get("")
def athletes(request: Request) -> Response:
    """Everybody."""
    store = store_of(request)
    rows = [(athlete, store.sessions(athlete.id)) for athlete in store.athletes()]
    return page(request, "athletes.html.j2", rows=rows)


@router.post("")
async def add(request: Request) -> Response:
    """A new athlete."""
    form = await form_of(request, AthleteForm)
    athlete = store_of(request).add_athlete(form.name)
    return see(f"/athletes/{athlete.id}")


@router.get("/{athlete_id}")
def athlete_page(request: Request, athlete_id: str) -> Response:
    """Sessions and history of one athlete."""
    from endrange.history.trend import trends_of
    from endrange.web.trends import shown_trend

    athlete = athlete_of(request, athlete_id)
    store = store_of(request)
    sessions = [(session, len(store.clips(session.id))) for session in store.sessions(athlete.id)]
    trends = [shown_trend(trend) for trend in trends_of(store.history.assessments(athlete.id))]
    return page(request, "athlete.html.j2", athlete=athlete, sessions=sessions, trends=trends)


@router.post("/{athlete_id}/change")
async def change(request: Request, athlete_id: str) -> Response:
    """Change an athlete's facts."""
    athlete = athlete_of(request, athlete_id)
    form = await form_of(request, AthleteForm)
    store_of(request).change_athlete(athlete.id, **form.model_dump())
    return see(f"/athletes/{athlete.id}")


@router.post("/{athlete_id}/sessions")
async def add_session(request: Request, athlete_id: str) -> Response:
    """A new session."""
    athlete = athlete_of(request, athlete_id)
    form = await form_of(request, NewSessionForm)
    session = store_of(request).add_session(athlete.id, form.date.isoformat())
    return see(f"/sessions/{session.id}")


@router.post("/{athlete_id}/delete")
def delete(request: Request, athlete_id: str) -> Response:
    """Delete everything of an athlete."""
    athlete = athlete_of(request, athlete_id)
    store = store_of(request)
    for session in store.sessions(athlete.id):
        end_jobs_of(request, store.clips(session.id), session)
    store.delete_athlete(athlete.id)
    return see("/athletes")
