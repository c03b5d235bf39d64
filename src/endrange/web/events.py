"""How far the jobs are, told to the pages as it happens (server-sent events)."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import anyio
from fastapi import Request
from fastapi.responses import StreamingResponse

from endrange.web.jobs import Job, Jobs
from endrange.web.words import TEXT, time_left

#: How often the queue is looked at for a page.
_LOOK_EVERY_S: Final = 0.5

#: A line that keeps the connection alive while nothing changes.
_ALIVE_EVERY_S: Final = 15.0

#: A page asks again after this long, so that no forgotten page holds a connection for ever.
_LONGEST_S: Final = 3600.0

Snapshot = Callable[[], dict[str, Any]]


def told(jobs: Jobs, job: Job | None) -> dict[str, Any]:
    """A job as a page shows it."""
    if job is None:
        return {"state": "done", "title": "", "detail": "", "share": None}
    title = TEXT[f"state_{job.state}"]
    detail = ""
    if job.state == "queued":
        ahead = jobs.ahead_of(job)
        detail = TEXT["waiting_ahead"].format(n=ahead) if ahead else ""
    elif job.state == "running":
        title = TEXT.get(f"stage_{job.stage}", TEXT["running"])
        left = job.left_s(time.time())
        detail = "" if left is None else TEXT["left_over"].format(left=time_left(left))
    elif job.state == "failed":
        detail = job.reason or ""
    return {"state": job.state, "title": title, "detail": detail, "share": job.share}


def stream(request: Request, snapshot: Snapshot) -> StreamingResponse:
    """Send a snapshot whenever it changes."""

    async def lines() -> AsyncIterator[str]:
        last, begun, spoken = "", time.monotonic(), time.monotonic()
        while time.monotonic() - begun < _LONGEST_S and not await request.is_disconnected():
            now = json.dumps(await anyio.to_thread.run_sync(snapshot))
            if now != last:
                last, spoken = now, time.monotonic()
                yield f"data: {now}\n\n"
            elif time.monotonic() - spoken > _ALIVE_EVERY_S:
                spoken = time.monotonic()
                yield ": still here\n\n"
            await anyio.sleep(_LOOK_EVERY_S)

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
