"""Definitions, made from the vocabulary; and two clips side by side."""

from __future__ import annotations

from math import hypot
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.domain.vocabulary import ANGLES
from endrange.kinematics.error_table import FRAME, ErrorTable
from endrange.report.scenes import angle_figure
from endrange.report.words import MOVEMENT
from endrange.web.comparing import compared, compared_curves
from endrange.web.errors import not_found
from endrange.web.pages import page
from endrange.web.routes.found import clip_of, store_of
from endrange.web.words import TEXT

router = APIRouter()

#: The looks whose errors are shown: those that are taken when nothing else is said.
_QUALITY: Final = "standard"


@router.get("/method")
def method(request: Request) -> Response:
    """All angles."""
    return page(request, "method.html.j2", figures=[(a, angle_figure(a.name)) for a in ANGLES.values()])


@router.get("/method/{angle}")
def method_of(request: Request, angle: str) -> Response:
    """One angle: what it is, its zero, sign, plane, view and error."""
    if angle not in ANGLES:
        raise not_found()
    return page(request, "angle.html.j2", angle=ANGLES[angle], figure=angle_figure(angle), errors=_errors_of(angle))


def _errors_of(angle: str) -> list[tuple[str, str, float, int]]:
    """Movement, leg, root mean square error of a frame in degrees and number of clips, as the error table has them."""
    return [
        (
            MOVEMENT[e.movement],
            TEXT[f"leg_{e.leg}"],
            hypot(e.bias_deg, e.between_sd_deg, e.within_sd_deg or 0.0),
            e.clips,
        )
        for e in ErrorTable.load().entries
        if (e.looks, e.angle, e.statistic) == (_QUALITY, angle, FRAME)
    ]


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
