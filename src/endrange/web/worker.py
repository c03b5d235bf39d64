"""The process that does the jobs: ``python -m endrange.web.worker DATA``. It ends when its parent does."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from pathlib import Path
from typing import Final, Literal, cast

from endrange.domain.progress import OnProgress, Progress
from endrange.web.jobs import Job
from endrange.web.store import Store
from endrange.web.work import Work, do, outcome

#: How often the queue is looked at while it is empty.
_IDLE_S: Final = 0.3

#: How often progress is written down.
_TELL_EVERY_S: Final = 0.3


def run(root: Path, work: Work = do) -> None:
    """Do jobs until the process is ended."""
    _end_with_parent()
    store = Store(root)
    while True:
        job = store.jobs.take()
        if job is None:
            time.sleep(_IDLE_S)
        else:
            finish(store, job, work)


def finish(store: Store, job: Job, work: Work) -> None:
    """Do one claimed job and note what became of it."""
    state, reason, code = outcome(store, job, work, _telling(store, job))
    store.jobs.finish(job.id, cast(Literal["done", "failed"], state), reason, code)


def _telling(store: Store, job: Job) -> OnProgress:
    last_s, last_stage = 0.0, ""

    def tell(step: Progress) -> None:
        nonlocal last_s, last_stage
        now = time.monotonic()
        if step.stage == last_stage and now - last_s < _TELL_EVERY_S:
            return
        last_s, last_stage = now, step.stage
        store.jobs.tell(job.id, step.stage, step.done, step.total)

    return tell


def _end_with_parent() -> None:
    """End at once when the parent's end of our input closes, however it died."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    run(Path(sys.argv[1]))
