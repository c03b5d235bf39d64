"""How fast the motion of a clip really is: the frequency up to which its points carry more than noise."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.signal import welch

from endrange.domain.body import Body
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Real

#: Share of the power of the points' velocity above noise that must lie below the cut-off (proposal: an amplitude of
#: about a degree of a knee that sweeps seventy is left out).
SHARE: Final = 0.99
#: Upper part of the spectrum that holds noise alone.
NOISE_FROM: Final = 0.75
#: Seconds of one window, and the least length of a run.
WINDOW_S: Final = 2.0
SHORTEST_S: Final = 1.0

_PARTS: Final = ("knee", "ankle")


def spectrum_cutoff_hz(body: Body, *, life_per_film: float = 1.0) -> float:
    """Frequency below which 99 % of the power of knees and ankles about the hips lies, noise taken off.

    Power is that of the velocity, because a peak's height hangs on its fast part (Welch 1967; the noise floor is the
    median of the upper quarter of the spectrum). Of the longest run of the unsmoothed body.

    Returns
    -------
    float
        Hz of life; NaN where no run is long enough or the legs are not seen.
    """
    runs = sorted(body.runs, key=lambda run: run.start - run.stop)
    if not runs or (runs[0].stop - runs[0].start) < 16:
        return float("nan")
    run = slice(*runs[0])
    time_s = np.asarray(body.time_s[run], float) * life_per_film
    if time_s[-1] - time_s[0] < SHORTEST_S:
        return float("nan")
    even = np.arange(time_s[0], time_s[-1], float(np.median(np.diff(time_s))))
    signals = _leg_signals(np.asarray(body.position_px[run], float), time_s, even)
    if not len(signals):
        return float("nan")
    rate = float(1.0 / (even[1] - even[0]))
    window = min(len(even), max(16, round(WINDOW_S * rate)))
    frequency, power = welch(signals, rate, nperseg=window, detrend="constant", axis=-1)
    total = power.sum(0)
    noise = float(np.median(total[frequency > NOISE_FROM * rate / 2]))
    speed = np.maximum(total - noise, 0.0) * frequency**2 * (total > 3.0 * noise)
    if not speed.sum() > 0:
        return float("nan")
    return float(frequency[np.searchsorted(np.cumsum(speed) / speed.sum(), SHARE)])


def cutoff_findings(body: Body, cutoff_hz: float, *, life_per_film: float = 1.0) -> tuple[Finding, ...]:
    """Say so when the motion is faster than the smoothing lets through."""
    needed = spectrum_cutoff_hz(body, life_per_film=life_per_film)
    if not needed > cutoff_hz:
        return ()
    return (
        Finding(
            "smoothing_slow",
            "info",
            f"The motion has power up to {needed:.1f} Hz and is smoothed at {cutoff_hz:.1f} Hz; fast peaks are lowered "
            "a little.",
        ),
    )


def _leg_signals(position_px: Real, time_s: Real, even_s: Real) -> Real:
    """(m, k) knees and ankles about the middle of the hips, on even times; points with many gaps are left out."""
    middle = position_px[:, list(PAIRS["hip"])].mean(1)
    rows = []
    for part in _PARTS:
        for keypoint in PAIRS[part]:
            point = position_px[:, keypoint] - middle
            known = np.isfinite(point[:, 0])
            if known.mean() > 0.8:
                rows += [np.interp(even_s, time_s[known], point[known, axis]) for axis in (0, 1)]
    return np.array(rows)
