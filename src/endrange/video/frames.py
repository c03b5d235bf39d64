"""Upright frames with exact times, one at a time."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from endrange.domain.clip import Clip, Frame
from endrange.domain.errors import ClipTooShort
from endrange.video.container import no_frames
from endrange.video.film import FilmPicture
from endrange.video.pictures import Picture, PictureReader
from endrange.video.timeline import Opening, Timeline, opened, read_opening, read_timeline
from endrange.video.upright import Upright

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


class FrameReader:
    """Iterable over the upright frames of a clip or of a span of it; only a few are held at a time.

    Reading goes on past damaged places. Each iteration reads anew.

    Parameters
    ----------
    clip
        The clip or its file.
    start_s, end_s
        Only frames with ``start_s <= time_s < end_s``, in seconds from the clip's first frame; None is no bound.
    stride
        Only every stride-th frame of the span, from its first.

    Attributes
    ----------
    frames_read
        Frames given so far.
    """

    def __init__(
        self, clip: Clip | str | Path, *, start_s: float | None = None, end_s: float | None = None, stride: int = 1
    ) -> None:
        if stride < 1:
            raise ValueError(f"stride is at least 1, not {stride}")
        if end_s is not None and end_s <= (start_s or 0.0):
            raise ValueError(f"the end ({end_s} s) is not after the start ({start_s or 0.0} s)")
        self.path = _path_of(clip)
        self.start_s = start_s if start_s is not None and start_s > 0 else None
        self.end_s = end_s
        self.stride = stride
        self._restart(None, None, None)

    def _restart(self, pictures: PictureReader | None, start: int | None, stop: int | None) -> None:
        self.frames_read = 0
        self._times = array("d")
        self._pictures, self._start, self._stop = pictures, start, stop

    @property
    def times_s(self) -> NDArray[np.float64]:
        """(frames_read,) times of the frames given so far, in seconds from the clip's first frame."""
        return np.array(self._times, np.float64)

    @property
    def lost_frames(self) -> int:
        """Frames that the file promises within the span and that cannot be read; complete after the last frame."""
        if self._pictures is None:
            return 0
        missing = self._pictures.missing if self._stop is None else 0
        return missing + sum(self._within(pts) for pts in self._pictures.lost_pts)

    def _within(self, pts: int) -> bool:
        return (self._start is None or pts >= self._start) and (self._stop is None or pts < self._stop)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames.

        Raises
        ------
        ClipError
            If the file cannot be opened, holds no film, or has no readable frame in the span.
        """
        for index, time_s, upright, frame in self._read():
            yield Frame(index, time_s, upright(frame))

    def film(self, longest_px: int | None = None) -> Iterator[FilmPicture]:
        """Yield the same pictures ready to be drawn upon and encoded, their longer side at most ``longest_px``.

        Raises
        ------
        ClipError
            As iterating does.
        """
        for _, time_s, upright, frame in self._read():
            yield upright.film(frame, time_s, longest_px)

    def _read(self) -> Iterator[tuple[int, float, Upright, VideoFrame]]:
        """Position, time, what makes it upright, and the picture as it is stored."""
        opening, first_index, pictures = self._begin()
        upright = Upright(opening.frame, opening.pixel_aspect)
        for step, picture in enumerate(self._span(pictures)):
            if step % self.stride:
                continue
            time_s = opening.clock.seconds(picture.pts)
            self.frames_read += 1
            self._times.append(time_s)
            yield first_index + step, time_s, upright, picture.frame
        if not self.frames_read:
            raise self._nothing()

    def _begin(self) -> tuple[Opening, int, Iterator[Picture]]:
        """Get ready to read: where time begins, the position of the span's first frame, and the pictures around it."""
        if self.start_s is None:
            reader, start, index = PictureReader(self.path), None, 0
            opening, pictures = opened(reader)
        else:
            opening = read_opening(self.path)
            start = opening.clock.first_tick(self.start_s)
            times = read_timeline(self.path).pts
            index = bisect_left(times, start) - bisect_left(times, opening.clock.origin)
            reader = PictureReader(self.path, from_pts=start)
            pictures = iter(reader)
        stop = None if self.end_s is None else opening.clock.first_tick(self.end_s)
        self._restart(reader, start, stop)
        return opening, index, pictures

    def _span(self, pictures: Iterator[Picture]) -> Iterator[Picture]:
        for picture in pictures:
            if self._stop is not None and picture.pts >= self._stop:
                return
            if self._within(picture.pts):
                yield picture

    def _nothing(self) -> ClipTooShort:
        timeline = read_timeline(self.path)
        length_s = float((timeline.pts[-1] - timeline.pts[0]) * timeline.time_base)
        until = f" and before {self.end_s:g} s" if self.end_s is not None else ""
        return ClipTooShort(
            f"{self.path.name} has no readable frame from {self.start_s or 0.0:g} s on{until}; "
            f"its last frame is at {length_s:.2f} s, choose another span.",
            self.path,
        )


