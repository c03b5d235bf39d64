"""Walking: strides from contact to contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from endrange.domain.analysis import MovementLabel
from endrange.domain.vocabulary import MovementName
from endrange.movement.gait_kind import recognise_gait
from endrange.movement.gait_outcome import gait_outcome
from endrange.movement.protocol import Guide, Motion, Outcome

GUIDE: Final = Guide(
    "Walking",
    "How far hip, knee and ankle go in every stride of walking.",
    (
        "From the side, square to the direction of walking, camera still at hip height, four metres away or more.",
        "The whole body, feet and all, is in the picture; 30 frames a second are enough.",
        "For the pelvis and the feet film again from behind or from the front.",
    ),
    (
        "Walk at your usual pace on a treadmill for half a minute, or past the camera several times.",
        "Film once from each side: the leg behind the other is seen worse.",
    ),
    ("A camera that follows, a zoom.", "Rails or people in front of the legs; a long coat or a skirt."),
    ("sagittal", "back", "front"),
)


@dataclass(frozen=True)
class Walking:
    """Walking on a treadmill or past the camera."""

    name: MovementName = "walking"
    cutoff_hz: float = 6.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """Both legs by turns, feet low, hips highest over the standing leg."""
        return recognise_gait(motion, "walking")

    def measure(self, motion: Motion) -> Outcome:
        """Strides of both sides, their peaks, tempo and findings."""
        return gait_outcome(motion, "walking")


MOVEMENT = Walking()
