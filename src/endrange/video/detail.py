"""How clearly the limbs' edges stand in the picture: their width and their contrast.

The pose networks see the person scaled to the same size, so that what counts is the width of an edge against the
person, whether it comes of focus, of compression or of too few pixels. It is measured where the looks put the limbs,
in a few frames: the brightness along lines across a limb climbs by the edge's contrast at the edge's steepest slope,
and one over the other is its width.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np
from scipy.ndimage import map_coordinates

from endrange.domain.clip import Frame
from endrange.domain.detail import Detail
from endrange.domain.looks import Floats, Sighting
from endrange.domain.skeleton import PAIRS

#: Frames are looked at this far apart at first, and so many at most: of a longer clip every other one is dropped.
EVERY_S: Final = 0.4
MOST_FRAMES: Final = 16

#: Limbs across which edges are looked for, and where along them (clear of the joints).
LIMBS: Final = (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
ALONG: Final[Floats] = np.linspace(0.2, 0.8, 7)

#: How far to either side of the limb's line, as a share of the person's size: half a thigh's width and what lies
#: beside it (proposal).
REACH: Final = 0.14
#: Step across, px; the mean of so many neighbouring lines takes the noise down.
STEP_PX: Final = 0.5
BAND: Final[Floats] = np.arange(-3.0, 4.0)
#: Size from which those lines are one px apart; of smaller people they lie closer.
BAND_SIZE_PX: Final = 250.0
#: An edge ends where its slope is down to this share of the steepest.
FOOT_OF_EDGE: Final = 0.1

#: Limbs seen shorter than this share of the size point at the camera.
SHORTEST: Final = 0.1
#: Edges below so many grey levels are noise or folds.
PLAIN_LEVELS: Final = 6.0
#: Fewest edges of a frame that say something.
ENOUGH_EDGES: Final = 8

#: Which of the edges is told: the sharper quarter in width, since folds and shades are wide in any film; the plainer
#: quarter in contrast, since those between the legs are faint in any light.
WIDTH_PERCENT: Final = 25.0
CONTRAST_PERCENT: Final = 75.0


class _Edge(NamedTuple):
    width_px: float
    contrast_levels: float


class DetailFinder:
    """Watches frames and what was seen in them go by; keeps no more pictures than the engine reads ahead.

    Feed every frame in order, and every sighting once it is known, then ask for the result.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Frame] = {}
        self._found: list[Detail] = []
        self._every_s = EVERY_S
        self._next_s = 0.0

    def feed(self, frame: Frame) -> None:
        """Keep the frame if it is one of those that are looked at."""
        if frame.time_s >= self._next_s:
            self._waiting[frame.index] = frame
            self._next_s = frame.time_s + self._every_s

    def told(self, sighting: Sighting) -> None:
        """Measure the frame of a sighting, if it was kept, and let go of it."""
        frame = self._waiting.pop(sighting.index, None)
        if frame is None:
            return
        found = frame_detail(frame.image, prominent(sighting))
        if found is not None:
            self._found.append(found)
        if len(self._found) > MOST_FRAMES:
            self._found = self._found[::2]
            self._every_s *= 2

    def result(self) -> Detail | None:
        """The median over the frames; None where no limb was seen."""
        if not self._found:
            return None
        widths = [one.edge_share for one in self._found if one.edge_share is not None]
        contrast = float(np.median([one.contrast_levels for one in self._found]))
        return Detail(float(np.median(widths)) if widths else None, contrast)


def prominent(sighting: Sighting) -> Floats:
    """(33, 2) mean over the looks of the largest person; all NaN where nobody is seen."""
    seen = [people.position_px for people in sighting.looks.values() if len(people.position_px)]
    if not seen:
        return np.full((33, 2), np.nan)
    together = np.stack([points[: min(map(len, seen))] for points in seen])
    known = np.isfinite(together)
    mean = np.where(known, together, 0.0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan)
    sizes = [size_px(person) for person in mean]
    return np.asarray(mean[int(np.argmax(np.nan_to_num(sizes)))], float)


