"""Differences of measures with their intervals: gap, reserve, borrowed range, left against right, change."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.measure import Measure, grade_of
from endrange.domain.vocabulary import Side

Z95: Final = 1.959964  # two-sided 95 % of the normal distribution


def standard_error(measure: Measure) -> float:
    """Standard error behind a measure's 95 % interval, in its unit; NaN where it has no value."""
    if measure.low is None or measure.high is None:
        return float("nan")
    return (measure.high - measure.low) / (2 * Z95)


def error_of_difference(one: float, other: float, shared: float) -> float:
    """Standard error of a difference whose parts share an error of ``shared`` (Var = a² + b² - 2 s²).

    The shared part is the same in both and cancels; it is never taken as more than the smaller of the two.
    """
    common = min(shared, one, other)
    return float(np.sqrt(max(one**2 + other**2 - 2 * common**2, 0.0)))


def difference(
    one: Measure, other: Measure, *, statistic: str, definition: str, shared_sd: float = 0.0, side: Side | None = None
) -> Measure:
    """``one - other`` as a measure; may be negative.

    Parameters
    ----------
    shared_sd
        Standard deviation of the error that both share, in their unit.

    Raises
    ------
    ValueError
        If either has no value.
    """
    if one.value is None or other.value is None:
        raise ValueError("a difference needs two measured values")
    error = error_of_difference(standard_error(one), standard_error(other), shared_sd)
    value, half = one.value - other.value, Z95 * error
    return replace(
        one,
        side=side if side is not None else one.side,
        role=None,
        statistic=statistic,
        value=value,
        low=value - half,
        high=value + half,
        sd=None,
        n=min(one.n, other.n),
        grade=grade_of(half, one.unit, value),
        definition=definition,
    )


def gap(passive: Measure, active: Measure, *, shared_sd: float = 0.0) -> Measure:
    """Passive - active. Negative where the passive test was not taken to the same end (Krause 2011, 2015)."""
    return difference(passive, active, statistic="gap", definition="passive minus active", shared_sd=shared_sd)


def reserve(active: Measure, demand: Measure, *, shared_sd: float = 0.0) -> Measure:
    """Active (owned) - demand of the stride."""
    return difference(active, demand, statistic="reserve", definition="active minus demand", shared_sd=shared_sd)


def borrowed(spare: Measure) -> Measure | None:
    """Demand beyond what is actively owned: the reserve turned round, where its interval excludes 0; else None."""
    if spare.value is None or spare.low is None or spare.high is None or spare.high >= 0:
        return None
    return replace(
        spare,
        statistic="borrowed",
        value=-spare.value,
        low=-spare.high,
        high=-spare.low,
        definition="demand beyond what is actively owned",
    )


def shows(measure: Measure) -> bool:
    """Whether a difference is larger than its error: its interval excludes 0."""
    return measure.low is not None and measure.high is not None and (measure.low > 0 or measure.high < 0)


def detectable_difference(one: Measure, other: Measure, *, shared_sd: float = 0.0) -> float:
    """The smallest difference of the two that would show at 95 %, in their unit: 1.96 · SE of the difference."""
    return Z95 * error_of_difference(standard_error(one), standard_error(other), shared_sd)


def pooled(measures: tuple[Measure, ...], *, shared_sd: float = 0.0) -> Measure:
    """Repeats of one range by one person as one measure: their mean.

    The standard error is the larger of what the clips' own errors give (the shared part does not average out) and what
    the repeats show (their standard deviation over root n).

    Raises
    ------
    ValueError
        If there are none, or one has no value.
    """
    values = np.array([m.value for m in measures if m.value is not None], float)
    if not len(values) or len(values) < len(measures):
        raise ValueError("pooling needs measured values")
    if len(values) == 1:
        return measures[0]
    errors = np.array([standard_error(m) for m in measures])
    common = np.minimum(shared_sd, errors)
    own = float(np.sqrt(np.mean(errors**2 - common**2) / len(values) + np.mean(common**2)))
    seen = float(np.std(values, ddof=1) / np.sqrt(len(values)))
    half = Z95 * max(own, seen)
    value = float(values.mean())
    nearest = measures[int(np.argmin(np.abs(values - value)))]
    return replace(
        nearest,
        value=value,
        low=value - half,
        high=value + half,
        sd=float(np.std(values, ddof=1)),
        n=sum(m.n for m in measures),
        grade=grade_of(half, nearest.unit, value),
    )
