"""Colours of sides and states: told apart by colour-blind eyes, and readable where they carry text.

Hues after Okabe and Ito (2008, "Color universal design"): blue for left, orange for right. Colour never stands alone:
sides also differ by line style, states by shape.
"""

from __future__ import annotations

from typing import Final

from endrange.domain.vocabulary import Side

Colour = tuple[int, int, int]

#: On paper: dark enough for text on white (contrast of at least 4.5, WCAG 2.2 level AA).
PAPER: Final[dict[Side | None, str]] = {"left": "#005a9c", "right": "#b34700", None: "#3d3d3d"}

#: Line styles on paper, so that a black-and-white print still tells the sides apart.
DASHES: Final[dict[Side | None, tuple[float, ...] | None]] = {"left": None, "right": (5.0, 2.0), None: None}

#: On film, RGB: bright, because they lie on any background with a dark outline.
FILM: Final[dict[Side | None, Colour]] = {"left": (86, 180, 233), "right": (255, 159, 28), None: (240, 240, 240)}

INK: Final = "#1a1a1a"
FAINT_INK: Final = "#595959"
GRID: Final = "#d9d9d9"
SHADE: Final = "#e9eef2"
WHITE: Final[Colour] = (255, 255, 255)
BLACK: Final[Colour] = (0, 0, 0)


def rgb(colour: str) -> Colour:
    """``#b34700`` -> (179, 71, 0)."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, relative luminance of sRGB)."""
    bright, dark = sorted((_luminance(rgb(one)), _luminance(rgb(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
