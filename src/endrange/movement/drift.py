"""Whether strides change in the course of a long clip: fatigue, as a slope with its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure, grade_of
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey, Side
from endrange.movement.bouts import GaitClip
from endrange.movement.gait_measures import Asked, peak_of
from endrange.movement.measuring import role_of

#: A drift needs this many strides of the side and this long a run, seconds of life (proposal: eight blocks; fatigue
#: shows over minutes).
LEAST_STRIDES: Final = 40
LEAST_S: Final = 60.0

#: Neighbouring strides are alike: the bootstrap draws blocks of this many (science brief, section 8).
BLOCK: Final = 5
DRAWS: Final = 1000
SEED: Final = 20240607  # fixed, so that the same clip gives the same interval

#: More strides than this are first brought together as medians of neighbours, which keeps slope and error.
MOST_POINTS: Final = 120

#: A drift is told as a finding from this size on (science brief, section 8).
TOLD_DEG: Final = 3.0

STATISTIC: Final = "drift"

ASKED: Final = (
    Asked("hip_extension", "stride_peak"),
    Asked("ankle_dorsiflexion", "stance_peak"),
    Asked("knee_flexion", "stance_peak"),
)

_SHORT: Final = (
    f"A change in the course of the run needs at least {LEAST_S:.0f} s and {LEAST_STRIDES} strides of a side; film a "
    "whole minute or longer, or one clip at the start and one at the end of the run."
)


@dataclass(frozen=True)
class Slope:
    """Change from the first to the last value along a straight line, with its 95 % interval."""

    change: float
    low: float
    high: float
    n: int

    @property
    def real(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def theil_sen(time_s: Floats, values: Floats) -> float:
    """Median of the slopes between all pairs of points (Theil 1950; Sen 1968), per second."""
    i, j = np.triu_indices(len(time_s), 1)
    return float(np.median((values[j] - values[i]) / (time_s[j] - time_s[i])))


def slope_of(time_s: Floats, values: Floats) -> Slope | None:
    """Theil-Sen slope with a moving-block bootstrap of its residuals; None where there are too few values.

    Parameters
    ----------
    time_s, values
        (k,) moments, increasing, and one value a stride; NaN is left out.
    """
    known = np.isfinite(values)
    n = int(known.sum())
    if n < LEAST_STRIDES:
        return None
    t, x, block = _gathered(time_s[known], values[known])
    slope = theil_sen(t, x)
    line = slope * (t - t.mean())
    residual = x - line - np.median(x - line)
    rng = np.random.default_rng(SEED)
    length = float(time_s[known][-1] - time_s[known][0])
    drawn = np.sort([theil_sen(t, line + blocks_of(residual, block, rng)) for _ in range(DRAWS)]) * length
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Slope(slope * length, float(low), float(high), n)


def _gathered(time_s: Floats, values: Floats) -> tuple[Floats, Floats, int]:
    """At most :data:`MOST_POINTS` points, and how many of them make a block."""
    group = -(-len(values) // MOST_POINTS)
    if group == 1:
        return time_s, values, BLOCK
    cuts = np.arange(group, len(values), group)
    t = np.array([part.mean() for part in np.split(time_s, cuts)])
    x = np.array([float(np.median(part)) for part in np.split(values, cuts)])
    return t, x, max(1, round(BLOCK / group))


def blocks_of(values: Floats, block: int, rng: np.random.Generator) -> Floats:
    """As many values again, drawn in blocks of ``block`` neighbours (Kuensch 1989)."""
    n = len(values)
    starts = rng.integers(0, n - block + 1, size=-(-n // block))
    return np.asarray(values[(starts[:, None] + np.arange(block)).ravel()[:n]])


def drift_measures(clip: GaitClip) -> tuple[Measure, ...]:
    """Change of each main angle over the clip; refused, with the reason, where the clip is too short for one.

    Angles that the view does not show have their reason elsewhere and are not named again.
    """
    found = [_drift(clip, asked, side) for asked in ASKED for side in SIDES]
    return tuple(m for m in (*found, _lean_drift(clip)) if m is not None)


def _drift(clip: GaitClip, asked: Asked, side: Side) -> Measure | None:
    if AngleKey(asked.quantity, side) in clip.motion.angles.refused:
        return None
    strides = [s for s in clip.used if s.side == side]
    values = np.array([peak_of(clip, s, asked)[0] for s in strides])
    return _measure(clip, asked.quantity, side, np.array([s.start_s for s in strides]), values)


def _lean_drift(clip: GaitClip) -> Measure | None:
    key = AngleKey("trunk_lean", None)
    if key in clip.motion.angles.refused:
        return None
    strides = [s for s in clip.used if s.side == "left"]
    values = np.array([clip.lines[key].mean(s.start_s, s.end_s) for s in strides])
    return _measure(clip, "trunk_lean", None, np.array([s.start_s for s in strides]), values)


def _measure(clip: GaitClip, quantity: str, side: Side | None, time_s: Floats, values: Floats) -> Measure:
    text = f"{ANGLES[quantity].definition}; change from the first to the last stride along a Theil-Sen line"
    role = role_of(clip.motion.label)
    long_enough = len(time_s) > 1 and time_s[-1] - time_s[0] >= LEAST_S
    slope = slope_of(time_s, values) if long_enough else None
    if slope is None:
        return Measure.refused(
            quantity, side, STATISTIC, _SHORT, definition=text, role=role, clip=clip.motion.clip
        )  # fmt: skip
    half = max(slope.high - slope.change, slope.change - slope.low)
    return Measure(
        quantity, side, role, STATISTIC, slope.change, "deg", slope.low, slope.high, None, slope.n,
        grade_of(half, "deg", slope.change), "measured", None, text, clip.motion.clip, clip.film_s(float(time_s[-1])),
    )  # fmt: skip


def drift_findings(measures: tuple[Measure, ...]) -> tuple[Finding, ...]:
    """Drifts that are real and large enough to be told."""
    found = []
    for m in measures:
        if m.statistic != STATISTIC or m.value is None or m.low is None or m.high is None:
            continue
        if abs(m.value) < TOLD_DEG or m.low <= 0 <= m.high:
            continue
        name = f"{m.side + ' ' if m.side else ''}{ANGLES[m.quantity].title.lower()}"
        found.append(
            Finding(
                "fatigue_drift",
                "info",
                f"In the course of the clip {name} changed by {m.value:+.0f} degrees ({m.low:+.0f} to {m.high:+.0f}).",
                "Look whether the camera or the runner's place on the treadmill moved before calling it fatigue.",
            )
        )
    return tuple(found)
