"""Templates, and what every page knows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from endrange.domain.errors import EndrangeError
from endrange.domain.vocabulary import ANGLES, MOVEMENTS
from endrange.report import words as report_words
from endrange.web import words
from endrange.web.safety import DRAWN_POLICY


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("endrange.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["on_page"] = words.on_page
    environment.globals.update(
        text=words.TEXT,
        language=words.LANGUAGE,
        movement_names=report_words.MOVEMENT,
        names=[(name, report_words.MOVEMENT[name]) for name in MOVEMENTS if name != "unknown"],
        held=[(angle.name, angle.title) for angle in ANGLES.values()],
        angles=ANGLES,
        in_words=words.in_words,
        clips_counted=words.clips_counted,
    )
    return environment


def page(request: Request, template: str, *, status: int = 200, drawn: bool = False, **context: Any) -> Response:
    """Render a page; ``drawn`` ones show drawings of the report, which carry style attributes."""
    html = (
        _environment()
        .get_template(template)
        .render(here=request.url.path, warning=_space(request), drawn=drawn, **context)
    )
    return HTMLResponse(html, status, {"content-security-policy": DRAWN_POLICY} if drawn else None)


def _space(request: Request) -> str | None:
    """A sentence when the disk gets short."""
    app = request.app.state
    try:
        free = app.store.folders.free_bytes()
    except (OSError, EndrangeError):
        return None
    return words.TEXT["low_space"].format(free=words.in_words(free)) if free < app.config.low_space_bytes else None
