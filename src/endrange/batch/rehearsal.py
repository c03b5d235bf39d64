"""A rehearsal of what clips do to workers, to try an executor without networks: the name says what happens."""

from __future__ import annotations

import os
import time

from endrange.batch.job import Job, JobResult


def rehearse(job: Job) -> JobResult:
    """Do what the name says.

    ``crash`` ends the process, ``crash_once`` only the first time, ``hang`` never ends, ``bug`` raises, ``full`` finds
    the disk full, ``full_once`` only the first time, ``broken`` is no video; any other name is done. The file ``tried``
    in the job's folder holds the process that tried it last.
    """
    job.folder.mkdir(parents=True, exist_ok=True)
    tried = job.folder / "tried"
    again = tried.exists()
    tried.write_text(str(os.getpid()))
    word = job.path.stem
    if word == "crash" or (word == "crash_once" and not again):
        os._exit(13)
    if word == "hang":
        time.sleep(3600)
    if word == "bug":
        raise ZeroDivisionError("a mistake")
    if word == "full" or (word == "full_once" and not again):
        return JobResult(job.name, "failed", "output", f"{job.name} cannot be written; the disk is full.")
    if word == "broken":
        return JobResult(job.name, "failed", "not_a_video", f"{job.name} is not a video.")
    return JobResult(job.name, "done")
