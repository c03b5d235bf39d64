"""Which joint is held where: plateaus near the end of a range, and what a long hold gains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES, AngleKey, Side
from endrange.movement.holds import NEAR_DEG, Hold, find_holds
from endrange.movement.protocol import Motion
from endrange.movement.series import filled, life_seconds, softened

#: Usual ends of ranges in degrees, low and high, signs as in the vocabulary; how near to its end a joint is held is
#: read from them. Hip extension: Soucie et al. 2011, Roach & Miles 1991; rotation: Krause et al. 2015, Kouyoumdjian et
#: al. 2012; lunge: Baumbach et al. 2014; the rest: AAOS as quoted in the science brief, section 1.2 (proposal).
USUAL_DEG: Final[dict[str, tuple[float, float]]] = {
    "hip_extension": (-120.0, 20.0),
    "hip_abduction": (-25.0, 45.0),
    "hip_internal_rotation": (-40.0, 35.0),
    "knee_flexion": (-10.0, 140.0),
    "ankle_dorsiflexion": (-45.0, 35.0),
    "trunk_rotation": (-45.0, 45.0),
}

#: For angles without a usual range (proposal).
USUAL_ELSE_DEG: Final = (-45.0, 45.0)

#: Held means away from neutral by this share of the usual range (proposal).
AWAY: Final = 0.4

#: Where the ankle's zero was assumed, since the foot never lies flat, it may be off by this: twice the standard
#: deviation between people (1.8 to 2.3 degrees).
ASSUMED_ZERO_DEG: Final = 4.0

#: A hold so long is a set of pushing and pulling (PAILs/RAILs: 90 s to 2 min of settling, then ramps of 10 s and more;
#: a third of that at least; proposal).
SET_S: Final = 30.0

#: What counts as settled: the first and the last part of a set (proposal).
SETTLED_S: Final = 5.0


@dataclass(frozen=True)
class Held:
    """One angle that was held.

    Attributes
    ----------
    away
        How far from neutral, as a share of the usual range: 1 at its usual end.
    holds
        Its deepest plateaus, within 3 degrees of the deepest.
    """

    key: AngleKey
    away: float
    holds: tuple[Hold, ...]

    @property
    def longest(self) -> Hold:
        """The longest of them."""
        return max(self.holds, key=lambda h: h.duration_s)


def away_from_neutral(angle: str, value_deg: float) -> float:
    """0 in neutral, 1 at the usual end of the range to that side."""
    low, high = USUAL_DEG.get(angle, USUAL_ELSE_DEG)
    return value_deg / high if value_deg >= 0 else value_deg / low


def held_angles(motion: Motion, side: Side | None) -> tuple[Held, ...]:
    """Angles of one side (or of the midline) that were held away from neutral, the one nearest its end first."""
    t = life_seconds(motion)
    found = []
    for key in ANGLE_KEYS:
        if key.angle not in USUAL_DEG or key.side not in (side, None) or key in motion.angles.refused:
            continue
        held = deepest(t, motion.angles.value_deg[key], key)
        if held is not None and held.away - _unsure_zero(motion, key, held) >= AWAY:
            found.append(held)
    return tuple(sorted(found, key=lambda h: -h.away))


def _unsure_zero(motion: Motion, key: AngleKey, held: Held) -> float:
    """What of ``held.away`` may be the zero's, where that was assumed."""
    if key.angle != "ankle_dorsiflexion" or motion.angles.zero.get(key) == "flat foot":
        return 0.0
    return away_from_neutral(key.angle, float(np.copysign(ASSUMED_ZERO_DEG, held.longest.value_deg)))


def named_hold(motion: Motion, angle: str, side: Side | None) -> tuple[Held, ...]:
    """The highest plateau of one angle; none where it is not seen, or where neutral was held and the end passed."""
    key = AngleKey(angle, side if ANGLES[angle].sided else None)
    t, values = life_seconds(motion), np.asarray(motion.angles.value_deg[key], float)
    holds = find_holds(t, values)
    if key in motion.angles.refused or not holds:
        return ()
    top = max(holds, key=lambda h: h.value_deg)
    away = away_from_neutral(angle, top.value_deg)
    at_end = top.value_deg >= float(np.nanmax(softened(t, filled(t, values), 0.1))) - NEAR_DEG
    if not at_end and away < AWAY:
        return ()
    return (Held(key, away, tuple(h for h in holds if top.value_deg - h.value_deg <= NEAR_DEG)),)


def deepest(t: Floats, values_deg: Floats, key: AngleKey) -> Held | None:
    """The plateaus of one angle that are farthest from neutral."""
    holds = find_holds(t, np.asarray(values_deg, float))
    if not holds:
        return None
    top = max(holds, key=lambda h: away_from_neutral(key.angle, h.value_deg))
    same = tuple(h for h in holds if abs(h.value_deg - top.value_deg) <= NEAR_DEG)
    return Held(key, away_from_neutral(key.angle, top.value_deg), same)


@dataclass(frozen=True)
class EndRangeSet:
    """A long hold with pushing and pulling: degrees towards the end of the range.

    Attributes
    ----------
    settled_deg, final_deg
        Median of the first and last five seconds.
    gain_deg
        How much further towards the end it was at last.
    gave_way_deg
        How far it went back while pushing.
    start_s, end_s
        Seconds of life.
    """

    settled_deg: float
    final_deg: float
    gain_deg: float
    gave_way_deg: float
    start_s: float
    end_s: float


def end_range_set(t: Floats, values_deg: Floats, held: Held) -> EndRangeSet | None:
    """The set from the first plateau near the end to the last; None where the joint was held for less than 30 s."""
    direction = 1.0 if held.longest.value_deg >= 0 else -1.0
    x = direction * np.asarray(values_deg, float)
    deep = [h for h in find_holds(t, np.asarray(values_deg, float)) if h.value_deg * direction > 0.6 * np.nanmax(x)]
    if not deep or deep[-1].end_s - deep[0].start_s < SET_S:
        return None
    start, end = deep[0].start_s, deep[-1].end_s
    inside = (t >= start) & (t < end) & np.isfinite(x)
    first = float(np.median(x[inside & (t < start + SETTLED_S)]))
    last = float(np.median(x[inside & (t >= end - SETTLED_S)]))
    smooth = softened(t[inside], x[inside], 0.5)
    gave_way = max(0.0, first - float(smooth.min()))
    return EndRangeSet(direction * first, direction * last, last - first, gave_way, start, end)
