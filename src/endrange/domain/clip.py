"""A clip and its frames, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from endrange.domain.level import Level

#: Endings of files that are taken for clips in a folder; anything else there is left alone.
CLIP_SUFFIXES: Final = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mts", ".m2ts", ".ts", ".3gp", ".mpg", ".mpeg", ".wmv", ".flv"}
)


@dataclass(frozen=True)
class SlowMotion:
    """The film runs slower than life by ``factor`` (4 = a second of life takes four seconds of film)."""

    factor: float
    source: Literal["metadata", "user", "inferred"]


@dataclass(frozen=True)
class Clip:
    """What is known of a clip before and after its frames were read.

    Attributes
    ----------
    width_px, height_px
        Of the upright picture.
    rotation_deg
        What the container said, counter-clockwise, 0, 90, 180 or 270; frames come upright already.
    mirrored
        Whether the container's display matrix mirrors the picture; frames come mirrored already.
    frames
        Readable frames; an estimate until the clip was read to its end.
    duration_s
        From the first frame's timestamp to the last one's, plus one mean frame.
    mean_fps
        Frames per second of film.
    variable_rate
        True when frame intervals differ by more than 10 % of their median.
    sha256
        Of the file's bytes.
    lost_frames
        Frames that the file promised and that could not be read.
    level
        The camera's roll as the picture's own lines tell it; None where they do not.
    px_per_m
        Pixels a metre in the plane of the person, where the landmarks came in metres; else None.
    edge_share
        Width of the edges of the person's limbs as a share of the person's size (trunk, thigh and shank together): what
        focus, compression and too few pixels leave of them; sharp films have 0.003 to 0.01. None where no picture was
        looked at or no edge stood out.
    """

    path: Path
    width_px: int
    height_px: int
    rotation_deg: int
    mirrored: bool
    frames: int
    duration_s: float
    mean_fps: float
    variable_rate: bool
    slow_motion: SlowMotion | None
    sha256: str
    codec: str
    lost_frames: int = 0
    level: Level | None = None
    px_per_m: float | None = None
    edge_share: float | None = None

    @property
    def file(self) -> str:
        """The file's name without its folder."""
        return self.path.name


@dataclass(frozen=True)
class Frame:
    """One upright picture.

    Attributes
    ----------
    index
        Position in the clip as decoded, from 0.
    time_s
        Presentation time from the first frame's timestamp, in seconds of film.
    image
        (height, width, 3) uint8, RGB, upright, C-contiguous.
    """

    index: int
    time_s: float
    image: NDArray[np.uint8]
