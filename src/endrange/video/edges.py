"""How wide the edges of the person's limbs are in the picture.

The pose networks see the person scaled to the same size, so that what counts is the width of an edge against the
person, whether it comes of focus, of compression or of too few pixels. It is measured where the looks put the limbs,
in a few frames: the brightness along lines across a limb climbs by the edge's contrast at the edge's steepest slope,
and one over the other is its width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from endrange.domain.clip import Frame
from endrange.domain.looks import Floats, Sighting
from endrange.domain.skeleton import N_KEYPOINTS, PAIRS

Pixels = NDArray[np.uint8]

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

#: The sharper quarter of the edges tells: folds and shades are wide in any film.
WIDTH_PERCENT: Final = 25.0


class EdgeFinder:
    """Watches frames and what was seen in them go by; keeps no more pictures than the engine reads ahead.

    Feed every frame in order, and every sighting once it is known, then ask for the result.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Frame] = {}
        self._found: list[float] = []
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
        found = edge_share(frame.image, prominent(sighting))
        if found is not None:
            self._found.append(found)
        if len(self._found) > MOST_FRAMES:
            self._found = self._found[::2]
            self._every_s *= 2

    def watching(self, sightings: Iterable[Sighting]) -> Iterator[Sighting]:
        """The same sightings, each told as it passes."""
        for sighting in sightings:
            self.told(sighting)
            yield sighting

    def result(self) -> float | None:
        """Width of the edges over the person's size, median over the frames; None where no edge stood out."""
        return float(np.median(self._found)) if self._found else None


def prominent(sighting: Sighting) -> Floats:
    """(33, 2) mean over the looks of the largest person; all NaN where nobody is seen."""
    seen = [people.position_px for people in sighting.looks.values() if len(people.position_px)]
    if not seen:
        return np.full((N_KEYPOINTS, 2), np.nan)
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


def edge_share(image: Pixels, position_px: Floats) -> float | None:
    """Width of the sharper edges of one person's limbs in one picture over the person's size.

    Parameters
    ----------
    image
        (height, width, 3) RGB, 0..255.
    position_px
        (33, 2) points; limbs with a NaN end are left out.

    Returns
    -------
    float or None
        None where fewer than eight edges stand out.
    """
    size = size_px(position_px)
    if not np.isfinite(size) or size <= 0:
        return None
    widths = list(_widths(image, position_px, size))
    return float(np.percentile(widths, WIDTH_PERCENT)) / size if len(widths) >= ENOUGH_EDGES else None


def _widths(image: Pixels, position_px: Floats, size: float) -> Iterator[float]:
    """Width in px of the steepest edge along every line across every limb, where there is one."""
    across = np.arange(-REACH * size, REACH * size + STEP_PX, STEP_PX)
    for a, b in LIMBS:
        for start, end in zip(position_px[list(PAIRS[a])], position_px[list(PAIRS[b])], strict=True):
            length = float(np.linalg.norm(end - start))
            if length > SHORTEST * size:  # False of NaN too
                for line in _lines(image, start, end, across, min(1.0, size / BAND_SIZE_PX)):
                    width = _steepest_width(line)
                    if width is not None:
                        yield width


def _lines(image: Pixels, start: Floats, end: Floats, across: Floats, apart_px: float) -> Iterator[Floats]:
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


def _steepest_width(line: Floats) -> float | None:
    """Width of the edge about the steepest slope of a line, from foot to foot, as far as it climbs one way.

    Contrast over steepest slope: of an edge blurred by a Gaussian of s px that is s times the root of two pi. None of
    an edge fainter than a fold.
    """
    slope = np.gradient(line, STEP_PX)
    at = int(np.argmax(np.abs(slope)))
    climbs = slope * np.sign(slope[at]) > FOOT_OF_EDGE * abs(slope[at])
    first = max(at - int(np.argmin(np.r_[climbs[at::-1], False])), 0)
    last = min(at + int(np.argmin(np.r_[climbs[at:], False])), len(line) - 1)
    contrast = abs(float(line[last] - line[first]))
    return contrast / abs(float(slope[at])) if contrast > PLAIN_LEVELS else None
