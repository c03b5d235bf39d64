"""When a foot meets the ground and when it leaves it, to a fraction of a frame.

Every method reads a place, not an acceleration, and has a constant lead or lag against a force plate, given here as a
share of the stride so that slow motion does not matter. Running was calibrated on 77 contacts of one runner on an
instrumented treadmill (2.5 m/s, stride 0.775 s; BMC-RIC data, CC BY 4.0) seen by a virtual camera.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from scipy.signal import find_peaks

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, Side
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

#: Parts of the stride after the foot was farthest forward: the sole on the ground; where the leg is straightest before
#: it leaves (toe-off comes at 0.37 to 0.43 of it).
MID_STANCE: Final = (0.14, 0.30)
LATE_STANCE: Final = (0.20, 0.62)

#: A toe that disagrees with the knee by more than this share of the stride is not heard (proposal: four times their
#: scatter).
DISAGREE: Final = 0.07

#: Stance as a share of the stride: runners 0.33 to 0.39 (science brief, section 3.3), walkers about 0.6, with room for
#: sprinters, shufflers and slow walkers (proposal).
STANCE_SHARE: Final[dict[Gait, tuple[float, float]]] = {"running": (0.18, 0.55), "walking": (0.50, 0.80)}

#: The hips fall fastest after the contact, and rise fastest before the toe-off, by these shares of the stride (34 and
#: 56 ms of 775), once smoothed at one and a half times the step's frequency.
FALL_LAG: Final = 0.044
RISE_LEAD: Final = 0.072
HIP_SMOOTH: Final = 1.5

#: A landing further than this share of the stride from its leg's usual time after the swing was read from another bump
#: of the hips' speed, as where the right one is a mere shoulder (proposal: five times the usual scatter, 11 ms of 700);
#: the usual one of so many swings at least.
ODD_LANDING: Final = 0.08
ENOUGH_SWINGS: Final = 4


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
    feet_or_hips = _Feet if stretch.signals.sees_forward else _Hips
    find = feet_or_hips(stretch, gait).contact
    found = [find(swing) for swing in stretch.swings]
    seen = [_plausible(c, stretch, gait) for c in found if _is_seen(c, stretch.signals)]
    return tuple(sorted(seen, key=lambda c: c.contact_s))


def _is_seen(contact: Contact, signals: Signals) -> bool:
    """Whether the foot is seen when it is said to land."""
    at = contact.contact_s
    if not (np.isfinite(at) and signals.time_s[0] <= at <= signals.time_s[-1]):
        return False
    return bool(signals.known[contact.side][signals.index(at)])


def _plausible(contact: Contact, stretch: Stretch, gait: Gait) -> Contact:
    """The contact without its toe-off where it stood for too short or too long."""
    low, high = STANCE_SHARE[gait]
    share = contact.duration_s / stretch.stride_s
    return contact if low < share < high else replace(contact, toe_off_s=float("nan"))


class _Feet:
    """From the side: contact and toe-off from the feet's way against the hips and the ground."""

    def __init__(self, stretch: Stretch, gait: Gait) -> None:
        self.signals, self.swings, self.stride_s, self.gait = stretch.signals, stretch.swings, stretch.stride_s, gait
        self.slope = {s: self._ground_slope(s) for s in SIDES}
        self.toe_tells = all(self._toe_agrees(s) for s in SIDES)  # one method for both feet, or they would differ by it

    def contact(self, swing: Swing) -> Contact:
        """The contact that follows a swing."""
        if self.gait == "walking":
            return self._zeni(swing)
        half = self._half_belt(swing)
        forward = swing.time_s + FORWARD_LEAD * self.stride_s
        contact = 0.5 * (forward + half + HALF_BELT_LEAD * self.stride_s) if np.isfinite(half) else forward
        return Contact(swing.side, contact, self._toe_off(swing))

    def _zeni(self, swing: Swing) -> Contact:
        """Walking: heel farthest before, tip farthest behind the hips (Zeni, Richards & Higginson 2008)."""
        side, stride = swing.side, self.stride_s
        heel, tip = self.signals.heel_forward[side], self.signals.toe_forward[side]
        contact = _extreme(self.signals, side, heel, swing.time_s, (-0.15 * stride, 0.15 * stride))
        return Contact(side, contact, _extreme(self.signals, side, -tip, swing.time_s, (0.35 * stride, 0.85 * stride)))

    def _half_belt(self, swing: Swing) -> float:
        """When the foot first goes back, against the hips, at half the speed that it has in stance."""
        speed = np.gradient(self.signals.forward[swing.side], GRID_S)
        stance = self._part(swing, MID_STANCE)
        if stance.stop - stance.start < 3:
            return float("nan")
        return _crossing(self.signals, -speed, self._part(swing, (0.0, 0.15)), -0.5 * float(np.median(speed[stance])))

    def _toe_off(self, swing: Swing) -> float:
        """Mean of the toe's rise and the straightest knee, less their lag; the knee alone where the toe does not tell.

        The knee's straightest is the better single sign (Fellin et al. 2010: 5 ms).
        """
        knee, rise = self._knee(swing), self._rise(swing)
        if not np.isfinite(knee):
            return rise - TOE_OFF_LAG * self.stride_s
        both = self.toe_tells and np.isfinite(rise)
        return (0.5 * (rise + knee) if both else knee) - TOE_OFF_LAG * self.stride_s

    def _toe_agrees(self, side: Side) -> bool:
        """Whether the toe's rise agrees with the knee over the stretch: on rough or moving ground it does not."""
        apart = np.array([self._rise(w) - self._knee(w) for w in self.swings if w.side == side])
        known = apart[np.isfinite(apart)]
        return bool(len(known) and abs(float(np.median(known))) < DISAGREE * self.stride_s)

    def _knee(self, swing: Swing) -> float:
        """When the knee is straightest in late stance."""
        window = (LATE_STANCE[0] * self.stride_s, LATE_STANCE[1] * self.stride_s)
        return _extreme(self.signals, swing.side, -self.signals.knee_deg[swing.side], swing.time_s, window)

    def _rise(self, swing: Swing) -> float:
        """When the toe has left the ground on which it stood."""
        side, late, stance = swing.side, self._part(swing, (0.20, 0.70)), self._part(swing, MID_STANCE)
        if late.stop - late.start < 0.3 * self.stride_s / GRID_S or not self.signals.known[side][late].all():
            return float("nan")
        toe = self.signals.toe[side] - self.slope[side] * self.signals.toe_along[side]
        return _crossing(self.signals, toe, late, float(np.median(toe[stance])) + TOE_RISE)

    def _ground_slope(self, side: Side) -> float:
        """How much the ground climbs along the picture where the foot stands: camera not square, or high up."""
        across, along = 0.0, 0.05**2  # a planted foot that does not move in the picture shows no slope
        for swing in self.swings:
            stance = self._part(swing, MID_STANCE)
            if swing.side == side and stance.stop - stance.start >= 3:
                x, y = self.signals.toe_along[side][stance], self.signals.toe[side][stance]
                across += float(((x - x.mean()) * (y - y.mean())).mean())
                along += float(((x - x.mean()) ** 2).mean())
        return across / along

    def _part(self, swing: Swing, shares: tuple[float, float]) -> slice:
        """A part of the stride after the swing's top."""
        return _window(self.signals, swing.time_s, shares[0] * self.stride_s, shares[1] * self.stride_s)


