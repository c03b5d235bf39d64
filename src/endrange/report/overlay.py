"""The film with what was seen drawn on it: bones, angles at the joints, and the phase strip."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.body import Verdict
from endrange.domain.clip import Frame
from endrange.domain.looks import Floats
from endrange.domain.progress import OnProgress, Progress, silent
from endrange.domain.skeleton import point
from endrange.report import words
from endrange.report.arcs import arc_of, near_in, view_at
from endrange.report.canvas import Canvas, Picture
from endrange.report.colours import FILM
from endrange.report.drawing import DOTS, draw_arc, draw_leader, draw_skeleton, unit_of_picture
from endrange.report.lettering import Sprite, advance, lay, passing, sprite
from endrange.report.placing import Room, place
from endrange.report.readouts import Readout, readouts_of
from endrange.report.strip import Strip

if TYPE_CHECKING:
    from endrange.video.film import FilmPicture

LETTER_PX: Final = 20  # at 540 lines: capitals of 14 px stay legible in a phone's player
MIN_LETTER_PX: Final = 13
WIDEST_DEG: Final = -188.0  # no angle's text is wider
MAX_COVERED: Final = (
    0.05  # share of frames in which a foot may lie under the strip before it moves to the top (proposal)
)
FULL_STROKE_AT: Final = 0.4  # a person at least this tall in the picture gets full strokes, a smaller one thinner ones
MIN_STROKE: Final = 0.45
FRAMES_AHEAD: Final = 4  # drawn while earlier ones are encoded: bounds memory
MAX_LEADER: Final = 0.4  # of the picture's shorter side: a longer line from label to joint confuses more than it tells
_FEET: Final = tuple(point(side, part) for side in ("left", "right") for part in ("heel", "foot_index", "ankle"))


class Overlay:
    """Draws one analysis on the frames of its clip.

    Frames are matched by time, so that any part of the clip can be drawn; a frame that was not analysed gets the strip
    alone. Pictures may be smaller or larger than the clip's: points are scaled.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._readouts = readouts_of(analysis)
        times = analysis.body.time_s
        self._tolerance_s = 0.5 * float(np.median(np.diff(times))) + 1e-6 if len(times) > 1 else 1e-3
        self._sizes: dict[tuple[int, int], _Sized] = {}

    def draw(self, frame: Frame) -> Picture:
        """Draw on a copy of the frame's picture: (height, width, 3) uint8 RGB of the same size."""
        picture = np.array(frame.image, np.uint8, order="C")
        self.draw_on(Canvas.of_rgb(picture), frame.time_s)
        return picture

    def draw_on(self, canvas: Canvas, time_s: float) -> None:
        """Draw on the picture of a moment itself."""
        size = canvas.width, canvas.height
        sized = self._sizes.get(size)
        if sized is None:
            sized = self._sizes[size] = _Sized(self._analysis, self._readouts, *size)
        sized.strip.draw(canvas, time_s)
        index = self._index(time_s)
        if index is not None:
            self._draw_body(canvas, index, sized)

    def _index(self, time_s: float) -> int | None:
        """Frame of the analysis at a moment of the clip."""
        times = self._analysis.body.time_s
        if not len(times):
            return None
        after = int(np.searchsorted(times, time_s))
        nearest = min((i for i in (after - 1, after) if 0 <= i < len(times)), key=lambda i: abs(times[i] - time_s))
        return nearest if abs(times[nearest] - time_s) <= self._tolerance_s else None

    def _draw_body(self, canvas: Canvas, index: int, sized: _Sized) -> None:
        body, angles = self._analysis.body, self._analysis.angles
        points = sized.points[index]
        view = view_at(angles, index)
        draw_skeleton(canvas, points, body.verdict[index], near_in(view), sized.stroke)
        for k, readout in enumerate(self._readouts):
            value = float(angles.value_deg[readout.key][index])
            joint = points[readout.joint]
            if not np.isfinite(value) or body.verdict[index, readout.joint] == Verdict.LOST:
                continue
            arc = arc_of(readout.key, value, points, view.facing)
            if arc is not None:
                draw_arc(canvas, arc, FILM[readout.key.side], sized.stroke)
            if np.isfinite(sized.where[index, k]).all():
                _draw_label(canvas, sized.labels[k], value, sized.where[index, k], joint, sized, sized.widths[k])


