"""Which angle a view shows, and what to say where it does not."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.angles import View
from endrange.domain.body import Body
from endrange.domain.skeleton import PAIRS
from endrange.domain.vocabulary import ANGLES, AngleKey, MovementName, Plane
from endrange.kinematics.hips import WALKS

#: Yaw beyond which the ankle from the side is refused (science brief, section 9: yaw harms dorsiflexion most).
MAX_ANKLE_YAW_DEG: Final = 20.0

_VIEW_WORDS: Final[dict[Plane, str]] = {
    "sagittal": "This view is from the side",
    "front": "This view is from the front",
    "back": "This view is from behind",
    "oblique": "This view is oblique",
    "unknown": "The direction of this view could not be told",
}

#: A trunk known in fewer frames than this is not in the picture (proposal).
TRUNK_SHARE: Final = 0.1

#: Angles that need a bent knee and a seated thigh, or a bent one in a circle.
_ROTATION_MOVEMENTS: Final[tuple[MovementName, ...]] = ("seated_hip_rotation", "hip_car", "hold", "unknown")


#: Movements in which a foot's direction on the ground is meant.
_STEPS: Final[tuple[MovementName, ...]] = ("running", "walking", "standing", "unknown")


def no_trunk(key: AngleKey, body: Body, view: View) -> str | None:
    """Why nothing is told of a clip that shows legs alone, and how to refilm; None where that is not the reason."""
    if view.plane != "unknown":
        return None
    ends = [at for part in ("shoulder", "hip") for at in PAIRS[part]]
    if np.mean(np.isfinite(body.position_px[:, ends]).all(axis=(1, 2))) >= TRUNK_SHARE:
        return None
    what = ANGLES[key.angle].title.lower()
    return (
        f"Shoulders and hips are not in the picture, and legs alone tell neither the view nor {what}: "
        f"{ANGLES[key.angle].refilm}, the whole body in view."
    )


def why_not(key: AngleKey, view: View, movement: MovementName) -> str | None:
    """One sentence why this view does not show an angle and how to refilm; None where it does."""
    definition = ANGLES[key.angle]
    if view.plane not in shown_in(key.angle, movement):
        what = definition.title.lower()
        return f"{_VIEW_WORDS[view.plane]}, which does not show {what}: {definition.refilm}."
    if key.angle == "foot_progression" and movement not in _STEPS:
        return "The foot's direction is told from the front while it steps; film walking, running or standing for it."
    if key.angle == "trunk_rotation" and movement in WALKS:
        return (
            "The turn of a runner's shoulders is too small for a view from front or back; film a seated trunk rotation "
            "for the range."
        )
    if key.angle == "hip_internal_rotation" and movement not in _ROTATION_MOVEMENTS:
        return (
            f"Hip rotation shows in the shank's direction only while the knee is bent and still: {definition.refilm}."
        )
    yaw = view.yaw_deg
    if key.angle in ("ankle_dorsiflexion", "foot_pitch") and yaw is not None and abs(yaw) > MAX_ANKLE_YAW_DEG:
        return (
            f"The camera stands about {abs(yaw):.0f} degrees off the side, too far for the foot, whose direction "
            f"changes with every degree: {definition.refilm}."
        )
    return None


def other_leg(key: AngleKey, movement: MovementName) -> str | None:
    """Why a leg's angle is missing though the view shows the other leg's; None where that is not the reason."""
    if key.angle == "hip_abduction" and movement == "hip_car":
        return "From the side only the near leg's abduction shows, while it circles; film the other leg from its side."
    return None


def shown_in(angle: str, movement: MovementName) -> tuple[Plane, ...]:
    """Views that show an angle in this movement."""
    views = ANGLES[angle].views
    if angle == "hip_abduction" and movement == "hip_car":
        return (*views, "sagittal")
    return views
