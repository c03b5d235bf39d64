"""Outlined text on pictures: drawn once, kept as a sprite, then laid on many frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.report.colours import Colour

_WEIGHT: Final = 600  # semi-bold holds on moving pictures
_KEPT: Final = 256  # sprites: names, letters, titles

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Sprite:
    """Coloured text with its dark outline, ready to be laid on a picture.

    Attributes
    ----------
    paint
        (h, w, 3) what the text adds, 0..255.
    keep
        (h, w, 1) how much of the picture stays, 0..256.
    """

    paint: NDArray[np.uint16]
    keep: NDArray[np.uint16]

    @property
    def width(self) -> int:
        """In px, outline included."""
        return int(self.keep.shape[1])

    @property
    def height(self) -> int:
        """In px, outline included; the same for every text of one size."""
        return int(self.keep.shape[0])


@lru_cache(maxsize=_KEPT)
def sprite(text: str, size_px: int, colour: Colour) -> Sprite:
    """Text that is laid again and again, as a sprite that is kept; see :func:`passing`."""
    return passing(text, size_px, colour)


def passing(text: str, size_px: int, colour: Colour) -> Sprite:
    """Text of one line as a sprite; ``size_px`` is the font's size, capitals are about 0.7 of it.

    For numbers and times, which are other ones in the next frame: drawing one takes 0.02 ms, and small things kept
    between pictures leave the memory in pieces too small for the next picture (1 MB a frame where they were).
    """
    margin = max(2, round(size_px / 9))
    width = text_width(text, size_px)
    canvas = np.zeros((round(1.25 * size_px) + 2 * margin, width + 2 * margin, 3), np.uint8)
    cv2.putText(canvas, text, (margin, margin + size_px), (255, 255, 255), _font(), size_px, _WEIGHT)
    fill = canvas[:, :, :1].astype(np.uint16)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
    around = cv2.GaussianBlur(cv2.dilate(canvas[:, :, 0], disc), (3, 3), 0)[:, :, None].astype(np.uint16)
    paint = fill * np.array(colour, np.uint16) // 255
    return Sprite(paint, 256 - np.maximum(around, fill) * 256 // 255)


def text_width(text: str, size_px: int) -> int:
    """Width of a line of text in px, without outline."""
    return max(1, advance(text, size_px) + round(size_px / 10))


def advance(text: str, size_px: int) -> int:
    """How far behind the beginning of a text the next one begins, in px."""
    _, _, width, _ = cv2.getTextSize((0, 0), text, (0, size_px), _font(), size_px, _WEIGHT)
    return int(width)


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


def lay(picture: Picture, letters: Sprite, x: float, y: float) -> None:
    """Lay a sprite on a picture, its upper left corner at (x, y); what sticks out is cut off."""
    left, top = round(x), round(y)
    height, width = picture.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + letters.width, width), min(top + letters.height, height)
    if x0 >= x1 or y0 >= y1:
        return
    part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    place = picture[y0:y1, x0:x1]
    place[:] = ((place * letters.keep[part]) >> 8) + letters.paint[part]
