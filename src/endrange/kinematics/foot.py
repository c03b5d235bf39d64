"""The foot's own flat phase as the zero of foot and ankle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import MovementName, Side
from endrange.kinematics.geometry import nan_median, nan_percentile, wrap_deg
from endrange.kinematics.segments import Segments

#: Pitch rate below which a foot on the ground lies flat, degrees a second of life (measured on real runners' markers:
#: a tenth to nine tenths of such frames lie within 2 to 3 degrees).
FLAT_RATE_DEG_S: Final = 80.0

#: A foot is on the ground while heel and tip are within this share of the leg's length above their lowest, about 4 cm
#: (proposal).
GROUND_SHARE: Final = 0.045

#: Percentile of the height that stands for the lowest place of heel and tip.
LOWEST_PERCENTILE: Final = 97.0

#: Flat frames that make a zero: at least this many, and at least this long in sum, seconds of life (proposal).
MIN_FLAT_FRAMES: Final = 5
MIN_FLAT_S: Final = 0.06

#: The networks' heel-to-tip line lies 4.6 to 6.2 degrees below the sole (measured on five rendered clips): the zero
#: where the foot never lies flat.
LINE_BELOW_SOLE_DEG: Final = 5.4

#: While a slow movement keeps weight on the foot, a pitch within this of flat is the landmarks' error, not the heel's
#: (proposal: 3 degrees of a 25 cm foot are the 1.3 cm that an eye calls lifted; the landmarks scatter by 2 to 3).
HELD_DEG: Final = 8.0

#: Movements with weight on feet that do not step: the foot is held while the heel is down.
PLANTED: Final[tuple[MovementName, ...]] = ("knee_to_wall", "hold", "standing", "hip_car", "thoracic_car")


@dataclass(frozen=True)
class FootZero:
    """Where a foot's pitch is zero.

    Attributes
    ----------
    pitch_deg
        Pitch of the heel-to-tip line when the sole lies flat.
    flat
        (n,) frames in which it does.
    found
        Whether flat frames were found; else the zero is the networks' mean offset.
    """

    pitch_deg: float
    flat: NDArray[np.bool_]
    found: bool


def flat_zero(seen: Segments, side: Side, pitch_deg: Floats, time_s: Floats, life_per_film: float) -> FootZero:
    """Find the frames in which the sole lies flat, and the pitch there.

    Parameters
    ----------
    pitch_deg
        (n,) pitch of the heel-to-tip line.
    time_s
        (n,) seconds of film.
    life_per_film
        Seconds of life in one of film.
    """
    life_s = time_s * life_per_film
    if len(life_s) < 2:
        return FootZero(-LINE_BELOW_SOLE_DEG, np.zeros(len(life_s), bool), False)
    rate = np.gradient(np.unwrap(pitch_deg, period=360.0), life_s)
    near = GROUND_SHARE * seen.leg_px()
    low = np.ones(len(life_s), bool)
    for part in ("heel", "foot_index"):
        height = seen.at(side, part)[:, 1]
        with np.errstate(invalid="ignore"):
            low &= height > nan_percentile(height, LOWEST_PERCENTILE) - near
    with np.errstate(invalid="ignore"):
        flat = low & (np.abs(rate) < FLAT_RATE_DEG_S) & np.isfinite(pitch_deg)
    step = float(np.median(np.diff(life_s)))
    if flat.sum() < MIN_FLAT_FRAMES or flat.sum() * step < MIN_FLAT_S:
        return FootZero(-LINE_BELOW_SOLE_DEG, np.zeros(len(life_s), bool), False)
    return FootZero(nan_median(pitch_deg[flat]), flat, True)


def sole_pitch(pitch_deg: Floats, zero: FootZero) -> Floats:
    """Pitch of the sole against the ground, toes up, (n,) degrees."""
    return wrap_deg(pitch_deg - zero.pitch_deg)


def dorsiflexion(shank_lean_deg: Floats, sole_pitch_deg: Floats, *, planted: bool) -> Floats:
    """Shank against the sole, (n,) degrees; zero with the sole flat and the shank upright.

    Parameters
    ----------
    planted
        Whether the movement keeps weight on the foot: then the foot is held while its heel is down, and dorsiflexion
        is the shank's lean, as an inclinometer measures it in a lunge.
    """
    if planted:
        with np.errstate(invalid="ignore"):
            sole_pitch_deg = np.where(np.abs(sole_pitch_deg) < HELD_DEG, 0.0, sole_pitch_deg)
    return wrap_deg(shank_lean_deg + sole_pitch_deg)
