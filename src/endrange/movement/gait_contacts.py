"""When a foot meets the ground and when it leaves it, to a fraction of a frame.

Every method reads a place, not an acceleration, and has a constant lead or lag against a force plate, given here as a
share of the stride so that slow motion does not matter. Running was calibrated on 77 contacts of one runner on an
instrumented treadmill (2.5 m/s, stride 0.775 s; BMC-RIC data, CC BY 4.0) seen by a virtual camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.signal import find_peaks

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import Side
from endrange.movement.gait_events import Stretch, Swing
from endrange.movement.gait_signals import GRID_S, Signals, low_pass

Gait = Literal["running", "walking"]

#: Farthest forward comes before the contact by this share of the stride (30 ms of 775).
FORWARD_LEAD: Final = 0.040

#: The foot goes back at half the belt's speed before the contact by this share of the stride (7 ms of 775).
HALF_BELT_LEAD: Final = 0.009

#: The toe has risen by :data:`TOE_RISE`, and the knee is straightest, on average this share of the stride after the
#: foot has left (14 ms of 775).
TOE_OFF_LAG: Final = 0.018

#: Rise of the tip of the foot over its own stance, leg lengths: 3 cm (science brief, section 5).
TOE_RISE: Final = 0.035

#: A toe that disagrees with the knee by more than this share of the stride is not heard (proposal: four times their
#: scatter).
DISAGREE: Final = 0.12

#: The hips fall fastest after the contact, and rise fastest before the toe-off, by these shares of the stride (34 and
#: 56 ms of 775), once smoothed at one and a half times the step's frequency.
FALL_LAG: Final = 0.044
RISE_LEAD: Final = 0.072
HIP_SMOOTH: Final = 1.5


@dataclass(frozen=True)
class Contact:
    """One foot on the ground; seconds of life, NaN where it could not be told."""

    side: Side
    contact_s: float
    toe_off_s: float

    @property
    def duration_s(self) -> float:
        """From contact to toe-off."""
        return self.toe_off_s - self.contact_s


def find_contacts(stretch: Stretch, gait: Gait) -> tuple[Contact, ...]:
    """A contact for every swing of a stretch, in order; those that were not found are left out."""
    if stretch.signals.sees_forward:
        ground = {s: _ground_slope(stretch, s) for s in ("left", "right")}
        found = [_from_side(stretch, w, gait, ground[w.side]) for w in stretch.swings]
    else:
        hips = _Hips(stretch)
        found = [hips.contact(w, gait) for w in stretch.swings]
    known = [c for c in found if np.isfinite(c.contact_s)]
    return tuple(sorted(known, key=lambda c: c.contact_s))


def _from_side(stretch: Stretch, swing: Swing, gait: Gait, slope: float) -> Contact:
    if gait == "walking":
        return _zeni(stretch, swing)
    signals, stride = stretch.signals, stretch.stride_s
    half = _half_belt(signals, swing, stride)
    forward = swing.time_s + FORWARD_LEAD * stride
    contact = forward if not np.isfinite(half) else 0.5 * (forward + half + HALF_BELT_LEAD * stride)
    return Contact(swing.side, contact, _toe_off(signals, swing, stride, slope))


def _zeni(stretch: Stretch, swing: Swing) -> Contact:
    """Walking: heel farthest before, tip farthest behind the hips (Zeni, Richards & Higginson 2008)."""
    signals, stride = stretch.signals, stretch.stride_s
    contact = _extreme(signals, signals.heel_forward[swing.side], swing.time_s, (-0.15 * stride, 0.15 * stride))
    toe_off = _extreme(signals, -signals.toe_forward[swing.side], swing.time_s, (0.35 * stride, 0.85 * stride))
    return Contact(swing.side, contact, toe_off)


def _half_belt(signals: Signals, swing: Swing, stride_s: float) -> float:
    """When the foot first goes back, against the hips, at half the speed that it has in stance."""
    speed = np.gradient(signals.forward[swing.side], GRID_S)
    stance = _window(signals, swing.time_s, 0.15 * stride_s, 0.30 * stride_s)
    if stance.stop - stance.start < 3:
        return float("nan")
    belt = float(np.median(speed[stance]))
    after = _window(signals, swing.time_s, 0.0, 0.15 * stride_s)
    return _crossing(signals, -speed, after, -0.5 * belt)


def _toe_off(signals: Signals, swing: Swing, stride_s: float, slope: float) -> float:
    """Mean of the toe's rise and the straightest knee, less their lag; the knee alone where they disagree.

    The knee's straightest is the better single sign (Fellin et al. 2010: 5 ms); the toe's rise depends on the ground.
    """
    late = _window(signals, swing.time_s, 0.20 * stride_s, 0.70 * stride_s)
    stance = _window(signals, swing.time_s, 0.14 * stride_s, 0.30 * stride_s)
    if late.stop - late.start < 0.3 * stride_s / GRID_S or not signals.known[swing.side][late].all():
        return float("nan")
    toe = signals.toe[swing.side] - slope * signals.toe_along[swing.side]
    rise = _crossing(signals, toe, late, float(np.median(toe[stance])) + TOE_RISE)
    knee = _extreme(signals, -signals.knee_deg[swing.side], swing.time_s, (0.20 * stride_s, 0.62 * stride_s))
    agree = bool(abs(rise - knee) < DISAGREE * stride_s)
    if not np.isfinite(knee):
        return rise - TOE_OFF_LAG * stride_s
    return (0.5 * (rise + knee) if agree else knee) - TOE_OFF_LAG * stride_s


def _ground_slope(stretch: Stretch, side: Side) -> float:
    """How much the ground climbs along the picture where the foot stands: camera not square, or above the ground."""
    signals, stride = stretch.signals, stretch.stride_s
    across, along = 0.0, 0.05**2  # a planted foot that does not move in the picture shows no slope
    for swing in stretch.swings:
        stance = _window(signals, swing.time_s, 0.14 * stride, 0.30 * stride)
        if swing.side != side or stance.stop - stance.start < 3:
            continue
        x = signals.toe_along[side][stance]
        y = signals.toe[side][stance]
        across += float(((x - x.mean()) * (y - y.mean())).mean())
        along += float(((x - x.mean()) ** 2).mean())
    return across / along


class _Hips:
    """Front and back: contact and toe-off from the rise and fall of the hips, the leg from the swing."""

    def __init__(self, stretch: Stretch) -> None:
        self.signals, self.stride_s = stretch.signals, stretch.stride_s
        self.height = low_pass(self.signals.hip, HIP_SMOOTH / stretch.step_s)
        self.speed = np.gradient(self.height, GRID_S)

    def contact(self, swing: Swing, gait: Gait) -> Contact:
        t = self.stride_s
        if gait == "walking":  # the hips are lowest in double support
            low = self._nearest(-self.height, swing.time_s, (0.05 * t, 0.45 * t), 0.25 * t)
            return Contact(swing.side, low, float("nan"))
        fall = self._nearest(-self.speed, swing.time_s, (0.15 * t, 0.60 * t), 0.34 * t)
        rise = self._nearest(self.speed, fall, (0.08 * t, 0.50 * t), 0.25 * t)
        return Contact(swing.side, fall - FALL_LAG * t, rise + RISE_LEAD * t)

    def _nearest(self, values: Floats, start_s: float, window_s: tuple[float, float], expected_s: float) -> float:
        """The top of ``values`` in the window after ``start_s`` nearest to where it is expected; NaN without one."""
        if not np.isfinite(start_s):
            return float("nan")
        part = _window(self.signals, start_s, *window_s)
        tops = find_peaks(values[part])[0] + part.start
        if not len(tops):
            return float("nan")
        times = self.signals.time_s[0] + tops * GRID_S
        return float(times[np.argmin(np.abs(times - start_s - expected_s))])


def _window(signals: Signals, start_s: float, from_s: float, to_s: float) -> slice:
    """Grid places from ``start_s + from_s`` up to ``start_s + to_s``; cut off at the stretch's ends."""
    first = round((start_s + from_s - signals.time_s[0]) / GRID_S)
    last = round((start_s + to_s - signals.time_s[0]) / GRID_S)
    n = len(signals.time_s)
    return slice(int(np.clip(first, 0, n)), int(np.clip(last, 0, n)))


def _crossing(signals: Signals, values: Floats, part: slice, level: float) -> float:
    """When the values first rise through a level, between two places of the grid; NaN if they do not."""
    inside = values[part]
    over = np.flatnonzero((inside[1:] >= level) & (inside[:-1] < level))
    if not len(over):
        return float("nan")
    i = int(over[0])
    share = (level - inside[i]) / (inside[i + 1] - inside[i])
    return float(signals.time_s[0] + (part.start + i + share) * GRID_S)


def _extreme(signals: Signals, values: Floats, start_s: float, window_s: tuple[float, float]) -> float:
    """When the values are highest in the window; NaN where that is at its edge, or the foot is not seen there."""
    part = _window(signals, start_s, *window_s)
    if part.stop - part.start < 3:
        return float("nan")
    top = part.start + int(np.argmax(values[part]))
    if top in (part.start, part.stop - 1):
        return float("nan")
    return float(signals.time_s[0] + top * GRID_S)
