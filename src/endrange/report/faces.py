"""Heads made unrecognisable: where they are in each frame, and a coarse mosaic laid over them.

Rather too much than too little is blurred: the head of everybody whom any look saw, in the frame and in its
neighbours; about the followed person also where the head's points are missing; and the whole picture where nobody can
tell where that head is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.report.bystanders import NOBODY, bystanders_of
from endrange.report.canvas import Picture

_HEAD: Final = slice(0, 11)  # nose, eyes, ears, mouth
_SHOULDERS: Final = [point("left", "shoulder"), point("right", "shoulder")]
_HIPS: Final = [point("left", "hip"), point("right", "hip")]

#: Radius about the middle of the head's points, in lengths of the trunk. Half a head's height is 0.23 of it (head and
#: trunk are 0.130 and 0.288 of the body's height, Winter 2009, table 4.1); the rest is margin (proposal).
RADIUS: Final = 0.45

#: Radius in half-diagonals of the box about the head's points: these lie within the face, hair and chin beyond them.
SPREAD: Final = 2.0

#: Where the head's points are missing: its middle lies this far beyond the shoulders, in lengths of the trunk (ear and
#: shoulder stand at 0.936 and 0.818 of the body's height, Winter 2009), and the circle is this much wider (proposal).
NECK: Final = 0.41
UNSURE: Final = 1.6

#: A head that is lost is taken to lie between where it was and where it is next, if that is this near (proposal); the
#: circle grows by half of the way between.
BRIDGED_S: Final = 1.0

#: Frames to either side whose heads count too, for a head that a network misses once.
NEIGHBOURS: Final = 1

#: Mosaic stones: so many across a head, or across a whole picture. Nobody is known by eight stones of a face.
STONES: Final = 4
STONES_OF_PICTURE: Final = 16

_MIN_RADIUS_PX: Final = 6.0


@dataclass(frozen=True)
class Heads:
    """Where the heads are.

    Attributes
    ----------
    time_s
        (n,) of the frames.
    circles_px
        (n, k, 3) x, y and radius in px of the clip's picture; NaN where there is none.
    everywhere
        (n,) whether the whole picture has to be blurred.
    size_px
        (width, height) of the picture.
    """

    time_s: Floats
    circles_px: Floats
    everywhere: NDArray[np.bool_]
    size_px: tuple[int, int]


def heads_of(analysis: Analysis) -> Heads:
    """Every head that was seen, and the followed person's also where it was not."""
    body = analysis.body
    trunk = _trunk(body.position_px)
    typical = float(np.nanmedian(trunk)) if np.isfinite(trunk).any() else np.nan
    followed, known = _bridged(_circles(body.position_px, typical), body.time_s)
    looks = analysis.looks.position_px.astype(float)
    seen = _circles(looks.reshape(len(looks), -1, *looks.shape[-2:]), np.nan)
    near = [_shifted(seen, step) for step in range(-NEIGHBOURS, NEIGHBOURS + 1)]
    circles = np.concatenate([followed[:, None], *near], axis=1)
    return Heads(body.time_s, circles, ~known, body.size_px)


def _trunk(points: Floats) -> Floats:
    """(...,) length from mid-shoulders to mid-hips, px; NaN where either is unknown."""
    away = _middle(points, _SHOULDERS) - _middle(points, _HIPS)
    return np.asarray(np.hypot(away[..., 0], away[..., 1]))


def _middle(points: Floats, pair: list[int]) -> Floats:
    """(..., 2) of two points, or the one of them that is known."""
    one, other = points[..., pair[0], :], points[..., pair[1], :]
    return np.asarray(np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2)))


def _circles(points: Floats, typical_px: float) -> Floats:
    """(..., 3) circle about each head; NaN where neither its points nor the shoulders' are known.

    Parameters
    ----------
    points
        (..., 33, 2) px.
    typical_px
        Length of the trunk where a frame shows a shorter one, or none; NaN for unknown.
    """
    head = points[..., _HEAD, :]
    low = np.where(np.isnan(head), np.inf, head).min(axis=-2)
    high = np.where(np.isnan(head), -np.inf, head).max(axis=-2)
    found = np.isfinite(low).all(axis=-1)
    low, high = np.where(found[..., None], low, np.nan), np.where(found[..., None], high, np.nan)
    trunk = np.fmax(_trunk(points), typical_px)
    spread = np.hypot(*np.moveaxis(high - low, -1, 0)) / 2
    sure = np.fmax(np.fmax(RADIUS * trunk, SPREAD * spread), _MIN_RADIUS_PX)
    shoulders, hips = _middle(points, _SHOULDERS), _middle(points, _HIPS)
    up = shoulders - hips
    upright = np.stack([np.zeros_like(trunk), -trunk], axis=-1)
    guessed = shoulders + NECK * np.where(np.isnan(up), upright, up)
    middle = np.where(found[..., None], (low + high) / 2, guessed)
    radius = np.where(found, sure, UNSURE * RADIUS * trunk)
    circles = np.concatenate([middle, radius[..., None]], axis=-1)
    circles[~np.isfinite(circles).all(axis=-1)] = np.nan
    return np.asarray(circles)


