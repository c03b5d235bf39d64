"""Knee-to-wall: the lunge that measures the ankle under load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence, MovementLabel
from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLES, OTHER_SIDE, SIDES, AngleKey, MovementName, Side
from endrange.movement.found import Extreme, Found, repetition_events
from endrange.movement.gaps import why_hidden
from endrange.movement.measuring import measure_angle, refuse_angle
from endrange.movement.picture import Picture, cycle_s, median_of, see
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.ranges import NO_REPETITION, extremes, range_of
from endrange.movement.repetitions import Repetition, cut_repetitions
from endrange.movement.series import falls, filled, life_seconds, longest_run, rises, softened, span_of_times
from endrange.movement.wording import in_words

#: The foot is planted while its ankle stays within this of its usual place, in leg lengths (proposal: 6 cm).
PLANTED: Final = 0.07

#: A lifted heel: how far the back of the foot has risen against its toe, in foot lengths (proposal: 8 degrees, about
#: 3 cm; the points of a planted foot move half of that as the shank leans over it).
HEEL_LIFT: Final = 0.14

#: From here the knee is bent: 20 degrees take the gastrocnemius out of the way (Baumbach et al. 2014).
KNEE_BENT_DEG: Final = 20.0

#: Lean of the shank that makes a repetition (proposal).
AT_LEAST_DEG: Final = 8.0


ALL_LIFTED: Final = (
    "The heel came off the ground in every repetition, and then the lean is not the ankle's; stop where the heel wants "
    "to lift and film again."
)

GUIDE: Final = Guide(
    "Knee to wall",
    "How far the ankle bends under load: the number that can be set against the stride's.",
    (
        "From the side of the front leg, square to it, three to four metres away, lens at knee height or lower.",
        "The whole front leg and both feet are in the picture all the time.",
    ),
    (
        "Stand in a short lunge facing a wall, front foot pointing at it, knee bent.",
        "Drive the knee over the second toe towards the wall as far as the heel stays down, hold three seconds, "
        "come back until the shank is upright. Three repetitions.",
        "Then the other leg, from the other side.",
    ),
    ("A heel that lifts: that repetition is not counted.", "A foot turned out; a knee that falls inwards."),
    ("sagittal",),
)


@dataclass(frozen=True)
class KneeToWall:
    """Repetitions of a weight-bearing lunge: how far the shank leans while the heel is down."""

    name: MovementName = "knee_to_wall"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """A foot that stays planted while its shank leans over it and back, the other foot behind."""
        picture = see(motion)
        best = likely_side(picture)
        return MovementLabel("knee_to_wall", _confidence(picture, best), best, "active")

    def measure(self, motion: Motion) -> Outcome:
        """Shank lean and dorsiflexion at the end of each repetition whose heel stayed down."""
        side = motion.label.side or likely_side(see(motion))
        key = AngleKey("shank_lean", side)
        hidden = why_hidden(motion, key)
        if hidden is not None:
            return _refused(motion, side, hidden)
        lean = motion.angles.value_deg[key]
        t = life_seconds(motion)
        picture = see(motion)
        repetitions = cut_repetitions(
            t, lean, at_least=AT_LEAST_DEG, runs=motion.body.runs, within=_planted(picture, side)
        )
        peaks = extremes(motion, lean, repetitions, high=True)
        lifted = [_lifted(picture, side, r, e, motion.life_per_film) for r, e in zip(repetitions, peaks, strict=True)]
        reasons = ["heel lifted" if up else None for up in lifted]
        found = Found(events=repetition_events(motion, side, repetitions, peaks=peaks, left_out=reasons))
        used = [r for r, up in zip(repetitions, lifted, strict=True) if r.whole and not up]
        knee = _knee_words(motion, side, peaks)
        nothing = ALL_LIFTED if any(lifted) else NO_REPETITION
        for quantity in ("shank_lean", "ankle_dorsiflexion"):
            text = f"{ANGLES[quantity].definition}; heel down{knee}"
            reached = range_of(motion, quantity, side, used, ends=(True,), definition=text, nothing=nothing)
            found += replace(reached, evidence=())  # the best repetition is the one to look at
            found += _best(motion, quantity, side, used, text, nothing)
        return (found + Found(findings=_findings(repetitions, lifted, motion.life_per_film))).outcome()


def likely_side(picture: Picture) -> Side:
    """The side of which this movement is the more likely."""
    left, right = (_confidence(picture, side) for side in SIDES)
    return "left" if left > right else "right"


def _confidence(picture: Picture, side: Side) -> float:
    other = OTHER_SIDE[side]
    own, theirs = picture.travel(side, "shank"), picture.travel(other, "shank")
    return min(
        rises(own, 0.1, 0.2),
        falls(picture.wander(side, "ankle"), PLANTED, 2.5 * PLANTED),
        falls(picture.wander(side, "foot_index"), 2 * PLANTED, 4 * PLANTED),
        falls(theirs / own if own > 0 else 1.0, 1.5, 3.0),
        rises(_stagger(picture, side), 0.15, 0.3),
        rises(cycle_s(picture, picture.segment[side, "shank"]), 0.9, 1.4),
        rises(_turns_back(picture, side), 0.3, 0.6),
    )


def _stagger(picture: Picture, side: Side) -> float:
    """How far this foot stands in front of the other, in leg lengths, along where this foot points."""
    own, other = picture.joint[side, "ankle"], picture.joint[OTHER_SIDE[side], "ankle"]
    return median_of(_ahead(picture, side) * (own - other)[:, 0])


def _ahead(picture: Picture, side: Side) -> float:
    """+1 where the foot points to the right of the picture, -1 to the left, 0 where it is not seen."""
    points = median_of(picture.segment[side, "foot"][:, 0])
    return float(np.sign(points)) if np.isfinite(points) else 0.0


def _turns_back(picture: Picture, side: Side) -> float:
    """How much of the way the shank comes back: 1 for a repetition, 0 for a lunge that is taken and kept."""
    x = softened(picture.time_s, filled(picture.time_s, picture.segment[side, "shank"][:, 0]), 0.1)
    if not np.isfinite(x).any():
        return 0.0
    lean = -(_ahead(picture, side) or 1.0) * x
    top = int(np.argmax(lean))
    spread = float(np.ptp(lean)) or 1.0
    return float((lean[top] - lean[top:].min()) / spread)


def _planted(picture: Picture, side: Side) -> Span | None:
    ankle = picture.joint[side, "ankle"]
    if not np.isfinite(ankle).all(1).any():
        return None
    away = np.linalg.norm(ankle - np.nanmedian(ankle, axis=0), axis=1)
    return longest_run(np.nan_to_num(away, nan=np.inf) < 2.5 * PLANTED, picture.time_s)


def _lifted(picture: Picture, side: Side, repetition: Repetition, peak: Extreme, life: float) -> bool:
    """Whether the back of the foot is off the ground at the peak, against its lowest place in the repetition."""
    rise = heel_rise(picture, side)
    span = span_of_times(picture.time_s, repetition.start_s, repetition.end_s)
    part, t = rise[span.start : span.stop], picture.time_s[span.start : span.stop]
    near = np.abs(t - peak.time_s * life) <= 0.15
    if not np.isfinite(part).any() or not np.isfinite(part[near]).any():
        return False
    return bool(np.nanmedian(part[near]) - np.nanpercentile(part, 10) > HEEL_LIFT)


def heel_rise(picture: Picture, side: Side) -> Floats:
    """(n,) height of the back of the foot (middle of heel and ankle) over its toe, in foot lengths."""
    back = (picture.joint[side, "heel"] + picture.joint[side, "ankle"]) / 2
    foot = np.linalg.norm(picture.joint[side, "foot_index"] - picture.joint[side, "heel"], axis=1)
    known = foot[np.isfinite(foot)]
    length = float(np.median(known)) if len(known) else float("nan")
    return np.asarray((picture.joint[side, "foot_index"] - back)[:, 1] / length)


def _knee_words(motion: Motion, side: Side, peaks: tuple[Extreme, ...]) -> str:
    knee = motion.angles.value_deg[AngleKey("knee_flexion", side)]
    at = [int(np.argmin(np.abs(motion.body.time_s - e.time_s))) for e in peaks if np.isfinite(e.time_s)]
    bend = np.array([knee[i] for i in at])
    if not len(bend) or not np.isfinite(bend).any():
        return ""
    return ", knee bent" if float(np.nanmedian(bend)) >= KNEE_BENT_DEG else ", knee straight"


def _best(motion: Motion, quantity: str, side: Side, used: list[Repetition], text: str, nothing: str) -> Found:
    key = AngleKey(quantity, side)
    hidden = why_hidden(motion, key)
    if hidden is not None:
        return Found((refuse_angle(motion, quantity, side, "best", hidden),))
    tops = [e for e in extremes(motion, motion.angles.value_deg[key], used, high=True) if np.isfinite(e.value_deg)]
    top = max(tops, key=lambda e: e.value_deg, default=Extreme(float("nan"), float("nan")))
    measure = measure_angle(
        motion, quantity, side, "best", np.array([top.value_deg]), np.array([top.time_s]), definition=text
    )
    if measure.status == "absent":
        measure = replace(measure, reason=nothing)
    return Found((measure,), evidence=_picture_of(measure))


def _picture_of(measure: Measure) -> tuple[Evidence, ...]:
    if measure.value is None or measure.time_s is None:
        return ()
    caption = f"Best repetition: {in_words(measure.quantity, measure.side, measure.value)}"
    return (Evidence(measure.time_s, caption, measure.quantity, measure.side),)


def _refused(motion: Motion, side: Side, hidden: str) -> Outcome:
    measures = []
    for quantity in ("shank_lean", "ankle_dorsiflexion"):
        reason = why_hidden(motion, AngleKey(quantity, side)) or hidden
        measures += [refuse_angle(motion, quantity, side, s, reason) for s in ("repetition_peak", "held_peak", "best")]
    return Outcome(measures=tuple(measures))


def _findings(repetitions: tuple[Repetition, ...], lifted: list[bool], life: float) -> tuple[Finding, ...]:
    spans = tuple((r.start_s / life, r.end_s / life) for r, up in zip(repetitions, lifted, strict=True) if up)
    if not spans:
        return ()
    n = len(spans)
    return (
        Finding(
            "heel_lifted",
            "warning",
            f"The heel came off the ground in {n} repetition{'s' if n > 1 else ''}, which {'are' if n > 1 else 'is'} "
            "not counted.",
            "Stay just short of the point where the heel wants to lift.",
            spans,
        ),
    )


MOVEMENT = KneeToWall()
