"""Differences of measures with their intervals: gap, reserve, borrowed range, left against right, change."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.measure import Measure, grade_of
from endrange.domain.statistics import MEDIAN_PENALTY, Z95
from endrange.domain.vocabulary import Side

#: Sides of healthy people differ by less than this in every hip, knee and ankle range (Hallaceli 2014, n = 987) and in
#: running (MSSE 2021 53:945, n = 204); smaller differences are not worth a remark, however surely they are known.
HEALTHY_SIDES_DEG: Final = 3.0


def standard_error(measure: Measure) -> float:
    """Standard error behind a measure's 95 % interval, in its unit; NaN where it has no value."""
    if measure.low is None or measure.high is None:
        return float("nan")
    return (measure.high - measure.low) / (2 * Z95)


def covariance(one_bias_deg: float, other_bias_deg: float, *, alike: bool, shared_sd: float = 0.0) -> float:
    """Covariance of the errors of two measures of one person, in squared degrees.

    Each measure's standard error holds the mean error that was found on rendered people. Of two measures by the same
    test it is one and the same and cancels. Of two different tests it is not: where one is known to read low and the
    other high, their difference is wrong by both, and its interval widens. Mean errors of the same sign are not let
    cancel, because real people have not confirmed them.

    Parameters
    ----------
    one_bias_deg, other_bias_deg
        Mean error of each.
    alike
        Whether both are the same statistic of the same test, seen from the same side.
    shared_sd
        Standard deviation of a further error that both share.
    """
    product = one_bias_deg * other_bias_deg
    return shared_sd**2 + (max(product, 0.0) if alike else min(product, 0.0))


def error_of_difference(one: float, other: float, covariance: float = 0.0) -> float:
    """Standard error of a difference: Var = a² + b² - 2 cov.

    A shared part cancels, as far as both have it; a negative covariance (mean errors of opposite sign) widens.
    """
    common = min(covariance, one**2, other**2)
    return float(np.sqrt(one**2 + other**2 - 2 * common))


def difference(
    one: Measure, other: Measure, *, statistic: str, definition: str, covariance: float = 0.0, side: Side | None = None
) -> Measure:
    """``one - other`` as a measure; may be negative.

    Parameters
    ----------
    covariance
        Of the two errors, in their unit squared; see :func:`covariance`.

    Raises
    ------
    ValueError
        If either has no value.
    """
    if one.value is None or other.value is None:
        raise ValueError("a difference needs two measured values")
    error = error_of_difference(standard_error(one), standard_error(other), covariance)
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


def gap(passive: Measure, active: Measure, *, covariance: float = 0.0) -> Measure:
    """Passive - active. Negative where the passive test was not taken to the same end (Krause 2011, 2015)."""
    return difference(passive, active, statistic="gap", definition="passive minus active", covariance=covariance)


def reserve(active: Measure, demand: Measure, *, covariance: float = 0.0) -> Measure:
    """Active (owned) - demand of the stride."""
    return difference(active, demand, statistic="reserve", definition="active minus demand", covariance=covariance)


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


def detectable_difference(one: Measure, other: Measure, *, covariance: float = 0.0) -> float:
    """The smallest difference of the two that would show at 95 %, in their unit: 1.96 · SE of the difference."""
    return Z95 * error_of_difference(standard_error(one), standard_error(other), covariance)


def pooled(measures: tuple[Measure, ...]) -> Measure:
    """Repeats of one range by one person as one measure: their mean.

    What no number of strides or repetitions takes out of one clip (camera, body, method), no number of takes in one
    set-up takes out either: only each clip's own scatter averages. Where the repeats themselves scatter more than that
    says, their standard deviation over root n counts.

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
    scatter = np.minimum([_scatter(m) for m in measures], errors)
    own = float(np.sqrt(np.mean(errors**2 - scatter**2) + np.mean(scatter**2) / len(values)))
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


def _scatter(measure: Measure) -> float:
    """Standard error of a median from the scatter between its strides or repetitions; 0 where there is one."""
    return 0.0 if measure.sd is None or measure.n < 2 else MEDIAN_PENALTY * measure.sd / float(np.sqrt(measure.n))
