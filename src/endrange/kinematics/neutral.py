"""The person's own standing as the zero of angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.angles import Angles
from endrange.domain.looks import Floats
from endrange.domain.measure import Finding
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES, AngleKey
from endrange.kinematics.geometry import wrap_deg

#: Angles that are told from the person's own standing. The foot and the ankle have the flat sole, the shank's lean and
#: rotation have gravity as their zero.
FROM_STANDING: Final[tuple[str, ...]] = (
    "hip_extension", "thigh_extension", "knee_flexion", "trunk_lean", "hip_abduction", "pelvic_drop", "trunk_rotation",
)  # fmt: skip

#: Frames of standing that make a neutral (proposal).
MIN_FRAMES: Final = 5

#: How well somebody stands the same way twice, degrees (proposal; goniometer tests in stance repeat within about 2).
STANDING_SD_DEG: Final = 1.5

#: Frames named neutral whose angles scatter by more than this, standard deviation in degrees, show somebody who moves
#: (proposal: twice what a network's points scatter while somebody stands).
RESTLESS_DEG: Final = 4.0


@dataclass(frozen=True)
class Neutral:
    """A person's own standing offsets.

    Attributes
    ----------
    offset_deg
        Per angle and side the mean value while standing, in degrees.
    sd_deg
        Its standard deviation: how well standing repeats and what the frames scatter.
    """

    offset_deg: Mapping[AngleKey, float]
    sd_deg: Mapping[AngleKey, float]

    def over(self, other: Neutral | None) -> Neutral:
        """The same, and another standing where this one does not know an angle."""
        if other is None:
            return self
        return Neutral({**other.offset_deg, **self.offset_deg}, {**other.sd_deg, **self.sd_deg})

    def taken_off(
        self, value_deg: Mapping[AngleKey, Floats], zero: Mapping[AngleKey, str]
    ) -> tuple[dict[AngleKey, Floats], dict[AngleKey, str]]:
        """Values counted from this standing, and which zero each has now."""
        value, zeros = dict(value_deg), dict(zero)
        for key, offset in self.offset_deg.items():
            value[key] = wrap_deg(value[key] - offset)
            zeros[key] = "standing"
        return value, zeros

    def carried(
        self, sd_deg: Mapping[AngleKey, Floats], bias_sd_deg: Mapping[AngleKey, float]
    ) -> tuple[dict[AngleKey, Floats], dict[AngleKey, float]]:
        """Standard deviations with that of this standing added."""
        sd, bias = dict(sd_deg), dict(bias_sd_deg)
        for key, own in self.sd_deg.items():
            sd[key] = np.hypot(sd[key], own)
            bias[key] = float(np.hypot(bias[key], own))
        return sd, bias


def neutral_told(neutral: Neutral) -> dict[str, dict[str, float]]:
    """A standing as the provenance of an analysis keeps it: offset and standard deviation a column name, degrees."""
    return {
        key.column: {"offset_deg": offset, "sd_deg": neutral.sd_deg[key]} for key, offset in neutral.offset_deg.items()
    }


def neutral_kept(settings: Mapping[str, Any]) -> Neutral | None:
    """The standing that an analysis was counted from, as its provenance's settings keep it; None where from none.

    What was named neutral in the clip itself is a correction and kept as one.
    """
    said: Mapping[str, Mapping[str, float]] = settings.get("neutral") or {}
    known = [(key, said[key.column]) for key in ANGLE_KEYS if key.column in said]
    if not known:
        return None
    return Neutral(
        {key: float(one["offset_deg"]) for key, one in known}, {key: float(one["sd_deg"]) for key, one in known}
    )


def neutral_from(angles: Angles, still: NDArray[np.bool_] | None = None) -> Neutral:
    """The standing offsets of a standing clip, or of still frames of another.

    Parameters
    ----------
    angles
        Of the standing clip, without a neutral taken off.
    still
        (n,) frames of standing; all of them if None.

    Returns
    -------
    Neutral
        Of the angles in :data:`FROM_STANDING` that at least :data:`MIN_FRAMES` frames show.
    """
    chosen = np.ones(len(angles.time_s), bool) if still is None else still
    offset, spread = {}, {}
    for key, values in angles.value_deg.items():
        known = values[chosen & np.isfinite(values)]
        if key.angle in FROM_STANDING and len(known) >= MIN_FRAMES:
            offset[key] = float(np.median(known))
            spread[key] = float(np.hypot(STANDING_SD_DEG, np.std(known, ddof=1) / np.sqrt(len(known))))
    return Neutral(offset, spread)


def neutral_findings(angles: Angles, named: NDArray[np.bool_]) -> tuple[Finding, ...]:
    """What a user should know of frames (n,) that were named neutral; nothing where they are of use."""
    offsets = neutral_from(angles, named).offset_deg
    if not offsets:
        return (
            Finding(
                "neutral_not_seen",
                "warning",
                f"The frames named neutral show no angle at least {MIN_FRAMES} times; the zero is unchanged.",
                "Name frames in which the whole body is seen.",
            ),
        )
    spread = {key: float(np.nanstd(angles.value_deg[key][named])) for key in offsets}
    key = max(spread, key=lambda one: spread[one])
    if spread[key] <= RESTLESS_DEG:
        return ()
    what = ANGLES[key.angle].title.lower() + (f" {key.side}" if key.side else "")
    return (
        Finding(
            "neutral_moves",
            "warning",
            f"In the frames named neutral the person moves ({what}, standard deviation {spread[key]:.0f} degrees).",
            "Name frames in which the person stands still.",
        ),
    )
