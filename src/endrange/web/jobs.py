"""The queue: what is to be done, what is being done, what became of it. It lives in SQLite and so outlives us."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Final, Literal

from endrange.web.database import Database

State = Literal["queued", "running", "done", "failed", "cancelled"]
Kind = Literal["analyse", "again", "assess", "share", "share_blurred"]

#: A job whose process died is tried this often in all.
MAX_ATTEMPTS: Final = 3

DIED: Final = "This clip made its process die again and again; film it again, or cut it shorter."

OPEN_STATES: Final = ("queued", "running")


@dataclass(frozen=True)
class Job:
    """One row of the queue."""

    id: int
    kind: Kind
    session_id: str
    clip_id: str | None
    state: State
    stage: str
    done: int
    total: int | None
    attempts: int
    started_s: float | None
    stage_started_s: float | None
    reason: str | None
    code: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN_STATES

    @property
    def share(self) -> float | None:
        """Part of the present stage that is done, 0..1."""
        return min(1.0, self.done / self.total) if self.total else None

    def left_s(self, now_s: float) -> float | None:
        """Seconds that the present stage still takes at its pace; None while nothing can be said."""
        if self.state != "running" or not self.total or not self.done or self.stage_started_s is None:
            return None
        spent = max(0.0, now_s - self.stage_started_s)
        return spent / self.done * max(0, self.total - self.done)


class Jobs:
    """The queue of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: Kind, session_id: str, clip_id: str | None = None) -> int:
        """Queue a job; one that waits for the same thing already is that job."""
        with self._database.write() as db:
            return add_to(db, kind, session_id, clip_id)

    def get(self, number: int) -> Job | None:
        """One job."""
        with self._database.read() as db:
            return _job(db.execute("SELECT * FROM job WHERE id = ?", (number,)).fetchone())

    def last_of_clip(self, clip_id: str) -> Job | None:
        """The newest job that measures a clip."""
        query = "SELECT * FROM job WHERE clip_id = ? AND kind IN ('analyse', 'again') ORDER BY id DESC LIMIT 1"
        with self._database.read() as db:
            return _job(db.execute(query, (clip_id,)).fetchone())

    def last_assessment(self, session_id: str) -> Job | None:
        """The newest job that puts a session together."""
        query = "SELECT * FROM job WHERE session_id = ? AND kind = 'assess' ORDER BY id DESC LIMIT 1"
        with self._database.read() as db:
            return _job(db.execute(query, (session_id,)).fetchone())

    def last_share(self, session_id: str, clip_id: str | None) -> Job | None:
        """The newest job that makes the file to be given away, of a clip or of a session's answer."""
        query = (
            "SELECT * FROM job WHERE session_id = ? AND clip_id IS ? AND kind IN ('share', 'share_blurred') "
            "ORDER BY id DESC LIMIT 1"
        )
        with self._database.read() as db:
            return _job(db.execute(query, (session_id, clip_id)).fetchone())

    def ahead_of(self, job: Job) -> int:
        """How many jobs come before a waiting one."""
        query = "SELECT count(*) FROM job WHERE state IN ('queued', 'running') AND id < ?"
        with self._database.read() as db:
            return int(db.execute(query, (job.id,)).fetchone()[0])

    def take(self) -> Job | None:
        """Claim the next job."""
        with self._database.write() as db:
            job = _job(db.execute("SELECT * FROM job WHERE state = 'queued' ORDER BY id LIMIT 1").fetchone())
            if job is None:
                return None
            now = time.time()
            db.execute(
                "UPDATE job SET state = 'running', attempts = attempts + 1, started_s = ?, stage_started_s = ?, "
                "stage = '', done = 0, total = NULL WHERE id = ?",
                (now, now, job.id),
            )
            return _job(db.execute("SELECT * FROM job WHERE id = ?", (job.id,)).fetchone())

    def tell(self, number: int, stage: str, done: int, total: int | None) -> None:
        """Note how far a job is."""
        with self._database.write() as db:
            db.execute(
                "UPDATE job SET stage_started_s = CASE WHEN stage = ? THEN stage_started_s ELSE ? END, stage = ?, "
                "done = ?, total = ? WHERE id = ? AND state = 'running'",
                (stage, time.time(), stage, done, total, number),
            )

    def finish(self, number: int, state: State, reason: str | None = None, code: str | None = None) -> None:
        """Note what became of a running job; one that was cancelled meanwhile stays so."""
        with self._database.write() as db:
            db.execute(
                "UPDATE job SET state = ?, reason = ?, code = ? WHERE id = ? AND state = 'running'",
                (state, reason, code, number),
            )

    def cancel(self, number: int) -> bool:
        """Cancel a job; True when it was running and its process must be ended."""
        with self._database.write() as db:
            job = _job(db.execute("SELECT * FROM job WHERE id = ?", (number,)).fetchone())
            if job is None or not job.is_open:
                return False
            db.execute("UPDATE job SET state = 'cancelled' WHERE id = ?", (number,))
            return job.state == "running"

    def retry(self, number: int) -> bool:
        """Queue a failed or cancelled job again."""
        with self._database.write() as db:
            changed = db.execute(
                "UPDATE job SET state = 'queued', attempts = 0, reason = NULL, code = NULL, stage = '', done = 0, "
                "total = NULL WHERE id = ? AND state IN ('failed', 'cancelled')",
                (number,),
            ).rowcount
        return changed > 0

    def recover(self) -> None:
        """Queue again what a dead process left running; what died :data:`MAX_ATTEMPTS` times has failed."""
        with self._database.write() as db:
            db.execute(
                "UPDATE job SET state = 'failed', reason = ?, code = 'crashed' "
                "WHERE state = 'running' AND attempts >= ?",
                (DIED, MAX_ATTEMPTS),
            )
            db.execute("UPDATE job SET state = 'queued' WHERE state = 'running'")

    def forgive(self) -> None:
        """Queue again what the end of the server left running: that was not the job's fault."""
        with self._database.write() as db:
            db.execute("UPDATE job SET state = 'queued', attempts = max(0, attempts - 1) WHERE state = 'running'")


def add_to(db: sqlite3.Connection, kind: Kind, session_id: str, clip_id: str | None) -> int:
    """Queue a job inside a transaction; one that waits for the same thing already is that job."""
    same = db.execute(
        "SELECT id FROM job WHERE kind = ? AND session_id = ? AND clip_id IS ? AND state = 'queued'",
        (kind, session_id, clip_id),
    ).fetchone()
    if same is not None:
        return int(same["id"])
    number = db.execute(
        "INSERT INTO job (kind, session_id, clip_id, state) VALUES (?, ?, ?, 'queued')", (kind, session_id, clip_id)
    ).lastrowid
    assert number is not None
    return number


def _job(row: sqlite3.Row | None) -> Job | None:
    return None if row is None else Job(**dict(row))
