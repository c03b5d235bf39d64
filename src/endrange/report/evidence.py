"""The frame that shows it: the person, cut out, with bones, the angle, its number and its error."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis, Evidence
from endrange.domain.looks import Floats
from endrange.domain.skeleton import BONES, point
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import AngleKey, Side
from endrange.report import words
from endrange.report.arcs import XY, anchor_of, arc_of, near_in, view_at
from endrange.report.canvas import Canvas, Picture
from endrange.report.colours import FILM
from endrange.report.drawing import ARC_SHARE, draw_arc, draw_leader, draw_skeleton, unit_of_picture
from endrange.report.lettering import lay, sprite

MAX_PICTURES: Final = 6
MAX_BYTES: Final = 45_000  # 60 kB once written as text
HEIGHT_PX: Final = 560
LETTER_PX: Final = 28  # of the number, at 540 px; a phone shows the picture at two thirds of its size
MARGIN: Final = (0.3, 0.14)  # beside and above the person, as shares of the person's larger side
MIN_ASPECT: Final = 0.95  # width over height, so that there is room for the number beside the body
QUALITIES: Final = (82, 72, 62, 52, 42, 32, 22)
WIDER: Final = 0.08  # each further arc in one picture is that much wider, so that arcs about one joint stay apart
EDGE_PX: Final = 6  # a number keeps this far from the picture's edge
SAMPLES_A_BONE: Final = 12
COVERED_PX: Final = 60.0  # a number rather stands this much further away than cover one more point (proposal)
LIMB_SHARE: Final = 0.045  # half a limb's width as a share of the person's height (proposal)


@dataclass(frozen=True)
class Shown:
    """One picture of the page.

    ``seen`` is what its angle is in this very frame, in words, where one is shown; ``clip`` the number of its clip on a
    page that shows several.
    """

    time_s: float
    data_uri: str
    width: int
    height: int
    alt: str
    caption: str
    seen: str = ""
    clip: int | None = None


def evidence_times(analysis: Analysis) -> tuple[float, ...]:
    """Frame times whose pictures the page wants, at most :data:`MAX_PICTURES`, in order of importance.

    Where a movement names no evidence, one frame in the middle of what was seen shows how the person was filmed.
    """
    times = analysis.body.time_s
    if not len(times):
        return ()
    wanted = dict.fromkeys(_frame_of(times, item.time_s) for item in analysis.evidence if isfinite(item.time_s))
    if not wanted:
        seen = np.flatnonzero(np.isfinite(analysis.body.position_px).any(axis=(1, 2)))
        wanted = dict.fromkeys([int(seen[len(seen) // 2]) if len(seen) else len(times) // 2])
    return tuple(float(times[i]) for i in list(wanted)[:MAX_PICTURES])


def shown_evidence(analysis: Analysis, pictures: Mapping[float, NDArray[np.uint8]]) -> tuple[Shown, ...]:
    """Draw the evidence on its frames; a frame without a picture is left out."""
    drawn: list[tuple[Shown, Picture]] = []
    for time_s in evidence_times(analysis):
        picture = _picture_at(pictures, time_s, analysis.body.time_s)
        if picture is not None:
            drawn.append(_drawn(analysis, time_s, picture))
    with ThreadPoolExecutor(thread_name_prefix="pictures") as pool:  # each keeps a processor busy for a while
        coded = pool.map(_encoded, [crop for _, crop in drawn])
        return tuple(replace(shown, data_uri=uri) for (shown, _), uri in zip(drawn, coded, strict=True))


def _frame_of(times: Floats, time_s: float) -> int:
    return int(np.argmin(np.abs(times - time_s)))


def _picture_at(pictures: Mapping[float, NDArray[np.uint8]], time_s: float, times: Floats) -> NDArray[np.uint8] | None:
    """The picture whose key lies in the same frame."""
    index = _frame_of(times, time_s)
    return next((picture for key, picture in pictures.items() if _frame_of(times, key) == index), None)


def _drawn(analysis: Analysis, time_s: float, picture: NDArray[np.uint8]) -> tuple[Shown, Picture]:
    """What is shown, its picture still as pixels."""
    index = _frame_of(analysis.body.time_s, time_s)
    items = [e for e in analysis.evidence if _frame_of(analysis.body.time_s, e.time_s) == index]
    points = analysis.body.position_px[index] * (picture.shape[1] / analysis.body.size_px[0])
    crop, moved = cut_out(picture, points)
    near = near_in(view_at(analysis.angles, index))
    unit = unit_of_picture(crop.shape[1], crop.shape[0])
    canvas = Canvas.of_rgb(crop)
    draw_skeleton(canvas, moved, analysis.body.verdict[index], near, unit)
    taken: list[tuple[float, float, float, float]] = []
    once = {(item.quantity, item.side): item for item in items}
    said = [_draw_item(canvas, analysis, item, index, moved, unit, taken) for item in once.values()]
    values = {key: _value_at(analysis, item, index) for key, item in once.items()}
    captions = [words.as_seen(item.caption, item.quantity, values[item.quantity, item.side]) for item in items]
    caption = words.evidence_caption(captions, time_s)
    alt = words.evidence_alt(words.MOVEMENT[analysis.movement.name], said, time_s)
    seen = words.seen_here(next(iter(values.values()))) if len(values) == 1 else ""
    return Shown(time_s, "", crop.shape[1], crop.shape[0], alt, caption, seen), crop


def _value_at(analysis: Analysis, item: Evidence, index: int) -> float:
    """The item's angle in one frame, degrees; NaN where it is not known."""
    values = analysis.angles.value_deg.get(AngleKey(item.quantity, item.side))
    return float(values[index]) if values is not None else float("nan")


