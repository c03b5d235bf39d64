"""The camera's roll from what stands upright or lies level in the room: posts, walls, floor, a treadmill's deck.

Verticals of the world meet far below or above the picture when the camera is pitched, so their tilt grows evenly from
the picture's middle outwards: ``tilt = roll + fan · (x - middle) / width``. Level lines do the same from the horizon up
and down when the camera looks along them at an angle. Roll and fan are fitted to the long, steady, nearly vertical and
nearly level edges of a few frames, each family by itself. Where both families turn together from frame to frame, it is
the camera that turns, in somebody's hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.domain.clip import Frame
from endrange.domain.level import Level

Real = NDArray[np.float64]

#: Frames are looked at this far apart, and only so many of them: a room does not change.
EVERY_S: Final = 0.8
MOST_FRAMES: Final = 6
#: Later frames are looked at this far apart, only for whether the camera still stands.
LATER_S: Final = 4.0
#: A camera that turns more than this (standard deviation) while the two families agree within it is held in the hand;
#: on films from a stand both stay within 0.1 degrees, or one does while moving limbs disturb the other.
TURNS_DEG: Final = 0.5
#: Height that a picture is brought to before edges are sought, in px; edges finer than this are noise.
HEIGHT_PX: Final = 600
#: Edges shorter than this share of the height are limbs, clothes and clutter.
SHORTEST: Final = 0.09
#: Edges further from upright or level are something else.
STEEPEST_DEG: Final = 12.0
#: Nobody films with more roll than this unawares; a larger one is more likely a mistake of ours.
MOST_ROLL_DEG: Final = 8.0
#: Where the horizon lies is known to this share of the picture's height (pitch of the camera within 5 degrees).
HORIZON_SD: Final = 0.1
#: Level lines that fan out so much that the horizon decides are no help: the camera looks along them.
MOST_UNSURE_DEG: Final = 0.6
#: Both families have to agree within this many standard deviations; where they do not, the upright ones are believed.
AGREE: Final = 2.0
#: Pitch of the camera spreads the verticals at most so much across the picture (15 degrees at a phone's wide lens).
MOST_FAN_DEG: Final = 18.0
#: Scatter of the tilt of a true vertical edge, and of its end points (proposal).
EDGE_SD_DEG: Final = 0.35
#: An edge seen at the same place in at least this share of the frames stands still.
STEADY: Final = 0.4
#: How much length of edge has to agree, in picture heights, and which share of all nearly vertical edges.
LEAST_LENGTH: Final = 0.9
LEAST_SHARE: Final = 0.45
#: A roll known less well than this rests on too few edges: on calibrated views such ones were wrong.
MOST_SD_DEG: Final = 0.8
#: No room is built more upright than this (proposal).
LEAST_SD_DEG: Final = 0.35


@dataclass(frozen=True)
class _Edges:
    """Edges of one family: place of the middle as shares (along the fan, across it), tilt, length in heights."""

    place: Real
    tilt_deg: Real
    length: Real


class LevelFinder:
    """Watches a film for what stands upright or lies level; feed it every frame, it looks at few."""

    def __init__(self) -> None:
        self._upright: list[_Edges] = []
        self._flat: list[_Edges] = []
        self._next_s = 0.0
        self._detector = cv2.createLineSegmentDetector()

    def feed(self, frame: Frame) -> None:
        """Look at a frame when it is time again."""
        if frame.time_s < self._next_s:
            return
        self._next_s = frame.time_s + (EVERY_S if len(self._upright) < MOST_FRAMES else LATER_S)
        lines, height, width = self._lines(frame.image)
        self._upright.append(_upright(lines, height, width))
        self._flat.append(_flat(lines, height, width))

    def result(self) -> Level | None:
        """The roll and its standard deviation; None where too little stands upright or lies level."""
        held = _held_in_hand(self._upright, self._flat)
        if held is not None:
            return held
        upright = _level_of(self._upright[:MOST_FRAMES], 0.0)
        flat = _level_of(self._flat[:MOST_FRAMES], HORIZON_SD)
        if upright is None or flat is None:
            return upright or flat
        if abs(upright.roll_deg - flat.roll_deg) > AGREE * np.hypot(upright.sd_deg, flat.sd_deg):
            return Level(upright.roll_deg, float(np.hypot(upright.sd_deg, LEAST_SD_DEG)))
        a, b = upright.sd_deg**-2, flat.sd_deg**-2
        return Level((a * upright.roll_deg + b * flat.roll_deg) / (a + b), max(float((a + b) ** -0.5), LEAST_SD_DEG))

    def _lines(self, image: NDArray[np.uint8]) -> tuple[Real, int, int]:
        """(m, 4) segments x, y, x, y with the height and width that they are of."""
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        scale = HEIGHT_PX / grey.shape[0]
        if scale < 1.0:
            grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = grey.shape
        found = self._detector.detect(grey)[0]
        return (np.zeros((0, 4)) if found is None else np.asarray(found, float).reshape(-1, 4)), height, width


def _upright(lines: Real, height: int, width: int) -> _Edges:
    """Nearly vertical edges; a clockwise turn tilts their tops to the right, positive."""
    up = np.where((lines[:, 1] < lines[:, 3])[:, None], lines[:, [2, 3, 0, 1]], lines)
    tilt = np.degrees(np.arctan2(up[:, 2] - up[:, 0], up[:, 1] - up[:, 3]))
    x, y = (up[:, 0] + up[:, 2]) / 2 / width, (up[:, 1] + up[:, 3]) / 2 / height
    return _kept(x, y, tilt, lines, height)


def _flat(lines: Real, height: int, width: int) -> _Edges:
    """Nearly level edges; a clockwise turn lets their right ends sink, positive. Their fan runs along the height."""
    right = np.where((lines[:, 0] > lines[:, 2])[:, None], lines[:, [2, 3, 0, 1]], lines)
    tilt = np.degrees(np.arctan2(right[:, 3] - right[:, 1], right[:, 2] - right[:, 0]))
    x, y = (right[:, 0] + right[:, 2]) / 2 / width, (right[:, 1] + right[:, 3]) / 2 / height
    return _kept(y, x, tilt, lines, height)


def _kept(along: Real, across: Real, tilt: Real, lines: Real, height: int) -> _Edges:
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]) / height
    kept = (length >= SHORTEST) & (np.abs(tilt) <= STEEPEST_DEG)
    return _Edges(np.stack([along, across], -1)[kept], tilt[kept], length[kept])


def _held_in_hand(upright: list[_Edges], flat: list[_Edges]) -> Level | None:
    """The middle roll of a camera that turns, frame by frame from both families; None where it stands, or nobody knows.

    On a clip of a runner turned by up to 3.6 degrees the roll of each frame was right within 0.1.
    """
    pairs = [(_level_of([u], 0.0), _level_of([f], HORIZON_SD)) for u, f in zip(upright, flat, strict=True)]
    rolls = np.array([(u.roll_deg, f.roll_deg) for u, f in pairs if u is not None and f is not None])
    if len(rolls) < max(3, STEADY * len(pairs)):
        return None
    turns = float(rolls.std(axis=0).min())
    if turns < TURNS_DEG or float((rolls[:, 0] - rolls[:, 1]).std()) > TURNS_DEG:
        return None
    return Level(float(np.median(rolls.mean(axis=1))), float(np.hypot(LEAST_SD_DEG, turns)), turns)


def _level_of(seen: list[_Edges], middle_sd: float) -> Level | None:
    """Roll from the edges of one family; ``middle_sd`` is how well the fan's middle is known, as a share."""
    edges = _steady(seen)
    if edges is None or edges.length.sum() < LEAST_LENGTH:
        return None
    offset = edges.place[:, 0] - 0.5
    weight = edges.length**2
    roll, fan = _consensus(offset, edges.tilt_deg, weight)
    miss = edges.tilt_deg - (roll + fan * offset)
    good = np.abs(miss) <= 3 * EDGE_SD_DEG
    if edges.length[good].sum() < LEAST_LENGTH or edges.length[good].sum() < LEAST_SHARE * edges.length.sum():
        return None
    if abs(roll) > MOST_ROLL_DEG or abs(fan) * middle_sd > MOST_UNSURE_DEG:
        return None
    sd = float(np.hypot(_sd(offset[good], miss[good], weight[good]), fan * middle_sd))
    return Level(float(roll), sd) if sd <= MOST_SD_DEG else None


