"""The times of all frames of a file, from its packets: exact, and without decoding them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from endrange.video.container import no_frames, open_clip, packets, picture_stream
from endrange.video.pictures import DEFAULT_TIME_BASE, Picture, PictureReader

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

#: Frame intervals that differ by more than this share of their median make a clip's rate variable (as ``Clip`` says).
VARIABLE_SHARE: Final = 0.10


#: Share of a time unit that is rounding when seconds become units again (proposal).
_ROUNDING: Final = 0.01


class Clock(NamedTuple):
    """Seconds from the first picture and units of the stream's time base, into each other.

    Attributes
    ----------
    origin
        The first picture's time in units.
    time_base
        Seconds of one unit.
    """

    origin: int
    time_base: Fraction

    def seconds(self, pts: int) -> float:
        """Seconds from the first picture."""
        return float((pts - self.origin) * self.time_base)

    def ticks(self, time_s: float) -> float:
        """Units, not rounded, of a time from the first picture."""
        return self.origin + time_s / float(self.time_base)

    def first_tick(self, time_s: float) -> int:
        """The first whole unit at or after a time."""
        return math.ceil(self.ticks(time_s) - _ROUNDING)


@dataclass(frozen=True)
class Timeline:
    """Times of a file's frames.

    Attributes
    ----------
    pts
        (n,) int64, strictly increasing, n ≥ 1, in units of ``time_base``.
    key_pts
        (k,) int64: of the frames that can be decoded without others.
    time_base
        Seconds of one unit.
    """

    pts: NDArray[np.int64]
    key_pts: NDArray[np.int64]
    time_base: Fraction

    @property
    def mean_interval_s(self) -> float:
        """Mean time between frames; NaN for a single frame."""
        n = len(self.pts)
        return float((int(self.pts[-1]) - int(self.pts[0])) * self.time_base) / (n - 1) if n > 1 else float("nan")

    @property
    def variable_rate(self) -> bool:
        """Whether frame intervals differ by more than a tenth of their median.

        One unit of the time base is rounding, not a different interval: Matroska's milliseconds make 17, 17, 16 ms out
        of 60 frames a second.
        """
        intervals = np.diff(self.pts)
        if not len(intervals):
            return False
        median = float(np.median(intervals))
        return bool(np.abs(intervals - median).max() > max(VARIABLE_SHARE * median, 1.0))


def read_timeline(path: Path) -> Timeline:
    """Read the times of all frames.

    Raises
    ------
    ClipError
        If the file cannot be opened, holds no film, or has no frame.
    """
    times: set[int] = set()
    keys: set[int] = set()
    with open_clip(path) as container:
        stream = picture_stream(container, path)
        time_base = stream.time_base or DEFAULT_TIME_BASE
        for packet in packets(container, stream):
            if packet.pts is None or packet.is_discard:
                continue  # the second field of a frame, or one that an edit cut away
            times.add(packet.pts)
            if packet.is_keyframe:
                keys.add(packet.pts)
    if not times:
        raise no_frames(path)
    return Timeline(_sorted(times), _sorted(keys), time_base)


class Opening(NamedTuple):
    """The first picture that can be decoded and what the others share with it."""

    frame: VideoFrame
    clock: Clock
    pixel_aspect: float


def opened(reader: PictureReader) -> tuple[Opening, Iterator[Picture]]:
    """Decode a reader's first picture; give what it decides, and all pictures, the first again included.

    Raises
    ------
    ClipError
        If the file cannot be opened, holds no film, or has no readable frame.
    """
    pictures = iter(reader)
    first = next(pictures, None)
    if first is None:
        raise no_frames(reader.path)
    opening = Opening(first.frame, Clock(first.pts, reader.time_base), reader.pixel_aspect)
    return opening, chain((first,), pictures)


def read_opening(path: Path) -> Opening:
    """Decode the first picture of a file, which decides where time begins; errors as in :func:`opened`."""
    return opened(PictureReader(path))[0]


def _sorted(times: set[int]) -> NDArray[np.int64]:
    return np.array(sorted(times), np.int64)
