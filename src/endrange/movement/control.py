"""Quality of control: smoothness, tempo, stillness of what should stay still."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats

#: SPARC: highest frequency looked at, amplitude below which the spectrum counts as ended, zero padding as a power of
#: two (Balasubramanian et al. 2012, 2015).
SPARC_CUTOFF_HZ: Final = 10.0
SPARC_AMPLITUDE: Final = 0.05
SPARC_PADDING: Final = 4

#: Fewer frames carry no spectrum (proposal).
MIN_FRAMES: Final = 8


def sparc(speed: Floats, rate_hz: float) -> float:
    """Spectral arc length of a speed profile: nearer to 0 is smoother.

    ``-integral over 0..wc of sqrt((1/wc)^2 + (dV/dw)^2) dw`` with ``V`` the magnitude spectrum over its value at 0 and
    ``wc`` the last frequency up to 10 Hz at which it is at least 0.05 (Balasubramanian et al. 2015). Scale and
    duration free; meant for one discrete movement.

    Parameters
    ----------
    speed
        (n,) at least 0, evenly sampled, no NaN; any unit.
    rate_hz
        Samples a second.

    Returns
    -------
    float
        NaN where there are fewer than eight samples or no movement.
    """
    if len(speed) < MIN_FRAMES or not np.isfinite(speed).all() or not np.any(speed > 0):
        return float("nan")
    size = int(2 ** (np.ceil(np.log2(len(speed))) + SPARC_PADDING))
    frequency = np.arange(size) * rate_hz / size
    spectrum = np.abs(np.fft.fft(speed, size))
    spectrum = spectrum / spectrum.max()
    low = frequency <= SPARC_CUTOFF_HZ
    frequency, spectrum = frequency[low], spectrum[low]
    strong = np.flatnonzero(spectrum >= SPARC_AMPLITUDE)
    frequency, spectrum = frequency[strong[0] : strong[-1] + 1], spectrum[strong[0] : strong[-1] + 1]
    steps = np.diff(frequency) / (frequency[-1] - frequency[0])
    return float(-np.sum(np.sqrt(steps**2 + np.diff(spectrum) ** 2)))


def log_dimensionless_jerk(speed: Floats, rate_hz: float) -> float:
    """``-ln((T^3 / v_peak^2) * integral of (d2v/dt2)^2 dt)``: nearer to 0 is smoother (Balasubramanian et al. 2015).

    Parameters
    ----------
    speed
        (n,) evenly sampled, no NaN; any unit. Noise above the movement weighs heavily: smooth to 4-6 Hz first.
    rate_hz
        Samples a second.
    """
    if len(speed) < MIN_FRAMES or not np.isfinite(speed).all() or not np.any(speed > 0):
        return float("nan")
    step = 1.0 / rate_hz
    duration = len(speed) * step
    jerk = np.diff(speed, 2) / step**2
    return float(-np.log(duration**3 / np.max(np.abs(speed)) ** 2 * np.sum(jerk**2) * step))


def evenly(time_s: Floats, values: Floats) -> tuple[Floats, float]:
    """Values at even steps of the median frame interval, and their rate in Hz; lost frames are interpolated."""
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.full(0, np.nan), float("nan")
    step = float(np.median(np.diff(time_s)))
    even = np.arange(time_s[known][0], time_s[known][-1] + 0.5 * step, step)
    return np.interp(even, time_s[known], values[known]), 1.0 / step


def wander(points: Floats, unit: float) -> float:
    """Root mean square distance of a point from its own mean place, over ``unit`` (same unit as the points).

    ``points`` is (n, 2), NaN left out; NaN where fewer than two are known.
    """
    known = points[np.isfinite(points).all(1)]
    if len(known) < 2:
        return float("nan")
    return float(np.sqrt(((known - known.mean(0)) ** 2).sum(1).mean()) / unit)


def paid_share(joint_deg: Floats, trunk_deg: Floats) -> float:
    """How many degrees the trunk goes with the joint for each degree of the joint: slope of a least-squares line.

    Both (n,) degrees, NaN left out; NaN where the joint hardly moves (less than 5 degrees of standard deviation).
    """
    known = np.isfinite(joint_deg) & np.isfinite(trunk_deg)
    if known.sum() < MIN_FRAMES:
        return float("nan")
    x, y = joint_deg[known] - joint_deg[known].mean(), trunk_deg[known] - trunk_deg[known].mean()
    spread = float((x * x).mean())
    return float((x * y).mean() / spread) if spread > 25.0 else float("nan")
