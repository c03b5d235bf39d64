"""The foot's own flat phase as the zero of foot and ankle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import Akima1DInterpolator

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import OTHER_SIDE, MovementName, Side
from endrange.kinematics.geometry import nan_median, nan_percentile, wrap_deg
from endrange.kinematics.segments import Segments

#: Pitch rate at which a moment with the foot down counts half in the zero, degrees a second of life. A lying sole turns
#: at less than 80 (real runners' markers: a tenth to nine tenths of such frames lie within 2 to 3 degrees of pitch).
SLOW_RATE_DEG_S: Final = 40.0

#: A foot is down while heel and tip are within this share of the leg's length of their lowest, about 10 cm: the
#: picture's ground rises and falls by some centimetres with yaw, roll and perspective (proposal).
DOWN_SHARE: Final = 0.12

#: Both feet stand on one ground: a planted foot is no further above the other's lowest than this share (proposal; near
#: and far foot differ by about 0.05 in the picture of a camera at hip height, 3 m away).
SAME_GROUND_SHARE: Final = 0.12

#: Percentile of the picture's height that stands for the lowest place of heel and tip.
LOWEST_PERCENTILE: Final = 97.0

#: Weight of moments that makes a zero, seconds of life (proposal).
MIN_FLAT_S: Final = 0.05

#: Moments that are looked at, and how far either way for the pitch rate, seconds of life: a stride's flat phase lasts
#: for one or two frames of a film of 30 a second, and what is smooth may be read between its frames.
MOMENT_S: Final = 1.0 / 120.0
RATE_REACH: Final = 2

#: Known frames that carry a curve between them.
FEWEST: Final = 4

#: The networks' heel-to-tip line lies below the sole: near feet of 27 rendered runners of six bodies by 3.9 degrees
#: (standard deviation 1.8, median 3.8) with the best looks, by 3.3 (2.3, 3.8) with the standard ones. The zero where
#: the foot never lies flat.
LINE_BELOW_SOLE_DEG: Final = 3.8

#: A pitch of a foot that is down and within this of flat is rather the landmarks' error than the heel's (rendered
#: runners: the line scatters by 3 degrees about a lying sole). It is drawn towards flat by its own size.
STILL_FLAT_DEG: Final = 4.0

#: While a slow movement keeps weight on the foot, a pitch within this of flat is the landmarks' error (proposal: half
#: way to the 15 degrees of a heel clearly lifted).
HELD_DEG: Final = 8.0

#: Why there is no ankle of a leg that circles in the air.
NEVER_FLAT: Final = (
    "This foot is in the air, and its zero, the sole flat on the ground, is not seen: film an ankle circle or a "
    "knee-to-wall lunge for it."
)

#: Movements with weight on feet that do not step: the foot is held while the heel is down.
PLANTED: Final[tuple[MovementName, ...]] = (
    "knee_to_wall", "hold", "standing", "hip_car", "ankle_car", "thoracic_car",
)  # fmt: skip


@dataclass(frozen=True)
class FootZero:
    """Where a foot's pitch is zero.

    Attributes
    ----------
    pitch_deg
        Pitch of the heel-to-tip line when the sole lies flat.
    down
        (n,) frames in which heel and tip are near the ground.
    found
        Whether flat frames were found; else the zero is the networks' mean offset.
    """

    pitch_deg: float
    down: NDArray[np.bool_]
    found: bool


def flat_zero(
    seen: Segments,
    side: Side,
    pitch_deg: Floats,
    time_s: Floats,
    movement: MovementName,
    life_per_film: float,
    moving: Side | None = None,
) -> FootZero:
    """Find the frames in which the sole lies flat, and the pitch there.

    Parameters
    ----------
    pitch_deg
        (n,) pitch of the heel-to-tip line.
    time_s
        (n,) seconds of film.
    life_per_film
        Seconds of life in one of film.
    moving
        The side that the movement is of, where there is one.

    Returns
    -------
    FootZero
        Median pitch of the moments with the foot down, each weighted by how slowly the foot turns. A foot of a slow
        movement that is off the ground, circles about its ankle, or stands behind in a lunge with its heel up, has no
        flat phase.
    """
    unknown = FootZero(-LINE_BELOW_SOLE_DEG, np.zeros(len(time_s), bool), False)
    life_s = time_s * life_per_film
    if len(life_s) < 2 or (movement in PLANTED and not _may_stand(seen, side, movement)):
        return unknown
    if movement == "ankle_car" and side == moving:  # however low it is, it stops at its ends and not flat
        return unknown
    near = DOWN_SHARE * seen.leg_px()
    height = np.stack([seen.at(side, part)[:, 1] for part in ("heel", "foot_index")], axis=1)
    low = np.array([lowest_px(seen, side, part) for part in ("heel", "foot_index")]) - near
    with np.errstate(invalid="ignore"):
        down = np.isfinite(pitch_deg) & (height > low).all(axis=1)
    turned = np.where(np.isfinite(pitch_deg), np.unwrap(np.nan_to_num(pitch_deg), period=360.0), np.nan)
    at = between_frames(life_s, np.column_stack([turned, height]))
    with np.errstate(invalid="ignore"):
        rests = (at[:, 1:] > low).all(axis=1)
    weight = 1.0 / (1.0 + (fastest_rate(at[:, 0])[rests] / SLOW_RATE_DEG_S) ** 2)
    if weight.sum() * MOMENT_S < MIN_FLAT_S:
        return unknown
    return FootZero(weighted_median(at[rests, 0], weight), down, True)


def between_frames(time_s: Floats, values: Floats) -> Floats:
    """(k, m) curves (n, m) at moments :data:`MOMENT_S` apart, smooth through the frames (Akima 1970).

    NaN where a frame before or after is not known, and throughout where fewer than :data:`FEWEST` are.
    """
    moments_s = np.arange(time_s[0], time_s[-1] + 0.5 * MOMENT_S, MOMENT_S)
    known = np.asarray(np.isfinite(values).all(axis=1))
    if known.sum() < FEWEST:
        return np.full((len(moments_s), values.shape[1]), np.nan)
    before = np.clip(np.searchsorted(time_s, moments_s, side="right") - 1, 0, len(time_s) - 2)
    curve: Floats = Akima1DInterpolator(time_s[known], values[known])(moments_s)
    return np.where((known[before] & known[before + 1])[:, None], curve, np.nan)


def fastest_rate(values: Floats) -> Floats:
    """(k,) rate of change, per second, before or after each moment, whichever is faster: a turning point is no rest.

    The foot's highest pitch, just before it lands, would else pass for a lying sole.
    """
    step: Floats = np.abs(values[RATE_REACH:] - values[:-RATE_REACH]) / (RATE_REACH * MOMENT_S)
    beyond = np.full(min(RATE_REACH, len(values)), np.nan)
    return np.asarray(np.fmax(np.concatenate([beyond, step]), np.concatenate([step, beyond])))


def lowest_px(seen: Segments, side: Side, part: str) -> float:
    """Lowest place of a point in the picture (y down), a little above the last frame's error; NaN where unknown."""
    return nan_percentile(seen.at(side, part)[:, 1], LOWEST_PERCENTILE)


