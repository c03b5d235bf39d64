"""What the camera's roll, where it was judged wrongly, does to an angle. Pure.

A picture whose content is still turned by one degree clockwise turns every angle against gravity by one degree
(science brief, section 9), in a sense that the view and the side decide.
"""

from __future__ import annotations

from typing import Final

from endrange.domain.vocabulary import Side
from endrange.synthetic.truth import Facing, Truth

#: From the side: forward lean and extension grow alike when the content of a picture that faces right turns clockwise.
FROM_SIDE: Final = ("thigh_extension", "shank_lean", "trunk_lean", "ankle_dorsiflexion")


def turned_by_roll(angle: str, side: Side | None, facing: Facing | None) -> float:
    """Degrees of an angle for every degree by which the content is still turned clockwise.

    Hip extension, knee flexion and abduction are between segments; the foot has the flat sole as its zero: 0.
    """
    if facing in ("left", "right"):
        return (1.0 if facing == "right" else -1.0) if angle in FROM_SIDE else 0.0
    if facing not in ("camera", "away"):
        return 0.0
    front = 1.0 if facing == "camera" else -1.0
    if angle == "pelvic_drop":
        return front
    if angle == "hip_internal_rotation":
        return front if side == "right" else -front
    return 0.0


def from_roll_deg(angle: str, side: Side | None, truth: Truth, judged_deg: float | None) -> float:
    """Error of an angle that comes from a roll judged wrongly, or not judged at all."""
    if truth.roll_deg is None:
        return 0.0
    left_in_picture = truth.roll_deg - (judged_deg or 0.0)
    return turned_by_roll(angle, side, truth.facing) * left_in_picture
