"""How fast the motion of a clip really is: the frequency up to which its points carry more than noise."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.signal import welch

from endrange.domain.body import Body
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Real

#: What may be left above the cut-off, root mean square, as a share of a segment's length: 0.6 degrees of the segment
#: (proposal).
LEFT_ABOVE: Final = 0.01
#: Upper part of the spectrum that holds noise alone.
NOISE_FROM: Final = 0.75
#: Seconds of one window, and the least length of a run.
WINDOW_S: Final = 2.0
SHORTEST_S: Final = 1.0
#: Least frames of a run.
FEWEST: Final = 16

#: Motion beyond this multiple of the cut-off is worth saying: networks put some of their own above it (on 24 clips of
#: rendered runners a single look shows up to 1.8 times the cut-off, two clips more; four looks up to 1.9).
FASTER: Final = 2.0

_PARTS: Final = ("knee", "ankle")


def spectrum_cutoff_hz(body: Body, *, life_per_film: float = 1.0) -> float:
    """Frequency above which knees and ankles move less than 0.6 degrees of a segment about the hips, noise taken off.

    Of the longest run of the unsmoothed body (Welch 1967; the noise floor is the median of the upper quarter of the
    spectrum).

    Returns
    -------
    float
        Hz of life; NaN where no run is long enough or the legs are not seen.
    """
    runs = sorted(body.runs, key=lambda run: run.start - run.stop)
    if not runs or (runs[0].stop - runs[0].start) < FEWEST:
        return float("nan")
    run = slice(*runs[0])
    time_s = np.asarray(body.time_s[run], float) * life_per_film
    position = np.asarray(body.position_px[run], float)
    even = np.arange(time_s[0], time_s[-1], float(np.median(np.diff(time_s))))
    signals = _leg_signals(position, time_s, even)
    if time_s[-1] - time_s[0] < SHORTEST_S * life_per_film or not len(signals):
        return float("nan")
    rate = float(1.0 / (even[1] - even[0]))
    window = min(len(even), max(FEWEST, round(WINDOW_S * rate)))
    frequency, power = welch(signals, rate, nperseg=window, detrend="constant", axis=-1)
    mean = 2.0 * power.mean(0)
    signal = np.maximum(mean - float(np.median(mean[frequency > NOISE_FROM * rate / 2])), 0.0)
    above = np.sqrt(np.cumsum((signal * (frequency[1] - frequency[0]))[::-1])[::-1])
    return float(frequency[np.flatnonzero(above >= LEFT_ABOVE * _segment_px(position))[-1:]].max(initial=0.0))


def _segment_px(position_px: Real) -> float:
    """Length of a thigh or shank."""
    lengths = [
        np.linalg.norm(position_px[:, PAIRS[a][side]] - position_px[:, PAIRS[b][side]], axis=-1)
        for a, b in (("hip", "knee"), ("knee", "ankle"))
        for side in (0, 1)
    ]
    return float(np.nanmedian(np.concatenate(lengths)))


def cutoff_findings(body: Body, cutoff_hz: float, *, life_per_film: float = 1.0) -> tuple[Finding, ...]:
    """Say so when the motion is faster than the smoothing lets through.

    Parameters
    ----------
    body
        Unsmoothed.
    cutoff_hz
        What it is to be smoothed at, in Hz of life.
    """
    needed = spectrum_cutoff_hz(body, life_per_film=life_per_film)
    if not needed > FASTER * cutoff_hz:
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
