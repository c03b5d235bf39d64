"""Change since an earlier assessment, against what could be detected at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.assessment import Change, Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Role
from endrange.rom.compare import detectable_difference, difference, shows
from endrange.rom.gather import SharedSd

ROLES: Final[tuple[Role, ...]] = ("passive", "active", "demand")


def change_of(now: Iterable[Joint], before: Iterable[Joint], since: str, shared_sd: SharedSd) -> tuple[Change, ...]:
    """Every range that stands in both, of the same motion, side and position."""
    earlier = {(j.motion, j.side, j.position): j for j in before}
    found = []
    for joint in now:
        old = earlier.get((joint.motion, joint.side, joint.position))
        if old is None:
            continue
        for role in ROLES:
            new_one, old_one = _of(joint, role), _of(old, role)
            if new_one is not None and old_one is not None and _alike(new_one, old_one):
                found.append(_change(joint, role, new_one, old_one, since, shared_sd(joint.motion)))
    return tuple(found)


def _of(joint: Joint, role: Role) -> Measure | None:
    measure: Measure | None = getattr(joint, role)
    return measure if measure is not None and measure.value is not None else None


def _alike(one: Measure, other: Measure) -> bool:
    """Same statistic and definition; another set-up is not compared."""
    return (one.statistic, one.definition) == (other.statistic, other.definition)


def _change(joint: Joint, role: Role, new: Measure, old: Measure, since: str, shared: float) -> Change:
    apart = difference(new, old, statistic="change", definition=f"change since {since}", shared_sd=shared)
    detectable = detectable_difference(new, old, shared_sd=shared)
    return Change(
        joint.motion, joint.side, role, since, apart, detectable, "real change" if shows(apart) else "within error"
    )
