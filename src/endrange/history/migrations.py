"""The history file's layout: forward-only steps, each applied once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE athlete (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE assessment (
        id INTEGER PRIMARY KEY,
        athlete_id INTEGER NOT NULL REFERENCES athlete (id) ON DELETE CASCADE,
        date TEXT NOT NULL,
        surface TEXT,
        added TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT;
    CREATE TABLE range (
        id INTEGER PRIMARY KEY,
        assessment_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
        motion TEXT NOT NULL,
        side TEXT,
        position TEXT,
        part TEXT NOT NULL,
        statistic TEXT NOT NULL,
        definition TEXT NOT NULL,
        value REAL NOT NULL,
        low REAL NOT NULL,
        high REAL NOT NULL
    ) STRICT;
    CREATE INDEX assessment_by_athlete ON assessment (athlete_id, date);
    CREATE INDEX range_by_assessment ON range (assessment_id);
    """,
    """
    ALTER TABLE assessment ADD COLUMN source TEXT NOT NULL DEFAULT '';
    CREATE INDEX range_by_motion ON range (motion, side, part);
    """,
    """
    DROP TABLE range;
    """,
)


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = MIGRATIONS) -> None:
    """Bring a file to today's layout, all steps in one transaction; who comes meanwhile waits for it.

    Parameters
    ----------
    steps
        A script for each layout, oldest first; those of the history file, unless told otherwise.

    Raises
    ------
    sqlite3.DatabaseError
        When the file was written by a newer version.
    """
    if layout_of(connection) == len(steps):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        layout = layout_of(connection)  # another process may have been quicker
        if layout > len(steps):
            raise sqlite3.DatabaseError(f"the file has layout {layout}, and this version knows {len(steps)}")
        for step in steps[layout:]:
            for statement in step.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def layout_of(connection: sqlite3.Connection) -> int:
    """Which layout a file has; 0 of a new one."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)
