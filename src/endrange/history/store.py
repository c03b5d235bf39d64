"""Keeps assessments, gives them back, shows trends, and forgets when told to."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from endrange.domain.assessment import Assessment, Joint
from endrange.domain.errors import OutputError
from endrange.formats.analysis_json import finite
from endrange.formats.assessment_json import assessment_dict, joint_from_dict
from endrange.history.migrations import migrate


@dataclass(frozen=True)
class Kept:
    """One assessment in the history."""

    number: int
    athlete: str
    date: str
    surface: str | None
    joints: tuple[Joint, ...]


def history_file() -> Path:
    """Where the history lies: ``ENDRANGE_HISTORY``, else the user's own data folder."""
    said = os.environ.get("ENDRANGE_HISTORY")
    if said:
        return Path(said)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "endrange" / "history.sqlite3"


class History:
    """The history file. Every call opens it, does one transaction and closes it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else history_file()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=10.0)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"The history {self.path} cannot be opened ({error}).", self.path) from error
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection)
            with connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise OutputError(f"The history {self.path} cannot be used: {error}.", self.path) from error
        finally:
            connection.close()

    def add(self, assessment: Assessment, athlete: str, date: str | None = None) -> int:
        """Keep an assessment; an earlier one of the same athlete, date and session folder is replaced.

        A daily circle and a whole session of one day lie in different folders and stand beside each other.

        Returns
        -------
        int
            Its number in the history.
        """
        day = date or assessment.session.date or datetime.now(UTC).date().isoformat()
        source = _source_of(assessment)
        content = json.dumps(finite(assessment_dict(assessment)), ensure_ascii=False, allow_nan=False)
        with self._open() as db:
            db.execute("INSERT INTO athlete (name) VALUES (?) ON CONFLICT DO NOTHING", (athlete,))
            (who,) = db.execute("SELECT id FROM athlete WHERE name = ?", (athlete,)).fetchone()
            db.execute("DELETE FROM assessment WHERE athlete_id = ? AND date = ? AND source = ?", (who, day, source))
            added = datetime.now(UTC).isoformat(timespec="seconds")
            row = (who, day, assessment.session.surface, added, source, content)
            number = db.execute(
                "INSERT INTO assessment (athlete_id, date, surface, added, source, content) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
        assert number is not None
        return number

    def athletes(self) -> tuple[str, ...]:
        """Everybody in the history."""
        with self._open() as db:
            return tuple(name for (name,) in db.execute("SELECT name FROM athlete ORDER BY name"))

    def assessments(self, athlete: str) -> tuple[Kept, ...]:
        """One athlete's assessments, oldest first."""
        query = (
            "SELECT a.id, w.name, a.date, a.surface, a.content FROM assessment a JOIN athlete w ON w.id = a.athlete_id "
            "WHERE w.name = ? ORDER BY a.date, a.id"
        )
        with self._open() as db:
            return tuple(_kept(row) for row in db.execute(query, (athlete,)))

    def before(self, athlete: str, date: str) -> tuple[Kept, ...]:
        """An athlete's assessments before a date, newest first."""
        query = (
            "SELECT a.id, w.name, a.date, a.surface, a.content FROM assessment a JOIN athlete w ON w.id = a.athlete_id "
            "WHERE w.name = ? AND a.date < ? ORDER BY a.date DESC, a.id DESC"
        )
        with self._open() as db:
            return tuple(_kept(row) for row in db.execute(query, (athlete, date)))

    def delete(self, athlete: str, date: str | None = None) -> int:
        """Forget an athlete, or one of their assessments; what was deleted is overwritten in the file.

        Returns
        -------
        int
            How many assessments are gone.
        """
        with self._open() as db:
            ids = "SELECT a.id FROM assessment a JOIN athlete w ON w.id = a.athlete_id WHERE w.name = ?"
            where, values = (f"{ids} AND a.date = ?", (athlete, date)) if date else (ids, (athlete,))
            gone = db.execute(f"DELETE FROM assessment WHERE id IN ({where})", values).rowcount
            if date is None:
                db.execute("DELETE FROM athlete WHERE name = ?", (athlete,))
        self._compact()
        return gone

    def _compact(self) -> None:
        """Leave nothing of what was deleted in the file or its log."""
        with self._open() as db:
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.execute("VACUUM")

    def export(self, athlete: str) -> list[dict[str, Any]]:
        """All assessments of an athlete as they were written, oldest first."""
        query = (
            "SELECT a.date, a.content FROM assessment a JOIN athlete w ON w.id = a.athlete_id "
            "WHERE w.name = ? ORDER BY a.date, a.id"
        )
        with self._open() as db:
            return [{"date": date, **json.loads(content)} for date, content in db.execute(query, (athlete,))]


def _source_of(assessment: Assessment) -> str:
    """Tells sessions of one day apart without keeping where they lie."""
    return hashlib.sha256(str(assessment.session.folder.resolve()).encode("utf-8")).hexdigest()[:16]


def _kept(row: tuple[int, str, str, str | None, str]) -> Kept:
    number, athlete, date, surface, content = row
    joints = tuple(joint_from_dict(joint) for joint in json.loads(content)["joints"])
    return Kept(number, athlete, date, surface, joints)
