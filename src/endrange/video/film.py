"""Pictures in a film's own terms, luma and chroma: decoded, drawn upon and encoded without a detour through RGB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

PIXELS: Final = "yuv420p"

#: Each output pixel the mean of what it covers: edges stay smooth when a picture gets smaller.
_SMALLER: Final = Interpolation.AREA

#: Down to half the size two neighbours on each axis are all that a pixel covers: OpenCV takes their mean in a third
#: less time than the converter (1080 to 720 lines: 0.85 and 1.4 ms of one core).
_BILINEAR_TO: Final = 2.0

_LIMITED: Final = (ColorRange.UNSPECIFIED, ColorRange.MPEG)

Plane = NDArray[np.uint8]


@dataclass(frozen=True)
class FilmPicture:
    """One upright picture, yuv420p, BT.709 of limited range, of even width and height, free to be drawn upon.

    Attributes
    ----------
    time_s
        When it is shown, in seconds.
    frame
        For the encoder.
    """

    time_s: float
    frame: VideoFrame

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.frame.width, self.frame.height

    def planes(self) -> tuple[Plane, Plane, Plane]:
        """(h, w) luma and twice (h/2, w/2) chroma, the picture's own memory."""
        y, u, v = (_array(plane) for plane in self.frame.planes)
        return y, u, v


def _array(plane: VideoPlane) -> Plane:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


class FilmMaker:
    """Makes pictures ready for a film; keeps what the conversion needs from one to the next."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def of_frame(
        self, frame: VideoFrame, time_s: float, size_px: tuple[int, int], matrix: Colorspace | None
    ) -> FilmPicture:
        """From an upright decoded picture, read with a colour matrix; ``size_px`` is even."""
        if _only_larger(frame, size_px, matrix):
            return FilmPicture(time_s, _resized(frame, size_px))
        width, height = size_px
        made = self._reformatter.reformat(
            frame,
            width,
            height,
            PIXELS,
            src_colorspace=matrix,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=_SMALLER,
        )
        made.make_writable()  # the decoder still looks at its own
        return FilmPicture(time_s, made)

    def of_image(self, image: NDArray[np.uint8], time_s: float) -> FilmPicture:
        """From (height, width, 3) uint8 RGB; odd sides get one more row or column, a copy of the last."""
        height, width = image.shape[:2]
        if height % 2 or width % 2:
            image = np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        image = np.require(image, np.uint8, ["C", "W"])
        made = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(image, format="rgb24"),  # no copy: it is read at once
            format=PIXELS, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
        )  # fmt: skip
        return FilmPicture(time_s, made)


def _only_larger(frame: VideoFrame, size_px: tuple[int, int], matrix: Colorspace | None) -> bool:
    """Whether a picture is as a film wants it but for its size, which is at most twice the wanted one."""
    like_ours = frame.format.name == PIXELS and matrix == Colorspace.ITU709 and frame.color_range in _LIMITED
    width, height = size_px
    return like_ours and 1 < frame.width / width <= _BILINEAR_TO and 1 < frame.height / height <= _BILINEAR_TO


def _resized(frame: VideoFrame, size_px: tuple[int, int]) -> VideoFrame:
    made = av.VideoFrame(*size_px, PIXELS)
    for plane, out in zip(frame.planes, made.planes, strict=True):
        wanted = _array(out)
        cv2.resize(_array(plane), wanted.shape[::-1], dst=wanted, interpolation=cv2.INTER_LINEAR)
    return made


def film_size(width: int, height: int, longest_px: int | None) -> tuple[int, int]:
    """Even sides, the longer at most ``longest_px``; never larger than before but for the last odd row or column."""
    scale = 1.0 if longest_px is None else min(1.0, longest_px / max(width, height))
    if scale == 1.0:
        return width + width % 2, height + height % 2
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))
