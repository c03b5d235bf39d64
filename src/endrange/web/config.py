"""How one server was started, as one value."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: Longest upload (proposal: ten minutes of a phone's best film).
MAX_UPLOAD_BYTES: Final = 4 * 1024**3

#: Space that an upload leaves free for results and for the machine itself (proposal).
RESERVE_BYTES: Final = 1024**3

#: Below this much space the pages say so, before it is short (proposal).
LOW_SPACE_BYTES: Final = 5 * 1024**3

DEFAULT_PORT: Final = 8765

LOCAL_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def default_data() -> Path:
    """The user's own data folder, beside the history."""
    from endrange.history.store import history_file

    return history_file().parent / "web"


def default_worker() -> tuple[str, ...]:
    """The command that starts a worker; the data folder is added to it."""
    return (sys.executable, "-m", "endrange.web.worker")


@dataclass(frozen=True)
class ServeConfig:
    """How one server was started.

    Attributes
    ----------
    data
        Folder of everything that is kept.
    token
        What a request must know; None where only this machine can ask.
    hosts
        Names and addresses by which the server may be called.
    worker
        Command of the worker process; empty for none.
    """

    data: Path
    port: int = DEFAULT_PORT
    token: str | None = None
    hosts: frozenset[str] = LOCAL_HOSTS
    max_upload_bytes: int = MAX_UPLOAD_BYTES
    reserve_bytes: int = RESERVE_BYTES
    low_space_bytes: int = LOW_SPACE_BYTES
    worker: tuple[str, ...] = field(default_factory=default_worker)


def kept_token(data: Path) -> str:
    """The token of a data folder, made once, so that a phone need not scan again after a restart.

    Only the owner may read its file.
    """
    path = data / "token"
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        token = ""
    if len(token) >= 22:
        return token
    token = secrets.token_urlsafe(16)
    data.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(token)
    return token
