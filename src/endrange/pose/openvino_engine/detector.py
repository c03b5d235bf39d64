"""BlazePose's person detector: anchors, decoding, weighted suppression.

The layout is that of MediaPipe's pose detector (Bazarevsky et al. 2020; Apache-2.0): 224 × 224 pixels, five layers of
anchors of unit size at strides 8, 16, 32, 32, 32, two an anchor cell; each box has twelve numbers: centre, size, and
four points, of which the first is the middle of the hips and the second lies on the circle about the whole body.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.pose.openvino_engine.regions import Region, around_axis, same_person, to_picture

SIDE: Final = 224
_STRIDES: Final = ((8, 2), (16, 2), (32, 6))  # (px, anchors a cell): the three layers of stride 32 share their cells
MIN_SCORE: Final = 0.5  # MediaPipe's default
MIN_OVERLAP: Final = 0.3  # boxes that overlap more are one person; MediaPipe's pose detector
REGION_SCALE: Final = 1.25  # MediaPipe's pose landmarker
_PART_STEP: Final = 0.5  # a person half cut off by one part stands whole in the next; proposal


@dataclass(frozen=True)
class Detection:
    """One person found: where to look, and how sure the detector is."""

    region: Region
    score: float


def _anchors() -> Floats:
    rows = []
    for stride, each in _STRIDES:
        cells = SIDE // stride
        y, x = np.mgrid[:cells, :cells]
        centres = np.stack([x, y], axis=-1).reshape(-1, 2)
        rows.append(np.repeat((centres + 0.5) / cells, each, axis=0))
    return np.concatenate(rows)


_ANCHORS: Final[Floats] = _anchors()


def candidates(raw: Floats, logits: Floats) -> tuple[Floats, Floats]:
    """(m, 6, 2) corners and points in pixels of the 224 × 224 picture, and (m,) scores of at least ``MIN_SCORE``."""
    score = 1.0 / (1.0 + np.exp(-np.clip(logits.reshape(-1).astype(float), -100, 100)))
    keep = np.flatnonzero(score >= MIN_SCORE)
    boxes = raw.reshape(-1, 6, 2)[keep].astype(float)
    anchor = _ANCHORS[keep] * SIDE
    centre, half = boxes[:, 0] + anchor, boxes[:, 1] / 2
    points = boxes[:, 2:] + anchor[:, None]
    return np.concatenate([(centre - half)[:, None], (centre + half)[:, None], points], axis=1), score[keep]


def mirrored(boxes: Floats) -> Floats:
    """Candidates of the mirrored picture brought back."""
    out = boxes.copy()
    out[..., 0] = (SIDE - 1) - boxes[..., 0]
    out[:, 0, 0], out[:, 1, 0] = (SIDE - 1) - boxes[:, 1, 0], (SIDE - 1) - boxes[:, 0, 0]
    return out


def _overlap(one: Floats, many: Floats) -> Floats:
    """Intersection over union of a box (2, 2) with boxes (m, 2, 2)."""
    low, high = np.maximum(one[0], many[:, 0]), np.minimum(one[1], many[:, 1])
    inner = np.prod(np.clip(high - low, 0, None), axis=-1)
    area = np.prod(np.clip(many[:, 1] - many[:, 0], 0, None), axis=-1)
    union = np.prod(one[1] - one[0]) + area - inner
    return np.where(union > 0, inner / np.maximum(union, 1e-9), 0.0)


def suppress(boxes: Floats, score: Floats, frame: Region) -> list[Detection]:
    """Overlapping candidates become their mean weighted by score; best first.

    ``frame`` is the square of the picture that the detector saw.
    """
    found: list[Detection] = []
    for mean, best in merged(boxes, score):
        centre, top = to_picture(mean[2:4], frame, SIDE)
        found.append(Detection(around_axis(centre, top, REGION_SCALE), best))
    return found


def merged(boxes: Floats, score: Floats) -> Iterator[tuple[Floats, float]]:
    """Each group of overlapping candidates as their mean (6, 2) weighted by score, with its best score; best first."""
    left = np.argsort(-score, kind="stable")
    while len(left):
        same = _overlap(boxes[left[0], :2], boxes[left, :2]) > MIN_OVERLAP
        same[0] = True
        members, weight = boxes[left[same]], score[left[same]]
        yield np.tensordot(weight, members, axes=1) / weight.sum(), float(weight.max())
        left = left[~same]


def whole_frame(width: int, height: int) -> Region:
    """The square about the whole picture."""
    return Region((width - 1) / 2, (height - 1) / 2, float(max(width, height))).on_grid()


def parts_of_frame(width: int, height: int) -> list[Region]:
    """Squares as high as a wide picture (as wide as a high one) that cover it, each overlapping the next by half.

    A person seen in one of them is larger than in the whole frame: the detector misses people who are small in it.
    They lie symmetrically in the picture. A square picture has none but itself, so none is given.
    """
    side, longer = min(width, height), max(width, height)
    steps = math.ceil((longer - side) / (_PART_STEP * side))
    if steps == 0:
        return []
    shifts = [(longer - side) * (k / steps - 0.5) for k in range(steps + 1)]
    x, y = (width - 1) / 2, (height - 1) / 2
    regions = [Region(x + d, y, side) if width > height else Region(x, y + d, side) for d in shifts]
    return [region.on_grid() for region in regions]


def merge(found: list[Detection]) -> list[Detection]:
    """The same person found in several parts counts once, where the detector was surest; best first."""
    kept: list[Detection] = []
    for one in sorted(found, key=lambda d: -d.score):
        if not any(same_person(one.region, other.region) for other in kept):
            kept.append(one)
    return kept
