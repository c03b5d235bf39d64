"""Change since an earlier assessment, against what could be detected at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.assessment import Change, Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import Role, Side
from endrange.rom.compare import detectable_difference, difference, shows
from endrange.rom.gather import SharedSd
from endrange.rom.positions import STRIDE

ROLES: Final[tuple[Role, ...]] = ("passive", "active", "demand")


#: Date and joints of one earlier assessment.
Earlier = tuple[str, tuple[Joint, ...]]


def change_of(now: Iterable[Joint], before: Iterable[Earlier], shared_sd: SharedSd) -> tuple[Change, ...]:
    """Every range against the last earlier one of the same motion, side, position, statistic and definition.

    Parameters
    ----------
    before
        Earlier assessments, newest first; what the newest did not measure is looked for in the ones before it.
    """
    before = tuple(before)
    found = []
    for joint in now:
        for role in ROLES:
            new = _of(joint, role)
            last = None if new is None else _last(joint, role, new, before)
            if new is not None and last is not None:
                since, old = last
                found.append(_change(joint, role, new, old, since, shared_sd(joint.motion)))
    return tuple(found)


def _last(joint: Joint, role: Role, new: Measure, before: tuple[Earlier, ...]) -> tuple[str, Measure] | None:
    """The newest earlier measure that may be compared, with its date."""
    for since, joints in before:
        for other in joints:
            old = _of(other, role) if place_of(other, role) == place_of(joint, role) else None
            if old is not None and _alike(new, old):
                return since, old
    return None


def place_of(joint: Joint, role: Role) -> tuple[str, Side | None, str | None]:
    """Motion, side and position of one range of a joint: a stride is a stride, whatever test stands beside it."""
    return joint.motion, joint.side, STRIDE if role == "demand" else joint.position


def _of(joint: Joint, role: Role) -> Measure | None:
    measure: Measure | None = getattr(joint, role)
    return measure if measure is not None and measure.value is not None else None


def _alike(one: Measure, other: Measure) -> bool:
    """Same statistic and definition; another set-up is not compared."""
    return (one.statistic, one.definition) == (other.statistic, other.definition)


def _change(joint: Joint, role: Role, new: Measure, old: Measure, since: str, shared: float) -> Change:
    apart = difference(new, old, statistic="change", definition=f"change since {since}", covariance=shared**2)
    detectable = detectable_difference(new, old, covariance=shared**2)
    return Change(
        joint.motion, joint.side, role, since, apart, detectable, "real change" if shows(apart) else "within error"
    )
