"""Hold: a joint taken to the end of its range and kept there, by its own strength or by a hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.analysis import Evidence, MovementLabel
from endrange.domain.body import Span
from endrange.domain.measure import Event, Finding, Measure, grade_of
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import ANGLES, OTHER_SIDE, SIDES, AngleKey, MovementName, Side
from endrange.movement.found import Found, hold_event
from endrange.movement.gaps import why_hidden
from endrange.movement.hands import effort_of
from endrange.movement.holds import Hold, find_holds
from endrange.movement.measuring import measure_angle, refuse_angle, role_of
from endrange.movement.picture import Picture, leg_state, see, travel_of
from endrange.movement.plateau import SETTLED_S, EndRangeSet, Held, end_range_set, held_angles, named_hold
from endrange.movement.posture import position_of
from endrange.movement.protocol import Guide, Motion, Outcome
from endrange.movement.series import falls, life_seconds, longest_run, rises
from endrange.movement.stays import STRAIGHT, still_leg
from endrange.movement.wording import in_words

#: Steadiness shows to this precision: what a smoothed angle trembles by itself (proposal).
DRIFT_SD_DEG: Final = 0.7

#: A movement that goes to and fro is the better explanation where both fit (proposal).
SURE: Final = 0.95

#: A side is held more surely than the other from this difference of confidence (proposal).
MORE_SURE: Final = 0.3

#: Start and end of a hold are known to this (proposal).
TIME_SD_S: Final = 0.2

#: A drift larger than this is worth saying (proposal).
DRIFT_DEG: Final = 4.0

#: The angle that is counted from the clip's own standing beside its plateau, and how well: most of what a plateau errs
#: by is the same while that person stands (four rendered people: plateau 1.75 degrees RMS, change from the clip's start
#: 0.5 with the best looks, 0.8 with the standard ones; here with an allowance of 1 for few and for real people).
FROM_REST: Final = "hip_extension"
FROM_REST_SD_DEG: Final = 1.3

#: Standing: still for so long before the hold, these angles within so much of straight (as of a standing clip).
REST_S: Final = 0.5
UPRIGHT_DEG: Final = 20.0


GUIDE: Final = Guide(
    "Held position",
    "A joint taken to the end of its range and kept there: passive with a hand, strap or floor, or active.",
    (
        "Square to the movement: from the side for hip extension and the ankle, from the front for rotation and "
        "abduction.",
        "Camera at the height of the joint, the whole body in the picture.",
    ),
    (
        "Start from standing, sitting or lying still for a second, go to the end of the range and stay for at least "
        "five seconds.",
        "Passive: let a hand, strap or the floor hold the limb. Active: hands off.",
        "A PAILs/RAILs set is filmed whole: settle, push, pull, settle again.",
    ),
    ("Bouncing; arching the back to gain range.",),
    ("sagittal", "front", "back"),
)


@dataclass(frozen=True)
class HoldMovement:
    """One joint held near the end of its range: value, steadiness, time, and what a long set gained."""

    name: MovementName = "hold"
    cutoff_hz: float = 4.0
    guide: Guide = GUIDE

    def recognise(self, motion: Motion) -> MovementLabel:
        """One limb away from neutral and still for two seconds and a good part of the clip; nothing goes round."""
        picture = see(motion)
        best = likely_side(picture)
        frames = held_frames(picture, best)
        effort = effort_of(picture, best, slice(*frames), straps=True) if frames else "active"
        return MovementLabel("hold", _confidence(picture, best), best, effort)

    def measure(self, motion: Motion) -> Outcome:
        """The angle that was named; else every one held away from neutral, the nearest to its end first."""
        picture = see(motion)
        side = motion.label.side or likely_side(picture)
        named = motion.label.motion
        held = held_angles(motion, side) if named is None else named_hold(motion, named, side)
        if not held:
            return _nothing(motion, side)
        found, position = Found(), position_of(picture)
        for one in held:
            done = end_range_set(life_seconds(motion), motion.angles.value_deg[one.key], one)
            found += _measures(motion, one, done, position)
            if done is not None:
                found += _set(motion, one.key, done)
        return found.outcome()


def likely_side(picture: Picture) -> Side:
    """The side that is held: of two legs that are both bent and still, the one that went there."""
    sure = {side: _confidence(picture, side) for side in SIDES}
    if abs(sure["left"] - sure["right"]) > MORE_SURE:
        return max(SIDES, key=lambda side: sure[side])
    way = {side: picture.travel(side, "thigh") + picture.travel(side, "shank") for side in SIDES}
    return "left" if way["left"] > way["right"] else "right"


def _confidence(picture: Picture, side: Side) -> float:
    span = held_frames(picture, side)
    if span is None:
        return 0.0
    inside = slice(span.start, span.stop)
    own, other = leg_state(picture, side)[inside], leg_state(picture, OTHER_SIDE[side])[inside]
    if not np.isfinite(other).all(1).any():
        return 0.0
    middle = np.nanmedian(own, axis=0)
    t = picture.time_s[inside]
    length = float(t[-1] - t[0])
    foot = travel_of(t, picture.segment[side, "foot"][inside])
    return min(
        SURE,
        rises(length / picture.duration_s, 0.3, 0.45),
        rises(length, 1.5, 2.0),
        rises(float(np.linalg.norm(middle - np.nanmedian(other, axis=0))), 0.3, 0.6),
        rises(float(np.linalg.norm(middle - STRAIGHT)), 0.2, 0.4),
        falls(travel_of(t, other[:, :2]), 0.15, 0.3),
        falls(travel_of(t, other[:, 2:]), 0.15, 0.3),
        falls(0.0 if np.isnan(foot) else foot, 0.45, 0.8),
    )


def held_frames(picture: Picture, side: Side) -> Span | None:
    """The longest stretch in which the leg is still and not simply hanging or standing."""
    away = np.linalg.norm(leg_state(picture, side) - STRAIGHT, axis=1)
    return longest_run(still_leg(picture, side) & (np.nan_to_num(away) > 0.2), picture.time_s, bridge_s=0.3)


def _measures(motion: Motion, held: Held, done: EndRangeSet | None, position: str) -> Found:
    key, hold, life = held.key, held.longest, motion.life_per_film
    text = f"{ANGLES[key.angle].definition}; held, {position}"
    values = np.array([h.value_deg for h in held.holds] if done is None else [done.final_deg])
    moments = np.array(
        [(h.start_s + h.end_s) / 2 for h in held.holds] if done is None else [done.end_s - SETTLED_S / 2]
    )
    middle = (hold.start_s + hold.end_s) / 2 / life
    plateau = measure_angle(
        motion, key.angle, key.side, "plateau",
        values, moments / life, definition=text if done is None else f"{text}, last five seconds",
    )  # fmt: skip
    total = sum(h.duration_s for h in held.holds)
    rows = (
        ("drift", hold.drift_deg, "deg", DRIFT_SD_DEG, "change from the start to the end of the hold, robust line"),
        ("hold_time", total, "s", TIME_SD_S, "time within 3 degrees of the end of the range, slower than 5 deg/s"),
    )
    measures = [plateau, *(_plain(motion, key, *row, time_s=middle) for row in rows)]
    measures += _from_rest(motion, key, plateau, hold)
    caption = f"Held: {in_words(key.angle, key.side, hold.value_deg)} for {hold.duration_s:.1f} s"
    events = tuple(hold_event(h, key, life, "peak" if h.value_deg >= 0 else "low") for h in held.holds)
    return Found(
        tuple(measures), events, evidence=(Evidence(middle, caption, key.angle, key.side),),
        findings=_drifts(held, life),
    )  # fmt: skip


def _from_rest(motion: Motion, key: AngleKey, plateau: Measure, hold: Hold) -> list[Measure]:
    """The plateau counted from how the person stood before it; nothing where they were not seen standing still."""
    if key.angle != FROM_REST or plateau.value is None:
        return []
    values = motion.angles.value_deg[key]
    still = find_holds(life_seconds(motion), values, at_least_s=REST_S)
    rest = [h for h in still if h.end_s <= hold.start_s and _upright(motion, key.side, h.span)]
    if not rest:
        return []
    change = plateau.value - rest[-1].value_deg
    text = f"{ANGLES[key.angle].definition}; from how the person stood before to where it was held"
    return [_plain(motion, key, "from_rest", change, "deg", FROM_REST_SD_DEG, text, time_s=plateau.time_s or 0.0)]


def _upright(motion: Motion, side: Side | None, span: Span) -> bool:
    """Whether thigh, knee and trunk are as in standing."""
    keys = AngleKey("thigh_extension", side), AngleKey("knee_flexion", side), AngleKey("trunk_lean", None)
    parts = [motion.angles.value_deg[key][span.start : span.stop] for key in keys]
    return all(np.isfinite(part).any() and abs(np.nanmedian(part)) < UPRIGHT_DEG for part in parts)


def _plain(
    motion: Motion, key: AngleKey, statistic: str, value: float, unit: str, sd: float, definition: str, *, time_s: float
) -> Measure:
    """A figure of a hold that shares the angle's bias and so does not carry it."""
    half = Z95 * sd
    return Measure(
        key.angle, key.side, role_of(motion.label), statistic, value, unit, value - half, value + half, None, 1,
        grade_of(half, unit, value), "measured", None, definition, motion.clip, time_s,
    )  # fmt: skip


