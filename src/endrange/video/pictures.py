"""Decoded pictures in the order of their times, going on past what is damaged."""

from __future__ import annotations

from bisect import insort
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import av

from endrange.video.container import open_clip, packets, picture_stream

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

#: Pictures held back while an earlier one may still come (proposal: decoders put pictures in order themselves; this
#: catches streams that understate how far their pictures are out of order).
MAX_WAITING: Final = 4

#: How long before the wanted time to begin decoding, in seconds; None is the file's beginning. The key picture just
#: before usually does; where pictures around it belong to the scene before it, an earlier one is needed (proposal).
BACK_S: Final = (0.0, 2.0, None)


#: Of a stream that does not say it; the containers that are read all do.
DEFAULT_TIME_BASE: Final = Fraction(1, 1000)


class Picture(NamedTuple):
    """A decoded picture and its time in units of the stream's time base."""

    pts: int
    frame: VideoFrame


class PictureReader:
    """Iterable over the pictures of a file, times strictly increasing.

    Parameters
    ----------
    path
        The file.
    from_pts
        Begin at a key picture at or before this time instead of at the file's beginning. Pictures before it come too.

    Attributes
    ----------
    lost_pts
        Times at which the file promised a picture that could not be decoded, known so far.
    missing
        Pictures that the file's index lists and whose data are not there; known at the end of a whole reading.
    pixel_aspect
        Width of a pixel by its height, known with the first picture.
    time_base
        Seconds of one unit of time, known with the first picture.
    """

    def __init__(self, path: Path, from_pts: int | None = None) -> None:
        self.path = path
        self.from_pts = from_pts
        self._reset()

    def _reset(self) -> None:
        self.lost_pts: list[int] = []
        self.missing = 0
        self.pixel_aspect = 1.0
        self.time_base = DEFAULT_TIME_BASE
        self._promised: set[int] = set()
        self._first_key: int | None = None
        self._by_order = False

    def __iter__(self) -> Generator[Picture, None, None]:
        """Yield the pictures in order of time.

        Raises
        ------
        ClipError
            If the file cannot be opened or holds no film.
        """
        if self.from_pts is None:
            yield from self._read(None)
            return
        for back_s in BACK_S:
            with closing(self._read(back_s)) as pictures:
                first = next(pictures, None)
                if back_s is None or (first is not None and first.pts <= self.from_pts):
                    if first is not None:
                        yield first
                    yield from pictures
                    return

    def _read(self, back_s: float | None) -> Generator[Picture, None, None]:
        """Pictures from ``back_s`` before the wanted time, or all of them with None."""
        self._reset()
        with open_clip(self.path) as container:
            stream = picture_stream(container, self.path)
            stream.thread_type = "AUTO"
            self.time_base = stream.time_base or DEFAULT_TIME_BASE
            self.pixel_aspect = float(stream.sample_aspect_ratio or 1)
            # AVI has no presentation times: its pictures come in order, and so do its ticks.
            self._by_order = container.format.name == "avi"
            if self.from_pts is not None and back_s is not None:
                _seek(container, stream, self.from_pts, back_s)
            yield from self._in_order(self._decoded(container, stream, whole=back_s is None))

    def _decoded(self, container: InputContainer, stream: VideoStream, *, whole: bool) -> Iterator[VideoFrame]:
        read = 0
        for packet in packets(container, stream):
            read += 1
            self._note(packet)
            try:
                yield from packet.decode()
            except av.FFmpegError:
                continue  # the pictures that it would have given are counted as lost
        try:
            yield from stream.codec_context.decode(None)
        except av.FFmpegError:
            return
        finally:
            if whole:
                self.missing = max(0, len(stream.index_entries) - read)

    def _note(self, packet: Packet[VideoStream]) -> None:
        """Remember which time a packet promises a picture for."""
        if packet.pts is None or packet.is_discard:
            return  # the second field of a frame, or one that an edit cut away
        self._promised.add(packet.pts)
        if self._first_key is None and packet.is_keyframe:
            self._first_key = packet.pts

    def _in_order(self, frames: Iterator[VideoFrame]) -> Iterator[Picture]:
        """Sort what comes slightly out of order; drop what comes too late or twice."""
        waiting: list[tuple[int, int, VideoFrame]] = []
        last: int | None = None
        for count, frame in enumerate(frames):
            pts = min(self._promised, default=None) if self._by_order else _stamp(frame)
            if pts is None or (last is not None and pts <= last):
                continue
            insort(waiting, (pts, count, frame))
            while waiting and (len(waiting) > MAX_WAITING or not self._earlier_than(waiting[0][0])):
                picture = waiting.pop(0)
                if last is None or picture[0] > last:
                    last = self._give(picture[0])
                    yield Picture(picture[0], picture[2])
        for pts, _, frame in waiting:
            if last is None or pts > last:
                last = self._give(pts)
                yield Picture(pts, frame)
        self._give(None)

    def _earlier_than(self, pts: int) -> bool:
        return any(promised < pts for promised in self._promised)

    def _give(self, pts: int | None) -> int:
        """Take a picture's promise as kept and the earlier ones, or all with None, as lost."""
        lost = sorted(p for p in self._promised if pts is None or p < pts)
        # Pictures before the first key picture belong to a scene that was cut away: no one promised them.
        self.lost_pts += [p for p in lost if self._first_key is not None and p >= self._first_key]
        self._promised.difference_update(lost)
        if pts is not None:
            self._promised.discard(pts)
        return pts if pts is not None else 0


def _stamp(frame: VideoFrame) -> int | None:
    """Presentation time in units of the stream's time base; decoding time where there is no other."""
    return frame.pts if frame.pts is not None else frame.dts


def _seek(container: InputContainer, stream: VideoStream, pts: int, back_s: float) -> None:
    """Go to the key picture before; a file that cannot be searched is read from where it stands."""
    back = round(back_s / (stream.time_base or DEFAULT_TIME_BASE))
    with suppress(av.FFmpegError):
        container.seek(pts - back, stream=stream, backward=True, any_frame=False)
