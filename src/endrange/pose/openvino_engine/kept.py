"""Compiled networks are kept from run to run: reading weights and compiling costs more than a short clip.

Every file is one network, compiled, behind a checksum. It is written under another name and put in its place whole, so
that processes that start at once never read half of one; a file that cannot be used is made anew. Its name holds all
that its content depends on: weights, how they are put to use, precision, processor, and the versions.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import openvino as ov

#: Where compiled networks are kept may be moved, or set empty to keep none.
CACHE_VARIABLE: Final = "ENDRANGE_CACHE"

#: Files of one network that are kept, the newest: two precisions, and those of a version before (proposal).
_MOST_FILES: Final = 4

_CHECKSUM_BYTES: Final = 4


def cache_folder() -> Path | None:
    """Where compiled networks are kept from run to run; None for nowhere."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen is not None:
        return Path(chosen) / "openvino" if chosen else None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "endrange" / "openvino"


def kept_or_compiled(
    core: ov.Core,
    name: str,
    made_of: dict[str, Any],
    options: dict[str, Any],
    compile_it: Callable[[], ov.CompiledModel],
) -> ov.CompiledModel:
    """The kept network, or a new one, which is then kept where that can be.

    Parameters
    ----------
    name
        Of the weights; files are named after it.
    made_of
        What the compiled network depends on, beside the runtime and the processor.
    options
        To load it with.
    compile_it
        Makes it anew.
    """
    folder = cache_folder()
    if folder is None:
        return compile_it()
    path = folder / f"{name}-{_digest(core, made_of)}.blob"
    content = _read(path)
    if content is not None:
        # a file of another build of the runtime is refused, and made anew
        with suppress(RuntimeError):
            return core.import_model(content, "CPU", options)
    compiled = compile_it()
    _keep(path, compiled.export_model().getvalue())
    return compiled


def _digest(core: ov.Core, made_of: dict[str, Any]) -> str:
    everything = made_of | {
        "openvino": ov.__version__,
        "processor": core.get_property("CPU", "FULL_DEVICE_NAME"),
        "abilities": sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")),
    }
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:24]


def _read(path: Path) -> bytes | None:
    """What is kept; None where nothing is, or where it is damaged."""
    try:
        with path.open("rb") as file:
            checksum, network = file.read(_CHECKSUM_BYTES), file.read()
    except OSError:
        return None
    return network if checksum == _checksum(network) else None


def _checksum(network: bytes) -> bytes:
    return zlib.crc32(network).to_bytes(_CHECKSUM_BYTES, "big")


def _keep(path: Path, network: bytes) -> None:
    """Put a file in its place, whole; a folder that cannot be written, or is full, keeps nothing."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part_name = tempfile.mkstemp(prefix=".network-", suffix=".part", dir=path.parent)
        part = Path(part_name)
        with os.fdopen(handle, "wb") as file:
            file.write(_checksum(network))
            file.write(network)
        part.replace(path)
        _forget_old(path)
    except OSError:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _forget_old(path: Path) -> None:
    """Remove all but the newest files of the same network."""
    name = path.name.rpartition("-")[0]
    files = sorted(path.parent.glob(f"{name}-*.blob"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in files[_MOST_FILES:]:
        old.unlink(missing_ok=True)
