"""Bones, points and arcs on a picture, with dark outlines so that they stand out on any background."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, isfinite, radians, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.body import Verdict
from endrange.domain.looks import Floats
from endrange.domain.skeleton import BONES, PAIRS
from endrange.domain.vocabulary import Side
from endrange.report.arcs import XY, Arc
from endrange.report.canvas import ONE, Canvas
from endrange.report.colours import BLACK, FILM, WHITE, Colour

#: Joints that are drawn as dots: trunk, arms to the wrist, legs.
DOTS: Final = tuple(sorted({index for bone in BONES for index in bone}))

_CORNERS: Final = ((0, -1), (1, 0), (0, 1), (-1, 0))

_LEFT: Final = frozenset(left for left, _ in PAIRS.values())
_RIGHT: Final = frozenset(right for _, right in PAIRS.values())

ARC_SHARE: Final = 0.38  # radius of an arc as a share of its segment: clear of both joints
ZERO_SHARE: Final = 0.62  # length of the zero ray likewise
DASHES: Final = 4  # of the zero ray
MIN_ARC_DEG: Final = 1.0  # cv2 draws nothing sensible below
DIAMOND: Final = 2.6  # half of a diamond's diagonal, in radii of a dot: larger than any dot, whatever its colour


def side_of(index: int) -> Side | None:
    """Side of a keypoint; None for the nose."""
    return "left" if index in _LEFT else "right" if index in _RIGHT else None


def bone_side(bone: tuple[int, int]) -> Side | None:
    """Side of a bone; None where it joins both sides."""
    one, other = side_of(bone[0]), side_of(bone[1])
    return one if one == other else None


def unit_of_picture(width: int, height: int) -> float:
    """Scale of strokes and letters: 1 at 540 lines, in proportion to the shorter side of the picture."""
    return max(0.6, min(width, height) / 540)


def draw_skeleton(canvas: Canvas, points: Floats, verdict: NDArray[np.int8], near: Side | None, unit: float) -> None:
    """Draw bones and joints.

    Parameters
    ----------
    points
        (33, 2) px of this picture; a bone with an end that is NaN is not drawn.
    verdict
        (33,) :class:`Verdict`: lost points are not drawn, filled ones are hollow, those moved by hand are diamonds.
    near
        The side whose bones are thick; None makes both thick.
    """
    known = np.isfinite(points).all(axis=1) & (verdict != Verdict.LOST)
    at = np.where(known[:, None], points, 0.0)
    grid = np.rint(at * ONE).astype(int).tolist()
    order = sorted((bone for bone in BONES if known[bone[0]] and known[bone[1]]), key=lambda b: bone_side(b) == near)
    for bone in order:
        side = bone_side(bone)
        width = _stroke(side, near, unit)
        _line(canvas, grid[bone[0]], grid[bone[1]], FILM[side], width)
    for index in DOTS:
        if known[index]:
            side = side_of(index)
            radius = 0.9 * _stroke(side, near, unit) + 1.2 * unit
            if verdict[index] == Verdict.MOVED:
                draw_diamond(canvas, (at[index, 0], at[index, 1]), FILM[side], DIAMOND * radius)
            else:
                _dot(canvas, grid[index], FILM[side], radius, hollow=bool(verdict[index] == Verdict.FILLED))


def _stroke(side: Side | None, near: Side | None, unit: float) -> float:
    return (3.4 if near is None or side == near else 1.6) * unit


def _line(canvas: Canvas, start: Sequence[int], end: Sequence[int], colour: Colour, width: float) -> None:
    inner = max(1, round(width))
    canvas.line(start, end, BLACK, inner + 2)
    canvas.line(start, end, colour, inner)


def _dot(canvas: Canvas, centre: Sequence[int], colour: Colour, radius: float, *, hollow: bool) -> None:
    size = round(radius * ONE)
    canvas.circle(centre, size + ONE, BLACK)
    canvas.circle(centre, size, WHITE if hollow else colour)
    if hollow:
        canvas.circle(centre, size, colour, max(1, round(radius / 2.5)))


def draw_diamond(canvas: Canvas, centre: XY, colour: Colour, half_px: float) -> None:
    """Draw a point that was moved by hand: told by its shape and its white rim, by no colour alone."""
    for shade, share in ((BLACK, 1.25), (WHITE, 1.0), (colour, 0.55)):
        reach = half_px * share
        corners = [_grid((centre[0] + dx * reach, centre[1] + dy * reach)) for dx, dy in _CORNERS]
        canvas.polygon(corners, shade)


def draw_arc(canvas: Canvas, arc: Arc, colour: Colour, unit: float, share: float = ARC_SHARE) -> None:
    """Draw an angle: a dashed ray where its zero is, and the arc from there to the moving segment.

    ``share`` is the arc's radius as a share of the moving segment.
    """
    radius = arc.length_px * share
    reach = arc.length_px * ZERO_SHARE
    x, y = arc.vertex
    start = _grid((x, y))
    zero = radians(arc.zero_deg)
    along, down = reach * cos(zero), reach * sin(zero)
    for dash in range(DASHES):
        on, off = dash / DASHES, (dash + 0.6) / DASHES
        _line(
            canvas, _grid((x + along * on, y + down * on)), _grid((x + along * off, y + down * off)), WHITE, 1.2 * unit
        )
    if abs(arc.sweep_deg) < MIN_ARC_DEG:
        return
    low, high = sorted((arc.zero_deg, arc.zero_deg + arc.sweep_deg))
    size = max(1, round(radius * ONE))
    for shade, width in ((BLACK, round(3.0 * unit) + 2), (colour, round(3.0 * unit))):
        canvas.arc(start, size, (low, high), shade, max(1, width))


def draw_leader(canvas: Canvas, start: XY, end: XY, unit: float) -> None:
    """A hairline from a label to its joint, without outline so that it hides nothing."""
    if all(isfinite(v) for v in (*start, *end)):
        canvas.line(_grid(start), _grid(end), WHITE, max(1, round(0.8 * unit)))


def _grid(at: XY) -> tuple[int, int]:
    return round(at[0] * ONE), round(at[1] * ONE)