def _steady(seen: list[_Edges]) -> _Edges | None:
    """Edges that several frames show at the same place: what moves is no room."""
    seen = [edges for edges in seen if len(edges.length)]
    if not seen:
        return None
    kept: list[tuple[Real, float, float]] = []
    needed = max(1, round(STEADY * len(seen)))
    for place, tilt, length in _all_edges(seen):
        alike = sum(_has(edges, place, tilt) for edges in seen)
        if alike >= needed and not any(_same(place, tilt, p, t) for p, t, _ in kept):
            kept.append((place, tilt, length))
    if not kept:
        return None
    return _Edges(np.array([k[0] for k in kept]), np.array([k[1] for k in kept]), np.array([k[2] for k in kept]))


def _all_edges(seen: list[_Edges]) -> list[tuple[Real, float, float]]:
    """Every edge of every frame, longest first: the longest sight of an edge stands for it."""
    every = [
        (edges.place[i], float(edges.tilt_deg[i]), float(edges.length[i]))
        for edges in seen
        for i in range(len(edges.length))
    ]
    return sorted(every, key=lambda edge: (-edge[2], edge[0][0], edge[0][1], edge[1]))


def _has(edges: _Edges, place: Real, tilt: float) -> bool:
    near = (np.abs(edges.place[:, 0] - place[0]) < 0.01) & (np.abs(edges.place[:, 1] - place[1]) < 0.08)
    return bool((near & (np.abs(edges.tilt_deg - tilt) < 1.0)).any())


