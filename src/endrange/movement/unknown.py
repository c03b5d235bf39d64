"""Not recognised: what the view shows, without inventing a repetition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence, MovementLabel
from endrange.domain.measure import Event, Measure
from endrange.domain.vocabulary import ANGLE_KEYS, AngleKey, MovementName
from endrange.movement.found import hold_event
from endrange.movement.gaps import may_be_hidden, why_hidden
from endrange.movement.holds import find_holds
from endrange.movement.measuring import measure_angle, refuse_angle
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.series import life_seconds, local_fit

#: As sure as that nothing else is: a movement has to be at least this sure of itself (proposal).
CONFIDENCE: Final = 0.5

#: An angle that moves less than this in the whole clip was kept, not held (proposal).
MOVED_DEG: Final = 10.0


GUIDE: Final = Guide(
    "Any other movement",
    "The range of every angle that the view shows, over the whole clip.",
    ("Square to the movement, camera at hip height, the whole body in the picture.",),
    ("Move slowly and stop at the ends; say what it was with --movement if it is one of those known.",),
    (),
    ("sagittal", "front", "back"),
)


@dataclass(frozen=True)
class Unknown:
    """Ranges and holds of every visible angle over the whole clip."""

    name: MovementName = "unknown"
    cutoff_hz: float = 6.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:  # noqa: ARG002
        """What is left when no movement is sure of itself."""
        return MovementLabel("unknown", CONFIDENCE, None, None)

    def measure(self, motion: Motion) -> Outcome:
        """Highest and lowest value of every visible angle, and where it was held."""
        measures: list[Measure] = []
        events: list[Event] = []
        evidence: list[Evidence] = []
        for key in ANGLE_KEYS:
            hidden = why_hidden(motion, key)
            if hidden is not None:
                measures.append(refuse_angle(motion, key.angle, key.side, "clip_peak", hidden))
                continue
            ends = [_end(motion, key, high) for high in (True, False)]
            measures += [m for m in ends if m is not None]
            if ends[0] is not None and ends[0].time_s is not None:
                caption = f"Highest {key.column.replace('_', ' ')}: {ends[0].value:.0f} degrees"
                evidence.append(Evidence(ends[0].time_s, caption, key.angle, key.side))
            events += _holds(motion, key)
        return Outcome(tuple(sorted(events, key=lambda e: e.start_s)), tuple(measures), evidence=tuple(evidence))


def _end(motion: Motion, key: AngleKey, high: bool) -> Measure | None:
    """The highest or lowest value in the clip; None where the angle was never seen."""
    t = life_seconds(motion)
    smooth, _ = local_fit(t, motion.angles.value_deg[key])
    if not np.isfinite(smooth).any():
        return None
    index = int(np.nanargmax(smooth) if high else np.nanargmin(smooth))
    value = np.array([np.nan if may_be_hidden(t, smooth, index, high=high) else smooth[index]])
    measure = measure_angle(
        motion, key.angle, key.side, "clip_peak" if high else "clip_low", value, motion.body.time_s[[index]]
    )
    if measure.status == "absent":
        return replace(measure, reason="It was lost where it was at its end; film again with the limb in view.")
    return measure


def _holds(motion: Motion, key: AngleKey) -> list[Event]:
    t = life_seconds(motion)
    values = np.asarray(motion.angles.value_deg[key], float)
    if not np.isfinite(values).any() or np.nanmax(values) - np.nanmin(values) < MOVED_DEG:
        return []
    return [hold_event(h, key, motion.life_per_film, "between") for h in find_holds(t, values)]


MOVEMENT = Unknown()
