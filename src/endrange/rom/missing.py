"""What a session did not show, and how to film it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Missing
from endrange.domain.vocabulary import ANGLES, SIDES, Role, Side
from endrange.rom.gather import Range

#: Motion and role, and what to film for it, that make a whole assessment.
WANTED: Final[dict[tuple[str, Role], str]] = {
    ("hip_extension", "passive"): "Film a standing hip extension held from outside, from the side: "
    "passive_hip_extension_{side}.mp4.",
    ("hip_extension", "active"): "Film two slow standing hip circles from the side: hip_car_{side}.mp4.",
    ("hip_extension", "demand"): "Film ten seconds of running from that side: run_{side}.mp4.",
    ("hip_internal_rotation", "passive"): "Film assisted seated hip rotation from the front: "
    "passive_seated_hip_rotation_{side}.mp4.",
    ("hip_internal_rotation", "active"): "Film seated hip rotation from the front: seated_hip_rotation_{side}.mp4.",
    ("ankle_dorsiflexion", "active"): "Film a knee-to-wall lunge from the side: knee_to_wall_{side}.mp4.",
    ("ankle_dorsiflexion", "demand"): "Film ten seconds of running from that side: run_{side}.mp4.",
}


def missing_of(ranges: Iterable[Range], analyses: Iterable[Analysis]) -> tuple[Missing, ...]:
    """Every wanted range without a value: the reason that a clip gave, or that no clip shows it."""
    have = {(r.motion, r.side, r.kind) for r in ranges}
    analyses = tuple(analyses)
    found = []
    for (motion, role), film in WANTED.items():
        for side in SIDES:
            if (motion, side, role) not in have:
                found.append(Missing(motion, side, role, _reason(motion, side, role, analyses), film.format(side=side)))
    return tuple(found)


def _reason(motion: str, side: Side, role: Role, analyses: tuple[Analysis, ...]) -> str:
    """The refusal of a clip that was meant to show it; else that there is none."""
    for analysis in analyses:
        for measure in analysis.measures:
            if (measure.quantity, measure.side, measure.role) == (motion, side, role) and measure.reason:
                return f"{analysis.clip.file}: {measure.reason}"
    return f"No clip shows the {role} {ANGLES[motion].title.lower()} of the {side} side."
