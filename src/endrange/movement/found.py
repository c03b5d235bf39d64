"""What a movement found, in parts that add up to an outcome; events and curves of repetitions and holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence
from endrange.domain.looks import Floats
from endrange.domain.measure import Curve, Event, Finding, Measure
from endrange.domain.vocabulary import AngleKey, Side
from endrange.movement.gaps import GAP_S
from endrange.movement.holds import Hold
from endrange.movement.protocol import Motion, Outcome
from endrange.movement.repetitions import Repetition
from endrange.movement.series import life_seconds

PERCENT: Final = np.linspace(0.0, 100.0, 101)


@dataclass(frozen=True)
class Found:
    """What was found of one angle; several are added up into an :class:`Outcome`."""

    measures: tuple[Measure, ...] = ()
    events: tuple[Event, ...] = ()
    curves: tuple[Curve, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Found) -> Found:
        return Found(
            self.measures + other.measures, self.events + other.events, self.curves + other.curves,
            self.evidence + other.evidence, self.findings + other.findings,
        )  # fmt: skip

    def outcome(self) -> Outcome:
        """As the protocol wants it, events in order of time."""
        events = tuple(sorted(self.events, key=lambda e: (e.start_s, e.end_s)))
        return Outcome(events, self.measures, self.curves, self.evidence, self.findings)


@dataclass(frozen=True)
class Extreme:
    """The highest or lowest value of one repetition; NaN where it was not seen."""

    value_deg: float
    time_s: float


def hold_event(hold: Hold, key: AngleKey, life_per_film: float, end: str) -> Event:
    """A hold as an event, in film time."""
    marks: dict[str, float | str] = {
        "quantity": key.angle, "end": end, "value_deg": round(hold.value_deg, 2),
        "steadiness_deg": round(hold.steadiness_deg, 2), "drift_deg": round(hold.drift_deg, 2),
    }  # fmt: skip
    return Event("hold", key.side, hold.start_s / life_per_film, hold.end_s / life_per_film, marks)


def repetition_events(
    motion: Motion, side: Side | None, repetitions: Sequence[Repetition], *,
    peaks: Sequence[Extreme] = (), lows: Sequence[Extreme] = (), left_out: Sequence[str | None] = (),
    marks: Sequence[dict[str, float | str]] = (),
) -> tuple[Event, ...]:  # fmt: skip
    """Repetitions as events in film time, with where the main angle peaked and was lowest."""
    life = motion.life_per_film
    events = []
    for k, repetition in enumerate(repetitions):
        mark: dict[str, float | str] = dict(marks[k]) if k < len(marks) else {}
        for name, ends in (("peak_s", peaks), ("low_s", lows)):
            if k < len(ends) and np.isfinite(ends[k].time_s):
                mark[name] = ends[k].time_s
        reason = left_out[k] if k < len(left_out) else None
        if not repetition.whole:
            reason = reason or "the clip begins or ends in it"
        events.append(
            Event("repetition", side, repetition.start_s / life, repetition.end_s / life, mark, reason is None, reason)
        )
    return tuple(events)


def curves_of(motion: Motion, key: AngleKey, values: Floats, repetitions: Sequence[Repetition]) -> tuple[Curve, ...]:
    """Repetitions of one angle on 0-100 %; none where nothing was seen."""
    if not repetitions or not np.isfinite(values).any():
        return ()
    t = life_seconds(motion)
    rows = np.stack([_on_percent(t, np.asarray(values, float), r) for r in repetitions])
    if not np.isfinite(rows).any():
        return ()
    return (Curve(key.angle, key.side, PERCENT, rows, "start to end of a repetition"),)


def _on_percent(t: Floats, values: Floats, repetition: Repetition) -> Floats:
    """One repetition on 0-100 %; NaN inside gaps longer than 0.2 s."""
    at = repetition.start_s + PERCENT / 100 * repetition.duration_s
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.full(len(at), np.nan)
    out = np.interp(at, t[known], values[known], left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(t[known], at), 1, known.sum() - 1)
    hole = t[known][after] - t[known][after - 1]
    step = float(np.median(np.diff(t)))
    late = at > t[known][-1]
    out = np.where(hole > GAP_S + step, np.nan, out)
    near_end = late & (at - t[known][-1] <= 1.5 * step)
    return np.where(near_end, values[known][-1], out)
