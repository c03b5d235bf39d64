"""Limbs that keep their length: what is drawn far too short or too long in a stride is not that limb."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from endrange.domain.body import Body, Verdict
from endrange.domain.looks import Floats
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.domain.vocabulary import SIDES, MovementName
from endrange.kinematics.camera import find_bouts
from endrange.kinematics.geometry import length_px
from endrange.kinematics.hips import WALKS
from endrange.track.findings import spans_of

#: From hip to foot; what hangs on a lost joint is lost with it.
LEG: Final[tuple[tuple[str, ...], ...]] = (("hip",), ("knee",), ("ankle",), ("heel", "foot_index"))

#: Quantile of a segment's length that counts as its length, over so many seconds of film: somebody who walks past the
#: camera grows and shrinks in the picture.
LENGTH_QUANTILE: Final = 0.75
USUAL_S: Final = 2.0

#: Shares of a segment's length within which it is drawn in a stride seen from the side. True segments of 24 rendered
#: runners, up to 20 degrees out of the picture's plane, keep to 0.81-1.04; as seen by good looks to 0.81-1.09; where
#: the looks lost a leg in the dark and drew it to the other one it was 0.45.
SHORTEST: Final = 0.75
LONGEST: Final = 1.25

#: The looks slide off before and after: neighbours shorter than this go too, and so much beyond (proposal).
SLIDING: Final = 0.88
BESIDE_S: Final = 0.035

#: Share of the bout's frames from which on it is said.
WORTH_SAYING: Final = 0.02


def whole_limbs(body: Body, *, movement: MovementName) -> tuple[Body, tuple[Finding, ...]]:
    """Lose the points of a runner's leg in the frames in which a segment of it has not its length.

    Parameters
    ----------
    body
        Unsmoothed, so that what is wrong does not leak into its neighbours.
    movement
        Only in strides seen from the side do thigh and shank keep to the picture's plane.

    Returns
    -------
    Body, findings
        The outer end of the segment and all that hangs on it is NaN and lost in those frames; points put right by hand
        stay. A finding says how much of a leg that is, from :data:`WORTH_SAYING` on.
    """
    if movement not in WALKS:
        return body, ()
    lost = np.zeros(body.position_px.shape[:2], bool)
    seen = 0
    for bout in find_bouts(body, walks=True):
        if bout.view.plane != "sagittal":
            continue
        frames = slice(bout.span.start, bout.span.stop)
        lost[frames] = _misfits(body.position_px[frames], body.time_s[frames])
        seen += bout.span.stop - bout.span.start
    lost &= body.verdict != Verdict.MOVED
    lost &= np.isfinite(body.position_px[..., 0])
    if not lost.any():
        return body, ()
    return body.without(lost), _findings(body, lost, seen)


def _misfits(position_px: Floats, time_s: Floats) -> NDArray[np.bool_]:
    """(n, 33) points of one bout that hang on a segment which has not its length."""
    out = np.zeros(position_px.shape[:2], bool)
    for number in range(len(SIDES)):
        broken = np.zeros(len(position_px), bool)
        for (inner, *_), outer in pairwise(LEG):
            if outer != LEG[-1]:
                ends = position_px[:, PAIRS[outer[0]][number]] - position_px[:, PAIRS[inner][number]]
                broken = broken | _widened(wrong_length(length_px(ends), time_s), time_s)
            for part in outer:
                out[:, PAIRS[part][number]] = broken
    return out


def wrong_length(length: Floats, time_s: Floats) -> NDArray[np.bool_]:
    """(n,) frames in which a segment is shorter or longer than it can be, with the neighbours that lead there.

    Parameters
    ----------
    length
        (n,) px; NaN where not known, which is neither right nor wrong.
    time_s
        (n,) seconds of film.
    """
    share = length / usual_length(length, time_s, USUAL_S, LENGTH_QUANTILE)
    with np.errstate(invalid="ignore"):
        wrong = (share < SHORTEST) | (share > LONGEST)
        sliding = (share < SLIDING) | (share > 2.0 - SLIDING)
    for way in (1, -1):
        flags, leads = wrong[::way], sliding[::way]
        for i in range(1, len(flags)):
            flags[i] |= flags[i - 1] & leads[i]
    return np.asarray(wrong)


def usual_length(length: Floats, time_s: Floats, seconds: float, quantile: float) -> Floats:
    """(n,) the quantile of what is known in so many seconds around each frame, less at the ends; NaN where nothing is.

    Parameters
    ----------
    length
        (n,) NaN where not known.
    time_s
        (n,) seconds of film.
    """
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else seconds
    frames = max(3, round(seconds / step))
    after = (frames - 1) // 2
    around = sliding_window_view(np.pad(length, (frames - 1 - after, after), constant_values=np.nan), frames)
    ranked = np.sort(around, axis=1)  # what is not known comes last
    place = quantile * np.maximum(np.isfinite(ranked).sum(axis=1) - 1, 0)
    below = np.floor(place).astype(int)
    low, high = (ranked[np.arange(len(length)), at] for at in (below, np.ceil(place).astype(int)))
    return np.asarray(low + (high - low) * (place - below))


def _widened(flags: NDArray[np.bool_], time_s: Floats) -> NDArray[np.bool_]:
    """(n,) True also within :data:`BESIDE_S` of a True."""
    where = time_s[flags]
    if not len(where):
        return flags
    later = np.clip(np.searchsorted(where, time_s), 0, len(where) - 1)
    earlier = np.maximum(later - 1, 0)
    apart = np.minimum(np.abs(where[later] - time_s), np.abs(where[earlier] - time_s))
    return np.asarray(apart <= BESIDE_S)


def _findings(body: Body, lost: NDArray[np.bool_], seen: int) -> tuple[Finding, ...]:
    found = []
    for number, side in enumerate(SIDES):
        frames = lost[:, PAIRS["ankle"][number]]
        share = float(frames.sum()) / max(seen, 1)
        if share < WORTH_SAYING:
            continue
        found.append(
            Finding(
                "leg_misdrawn",
                "warning",
                f"In {share:.0%} of the frames the {side} leg was not seen and drawn with a length that it has not; "
                "they count as missing.",
                "Film in better light, with clothes that differ from the background and from each other.",
                spans_of(frames, body.time_s, shortest_s=0.0),
            )
        )
    return tuple(found)
