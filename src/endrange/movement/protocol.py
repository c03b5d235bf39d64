"""What every movement offers, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from endrange.domain.analysis import Evidence, MovementLabel
from endrange.domain.angles import Angles
from endrange.domain.body import Body
from endrange.domain.measure import Curve, Event, Finding, Measure
from endrange.domain.vocabulary import MovementName, Plane


@dataclass(frozen=True)
class Motion:
    """A body and its angles, ready to be cut and measured.

    Attributes
    ----------
    clip
        The clip's file name, for the measures.
    life_per_film
        Seconds of life in one second of film: 1 at normal speed, 0.25 in fourfold slow motion.
    """

    clip: str
    body: Body
    angles: Angles
    label: MovementLabel
    life_per_film: float


@dataclass(frozen=True)
class Outcome:
    """What a movement found."""

    events: tuple[Event, ...] = ()
    measures: tuple[Measure, ...] = ()
    curves: tuple[Curve, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Guide:
    """How to film it: plain sentences, in order."""

    title: str
    what: str
    camera: tuple[str, ...]
    do: tuple[str, ...]
    avoid: tuple[str, ...] = ()
    views: tuple[Plane, ...] = ()


class Movement(Protocol):
    """One movement; a module of this room offers it as ``MOVEMENT``.

    ``recognise`` gives a confidence 0..1 and the side that moves from a lightly smoothed motion whose label is unknown;
    ``measure`` cuts it into strides, repetitions or holds and gives the outcome.
    """

    @property
    def name(self) -> MovementName:
        """Its name in the vocabulary."""
        ...

    @property
    def cutoff_hz(self) -> float:
        """Cut-off of the zero-phase smoothing of its points, in Hz of life."""
        ...

    @property
    def guide(self) -> Guide:
        """How to film it."""
        ...

    def recognise(self, motion: Motion) -> MovementLabel:
        """How sure it is that this is what was done."""
        ...

    def measure(self, motion: Motion) -> Outcome:
        """Cut and measure."""
        ...
