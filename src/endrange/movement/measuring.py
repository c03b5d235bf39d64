"""From values of strides, repetitions or frames to one measure with its interval."""

from __future__ import annotations

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.looks import Floats
from endrange.domain.measure import Measure, grade_of
from endrange.domain.statistics import Z95, median_penalty
from endrange.domain.vocabulary import ANGLES, AngleKey, Role, Side, unit_of
from endrange.kinematics.errors import statistic_error
from endrange.movement.protocol import Motion


def role_of(label: MovementLabel) -> Role:
    """What a movement's ranges stand for: strides are demand, standing is posture, the rest is as the effort says."""
    if label.name in ("running", "walking"):
        return "demand"
    if label.name == "standing":
        return "posture"
    return "passive" if label.effort == "passive" else "active"


def sd_of(values: Floats) -> float | None:
    """Sample standard deviation of the finite values; None where there are fewer than two."""
    known = values[np.isfinite(values)]
    return float(np.std(known, ddof=1)) if len(known) > 1 else None


def usual_error(sd: float | None, n: int, known_sd: float = 0.0) -> float:
    """How far the median of n strides or repetitions is from the person's usual: its standard error.

    Parameters
    ----------
    sd
        Scatter of what was measured of them; None where there is one alone, which says nothing of it.
    known_sd
        Scatter of their errors. Where the error between clips holds it already it is left out here: a median's error
        about the usual is its error about these very strides, and theirs about the usual; what both have in common is
        the difference of the squared scatters.
    """
    if sd is None:
        return 0.0
    return median_penalty(n) * float(np.sqrt(max(0.0, sd**2 - known_sd**2) / n))


def measure_angle(
    motion: Motion,
    quantity: str,
    side: Side | None,
    statistic: str,
    values_deg: Floats,
    times_s: Floats,
    *,
    role: Role | None = None,
    definition: str | None = None,
    error_key: AngleKey | None = None,
) -> Measure:
    """One measure: the median of one value a stride, repetition or hold, with its 95 % interval.

    Parameters
    ----------
    values_deg, times_s
        (k,) a value and its moment for each; NaN values are left out.
    error_key
        The angle whose error table applies, where it is not ``(quantity, side)``.

    Returns
    -------
    Measure
        ``absent`` when no value is finite. The interval holds the error between clips, which no number of strides
        averages out, what the pose adds at those moments, and how far the median of few strides is from the
        person's usual (science brief, section 8).
    """
    values = np.asarray(values_deg, float)
    known = np.isfinite(values)
    text = definition or ANGLES[quantity].definition
    role = role or role_of(motion.label)
    if not known.any():
        reason = (
            "It was in view but could not be followed through one whole repetition; film again with the limb in view."
        )
        return Measure.refused(
            quantity, side, statistic, reason, definition=text, role=role, clip=motion.clip, status="absent"
        )
    value = float(np.median(values[known]))
    sd, n = sd_of(values), int(known.sum())
    key = error_key or AngleKey(quantity, side)
    error = statistic_error(motion.angles, motion.body, motion.label.name, key, statistic)
    between = float(np.hypot(error.sd_deg, _pose_sd_deg(motion, key, np.asarray(times_s, float)[known])))
    half = Z95 * float(np.hypot(between, usual_error(sd, n, error.stride_sd_deg)))
    nearest = int(np.nanargmin(np.abs(np.where(known, values, np.nan) - value)))
    return Measure(
        quantity, side, role, statistic, value, "deg", value - half, value + half, sd, n,
        grade_of(half, "deg", value), "measured", None, text, motion.clip, float(times_s[nearest]),
    )  # fmt: skip


def _pose_sd_deg(motion: Motion, key: AngleKey, times_s: Floats) -> float:
    """Root mean square of the pose's part in an angle's error at some moments of the film; 0 where none is."""
    sd_deg = motion.angles.pose_sd_deg.get(key)
    if sd_deg is None:
        return 0.0
    return float(np.sqrt(np.mean(np.interp(times_s, motion.body.time_s, sd_deg) ** 2)))


def refuse_angle(motion: Motion, quantity: str, side: Side | None, statistic: str, reason: str) -> Measure:
    """Say that an angle is not measurable from this view, with the reason."""
    return Measure.refused(
        quantity,
        side,
        statistic,
        reason,
        definition=ANGLES[quantity].definition,
        role=role_of(motion.label),
        clip=motion.clip,
    )


def measure_quantity(
    motion: Motion,
    quantity: str,
    side: Side | None,
    statistic: str,
    values: Floats,
    times_s: Floats,
    *,
    systematic_sd: float,
    definition: str,
    role: Role | None = None,
) -> Measure:
    """One measure of a quantity that is not an angle: the mean of its values, with its 95 % interval.

    ``systematic_sd`` is the part of the error that no number of values averages out, in the quantity's unit.
    """
    values = np.asarray(values, float)
    known = np.isfinite(values)
    role = role or role_of(motion.label)
    if not known.any():
        reason = "Nothing of it could be followed through the clip; film again with the whole body in view."
        return Measure.refused(
            quantity, side, statistic, reason, definition=definition, role=role, clip=motion.clip, status="absent"
        )
    value, sd, n = float(values[known].mean()), sd_of(values), int(known.sum())
    half = Z95 * float(np.hypot(systematic_sd, (sd or 0.0) / np.sqrt(n)))
    unit = unit_of(quantity)
    return Measure(
        quantity, side, role, statistic, value, unit, value - half, value + half, sd, n,
        grade_of(half, unit, value), "measured", None, definition, motion.clip, float(np.median(times_s[known])),
    )  # fmt: skip
