"""Ranges of repetitions: the reached and the held ends of one angle.

What every movement made of repetitions has in common: which angle, which side, which frames; out come the measures
``repetition_peak``, ``repetition_low``, ``held_peak``, ``held_low``, their curve and their evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence
from endrange.domain.looks import Floats
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES, AngleKey, Side
from endrange.movement.found import Extreme, Found, curves_of, hold_event
from endrange.movement.gaps import may_be_hidden, why_hidden
from endrange.movement.holds import NEAR_DEG, Hold, find_holds, owned, slow_end
from endrange.movement.measuring import measure_angle, refuse_angle, role_of
from endrange.movement.protocol import Motion
from endrange.movement.repetitions import Repetition
from endrange.movement.series import life_seconds, local_fit, span_of_times
from endrange.movement.wording import in_words, median_of, sentence

#: A hold nearer to rest than this is the rest, not the end of a range (proposal).
FROM_REST_DEG: Final = 8.0

#: Stands behind the definition of an owned end that was reached slowly and not held.
SLOW_NOT_HELD: Final = "slow, not held"

NO_REPETITION: Final = "No whole repetition was found; film the movement from rest to rest, twice or more."

_END: Final = {True: ("repetition_peak", "held_peak"), False: ("repetition_low", "held_low")}


def extremes(
    motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool
) -> tuple[Extreme, ...]:
    """One extreme a repetition, of the local parabola; ``time_s`` in film time. NaN where it may lie in a gap."""
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
        if may_be_hidden(times, part, best, high=high):
            out.append(Extreme(float("nan"), float("nan")))
        else:
            out.append(Extreme(float(part[best]), float(motion.body.time_s[span.start + best])))
    return tuple(out)


def held_ends(
    motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool
) -> tuple[Hold | None, ...]:
    """The hold at that end of each repetition, times in life; None where the end was passed without holding."""

    def end_of(t: Floats, part: Floats) -> Hold | None:
        hold = owned(t, part, high=high)
        return hold if hold is not None and _beyond(hold, _rest_of(part), high) else None

    return _ends(motion, values_deg, repetitions, end_of)


def slow_ends(
    motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool
) -> tuple[Hold | None, ...]:
    """The slowly reached end of each repetition, times in life; None where it was passed with momentum or unseen.

    A repetition that is cut where it is at this end has no rest to be away from: then it is away from the angle's zero.
    """

    def end_of(t: Floats, part: Floats) -> Hold | None:
        smooth, _ = local_fit(t, part)
        if not np.isfinite(smooth).any():
            return None
        best = int(np.nanargmax(smooth) if high else np.nanargmin(smooth))
        end = None if may_be_hidden(t, smooth, best, high=high) else slow_end(t, part, high=high)
        return end if end is not None and (_beyond(end, _rest_of(part), high) or _beyond(end, 0.0, high)) else None

    return _ends(motion, values_deg, repetitions, end_of)


def _ends(
    motion: Motion,
    values_deg: Floats,
    repetitions: Sequence[Repetition],
    end_of: Callable[[Floats, Floats], Hold | None],
) -> tuple[Hold | None, ...]:
    """What ``end_of`` says of the life seconds and degrees of each repetition."""
    t, values = life_seconds(motion), np.asarray(values_deg, float)
    spans = [span_of_times(t, r.start_s, r.end_s) for r in repetitions]
    return tuple(end_of(t[span.start : span.stop], values[span.start : span.stop]) for span in spans)


def _beyond(hold: Hold, rest_deg: float, high: bool) -> bool:
    """Whether it lies further towards that end than :data:`FROM_REST_DEG` from rest."""
    return (hold.value_deg - rest_deg) * (1.0 if high else -1.0) >= FROM_REST_DEG


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
    nothing: str = NO_REPETITION,
) -> Found:
    """Both ends of one angle over the repetitions: reached, held, curve, evidence; a refusal where the view hides it.

    Parameters
    ----------
    ends
        Which ends: True the peak, False the low.
    held
        Whether the owned ends are reported too.
    nothing
        The reason where there is no repetition to measure.
    """
    key = AngleKey(quantity, side)
    hidden = why_hidden(motion, key)
    if hidden is not None:
        return Found(refusals(motion, quantity, side, hidden, ends=ends, held=held))
    values = motion.angles.value_deg[key]
    found = Found(curves=curves_of(motion, key, values, repetitions))
    for high in ends:
        reached, kept = _END[high]
        tops = extremes(motion, values, repetitions, high=high)
        measure = measure_angle(
            motion, quantity, side, reached,
            np.array([e.value_deg for e in tops]), np.array([e.time_s for e in tops]), definition=definition,
        )  # fmt: skip
        found += Found((_explained(measure, len(repetitions), nothing),), evidence=_evidence(measure))
        if held:
            owned_end = _held(
                motion, key, values, repetitions, high=high, statistic=kept, definition=definition, nothing=nothing
            )
            unseen = len(repetitions) > 0 and measure.status == "absent"
            found += _not_seen(owned_end) if unseen else owned_end
    return found


def _not_seen(found: Found) -> Found:
    """An end that was not seen was not passed with momentum either: whether it was held cannot be told."""
    measures = tuple(_unseen(m) if m.status == "absent" else m for m in found.measures)
    return replace(found, measures=measures)


def _unseen(measure: Measure) -> Measure:
    reason = f"Where it was at its end it could not be seen in any repetition; {ANGLES[measure.quantity].refilm}."
    return replace(measure, reason=reason, status="not_measurable")


def refusals(
    motion: Motion, quantity: str, side: Side | None, reason: str, *, ends: Sequence[bool] = (True, False), held: bool
) -> tuple[Measure, ...]:
    """The angle's measures, each not measurable for one reason."""
    names = [name for high in ends for name in _END[high][: 2 if held else 1]]
    return tuple(refuse_angle(motion, quantity, side, name, reason) for name in names)


