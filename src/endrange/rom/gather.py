"""From the measures of many clips to one range for each motion, side, role and position."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Baseline
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import AngleKey, Side
from endrange.kinematics.errors import statistic_error
from endrange.rom.baselines import measure_of_entry, position_of_entry
from endrange.rom.compare import covariance, pooled, standard_error
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
    """One range: what it is of, in what position, and its measure.

    Attributes
    ----------
    bias_deg
        Mean error of this statistic on rendered people; part of the measure's interval.
    far
        Whether it is of the leg that is farther from the camera, partly hidden by the nearer one.
    walked
        Whether it is of a walker's strides: another demand than a runner's.
    """

    motion: str
    side: Side | None
    kind: Kind
    placed: Placed
    bias_deg: float = 0.0
    far: bool = False
    walked: bool = False


def covariance_of(one: Range, other: Range, shared_sd: float) -> float:
    """Covariance of the errors of two ranges, in squared degrees."""
    here, there = one.placed, other.placed
    alike = (one.kind, one.far, here.position, here.measure.statistic) == (
        other.kind, other.far, there.position, there.measure.statistic,
    )  # fmt: skip
    return covariance(one.bias_deg, other.bias_deg, alike=alike, shared_sd=shared_sd)


def ranges_of(analyses: Iterable[Analysis], baselines: Iterable[Baseline] = ()) -> tuple[Range, ...]:
    """Every measured range of a session, repeats still apart."""
    found = [r for analysis in analyses for r in _of_analysis(analysis)]
    for entry in baselines:
        placed = Placed(measure_of_entry(entry), position_of_entry(entry))
        found.append(Range(entry.motion, entry.side, entry.role, placed))
    return tuple(found)


def _of_analysis(analysis: Analysis) -> Iterable[Range]:
    for measure in _telling(analysis):
        kind = kind_of(measure)
        if kind is not None and measure.status == "measured" and measure.quantity in MOTIONS:
            yield _range(analysis, measure, kind)


def _telling(analysis: Analysis) -> tuple[Measure, ...]:
    """The measures that may be a range: of a hold whose motion was not named, the one nearest the end of its range.

    Other joints are kept still too while one is held at its end, and a hold towards the angle's negative end (flexion
    for extension) is no range of this motion.
    """
    if analysis.movement.name != "hold" or analysis.movement.motion is not None:
        return analysis.measures
    first = next((m for m in analysis.measures if m.statistic == "plateau"), None)
    return (first,) if first is not None and (first.value or 0.0) > 0 else ()


def _range(analysis: Analysis, measure: Measure, kind: Kind) -> Range:
    key, view = AngleKey(measure.quantity, measure.side), analysis.view
    error = statistic_error(analysis.angles, analysis.body, analysis.movement.name, key, measure.statistic)
    far = view.plane == "sagittal" and measure.side is not None and view.near_side not in (None, measure.side)
    placed = Placed(measure, position_of(analysis, measure))
    walked = analysis.movement.name == "walking"
    return Range(measure.quantity, measure.side, kind, placed, error.bias_deg, far, walked)


def kind_of(measure: Measure) -> Kind | None:
    """What a measure says of its motion; None where it is no range (a mean, a low, a tempo)."""
    if measure.role == "demand":
        return "demand" if STRIDE.get(measure.quantity) == measure.statistic else None
    if measure.role == "passive":
        return "passive" if measure.statistic in (*OWNED, *REACHED) else None
    if measure.role == "active":
        return "active" if measure.statistic in OWNED else "momentum" if measure.statistic in REACHED else None
    return None


def one_range(ranges: Iterable[Range]) -> Range | None:
    """The range that several takes give together: the best statistic's repeats pooled; None where there is none.

    A passive end may be held or only reached: the held one is taken where both stand. Of strides a run's are taken
    before a walk's, then the nearer leg's, from the clip that knows them best.
    """
    known = list(ranges)
    if not known:
        return None
    order = (*OWNED, *REACHED, *STRIDE.values())
    best = min(order.index(r.placed.measure.statistic) for r in known)
    alike = [r for r in known if order.index(r.placed.measure.statistic) == best]
    if alike[0].kind == "demand":
        return min(alike, key=lambda r: (r.walked, r.far, standard_error(r.placed.measure)))
    alike = [r for r in alike if r.placed.position == alike[0].placed.position]
    measure = pooled(tuple(r.placed.measure for r in alike))
    return replace(alike[0], placed=Placed(measure, alike[0].placed.position))


def families(ranges: Iterable[Range]) -> dict[tuple[str, Side | None, frozenset[str]], list[Range]]:
    """Ranges by motion, side and family of positions, in order of appearance."""
    groups: dict[tuple[str, Side | None, frozenset[str]], list[Range]] = {}
    for r in ranges:
        groups.setdefault((r.motion, r.side, family_of(r.motion, r.placed.position)), []).append(r)
    return groups
