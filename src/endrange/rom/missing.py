"""What a session did not show, and how to film it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.assessment import ClipOutcome, Missing
from endrange.domain.vocabulary import ANGLES, SIDES, MovementName, Role, Side
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


#: What shows a motion in a role: movements, and for holds the effort.
SHOWN_BY: Final[dict[tuple[str, Role], tuple[MovementName, ...]]] = {
    ("hip_extension", "passive"): ("hold",),
    ("hip_extension", "active"): ("hip_car", "hold"),
    ("hip_extension", "demand"): ("running", "walking"),
    ("hip_internal_rotation", "passive"): ("seated_hip_rotation", "hold"),
    ("hip_internal_rotation", "active"): ("seated_hip_rotation", "hold"),
    ("ankle_dorsiflexion", "active"): ("knee_to_wall",),
    ("ankle_dorsiflexion", "demand"): ("running", "walking"),
}


def missing_of(ranges: Iterable[Range], clips: Iterable[ClipOutcome]) -> tuple[Missing, ...]:
    """Every wanted range without a value: the reason that a clip gave, or that no clip shows it."""
    have = {(r.motion, r.side, r.kind) for r in ranges}
    clips = tuple(clips)
    found = []
    for (motion, role), film in WANTED.items():
        for side in SIDES:
            if (motion, side, role) not in have:
                found.append(Missing(motion, side, role, _reason(motion, side, role, clips), film.format(side=side)))
    return tuple(found)


def _reason(motion: str, side: Side, role: Role, clips: tuple[ClipOutcome, ...]) -> str:
    """The refusal of a clip that was meant to show it, or why that clip failed; else that there is none."""
    for clip in clips:
        for measure in clip.analysis.measures if clip.analysis is not None else ():
            if (measure.quantity, measure.side, measure.role) == (motion, side, role) and measure.reason:
                return f"{clip.planned.path.name}: {measure.reason}"
    failed = next((c.reason for c in clips if c.status == "failed" and _meant(c, motion, side, role)), None)
    return failed or f"No clip shows the {role} {ANGLES[motion].title.lower()} of the {side} side."


def _meant(clip: ClipOutcome, motion: str, side: Side, role: Role) -> bool:
    """Whether a clip that failed was meant to show this range, as far as its name or entry says."""
    plan = clip.planned
    if plan.movement not in SHOWN_BY[motion, role] or plan.side not in (side, None):
        return False
    if plan.movement == "hold" and plan.motion not in (motion, None):
        return False
    if role == "demand" or plan.effort == role:
        return True
    return plan.effort is None and (role == "active" or plan.movement == "hold")
