"""System libraries that OpenCV and MediaPipe load on Linux; servers and slim containers lack them."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Final

from endrange.domain.errors import MachineError

#: Library -> (Debian's package, Fedora's package). OpenCV's wheel loads the first, MediaPipe's the others.
LIBRARIES: Final[dict[str, tuple[str, str]]] = {
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libGLESv2.so.2": ("libgles2", "libglvnd-gles"),
}


def _load(name: str) -> object:
    return ctypes.CDLL(name)


def missing_libraries(load: Callable[[str], object] = _load) -> tuple[str, ...]:
    """Libraries of :data:`LIBRARIES` that do not load here; none elsewhere than on Linux.

    ``load`` raises OSError for a library that is absent.
    """
    if not sys.platform.startswith("linux"):
        return ()
    missing = []
    for name in LIBRARIES:
        try:
            load(name)
        except OSError:
            missing.append(name)
    return tuple(missing)


def require_libraries(load: Callable[[str], object] = _load) -> None:
    """Say which packages to install, before an import fails with a traceback.

    Raises
    ------
    MachineError
        When a library is missing: one sentence with the packages' names.
    """
    missing = missing_libraries(load)
    if not missing:
        return
    debian = " ".join(LIBRARIES[name][0] for name in missing)
    fedora = " ".join(LIBRARIES[name][1] for name in missing)
    raise MachineError(
        f"This machine lacks {', '.join(missing)}, which opencv and mediapipe load; "
        f"install with `apt-get install {debian}` (Debian, Ubuntu) or `dnf install {fedora}` (Fedora)."
    )
