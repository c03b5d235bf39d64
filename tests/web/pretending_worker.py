"""A worker for tests: each job writes one file; while a file ``wait`` lies in the data folder, it stays half done."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from endrange.domain.progress import OnProgress, Progress
from endrange.web.jobs import Job
from endrange.web.store import Store
from endrange.web.worker import run


def work(store: Store, job: Job, progress: OnProgress) -> None:
    """Pretend to look at two frames, and wait between them as long as asked to."""
    progress(Progress("looking", 1, 2))
    while (Path(sys.argv[1]) / "wait").exists():
        time.sleep(0.02)
    clip = store.clip(job.clip_id or "")
    session = store.session(job.session_id)
    if clip is None or session is None:
        return
    folder = store.clip_results(session, clip)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "angles.csv").write_text("frame,time_s\n", encoding="utf-8")
    store.note_seen(clip.id, ready=1, seen_movement="standing", people_seen=1)


if __name__ == "__main__":
    run(Path(sys.argv[1]), work)
