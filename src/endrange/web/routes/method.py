"""Definitions, made from the vocabulary; and two clips side by side."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.domain.vocabulary import ANGLES
from endrange.report.scenes import angle_figure
from endrange.web.comparing import compared, compared_curves
from endrange.web.errors import not_found
from endrange.web.pages import page
from endrange.web.routes.found import clip_of, store_of

router = APIRouter()


@router.get("/method")
def method(request: Request) -> Response:
    """All angles."""
    return page(request, "method.html.j2", figures=[(a, angle_figure(a.name)) for a in ANGLES.values()])


@router.get("/method/{angle}")
def method_of(request: Request, angle: str) -> Response:
    """One angle: what it is, its zero, sign, plane, view and error."""
    if angle not in ANGLES:
        raise not_found()
    return page(request, "angle.html.j2", angle=ANGLES[angle], figure=angle_figure(angle))


@router.get("/compare")
def compare(request: Request, a: str = "", b: str = "") -> Response:
    """Two clips: numbers of the same definition, curves on 0-100 %."""
    store = store_of(request)
    first, first_session = clip_of(request, a)
    second, second_session = clip_of(request, b)
    folders = store.clip_results(first_session, first), store.clip_results(second_session, second)
    return page(
        request,
        "compare.html.j2",
        first=first,
        second=second,
        dates=(first_session.date, second_session.date),
        rows=compared(*folders),
        curves=compared_curves(*folders),
    )
