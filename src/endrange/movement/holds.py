"""Where an angle is held still, and which part of a range is owned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.movement.series import Bools, local_fit, runs

#: What counts as held: slower than this, for at least this long, this near the extreme (science brief, section 7;
#: proposal).
STILL_DEG_S: Final = 5.0
HOLD_S: Final = 2.0
NEAR_DEG: Final = 3.0

#: What counts as slow where nothing was held: a repetition of at least about this length (CAR practice is 3-5 s,
#: science brief, section 7; a tenth is lost where it is cut) that stays this long near its extreme (proposal: a circle
#: of 4 s through 105 degrees stays there for 0.43 s, a kick for 0.2 s).
SLOW_REPETITION_S: Final = 2.7
SLOW_END_S: Final = 0.4

#: Half the window over which the speed of a held joint is taken: a tremble of half a degree between neighbouring frames
#: is faster than 5 deg/s and yet no movement (proposal).
SLOPE_HALF_S: Final = 0.4

#: A lost frame does not end a hold, a gap of this length does (science brief, section 6).
GAP_S: Final = 0.2

#: A tremble may pass the speed for this long without ending a hold (proposal).
TREMBLE_S: Final = 0.15


@dataclass(frozen=True)
class Hold:
    """A plateau of one angle.

    Attributes
    ----------
    span
        Frames.
    start_s, end_s
        Seconds of the series' own time.
    value_deg
        Median over the hold.
    steadiness_deg
        Standard deviation over the hold.
    drift_deg
        Change from start to end along the robust line (Theil-Sen).
    """

    span: Span
    start_s: float
    end_s: float
    value_deg: float
    steadiness_deg: float
    drift_deg: float

    @property
    def duration_s(self) -> float:
        """How long."""
        return self.end_s - self.start_s


def find_holds(
    time_s: Floats, values_deg: Floats, *, still_deg_s: float = STILL_DEG_S, at_least_s: float = HOLD_S
) -> tuple[Hold, ...]:
    """Every stretch in which the angle moves slower than ``still_deg_s`` for ``at_least_s``.

    Parameters
    ----------
    time_s, values_deg
        (n,) seconds of life and degrees; NaN is a lost frame.
    """
    _, slope = local_fit(time_s, values_deg, SLOPE_HALF_S)
    still = np.abs(np.nan_to_num(slope, nan=np.inf)) < still_deg_s
    still = _bridged(time_s, still, np.isfinite(values_deg))
    return tuple(hold for span in runs(still) if (hold := _hold_of(time_s, values_deg, span, at_least_s)) is not None)


def owned(
    time_s: Floats, values_deg: Floats, *, high: bool, near_deg: float = NEAR_DEG, at_least_s: float = HOLD_S
) -> Hold | None:
    """The hold at the end of the range: the longest one within ``near_deg`` of the highest (or lowest) value.

    Returns None where nothing was held there: then the end of the range was passed, not owned.
    """
    smooth, _ = local_fit(time_s, values_deg)
    if not np.isfinite(smooth).any():
        return None
    sign = 1.0 if high else -1.0
    near = sign * smooth >= np.nanmax(sign * smooth) - near_deg
    held = [
        part
        for hold in find_holds(time_s, values_deg, at_least_s=at_least_s)
        for part in _parts_near(time_s, values_deg, hold, near, at_least_s)
    ]
    return max(held, key=lambda h: h.duration_s) if held else None


def slow_end(time_s: Floats, values_deg: Floats, *, high: bool) -> Hold | None:
    """The end of one slow repetition that was reached under control but not held: its frames within 3 degrees of it.

    Parameters
    ----------
    time_s, values_deg
        (n,) seconds of life and degrees of the whole repetition; NaN is a lost frame.

    Returns
    -------
    Hold or None
        None where the repetition took less than :data:`SLOW_REPETITION_S`, or spent less than :data:`SLOW_END_S` near
        its extreme (at its start and its end together, where it begins there): then the end was passed with momentum.
    """
    smooth, _ = local_fit(time_s, values_deg)
    if not np.isfinite(smooth).any() or len(time_s) < 2:
        return None
    step = float(np.median(np.diff(time_s)))
    if time_s[-1] - time_s[0] + step < SLOW_REPETITION_S - 0.5 * step:
        return None
    sign = 1.0 if high else -1.0
    top = int(np.nanargmax(sign * smooth))
    near = np.nan_to_num(sign * smooth, nan=-np.inf) >= sign * smooth[top] - NEAR_DEG
    if near.sum() * step < SLOW_END_S - 0.5 * step:
        return None
    about = next(span for span in runs(near) if top in span)
    own = values_deg[near & np.isfinite(values_deg)]
    start, end = float(time_s[about.start]), float(time_s[about.stop - 1]) + step
    return Hold(about, start, end, float(np.median(own)), float(np.std(own, ddof=1)), 0.0)


def theil_sen_slope(time_s: Floats, values: Floats, at_most: int = 200) -> float:
    """Median of the slopes between all pairs of frames (Theil 1950, Sen 1968), of at most ``at_most`` even picks."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return float("nan")
    picks = known[np.unique(np.linspace(0, len(known) - 1, min(at_most, len(known))).round().astype(int))]
    i, j = np.triu_indices(len(picks), 1)
    return float(np.median((values[picks[j]] - values[picks[i]]) / (time_s[picks[j]] - time_s[picks[i]])))


def _bridged(time_s: Floats, still: Bools, known: Bools) -> Bools:
    """Lost frames and single trembles inside a hold do not end it."""
    out = still.copy()
    for gap in runs(~still):
        inner = gap.start > 0 and gap.stop < len(still)
        if not inner:
            continue
        length = time_s[gap.stop] - time_s[gap.start - 1]
        allowed = GAP_S if not known[gap.start : gap.stop].any() else TREMBLE_S
        out[gap.start : gap.stop] = length <= allowed
    return out


def _hold_of(time_s: Floats, values_deg: Floats, span: Span, at_least_s: float) -> Hold | None:
    t, x = time_s[span.start : span.stop], values_deg[span.start : span.stop]
    known = np.isfinite(x)
    step = float(np.median(np.diff(time_s)))
    duration = float(t[-1] - t[0]) + step
    if duration < at_least_s - 0.5 * step or known.sum() < 2:
        return None
    drift = theil_sen_slope(t, x) * duration
    value = float(np.median(x[known]))
    return Hold(span, float(t[0]), float(t[0]) + duration, value, float(np.std(x[known], ddof=1)), drift)


def _parts_near(time_s: Floats, values_deg: Floats, hold: Hold, near: Bools, at_least_s: float) -> list[Hold]:
    """Parts of a hold that lie near the extreme and are long enough by themselves."""
    mask = np.zeros(len(near), bool)
    mask[hold.span.start : hold.span.stop] = near[hold.span.start : hold.span.stop]
    mask = _bridged(time_s, mask, np.isfinite(values_deg))
    return [part for span in runs(mask) if (part := _hold_of(time_s, values_deg, span, at_least_s)) is not None]
