"""Where the film itself changes: cuts to another scene, and frames that stand still."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Frame
from endrange.domain.looks import Floats

# How a cut is told from a movement. Two pictures are compared as grids of GRID × GRID grey cells without their coarse
# light and shade, the second shifted by up to MAX_SHIFT cells to where it fits best. Their distance is 1 minus their
# correlation: 0 for the same scene, brighter or darker or moved; about 1 for another scene. All values are proposals,
# set on 25 real and rendered clips without a cut (largest distance 0.25, at 5 frames a second) and on their joints.

#: Cells along each side of the grid, and samples of the picture along each side of a cell.
GRID: Final = 32
SAMPLES: Final = 4

#: Cells that a bumped camera may move the picture by: a fifth of its size.
MAX_SHIFT: Final = 6

#: Cells over which the coarse light and shade is averaged to be taken away.
COARSE: Final = 9

#: Contrast, in grey levels, below which a picture counts as plain and its noise is not compared.
PLAIN_LEVELS: Final = 2.0

#: A change is a candidate from this distance on, and a cut if it exceeds what is usual around it by this factor or,
#: however restless the film, this distance.
MIN_DISTANCE: Final = 0.25
MIN_RATIO: Final = 3.0
SURE_DISTANCE: Final = 0.6

#: A scene that is back within this time was never left: a flash, somebody before the lens. At least so many frames.
FLASH_S: Final = 0.15
FLASH_FRAMES: Final = 2

#: More changed frames in a row than this are a swung camera, not cuts.
MAX_BURST: Final = 2

#: Frames before a change that tell what is usual.
USUAL_FRAMES: Final = 5

#: A frame repeats the one before where no sampled pixel differs by more than this: a codec's rounding.
FROZEN_LEVELS: Final = 2
_FROZEN_STRIDE: Final = 2
_FIRST_STRIDE: Final = 8 * _FROZEN_STRIDE


@dataclass
class _Burst:
    """Changed frames close to each other, the scene before them, and what is usual around them."""

    before: Floats
    usual: float
    frames: list[int] = field(default_factory=list)
    distances: list[float] = field(default_factory=list)
    end_s: float = 0.0
    quiet_frames: int = 0

    def cuts(self) -> list[int]:
        """The frames that begin a new scene."""
        if len(self.frames) > MAX_BURST or min(self.distances) < min(MIN_RATIO * self.usual, SURE_DISTANCE):
            return []
        return self.frames


class ChangeDetector:
    """Watches the frames of a film go by; keeps the last picture, a few small ones and two bytes a frame.

    Feed every frame in order, then ask for the result.
    """

    def __init__(self) -> None:
        self._cut = bytearray()
        self._frozen = bytearray()
        self._before: NDArray[np.uint8] | None = None
        self._grid: Floats | None = None
        self._recent: deque[float] = deque(maxlen=USUAL_FRAMES)
        self._burst: _Burst | None = None

    def feed(self, frame: Frame) -> None:
        """Look at the next frame; its picture is kept until the one after it."""
        frozen = self._before is not None and _same(self._before, frame.image)
        self._cut.append(False)
        self._frozen.append(frozen)
        self._before = frame.image
        grid = self._grid if frozen and self._grid is not None else _grid_of(frame.image)
        if self._grid is not None:
            self._weigh(self._grid, grid, 0.0 if frozen else _distance(self._grid, grid), frame.time_s)
        self._grid = grid

    def result(self) -> FrameChanges:
        """What was seen so far; a change at the film's very end, not settled yet, counts like a settled one."""
        cut = np.frombuffer(bytes(self._cut), np.bool_).copy()
        if self._burst is not None:
            cut[self._burst.cuts()] = True
        return FrameChanges(cut=cut, frozen=np.frombuffer(bytes(self._frozen), np.bool_).copy())

    def _weigh(self, before: Floats, grid: Floats, distance: float, time_s: float) -> None:
        burst = self._burst
        if burst is not None and _distance(burst.before, grid) < MIN_DISTANCE:
            self._burst = None  # the scene is back
        elif distance >= MIN_DISTANCE:
            self._add(before, distance, time_s)
        elif burst is None:
            self._recent.append(distance)
        else:
            burst.quiet_frames += 1
            burst.usual = max(burst.usual, distance)
            if burst.quiet_frames >= FLASH_FRAMES and time_s - burst.end_s >= FLASH_S:
                self._settle(burst)

    def _add(self, before: Floats, distance: float, time_s: float) -> None:
        if self._burst is None:
            self._burst = _Burst(before, max(self._recent, default=0.0))
        burst = self._burst
        burst.end_s, burst.quiet_frames = time_s, 0
        if len(burst.frames) <= MAX_BURST:  # one too many says enough
            burst.frames.append(len(self._cut) - 1)
            burst.distances.append(distance)

    def _settle(self, burst: _Burst) -> None:
        for frame in burst.cuts():
            self._cut[frame] = True
        self._recent.clear()
        self._burst = None


def _same(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> bool:
    """Whether no sampled pixel differs; a few of the samples first, which tell nearly all frames of a film apart."""
    if a.shape != b.shape:
        return False
    for step in (_FIRST_STRIDE, _FROZEN_STRIDE):
        one, other = a[::step, ::step, 1], b[::step, ::step, 1]
        if int((np.maximum(one, other) - np.minimum(one, other)).max()) > FROZEN_LEVELS:
            return False
    return True


def _grid_of(image: NDArray[np.uint8]) -> Floats:
    """(GRID, GRID) mean green levels of the cells, without coarse light and shade."""
    height, width = image.shape[:2]
    samples = np.arange(GRID * SAMPLES)
    rows, columns = samples * height // len(samples), samples * width // len(samples)
    green = image[rows[:, None], columns, 1].astype(np.float32)
    cells = green.reshape(GRID, SAMPLES, GRID, SAMPLES).mean(axis=(1, 3))
    fine: Floats = cells - uniform_filter(cells, COARSE, mode="nearest")
    return fine


def _distance(a: Floats, b: Floats) -> float:
    """1 - correlation of two grids, where the second fits best; searched only when it does not fit as it is."""
    distance = 1.0 - _correlation(a, b)
    if distance < MIN_DISTANCE:
        return distance
    shifts = range(-MAX_SHIFT, MAX_SHIFT + 1)
    return 1.0 - max(
        _correlation(a[_overlap(dy), _overlap(dx)], b[_overlap(-dy), _overlap(-dx)]) for dy in shifts for dx in shifts
    )


def _overlap(shift: int) -> slice:
    return slice(max(0, shift), GRID + min(0, shift))


def _correlation(a: Floats, b: Floats) -> float:
    """Correlation of two grids, with so much allowed for noise that two plain ones agree."""
    plain = PLAIN_LEVELS**2 * a.size
    a, b = a - a.mean(), b - b.mean()
    return float((np.vdot(a, b) + plain) / np.sqrt((np.vdot(a, a) + plain) * (np.vdot(b, b) + plain)))
