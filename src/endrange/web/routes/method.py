"""Definitions, made from the vocabulary."""

from __future__ import annotations

from math import hypot
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from endrange.domain.vocabulary import ANGLES
from endrange.report.scenes import angle_figure
from endrange.report.words import MOVEMENT
from endrange.report.words.assessment import HONEST, METHOD
from endrange.web.errors import not_found
from endrange.web.pages import page
from endrange.web.words import TEXT

router = APIRouter()

#: The looks whose errors are shown: those that are taken when nothing else is said.
_QUALITY: Final = "standard"


@router.get("/method")
def method(request: Request) -> Response:
    """All angles; how ranges are compared, and what is known and not known."""
    figures = [(a, angle_figure(a.name)) for a in ANGLES.values()]
    return page(request, "method.html.j2", figures=figures, honest=HONEST, method=METHOD)


@router.get("/method/{angle}")
def method_of(request: Request, angle: str) -> Response:
    """One angle: what it is, its zero, sign, plane, view and error."""
    if angle not in ANGLES:
        raise not_found()
    return page(request, "angle.html.j2", angle=ANGLES[angle], figure=angle_figure(angle), errors=_errors_of(angle))


def _errors_of(angle: str) -> list[tuple[str, str, float, int]]:
    """Movement, leg, root mean square error of a frame in degrees and number of clips, as the error table has them."""
    from endrange.kinematics.error_table import FRAME, ErrorTable

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
