"""Which angles are written beside the body on film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.report import words
from endrange.report.rows import tested_side

#: At each joint the first of these angles that was measured is written.
IN_PROFILE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("hip", ("hip_extension", "thigh_extension")),
    ("knee", ("knee_flexion",)),
    ("ankle", ("ankle_dorsiflexion", "shank_lean")),
)
FACE_ON: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("hip", ("hip_abduction",)),
    ("knee", ("hip_internal_rotation",)),
)


@dataclass(frozen=True)
class Readout:
    """One angle written beside the body."""

    key: AngleKey
    joint: int
    name: str


def readouts_of(analysis: Analysis) -> tuple[Readout, ...]:
    """Near side's hip, knee and ankle in profile; both sides face on; the tested side alone where one was tested.

    A clip that shows a person from several directions has the angles of each; in one frame most of them are unknown.
    """
    facings = {bout.view.facing for bout in analysis.angles.bouts} | {analysis.view.facing}
    in_profile, face_on = bool(facings & {"left", "right"}), bool(facings & {"camera", "away"})
    wanted = [(side, part, angles) for side in _sides(analysis) for part, angles in IN_PROFILE if in_profile]
    wanted += [(side, part, angles) for side in _tested(analysis) or SIDES for part, angles in FACE_ON if face_on]
    found = [_first_known(analysis, *one) for one in wanted]
    if face_on and _known(analysis, AngleKey("pelvic_drop", None)):
        found.append(Readout(AngleKey("pelvic_drop", None), point("right", "hip"), words.SHORT["pelvic_drop"]))
    return tuple(readout for readout in found if readout is not None)


def _tested(analysis: Analysis) -> tuple[Side, ...]:
    """The side of a one-sided test; nothing for movements of both legs."""
    side = tested_side(analysis.movement)
    return () if side is None else (side,)


def _sides(analysis: Analysis) -> tuple[Side, ...]:
    near = analysis.view.near_side
    return _tested(analysis) or ((near,) if near is not None else SIDES)


def _first_known(analysis: Analysis, side: Side, part: str, angles: Sequence[str]) -> Readout | None:
    for angle in angles:
        if _known(analysis, AngleKey(angle, side)):
            return Readout(AngleKey(angle, side), point(side, part), words.SHORT.get(angle, words.title_of(angle)))
    return None


def _known(analysis: Analysis, key: AngleKey) -> bool:
    values = analysis.angles.value_deg.get(key)
    return values is not None and bool(np.isfinite(values).any())