def _drifts(held: Held, life: float) -> tuple[Finding, ...]:
    spans = tuple((h.start_s / life, h.end_s / life) for h in held.holds if abs(h.drift_deg) > DRIFT_DEG)
    if not spans:
        return ()
    name = ANGLES[held.key.angle].title.lower()
    drift = max((h.drift_deg for h in held.holds), key=abs)
    return (
        Finding("hold_drifts", "info", f"The {name} drifts by {drift:+.0f} degrees while it is held.", None, spans),
    )


def _set(motion: Motion, key: AngleKey, done: EndRangeSet) -> Found:
    """A PAILs/RAILs set: what the end of the range gained."""
    life = motion.life_per_film
    marks: dict[str, float | str] = {
        "quantity": key.angle, "end": "set", "settled_deg": round(done.settled_deg, 2),
        "final_deg": round(done.final_deg, 2), "gave_way_deg": round(done.gave_way_deg, 2),
    }  # fmt: skip
    event = Event("hold", key.side, done.start_s / life, done.end_s / life, marks)
    rows = (
        ("gain", done.gain_deg, "last five seconds of the set against its first five, towards the end of the range"),
        ("gave_way", done.gave_way_deg, "how far the joint went back from where it had settled while pushing"),
    )
    measures = tuple(
        _plain(motion, key, name, value, "deg", DRIFT_SD_DEG, text, time_s=done.end_s / life)
        for name, value, text in rows
    )
    return Found(measures, (event,))


def _nothing(motion: Motion, side: Side) -> Outcome:
    angle = motion.label.motion or "hip_extension"
    key = AngleKey(angle, side if ANGLES[angle].sided else None)
    hidden = why_hidden(motion, key)
    if hidden is not None:
        return Outcome(measures=(refuse_angle(motion, key.angle, key.side, "plateau", hidden),))
    what = "No joint was" if motion.label.motion is None else f"{ANGLES[angle].title} was not"
    reason = f"{what} held still for 2 s away from neutral; go to the end of the range and stay five seconds."
    absent = Measure.refused(
        key.angle, key.side, "plateau", reason, status="absent", role=role_of(motion.label), clip=motion.clip,
        definition=ANGLES[key.angle].definition,
    )  # fmt: skip
    return Outcome(measures=(absent,))


MOVEMENT = HoldMovement()
