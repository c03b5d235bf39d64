"""Everything that is kept: rows and the folders that belong to them, made and deleted together."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from endrange.domain.assessment import PlannedClip
from endrange.domain.clip import Clip
from endrange.domain.corrections import SUFFIX, Corrections, corrections_beside, corrections_text
from endrange.formats.whole import written_whole
from endrange.session.names import plan_from_name
from endrange.web.database import Database
from endrange.web.folders import Folders, clip_file, new_id
from endrange.web.jobs import Jobs, add_to
from endrange.web.rows import Athlete, BaselineRow, ClipRow, SessionRow

if TYPE_CHECKING:
    from endrange.history.store import History

#: Longest part of a user's file name that is kept for showing.
_NAME_KEPT: Final = 120

#: What a user may say of a clip.
SAID: Final = ("movement", "motion", "side", "effort", "person", "start_s", "end_s", "slow_motion")


class Store:
    """The data folder of one server."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders(root)
        self.database = Database(self.folders.database)
        self.jobs = Jobs(self.database)

    @cached_property
    def history(self) -> History:
        """Assessments kept; its libraries are loaded when it is first asked for."""
        from endrange.history.store import History

        return History(self.folders.history)

    def prepare(self) -> None:
        """Make what is missing."""
        self.folders.uploads.mkdir(parents=True, exist_ok=True)
        self.database.prepare()

    def forget_uploads(self) -> None:
        """Remove uploads that never ended; for the one server that holds the folder."""
        for part in self.folders.uploads.iterdir():
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)

    # ------------------------------------------------------------------ athletes

    def athletes(self) -> tuple[Athlete, ...]:
        """Everybody, by name."""
        with self.database.read() as db:
            return tuple(_athlete(row) for row in db.execute("SELECT * FROM athlete ORDER BY own DESC, name, id"))

    def athlete(self, athlete: str) -> Athlete | None:
        """One of them."""
        with self.database.read() as db:
            row = db.execute("SELECT * FROM athlete WHERE id = ?", (athlete,)).fetchone()
        return None if row is None else _athlete(row)

    def add_athlete(self, name: str, *, own: bool = False) -> Athlete:
        """A new athlete."""
        with self.database.write() as db:
            return _new_athlete(db, name, own=own)

    def own_athlete(self, name: str) -> Athlete:
        """Whoever films with their own phone; made when first asked for."""
        with self.database.write() as db:
            row = db.execute("SELECT * FROM athlete WHERE own = 1 ORDER BY created LIMIT 1").fetchone()
            return _new_athlete(db, name, own=True) if row is None else _athlete(row)

    def change_athlete(self, athlete: str, **values: Any) -> None:
        """Change name, age or sex."""
        self._change("athlete", athlete, values)

    def delete_athlete(self, athlete: str) -> None:
        """Everything of an athlete: rows, clips, results, history."""
        with self.database.write() as db:
            db.execute("DELETE FROM athlete WHERE id = ?", (athlete,))
        _remove(self.folders.athlete(athlete))
        self.history.delete(athlete)
        self.database.forget()

    # ------------------------------------------------------------------ sessions

    def sessions(self, athlete: str) -> tuple[SessionRow, ...]:
        """An athlete's sessions, newest first."""
        query = "SELECT * FROM session WHERE athlete_id = ? ORDER BY date DESC, created DESC"
        with self.database.read() as db:
            return tuple(SessionRow(**dict(row)) for row in db.execute(query, (athlete,)))

    def session(self, session: str) -> SessionRow | None:
        """One session."""
        with self.database.read() as db:
            row = db.execute("SELECT * FROM session WHERE id = ?", (session,)).fetchone()
        return None if row is None else SessionRow(**dict(row))

    def add_session(self, athlete: str, day: str) -> SessionRow:
        """A new session."""
        with self.database.write() as db:
            return _new_session(db, athlete, day)

    def session_of_today(self, athlete: str) -> SessionRow:
        """Today's session of an athlete; made when first asked for."""
        today = date.today().isoformat()
        query = "SELECT * FROM session WHERE athlete_id = ? AND date = ? ORDER BY created DESC LIMIT 1"
        with self.database.write() as db:
            row = db.execute(query, (athlete, today)).fetchone()
            return _new_session(db, athlete, today) if row is None else SessionRow(**dict(row))

    def change_session(self, session: str, **values: Any) -> None:
        """Change date, surface, zero, notes or focus."""
        self._change("session", session, values)

    def delete_session(self, session: SessionRow) -> None:
        """Everything of a session: rows, clips, results, its place in the history."""
        with self.database.write() as db:
            db.execute("DELETE FROM session WHERE id = ?", (session.id,))
        _remove(self.folders.session(session.athlete_id, session.id))
        self.history.delete(session.athlete_id, session.date)
        self.database.forget()

    # ------------------------------------------------------------------ clips

    def clips(self, session: str) -> tuple[ClipRow, ...]:
        """A session's clips, in the order in which they came."""
        with self.database.read() as db:
            rows = db.execute("SELECT * FROM clip WHERE session_id = ? ORDER BY number", (session,))
            return tuple(_clip(row) for row in rows)

    def clip(self, clip: str) -> ClipRow | None:
        """One clip."""
        with self.database.read() as db:
            row = db.execute("SELECT * FROM clip WHERE id = ?", (clip,)).fetchone()
        return None if row is None else _clip(row)

    def add_clip(self, session: SessionRow, upload: Path, name: str, facts: Clip, said: Mapping[str, Any]) -> ClipRow:
        """Keep an upload that was probed, and queue its analysis; both or neither.

        What the user did not say is taken from the file's name, by the rules of a session folder.
        """
        name = name[-_NAME_KEPT:] or "clip"
        values = _named(name) | {key: value for key, value in said.items() if value is not None}
        clip = new_id()
        with self.database.write() as db:
            query = "UPDATE session SET last_number = last_number + 1 WHERE id = ? RETURNING last_number"
            found = db.execute(query, (session.id,)).fetchone()
            if found is None:
                raise sqlite3.IntegrityError("the session was deleted meanwhile")
            (number,) = found
            file = clip_file(number, name)
            row = {
                "id": clip, "session_id": session.id, "number": number, "file": file, "name": name,
                "bytes": upload.stat().st_size, "width_px": facts.width_px, "height_px": facts.height_px,
                "duration_s": facts.duration_s, "created": _now(), **{key: values.get(key) for key in SAID},
            }  # fmt: skip
            columns = ", ".join(row)
            marks = ", ".join(f":{key}" for key in row)
            db.execute(f"INSERT INTO clip ({columns}) VALUES ({marks})", row)
            add_to(db, "analyse", session.id, clip)
            target = self.folders.clips(session.athlete_id, session.id) / file
            target.parent.mkdir(parents=True, exist_ok=True)
            upload.replace(target)
        kept = self.clip(clip)
        if kept is None:
            raise sqlite3.IntegrityError("the clip was deleted meanwhile")
        return kept

    def say_of_clip(self, clip: ClipRow, values: Mapping[str, Any]) -> None:
        """Correct what is said of a clip, and queue its analysis again."""
        with self.database.write() as db:
            _update(db, "clip", clip.id, values)
            db.execute("UPDATE job SET state = 'cancelled' WHERE clip_id = ? AND state = 'queued'", (clip.id,))
            add_to(db, "again" if clip.ready else "analyse", clip.session_id, clip.id)

    def note_seen(self, clip: str, **values: Any) -> None:
        """Keep what was recognised."""
        self._change("clip", clip, values)

    def delete_clip(self, clip: ClipRow) -> None:
        """A clip's row, film and results; and the session's answer, which was made with it."""
        session = self.session(clip.session_id)
        with self.database.write() as db:
            db.execute("DELETE FROM clip WHERE id = ?", (clip.id,))
        if session is not None:
            self.clip_path(session, clip).unlink(missing_ok=True)
            self._corrections_path(session, clip).unlink(missing_ok=True)
            _remove(self.clip_results(session, clip))
            self.drop_answer(session)
        self.database.forget()

    def drop_answer(self, session: SessionRow) -> None:
        """Remove a session's answer that no longer agrees with its clips, here and in the history."""
        results = self.folders.results(session.athlete_id, session.id)
        for name in ("assessment.json", "assessment.csv", "report.html", "share.html", "share_blurred.html"):
            (results / name).unlink(missing_ok=True)
        self.history.delete(session.athlete_id, session.date)

    def clip_path(self, session: SessionRow, clip: ClipRow) -> Path:
        """The film of a clip."""
        return self.folders.clips(session.athlete_id, session.id) / clip.file

    def clip_results(self, session: SessionRow, clip: ClipRow) -> Path:
        """The result folder of a clip."""
        return self.folders.results(session.athlete_id, session.id) / clip.file

    def planned(self, session: SessionRow, clip: ClipRow) -> PlannedClip:
        """A clip as an assessment takes it."""
        return PlannedClip(self.clip_path(session, clip), **{name: getattr(clip, name) for name in SAID})

    def corrections(self, session: SessionRow, clip: ClipRow) -> Corrections:
        """What was put right by hand in a clip."""
        return corrections_beside(self.clip_path(session, clip))

    def correct(self, session: SessionRow, clip: ClipRow, corrections: Corrections) -> None:
        """Keep the clip's corrections and queue its numbers again; no pixels are needed for them."""
        self.note_corrections(session, clip, corrections)
        self.say_of_clip(clip, {name: getattr(clip, name) for name in SAID})

    def note_corrections(self, session: SessionRow, clip: ClipRow, corrections: Corrections) -> None:
        """Write the clip's corrections beside it."""
        path = self._corrections_path(session, clip)
        if corrections:
            with written_whole(path) as part:
                part.write_text(corrections_text(corrections), encoding="utf-8")
        else:
            path.unlink(missing_ok=True)

    def _corrections_path(self, session: SessionRow, clip: ClipRow) -> Path:
        path = self.clip_path(session, clip)
        return path.with_name(path.name + SUFFIX)

    # ------------------------------------------------------------------ measured by hand

    def baselines(self, session: str) -> tuple[BaselineRow, ...]:
        """Ranges measured by hand."""
        with self.database.read() as db:
            rows = db.execute("SELECT * FROM baseline WHERE session_id = ? ORDER BY motion, side, rowid", (session,))
            return tuple(BaselineRow(**dict(row)) for row in rows)

    def add_baseline(self, session: str, values: Mapping[str, Any]) -> None:
        """One more of them."""
        row = {"id": new_id(), "session_id": session, **values}
        columns, marks = ", ".join(row), ", ".join(f":{key}" for key in row)
        with self.database.write() as db:
            db.execute(f"INSERT INTO baseline ({columns}) VALUES ({marks})", row)

    def delete_baseline(self, session: str, baseline: str) -> None:
        """One less."""
        with self.database.write() as db:
            db.execute("DELETE FROM baseline WHERE id = ? AND session_id = ?", (baseline, session))
        self.database.forget()

    def _change(self, table: str, row: str, values: Mapping[str, Any]) -> None:
        with self.database.write() as db:
            _update(db, table, row, values)


