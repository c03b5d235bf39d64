"""What strides are worth: peaks and means of angles, tempo, each a measure with its error or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from endrange.domain.analysis import Evidence
from endrange.domain.looks import Floats
from endrange.domain.measure import Curve, Event, Measure
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey, Side
from endrange.movement.bouts import GaitClip, bout_events
from endrange.movement.gait_contacts import Gait
from endrange.movement.gait_lines import PERCENT
from endrange.movement.gait_strides import Stride
from endrange.movement.gait_tempo import stride_seconds
from endrange.movement.measuring import measure_angle, measure_quantity, refuse_angle, role_of
from endrange.movement.wording import median_of

Statistic = Literal["stride_peak", "stance_peak", "swing_peak", "mean", "stance_mean"]

#: Share of stance in which the knee's bend under load is looked for: before the foot is about to leave, when the knee
#: bends anew for the swing (in walking from the middle of stance on). Science brief, section 3.1; Perry & Burnfield.
KNEE_LOAD: Final = {"running": 0.85, "walking": 0.50}

#: Share of stance in which the sole lies flat enough for the foot's direction (proposal).
MID_STANCE: Final = (0.2, 0.8)

#: What no number of contacts averages out, seconds: the constant leads and lags come from one runner, methods differ by
#: 10 to 25 ms between studies (science brief, section 5), runners' ways of landing too (proposal).
CONTACT_SYSTEMATIC_S: Final = {"side": 0.012, "frontal": 0.025}

#: One contact against a force plate, seconds, from a side view at 30 to 60 frames a second (measured on one runner).
CONTACT_SCATTER_S: Final = 0.008

_WHEN: Final[dict[Statistic, str]] = {
    "stride_peak": "highest of each stride",
    "stance_peak": "highest of each stance",
    "swing_peak": "highest of each swing",
    "mean": "mean of each stride",
    "stance_mean": "mean of each stance's middle",
}


@dataclass(frozen=True)
class Asked:
    """One angle's statistic that a gait reports; ``main`` ones have an evidence frame."""

    quantity: str
    statistic: Statistic
    main: bool = False


SIDE_VIEW: Final = (
    Asked("hip_extension", "stride_peak", main=True),
    Asked("thigh_extension", "stride_peak", main=True),
    Asked("ankle_dorsiflexion", "stance_peak", main=True),
    Asked("knee_flexion", "stance_peak", main=True),
    Asked("knee_flexion", "swing_peak", main=True),
)

CURVES: Final = ("hip_extension", "thigh_extension", "knee_flexion", "ankle_dorsiflexion", "trunk_lean", "pelvic_drop")


#: Share of a side's strides in which a peak must be seen, once there are that many strides: what is seen of fewer is
#: what was least lost and not the runner's usual (proposal).
LEAST_SEEN: Final = 0.4
MANY_STRIDES: Final = 4


def angle_measures(clip: GaitClip) -> tuple[Measure, ...]:
    """Every angle that is asked of a side view, both sides, and the trunk's lean."""
    found = [angle_measure(clip, asked, side) for asked in SIDE_VIEW for side in SIDES]
    return (*found, trunk_lean(clip))


def angle_measure(clip: GaitClip, asked: Asked, side: Side) -> Measure:
    """Median over one side's strides of the angle's peak in its phase."""
    motion, key = clip.motion, AngleKey(asked.quantity, side)
    if key in motion.angles.refused:
        return refuse_angle(motion, asked.quantity, side, asked.statistic, motion.angles.refused[key])
    strides = [s for s in clip.used if s.side == side]
    tops = [peak_of(clip, s, asked) for s in strides]
    values = np.array([v for v, _ in tops])
    if len(values) >= MANY_STRIDES and np.isfinite(values).mean() < LEAST_SEEN:
        values = np.full(len(values), np.nan)
    times = np.array([clip.film_s(t) for _, t in tops])
    return measure_angle(
        motion, asked.quantity, side, asked.statistic, values, times, definition=words_of(asked, clip.gait)
    )


def words_of(asked: Asked, gait: Gait) -> str:
    """Definition of one measure; a walk's is another than a run's."""
    strides = "strides" if gait == "running" else "walking strides"
    return f"{ANGLES[asked.quantity].definition}; {_WHEN[asked.statistic]}, median over {strides}"


