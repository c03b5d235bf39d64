"""The course of one range over months, each step against what could be detected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from endrange.domain.assessment import Change, Joint
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES, Role, Side
from endrange.history.store import Kept
from endrange.rom.change import ROLES, change_of, place_of
from endrange.rom.conclude import shared_sd_deg

#: As many values as are read in a line: the first, and the last ones (proposal).
MOST_TOLD: Final = 6


@dataclass(frozen=True)
class Trend:
    """One motion, side, position and role from assessment to assessment.

    Attributes
    ----------
    points
        (date, measure), oldest first; only measures of the newest one's definition and statistic.
    change
        From the first of them to the last; None where there is only one.
    """

    motion: str
    side: Side | None
    position: str | None
    role: Role
    points: tuple[tuple[str, Measure], ...]
    change: Change | None

    @property
    def text(self) -> str:
        """One line for people."""
        name = f"{self.side or ''} {ANGLES[self.motion].title.lower()}, {self.role}, {self.position}".strip()
        told = [f"{date} {m.value:.0f}" for date, m in self.points if m.value is not None]
        values = ", ".join(told if len(told) <= MOST_TOLD else [told[0], "…", *told[1 - MOST_TOLD :]])
        if self.change is None:
            return f"{name}: {values}"
        apart = self.change.difference.value or 0.0
        return f"{name}: {values}; {apart:+.0f} ({self.change.verdict}, detectable {self.change.detectable:.0f})"


def trends_of(kept: Iterable[Kept]) -> tuple[Trend, ...]:
    """Every range of an athlete that stands in the history, as it went."""
    kept = tuple(kept)
    keys = dict.fromkeys((*place_of(j, role), role) for k in kept for j in k.joints for role in ROLES)
    found = [_trend(kept, *key) for key in keys]
    return tuple(t for t in found if t.points)


def _trend(kept: tuple[Kept, ...], motion: str, side: Side | None, position: str | None, role: Role) -> Trend:
    rows: list[tuple[str, Joint, Measure]] = []
    for one in kept:
        for joint in one.joints:
            measure: Measure | None = getattr(joint, role)
            if place_of(joint, role) == (motion, side, position) and measure is not None:
                rows.append((one.date, joint, measure))
    if not rows:
        return Trend(motion, side, position, role, (), None)
    newest = rows[-1][2]
    alike = [r for r in rows if (r[2].statistic, r[2].definition) == (newest.statistic, newest.definition)]
    return Trend(motion, side, position, role, tuple((d, m) for d, _, m in alike), _change(alike, role))


def _change(rows: list[tuple[str, Joint, Measure]], role: Role) -> Change | None:
    if len(rows) < 2:
        return None
    (since, first, _), (_, last, _) = rows[0], rows[-1]
    return next((c for c in change_of((last,), ((since, (first,)),), shared_sd_deg) if c.role == role), None)
