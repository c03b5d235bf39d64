"""The three numbers of every motion and side, and what follows: gap, reserve, borrowed; left against right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Protocol

from endrange.domain.assessment import Asymmetry, Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import SIDES, Side
from endrange.rom.compare import borrowed, detectable_difference, difference, gap, reserve
from endrange.rom.gather import MOTIONS, Kind, Range, SharedSd, covariance_of, families, one_range
from endrange.rom.positions import STRIDE, why_unlike

KINDS: Final[tuple[Kind, ...]] = ("passive", "active", "momentum", "demand")

_NAMES: Final[dict[Kind, str]] = {
    "passive": "the passive range",
    "active": "the owned range",
    "momentum": "what is reached with momentum",
    "demand": "the stride",
}


def joints_of(ranges: Iterable[Range], shared_sd: SharedSd) -> tuple[Joint, ...]:
    """One row for every motion, side and family of positions in which a range was measured."""
    ranges = tuple(ranges)
    rows = [_joint(motion, side, group, ranges, shared_sd) for (motion, side, _), group in families(ranges).items()]
    return tuple(sorted(rows, key=lambda row: (MOTIONS.index(row.motion), str(row.side), row.position or "")))


def _joint(
    motion: str, side: Side | None, group: list[Range], everything: tuple[Range, ...], shared_sd: SharedSd
) -> Joint:
    found = {kind: one_range(r for r in group if r.kind == kind) for kind in KINDS}
    passive, active, momentum, demand = (found[kind] for kind in KINDS)
    reasons: list[str] = []
    between = _pair(motion, passive, active, reasons)
    spare_pair = _pair(motion, active, demand, reasons)
    gap_measure = _apart(gap, between, shared_sd)
    spare = _apart(reserve, spare_pair, shared_sd)
    if gap_measure is None and spare is None and not reasons:
        reasons.append(_why_alone(motion, side, group, everything))
    return Joint(
        motion=motion,
        side=side,
        position=_position(found.values()),
        passive=_measure(passive),
        active=_measure(active),
        momentum=_measure(momentum),
        demand=_measure(demand),
        gap=gap_measure,
        reserve=spare,
        borrowed=None if spare is None else borrowed(spare),
        comparable=gap_measure is not None or spare is not None,
        reason=" ".join(reasons) or None,
    )


def _measure(found: Range | None) -> Measure | None:
    return None if found is None else found.placed.measure


def shortfalls(ranges: Iterable[Range], shared_sd: SharedSd) -> dict[tuple[str, Side | None, str | None], Measure]:
    """Demand minus passive of every motion, side and position where both may be compared."""
    found = {}
    for (motion, side, _), group in families(tuple(ranges)).items():
        kinds = {kind: one_range(r for r in group if r.kind == kind) for kind in KINDS}
        short = _apart(_short, _pair(motion, kinds["demand"], kinds["passive"], []), shared_sd)
        if short is not None:
            found[motion, side, _position(kinds.values())] = short
    return found


def _short(demand: Measure, passive: Measure, *, covariance: float = 0.0) -> Measure:
    return difference(demand, passive, statistic="short", definition="demand minus passive", covariance=covariance)


class _Difference(Protocol):
    def __call__(self, one: Measure, other: Measure, /, *, covariance: float = 0.0) -> Measure: ...


def _apart(of: _Difference, pair: tuple[Range, Range] | None, shared_sd: SharedSd) -> Measure | None:
    if pair is None:
        return None
    one, other = pair
    return of(one.placed.measure, other.placed.measure, covariance=covariance_of(one, other, shared_sd(one.motion)))


def _pair(motion: str, one: Range | None, other: Range | None, reasons: list[str]) -> tuple[Range, Range] | None:
    """Both ranges where they may be compared; else None, and the reason where both stand."""
    if one is None or other is None:
        return None
    unlike = why_unlike(motion, one.placed, other.placed)
    if unlike is not None:
        reasons.append(f"{one.kind.capitalize()} and {other.kind}: {unlike}")
        return None
    return one, other


def _position(found: Iterable[Range | None]) -> str | None:
    """The position of the test, not of the stride, where there is one."""
    positions = [r.placed.position for r in found if r is not None]
    return next((p for p in positions if p != STRIDE), positions[0] if positions else None)


def _why_alone(motion: str, side: Side | None, group: list[Range], everything: tuple[Range, ...]) -> str:
    """Why nothing stands beside these ranges: the partner is of another position, or was not filmed."""
    here = group[0]
    for other in everything:
        if (other.motion, other.side) == (motion, side) and other.kind != here.kind and other not in group:
            unlike = why_unlike(motion, here.placed, other.placed)
            if unlike is not None:
                return f"{here.kind.capitalize()} and {other.kind}: {unlike}"
    known = [name for kind, name in _NAMES.items() if any(r.kind == kind for r in group)]
    return f"Only {' and '.join(known)} was measured; there is nothing to set it against."


def asymmetry_of(ranges: Iterable[Range], shared_sd: SharedSd) -> tuple[Asymmetry, ...]:
    """Left minus right of every motion and role that was measured alike on either side.

    Of strides those of a run, and those of a walk where no run shows both legs; never one against the other.
    """
    groups: dict[tuple[str, Kind, frozenset[str], bool], dict[Side, list[Range]]] = {}
    for (motion, side, family), group in families(ranges).items():
        for r in group:
            if side is not None and r.kind != "momentum":
                groups.setdefault((motion, r.kind, family, r.walked), {}).setdefault(side, []).append(r)
    both = {key: sides for key, sides in groups.items() if len(sides) == 2}
    return tuple(
        _asymmetry(motion, kind, sides, shared_sd)
        for (motion, kind, family, walked), sides in both.items()
        if not (walked and (motion, kind, family, False) in both)
    )


def _asymmetry(motion: str, kind: Kind, sides: dict[Side, list[Range]], shared_sd: SharedSd) -> Asymmetry:
    left, right = (one_range(sides[side]) for side in SIDES)
    assert left is not None
    assert right is not None
    assert kind != "momentum"
    one, other = left.placed.measure, right.placed.measure
    if why_unlike(motion, left.placed, right.placed) is not None or one.statistic != other.statistic:
        return Asymmetry(motion, kind, one, other, None, None)
    cov = covariance_of(left, right, shared_sd(motion))
    apart = difference(one, other, statistic="asymmetry", definition="left minus right", covariance=cov)
    return Asymmetry(
        motion, kind, one, other, replace(apart, side=None), detectable_difference(one, other, covariance=cov)
    )
