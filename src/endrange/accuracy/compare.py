"""Angles and points of an analysis against the truth, frame by frame. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from endrange.accuracy.roll import from_roll_deg
from endrange.accuracy.rows import AngleRow, Key, Leg, Phase
from endrange.accuracy.truth import Case
from endrange.domain.angles import Angles
from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import ANGLE_KEYS, AngleKey, Side
from endrange.synthetic.noise import body_size_px
from endrange.synthetic.truth import Truth, wrap_deg

#: A foot truly stands while it moves backward under the hips, its lower end within 3.5 cm of where it is when the
#: sole is level (rendered soles slide and sink by 1-2 cm), and its sole within 25 degrees of level: steeper push-off
#: is left out, because there the toes of the rendered feet, which do not bend, sink into the ground (proposal).
GROUND_M: Final = 0.035
LEVEL_DEG: Final = 6.0
STEEP_DEG: Final = 25.0

#: The legs are apart at a joint when its two true points are this far from each other, as a share of the body's
#: size; nearer, the error of a point that is rightly named would count as an exchange (proposal).
APART_SHARE: Final = 0.1

#: Ends of a range: percentiles, so that single frames make no range (proposal).
RANGE_PERCENT: Final = (2.0, 98.0)

#: Angles whose error while the foot is on the ground is told apart.
IN_STANCE: Final = ("ankle_dorsiflexion", "foot_pitch")


def leg_of(case: Case, side: Side | None) -> Leg:
    """How the camera, or the task, tells this side from the other."""
    if side is None:
        return "body"
    if case.plane == "sagittal":
        return "near" if side == case.truth.near_side else "far"
    return "moving" if case.side in (None, side) else "other"


def angle_rows(key: Key, case: Case, angles: Angles) -> list[AngleRow]:
    """A row for every angle with a truth, and one more for those told apart in stance."""
    rows = []
    for name in ANGLE_KEYS:
        truth = case.truth.angle_deg.get(name)
        if truth is None:
            continue
        refused = name in angles.refused
        value = angles.value_deg.get(name, np.full(len(truth), np.nan))
        sd = angles.sd_deg.get(name, np.full(len(truth), np.nan))
        roll = from_roll_deg(name.angle, name.side, case.truth, angles.view.roll_deg)
        rows.append(_row(key, case, name, "all", _Told(value, truth, sd), roll, refused))
        if name.angle in IN_STANCE and name.side is not None and case.movement in ("running", "walking"):
            on_ground = stance(case.truth, name.side)
            told = _Told(value[on_ground], truth[on_ground], sd[on_ground])
            rows.append(_row(key, case, name, "stance", told, roll, refused))
    return rows


class _Told(NamedTuple):
    """What was told of some frames, what is true, and with which standard deviation."""

    value: Floats
    truth: Floats
    sd: Floats


def _row(key: Key, case: Case, name: AngleKey, phase: Phase, told: _Told, roll: float, refused: bool) -> AngleRow:
    error = wrap_deg(told.value - told.truth)
    given = np.isfinite(error)
    n, share = int(given.sum()), float(given.mean()) if len(given) else 0.0
    leg = leg_of(case, name.side)
    if n == 0:
        return AngleRow(key, name.angle, name.side, leg, phase, 0, share, *(None,) * 6, roll, refused)
    e, half = error[given], Z95 * told.sd[given]
    known = bool(np.isfinite(half).all())
    return AngleRow(
        key, name.angle, name.side, leg, phase, n, share,
        float(e.mean()), float(e.std()), float(np.sqrt(np.mean(e**2))),
        _range(told.value[given]) - _range(told.truth[given]),
        float((np.abs(e) <= half).mean()) if known else None, float(np.median(half)) if known else None, roll, refused,
    )  # fmt: skip


def _range(values: Floats) -> float:
    low, high = np.percentile(values, RANGE_PERCENT)
    return float(high - low)


def stance(truth: Truth, side: Side) -> NDArray[np.bool_]:
    """(n,) frames in which that foot truly stands; none where the truth does not know its pitch."""
    pitch = truth.angle_deg.get(AngleKey("foot_pitch", side))
    if pitch is None:
        return np.zeros(len(truth.time_s), bool)
    low = truth.position_m[:, [point(side, "heel"), point(side, "foot_index")], 1].min(axis=1)
    under_hips = truth.position_m[:, point(side, "ankle"), 0] - truth.position_m[:, point(side, "hip"), 0]
    backward = np.gradient(under_hips, truth.time_s) < 0
    level = backward & (np.abs(pitch) < LEVEL_DEG)
    if not level.any():
        return level
    return np.asarray(backward & (low < np.median(low[level]) + GROUND_M) & (np.abs(pitch) < STEEP_DEG))


def exchanged(truth_px: Floats, position_px: Floats) -> float | None:
    """Share of the frames with the legs apart in which a knee or an ankle lies on the other leg.

    Parameters
    ----------
    truth_px, position_px
        (n, 33, 2); NaN where there is none.

    Returns
    -------
    float or None
        A joint is on the other leg when its two points lie nearer to each other's true place than to their own, or
        when one of them lies twice as near to the other's as to its own. None where the legs are never apart.
    """
    apart_px = APART_SHARE * body_size_px(truth_px)
    wrong, judged = (np.zeros(len(truth_px), bool) for _ in range(2))
    for part in ("knee", "ankle"):
        pair = list(PAIRS[part])
        true, seen = truth_px[:, pair], position_px[:, pair]
        apart = np.linalg.norm(true[:, 0] - true[:, 1], axis=-1) > apart_px
        own = np.linalg.norm(seen - true, axis=-1)
        other = np.linalg.norm(seen - true[:, ::-1], axis=-1)
        swapped = own.sum(axis=1) > other.sum(axis=1)
        judged |= apart
        wrong |= apart & (swapped | (2 * other < own).any(axis=1))
    return float(wrong[judged].mean()) if judged.any() else None


def lost(position_px: Floats, side: Side) -> float:
    """Share of the frames in which knee or ankle of that leg is not known."""
    joints = position_px[:, [point(side, "knee"), point(side, "ankle")], 0]
    return float(np.isnan(joints).any(axis=1).mean())
