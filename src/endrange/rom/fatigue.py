"""Whether a runner's stride changes from clip to clip of one run: fatigue over longer than one clip shows.

Clips of a session that show the same leg near, at one tempo, are taken for clips of one run in the session's order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import ANGLES, AngleKey, Side
from endrange.kinematics.errors import statistic_error
from endrange.movement.drift import ASKED, BLOCK, SEED, TOLD_DEG, blocks_of
from endrange.rom.compare import covariance, error_of_difference, standard_error

#: Fewer strides of the near leg say nothing of a clip (science brief, section 8: ten at least).
LEAST_STRIDES: Final = 10

#: Strides longer or shorter by more than this share are another speed, which changes every angle (proposal).
SAME_TEMPO: Final = 0.05

#: Of the bootstrap, which draws blocks of neighbouring strides within each clip.
DRAWS: Final = 500

#: Strides of a clip that enter the slope, evenly picked; more change nothing (proposal).
MOST_STRIDES: Final = 40


def fatigue_findings(analyses: Iterable[Analysis]) -> tuple[Finding, ...]:
    """What changes over the clips of each run of a session; one sentence where nothing can be said or nothing shows."""
    runs: dict[tuple[str, Side], list[Analysis]] = {}
    for analysis in analyses:
        near = analysis.view.near_side
        if analysis.movement.name in ("running", "walking") and analysis.view.plane == "sagittal" and near is not None:
            runs.setdefault((analysis.movement.name, near), []).append(analysis)
    return tuple(f for (_, side), clips in runs.items() if len(clips) > 1 for f in _of_run(side, clips))


def _of_run(side: Side, clips: Sequence[Analysis]) -> tuple[Finding, ...]:
    names = f"{len(clips)} clips seen from the {side}, {clips[0].clip.file} to {clips[-1].clip.file},"
    if not _one_tempo(clips):
        return (_nothing(f"The {names} show different tempi: their strides are not compared for fatigue.", None),)
    short = [
        c.clip.file
        for c in clips
        if sum(e.kind == "stride" and e.side == side and e.used for e in c.events) < LEAST_STRIDES
    ]
    if short:
        text = f"{short[0]} shows fewer than {LEAST_STRIDES} strides, too few to tell fatigue from clip to clip."
        return (_nothing(text, "Film half a minute at the start and at the end of the run, camera left in place."),)
    told = [f for a in ASKED if (f := _change(side, clips, a.quantity, a.statistic)) is not None]
    if told:
        return tuple(told)
    return (_nothing(f"Over the {names} no change of the {side} leg's stride shows beyond its error.", None),)


def _nothing(message: str, suggestion: str | None) -> Finding:
    return Finding("fatigue_between_clips", "info", message, suggestion)


def _one_tempo(clips: Sequence[Analysis]) -> bool:
    """Whether all stride times that are known lie within :data:`SAME_TEMPO` of their middle."""
    times = [m.value for c in clips for m in c.measures if m.quantity == "stride_time" and m.value is not None]
    return not times or max(times) - min(times) <= 2 * SAME_TEMPO * float(np.mean(times))


def _change(side: Side, clips: Sequence[Analysis], quantity: str, statistic: str) -> Finding | None:
    """A change from the first clip to the last that is larger than its error; None where none shows."""
    values = [_strides(c, side, quantity, statistic) for c in clips]
    if any(len(v) < LEAST_STRIDES for v in values):
        return None
    first, last = (_measure(c, side, quantity, statistic) for c in (clips[0], clips[-1]))
    if first is None or last is None:
        return None
    change = slope_between(values) * (len(clips) - 1)
    half = Z95 * max(_bootstrap_se(values) * (len(clips) - 1), _error(clips, side, first, last))
    if abs(change) < TOLD_DEG or abs(change) <= half:
        return None
    name = ANGLES[quantity].title.lower()
    return Finding(
        "fatigue_between_clips",
        "info",
        f"From {clips[0].clip.file} to {clips[-1].clip.file} {side} {name} changed by {change:+.0f} degrees "
        f"({change - half:+.0f} to {change + half:+.0f}).",
        "Look whether camera and treadmill speed stayed the same before calling it fatigue.",
    )


def _strides(analysis: Analysis, side: Side, quantity: str, statistic: str) -> Floats:
    """One value of every used stride, in order."""
    name = f"{quantity}_{statistic}_deg"
    found = [
        e.marks[name] for e in analysis.events if e.kind == "stride" and e.side == side and e.used and name in e.marks
    ]
    values = np.array(found, float)
    picked = np.linspace(0, len(values) - 1, min(len(values), MOST_STRIDES)).round().astype(int)
    return np.asarray(values[picked])


def _measure(analysis: Analysis, side: Side, quantity: str, statistic: str) -> Measure | None:
    wanted = (quantity, side, statistic, "measured")
    return next((m for m in analysis.measures if (m.quantity, m.side, m.statistic, m.status) == wanted), None)


def _error(clips: Sequence[Analysis], side: Side, first: Measure, last: Measure) -> float:
    """Standard error of last minus first: the mean error of one test cancels, what is each clip's own does not."""
    key = AngleKey(first.quantity, side)
    biases = [
        statistic_error(c.angles, c.body, c.movement.name, key, first.statistic).bias_deg for c in (clips[0], clips[-1])
    ]
    return error_of_difference(standard_error(first), standard_error(last), covariance(*biases, alike=True))


def slope_between(values: Sequence[Floats]) -> float:
    """Theil-Sen slope per clip: the median over all pairs of strides of different clips (Theil 1950; Sen 1968).

    Parameters
    ----------
    values
        One array a clip, in order; any unit.
    """
    slopes = [
        ((later[None, :] - earlier[:, None]) / (j - i)).ravel()
        for i, earlier in enumerate(values)
        for j, later in enumerate(values)
        if j > i
    ]
    return float(np.median(np.concatenate(slopes)))


def _bootstrap_se(values: Sequence[Floats]) -> float:
    """Standard error of the slope from blocks of neighbouring strides drawn anew within each clip (Kuensch 1989)."""
    rng = np.random.default_rng(SEED)
    drawn = [slope_between([blocks_of(v, BLOCK, rng) for v in values]) for _ in range(DRAWS)]
    return float(np.std(drawn, ddof=1))
