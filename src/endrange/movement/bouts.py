"""A clip's stretches of steps, each with its own tempo, and whether the film's speed can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.measure import Event
from endrange.domain.vocabulary import AngleKey
from endrange.movement.gait_contacts import Contact, Gait, find_contacts
from endrange.movement.gait_events import Stretch, find_stretches
from endrange.movement.gait_kind import running_share
from endrange.movement.gait_lines import Line, line_of
from endrange.movement.gait_signals import gait_signals
from endrange.movement.gait_strides import Stride, cut_strides
from endrange.movement.protocol import Motion
from endrange.movement.series import life_seconds

#: Time of a step in life, seconds: running at 120 to 240 steps a minute, walking at 60 to 150 (proposal: everybody
#: between a shuffle and a sprint; 162 to 183 are usual in running, science brief, section 3.3).
STEP_S: Final[dict[Gait, tuple[float, float]]] = {"running": (0.25, 0.50), "walking": (0.40, 1.00)}

#: One person's tempo within a clip does not change by more (proposal: 2.5 to 4.5 m/s change it by 1.13).
SAME_TEMPO: Final = 1.4


@dataclass(frozen=True)
class GaitBout:
    """One stretch with its contacts and strides."""

    stretch: Stretch
    contacts: tuple[Contact, ...]
    strides: tuple[Stride, ...]


@dataclass(frozen=True)
class GaitClip:
    """A motion cut into bouts.

    Attributes
    ----------
    time_s
        (n,) seconds of life of the motion's frames.
    unsure_speed
        Why no tempo can be given; None where the film's speed is known.
    lines
        The motion's angles between its frames.
    """

    motion: Motion
    gait: Gait
    time_s: Floats
    bouts: tuple[GaitBout, ...]
    unsure_speed: str | None
    lines: Mapping[AngleKey, Line]

    @property
    def strides(self) -> tuple[Stride, ...]:
        """All strides in order of time."""
        return tuple(sorted((s for b in self.bouts for s in b.strides), key=lambda s: s.start_s))

    @property
    def used(self) -> tuple[Stride, ...]:
        """The strides that count."""
        return tuple(s for s in self.strides if s.used)

    def film_s(self, life_s: float) -> float:
        """Film time of a moment of life."""
        return life_s / self.motion.life_per_film


def cut_gait(motion: Motion, gait: Gait) -> GaitClip:
    """Find the bouts of one gait; where nothing looks like that gait, those of the other count as it."""
    stretches = [s for signals in gait_signals(motion) for s in find_stretches(signals)]
    alike = [s for s in stretches if (running_share(s) >= 0.5) == (gait == "running")]
    chosen = alike or stretches
    bouts = []
    for stretch in chosen:
        contacts = find_contacts(stretch, gait)
        bouts.append(GaitBout(stretch, contacts, cut_strides(stretch, contacts)))
    time_s = life_seconds(motion)
    lines = {key: line_of(time_s, values) for key, values in motion.angles.value_deg.items()}
    return GaitClip(motion, gait, time_s, tuple(bouts), unsure_speed(chosen, gait), lines)


def unsure_speed(stretches: Sequence[Stretch], gait: Gait) -> str | None:
    """One sentence why a tempo in life cannot be given; None where it can."""
    steps = np.array([s.step_s for s in stretches])
    if not len(steps):
        return None
    if steps.max() / steps.min() > SAME_TEMPO:
        return (
            f"The film changes its speed: a step takes {steps.min():.2f} s in one part and {steps.max():.2f} s in "
            "another, so it gives no tempo; film at one speed, or cut the slow part out with --start and --end."
        )
    low, high = STEP_S[gait]
    if steps.max() > high or steps.min() < low:
        word = "slower" if steps.max() > high else "faster"
        return (
            f"A step takes {np.median(steps):.2f} s of film, {word} than {gait} is, and the film does not say its "
            "speed; give it with --slow-motion, or film at normal speed."
        )
    return None


def bout_events(clip: GaitClip) -> tuple[Event, ...]:
    """One event a bout, with its own tempo: the time of a step in film, and the cadence where life is known."""
    events = []
    for bout in clip.bouts:
        marks: dict[str, float | str] = {
            "steps": len(bout.stretch.swings),
            "step_s": clip.film_s(bout.stretch.step_s),
        }
        if clip.unsure_speed is None:
            marks["cadence"] = 60.0 / bout.stretch.step_s
        start, end = clip.film_s(bout.stretch.start_s), clip.film_s(bout.stretch.end_s)
        events.append(Event("bout", None, start, end, marks))
    return tuple(events)
