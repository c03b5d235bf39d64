"""A session of one person: several clips and baselines, and the answer they give together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from endrange.domain.analysis import Analysis
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import Effort, MovementName, Role, Side

ASSESSMENT_SCHEMA: Final = "endrange.assessment/1"

Surface = Literal["road", "trail", "track", "treadmill"]
ClipStatus = Literal["analysed", "reused", "failed"]
PriorityKind = Literal["gap", "borrowed", "restricted", "compensation"]
Verdict = Literal["real change", "within error"]


@dataclass(frozen=True)
class PlannedClip:
    """One clip of a session, as its name or the session file describes it.

    ``motion`` is the held motion of a hold; ``movement`` None means: recognise it from the picture.
    """

    path: Path
    movement: MovementName | None = None
    motion: str | None = None
    side: Side | None = None
    effort: Effort | None = None
    load: str | None = None
    distance_m: float | None = None
    person: int | None = None
    start_s: float | None = None
    end_s: float | None = None
    slow_motion: float | None = None


@dataclass(frozen=True)
class Baseline:
    """A range that somebody measured by hand.

    Attributes
    ----------
    motion, side, value_deg
        What was measured; positive means the motion's name.
    role
        ``passive`` or ``active``.
    position
        In words, such as ``prone`` or ``weight-bearing knee bent``.
    method
        ``goniometer`` or ``inclinometer``.
    sem_deg
        Standard error of measurement; None takes the method's published one.
    """

    motion: str
    side: Side
    value_deg: float
    role: Literal["passive", "active"] = "passive"
    position: str = ""
    method: Literal["goniometer", "inclinometer"] = "goniometer"
    repeats: int = 1
    sem_deg: float | None = None
    who: str | None = None
    when: str | None = None


@dataclass(frozen=True)
class Session:
    """Everything that goes into one assessment.

    ``zero`` says from where the angles are counted: the anatomical zero, or the person's own standing, where a standing
    clip shows it.
    """

    folder: Path
    clips: tuple[PlannedClip, ...]
    baselines: tuple[Baseline, ...] = ()
    athlete: str | None = None
    date: str | None = None
    surface: Surface | None = None
    age_years: float | None = None
    sex: Literal["female", "male"] | None = None
    notes: str | None = None
    zero: Literal["anatomical", "standing"] = "anatomical"


@dataclass(frozen=True)
class ClipOutcome:
    """What became of one clip; ``analysis`` is None where it failed, and ``reason`` says why."""

    planned: PlannedClip
    status: ClipStatus
    movement: MovementName | None
    side: Side | None
    effort: Effort | None
    reason: str | None
    analysis: Analysis | None


@dataclass(frozen=True)
class Joint:
    """The three numbers of one motion and side, and what follows from them."""

    motion: str
    side: Side | None
    position: str | None
    passive: Measure | None
    active: Measure | None
    momentum: Measure | None
    demand: Measure | None
    gap: Measure | None
    reserve: Measure | None
    borrowed: Measure | None
    comparable: bool
    reason: str | None


@dataclass(frozen=True)
class Asymmetry:
    """Left against right of one role; ``detectable`` is the smallest difference that would show, in degrees."""

    motion: str
    role: Literal["passive", "active", "demand"]
    left: Measure | None
    right: Measure | None
    difference: Measure | None
    detectable: float | None


@dataclass(frozen=True)
class PriorityEvidence:
    """Where to look."""

    clip: str | None
    time_s: float | None
    measure: Measure | None


@dataclass(frozen=True)
class Priority:
    """One of the few things that matter most."""

    rank: int
    motion: str
    side: Side | None
    kind: PriorityKind
    message: str
    evidence: PriorityEvidence


@dataclass(frozen=True)
class Missing:
    """What could not be seen, and how to film it."""

    motion: str
    side: Side | None
    role: Role | None
    reason: str
    suggestion: str


@dataclass(frozen=True)
class Change:
    """One range against an earlier assessment."""

    motion: str
    side: Side | None
    role: Role
    since: str
    difference: Measure
    detectable: float
    verdict: Verdict


@dataclass(frozen=True)
class Norm:
    """A published figure, as context only."""

    motion: str
    mode: str
    position: str
    population: str
    mean_deg: float
    sd_deg: float | None
    source: str


@dataclass(frozen=True)
class Assessment:
    """The answer for one person on one day."""

    session: Session
    clips: tuple[ClipOutcome, ...]
    joints: tuple[Joint, ...]
    asymmetry: tuple[Asymmetry, ...]
    priorities: tuple[Priority, ...]
    missing: tuple[Missing, ...]
    change: tuple[Change, ...] = ()
    norms: tuple[Norm, ...] = ()
    findings: tuple[Finding, ...] = ()
    focus: tuple[str, ...] = field(default=())
