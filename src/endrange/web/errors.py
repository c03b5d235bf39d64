"""What went wrong becomes a page, or a line of JSON for the script: one sentence, never a trace."""

from __future__ import annotations

import logging
import sqlite3

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from endrange.domain.errors import EndrangeError
from endrange.web.pages import page
from endrange.web.words import TEXT

_LOG = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818
    """A request that is not served: its status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def not_found() -> Refusal:
    """What was asked for is not here."""
    return Refusal(404, TEXT["not_found"])


def told(request: Request, status: int, sentence: str) -> Response:
    """The sentence as a page, or as JSON where the script asked."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": sentence}, status_code=status)
    return page(request, "error.html.j2", status=status, sentence=sentence)


def install(app: FastAPI) -> None:
    """Answer every error of a route."""

    @app.exception_handler(Refusal)
    def refused(request: Request, error: Refusal) -> Response:
        return told(request, error.status, error.sentence)

    @app.exception_handler(EndrangeError)
    def unusable(request: Request, error: EndrangeError) -> Response:
        return told(request, 422, str(error))

    @app.exception_handler(sqlite3.IntegrityError)
    def gone(request: Request, _: sqlite3.IntegrityError) -> Response:
        """What a row was to belong to was deleted meanwhile, in another tab or by another hand."""
        return told(request, 404, TEXT["not_found"])

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: RequestValidationError) -> Response:
        return told(request, 400, TEXT["bad_request"])

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return told(request, error.status_code, TEXT["not_found" if error.status_code == 404 else "bad_request"])

    @app.exception_handler(Exception)
    def ours(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        return told(request, 500, TEXT["our_error"])