def _update(db: sqlite3.Connection, table: str, row: str, values: Mapping[str, Any]) -> None:
    """Set columns of a row; table and column names are ours, never a user's."""
    settings = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*values.values(), row))


def _named(name: str) -> dict[str, Any]:
    """What a file name says of its clip."""
    plan = plan_from_name(Path(name.replace("\0", " ")))
    return {key: getattr(plan, key) for key in ("movement", "motion", "side", "effort")}


def _new_athlete(db: sqlite3.Connection, name: str, *, own: bool) -> Athlete:
    athlete = Athlete(new_id(), name, own, None, None, _now())
    db.execute(
        "INSERT INTO athlete (id, name, own, created) VALUES (?, ?, ?, ?)",
        (athlete.id, name, int(own), athlete.created),
    )
    return athlete


def _new_session(db: sqlite3.Connection, athlete: str, day: str) -> SessionRow:
    row = SessionRow(new_id(), athlete, day, None, "anatomical", "", "", 0, _now())
    query = "INSERT INTO session (id, athlete_id, date, created) VALUES (?, ?, ?, ?)"
    db.execute(query, (row.id, athlete, day, row.created))
    return row


def _athlete(row: sqlite3.Row) -> Athlete:
    found = Athlete(**dict(row))
    return replace(found, own=bool(found.own))


def _clip(row: sqlite3.Row) -> ClipRow:
    found = ClipRow(**dict(row))
    return replace(found, ready=bool(found.ready))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _remove(folder: Path) -> None:
    while folder.is_dir():
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # somebody else removes it too
