"""In which position a range was measured, and which positions may be compared.

An unlike pair is refused with what to film instead: an ankle without weight on a straight knee reaches less than the
stride uses, because the stride's is loaded and its knee bent (Baumbach 2014).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.angles import zero_of
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import AngleKey

UPRIGHT: Final = "standing"
STRIDE: Final = "stride"
LYING: Final = "lying"
ALL_FOURS: Final = "on all fours"
KNEELING: Final = "kneeling"
SEATED: Final = "seated"
LUNGE_BENT: Final = "weight-bearing, knee bent"
LUNGE_STRAIGHT: Final = "weight-bearing, knee straight"
UNLOADED: Final = "non-weight-bearing"

#: Families of positions within which a motion's ranges may be compared: all of one definition, under one load.
FAMILIES: Final[dict[str, tuple[frozenset[str], ...]]] = {
    "hip_extension": (frozenset({UPRIGHT, STRIDE}), frozenset({LYING}), frozenset({ALL_FOURS})),
    "ankle_dorsiflexion": (frozenset({LUNGE_BENT, STRIDE}), frozenset({LUNGE_STRAIGHT}), frozenset({UNLOADED})),
    "hip_internal_rotation": (frozenset({SEATED}), frozenset({LYING}), frozenset({UPRIGHT})),
    "hip_abduction": (frozenset({UPRIGHT}), frozenset({ALL_FOURS}), frozenset({LYING})),
    "trunk_rotation": (frozenset({SEATED, KNEELING}), frozenset({UPRIGHT}), frozenset({ALL_FOURS})),
}

#: What to film so that a motion can be set against the stride.
FILM_INSTEAD: Final[dict[str, str]] = {
    "hip_extension": "film a standing hip circle (hip_car) and a standing passive hold from the side",
    "ankle_dorsiflexion": "film a lunge with the knee bent over a planted heel (knee_to_wall) from the side",
    "hip_internal_rotation": "film seated hip rotation from the front, once active and once assisted",
}


@dataclass(frozen=True)
class Placed:
    """A measure with the position it was taken in."""

    measure: Measure
    position: str


def position_of(analysis: Analysis, measure: Measure) -> str:
    """The position of one measure, from the movement and, where that leaves it open, from the picture."""
    name = analysis.movement.name
    if name in ("running", "walking"):
        return STRIDE
    if name == "knee_to_wall":
        return LUNGE_STRAIGHT if "knee straight" in measure.definition else LUNGE_BENT
    if name == "ankle_car":
        return UNLOADED
    if name in ("seated_hip_rotation", "thoracic_car"):
        return _from_definition(measure) or SEATED
    return _from_definition(measure) or UPRIGHT


def _from_definition(measure: Measure) -> str | None:
    """The position that the movement found in the picture; it stands behind the definition's semicolon."""
    said = measure.definition.partition(";")[2]
    words = (("all fours", ALL_FOURS), ("lying", LYING), ("prone", LYING), ("seated", SEATED), ("kneeling", KNEELING))
    return next((position for word, position in words if word in said), None)


def of_own_zero(measures: Iterable[Measure], zero: Mapping[AngleKey, str]) -> tuple[Measure, ...]:
    """The measures; the definition of those of an angle that is counted from standing says so.

    Parameters
    ----------
    zero
        Which zero every angle has.
    """
    return tuple(
        replace(one, definition=with_zero(one.definition))
        if zero_of(zero, one.quantity, one.side) == "standing"
        else one
        for one in measures
    )


def with_zero(definition: str) -> str:
    """The definition of an angle that is counted from the person's own standing, which is another angle."""
    base, mark, rest = definition.partition(";")
    return f"{base}, from own standing{mark}{rest}"


def family_of(motion: str, position: str) -> frozenset[str]:
    """The positions that may be compared with this one; itself alone where nothing else is known."""
    return next((f for f in FAMILIES.get(motion, ()) if position in f), frozenset({position}))


def why_unlike(motion: str, one: Placed, other: Placed) -> str | None:
    """Why two measures of a motion may not be set against each other; None where they may."""
    instead = FILM_INSTEAD.get(motion, "film both in the same position")
    if other.position not in family_of(motion, one.position):
        return (
            f"{one.position} and {other.position} are different tests of {motion.replace('_', ' ')} and may not be "
            f"compared; {instead}."
        )
    if _base(one.measure.definition) != _base(other.measure.definition):
        return (
            f"one is measured as {one.measure.definition}, the other as {other.measure.definition}, and these may not "
            f"be compared; {instead}."
        )
    return None


def _base(definition: str) -> str:
    """The definition without what was added behind a semicolon, such as how the knee was held."""
    return definition.split(";")[0].strip()
