"""How well two ways of measuring, or one repeated, agree: Bland-Altman, ICC, SEM, MDC95, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from scipy import stats

from endrange.domain.looks import Floats
from endrange.domain.statistics import Z95

#: Two-sided 95 %.
_UPPER: Final = 0.975

#: Fewer pairs or people than this have no interval worth giving (proposal).
FEWEST: Final = 3


class Estimate(NamedTuple):
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class BlandAltman:
    """Limits of agreement (Bland & Altman 1986).

    Attributes
    ----------
    n
        Pairs.
    bias
        Mean of measured minus reference.
    sd
        Standard deviation of the differences.
    lower, upper
        ``bias`` minus and plus 1.96 ``sd``: where 95 % of differences are expected.
    slope
        Change of the difference a unit of the pair's mean: proportional bias where its interval leaves 0 out.
    """

    n: int
    bias: Estimate
    sd: float
    lower: Estimate
    upper: Estimate
    slope: Estimate


@dataclass(frozen=True)
class Reliability:
    """Repeated measurements of the same people.

    Attributes
    ----------
    people, repeats
        Size of the table without incomplete rows.
    icc
        Intraclass correlation of one measurement.
    sem
        Standard error of measurement: standard deviation of one person's measurements.
    mdc95
        Smallest change between two measurements of a person that is more than error: 1.96 sqrt(2) SEM.
    """

    people: int
    repeats: int
    icc: Estimate
    sem: Estimate
    mdc95: Estimate


def bland_altman(measured: Floats, reference: Floats) -> BlandAltman:
    """Limits of agreement of two ways of measuring.

    Parameters
    ----------
    measured, reference
        (n,) in one unit; pairs with NaN are left out.

    Returns
    -------
    BlandAltman
        Intervals by Student's t: of the bias sd / sqrt(n), of the limits sd sqrt(1/n + 1.96^2 / (2 (n - 1))) (Bland &
        Altman 1999), of the slope by ordinary least squares.

    Raises
    ------
    ValueError
        If fewer than three pairs are known.
    """
    first, second = np.asarray(measured, float), np.asarray(reference, float)
    known = np.isfinite(first) & np.isfinite(second)
    n = int(known.sum())
    _enough(n, "pairs")
    apart, mean = (first - second)[known], (first + second)[known] / 2
    bias, sd = float(apart.mean()), float(apart.std(ddof=1))
    wide = float(stats.t.ppf(_UPPER, n - 1))
    of_limit = sd * np.sqrt(1 / n + Z95**2 / (2 * (n - 1)))
    return BlandAltman(
        n,
        _about(bias, wide * sd / np.sqrt(n)),
        sd,
        _about(bias - Z95 * sd, wide * of_limit),
        _about(bias + Z95 * sd, wide * of_limit),
        _slope(mean, apart),
    )


def _slope(x: Floats, y: Floats) -> Estimate:
    if np.ptp(x) == 0.0:
        return Estimate(np.nan, np.nan, np.nan)
    line = stats.linregress(x, y)
    return _about(float(line.slope), float(stats.t.ppf(_UPPER, len(x) - 2) * line.stderr))


def reliability(table: Floats, kind: Literal["agreement", "consistency"] = "agreement") -> Reliability:
    """ICC, SEM and MDC95 of repeated measurements.

    Parameters
    ----------
    table
        (people, repeats): a row a person, a column a rater, day or method; rows with NaN are left out.
    kind
        ``agreement``: ICC(2,1), raters are a sample and their differences count as error; the SEM is the within-person
        standard deviation. ``consistency``: ICC(3,1), differences between the columns' means are left aside.

    Returns
    -------
    Reliability
        ICC and its interval after Shrout & Fleiss (1979) and McGraw & Wong (1996); SEM the root of the mean square
        within persons (Bland & Altman 1996) or of the residual, its interval from the chi-square distribution. NaN
        where nothing varies.

    Raises
    ------
    ValueError
        If fewer than three persons or two repeats are known.
    """
    known = np.asarray(table, float)
    known = known[np.isfinite(known).all(axis=1)]
    people, repeats = known.shape
    _enough(people, "complete rows")
    if repeats < 2:
        raise ValueError("reliability needs at least two repeats")
    squares = _mean_squares(known)
    if kind == "agreement":
        icc = _icc_agreement(squares)
        sem = _sem(squares.within, people * (repeats - 1))
    else:
        icc = _icc_consistency(squares)
        sem = _sem(squares.residual, (people - 1) * (repeats - 1))
    factor = Z95 * np.sqrt(2.0)
    mdc = Estimate(*(float(factor * part) for part in sem))
    return Reliability(people, repeats, icc, sem, mdc)


class _Squares(NamedTuple):
    """Mean squares of a two-way table without replication."""

    n: int
    k: int
    people: float
    repeats: float
    residual: float
    within: float


def _mean_squares(table: Floats) -> _Squares:
    n, k = table.shape
    grand, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    of_people = k * np.sum((rows - grand) ** 2)
    of_repeats = n * np.sum((columns - grand) ** 2)
    residual = np.sum((table - rows[:, None] - columns[None, :] + grand) ** 2)
    return _Squares(
        n,
        k,
        float(of_people / (n - 1)),
        float(of_repeats / (k - 1)),
        float(residual / ((n - 1) * (k - 1))),
        float((of_repeats + residual) / (n * (k - 1))),
    )


def _icc_agreement(s: _Squares) -> Estimate:
    """ICC(2,1); the degrees of freedom of its interval after Satterthwaite."""
    n, k = s.n, s.k
    total = s.people + (k - 1) * s.residual + k * (s.repeats - s.residual) / n
    if total <= 0.0:
        return Estimate(np.nan, np.nan, np.nan)
    icc = (s.people - s.residual) / total
    if s.residual == 0.0:
        return Estimate(icc, np.nan, np.nan)
    ratio, part = s.repeats / s.residual, n * (1 + (k - 1) * icc) - k * icc
    freedom = (k - 1) * (n - 1) * (k * icc * ratio + part) ** 2 / ((n - 1) * (k * icc * ratio) ** 2 + part**2)
    rest = k * s.repeats + (k * n - k - n) * s.residual
    above = stats.f.ppf(_UPPER, n - 1, freedom)
    below = stats.f.ppf(_UPPER, freedom, n - 1)
    low = n * (s.people - above * s.residual) / (above * rest + n * s.people)
    high = n * (below * s.people - s.residual) / (rest + n * below * s.people)
    return Estimate(float(icc), float(low), float(high))


def _icc_consistency(s: _Squares) -> Estimate:
    """ICC(3,1)."""
    n, k = s.n, s.k
    if s.people + (k - 1) * s.residual <= 0.0:
        return Estimate(np.nan, np.nan, np.nan)
    icc = (s.people - s.residual) / (s.people + (k - 1) * s.residual)
    if s.residual == 0.0:
        return Estimate(icc, np.nan, np.nan)
    ratio, rest = s.people / s.residual, (n - 1) * (k - 1)
    low = ratio / stats.f.ppf(_UPPER, n - 1, rest)
    high = ratio * stats.f.ppf(_UPPER, rest, n - 1)
    return Estimate(float(icc), float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1)))


def _sem(mean_square: float, freedom: int) -> Estimate:
    low, high = (np.sqrt(mean_square * freedom / stats.chi2.ppf(p, freedom)) for p in (_UPPER, 1 - _UPPER))
    return Estimate(float(np.sqrt(mean_square)), float(low), float(high))


def _about(value: float, half: float) -> Estimate:
    return Estimate(float(value), float(value - half), float(value + half))


def _enough(n: int, what: str) -> None:
    if n < FEWEST:
        raise ValueError(f"agreement needs at least {FEWEST} {what}, not {n}")
