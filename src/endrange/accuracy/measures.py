"""Reported numbers against the same numbers of the truth. Pure.

The truth of a measure is what the analysis itself would have reported of perfect angles: the true angles go through
the same movement's code. Strides, repetitions and holds are those of the analysis where they are right, so that both
medians are over the same strides; where they are not, the truth is cut by the events of the true points, and the
wrong events count as error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from endrange.accuracy.compare import leg_of
from endrange.accuracy.roll import from_roll_deg
from endrange.accuracy.rows import Key, MeasureRow
from endrange.accuracy.truth import Case
from endrange.domain.analysis import Analysis
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span, Verdict
from endrange.domain.measure import Event, Measure
from endrange.domain.vocabulary import ANGLE_KEYS, Side
from endrange.movement.protocol import Motion, Outcome
from endrange.movement.registry import movements
from endrange.synthetic.truth import Truth

#: Two events are the same when both ends are this near, seconds: a tenth of a stride, a few frames (proposal).
SAME_EVENT_S: Final = 0.07

#: Events are right when this share of them, both ways, has its counterpart (proposal).
RIGHT_SHARE: Final = 0.8

#: Events that measures are cut by.
CUTTING: Final = ("stride", "repetition", "hold", "contact")

#: Standard deviation given to true angles: small, and not zero, because intervals are made from it.
TRUE_SD_DEG: Final = 0.01


def measure_rows(key: Key, case: Case, analysis: Analysis) -> list[MeasureRow]:
    """A row for every measure of the analysis."""
    by_truth = true_outcome(case, analysis, true_body(case.truth, analysis.body))
    right = same_events(analysis.events, by_truth.events)
    by_analysis = true_outcome(case, analysis, analysis.body) if right else by_truth
    angles, others = _values(by_analysis), _values(by_truth)
    rows = []
    for measure in analysis.measures:
        truths = angles if measure.unit == "deg" else others
        value = truths.get((measure.quantity, measure.side, measure.statistic))
        roll = from_roll_deg(measure.quantity, measure.side, case.truth, analysis.view.roll_deg)
        scatter = _stride_sd(analysis.events, by_analysis.events, measure) if right else None
        rows.append(replace(_row(key, case, measure, value, roll, right), stride_sd=scatter))
    return rows


def _stride_sd(seen: Sequence[Event], true: Sequence[Event], measure: Measure) -> float | None:
    """Scatter of the errors of one side's strides, as the same strides of both mark them."""
    mark = f"{measure.quantity}_{measure.statistic}_deg"
    ours, theirs = (
        [e for e in events if e.used and e.side == measure.side and mark in e.marks] for events in (seen, true)
    )
    errors = [
        float(a.marks[mark]) - float(b.marks[mark])
        for a in ours
        for b in theirs
        if max(abs(a.start_s - b.start_s), abs(a.end_s - b.end_s)) <= SAME_EVENT_S
    ]
    return float(np.std(errors, ddof=1)) if len(errors) > 1 else None


def _values(outcome: Outcome) -> dict[tuple[str, Side | None, str], float | None]:
    return {(m.quantity, m.side, m.statistic): m.value for m in outcome.measures}


def _row(key: Key, case: Case, measure: Measure, truth: float | None, roll: float, events_right: bool) -> MeasureRow:
    value, low, high = measure.value, measure.low, measure.high
    error = None if value is None or truth is None else value - truth
    half = (high - low) / 2 if low is not None and high is not None else None
    held = low <= truth <= high if truth is not None and low is not None and high is not None else None
    return MeasureRow(
        key, measure.quantity, measure.side, leg_of(case, measure.side), measure.statistic, measure.unit,
        measure.status, measure.n, value, truth, error, half, held, roll, "the analysis'" if events_right else "own",
    )  # fmt: skip


def true_outcome(case: Case, analysis: Analysis, body: Body) -> Outcome:
    """What the movement's code makes of the true angles and of a body, the analysis' own or the true one."""
    movement = movements()[analysis.movement.name]
    angles = true_angles(case.truth, analysis.angles)
    life = 1.0 if analysis.clip.slow_motion is None else 1.0 / analysis.clip.slow_motion.factor
    return movement.measure(Motion(analysis.clip.file, body, angles, analysis.movement, life))


def same_events(ours: Sequence[Event], true: Sequence[Event]) -> bool:
    """Whether strides, repetitions, contacts and holds are the true ones, nearly all of them, both ways."""
    a, b = (_spans(events) for events in (ours, true))
    return _matched(a, b) >= RIGHT_SHARE and _matched(b, a) >= RIGHT_SHARE


def _spans(events: Sequence[Event]) -> list[tuple[str, Side | None, float, float]]:
    return [(e.kind, e.side, e.start_s, e.end_s) for e in events if e.kind in CUTTING and e.used]


def _matched(
    events: list[tuple[str, Side | None, float, float]], others: list[tuple[str, Side | None, float, float]]
) -> float:
    def has_counterpart(event: tuple[str, Side | None, float, float]) -> bool:
        kind, side, start, end = event
        return any(
            kind == k and side == s and abs(start - x) <= SAME_EVENT_S and abs(end - y) <= SAME_EVENT_S
            for k, s, x, y in others
        )

    return float(np.mean([has_counterpart(event) for event in events])) if events else 1.0


def true_angles(truth: Truth, seen: Angles) -> Angles:
    """The true angles in the frame of the analysis: same view, same refusals."""
    unknown = np.full(len(truth.time_s), np.nan)
    values = {key: truth.angle_deg.get(key, unknown) for key in ANGLE_KEYS}
    values = {key: unknown if key in seen.refused else value for key, value in values.items()}
    view = _true_view(truth, seen.view)
    return replace(
        seen,
        value_deg=values,
        sd_deg={key: np.where(np.isfinite(value), TRUE_SD_DEG, np.nan) for key, value in values.items()},
        bias_sd_deg=dict.fromkeys(values, TRUE_SD_DEG),
        view=view,
        bouts=(Bout(Span(0, len(truth.time_s)), view),),
    )


def _true_view(truth: Truth, seen: View) -> View:
    return replace(
        seen, facing=truth.facing or seen.facing, near_side=truth.near_side or seen.near_side, roll_deg=truth.roll_deg
    )


def true_body(truth: Truth, seen: Body) -> Body:
    """A body of the true points, where the truth knows them, else of the analysis' own."""
    known = np.isfinite(truth.position_px[..., 0])
    position = np.where(known[..., None], truth.position_px, seen.position_px)
    there = np.isfinite(position[..., 0])
    verdict = np.where(there, Verdict.GIVEN, Verdict.LOST).astype(np.int8)
    return replace(
        seen,
        position_px=position,
        doubt_px=np.where(there, 0.1, np.nan),
        score=np.where(there, 1.0, np.nan),
        verdict=verdict,
    )