def read_frames(
    clip: Clip | str | Path, *, start_s: float | None = None, end_s: float | None = None, stride: int = 1
) -> Iterator[Frame]:
    """Frames of a clip one after another; see :class:`FrameReader`, which also tells how many were lost."""
    return iter(FrameReader(clip, start_s=start_s, end_s=end_s, stride=stride))


def frames_at(clip: Clip | str | Path, times_s: Sequence[float]) -> list[Frame]:
    """The frame nearest to each time, decoding little more than is needed for it.

    Parameters
    ----------
    clip
        The clip or its file.
    times_s
        (n,) finite seconds from the clip's first frame, in any order.

    Returns
    -------
    list of Frame
        (n,) in the order of the times. Where the nearest frame cannot be read, the nearest that can.

    Raises
    ------
    ClipError
        If the file cannot be opened, holds no film, or has no readable frame.
    """
    if not len(times_s):
        return []
    path = _path_of(clip)
    opening = read_opening(path)
    clock = opening.clock
    upright = Upright(opening.frame, opening.pixel_aspect)
    timeline = read_timeline(path)
    wanted = [_nearest(timeline, clock.ticks(time_s)) for time_s in times_s]
    frames: dict[int, Frame] = {}
    for group in _by_key_picture(timeline, sorted(set(wanted))):
        for pts, picture in _pictures_near(path, group).items():
            index = bisect_left(timeline.pts, picture.pts) - bisect_left(timeline.pts, clock.origin)
            frames[pts] = Frame(index, clock.seconds(picture.pts), upright(picture.frame))
    return [frames[pts] for pts in wanted]


def _path_of(clip: Clip | str | Path) -> Path:
    return clip.path if isinstance(clip, Clip) else Path(clip)


def _nearest(timeline: Timeline, tick: float) -> int:
    return int(timeline.pts[np.abs(timeline.pts - tick).argmin()])


def _by_key_picture(timeline: Timeline, wanted: Iterable[int]) -> Iterable[list[int]]:
    """Times in groups that follow the same key picture, so that each stretch is decoded once."""
    groups: dict[int, list[int]] = {}
    for pts in wanted:
        groups.setdefault(int(np.searchsorted(timeline.key_pts, pts, side="right")), []).append(pts)
    return groups.values()


def _pictures_near(path: Path, wanted: Sequence[int]) -> dict[int, Picture]:
    """The picture nearest to each of some increasing times that lie close together.

    Raises
    ------
    NoFrames
        If nothing can be decoded any more.
    """
    nearest: dict[int, Picture] = {}
    with closing(iter(PictureReader(path, from_pts=wanted[0]))) as pictures:
        for picture in pictures:
            for pts in wanted:
                if pts not in nearest or abs(picture.pts - pts) < abs(nearest[pts].pts - pts):
                    nearest[pts] = picture
            if picture.pts >= wanted[-1]:
                break
    if not nearest:
        raise no_frames(path)
    return nearest