def _may_stand(seen: Segments, side: Side, movement: MovementName) -> bool:
    """Whether this foot can be the one with weight on it: as low as the other, in front in a lunge."""
    other = OTHER_SIDE[side]
    above = lowest_px(seen, other, "foot_index") - lowest_px(seen, side, "foot_index")
    if above > SAME_GROUND_SHARE * seen.leg_px():
        return False
    if movement != "knee_to_wall":
        return True
    feet, ahead = seen.at(side, "ankle") - seen.at(other, "ankle"), nan_median(seen.foot(side)[:, 0])
    return not nan_median(feet[:, 0]) * ahead < 0


def weighted_median(values: Floats, weight: Floats) -> float:
    """Value below which half of the weight lies. Finite values, at least one."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])


def sole_pitch(pitch_deg: Floats, zero: FootZero) -> Floats:
    """Pitch of the sole against the ground, toes up, (n,) degrees."""
    return wrap_deg(pitch_deg - zero.pitch_deg)


def dorsiflexion(shank_lean_deg: Floats, sole_pitch_deg: Floats, zero: FootZero, movement: MovementName) -> Floats:
    """Shank against the sole, (n,) degrees; zero with the sole flat and the shank upright.

    A foot that is down and nearly flat is taken as flat: altogether in movements that keep weight on it, so that
    dorsiflexion is the shank's lean, as an inclinometer measures it in a lunge; in strides by
    ``p^3 / (p^2 + STILL_FLAT_DEG^2)``, which leaves a large pitch as it is (proposal).
    """
    p = sole_pitch_deg
    with np.errstate(invalid="ignore"):
        if movement in PLANTED:
            # The weight of a lunge keeps the toes down: what seems to lift them is the landmarks' error.
            up = np.inf if movement == "knee_to_wall" else HELD_DEG
            held = np.where((p > -HELD_DEG) & (p < up), 0.0, p) if zero.found else p
        else:
            held = np.where(zero.down, p**3 / (p**2 + STILL_FLAT_DEG**2), p)
    return wrap_deg(shank_lean_deg + held)