class _Sized:
    """What is worked out once for all pictures of one size."""

    def __init__(self, analysis: Analysis, readouts: tuple[Readout, ...], width: int, height: int) -> None:
        body = analysis.body
        self.unit = unit_of_picture(width, height)
        self.letter_px = max(MIN_LETTER_PX, round(LETTER_PX * self.unit))
        self.points: Floats = body.position_px * (width / body.size_px[0])
        self.stroke = self.unit * min(1.0, max(MIN_STROKE, _tallness(self.points, height) / FULL_STROKE_AT))
        self.leader_px = MAX_LEADER * min(width, height)
        self.strip = Strip(analysis, width, height, letter_px=self.letter_px, at_top=False)
        if _feet_below(self.points, self.strip.top) > MAX_COVERED:
            self.strip = Strip(analysis, width, height, letter_px=self.letter_px, at_top=True)
        top, bottom = (self.strip.height, height) if self.strip.top == 0 else (0, self.strip.top)
        self.labels = [_Label(readout, self.letter_px) for readout in readouts]
        sizes = [label.size_of(WIDEST_DEG) for label in self.labels]
        self.widths = [width for width, _ in sizes]
        self.where = place(analysis, readouts, sizes, self.points, Room(width, top, bottom))


def _tallness(points: Floats, height: int) -> float:
    """Height of the person as a share of the picture's, median over the frames; 1 where nobody is known."""
    rows = points[:, DOTS, 1]
    rows = rows[np.isfinite(rows).any(axis=1)]
    return float(np.median(np.nanmax(rows, axis=1) - np.nanmin(rows, axis=1))) / height if len(rows) else 1.0


def _feet_below(points: Floats, row: float) -> float:
    """Share of the frames in which a foot is seen below a row of the picture."""
    rows = points[:, _FEET, 1]
    return float((rows > row).any(axis=1).mean()) if len(rows) else 0.0


class _Label:
    """A readout's name, kept, and its number, drawn anew in each frame."""

    def __init__(self, readout: Readout, letter_px: int) -> None:
        self._letter_px, self._colour = letter_px, FILM[readout.key.side]
        self._name = sprite(f"{readout.name} ", letter_px, self._colour)
        self._advance = advance(f"{readout.name} ", letter_px)

    def number(self, value_deg: float) -> Sprite:
        return passing(f"{words.signed(value_deg, 0)}°", self._letter_px, self._colour)

    def size_of(self, value_deg: float) -> tuple[int, int]:
        """(width, height) in px."""
        number = self.number(value_deg)
        return self._advance + number.width, number.height

    def lay(self, canvas: Canvas, number: Sprite, x: float, y: float) -> None:
        """Write name and number, their upper left corner at (x, y)."""
        lay(canvas, self._name, x, y)
        lay(canvas, number, round(x) + self._advance, y)

    def width_with(self, number: Sprite) -> int:
        return self._advance + number.width


def _draw_label(
    canvas: Canvas, label: _Label, value: float, at: Floats, joint: Floats, sized: _Sized, room_px: int
) -> None:
    """Write a label at its place, flush with the edge that looks at the joint."""
    number = label.number(value)
    width = label.width_with(number)
    x, y = float(at[0]), float(at[1])
    on_right = x + room_px / 2 > joint[0]
    if not on_right:
        x += room_px - width
    edge = x if on_right else x + width
    end = float(joint[0]), float(joint[1])
    if hypot(edge - end[0], y - end[1]) < sized.leader_px:
        draw_leader(canvas, (edge, y + number.height / 2), end, sized.unit)
    label.lay(canvas, number, x, y)


def write_overlay(
    analysis: Analysis,
    frames: Iterable[Frame | FilmPicture],
    path: str | Path,
    progress: OnProgress = silent,
) -> None:
    """Draw every frame and write the film as H.264; frames are read and drawn while others are encoded.

    Parameters
    ----------
    frames
        Of the clip, in order; a few are held at a time. What is ready for a film is drawn upon itself.
    progress
        Called after each frame.

    Raises
    ------
    OutputError
        When the film cannot be written.
    """
    from endrange.video.encode import VideoWriter
    from endrange.video.film import FilmMaker

    overlay, maker = Overlay(analysis), FilmMaker()
    total = analysis.body.n_frames or None
    done = count(1)
    waiting: deque[Future[None]] = deque()
    with VideoWriter(Path(path)) as film, ThreadPoolExecutor(1, thread_name_prefix="encoding") as encoder:
        for frame in frames:
            picture = maker.of_image(frame.image, frame.time_s) if isinstance(frame, Frame) else frame
            overlay.draw_on(Canvas.of_film(*picture.planes()), picture.time_s)
            waiting.append(encoder.submit(film.write_picture, picture))
            while len(waiting) > FRAMES_AHEAD:
                waiting.popleft().result()
                progress(Progress(words.DRAWING, next(done), total))
        while waiting:
            waiting.popleft().result()
            progress(Progress(words.DRAWING, next(done), total))
