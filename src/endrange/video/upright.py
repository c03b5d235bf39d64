"""A decoded picture becomes an upright RGB array: turned, mirrored, in square pixels and right colours."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from av.filter import Graph
from av.sidedata.sidedata import SideData
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from endrange.video.film import FilmMaker, FilmPicture, film_size

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

#: Colour matrix by the number of ISO/IEC 23091-2 (H.273) that the stream gives.
_MATRICES: Final = {
    1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020, 10: Colorspace.BT2020,
}  # fmt: skip
_UNSPECIFIED: Final = 2

#: A film that does not say its colour matrix is BT.709 when its shorter edge has more lines than this, else BT.601:
#: what video players assume (576 lines are the tallest standard definition, ITU-R BT.601).
SD_LINES: Final = 576

#: Pixels whose aspect differs from a square by less than this are taken as square (proposal: a hundredth is less than
#: a degree's worth of tilt anywhere).
SQUARE: Final = 0.01

#: The filters that turn by quarter turns counter-clockwise, without interpolation. The one that only reads rows from
#: the last to the first (vflip) is followed by one that writes them anew.
_TURNS: Final = {0: (), 1: (("transpose", "cclock"),), 2: (("vflip", ""), ("hflip", "")), 3: (("transpose", "clock"),)}


#: The filters want one, and the times that they carry are not used.
_ANY_TIME_BASE: Final = Fraction(1, 1000)


class Orientation(NamedTuple):
    """How to make a stored picture upright: turn it counter-clockwise, then mirror it left to right."""

    quarter_turns: int
    mirrored: bool

    @property
    def rotation_deg(self) -> int:
        """Counter-clockwise, 0, 90, 180 or 270."""
        return 90 * self.quarter_turns


def orientation_of(frame: VideoFrame) -> Orientation:
    """Read a frame's display matrix; upright where it has none.

    The matrix maps the stored point (x right, y down) to (a x + c y, b x + d y), stored as a, b, u, c, d, v, x, y, w
    (ISO/IEC 14496-12, 8.3.2). Turns that are not quarter turns are rounded to the nearest.
    """
    matrix: object = frame.side_data.get("DISPLAYMATRIX")
    if not isinstance(matrix, SideData):
        return Orientation(0, False)
    a, b, _, c, d = struct.unpack_from("=5i", bytes(matrix))
    mirrored = a * d - b * c < 0
    if mirrored:  # take the mirror, which comes last and turns x, off again
        a, c = -a, -c
    angle_deg = -np.degrees(np.arctan2(b - c, a + d))
    return Orientation(round(angle_deg / 90.0) % 4, mirrored)


def upright_size(frame: VideoFrame, orientation: Orientation, pixel_aspect: float) -> tuple[int, int]:
    """Width and height of the upright picture in square pixels."""
    width, height = _square_size(frame, pixel_aspect)
    return (height, width) if orientation.quarter_turns % 2 else (width, height)


class Upright:
    """Makes the pictures of one film upright; all come out in the size of the first.

    Parameters
    ----------
    first
        A picture of the film, which decides orientation and size.
    pixel_aspect
        Width of a pixel by its height.
    """

    def __init__(self, first: VideoFrame, pixel_aspect: float) -> None:
        self.orientation = orientation_of(first)
        self._size = upright_size(first, self.orientation, pixel_aspect)
        self._maker = FilmMaker()
        self._reformatter = VideoReformatter()
        self._graph: Graph | None = None
        self._graph_for: tuple[int, int, str] | None = None

    def __call__(self, frame: VideoFrame) -> NDArray[np.uint8]:
        """(height, width, 3) uint8 RGB, C-contiguous, the caller's own."""
        rgb = self._reformatter.reformat(self._turned(frame), *self._size, "rgb24", src_colorspace=_matrix(frame))
        return np.require(rgb.to_ndarray(), np.uint8, ["C", "W"])

    def film(self, frame: VideoFrame, time_s: float, longest_px: int | None) -> FilmPicture:
        """The picture ready for a film, at most ``longest_px`` long."""
        return self._maker.of_frame(self._turned(frame), time_s, film_size(*self._size, longest_px), _matrix(frame))

    def _turned(self, frame: VideoFrame) -> VideoFrame:
        """Turn before the colours are worked out, while there is half as much to move."""
        if self.orientation == (0, False):
            return frame
        kind = (frame.width, frame.height, frame.format.name)
        if self._graph is None or kind != self._graph_for:
            self._graph, self._graph_for = self._new_graph(frame), kind
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _new_graph(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        last = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=_ANY_TIME_BASE)
        mirror = (("hflip", ""),) if self.orientation.mirrored else ()
        for name, argument in (*_TURNS[self.orientation.quarter_turns], *mirror):
            following = graph.add(name, argument)
            last.link_to(following)
            last = following
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


def _square_size(frame: VideoFrame, pixel_aspect: float) -> tuple[int, int]:
    """Size of the stored picture once its pixels are square: the width changes, no line is lost."""
    if abs(pixel_aspect - 1.0) < SQUARE or pixel_aspect <= 0:
        return frame.width, frame.height
    return max(1, round(frame.width * pixel_aspect)), frame.height


def _matrix(frame: VideoFrame) -> Colorspace | None:
    """The colour matrix with which to read a picture; None where the picture is not in luma and chroma."""
    if frame.colorspace == _UNSPECIFIED:
        return Colorspace.ITU709 if min(frame.width, frame.height) > SD_LINES else Colorspace.ITU601
    return _MATRICES.get(frame.colorspace)
