"""From the measures of many clips to one range for each motion, side, role and position."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Baseline
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Side
from endrange.rom.baselines import measure_of_entry, position_of_entry
from endrange.rom.compare import pooled, standard_error
from endrange.rom.positions import Placed, family_of, position_of

Kind = Literal["passive", "active", "momentum", "demand"]

#: Motions that a session compares.
MOTIONS: Final = ("hip_extension", "hip_internal_rotation", "ankle_dorsiflexion", "hip_abduction", "trunk_rotation")

#: Statistics that say what is owned, held or slow, best first; and the highest reached at all.
OWNED: Final = ("held_peak", "plateau", "best", "goniometer", "inclinometer")
REACHED: Final = ("repetition_peak",)
STRIDE: Final[dict[str, str]] = {"hip_extension": "stride_peak", "ankle_dorsiflexion": "stance_peak"}

SharedSd = Callable[[str], float]


@dataclass(frozen=True)
class Range:
    """One range: what it is of, in what position, and its measure."""

    motion: str
    side: Side | None
    kind: Kind
    placed: Placed


def ranges_of(analyses: Iterable[Analysis], baselines: Iterable[Baseline] = ()) -> tuple[Range, ...]:
    """Every measured range of a session, repeats still apart."""
    found = [r for analysis in analyses for r in _of_analysis(analysis)]
    for entry in baselines:
        placed = Placed(measure_of_entry(entry), position_of_entry(entry))
        found.append(Range(entry.motion, entry.side, entry.role, placed))
    return tuple(found)


def _of_analysis(analysis: Analysis) -> Iterable[Range]:
    for measure in analysis.measures:
        kind = kind_of(measure)
        if kind is not None and measure.status == "measured" and measure.quantity in MOTIONS:
            yield Range(measure.quantity, measure.side, kind, Placed(measure, position_of(analysis, measure)))


def kind_of(measure: Measure) -> Kind | None:
    """What a measure says of its motion; None where it is no range (a mean, a low, a tempo)."""
    if measure.role == "demand":
        return "demand" if STRIDE.get(measure.quantity) == measure.statistic else None
    if measure.role == "passive":
        return "passive" if measure.statistic in (*OWNED, *REACHED) else None
    if measure.role == "active":
        return "active" if measure.statistic in OWNED else "momentum" if measure.statistic in REACHED else None
    return None


def one_range(ranges: Iterable[Range], shared_sd: SharedSd) -> Range | None:
    """The range that several takes give together: the best statistic's repeats pooled; None where there is none.

    A passive end may be held or only reached: the held one is taken where both stand.
    """
    known = list(ranges)
    if not known:
        return None
    order = (*OWNED, *REACHED, *STRIDE.values())
    best = min(order.index(r.placed.measure.statistic) for r in known)
    alike = [r for r in known if order.index(r.placed.measure.statistic) == best]
    if alike[0].kind == "demand":
        return min(alike, key=lambda r: standard_error(r.placed.measure))
    first = alike[0]
    measure = pooled(tuple(r.placed.measure for r in alike), shared_sd=shared_sd(first.motion))
    return Range(first.motion, first.side, first.kind, Placed(measure, first.placed.position))


def families(ranges: Iterable[Range]) -> dict[tuple[str, Side | None, frozenset[str]], list[Range]]:
    """Ranges by motion, side and family of positions, in order of appearance."""
    groups: dict[tuple[str, Side | None, frozenset[str]], list[Range]] = {}
    for r in ranges:
        groups.setdefault((r.motion, r.side, family_of(r.motion, r.placed.position)), []).append(r)
    return groups
