"""Athletes, their sessions, clips and hand measurements, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from endrange.domain.assessment import Surface
from endrange.domain.vocabulary import Effort, MovementName, Side


@dataclass(frozen=True)
class Athlete:
    """One person; ``own`` marks the one who films with their own phone."""

    id: str
    name: str
    own: bool
    age_years: float | None
    sex: Literal["female", "male"] | None
    created: str


@dataclass(frozen=True)
class SessionRow:
    """One day of one athlete."""

    id: str
    athlete_id: str
    date: str
    surface: Surface | None
    zero: Literal["anatomical", "standing"]
    notes: str
    focus: str
    last_number: int
    created: str


@dataclass(frozen=True)
class ClipRow:
    """One clip: what the user says of it, and what was recognised (``seen_...``)."""

    id: str
    session_id: str
    number: int
    file: str
    name: str
    bytes: int
    width_px: int
    height_px: int
    duration_s: float
    movement: MovementName | None
    motion: str | None
    side: Side | None
    effort: Effort | None
    person: int | None
    start_s: float | None
    end_s: float | None
    slow_motion: float | None
    ready: bool
    seen_movement: MovementName | None
    seen_side: Side | None
    seen_effort: Effort | None
    people_seen: int | None
    created: str


@dataclass(frozen=True)
class BaselineRow:
    """One range that was measured by hand."""

    id: str
    session_id: str
    motion: str
    side: Side
    value_deg: float
    role: Literal["passive", "active"]
    position: str
    method: Literal["goniometer", "inclinometer"]
    repeats: int
    who: str