def peak_of(clip: GaitClip, stride: Stride, asked: Asked) -> tuple[float, float]:
    """Peak of one stride's phase and its moment of life; NaN where it was lost."""
    return clip.lines[AngleKey(asked.quantity, stride.side)].peak(*phase_of(clip, stride, asked))


def phase_of(clip: GaitClip, stride: Stride, asked: Asked) -> tuple[float, float]:
    """The part of the stride in which the statistic is taken, seconds of life."""
    toe_off = stride.at(stride.stance_share)
    if asked.statistic == "stance_peak":
        loaded = KNEE_LOAD[clip.gait] if asked.quantity == "knee_flexion" else 1.0
        return stride.start_s, stride.at(loaded * stride.stance_share)
    if asked.statistic == "swing_peak":
        return toe_off, stride.end_s
    if asked.statistic == "stance_mean":
        return stride.at(MID_STANCE[0] * stride.stance_share), stride.at(MID_STANCE[1] * stride.stance_share)
    return stride.start_s, stride.end_s


def trunk_lean(clip: GaitClip) -> Measure:
    """Mean over each stride of both sides."""
    motion, key = clip.motion, AngleKey("trunk_lean", None)
    asked = Asked("trunk_lean", "mean")
    if key in motion.angles.refused:
        return refuse_angle(motion, "trunk_lean", None, "mean", motion.angles.refused[key])
    means = np.array([clip.lines[key].mean(s.start_s, s.end_s) for s in clip.used])
    times = np.array([clip.film_s(s.start_s) for s in clip.used])
    return measure_angle(motion, "trunk_lean", None, "mean", means, times, definition=words_of(asked, clip.gait))


def tempo_measures(clip: GaitClip) -> tuple[Measure, ...]:
    """Cadence, stride time and contact time; refused where the film's speed is not known."""
    stride_times = np.array([s.duration_s for s in clip.used])
    stride_times = stride_times * (_mean_stride_s(clip) / stride_times.mean()) if len(stride_times) else stride_times
    when = np.array([clip.film_s(s.start_s) for s in clip.used])
    tempo = _tempo_error(clip)
    mean = float(stride_times.mean()) if len(stride_times) else float("nan")
    per_stride = 120.0 / mean * (2.0 - stride_times / mean)  # its mean is that of all the time, not of reciprocals
    cadence = "steps a minute of life, two a stride; from contact to contact of the same foot"
    return (
        _timed(clip, "cadence", None, per_stride, when, 120.0 / mean * tempo, cadence),
        _timed(clip, "stride_time", None, stride_times, when, mean * tempo, "contact to next contact of the same foot"),
        *(_contact_time(clip, side) for side in (None, *SIDES)),
    )


def _mean_stride_s(clip: GaitClip) -> float:
    """Mean stride time of the strides that count: by the motion of each bout where it tells it, else by contacts."""
    total, strides = 0.0, 0
    for bout in clip.bouts:
        used = [s for s in bout.strides if s.used]
        if not used:
            continue
        whole = stride_seconds(bout.stretch, min(s.start_s for s in used), max(s.end_s for s in used))
        counted = float(np.mean([s.duration_s for s in used]))
        total += len(used) * (whole if np.isfinite(whole) else counted)
        strides += len(used)
    return total / strides if strides else float("nan")


def _tempo_error(clip: GaitClip) -> float:
    """Relative error of the tempo, from the ends alone: in between, one stride's error is the next one's gain."""
    spans = [(s.start_s, s.end_s) for s in clip.used]
    if not spans:
        return 0.0
    whole = max(e for _, e in spans) - min(s for s, _ in spans)
    return float(np.sqrt(2.0) * CONTACT_SCATTER_S / whole)


def _contact_time(clip: GaitClip, side: Side | None) -> Measure:
    strides = [s for s in clip.used if side in (None, s.side)]
    frontal = not any(b.stretch.signals.sees_forward for b in clip.bouts)
    text = "foot on the ground, from contact to toe-off, by the feet's place against the hips"
    if frontal and clip.gait == "walking":
        reason = "From front or back a walker's toe-off does not show; film from the side, camera at hip height."
        return _refused(clip, "contact_time", side, reason, text)
    systematic = CONTACT_SYSTEMATIC_S["frontal" if frontal else "side"]
    values = np.array([s.contact_time_s for s in strides])
    when = np.array([clip.film_s(s.start_s) for s in strides])
    return _timed(clip, "contact_time", side, values, when, systematic, text)


