"""What only front and back show: the free side of the pelvis dropping, the foot's direction, the heel's whip."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.angles import Bout
from endrange.domain.looks import Floats
from endrange.domain.measure import Measure, grade_of
from endrange.domain.skeleton import point
from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey, Side
from endrange.movement.bouts import GaitClip
from endrange.movement.gait_measures import Asked, phase_of, words_of
from endrange.movement.gait_signals import FULL_LENGTH_PERCENTILE, upright
from endrange.movement.gait_strides import Stride
from endrange.movement.measuring import measure_angle, refuse_angle

FOOT: Final = Asked("foot_progression", "stance_mean")
PELVIS: Final = Asked("pelvic_drop", "stance_mean")

#: Part of the stride in which the swinging shank points most at the camera behind (rendered runners: the knee is bent
#: by more than 60 degrees), and how short it must look there.
WHIP_PHASE: Final = (0.50, 0.68)
WHIP_SHORT: Final = 0.70

#: Error of the whip as hip rotation, degrees: the view's yaw, the thigh's sideways lean and the knee's own play go into
#: it one to one (five rendered runners from behind: mean +6, scatter 6). It never grades better than C.
WHIP_SD_DEG: Final = 8.0

WHIP_WORDS: Final = (
    "heel whip in early swing: the shank's sideways direction while the knee is bent, as a proxy of hip rotation; "
    "not a hip angle, for comparing like clips only"
)


def frontal_measures(clip: GaitClip) -> tuple[Measure, ...]:
    """Pelvis, foot and whip of both sides; each refused with its reason where the view hides it."""
    found = [measure(clip, side) for measure in (pelvic_drop, foot_progression, heel_whip) for side in SIDES]
    return tuple(found)


def pelvic_drop(clip: GaitClip, side: Side) -> Measure:
    """How far the free side of the pelvis is lower than the standing side, in stance on ``side``."""
    motion, key = clip.motion, AngleKey("pelvic_drop", None)
    if key in motion.angles.refused:
        return refuse_angle(motion, "pelvic_drop", side, PELVIS.statistic, motion.angles.refused[key])
    sign = 1.0 if side == "right" else -1.0  # the vocabulary's positive is the left side low
    when = words_of(PELVIS, clip.gait).removeprefix(f"{ANGLES[PELVIS.quantity].definition}; ")
    text = f"line of the hips against the horizontal in stance on the {side} leg, free side low; {when}"
    return _stance_mean(clip, side, PELVIS, sign, text, key)


def foot_progression(clip: GaitClip, side: Side) -> Measure:
    """Direction of the standing foot, toe-out."""
    motion, key = clip.motion, AngleKey("foot_progression", side)
    if key in motion.angles.refused:
        return refuse_angle(motion, key.angle, side, FOOT.statistic, motion.angles.refused[key])
    return _stance_mean(clip, side, FOOT, 1.0, words_of(FOOT, clip.gait), key)


def _stance_mean(clip: GaitClip, side: Side, asked: Asked, sign: float, text: str, key: AngleKey) -> Measure:
    strides = [s for s in clip.used if s.side == side]
    means = sign * np.array([clip.lines[key].mean(*phase_of(clip, s, asked)) for s in strides])
    times = np.array([clip.film_s(s.at(0.5 * s.stance_share)) for s in strides])
    return measure_angle(
        clip.motion, asked.quantity, side, asked.statistic, means, times, definition=text, error_key=key
    )


def heel_whip(clip: GaitClip, side: Side) -> Measure:
    """The stated proxy of hip rotation in swing, ankle outwards positive; only from behind, of the lowest grade."""
    motion = clip.motion
    bouts = [b for b in motion.angles.bouts if b.view.plane == "back"]
    if not bouts:
        reason = (
            "Hip rotation in running does not show from here; film from behind for the heel's whip, or seated from the "
            "front with the knee bent to 90 degrees for the rotation itself."
        )
        return refuse_angle(motion, "hip_internal_rotation", side, "swing_mean", reason)
    turned = np.full(len(clip.time_s), np.nan)
    for bout in bouts:
        turned[bout.span.start : bout.span.stop] = _whip_deg(clip, side, bout)
    strides = [s for s in clip.used if s.side == side]
    means = np.array([_mean_whip(clip, turned, s) for s in strides])
    times = np.array([clip.film_s(s.at(float(np.mean(WHIP_PHASE)))) for s in strides])
    measure = measure_angle(
        motion, "hip_internal_rotation", side, "swing_mean", means, times, definition=WHIP_WORDS
    )  # fmt: skip
    return _of_low_grade(measure)


def _mean_whip(clip: GaitClip, turned_deg: Floats, stride: Stride) -> float:
    inside = (clip.time_s >= stride.at(WHIP_PHASE[0])) & (clip.time_s <= stride.at(WHIP_PHASE[1]))
    known = turned_deg[inside & np.isfinite(turned_deg)]
    return float(known.mean()) if len(known) >= 2 else float("nan")


def _whip_deg(clip: GaitClip, side: Side, bout: Bout) -> Floats:
    """Per frame of a bout: the shank's sideways share of what is seen short of it; NaN where it looks long.

    Seen along the bent knee's shank, the sideways offset of the ankle over the shank's hidden length is the sine of its
    rotation about the thigh (science brief, section 1.3, with a thigh that hangs down).
    """
    position = upright(clip.motion, bout.view)[bout.span.start : bout.span.stop]
    shank = position[:, point(side, "ankle")] - position[:, point(side, "knee")]
    length = np.hypot(shank[:, 0], shank[:, 1])
    if not np.isfinite(length).any():
        return np.full(len(length), np.nan)
    full = float(np.nanpercentile(length, FULL_LENGTH_PERCENTILE))
    outward = shank[:, 0] if side == "right" else -shank[:, 0]  # from behind the right side is the picture's right
    down = np.clip(shank[:, 1] / full, -1.0, 1.0)
    hidden = np.sqrt(1.0 - down**2)
    short = np.abs(down) < WHIP_SHORT
    ratio = np.clip(outward / full / np.where(short, hidden, 1.0), -1.0, 1.0)
    return np.where(short, np.degrees(np.arcsin(ratio)), np.nan)


def _of_low_grade(measure: Measure) -> Measure:
    if measure.value is None or measure.low is None or measure.high is None:
        return measure
    half = max((measure.high - measure.low) / 2, Z95 * WHIP_SD_DEG)
    grade = grade_of(half, "deg", measure.value)
    return replace(measure, low=measure.value - half, high=measure.value + half, grade=grade)
