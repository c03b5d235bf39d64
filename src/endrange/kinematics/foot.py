"""The foot's own flat phase as the zero of foot and ankle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import OTHER_SIDE, MovementName, Side
from endrange.kinematics.geometry import nan_median, nan_percentile, wrap_deg
from endrange.kinematics.segments import Segments

#: Pitch rate at which a frame with the foot down counts half in the zero, degrees a second of life. A lying sole turns
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

#: Weight of frames that makes a zero, as frames and as seconds of life (proposal).
MIN_FLAT_FRAMES: Final = 4.0
MIN_FLAT_S: Final = 0.05

#: The networks' heel-to-tip line lies 4.6 to 6.2 degrees below the sole (measured on five rendered clips): the zero
#: where the foot never lies flat.
LINE_BELOW_SOLE_DEG: Final = 5.4

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
        Median pitch of the frames with the foot down, each weighted by how slowly the foot turns. A foot of a slow
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
    down = np.isfinite(pitch_deg)
    with np.errstate(invalid="ignore"):
        for part in ("heel", "foot_index"):
            down &= seen.at(side, part)[:, 1] > lowest_px(seen, side, part) - near
    rate = fastest_rate(np.unwrap(np.nan_to_num(pitch_deg), period=360.0), life_s)
    weight = np.where(down, 1.0 / (1.0 + (rate / SLOW_RATE_DEG_S) ** 2), 0.0)
    step = float(np.median(np.diff(life_s)))
    if weight.sum() < MIN_FLAT_FRAMES or weight.sum() * step < MIN_FLAT_S:
        return unknown
    return FootZero(weighted_median(pitch_deg[down], weight[down]), down, True)


def fastest_rate(values: Floats, time_s: Floats) -> Floats:
    """(n,) rate of change to the frame before or after, whichever is larger: a turning point is no rest.

    At 30 frames a second the foot's highest pitch, a frame before it lands, would else pass for a lying sole.
    """
    step: Floats = np.abs(np.diff(values) / np.diff(time_s))
    rate: Floats = np.maximum(np.concatenate([step[:1], step]), np.concatenate([step, step[-1:]]))
    return rate


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