def _bridged(circles: Floats, time_s: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Circles with short gaps bridged, and in which frames there is one."""
    known = np.isfinite(circles[:, 0])
    out = circles.copy()
    places = np.flatnonzero(known)
    for index in np.flatnonzero(~known):
        after = int(np.searchsorted(places, index))
        ends = [int(places[i]) for i in (after - 1, after) if 0 <= i < len(places)]
        ends = [end for end in ends if abs(time_s[end] - time_s[index]) <= BRIDGED_S]
        if ends:
            out[index] = _between(circles[ends], time_s[ends], float(time_s[index]))
    return out, np.isfinite(out[:, 0])


def _between(ends: Floats, times: Floats, time_s: float) -> Floats:
    """One circle from one or two others: between them, and wider by what is not known."""
    weight = 0.0 if len(ends) == 1 else (time_s - times[0]) / (times[1] - times[0])
    middle = ends[0, :2] * (1 - weight) + ends[-1, :2] * weight
    radius = UNSURE * ends[:, 2].max() + float(np.hypot(*(ends[-1, :2] - ends[0, :2]))) / 2
    return np.array([*middle, radius])


def _shifted(circles: Floats, step: int) -> Floats:
    """Each frame's circles in the frame ``step`` later."""
    out = np.full_like(circles, np.nan)
    if step == 0:
        return circles
    if step > 0:
        out[step:] = circles[:-step]
    else:
        out[:step] = circles[-step:]
    return out


class Blur:
    """Blurs the heads in frames of one clip."""

    def __init__(self, analysis: Analysis, *, look_again: bool = False) -> None:
        """``look_again`` looks for bystanders in the film, whose pixels must be at hand."""
        self.heads = heads_of(analysis)
        self._bystanders = bystanders_of(analysis, self.heads.circles_px) if look_again else NOBODY
        times = self.heads.time_s
        self._tolerance_s = 0.5 * float(np.median(np.diff(times))) + 1e-6 if len(times) > 1 else 1e-3

    def mask(self, width: int, height: int, time_s: float) -> NDArray[np.bool_]:
        """(height, width) what is blurred at a moment; everything where no frame of that moment was looked at."""
        times = self.heads.time_s
        index = int(np.argmin(np.abs(times - time_s))) if len(times) else -1
        if index < 0 or abs(times[index] - time_s) > self._tolerance_s or self.heads.everywhere[index]:
            return np.ones((height, width), bool)
        mask = np.zeros((height, width), np.uint8)
        scale = width / self.heads.size_px[0]
        for x, y, radius in self._at(index) * scale:
            cv2.circle(mask, (round(x), round(y)), int(np.ceil(radius)), 255, -1)
        return mask.astype(bool)

    def _at(self, index: int) -> Floats:
        circles = self.heads.circles_px[index]
        seen = circles[np.isfinite(circles).all(axis=1)]
        return np.concatenate([seen, self._bystanders.near(float(self.heads.time_s[index]))])

    def __call__(self, image: NDArray[np.uint8], time_s: float) -> Picture:
        """A copy of a frame's picture with its heads in mosaic; every other pixel stays as it is."""
        height, width = image.shape[:2]
        out = np.array(image, np.uint8, order="C")
        mask = self.mask(width, height, time_s)
        if mask.any():
            _lay_mosaic(out, mask, self._stone(mask, time_s))
        return out

    def blur_planes(self, luma: Picture, chroma: Sequence[Picture], time_s: float) -> None:
        """The same on the picture itself, as luma (h, w) and chroma (h/2, w/2)."""
        height, width = luma.shape
        mask = self.mask(width, height, time_s)
        if not mask.any():
            return
        stone_px = self._stone(mask, time_s)
        _lay_mosaic(luma, mask, stone_px)
        touched = np.asarray(mask.reshape(height // 2, 2, width // 2, 2).any(axis=(1, 3)))
        for plane in chroma:
            _lay_mosaic(plane, touched, stone_px / 2)

    def _stone(self, mask: NDArray[np.bool_], time_s: float) -> float:
        """Size of a mosaic stone, px."""
        if mask.all():
            return float(max(mask.shape)) / STONES_OF_PICTURE
        index = int(np.argmin(np.abs(self.heads.time_s - time_s)))
        radius = float(self._at(index)[:, 2].max()) * mask.shape[1] / self.heads.size_px[0]
        return float(2 * radius / STONES)


def _lay_mosaic(picture: Picture, mask: NDArray[np.bool_], stone_px: float) -> None:
    """Stones where the mask says so."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    picture[box][mask[box]] = _mosaic(picture[box], stone_px)[mask[box]]


def _mosaic(image: NDArray[np.uint8], stone_px: float) -> NDArray[np.uint8]:
    """The picture in stones, each the mean of what it covers."""
    height, width = image.shape[:2]
    few = max(1, round(width / stone_px)), max(1, round(height / stone_px))
    small = cv2.resize(image, few, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
