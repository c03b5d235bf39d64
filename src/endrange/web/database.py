"""The rows behind the pages: SQLite, strict tables, forward-only migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from endrange.domain.errors import OutputError
from endrange.history.migrations import layout_of, migrate

#: One script a version; a released script is never changed.
_MIGRATIONS: Final = (
    """
    CREATE TABLE athlete (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, own INTEGER NOT NULL DEFAULT 0, age_years REAL, sex TEXT,
        created TEXT NOT NULL
    ) STRICT;
    CREATE TABLE session (
        id TEXT PRIMARY KEY, athlete_id TEXT NOT NULL REFERENCES athlete (id) ON DELETE CASCADE,
        date TEXT NOT NULL, surface TEXT, zero TEXT NOT NULL DEFAULT 'anatomical', notes TEXT NOT NULL DEFAULT '',
        focus TEXT NOT NULL DEFAULT '', last_number INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX session_of ON session (athlete_id, date);
    CREATE TABLE clip (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        number INTEGER NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL,
        width_px INTEGER NOT NULL, height_px INTEGER NOT NULL, duration_s REAL NOT NULL,
        movement TEXT, motion TEXT, side TEXT, effort TEXT, person INTEGER, start_s REAL, end_s REAL, slow_motion REAL,
        ready INTEGER NOT NULL DEFAULT 0, seen_movement TEXT, seen_side TEXT, seen_effort TEXT,
        people_seen INTEGER, created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX clip_of ON clip (session_id, number);
    CREATE TABLE baseline (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        motion TEXT NOT NULL, side TEXT NOT NULL, value_deg REAL NOT NULL, role TEXT NOT NULL, position TEXT NOT NULL,
        method TEXT NOT NULL, repeats INTEGER NOT NULL, who TEXT NOT NULL
    ) STRICT;
    CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        clip_id TEXT REFERENCES clip (id) ON DELETE CASCADE,
        state TEXT NOT NULL, stage TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, total INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0, started_s REAL, stage_started_s REAL, reason TEXT, code TEXT
    ) STRICT;
    CREATE INDEX job_by_state ON job (state, id);
    CREATE INDEX job_of_clip ON job (clip_id, id);
    """,
)

#: How long a writer waits for another one.
_PATIENCE_S: Final = 30.0


class Database:
    """One file. Every call opens it, does one transaction and closes it, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading."""
        with closing(self._connect()) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept as a whole or not at all."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def prepare(self) -> None:
        """Make the file, or bring it to this version.

        Raises
        ------
        OutputError
            When it cannot be opened, or a newer version wrote it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                if layout_of(connection) > len(_MIGRATIONS):
                    raise OutputError(
                        f"{self.path} was written by a newer version of endrange; update it, or choose another folder "
                        "with --data.",
                        self.path,
                    )
                migrate(connection, _MIGRATIONS)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(
                f"{self.path} cannot be used ({error}); choose another folder with --data.", self.path
            ) from error

    def forget(self) -> None:
        """Leave nothing of deleted rows in the file or its log."""
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection
