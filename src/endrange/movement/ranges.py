"""Ranges of repetitions: reached and held ends of an angle, their curves, events and evidence.

What every movement made of repetitions has in common: which angle, which side, which frames; out come the measures
``repetition_peak``, ``repetition_low``, ``held_peak``, ``held_low``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence
from endrange.domain.looks import Floats
from endrange.domain.measure import Curve, Event, Finding, Measure
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey, Side
from endrange.movement.holds import Hold, owned
from endrange.movement.measuring import measure_angle, refuse_angle, role_of
from endrange.movement.protocol import Motion, Outcome
from endrange.movement.repetitions import Repetition
from endrange.movement.series import life_seconds, local_fit, span_of_times

#: An extreme this near to a gap longer than :data:`GAP_S` may lie inside it and is not taken (science brief,
#: section 6).
NEAR_GAP_S: Final = 0.15
GAP_S: Final = 0.2

#: A hold nearer to rest than this is the rest, not the end of a range (proposal).
FROM_REST_DEG: Final = 8.0

PERCENT: Final = np.linspace(0.0, 100.0, 101)

_END: Final = {True: ("peak", "repetition_peak", "held_peak"), False: ("low", "repetition_low", "held_low")}


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


def extremes(
    motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool
) -> tuple[Extreme, ...]:
    """One extreme a repetition, of the local parabola; ``time_s`` in film time. NaN where it borders on a gap."""
    t = life_seconds(motion)
    smooth, _ = local_fit(t, np.asarray(values_deg, float))
    out = []
    for repetition in repetitions:
        span = span_of_times(t, repetition.start_s, repetition.end_s)
        part, times = smooth[span.start : span.stop], t[span.start : span.stop]
        if not np.isfinite(part).any():
            out.append(Extreme(float("nan"), float("nan")))
            continue
        best = int(np.nanargmax(part) if high else np.nanargmin(part))
        if borders_on_gap(times, part, best):
            out.append(Extreme(float("nan"), float("nan")))
        else:
            out.append(Extreme(float(part[best]), float(motion.body.time_s[span.start + best])))
    return tuple(out)


def borders_on_gap(t: Floats, values: Floats, index: int) -> bool:
    """Whether a stretch of lost frames longer than 0.2 s begins or ends within 0.15 s of a frame."""
    known = np.flatnonzero(np.isfinite(values))
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    holes = np.flatnonzero(np.diff(t[known]) > GAP_S + step)
    edges = [(t[known[h]], t[known[h + 1]]) for h in holes]
    if known[0] > 0 and t[known[0]] - t[0] > GAP_S:
        edges.append((t[0], t[known[0]]))
    if known[-1] < len(t) - 1 and t[-1] - t[known[-1]] > GAP_S:
        edges.append((t[known[-1]], t[-1]))
    here = t[index]
    return any(a - NEAR_GAP_S <= here <= b + NEAR_GAP_S for a, b in edges)


def held_ends(
    motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool
) -> tuple[Hold | None, ...]:
    """The hold at that end of each repetition, times in life; None where the end was passed without holding."""
    t = life_seconds(motion)
    out: list[Hold | None] = []
    for repetition in repetitions:
        span = span_of_times(t, repetition.start_s, repetition.end_s)
        part = np.asarray(values_deg, float)[span.start : span.stop]
        hold = owned(t[span.start : span.stop], part, high=high)
        if hold is not None and (hold.value_deg - _rest_of(part)) * (1.0 if high else -1.0) < FROM_REST_DEG:
            hold = None
        out.append(hold)
    return tuple(out)


def _rest_of(values_deg: Floats) -> float:
    """Where a repetition began and ended."""
    known = values_deg[np.isfinite(values_deg)]
    return float((known[0] + known[-1]) / 2)


def range_of(
    motion: Motion,
    quantity: str,
    side: Side | None,
    repetitions: Sequence[Repetition],
    *,
    ends: Sequence[bool] = (True, False),
    held: bool = True,
    definition: str | None = None,
) -> Found:
    """Both ends of one angle over the repetitions: reached, held, curve, evidence; a refusal where the view hides it.

    Parameters
    ----------
    ends
        Which ends: True the peak, False the low.
    held
        Whether the owned ends are reported too.
    """
    key = AngleKey(quantity, side)
    hidden = why_hidden(motion, key)
    if hidden is not None:
        return Found(refusals(motion, quantity, side, hidden, ends=ends, held=held))
    values = motion.angles.value_deg[key]
    found = Found(curves=_curves(motion, key, values, repetitions))
    for high in ends:
        name, reached, kept = _END[high]
        tops = extremes(motion, values, repetitions, high=high)
        measure = measure_angle(
            motion, quantity, side, reached,
            np.array([e.value_deg for e in tops]), np.array([e.time_s for e in tops]), definition=definition,
        )  # fmt: skip
        found += Found((_explained(measure, len(repetitions)),), evidence=_evidence(measure, name))
        if held:
            found += _held(motion, key, values, repetitions, high=high, statistic=kept, definition=definition)
    return found


#: Joints that an angle hangs on.
_JOINTS: Final = {
    "hip_extension": ("shoulder", "hip", "knee"), "hip_abduction": ("shoulder", "hip", "knee"),
    "hip_internal_rotation": ("hip", "knee", "ankle"), "knee_flexion": ("hip", "knee", "ankle"),
    "ankle_dorsiflexion": ("knee", "ankle", "foot_index"), "thigh_extension": ("hip", "knee"),
    "shank_lean": ("knee", "ankle"), "foot_pitch": ("heel", "foot_index"), "foot_progression": ("heel", "foot_index"),
    "trunk_lean": ("shoulder", "hip"), "trunk_rotation": ("shoulder", "hip"), "pelvic_drop": ("hip",),
}  # fmt: skip
_NAMES: Final = {"shoulder": "shoulders", "hip": "hips", "foot_index": "toes"}

#: A joint known in fewer frames than this is out of the picture (proposal).
IN_PICTURE: Final = 0.1


def why_hidden(motion: Motion, key: AngleKey) -> str | None:
    """Why this clip cannot show an angle at all, and how to refilm; None where it can."""
    if key in motion.angles.refused:
        return motion.angles.refused[key]
    if np.isfinite(motion.angles.value_deg[key]).any():
        return None
    missing = [part for part in _JOINTS[key.angle] if _share_seen(motion, key, part) < IN_PICTURE]
    if not missing:
        return None
    names = " and ".join(_NAMES.get(part, part) for part in missing)
    verb = "are" if len(missing) > 1 or names.endswith("s") else "is"
    title = ANGLES[key.angle].title.lower()
    return f"The {names} {verb} not in the picture, which {title} needs: {ANGLES[key.angle].refilm}, all of it in view."


def _share_seen(motion: Motion, key: AngleKey, part: str) -> float:
    sides = SIDES if key.side is None or part in ("shoulder", "hip") else (key.side,)
    seen = [np.isfinite(motion.body.position_px[:, point(s, part), 0]) for s in sides]
    return float(np.mean(np.logical_and.reduce(seen)))


def refusals(
    motion: Motion, quantity: str, side: Side | None, reason: str, *, ends: Sequence[bool] = (True, False), held: bool
) -> tuple[Measure, ...]:
    """The angle's measures, each not measurable for one reason."""
    names = [name for high in ends for name in _END[high][1 : 3 if held else 2]]
    return tuple(refuse_angle(motion, quantity, side, name, reason) for name in names)


