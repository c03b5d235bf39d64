"""Heads of everybody whom the person detector finds, in the whole picture and in parts of it: to hide, not to measure.

BlazePose's detector boxes the head. It is asked of the whole picture, of squares as high as it and of squares half as
high, because it misses who is small in its picture.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats
from endrange.pose.openvino_engine import detector
from endrange.pose.openvino_engine.networks import compile_networks
from endrange.pose.openvino_engine.regions import Region, cut, to_picture

_DETECTOR: Final = "blazepose_detector"

#: Side of the smallest parts, as a share of the picture's shorter side (proposal).
FINE: Final = 0.5

#: A box is found at its best in a part that holds it whole; parts overlap by half (proposal).
STEP: Final = 0.5


class HeadFinder:
    """Finds heads in one picture after another."""

    def __init__(self) -> None:
        self._network = compile_networks((_DETECTOR,), precision="f32", streams=1)[_DETECTOR]

    def __call__(self, image: NDArray[np.uint8]) -> Floats:
        """(m, 3) x, y and radius of a circle about each box that may hold a head, px of the picture."""
        height, width = image.shape[:2]
        regions = [
            detector.whole_frame(width, height),
            *detector.parts_of_frame(width, height),
            *fine_parts(width, height),
        ]
        found = [self._circles(image, region) for region in regions]
        return np.concatenate(found) if found else np.empty((0, 3))

    def _circles(self, image: NDArray[np.uint8], region: Region) -> Floats:
        boxes, score = self._network(cut(image, region, detector.SIDE), detector.candidates)
        kept: list[Any] = [mean[:2] for mean, _ in detector.merged(boxes, score)]
        if not kept:
            return np.empty((0, 3))
        corners = np.stack([to_picture(box, region, detector.SIDE) for box in kept])
        middle = corners.mean(axis=1)
        half = np.abs(corners[:, 1] - corners[:, 0]).max(axis=1) / 2
        return np.column_stack([middle, half * np.sqrt(2.0)])


def fine_parts(width: int, height: int) -> list[Region]:
    """Squares of half the shorter side that cover a picture, each overlapping the next by half."""
    side = FINE * min(width, height)

    def places(length: int) -> Floats:
        steps = int(np.ceil((length - side) / (STEP * side)))
        return np.linspace((side - 1) / 2, length - 1 - (side - 1) / 2, steps + 1)

    return [Region(float(x), float(y), side).on_grid() for y in places(height) for x in places(width)]
