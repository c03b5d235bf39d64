"""Two clips, or two sessions, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.domain.assessment import Joint
from endrange.report.words import MOVEMENT
from endrange.web.errors import Refusal
from endrange.web.pages import page
from endrange.web.routes.found import clip_of, session_of, store_of
from endrange.web.rows import SessionRow
from endrange.web.store import Store
from endrange.web.words import TEXT

if TYPE_CHECKING:
    from endrange.web.comparing_curves import ComparedCurve

router = APIRouter(prefix="/compare")


@dataclass(frozen=True)
class Plots:
    """Curves of two clips, and where more of the two is told; both empty where the page is about them."""

    name: str
    address: str
    curves: list[tuple[str, list[ComparedCurve]]]


@router.get("")
def compare(request: Request, a: str = "", b: str = "") -> Response:
    """Two clips: numbers of the same definition, curves on 0-100 %."""
    from endrange.web.comparing import changes_shown, compared, sides_of
    from endrange.web.comparing_curves import compared_curves

    store = store_of(request)
    first, first_session = clip_of(request, a)
    second, second_session = clip_of(request, b)
    folders = store.clip_results(first_session, first), store.clip_results(second_session, second)
    same = first_session.athlete_id == second_session.athlete_id
    rows = compared(*folders, same_person=same)
    return page(
        request,
        "compare.html.j2",
        title=TEXT["compare_title"],
        ends=[
            (TEXT["first"], f"/clips/{first.id}", first.name, first_session.date),
            (TEXT["second"], f"/clips/{second.id}", second.name, second_session.date),
        ],
        same_person=same,
        rows=rows,
        sides=sides_of(rows),
        changes=changes_shown(rows),
        nothing=TEXT["nothing_alike"],
        plots=[Plots("", "", compared_curves(*folders, same_person=same))],
    )


@router.get("/sessions")
def compare_sessions(request: Request, a: str = "", b: str = "") -> Response:
    """Two sessions of one athlete, the earlier one first: every range, and the curves of clips of the same kind."""
    from endrange.web.comparing import changes_shown, compared_ranges, sides_of

    one, other = session_of(request, a), session_of(request, b)
    if one.athlete_id != other.athlete_id:
        raise Refusal(400, TEXT["compare_one_athlete"])
    first, second = sorted((one, other), key=lambda session: (session.date, session.created))
    store = store_of(request)
    rows = compared_ranges((first.date, _joints(store, first)), _joints(store, second))
    return page(
        request,
        "compare.html.j2",
        title=TEXT["compare_sessions_title"],
        ends=[
            (TEXT["first"], f"/sessions/{first.id}", TEXT["session_of"].format(date=first.date), first.surface),
            (TEXT["second"], f"/sessions/{second.id}", TEXT["session_of"].format(date=second.date), second.surface),
        ],
        same_person=True,
        rows=rows,
        sides=sides_of(rows),
        changes=changes_shown(rows),
        nothing=TEXT["compare_needs_answers"],
        plots=_plots(store, first, second),
    )


def _joints(store: Store, session: SessionRow) -> tuple[Joint, ...]:
    """What the session's answer kept in the history; nothing where it was not put together."""
    kept = [one for one in store.history.assessments(session.athlete_id) if one.date == session.date]
    return kept[-1].joints if kept else ()


def _plots(store: Store, first: SessionRow, second: SessionRow) -> list[Plots]:
    """Curves of each pair of clips of one kind."""
    from endrange.web.comparing import pairs
    from endrange.web.comparing_curves import compared_curves

    found = []
    for one, other in pairs(store.clips(first.id), store.clips(second.id)):
        folders = store.clip_results(first, one), store.clip_results(second, other)
        name = MOVEMENT[one.movement or one.seen_movement or "unknown"]
        curves = compared_curves(*folders, same_person=True)
        found.append(Plots(name, f"/compare?a={one.id}&b={other.id}", curves))
    return found