def _held(
    motion: Motion, key: AngleKey, values: Floats, repetitions: Sequence[Repetition], *,
    high: bool, statistic: str, definition: str | None,
) -> Found:  # fmt: skip
    holds = held_ends(motion, values, repetitions, high=high)
    kept = [h for h in holds if h is not None]
    text = definition or ANGLES[key.angle].definition
    if not kept:
        reason = (
            "The end of the range was passed and not held still for 2 s; stop there for three seconds in each "
            "repetition to show what is owned."
        )
        absent = Measure.refused(
            key.angle, key.side, statistic, reason, definition=text, role=role_of(motion.label), clip=motion.clip,
            status="absent",
        )  # fmt: skip
        return Found((absent,))
    life = motion.life_per_film
    middle = np.array([(h.start_s + h.end_s) / 2 / life for h in kept])
    measure = measure_angle(
        motion, key.angle, key.side, statistic, np.array([h.value_deg for h in kept]), middle, definition=definition
    )
    events = tuple(hold_event(h, key, life, "peak" if high else "low") for h in kept)
    return Found((measure,), events)


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


def _curves(motion: Motion, key: AngleKey, values: Floats, repetitions: Sequence[Repetition]) -> tuple[Curve, ...]:
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


def _evidence(measure: Measure, name: str) -> tuple[Evidence, ...]:
    if measure.value is None or measure.time_s is None:
        return ()
    side = f"{measure.side} " if measure.side else ""
    title = ANGLES[measure.quantity].title.lower()
    end = "highest" if name == "peak" else "lowest"
    caption = f"{side}{title}, {end} of the typical repetition: {measure.value:.0f} degrees".capitalize()
    return (Evidence(measure.time_s, caption, measure.quantity, measure.side),)


def _explained(measure: Measure, n: int) -> Measure:
    """Say why nothing was reached: no repetition at all, or none seen at its end."""
    if measure.status != "absent" or n:
        return measure
    return replace(measure, reason="No whole repetition was found; film the movement from rest to rest, twice or more.")


#: Findings and measures of a movement, collected.
NOTHING: Final = Found()
