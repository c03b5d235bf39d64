"""Zero-phase smoothing of the points on their true times, robust against what is left of outliers.

Minimising  sum w |y - x|^2 + k integral |x''|^2  has the frequency response 1 / (1 + (f / f0)^4): that of a
second-order Butterworth filter run forwards and backwards (Winter 2009), with irregular times, gaps and ends honoured
and no start-up transient (Whittaker 1923; Eilers 2003). Weights are those of a Student-t distribution (Lange et al.
1989).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.linalg import solveh_banded

from endrange.domain.body import Body, Span, Verdict
from endrange.domain.looks import Floats
from endrange.track.seen import Bools, Real, body_size_px

#: Two passes of a second-order filter lower its cut-off by this factor (Winter 2009): (sqrt(2) - 1) ** (1/4).
TWO_PASSES: Final = float((np.sqrt(2.0) - 1.0) ** 0.25)
#: Highest cut-off, as a share of the frame rate (Nyquist is 0.5).
HIGHEST: Final = 0.4
#: Degrees of freedom of the Student-t weights (Lange et al. 1989: 4).
FREEDOM: Final = 4.0
#: Rounds of reweighting.
ROUNDS: Final = 4
#: Fewer known frames than this show no motion: points stay as they are, curves are lost.
FEWEST: Final = 4
#: Weights come from a curve this much less smooth, so that a peak of the motion does not pass for an outlier.
LOOSER: Final = 2.0
#: Weight of a point put in its place by hand against 1 of a network's: the path goes through it to within a hundredth
#: of what it was moved by, at every cut-off and frame rate in use, and bends to it and back as smoothly as it does
#: anywhere.
PINNED: Final = 1e4
#: Least scale of a residual, as a share of the body's size: the noise of a good network's point.
LEAST_SCALE: Final = 0.005


def smooth(body: Body, cutoff_hz: float, *, life_per_film: float = 1.0) -> Body:
    """Smooth the points of every run.

    Parameters
    ----------
    body
        Unsmoothed.
    cutoff_hz
        Half-power (-3 dB) frequency in Hz of life.
    life_per_film
        Seconds of life in one second of film; 0.25 in fourfold slow motion.

    Returns
    -------
    Body
        With the cut-off applied, in Hz of life: lower than asked for where the frame rate does not carry it. NaN stays
        NaN. The path goes through points that were put in their place by hand.
    """
    position = body.position_px.copy()
    shift = None if body.hip_shift_px is None else body.hip_shift_px.copy()
    applied = min([cutoff_hz, *(highest_cutoff_hz(body, run, life_per_film) for run in body.runs)])
    floor = least_scale_px(body.position_px)
    for start, stop in body.runs:
        time_s = body.time_s[start:stop] * life_per_film
        pinned = body.verdict[start:stop] == Verdict.MOVED
        position[start:stop] = smooth_points(time_s, position[start:stop], applied, floor, pinned)
        if shift is not None:
            for side in (0, 1):
                shift[start:stop, side] = low_pass(time_s, shift[start:stop, side], applied)
    return replace(body, position_px=position, cutoff_hz=float(applied), hip_shift_px=shift)


def least_scale_px(position_px: Floats) -> float:
    """Scale below which a residual is no outlier, in px, for points (n, 33, 2) of one person."""
    size = body_size_px(position_px)
    return LEAST_SCALE * size if np.isfinite(size) else 1.0


def highest_cutoff_hz(body: Body, run: Span, life_per_film: float) -> float:
    """Highest cut-off that the frame rate of a run carries, in Hz of life; infinite for a run of one frame."""
    steps = np.diff(body.time_s[run.start : run.stop])
    return HIGHEST / (float(np.median(steps)) * life_per_film) if len(steps) else float("inf")


def smooth_points(time_s: Floats, points: Floats, cutoff_hz: float, floor: float, pinned: Bools | None = None) -> Real:
    """Smooth points (n, K, 2) robustly, through those that are ``pinned`` (n, K); NaN stays NaN.

    A point with too few known frames is left as it is.
    """
    out = np.array(points, float)
    if len(time_s) < FEWEST:
        return out
    fastest = HIGHEST / float(np.median(np.diff(time_s)))
    loose = roughness(time_s, min(LOOSER * cutoff_hz, max(fastest, cutoff_hz)))
    penalty = roughness(time_s, cutoff_hz)
    for k in range(points.shape[1]):
        known = np.isfinite(points[:, k, 0])
        if known.sum() < FEWEST:
            continue
        middle = out[known, k].mean(0)
        point = np.nan_to_num(out[:, k] - middle)
        sure = known & pinned[:, k] if pinned is not None else np.zeros_like(known)
        curve = _solve(penalty, _weights(loose, point, known, sure, floor), point)
        out[known, k] = curve[known] + middle
    return out


def low_pass(time_s: Floats, values: Floats, cutoff_hz: float) -> Real:
    """Zero-phase low-pass of a curve (n,) or (n, m), not robust; NaN stays NaN.

    Raises
    ------
    ValueError
        If times do not increase.
    """
    column = np.asarray(values, float).reshape(len(values), -1)
    known = np.isfinite(column).all(1)
    out = np.full(column.shape, np.nan)
    if known.sum() >= FEWEST:
        solved = _solve(roughness(time_s, cutoff_hz), known.astype(float), np.nan_to_num(column))
        out[known] = solved[known]
    return out.reshape(np.shape(values))


def peak_loss_deg(time_s: Floats, angle_deg: Floats, cutoff_hz: float) -> Real:
    """What smoothing at ``cutoff_hz`` took from an angle, frame by frame, as far as can be told from what is left.

    The loss of a second smoothing stands for that of the first (Tukey's twicing): positive where a peak was lowered,
    negative where a trough was raised; NaN where the angle is NaN.

    Parameters
    ----------
    time_s
        (n,) seconds of life.
    angle_deg
        (n,) the angle of the smoothed points.
    """
    return np.asarray(angle_deg - low_pass(time_s, angle_deg, cutoff_hz), float)


def roughness(time_s: Floats, cutoff_hz: float) -> Real:
    """(3, n) upper banded matrix of the penalty on second divided differences for a half-power frequency.

    On even times the response is exactly a half at ``f0 = cutoff / 0.802``: (2 - 2 cos w)^2 = 16 sin^4(w / 2).

    Raises
    ------
    ValueError
        If times do not increase.
    """
    steps = np.diff(np.asarray(time_s, float))
    if (steps <= 0).any():
        raise ValueError("times must increase")
    interval = float(np.median(steps))
    angle = np.pi * min(cutoff_hz / TWO_PASSES * interval, 0.5)
    strength = 1.0 / (16.0 * np.sin(angle) ** 4)
    early, late = steps[:-1] / interval, steps[1:] / interval
    half = 0.5 * (early + late)
    rows = np.stack([1.0 / early, -1.0 / early - 1.0 / late, 1.0 / late]) / np.sqrt(half)
    n = len(time_s)
    banded = np.zeros((3, n))
    for a in range(3):
        for b in range(a, 3):
            band = np.zeros(n)
            band[b : b + n - 2] = strength * rows[a] * rows[b]
            banded[2 - (b - a)] += band
    return banded


def _weights(penalty: Real, point: Real, known: Bools, sure: Bools, floor: float) -> Real:
    """(n,) Student-t weights of one point (n, 2) about its own curve, at most 1 but where it is sure; 0 if unknown."""
    weight = np.where(sure, PINNED, known.astype(float))
    for _ in range(ROUNDS):
        curve = _solve(penalty, weight, point)
        squared = ((point - curve) ** 2).sum(-1)
        scale2 = max(float(np.median(squared[known])) / (2.0 * np.log(2.0)), floor**2)
        weight = np.where(known, np.minimum((FREEDOM + 2.0) / (FREEDOM + squared / scale2), 1.0), 0.0)
        weight[sure] = PINNED
    return weight


def _solve(penalty: Real, weight: Real, values: Real) -> Real:
    system = penalty.copy()
    system[2] += weight
    system[2] += 1e-12
    return np.asarray(solveh_banded(system, weight[:, None] * values, check_finite=False), float)
