"""What was put right by hand, applied to the body that the looks gave, before it is smoothed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy.interpolate import Akima1DInterpolator

from endrange.domain.body import Body, Verdict
from endrange.domain.corrections import Corrections, Moved, TimeSpan
from endrange.domain.looks import Floats
from endrange.domain.skeleton import LEG_PARTS, PAIRS, point
from endrange.domain.vocabulary import Side
from endrange.track.gaps import FEWEST, LONGER_S, ROUNDING_S
from endrange.track.seen import Bools, Ints, Real

#: Part of a dropped stride or repetition in which its leg counts as lost (proposal). Its ends stay, because the
#: neighbours begin and end there too: of 11 strides of a runner who ran on, this takes out the one that was meant.
DROPPED_PART: Final = (0.2, 0.8)
#: Standard deviation of a point put in its place by hand, as a share of the picture's longer side (proposal: one px of
#: the picture on a phone; about a centimetre on a body half as high as the picture, as two people differ who mark a
#: joint).
HAND: Final = 1.0 / 300.0
#: Nobody doubts what a person saw.
HAND_SCORE: Final = 1.0
#: Points put in their place no farther apart than this are joined across what lies between (as the longest gap that is
#: filled without a hand).
JOINED_S: Final = LONGER_S + ROUNDING_S


def corrected(body: Body, corrections: Corrections) -> Body:
    """The body with corrections applied, legs first; the same object where there are none.

    Points left out become NaN and lost, as if they had not been seen; nothing is filled across them. A moved point
    takes the place of what the looks said in its frame, and smoothing goes through it (see
    :func:`endrange.track.smooth.smooth`): the path bends to it and back over the time that the smoothing spans, so that
    no spike is left and no other frame is claimed. Between two moved places of one point no farther apart than
    ``JOINED_S``, and from a moved place to the nearest known one across what was lost for as long, the point is
    interpolated as over any short gap.
    """
    if not corrections:
        return body
    body = _exchanged(body, frames_in(body.time_s, corrections.exchange_legs))
    body = _moved(body, corrections.move)
    for dropped in corrections.drop:
        start, length = dropped.start_s, dropped.end_s - dropped.start_s
        inside = (start + DROPPED_PART[0] * length, start + DROPPED_PART[1] * length)
        body = _left_out(body, frames_in(body.time_s, (inside,)), dropped.side)
    return _left_out(body, frames_in(body.time_s, corrections.leave_out))


def frames_in(time_s: Floats, spans: tuple[TimeSpan, ...]) -> Bools:
    """(n,) frames that lie in any of the half-open spans."""
    found = np.zeros(len(time_s), bool)
    for start, end in spans:
        found |= (time_s >= start) & (time_s < end)
    return found


def _exchanged(body: Body, frames: Bools) -> Body:
    order = np.arange(body.position_px.shape[1])
    for part in LEG_PARTS:
        left, right = PAIRS[part]
        order[left], order[right] = right, left
    moved = order != np.arange(len(order))
    parts: dict[str, Any] = {}
    for name in ("position_px", "doubt_px", "score", "world_m", "verdict"):
        values = getattr(body, name).copy()
        values[frames] = values[frames][:, order]
        parts[name] = values
    parts["look_verdict"] = body.look_verdict.copy()
    parts["look_verdict"][frames] = parts["look_verdict"][frames][:, :, order]
    given = frames[:, None] & moved & (parts["verdict"] == Verdict.GIVEN)
    parts["verdict"][given] = Verdict.EXCHANGED
    return replace(body, **parts)


def _left_out(body: Body, frames: Bools, side: Side | None = None) -> Body:
    """Lose every point in some frames, or one leg's."""
    lost = np.zeros(body.position_px.shape[:2], bool)
    lost[:, [point(side, part) for part in LEG_PARTS] if side else slice(None)] = True
    return body.without(lost & frames[:, None])


def _moved(body: Body, moves: tuple[Moved, ...]) -> Body:
    """Points in the places where they were put; their world points were of the wrong place and are not known."""
    if not moves or not body.n_frames:
        return body
    names = ("position_px", "doubt_px", "score", "world_m", "verdict", "look_verdict")
    parts: dict[str, Any] = {name: getattr(body, name).copy() for name in names}
    reach = 0.5 * float(np.median(np.diff(body.time_s))) if body.n_frames > 1 else np.inf
    touched: dict[int, list[int]] = {}
    for move in moves:
        frame = int(np.abs(body.time_s - move.time_s).argmin())
        if abs(body.time_s[frame] - move.time_s) > reach:
            continue  # of a part of the film that is not measured
        index = point(move.side, move.part)
        parts["position_px"][frame, index] = move.x_px, move.y_px
        parts["doubt_px"][frame, index] = HAND * max(body.size_px)
        parts["score"][frame, index] = HAND_SCORE
        parts["world_m"][frame, index] = np.nan
        parts["verdict"][frame, index] = Verdict.MOVED
        parts["look_verdict"][frame, :, index] = Verdict.MOVED
        touched.setdefault(index, []).append(frame)
    for index, frames in touched.items():
        for run in body.runs:
            hand = np.unique([frame for frame in frames if frame in run]).astype(int)
            if len(hand):
                inside = {name: values[run.start : run.stop] for name, values in parts.items()}
                _join(inside, index, hand - run.start, np.asarray(body.time_s[run.start : run.stop], float))
    return replace(body, **parts)


def _join(parts: dict[str, Any], index: int, hand: Ints, time_s: Real) -> None:
    """Interpolate one point of a run, in place, between places that a hand gave and over what was lost beside them."""
    position, verdict = parts["position_px"][:, index], parts["verdict"][:, index]
    known = np.isfinite(position[:, 0])
    for early, late in pairwise(hand):
        if time_s[late] - time_s[early] <= JOINED_S:
            known[early + 1 : late] = False
    between = _beside(np.flatnonzero(known), hand, time_s)
    if not between.any() or known.sum() < FEWEST:
        return
    curve = Akima1DInterpolator(time_s[known], position[known], method="akima")
    position[between] = curve(time_s[between])
    verdict[between] = Verdict.FILLED
    parts["world_m"][between, index] = np.nan
    parts["look_verdict"][between, :, index] = Verdict.MOVED
    for name in ("doubt_px", "score"):
        values = parts[name][:, index]
        values[between] = np.nanmedian(values[known])


def _beside(known: Ints, hand: Ints, time_s: Real) -> Bools:
    """(n,) unknown frames between two known ones, at least one of them by hand, that lie near enough to be joined."""
    found = np.zeros(len(time_s), bool)
    for early, late in pairwise(known):
        near = time_s[late] - time_s[early] <= JOINED_S
        if near and (early in hand or late in hand):
            found[early + 1 : late] = True
    return found
