"""One trusted body: what is left of the looks once person and legs are decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats


class Verdict(IntEnum):
    """What became of one point in one frame."""

    GIVEN = 0  #: as the network named it
    EXCHANGED = 1  #: the network named the other leg or arm; put right
    FILLED = 2  #: interpolated across a short gap
    LOST = 3  #: not known; position is NaN
    MOVED = 4  #: put in its place by hand


class Span(NamedTuple):
    """Frames ``start`` up to, not including, ``stop``."""

    start: int
    stop: int

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self.start <= index < self.stop


@dataclass(frozen=True)
class Body:
    """The followed person through the clip.

    Attributes
    ----------
    time_s
        (n,) seconds from the first frame's timestamp.
    position_px
        (n, 33, 2) x right, y down; NaN where lost. Every angle is computed from exactly these.
    doubt_px
        (n, 33) standard deviation of a point as this clip shows it: disagreement of the looks about it after legs were
        decided, and its scatter about the smooth path. NaN where lost.
    score
        (n, 33) mean of the looks' own scores, 0..1; NaN where lost.
    world_m
        (n, 33, 3) mean of the looks' world points, legs exchanged like the points; NaN where no look gives them.
    verdict
        (n, 33) :class:`Verdict` of the fused point.
    look_verdict
        (n, L, 33) :class:`Verdict` of each look's own point; MOVED where a hand's took its place.
    runs
        Spans of frames in which the same person is followed without a cut in the film; nothing is computed across.
    looks
        Names of the looks.
    size_px
        (width, height) of the picture.
    cutoff_hz
        Cut-off of the zero-phase smoothing applied; None before smoothing.
    people_seen
        Different people that were followed for a while.
    person
        Which of them this is, from 1.
    hip_shift_px
        (n, 2, 2) by how much the left and right hip would move if every network put it where BlazePose does, as high
        along the trunk; None where all do.
    """

    time_s: Floats
    position_px: Floats
    doubt_px: Floats
    score: Floats
    world_m: Floats
    verdict: NDArray[np.int8]
    look_verdict: NDArray[np.int8]
    runs: tuple[Span, ...]
    looks: tuple[str, ...]
    size_px: tuple[int, int]
    cutoff_hz: float | None
    people_seen: int
    person: int
    hip_shift_px: Floats | None = None

    @property
    def n_frames(self) -> int:
        """Number of frames of the clip."""
        return len(self.time_s)

    @property
    def share_seen(self) -> float:
        """Share of the clip's frames in which the person's hips are known, 0..1."""
        return float(np.isfinite(self.position_px[:, 23:25]).all(axis=(1, 2)).mean())

    def without(self, lost: NDArray[np.bool_]) -> Body:
        """The body with some points (n, 33) lost: NaN, and by no look any more."""
        blank = {name: getattr(self, name).copy() for name in ("position_px", "doubt_px", "score", "world_m")}
        for values in blank.values():
            values[lost] = np.nan
        return replace(
            self,
            verdict=np.where(lost, np.int8(Verdict.LOST), self.verdict),
            look_verdict=np.where(lost[:, None, :], np.int8(Verdict.LOST), self.look_verdict),
            **blank,
        )