def _same(place: Real, tilt: float, other: Real, other_tilt: float) -> bool:
    near = abs(place[0] - other[0]) < 0.004 and abs(place[1] - other[1]) < 0.04
    return bool(near and abs(tilt - other_tilt) < 1.0)


def _consensus(offset: Real, tilt: Real, weight: Real) -> tuple[float, float]:
    """Roll and fan that most weight of edges agrees with, then refined on those (a vote, then least squares)."""
    rolls = np.arange(-STEEPEST_DEG, STEEPEST_DEG + 0.1, 0.2)
    fans = np.arange(-MOST_FAN_DEG, MOST_FAN_DEG + 0.1, 1.0)
    miss = tilt - (rolls[:, None, None] + fans[None, :, None] * offset)
    # A level camera and little pitch are likelier than others; among equals the plainest answer wins.
    plain = 1.0 - 0.004 * np.abs(rolls)[:, None] - 0.004 * np.abs(fans)[None, :]
    votes = (weight * np.exp(-0.5 * (miss / (2 * EDGE_SD_DEG)) ** 2)).sum(-1) * plain
    best = np.unravel_index(int(votes.argmax()), votes.shape)
    roll, fan = float(rolls[best[0]]), float(fans[best[1]])
    for _ in range(8):
        miss = tilt - (roll + fan * offset)
        trust = weight / (1 + (miss / EDGE_SD_DEG) ** 2) ** 2
        roll, fan = _least_squares(offset, tilt, trust)
    return roll, fan


def _least_squares(offset: Real, tilt: Real, weight: Real) -> tuple[float, float]:
    """Weighted line; the fan is held towards 0 where the edges stand at one place (prior of 4 degrees)."""
    total = weight.sum()
    x, y = (weight * offset).sum() / total, (weight * tilt).sum() / total
    spread = (weight * (offset - x) ** 2).sum() + total * (EDGE_SD_DEG / 4.0) ** 2
    fan = float(np.clip((weight * (offset - x) * (tilt - y)).sum() / spread, -MOST_FAN_DEG, MOST_FAN_DEG))
    return float(y - fan * x), fan


def _sd(offset: Real, miss: Real, weight: Real) -> float:
    """Error of the roll at the picture's middle: scatter of the edges, more where all stand to one side."""
    share = weight / weight.sum()
    effective = 1.0 / float((share**2).sum())
    scatter = max(float(np.sqrt((share * miss**2).sum())), EDGE_SD_DEG)
    middle = float((share * offset).sum())
    spread = float((share * (offset - middle) ** 2).sum())
    lever = middle**2 / (spread + (EDGE_SD_DEG / 4.0) ** 2)
    return float(np.hypot(LEAST_SD_DEG, scatter * np.sqrt((1 + lever) / effective)))
