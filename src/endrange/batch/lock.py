"""One batch at a time in a folder of results."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from endrange.domain.errors import OutputError

NAME: Final = ".endrange.lock"


@contextmanager
def only_batch_in(folder: Path) -> Iterator[None]:
    """Hold a folder; the system lets go of it when the process ends, however it ends.

    Raises
    ------
    OutputError
        When another batch holds it, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / NAME).open("a")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written ({error.strerror}); choose another folder.", folder) from error
    with file:
        if not _held(file):
            raise OutputError(f"Another batch is writing to {folder}; wait for it, or choose another folder.", folder)
        yield


if sys.platform == "win32":
    import msvcrt

    def _held(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _held(file: IO[str]) -> bool:
        """A file system that knows no locks holds nobody up."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
