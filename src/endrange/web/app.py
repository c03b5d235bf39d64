"""Builds the application."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import anyio
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig

from endrange.movement.registry import movements
from endrange.web import errors
from endrange.web.answer import figure_style, report_script, report_style
from endrange.web.config import ServeConfig
from endrange.web.routes import athletes, clips, compare, method, runner, sessions, share
from endrange.web.safety import Safety
from endrange.web.store import Store
from endrange.web.supervisor import Supervisor

#: Clips that are probed at once; each reads its file through (proposal).
_PROBED_AT_ONCE: Final = 2

#: Nothing is ever sent anywhere, whatever the environment says.
_SILENT: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}

_STATIC_CACHE: Final = "private, max-age=300"


def create_app(config: ServeConfig) -> FastAPI:
    """The application on a data folder; the worker runs while the application does."""
    store = Store(config.data)
    supervisor = Supervisor(config, store)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        store.prepare()
        supervisor.start()
        # The first page names every movement; their libraries load while the user finds the address.
        threading.Thread(target=movements, daemon=True).start()
        app.state.probing = _limited(anyio.CapacityLimiter(_PROBED_AT_ONCE))
        yield
        await anyio.to_thread.run_sync(supervisor.stop)

    app = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None, telemetry=_SILENT)
    app.state.config, app.state.store, app.state.supervisor = config, store, supervisor
    for room in (runner, share, clips, athletes, sessions, compare, method):
        app.include_router(room.router)
    errors.install(app)

    @app.get("/static/report.css")
    def style() -> Response:
        return Response(report_style(), media_type="text/css", headers={"cache-control": _STATIC_CACHE})

    @app.get("/static/drawn.css")
    def figures() -> Response:
        return Response(figure_style(), media_type="text/css", headers={"cache-control": _STATIC_CACHE})

    @app.get("/static/player.js")
    def player() -> Response:
        return Response(report_script(), media_type="text/javascript", headers={"cache-control": _STATIC_CACHE})

    app.mount("/static", StaticFiles(directory=Path(str(files("endrange.web").joinpath("static")))))
    app.add_middleware(Safety, config=config)
    return app


def _limited(limiter: anyio.CapacityLimiter) -> Callable[..., Awaitable[Any]]:
    async def run(function: Callable[..., Any], *arguments: Any) -> Any:
        return await anyio.to_thread.run_sync(partial(function, *arguments), limiter=limiter)

    return run
