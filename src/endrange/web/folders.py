"""Where things lie. Folders and files are named by numbers that we made; no user's text ever becomes a path."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from endrange.domain.clip import CLIP_SUFFIXES

_ID: Final = re.compile(r"[0-9a-f]{16}")

#: Ending of a clip whose own is not one of film.
_PLAIN_SUFFIX: Final = ".mp4"


def new_id() -> str:
    """Sixteen hexadecimal digits that nobody can guess."""
    return secrets.token_hex(8)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


def clip_file(number: int, name: str) -> str:
    """The file of a session's clip: its number, and of the user's name at most a known ending."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return f"clip_{number:02d}{ending if ending in CLIP_SUFFIXES else _PLAIN_SUFFIX}"


@dataclass(frozen=True)
class Folders:
    """The data folder."""

    root: Path

    @property
    def database(self) -> Path:
        """Rows of everything."""
        return self.root / "web.sqlite3"

    @property
    def history(self) -> Path:
        """Assessments kept, athletes by their ids."""
        return self.root / "history.sqlite3"

    @property
    def uploads(self) -> Path:
        """Uploads on their way in."""
        return self.root / "uploads"

    def athlete(self, athlete: str) -> Path:
        """Everything of one athlete."""
        return self.root / "athletes" / _checked(athlete)

    def session(self, athlete: str, session: str) -> Path:
        """Everything of one session."""
        return self.athlete(athlete) / _checked(session)

    def clips(self, athlete: str, session: str) -> Path:
        """The films of a session."""
        return self.session(athlete, session) / "clips"

    def results(self, athlete: str, session: str) -> Path:
        """The results of a session: its assessment, and a folder a clip."""
        return self.session(athlete, session) / "results"

    def free_bytes(self) -> int:
        """Space left where the data lie."""
        self.root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.root).free


def _checked(one_id: str) -> str:
    if not is_id(one_id):
        raise ValueError(f"{one_id!r} is no id")
    return one_id
