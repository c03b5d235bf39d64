"""What is drawn upon: an RGB picture, or a film's luma and chroma as they are decoded and encoded.

A film that is drawn on in its own planes needs no whole-frame conversion to RGB and back, which costs more than
decoding and drawing together, and its other pixels stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.report.colours import BLACK, Colour

Picture = NDArray[np.uint8]
Kind = Literal["rgb", "y", "u", "v"]

_SHIFT: Final = 3  # cv2 takes whole numbers of 1/8 px
ONE: Final = 1 << _SHIFT

#: BT.709 of limited range: offset, then what red, green and blue add at full strength (ITU-R BT.709-6, 3.2 to 3.4).
_PLANES: Final[dict[Kind, tuple[float, float, float, float]]] = {
    "y": (16.0, 219 * 0.2126, 219 * 0.7152, 219 * 0.0722),
    "u": (128.0, -224 * 0.2126 / 1.8556, -224 * 0.7152 / 1.8556, 112.0),
    "v": (128.0, 112.0, -224 * 0.7152 / 1.5748, -224 * 0.0722 / 1.5748),
}


@dataclass(frozen=True)
class Layer:
    """An array that gets everything that is drawn, in its own terms of colour.

    Attributes
    ----------
    pixels
        (h, w, 3) RGB, or (h, w) of one plane.
    halvings
        How often each side was halved: 1 for chroma.
    """

    pixels: Picture
    kind: Kind
    halvings: int = 0

    def shade(self, colour: Colour) -> tuple[int, ...]:
        """The colour as this layer has it."""
        return colour if self.kind == "rgb" else (plane_value(self.kind, colour),)

    def stroke(self, width: int) -> int:
        """A stroke's width here; filled (-1) stays filled."""
        return width if width < 0 or not self.halvings else max(1, round(width / 2))


@lru_cache(maxsize=64)
def plane_value(kind: Kind, colour: Colour) -> int:
    """0..255 of a colour in one plane of BT.709."""
    offset, *parts = _PLANES[kind]
    return round(offset + sum(part * one / 255 for part, one in zip(parts, colour, strict=True)))


@dataclass(frozen=True)
class Canvas:
    """Draws on every layer of a picture alike; places and lengths in 1/8 px of the whole picture."""

    width: int
    height: int
    layers: tuple[Layer, ...]

    @staticmethod
    def of_rgb(picture: Picture) -> Canvas:
        """(h, w, 3) RGB, drawn upon itself."""
        return Canvas(picture.shape[1], picture.shape[0], (Layer(picture, "rgb"),))

    @staticmethod
    def of_film(y: Picture, u: Picture, v: Picture) -> Canvas:
        """(h, w) luma and twice (h/2, w/2) chroma of BT.709, limited range, drawn upon themselves."""
        return Canvas(y.shape[1], y.shape[0], (Layer(y, "y"), Layer(u, "u", 1), Layer(v, "v", 1)))

    def _layers(self, colour: Colour) -> tuple[Layer, ...]:
        """Those that a colour has to be drawn on: black, the colour of thin outlines, is told by luma alone."""
        return self.layers[:1] if colour == BLACK else self.layers

    def line(self, start: Sequence[int], end: Sequence[int], colour: Colour, width: int) -> None:
        """A smooth line."""
        for layer in self._layers(colour):
            cv2.line(
                layer.pixels, start, end, layer.shade(colour), layer.stroke(width), cv2.LINE_AA, _SHIFT + layer.halvings
            )

    def circle(self, centre: Sequence[int], radius: int, colour: Colour, width: int = -1) -> None:
        """A smooth disc, or a ring of a width."""
        for layer in self._layers(colour):
            cv2.circle(
                layer.pixels, centre, radius, layer.shade(colour), layer.stroke(width), cv2.LINE_AA,
                _SHIFT + layer.halvings,
            )  # fmt: skip

    def arc(
        self, centre: Sequence[int], radius: int, span_deg: tuple[float, float], colour: Colour, width: int
    ) -> None:
        """A smooth arc from one direction to another, in degrees clockwise from the right."""
        for layer in self._layers(colour):
            cv2.ellipse(
                layer.pixels, centre, (radius, radius), 0, *span_deg, layer.shade(colour), layer.stroke(width),
                cv2.LINE_AA, _SHIFT + layer.halvings,
            )  # fmt: skip

    def polygon(self, corners: Sequence[Sequence[int]], colour: Colour) -> None:
        """A smooth, filled, convex polygon."""
        for layer in self._layers(colour):
            cv2.fillConvexPoly(
                layer.pixels, np.array(corners), layer.shade(colour), cv2.LINE_AA, _SHIFT + layer.halvings
            )

    def bar(self, left: int, top: int, right: int, bottom: int, colour: Colour) -> None:
        """A filled rectangle, in whole px, its edges included."""
        for layer in self.layers:
            h = layer.halvings
            cv2.rectangle(layer.pixels, (left >> h, top >> h), (right >> h, bottom >> h), layer.shade(colour), -1)

    def darken(self, top: int, bottom: int) -> None:
        """Leave a quarter of the light in some rows."""
        for layer in self.layers:
            place = layer.pixels[top >> layer.halvings : bottom >> layer.halvings]
            place >>= 2
            if layer.kind != "rgb":
                place += np.uint8(0.75 * _PLANES[layer.kind][0])  # towards black or grey, which are not 0 here
