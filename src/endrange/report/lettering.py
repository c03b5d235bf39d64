"""Outlined text on pictures: drawn once, kept as a sprite, then laid on many frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.report.canvas import Canvas, Kind, plane_value
from endrange.report.colours import BLACK, Colour

_WEIGHT: Final = 600  # semi-bold holds on moving pictures
_KEPT: Final = 256  # sprites: names, letters, titles

#: What a layer of the picture keeps, 0..256, and what is added to it.
Mix = tuple[NDArray[np.uint16], NDArray[np.uint16]]


@dataclass(frozen=True)
class Sprite:
    """Coloured text with its dark outline, ready to be laid on a picture.

    Attributes
    ----------
    fill
        (h, w) how much of the colour each pixel has, 0..255.
    cover
        (h, w) how much of the picture it hides, with colour or outline, 0..255.
    """

    fill: NDArray[np.uint8]
    cover: NDArray[np.uint8]
    colour: Colour

    @property
    def width(self) -> int:
        """In px, outline included."""
        return int(self.cover.shape[1])

    @property
    def height(self) -> int:
        """In px, outline included; the same for every text of one size."""
        return int(self.cover.shape[0])

    def mix(self, kind: Kind) -> Mix:
        """How it is laid on one kind of layer."""
        if kind == "rgb":
            return self._rgb
        return self._luma if kind == "y" else self._chroma[kind == "v"]

    @cached_property
    def _rgb(self) -> Mix:
        paint = self.fill[:, :, None].astype(np.uint16) * np.array(self.colour, np.uint16) // 255
        return _kept(self.cover)[:, :, None], paint

    @cached_property
    def _luma(self) -> Mix:
        return _mixed(self.fill, self.cover, "y", self.colour)

    @cached_property
    def _chroma(self) -> tuple[Mix, Mix]:
        fill, cover = _halved(self.fill), _halved(self.cover)
        return _mixed(fill, cover, "u", self.colour), _mixed(fill, cover, "v", self.colour)


def _kept(cover: NDArray[np.uint8]) -> NDArray[np.uint16]:
    return np.asarray(256 - cover.astype(np.uint16) * 256 // 255, np.uint16)


def _mixed(fill: NDArray[np.uint8], cover: NDArray[np.uint8], kind: Kind, colour: Colour) -> Mix:
    """One plane's share of the colour where it fills, of black where it only outlines."""
    outline = (cover - fill).astype(np.uint16)
    paint = fill.astype(np.uint16) * plane_value(kind, colour) + outline * plane_value(kind, BLACK)
    return _kept(cover), paint // 255


def _halved(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Means of 2 × 2 pixels."""
    even = np.pad(plane, ((0, plane.shape[0] % 2), (0, plane.shape[1] % 2)))
    return np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


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
    fill = np.ascontiguousarray(canvas[:, :, 0])
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
    around = cv2.GaussianBlur(cv2.dilate(fill, disc), (3, 3), 0)
    return Sprite(fill, np.maximum(around, fill), colour)


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


def lay(canvas: Canvas, letters: Sprite, x: float, y: float) -> None:
    """Lay a sprite on a picture, its upper left corner at (x, y); what sticks out is cut off."""
    for layer in canvas.layers:
        keep, paint = letters.mix(layer.kind)
        left, top = round(x) >> layer.halvings, round(y) >> layer.halvings
        height, width = layer.pixels.shape[:2]
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + keep.shape[1], width), min(top + keep.shape[0], height)
        if x0 < x1 and y0 < y1:
            part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
            place = layer.pixels[y0:y1, x0:x1]
            place[:] = ((place * keep[part]) >> 8) + paint[part]