class _Hips:
    """Front and back: contact and toe-off from the rise and fall of the hips, the leg from the swing."""

    def __init__(self, stretch: Stretch, gait: Gait) -> None:
        self.signals, self.stride_s, self.gait = stretch.signals, stretch.stride_s, gait
        self.height = low_pass(self.signals.hip, HIP_SMOOTH / stretch.step_s)
        self.speed = np.gradient(self.height, GRID_S)
        self.usual_s = {side: self._usual(tuple(w for w in stretch.swings if w.side == side)) for side in SIDES}

    def contact(self, swing: Swing) -> Contact:
        """The contact that follows a swing."""
        t = self.stride_s
        landing, usual = self._landing(swing), swing.time_s + self.usual_s[swing.side]
        if abs(landing - usual) > ODD_LANDING * t:
            landing = usual
        if self.gait == "walking":
            return Contact(swing.side, landing, float("nan"))
        rise = self._nearest(self.speed, landing, (0.08 * t, 0.50 * t), 0.25 * t)
        return Contact(swing.side, landing - FALL_LAG * t, rise + RISE_LEAD * t)

    def _landing(self, swing: Swing) -> float:
        """Walking: the hips are lowest in double support; running: they fall fastest."""
        t = self.stride_s
        if self.gait == "walking":
            return self._nearest(-self.height, swing.time_s, (0.05 * t, 0.45 * t), 0.25 * t)
        return self._nearest(-self.speed, swing.time_s, (0.15 * t, 0.60 * t), 0.34 * t)

    def _usual(self, swings: tuple[Swing, ...]) -> float:
        """How long after its swing a leg lands, median; NaN where too few were seen."""
        after = np.array([self._landing(swing) - swing.time_s for swing in swings])
        after = after[np.isfinite(after)]
        return float(np.median(after)) if len(after) >= ENOUGH_SWINGS else float("nan")

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


def _extreme(signals: Signals, side: Side, values: Floats, start_s: float, window_s: tuple[float, float]) -> float:
    """When the values are highest in the window; NaN where that is at its edge, or the leg is not seen there."""
    part = _window(signals, start_s, *window_s)
    if part.stop - part.start < 3:
        return float("nan")
    top = part.start + int(np.argmax(values[part]))
    if top in (part.start, part.stop - 1) or not signals.known[side][top]:
        return float("nan")
    return float(signals.time_s[0] + top * GRID_S)
