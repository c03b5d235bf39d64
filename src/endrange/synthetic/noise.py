"""How pose networks err: correlated jitter, legs exchanged in runs, blends between the legs, outliers, lost points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.skeleton import LEG_PARTS, PAIRS

#: Score of a point that the network is sure of, also where it is wrong: networks exchange legs with full confidence.
SURE: Final = 0.97
#: Score of a point thrown far off.
UNSURE: Final = 0.3


@dataclass(frozen=True)
class Noise:
    """How much a network errs; the defaults are about those of a good one on a runner seen from the side (proposal).

    Attributes
    ----------
    jitter_share
        Standard deviation of a point, as a share of the body's size in the picture (trunk and longer leg).
    correlation_s
        Time after which the jitter is no more than 1/e like itself.
    exchanged
        Spans of frames in which knees and feet carry the other leg's names.
    exchange_rate
        Share of the frames exchanged besides, in runs of random place and length.
    exchange_longest_s
        Longest such run.
    blended_frames
        Frames before and after each exchange in which each point of the legs lies somewhere between the two.
    outlier_rate
        Share of points thrown about a tenth of the body off.
    lost_rate
        Share of points that the network does not give.
    """

    jitter_share: float = 0.008
    correlation_s: float = 0.05
    exchanged: tuple[Span, ...] = ()
    exchange_rate: float = 0.0
    exchange_longest_s: float = 0.3
    blended_frames: int = 0
    outlier_rate: float = 0.0
    lost_rate: float = 0.0


#: A network that makes no error.
PERFECT: Final = Noise(jitter_share=0.0)

OUTLIER_SHARE: Final = 0.1  # of the body's size: about as far as a foot is from the other foot's path


def see(position_px: Floats, time_s: Floats, noise: Noise, seed: int) -> tuple[Floats, Floats]:
    """Points as a network would give them, and its scores.

    Parameters
    ----------
    position_px
        (n, 33, 2) true points.
    seed
        The same seed gives the same errors.

    Returns
    -------
    position_px, score
        (n, 33, 2) and (n, 33); NaN where lost.
    """
    rng = np.random.default_rng(seed)
    size = body_size_px(position_px)
    seen: Floats = position_px + jitter(position_px.shape, time_s, noise.jitter_share * size, noise.correlation_s, rng)
    spans = noise.exchanged + random_spans(time_s, noise.exchange_rate, noise.exchange_longest_s, rng)
    seen = exchange_legs(seen, spans)
    seen = blend_legs(seen, spans, noise.blended_frames, rng)
    score: Floats = np.where(np.isfinite(seen[..., 0]), SURE, np.nan)
    thrown = rng.random(score.shape) < noise.outlier_rate
    far = OUTLIER_SHARE * size * rng.standard_normal(seen.shape)
    seen[thrown] += far[thrown]
    score[thrown] = UNSURE
    lost = rng.random(score.shape) < noise.lost_rate
    return np.where(lost[..., None], np.nan, seen), np.where(lost, np.nan, score)


def body_size_px(position_px: Floats) -> float:
    """Trunk and longer leg, 75th percentile over the frames, in px."""

    def length(part_a: str, part_b: str) -> Floats:
        a, b = list(PAIRS[part_a]), list(PAIRS[part_b])
        return np.asarray(np.linalg.norm(position_px[:, a] - position_px[:, b], axis=-1))

    leg = (length("hip", "knee") + length("knee", "ankle")).max(axis=1)
    trunk = length("shoulder", "hip").mean(axis=1)
    return float(np.nanpercentile(trunk, 75) + np.nanpercentile(leg, 75))


def jitter(
    shape: tuple[int, ...], time_s: Floats, sd_px: float, correlation_s: float, rng: np.random.Generator
) -> Floats:
    """First-order autoregressive noise along the first axis, stationary, with standard deviation ``sd_px``."""
    white = rng.standard_normal(shape)
    out = np.empty(shape)
    out[0] = white[0]
    steps = np.diff(time_s)
    for i, step in enumerate(steps, start=1):
        keep = np.exp(-step / correlation_s) if correlation_s > 0 else 0.0
        out[i] = keep * out[i - 1] + np.sqrt(1 - keep * keep) * white[i]
    return sd_px * out


def random_spans(time_s: Floats, share: float, longest_s: float, rng: np.random.Generator) -> tuple[Span, ...]:
    """Spans of frames that do not touch, of random place and length, until they hold ``share`` of the frames."""
    n = len(time_s)
    step = float(np.median(np.diff(time_s))) if n > 1 else 1.0
    longest = max(1, round(longest_s / step))
    taken, spans = np.zeros(n, bool), []
    for _ in range(100 * n):
        if taken.mean() >= share:
            break
        length = int(rng.integers(1, longest + 1))
        start = int(rng.integers(0, max(1, n - length)))
        if not taken[max(0, start - 1) : start + length + 1].any():
            taken[start : start + length] = True
            spans.append(Span(start, min(n, start + length)))
    return tuple(sorted(spans))


def exchange_legs(position_px: Floats, spans: tuple[Span, ...], parts: tuple[str, ...] = LEG_PARTS) -> Floats:
    """The same points with the names of the two legs exchanged in those frames."""
    out = position_px.copy()
    for span in spans:
        for part in parts:
            left, right = PAIRS[part]
            out[span.start : span.stop, left] = position_px[span.start : span.stop, right]
            out[span.start : span.stop, right] = position_px[span.start : span.stop, left]
    return out


def blend_legs(position_px: Floats, spans: tuple[Span, ...], frames: int, rng: np.random.Generator) -> Floats:
    """The same points, each point of the legs drawn to the other leg by its own share about the ends of the spans."""
    out = position_px.copy()
    edges = [e for span in spans for e in (span.start, span.stop)]
    for edge in edges:
        for i in range(max(0, edge - frames), min(len(out), edge + frames)):
            for part in LEG_PARTS:
                left, right = PAIRS[part]
                a, b = rng.random(2)
                out[i, left] = (1 - a) * position_px[i, left] + a * position_px[i, right]
                out[i, right] = (1 - b) * position_px[i, right] + b * position_px[i, left]
    return out
