"""Frames become an H.264 film that browsers play."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from endrange.domain.errors import MachineError, OutputError
from endrange.video.film import PIXELS, FilmMaker, FilmPicture

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.stream import VideoStream

ENCODER: Final = "libx264"

#: x264's speed and quality: the fastest preset whose files are not much larger, and its default quality (proposal).
PRESET: Final = "veryfast"
CRF: Final = 23

#: Searches of the preset that a skeleton on a film does not earn: two fifths less to compute at the same likeness to
#: the drawn pictures, for files 10 to 25 % larger (measured at 720 lines: a rendered runner 41.7 dB before, 41.6 after;
#: three real films 38.1, 42.2, 39.5 before, 38.1, 42.1, 39.4 after).
SEARCH: Final = "subme=0:me=dia:partitions=i8x8,i4x4:weightp=0"

#: No pictures that wait for later ones: a quarter less to compute and less memory for files 5 % larger (measured on a
#: film of a runner, 540 lines: 2.2 -> 1.7 ms and 1443 -> 1520 bytes a frame).
B_FRAMES: Final = 0

#: Units of time a second: the customary clock of MPEG (ISO/IEC 13818-1), a multiple of 24, 25, 30, 50, 60, 120, 240.
CLOCK_HZ: Final = 90_000

#: A key picture at least this often, so that a browser goes to any frame quickly (proposal: two a second or so).
KEY_INTERVAL: Final = 24

#: What the stream is told of its rate; it decides the H.264 level, not the frames' times.
_NOMINAL_FPS: Final = 30


class VideoWriter:
    """Writes an MP4 film, whole or not at all; a context manager.

    The film is H.264, yuv420p, BT.709, its index in front. Its first frame stands at time 0, the others at the times
    that were given, to 1/90000 s. A picture of odd size gets one more row or column, a copy of its last.

    Parameters
    ----------
    path
        The file. It is written under another name beside it and takes its place when the block ends well.
    size_px
        (width, height) of every frame; None takes the first frame's.
    crf, preset
        x264's quality (lower is better and larger) and speed.

    Raises
    ------
    OutputError
        When the folder cannot be written, the disk is full, or no frame was given.
    MachineError
        When there is no H.264 encoder.
    """

    def __init__(
        self, path: str | Path, size_px: tuple[int, int] | None = None, *, crf: int = CRF, preset: str = PRESET
    ) -> None:
        self.path = Path(path)
        self.size_px = size_px
        self.frames_written = 0
        self._options = {"crf": str(crf), "preset": preset, "x264-params": SEARCH}
        self._part: Path | None = None
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._maker = FilmMaker()
        self._first_time_s = 0.0
        self._last_tick = -1

    def __enter__(self) -> Self:
        if ENCODER not in av.codecs_available:
            raise MachineError(f"The H.264 encoder ({ENCODER}) is missing; install PyAV again from its wheel.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".film-", suffix=".part", dir=self.path.parent)
            os.close(handle)
            self._part = Path(name)
            self._container = av.open(name, mode="w", format="mp4", options={"movflags": "+faststart"})
        except (OSError, av.FFmpegError) as error:
            self._give_up()
            raise self._cannot(error) from error
        return self

    def write(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Add a frame.

        Parameters
        ----------
        image
            (height, width, 3) uint8 RGB.
        time_s
            When it is shown, in seconds; later than the frame before.

        Raises
        ------
        ValueError
            If the size differs from the others' or the time does not increase.
        OutputError
            When it cannot be written.
        """
        height, width = image.shape[:2]
        if self.size_px is not None and (width, height) != self.size_px:
            raise _other_size((width, height), self.size_px)
        self._add(self._maker.of_image(image, time_s))
        self.size_px = self.size_px if self.size_px is not None else (width, height)

    def write_picture(self, picture: FilmPicture) -> None:
        """Add a picture that is ready for a film.

        Raises
        ------
        ValueError, OutputError
            As :meth:`write` does.
        """
        if self.size_px is not None and picture.size_px != self.size_px:
            raise _other_size(picture.size_px, self.size_px)
        self._add(picture)
        self.size_px = picture.size_px

    def _add(self, picture: FilmPicture) -> None:
        stream = self._stream if self._stream is not None else self._open_stream(picture)
        tick = round((picture.time_s - self._first_time_s) * CLOCK_HZ)
        if tick <= self._last_tick:
            raise ValueError(f"the frame at {picture.time_s} s is not later than the one before")
        self._last_tick = tick
        frame = picture.frame
        frame.pts, frame.time_base = tick, Fraction(1, CLOCK_HZ)
        frame.pict_type = PictureType.NONE  # the encoder's own choice, not that of the film it was decoded from
        self._mux(stream, frame)
        self.frames_written += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._give_up()

    def _open_stream(self, first: FilmPicture) -> VideoStream:
        if self._container is None:
            raise ValueError("a film is written inside its with block")
        self._first_time_s = first.time_s
        stream = self._container.add_stream(ENCODER, rate=_NOMINAL_FPS, options=self._options)
        stream.width, stream.height = first.size_px
        stream.pix_fmt = PIXELS
        context = stream.codec_context
        context.time_base = Fraction(1, CLOCK_HZ)
        context.gop_size = KEY_INTERVAL
        context.max_b_frames = B_FRAMES
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        self._stream = stream
        return stream

    def _mux(self, stream: VideoStream, frame: av.VideoFrame | None) -> None:
        if self._container is None:
            raise ValueError("a film is written inside its with block")
        try:
            self._container.mux(stream.encode(frame))
        except (OSError, av.FFmpegError) as error:
            raise self._cannot(error) from error

    def _finish(self) -> None:
        """Write what the encoder still holds and put the film in its place."""
        if self._stream is None or self._container is None or self._part is None:
            raise OutputError(f"{self.path} was not written, because no frame was given for it.", self.path)
        self._mux(self._stream, None)
        try:
            self._container.close()
            self._part.chmod(0o644)
            self._part.replace(self.path)
        except (OSError, av.FFmpegError) as error:
            raise self._cannot(error) from error

    def _give_up(self) -> None:
        """Leave nothing half-written; after a whole film there is nothing to leave."""
        if self._container is not None:
            with suppress(OSError, av.FFmpegError):
                self._container.close()
            self._container = None
        if self._part is not None:
            self._part.unlink(missing_ok=True)
            self._part = None

    def _cannot(self, error: OSError | av.FFmpegError) -> OutputError:
        return OutputError(
            f"{self.path} cannot be written ({error.strerror}); free some space or choose another folder.", self.path
        )


def _other_size(size_px: tuple[int, int], expected_px: tuple[int, int]) -> ValueError:
    width, height = size_px
    return ValueError(f"a frame of {width} × {height} px in a film of {expected_px}")
