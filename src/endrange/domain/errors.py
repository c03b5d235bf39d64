"""Everything that can go wrong, as one tree. Each message is one sentence: what is wrong, in which file, what to do.

::

    EndrangeError
    ├── ClipError            (ValueError)         the clip cannot be used
    │   ├── ClipNotFound     (FileNotFoundError)  there is no such file
    │   ├── NotAVideo                             the file holds no picture stream that can be read
    │   ├── ClipUnreadable                        the container or its index is broken
    │   ├── NoFrames                              a picture stream without one readable frame
    │   ├── ClipTooShort                          too few frames to measure anything
    │   └── NoPerson                              nobody, or not enough of a body, is seen
    │       └── NobodyThere                       nobody was found where a hand pointed
    ├── SettingsError        (ValueError)         a setting is unknown or contradicts another
    ├── ModelError           (RuntimeError)       a weight file is missing or is not what it should be
    ├── MachineError         (RuntimeError)       a system library or codec is missing
    └── OutputError          (OSError)            a result cannot be written
"""

from __future__ import annotations

from pathlib import Path


class EndrangeError(Exception):
    """The root of all errors that endrange raises on purpose; ``str(error)`` is one sentence for the user.

    Parameters
    ----------
    message
        One sentence: what is wrong, in which file, what to do.
    path
        The file concerned, where there is one.
    """

    code = "error"

    def __init__(self, message: str, path: Path | str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else Path(path)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[EndrangeError], tuple[str, Path | None]]:
        return type(self), (self.message, self.path)


class ClipError(EndrangeError, ValueError):
    """The clip cannot be used."""

    code = "clip"


class ClipNotFound(ClipError, FileNotFoundError):  # noqa: N818
    """There is no such file."""

    code = "not_found"


class NotAVideo(ClipError):  # noqa: N818
    """The file holds no picture stream that can be read."""

    code = "not_a_video"


class ClipUnreadable(ClipError):  # noqa: N818
    """The container or its index is broken."""

    code = "unreadable"


class NoFrames(ClipError):  # noqa: N818
    """A picture stream without one readable frame."""

    code = "no_frames"


class ClipTooShort(ClipError):  # noqa: N818
    """Too few frames to measure anything."""

    code = "too_short"


class NoPerson(ClipError):  # noqa: N818
    """Nobody, or not enough of a body, is seen."""

    code = "no_person"


class NobodyThere(NoPerson):
    """Nobody was found at the place in the picture that a hand pointed at."""

    code = "nobody_there"


class SettingsError(EndrangeError, ValueError):
    """A setting is unknown or contradicts another."""

    code = "settings"


class ModelError(EndrangeError, RuntimeError):
    """A weight file is missing or is not what it should be."""

    code = "model"


class MachineError(EndrangeError, RuntimeError):
    """A system library or codec is missing on this machine."""

    code = "machine"


class OutputError(EndrangeError, OSError):
    """A result cannot be written."""

    code = "output"
