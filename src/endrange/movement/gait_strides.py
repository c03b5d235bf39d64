"""Strides from contact to contact of one foot, and which of them are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, Side
from endrange.movement.gait_contacts import Contact
from endrange.movement.gait_events import Stretch
from endrange.movement.gait_signals import Signals

#: A stride is left out when its time is further from the stretch's median (proposal; runners vary by 2 %).
TIME_RATIO: Final = 1.25

#: Where in the stride the other foot lands: in the middle; a limp moves it, a missed contact takes it away (proposal).
OTHER_FOOT: Final = (0.3, 0.7)

#: Share of a stride in which its leg is to be seen (proposal).
LEAST_SEEN: Final = 0.85


@dataclass(frozen=True)
class Stride:
    """One stride; seconds of life.

    Attributes
    ----------
    start_s, end_s
        Contact and next contact of the same foot.
    toe_off_s
        NaN where it could not be told.
    stance_share
        Share of the stride spent in stance: its own, or the stretch's median where it could not be told.
    left_out
        Why it is not used; None where it is.
    """

    side: Side
    start_s: float
    end_s: float
    toe_off_s: float
    stance_share: float
    left_out: str | None

    @property
    def used(self) -> bool:
        """Whether it counts."""
        return self.left_out is None

    @property
    def duration_s(self) -> float:
        """Stride time."""
        return self.end_s - self.start_s

    @property
    def contact_time_s(self) -> float:
        """From contact to toe-off; NaN where the toe-off could not be told."""
        return self.toe_off_s - self.start_s

    def at(self, share: float) -> float:
        """Time at a share of the stride."""
        return self.start_s + share * self.duration_s


def cut_strides(stretch: Stretch, contacts: Sequence[Contact]) -> tuple[Stride, ...]:
    """Strides of both feet in a stretch, in order of their beginning."""
    usual = _usual_stance(stretch, contacts)
    found = []
    for side in SIDES:
        own = [c for c in contacts if c.side == side]
        others = np.array([c.contact_s for c in contacts if c.side != side])
        for first, second in pairwise(own):
            reason = _why_left_out(stretch, first, second, others)
            share = first.duration_s / (second.contact_s - first.contact_s)
            known = np.isfinite(share)
            found.append(
                Stride(side, first.contact_s, second.contact_s, first.toe_off_s, share if known else usual, reason)
            )
    return tuple(sorted(found, key=lambda s: s.start_s))


def _usual_stance(stretch: Stretch, contacts: Sequence[Contact]) -> float:
    shares = np.array([c.duration_s / stretch.stride_s for c in contacts])
    known = shares[np.isfinite(shares)]
    return float(np.median(known)) if len(known) else 0.4


def _why_left_out(stretch: Stretch, first: Contact, second: Contact, others: Floats) -> str | None:
    duration = second.contact_s - first.contact_s
    ratio = duration / stretch.stride_s
    if ratio > TIME_RATIO:
        return "a contact in between was not seen"
    if ratio < 1 / TIME_RATIO:
        return "too short for a stride of this tempo"
    between = (others - first.contact_s) / duration
    if not ((between > OTHER_FOOT[0]) & (between < OTHER_FOOT[1])).any():
        return "the other foot's contact was not found in its middle"
    if _seen(stretch.signals, first.side, first.contact_s, second.contact_s) < LEAST_SEEN:
        return "the leg was lost for a part of it"
    return None


def _seen(signals: Signals, side: Side, start_s: float, end_s: float) -> float:
    part = signals.known[side][signals.index(start_s) : signals.index(end_s)]
    return float(part.mean()) if len(part) else 0.0