def _timed(
    clip: GaitClip, quantity: str, side: Side | None, values: Floats, when: Floats, systematic: float, text: str
) -> Measure:
    if clip.unsure_speed is not None:
        return _refused(clip, quantity, side, clip.unsure_speed, text)
    return measure_quantity(
        clip.motion, quantity, side, "mean", values, when, systematic_sd=systematic, definition=text
    )


def _refused(clip: GaitClip, quantity: str, side: Side | None, reason: str, text: str) -> Measure:
    role = role_of(clip.motion.label)
    return Measure.refused(quantity, side, "mean", reason, definition=text, role=role, clip=clip.motion.clip)


def stride_events(clip: GaitClip) -> tuple[Event, ...]:
    """Bouts, contacts, toe-offs and strides, times in film, in order."""
    events: list[Event] = list(bout_events(clip))
    for bout in clip.bouts:
        for contact in bout.contacts:
            at = clip.film_s(contact.contact_s)
            events.append(Event("contact", contact.side, at, at))
            if np.isfinite(contact.toe_off_s):
                off = clip.film_s(contact.toe_off_s)
                events.append(Event("toe_off", contact.side, off, off))
        events += [_stride_event(clip, s) for s in bout.strides]
    return tuple(sorted(events, key=lambda e: (e.start_s, e.end_s)))


def _stride_event(clip: GaitClip, stride: Stride) -> Event:
    marks: dict[str, float | str] = {}
    if np.isfinite(stride.toe_off_s):
        marks["toe_off_s"] = clip.film_s(stride.toe_off_s)
    for asked in SIDE_VIEW:
        value, time_s = peak_of(clip, stride, asked)
        if np.isfinite(value):
            name = f"{asked.quantity}_{asked.statistic}"
            marks |= {f"{name}_s": clip.film_s(time_s), f"{name}_deg": value}
    start, end = clip.film_s(stride.start_s), clip.film_s(stride.end_s)
    return Event("stride", stride.side, start, end, marks, stride.used, stride.left_out)


def curves(clip: GaitClip) -> tuple[Curve, ...]:
    """Every curve that the view shows, per side on that side's strides."""
    found = []
    for quantity in CURVES:
        for side in SIDES:
            key = AngleKey(quantity, side if ANGLES[quantity].sided else None)
            strides = [s for s in clip.used if s.side == side]
            rows = clip.lines[key].curves(strides) if key not in clip.motion.angles.refused else np.empty(0)
            if np.isfinite(rows).any():
                found.append(Curve(quantity, side, PERCENT, rows, "contact to contact", _toe_off_mark(strides)))
    return tuple(found)


def _toe_off_mark(strides: Sequence[Stride]) -> dict[str, float]:
    known = [s.stance_share for s in strides if np.isfinite(s.toe_off_s)]
    return {"toe-off": 100.0 * float(np.median(known))} if known else {}


def evidence(measures: Sequence[Measure]) -> tuple[Evidence, ...]:
    """A frame for each main measure: the stride nearest to the median."""
    main = {(a.quantity, a.statistic) for a in SIDE_VIEW if a.main}
    main |= {("pelvic_drop", "stance_mean"), ("foot_progression", "stance_mean")}
    return tuple(
        Evidence(m.time_s, caption_of(m), m.quantity, m.side if ANGLES[m.quantity].sided else None)
        for m in measures
        if m.value is not None and m.time_s is not None and (m.quantity, m.statistic) in main
    )


def caption_of(measure: Measure) -> str:
    """What the frame shows, in words."""
    title = ANGLES[measure.quantity].title.lower()
    number = f"{measure.value:.0f} degrees{median_of(measure.n, 'stride')}".replace("-", "\N{MINUS SIGN}")
    if not ANGLES[measure.quantity].sided:
        text = f"{title} in {measure.side} stance, free side low, {number}"
    else:
        phases = {"stance_peak": " in stance", "stance_mean": " in stance", "swing_peak": " in swing"}
        phase = phases.get(measure.statistic, "")
        text = f"{measure.side} {title}{phase} {number}"
    return text[0].upper() + text[1:]
