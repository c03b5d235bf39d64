"""The strip along the edge of the film: what is done, when, and which foot stands or which repetition runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.body import Verdict
from endrange.domain.measure import Event
from endrange.domain.vocabulary import SIDES, Side
from endrange.report import words
from endrange.report.canvas import Canvas
from endrange.report.colours import FILM, WHITE, Colour
from endrange.report.drawing import draw_diamond
from endrange.report.lettering import Sprite, lay, passing, sprite

WHOLE_S: Final = 8.0  # a clip up to this long is shown whole; of a longer one a window of this length moves along
MAX_CONTACT_S: Final = 3.0  # a toe-off later than this after a contact belongs to another step (proposal: slow walking)

GREY: Final[Colour] = (150, 150, 150)

LONGEST_CLOCK: Final = "000.00 s"


@dataclass(frozen=True)
class Bar:
    """Something that lasts, in one row of the strip."""

    start_s: float
    end_s: float
    colour: Colour
    full: bool = True


@dataclass(frozen=True)
class Rows:
    """Rows of bars with a letter before each."""

    letters: tuple[str, ...]
    bars: tuple[tuple[Bar, ...], ...]


def rows_of_events(events: Sequence[Event]) -> Rows:
    """A row a foot with its ground contacts; else one row of repetitions with what was held in them."""
    contacts = {side: contact_spans(events, side) for side in SIDES}
    if any(contacts.values()):
        feet = [side for side in SIDES if contacts[side]]
        bars = tuple(tuple(Bar(a, b, FILM[side]) for a, b in contacts[side]) for side in feet)
        return Rows(tuple(words.FOOT_LETTER[side] for side in feet), bars)
    slow = tuple(
        Bar(e.start_s, e.end_s, FILM[e.side] if e.used else GREY, full=e.kind == "hold")
        for kind in ("repetition", "hold")
        for e in events
        if e.kind == kind
    )
    return Rows(("",), (slow,)) if slow else Rows((), ())


def contact_spans(events: Sequence[Event], side: Side) -> list[tuple[float, float]]:
    """When a foot is on the ground: contacts that last, or else each contact up to the foot's next toe-off."""
    contacts = sorted((e for e in events if e.kind == "contact" and e.side == side), key=lambda e: e.start_s)
    lifts = sorted(e.start_s for e in events if e.kind == "toe_off" and e.side == side)
    spans: list[tuple[float, float]] = []
    for contact in contacts:
        if contact.end_s > contact.start_s:
            spans.append((contact.start_s, contact.end_s))
            continue
        lift = next((t for t in lifts if contact.start_s < t <= contact.start_s + MAX_CONTACT_S), None)
        if lift is not None:
            spans.append((contact.start_s, lift))
    return spans


class Strip:
    """Draws the strip on pictures of one size.

    Parameters
    ----------
    at_top
        Whether it lies along the upper edge of the picture.
    letter_px
        Size of its letters; everything else follows from it.
    """

    def __init__(self, analysis: Analysis, width: int, height: int, *, letter_px: int, at_top: bool) -> None:
        times = analysis.body.time_s
        self._first, self._last = (float(times[0]), float(times[-1])) if len(times) else (0.0, 0.0)
        self._rows = rows_of_events(analysis.events)
        self._letter = letter_px
        self._width = width
        self._bar = max(5, round(0.45 * letter_px))
        self._pitch = max(self._bar + 3, round(0.75 * letter_px)) if self._rows.letters != ("",) else self._bar + 4
        self._title = sprite(words.MOVEMENT[analysis.movement.name], letter_px, WHITE)
        moved = bool((analysis.body.verdict == Verdict.MOVED).any())
        self._legend = sprite(words.MOVED_HERE, letter_px, WHITE) if moved else None
        self._head = self._title.height * (2 if self._legend is not None and not self._fits(self._legend.width) else 1)
        self.height = self._head + len(self._rows.bars) * self._pitch + (4 if self._rows.bars else 0)
        self._top = 0 if at_top else height - self.height

    def _fits(self, legend_px: int) -> bool:
        """Whether the diamond and what it means stand between title and clock."""
        clock = passing(LONGEST_CLOCK, self._letter, WHITE).width
        return self._title.width + legend_px + clock + 4 * self._letter <= self._width

    @property
    def top(self) -> int:
        """First row of the picture that it covers."""
        return self._top

    def draw(self, canvas: Canvas, time_s: float) -> None:
        """Darken its place, then write title, time and bars."""
        canvas.darken(self._top, self._top + self.height)
        margin = round(0.4 * self._letter)
        lay(canvas, self._title, margin, self._top)
        clock = passing(f"{time_s:.2f} s", self._letter, WHITE)
        lay(canvas, clock, self._width - clock.width - margin, self._top)
        if self._legend is not None:
            self._draw_legend(canvas, self._legend, margin)
        self._draw_rows(canvas, time_s, margin)

    def _draw_legend(self, canvas: Canvas, legend: Sprite, margin: int) -> None:
        """What a diamond means, beside the title or below it."""
        below = self._head > self._title.height
        left = margin if below else 2 * margin + self._title.width
        top = self._top + (self._title.height if below else 0)
        half = 0.4 * self._letter
        draw_diamond(canvas, (left + half, top + legend.height / 2), GREY, half)
        lay(canvas, legend, left + 2 * half + margin / 2, top)

    def _draw_rows(self, canvas: Canvas, time_s: float, margin: int) -> None:
        start, end = self._window(time_s)
        left = margin + (self._letter if any(self._rows.letters) else 0)
        right = self._width - margin
        scale = (right - left) / max(end - start, 1e-6)
        y = self._top + self._head
        for letter, bars in zip(self._rows.letters, self._rows.bars, strict=True):
            if letter:
                small = sprite(letter, max(10, round(0.75 * self._letter)), WHITE)
                lay(canvas, small, margin, y + (self._bar - small.height) / 2)
            canvas.bar(left, y + self._bar // 2, right, y + self._bar // 2, GREY)
            for bar in bars:
                x0 = max(left, round(left + (bar.start_s - start) * scale))
                x1 = min(right, round(left + (bar.end_s - start) * scale))
                if x1 - x0 > 2:
                    x1 -= 2  # neighbours stay apart
                    inset = 0 if bar.full else self._bar // 3
                    canvas.bar(x0, y + inset, x1 - 1, y + self._bar - inset, bar.colour)
            y += self._pitch
        if self._rows.bars:
            x = round(left + (time_s - start) * scale)
            top = self._top + self._head - 2
            width = max(1, self._letter // 7) | 1  # odd, to stand about now
            left_edge = x - width // 2
            canvas.bar(left_edge, top, left_edge + width - 1, y - self._pitch + self._bar + 2, WHITE)

    def _window(self, time_s: float) -> tuple[float, float]:
        """Part of the clip that the bars show: all of a short one, else a window about now."""
        if self._last - self._first <= WHOLE_S:
            return self._first, self._last
        start = min(max(time_s - WHOLE_S / 2, self._first), self._last - WHOLE_S)
        return start, start + WHOLE_S
