"""Ranges measured by hand become measures, with the published error of their method where none is given."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.assessment import Baseline
from endrange.domain.measure import Measure, grade_of
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import ANGLES
from endrange.rom.positions import (
    ALL_FOURS,
    KNEELING,
    LUNGE_BENT,
    LUNGE_STRAIGHT,
    LYING,
    SEATED,
    UNLOADED,
    UPRIGHT,
)

#: Standard errors of measurement by motion and method, in degrees: MDC95 / (1.96 · sqrt 2).
SEM_DEG: Final[dict[tuple[str, str], float]] = {
    # Powden 2015 Man Ther, 12 studies of the weight-bearing lunge: MDC 4.6 between raters.
    ("ankle_dorsiflexion", "inclinometer"): 1.7,
    # Krause 2011, five techniques: MDC95 6-8.
    ("ankle_dorsiflexion", "goniometer"): 2.5,
    # Krause 2015, active seated, inclinometer: MDC 5.4.
    ("hip_internal_rotation", "inclinometer"): 1.95,
    # Friesenbichler 2020, manual: SDC 7.8 within a rater.
    ("hip_internal_rotation", "goniometer"): 2.8,
    # Peeler 2007/2008, Thomas test: SEM 7 (rectus version); no better figure was found for extension.
    ("hip_extension", "goniometer"): 7.0,
    ("hip_extension", "inclinometer"): 7.0,
    # Johnson 2012 J Athl Train 47:52, five methods: SEM 0.8-2.3.
    ("trunk_rotation", "goniometer"): 2.3,
    ("trunk_rotation", "inclinometer"): 2.3,
}

#: For motions without a published figure: the Thomas test's, the worst of those known (proposal).
SEM_UNKNOWN_DEG: Final = 7.0

#: Words in an entry's position, and the positions they mean.
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("non-weight", UNLOADED),
    ("non weight", UNLOADED),
    ("nwb", UNLOADED),
    ("prone", LYING),
    ("supine", LYING),
    ("lying", LYING),
    ("thomas", LYING),
    ("seated", SEATED),
    ("sitting", SEATED),
    ("all fours", ALL_FOURS),
    ("kneel", KNEELING),
    ("standing", UPRIGHT),
)

#: Words that mean a lunge, where the ankle bears weight, and words that keep weight off it.
_LUNGE: Final = ("weight-bearing", "weight bearing", "lunge")
_NO_WEIGHT: Final = ("non-weight", "non weight", "nwb")


def position_of_entry(entry: Baseline) -> str:
    """The position that an entry's own words mean; the words themselves where they mean none of ours."""
    text = entry.position.lower()
    if entry.motion == "ankle_dorsiflexion" and not any(word in text for word in _NO_WEIGHT):
        if "knee straight" in text and any(word in text for word in (*_LUNGE, "standing")):
            return LUNGE_STRAIGHT
        if any(word in text for word in _LUNGE):
            return LUNGE_BENT
    return next((position for word, position in _WORDS if word in text), text or "position not given")


def definition_of_entry(entry: Baseline) -> str:
    """How the range was defined: a goniometer at the hip is read against the pelvis, not against the trunk."""
    if entry.motion == "hip_extension":
        return "thigh against pelvis (goniometer)"
    return ANGLES[entry.motion].definition


def measure_of_entry(entry: Baseline) -> Measure:
    """An entry as a measure; ``n`` is its repeats, and its standard error SEM / root n."""
    sem = entry.sem_deg if entry.sem_deg is not None else SEM_DEG.get((entry.motion, entry.method), SEM_UNKNOWN_DEG)
    half = Z95 * sem / float(np.sqrt(entry.repeats))
    return Measure(
        entry.motion, entry.side, entry.role, entry.method, entry.value_deg, "deg", entry.value_deg - half,
        entry.value_deg + half, None, entry.repeats, grade_of(half, "deg", entry.value_deg), "measured", None,
        definition_of_entry(entry), None, None,
    )  # fmt: skip
