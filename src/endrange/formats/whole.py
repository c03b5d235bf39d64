"""Files and folders are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from endrange.domain.errors import EndrangeError, OutputError

#: Hidden files and folders with this ending are unfinished; what a killed run left may be removed.
UNFINISHED: Final = ".part"

_FILE_MODE: Final = 0o644
_FOLDER_MODE: Final = 0o755

#: Bytes of a name that stand in its unfinished name: file systems allow 255 in all.
_KEPT_OF_NAME: Final = 80


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` and put it in its place when the block ends well.

    Raises
    ------
    OutputError
        When the folder cannot be written; nothing is left behind.
    """
    with _in_one_sentence(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=UNFINISHED, dir=path.parent)
        os.close(handle)
    part = Path(name)
    try:
        with _in_one_sentence(path):
            yield part
            part.chmod(_FILE_MODE)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """Give an empty temporary folder beside ``path`` and put it in its place when the block ends well.

    An older folder of that name is moved away first: killed in between, the folder is missing but never half there.

    Raises
    ------
    OutputError
        When the folder cannot be written; nothing is left behind.
    """
    with _in_one_sentence(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=_prefix(path), suffix=UNFINISHED, dir=path.parent))
    old = part.with_name(f"{part.name.removesuffix(UNFINISHED)}.old{UNFINISHED}")
    try:
        with _in_one_sentence(path):
            yield part
            part.chmod(_FOLDER_MODE)
            if path.exists():
                path.replace(old)
            part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a killed run left unfinished in a folder and its folders."""
    if not folder.is_dir():
        return
    for part in sorted(folder.rglob(f".*{UNFINISHED}")):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _prefix(path: Path) -> str:
    kept = path.name.encode("utf-8", "ignore")[:_KEPT_OF_NAME].decode("utf-8", "ignore")
    return f".{kept}."


@contextmanager
def _in_one_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except EndrangeError:
        raise
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else " ".join(str(error).split())
        raise OutputError(
            f"{path} cannot be written ({why}); free some space or choose another folder.", path
        ) from error