def cut_out(picture: NDArray[np.uint8], points: Floats) -> tuple[Picture, Floats]:
    """The person with some room about, at the page's height, and the points in it.

    The whole picture where no point is known.
    """
    height, width = picture.shape[:2]
    known = points[np.isfinite(points).all(axis=1)]
    if len(known):
        left, top, right, bottom = _room(known, width, height)
    else:
        left, top, right, bottom = 0, 0, width, height
    scale = min(HEIGHT_PX / (bottom - top), 1.5 * HEIGHT_PX / (right - left))
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    crop = cv2.resize(np.ascontiguousarray(picture[top:bottom, left:right]), size, interpolation=how)
    return np.asarray(crop, np.uint8), (points - (left, top)) * scale


def _room(known: Floats, width: int, height: int) -> tuple[int, int, int, int]:
    """Bounds of the cut: the points, a margin, and at least :data:`MIN_ASPECT`, within the picture."""
    low, high = known.min(axis=0), known.max(axis=0)
    margin = np.array(MARGIN) * float(max(high - low)) + 4
    low, high = low - margin, high + margin
    lacking = MIN_ASPECT * (high[1] - low[1]) - (high[0] - low[0])
    if lacking > 0:
        low[0], high[0] = low[0] - lacking / 2, high[0] + lacking / 2
    left, top = (int(max(0, min(v, most - 2))) for v, most in zip(np.floor(low), (width, height), strict=True))
    right, bottom = (int(min(most, max(v, 2))) for v, most in zip(np.ceil(high), (width, height), strict=True))
    return left, top, max(right, left + 2), max(bottom, top + 2)


def _draw_item(
    canvas: Canvas, analysis: Analysis, item: Evidence, index: int, points: Floats, unit: float,
    taken: list[tuple[float, float, float, float]],
) -> str:  # fmt: skip
    """Draw one angle with its number; returns what the number says."""
    key = AngleKey(item.quantity, item.side)
    value = _value_at(analysis, item, index)
    deviations = analysis.angles.sd_deg.get(key)
    half = Z95 * float(deviations[index]) if deviations is not None else float("nan")
    name, number = words.angle_now(item.quantity, value, half)
    said = words.said_of(item.side, f"{name} {number}")
    arc = arc_of(key, value, points, view_at(analysis.angles, index).facing)
    at = anchor_of(key, points) if arc is None else arc.vertex
    if arc is not None:
        draw_arc(canvas, arc, FILM[item.side], unit, share=ARC_SHARE + WIDER * len(taken))
    if isfinite(value) and all(isfinite(v) for v in at):
        _write_beside(canvas, (name, number), at, item.side, points, unit, taken)
    return said


