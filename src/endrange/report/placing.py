"""Where labels stand on film: beside the body or in a corner, wherever they hide least, steady from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.ndimage import gaussian_filter1d

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import BONES, point
from endrange.domain.vocabulary import Side
from endrange.report.drawing import DOTS
from endrange.report.readouts import Readout

Spot = Literal["right", "left", "top right", "top left"]

HIPS: Final = [point("left", "hip"), point("right", "hip")]
HEAD: Final = list(range(11))
STEADY_S: Final = 0.6  # labels follow the joint this slowly, so that they can be read while legs swing (proposal)
REACH_PERCENTILE: Final = 99.5  # how far the body reaches sideways, but for a stray point
LINE_HEIGHT: Final = 1.25  # distance of two labels, in label heights
#: A less liked spot must hide this much less of the body (share of its points): best, other side, corners (proposal).
RANK_COST: Final = (0.0, 0.004, 0.02, 0.024)


@dataclass(frozen=True)
class Room:
    """The picture and the rows between which labels may stand, in px."""

    width: int
    top: float
    bottom: float


def place(
    analysis: Analysis, readouts: Sequence[Readout], sizes: Sequence[tuple[int, int]], points: Floats, room: Room
) -> Floats:
    """Where each label stands in each frame.

    Parameters
    ----------
    sizes
        Width and height of each label in px.
    points
        (n, 33, 2) px of the picture that is drawn on.

    Returns
    -------
    (n, k, 2) px of each label's upper left corner; NaN where the body is never seen.
    """
    where = np.full((len(points), len(readouts), 2), np.nan)
    middle_px = points[:, HIPS, 0].mean(axis=1)
    if not readouts or not np.isfinite(middle_px).any():
        return where
    steady = _frames_of(STEADY_S, analysis.body.time_s)
    middle = steadied(middle_px, steady)
    body = _outline(points)
    free: list[Spot] = ["right", "left", "top right", "top left"]
    for members in _groups(readouts):
        heights = np.stack([steadied(points[:, readouts[k].joint, 1], steady) for k in members], axis=1)
        order = [members[i] for i in np.argsort(heights.mean(axis=0), kind="stable")]
        heights = np.sort(heights, axis=1)
        box = np.array([sizes[k] for k in order], float)
        spots = {spot: _at(spot, middle, heights, box, points, room) for spot in free}
        liked = [spot for spot in _liked(analysis, readouts[order[0]].key.side, points, middle) if spot in free]
        best = min(liked, key=lambda spot: hidden(spots[spot], box, body) + RANK_COST[liked.index(spot)])
        where[:, order] = spots[best]
        free.remove(best)
    return where


def _groups(readouts: Sequence[Readout]) -> list[list[int]]:
    """Labels that stand together: those of one side; midline ones join the first side."""
    groups: dict[Side | None, list[int]] = {}
    for k, readout in enumerate(readouts):
        groups.setdefault(readout.key.side, []).append(k)
    midline = groups.pop(None, [])
    if not groups:
        return [midline]
    sided = list(groups.values())
    return [sided[0] + midline, *sided[1:]]


def _liked(analysis: Analysis, side: Side | None, points: Floats, middle: Floats) -> list[Spot]:
    """Spots from the most to the least natural: face on the side's own, in profile where the body reaches less."""
    facing = analysis.view.facing
    if facing in ("left", "right"):
        right_first = _reach(points, middle, right=True) <= _reach(points, middle, right=False)
    else:
        right_first = (side != "right") == (facing != "away")
    return ["right", "left", "top right", "top left"] if right_first else ["left", "right", "top left", "top right"]


def _at(spot: Spot, middle: Floats, heights: Floats, box: Floats, points: Floats, room: Room) -> Floats:
    """(n, k, 2) corners of a group's labels in one spot, kept within the picture."""
    gap, pitch = 0.6 * box[0, 1], box[:, 1] * LINE_HEIGHT
    at = np.empty((len(middle), len(box), 2))
    edge = 0.3 * box[0, 1]
    if spot in ("right", "left"):
        reach = _reach(points, middle, right=spot == "right") + gap
        at[:, :, 0] = middle[:, None] + reach if spot == "right" else middle[:, None] - reach - box[:, 0]
        at[:, :, 0] = np.clip(at[:, :, 0], edge, room.width - box[:, 0] - edge)
        at[:, :, 1] = _apart(heights - box[:, 1] / 2, pitch, room.top, room.bottom)
    else:
        at[:, :, 0] = edge if spot == "top left" else room.width - box[:, 0] - edge
        at[:, :, 1] = room.top + edge + np.cumsum(pitch) - pitch
    return at


def hidden(at: Floats, box: Floats, body: Floats) -> float:
    """Share of the body's known points that a group of labels covers, over all frames.

    Parameters
    ----------
    at
        (n, k, 2) corners; ``box`` (k, 2) sizes; ``body`` (n, m, 2) px, NaN where lost.
    """
    low = at[:, :, None, :]
    high = low + box[None, :, None, :]
    inside = np.any(np.all((body[:, None] > low) & (body[:, None] < high), axis=3), axis=1)
    known = np.isfinite(body).all(axis=2)
    return float(inside.sum() / max(1, known.sum()))


def _outline(points: Floats) -> Floats:
    """(n, m, 2) points on head, joints and bones."""
    along = [0.25 * points[:, a] + 0.75 * points[:, b] for a, b in BONES]
    along += [0.75 * points[:, a] + 0.25 * points[:, b] for a, b in BONES]
    return np.concatenate([points[:, HEAD], points[:, DOTS], np.stack(along, axis=1)], axis=1)


def _reach(points: Floats, middle: Floats, *, right: bool) -> float:
    """How far the body reaches to one side of the hips, px."""
    away = points[:, DOTS, 0] - middle[:, None]
    away = away[np.isfinite(away)]
    return float(max(0.0, np.percentile(away if right else -away, REACH_PERCENTILE)))


def _apart(y: Floats, pitch: Floats, top: float, bottom: float) -> Floats:
    """Rows moved until each lies a pitch below the one above it, and all of them between top and bottom."""
    out = np.maximum(y, top)
    for k in range(1, out.shape[1]):
        out[:, k] = np.maximum(out[:, k], out[:, k - 1] + pitch[k - 1])
    limit = bottom
    for k in reversed(range(out.shape[1])):
        limit = limit - pitch[k]
        out[:, k] = np.minimum(out[:, k], limit)
    return out


def steadied(values: Floats, sigma_frames: float) -> Floats:
    """A series without its holes and quick movements; zero where nothing of it is known."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values))
    index = np.arange(len(values))
    smooth: Floats = gaussian_filter1d(np.interp(index, index[known], values[known]), sigma_frames, mode="nearest")
    return smooth


def _frames_of(seconds: float, time_s: Floats) -> float:
    if len(time_s) < 2:
        return 1.0
    return max(1.0, seconds / max(float(np.median(np.diff(time_s))), 1e-3))
