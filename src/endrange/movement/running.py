"""Running: strides from contact to contact, what the stride demands of hip, knee and ankle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from endrange.domain.analysis import MovementLabel
from endrange.domain.vocabulary import MovementName
from endrange.movement.gait_kind import recognise_gait
from endrange.movement.gait_outcome import gait_outcome
from endrange.movement.protocol import Guide, Motion, Outcome

GUIDE: Final = Guide(
    "Running",
    "How far hip, knee and ankle go in every stride: what running demands of them.",
    (
        "From the side, square to the direction of running, camera still at hip height, four metres away or more.",
        "The whole body, feet and all, is in the picture all the time; 60 frames a second or more, in good light.",
        "For the pelvis and the feet film again from behind, on the treadmill's midline.",
    ),
    (
        "Run at an easy, even pace on a treadmill for half a minute: twenty strides a side make a good median.",
        "Stand still for two seconds before starting.",
        "Film once from each side: the leg behind the other is seen worse.",
    ),
    (
        "A camera that follows, a zoom, a wide-angle lens.",
        "Slow motion whose factor the file does not know: give it with --slow-motion.",
        "Rails or people in front of the legs; wide or dark clothes on a dark ground.",
    ),
    ("sagittal", "back", "front"),
)


@dataclass(frozen=True)
class Running:
    """Running on a treadmill or past the camera."""

    name: MovementName = "running"
    cutoff_hz: float = 8.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """Both legs by turns, knees high, hips highest between the steps."""
        return recognise_gait(motion, "running")

    def measure(self, motion: Motion) -> Outcome:
        """Strides of both sides, their peaks, tempo and findings."""
        return gait_outcome(motion, "running")


MOVEMENT = Running()