def size_px(position_px: Floats) -> float:
    """Trunk, thigh and shank together, of the longer side; NaN where neither side is seen."""
    sides = [
        sum(float(np.linalg.norm(position_px[PAIRS[a][side]] - position_px[PAIRS[b][side]])) for a, b in LIMBS)
        for side in (0, 1)
    ]
    return float(np.fmax(sides[0], sides[1]))


def frame_detail(image: Floats, position_px: Floats) -> Detail | None:
    """Width and contrast of the edges of one person's limbs in one picture.

    Parameters
    ----------
    image
        (height, width, 3) RGB, 0..255.
    position_px
        (33, 2) points; limbs with a NaN end are left out.

    Returns
    -------
    Detail or None
        None where no limb is seen; without a width where fewer than eight edges stand out.
    """
    size = size_px(position_px)
    if not np.isfinite(size) or size <= 0:
        return None
    edges = list(_edges(image, position_px, size))
    if not edges:
        return None
    plain = [edge for edge in edges if edge.contrast_levels > PLAIN_LEVELS]
    contrast = float(np.percentile([edge.contrast_levels for edge in edges], CONTRAST_PERCENT))
    if len(plain) < ENOUGH_EDGES:
        return Detail(None, contrast)
    width = float(np.percentile([edge.width_px for edge in plain], WIDTH_PERCENT))
    return Detail(width / size, contrast)


def _edges(image: Floats, position_px: Floats, size: float) -> Iterator[_Edge]:
    """The steepest edge along every line across every limb."""
    across = np.arange(-REACH * size, REACH * size + STEP_PX, STEP_PX)
    for a, b in LIMBS:
        for start, end in zip(position_px[list(PAIRS[a])], position_px[list(PAIRS[b])], strict=True):
            length = float(np.linalg.norm(end - start))
            if length > SHORTEST * size:  # False of NaN too
                for line in _lines(image, start, end, across, min(1.0, size / BAND_SIZE_PX)):
                    yield _steepest(line)


def _lines(image: Floats, start: Floats, end: Floats, across: Floats, apart_px: float) -> Iterator[Floats]:
    """Brightness across a limb, one line for each place along it."""
    along = (end - start) / np.linalg.norm(end - start)
    normal = np.array([along[1], -along[0]])
    middle = start + ALONG[:, None] * (end - start)
    band = (apart_px * BAND)[:, None] * along
    points = middle[:, None, None] + band[:, None] + across[:, None] * normal  # (lines, band, across, 2)
    low = np.maximum(np.floor(points.min(axis=(0, 1, 2))).astype(int), 0)
    high = np.ceil(points.max(axis=(0, 1, 2))).astype(int) + 2
    part = image[low[1] : high[1], low[0] : high[0]]
    if part.size == 0:
        return
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY).astype(np.float64)
    at = np.moveaxis(points - low, -1, 0)[::-1]
    yield from map_coordinates(grey, at, order=1, mode="nearest").mean(axis=1)


def _steepest(line: Floats) -> _Edge:
    """The edge about the steepest slope of a line: from foot to foot, as far as it climbs one way."""
    slope = np.gradient(line, STEP_PX)
    at = int(np.argmax(np.abs(slope)))
    steepest = abs(float(slope[at]))
    if steepest == 0.0:
        return _Edge(float("nan"), 0.0)
    climbs = slope * np.sign(slope[at]) > FOOT_OF_EDGE * steepest
    first = at - int(np.argmin(np.r_[climbs[at::-1], False]))
    last = at + int(np.argmin(np.r_[climbs[at:], False]))
    contrast = abs(float(line[min(last, len(line) - 1)] - line[max(first, 0)]))
    return _Edge(contrast / steepest, contrast)