def _held(
    motion: Motion, key: AngleKey, values: Floats, repetitions: Sequence[Repetition], *,
    high: bool, statistic: str, definition: str | None, nothing: str,
) -> Found:  # fmt: skip
    kept = [h for h in held_ends(motion, values, repetitions, high=high) if h is not None]
    text = definition or ANGLES[key.angle].definition
    events = tuple(hold_event(h, key, motion.life_per_film, "peak" if high else "low") for h in kept)
    if not kept:
        kept = [h for h in slow_ends(motion, values, repetitions, high=high) if h is not None]
        text = f"{text}; {SLOW_NOT_HELD}" if kept else text
    if not kept:
        reason = _why_not_held(motion, values, repetitions, high=high) if repetitions else nothing
        absent = Measure.refused(
            key.angle, key.side, statistic, reason, definition=text, role=role_of(motion.label), clip=motion.clip,
            status="absent",
        )  # fmt: skip
        return Found((absent,))
    middle = np.array([(h.start_s + h.end_s) / 2 / motion.life_per_film for h in kept])
    measure = measure_angle(
        motion, key.angle, key.side, statistic, np.array([h.value_deg for h in kept]), middle, definition=text
    )
    return Found((measure,), events)


def _why_not_held(motion: Motion, values_deg: Floats, repetitions: Sequence[Repetition], *, high: bool) -> str:
    """The end was passed, or was held but short of where it got to, or is no further than rest."""
    sign, t = (1.0 if high else -1.0), life_seconds(motion)
    short, away = [], False
    for repetition in repetitions:
        span = span_of_times(t, repetition.start_s, repetition.end_s)
        part = np.asarray(values_deg, float)[span.start : span.stop]
        holds = find_holds(t[span.start : span.stop], part)
        short += [h.value_deg for h in holds if sign * (h.value_deg - _rest_of(part)) >= FROM_REST_DEG]
        away |= not np.isfinite(part).any() or bool(np.nanmax(sign * (part - _rest_of(part))) >= FROM_REST_DEG)
    if short:
        best = max(short, key=lambda v: sign * v)
        return (
            f"It was held at {best:.0f} degrees, more than {NEAR_DEG:g} degrees short of the end; stop for three "
            "seconds at the end itself to show what is owned."
        )
    if not away:
        return f"It went less than {FROM_REST_DEG:g} degrees beyond rest in this direction, which is not an end."
    return (
        "The end of the range was passed with momentum, neither held still for 2 s nor reached slowly; stop there for "
        "three seconds in each repetition to show what is owned."
    )


def _evidence(measure: Measure) -> tuple[Evidence, ...]:
    if measure.value is None or measure.time_s is None:
        return ()
    told = in_words(measure.quantity, measure.side, measure.value)
    caption = sentence(told + median_of(measure.n, "repetition"))
    return (Evidence(measure.time_s, caption, measure.quantity, measure.side),)


def _explained(measure: Measure, n: int, nothing: str) -> Measure:
    """Say why nothing was reached: no repetition to look at, or none seen at its end."""
    if measure.status != "absent":
        return measure
    return _unseen(measure) if n else replace(measure, reason=nothing)