def _write_beside(
    canvas: Canvas, text: tuple[str, str], at: XY, side: Side | None, points: Floats, unit: float,
    taken: list[tuple[float, float, float, float]],
) -> None:  # fmt: skip
    lines = [sprite(line, round(LETTER_PX * unit), FILM[side]) for line in text]
    pitch = round(0.85 * lines[0].height)
    width, height = max(line.width for line in lines), pitch * (len(lines) - 1) + lines[0].height
    x, y = free_place((width, height), at, (canvas.width, canvas.height), _obstacles(points), taken)
    taken.append((x, y, x + width, y + height))
    edge = min(max(at[0], x), x + width), min(max(at[1], y), y + height)
    draw_leader(canvas, edge, at, unit)
    for i, line in enumerate(lines):
        lay(canvas, line, x if x > at[0] else x + width - line.width, y + i * pitch)


def _obstacles(points: Floats) -> Floats:
    """(m, 2) points along every known bone, and about the head."""
    along = np.linspace(0, 1, SAMPLES_A_BONE)[:, None]
    bones = [points[a] * (1 - along) + points[b] * along for a, b in BONES]
    middle = points[[point("left", "shoulder"), point("right", "shoulder")]].mean(axis=0)
    spine = middle * (1 - along) + points[[point("left", "hip"), point("right", "hip")]].mean(axis=0) * along
    every = np.concatenate([*bones, spine, points[:11]])
    return np.asarray(every[np.isfinite(every).all(axis=1)])


def free_place(
    size: tuple[int, int],
    vertex: tuple[float, float],
    picture: Sequence[int],
    obstacles: Floats,
    taken: Sequence[tuple[float, float, float, float]],
) -> tuple[float, float]:
    """Upper left corner of a box near ``vertex`` that covers as little as can be of obstacles and taken boxes."""
    width, height = size
    columns = np.linspace(EDGE_PX, max(EDGE_PX, picture[0] - width - EDGE_PX), 25)
    rows = np.linspace(EDGE_PX, max(EDGE_PX, picture[1] - height - EDGE_PX), 31)
    x, y = (grid.ravel() for grid in np.meshgrid(columns, rows))
    reach = float(np.ptp(obstacles[:, 1])) * LIMB_SHARE if len(obstacles) else 0.0
    across = np.maximum(np.maximum(x[:, None] - obstacles[:, 0], obstacles[:, 0] - x[:, None] - width), 0)
    down = np.maximum(np.maximum(y[:, None] - obstacles[:, 1], obstacles[:, 1] - y[:, None] - height), 0)
    covered = (np.hypot(across, down) < reach).sum(axis=1).astype(float)
    for left, top, right, bottom in taken:
        covered += 100.0 * ((x < right) & (x + width > left) & (y < bottom) & (y + height > top))
    away = np.hypot(x + width / 2 - vertex[0], y + height / 2 - vertex[1])
    best = int(np.argmin(away + COVERED_PX * covered))
    return float(x[best]), float(y[best])


def _encoded(picture: Picture) -> str:
    """WebP as a data URI, at the highest quality that stays small; a picture too busy for any is shrunk."""
    bgr = np.ascontiguousarray(picture[:, :, ::-1])
    while True:
        for quality in QUALITIES:
            _, coded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, quality])
            if len(coded) <= MAX_BYTES:
                return "data:image/webp;base64," + base64.b64encode(coded.tobytes()).decode("ascii")
        bgr = np.asarray(cv2.resize(bgr, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA), np.uint8)
