"""The result of one clip, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from endrange.domain.angles import Angles, View
from endrange.domain.body import Body
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.looks import Looks, ModelFile
from endrange.domain.measure import Curve, Event, Finding, Measure
from endrange.domain.vocabulary import Effort, MovementName, Side

ANALYSIS_SCHEMA: Final = "endrange.analysis/1"


@dataclass(frozen=True)
class MovementLabel:
    """What was done.

    ``confidence`` is 1.0 where the user said so; ``motion`` is the held motion of a hold, where the user named it.
    """

    name: MovementName
    confidence: float
    side: Side | None
    effort: Effort | None
    motion: str | None = None


@dataclass(frozen=True)
class Provenance:
    """With what the result was made."""

    endrange: str
    looks: tuple[str, ...]
    models: tuple[ModelFile, ...]
    engine: str
    settings: Mapping[str, Any]
    created: str


@dataclass(frozen=True)
class Evidence:
    """A frame worth showing: where a measure has its peak."""

    time_s: float
    caption: str
    quantity: str
    side: Side | None


@dataclass(frozen=True)
class Analysis:
    """Everything that ``analyze`` found out about one clip."""

    clip: Clip
    looks: Looks
    changes: FrameChanges
    body: Body
    angles: Angles
    view: View
    movement: MovementLabel
    events: tuple[Event, ...]
    measures: tuple[Measure, ...]
    curves: tuple[Curve, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    provenance: Provenance
