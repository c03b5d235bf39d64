"""Where, in a stride, one part of the body does another's work: trunk, knee, foot, pelvis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure
from endrange.domain.statistics import MEDIAN_PENALTY, Z95
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.movement.bouts import GaitClip
from endrange.movement.gait_measures import Asked, peak_of
from endrange.movement.gait_strides import Stride

#: The trunk tips by 2 to 3 degrees in every step; more, at the moment when the thigh is farthest behind, is the trunk
#: doing the hip's work (proposal).
TRUNK_TIPS_DEG: Final = 5.0

#: Runners lean forward by 3 to 10 degrees; from here on the lean supplies much of the thigh's way back (proposal).
TRUNK_LEANS_DEG: Final = 12.0

#: Knee flexion when the hip is most extended: 17 with 5 degrees of spread in 43 runners (science brief, section 3.1);
#: two spreads above that the leg is not pushed straight.
KNEE_BENT_DEG: Final = 27.0

#: Toe-out of 6 with 5 degrees of spread in walkers (science brief, section 3.3); two spreads above.
FOOT_OUT_DEG: Final = 16.0

#: The pelvis' line moves by 8 to 10 degrees in a stride, half of it to each side (science brief, section 3.3); from
#: here on the drop is large (proposal).
PELVIS_DROPS_DEG: Final = 8.0

_THIGH: Final = Asked("thigh_extension", "stride_peak")
_HIP: Final = Asked("hip_extension", "stride_peak")
_LEAN: Final = AngleKey("trunk_lean", None)


def compensations(clip: GaitClip, measures: Sequence[Measure]) -> tuple[Finding, ...]:
    """Every compensation that is larger than its error."""
    found = [f for side in SIDES for f in (*_trunk(clip, side), *_knee(clip, side))]
    return (*found, *_frontal(measures))


def _trunk(clip: GaitClip, side: Side) -> Iterator[Finding]:
    """The trunk leaning or arching as the thigh's way back runs out."""
    if not _shown(clip, _LEAN, AngleKey("thigh_extension", side)):
        return
    at_peak = _at_peak(clip, side, _LEAN, _THIGH)
    if not at_peak:
        return
    usual = np.array([clip.lines[_LEAN].mean(stride.start_s, stride.end_s) for stride, _, _ in at_peak])
    there = np.array([value for _, _, value in at_peak])
    thigh = float(np.median([peak for _, peak, _ in at_peak]))
    spans = _spans(clip, [stride for stride, _, _ in at_peak])
    tips, error = _steady(there - usual)
    if abs(tips) - error > TRUNK_TIPS_DEG:
        yield _tips(side, tips, error, spans)
    leans, error = _steady(there)
    if leans - error > TRUNK_LEANS_DEG:
        yield _leans(side, leans, thigh, spans)


def _tips(side: Side, tips: float, error: float, spans: tuple[tuple[float, float], ...]) -> Finding:
    way = "leans forward" if tips > 0 else "arches back"
    return Finding(
        "trunk_pays" if tips > 0 else "trunk_arches",
        "info",
        f"As the {side} thigh goes back, the trunk {way} by {abs(tips):.0f} ± {error:.0f} degrees against its mean.",
        "Set the stride against the hip's own active extension: the trunk may lend what the hip does not give.",
        spans,
    )


def _leans(side: Side, leans: float, thigh: float, spans: tuple[tuple[float, float], ...]) -> Finding:
    return Finding(
        "trunk_leans",
        "info",
        f"With the {side} thigh farthest back, {thigh:.0f} degrees behind the vertical, the trunk leans forward by "
        f"{leans:.0f}: so much of it is lean and not hip extension.",
        "Read hip extension against the trunk, not the thigh against gravity.",
        spans,
    )


def _knee(clip: GaitClip, side: Side) -> Iterator[Finding]:
    """The knee still bent when the hip is most extended."""
    key = AngleKey("knee_flexion", side)
    if clip.gait != "running" or not _shown(clip, key, AngleKey("hip_extension", side)):
        return
    at_peak = _at_peak(clip, side, key, _HIP)
    knee, error = _steady(np.array([value for _, _, value in at_peak]))
    if knee - error > KNEE_BENT_DEG:
        yield Finding(
            "knee_pays",
            "info",
            f"The {side} knee is still bent by {knee:.0f} ± {error:.0f} degrees when the hip is most extended "
            "(17 ± 5 in a group of runners).",
            "Look at the end of the push in the picture; a leg that leaves the ground early looks like this.",
            _spans(clip, [stride for stride, _, _ in at_peak]),
        )


def _frontal(measures: Sequence[Measure]) -> Iterator[Finding]:
    """Feet that point out, a pelvis that drops."""
    for m in measures:
        if m.value is None or m.low is None or m.statistic != "stance_mean":
            continue
        if m.quantity == "foot_progression" and m.low > FOOT_OUT_DEG:
            yield Finding("foot_out", "info", f"The {m.side} foot points out by {m.value:.0f} degrees in stance.")
        if m.quantity == "pelvic_drop" and m.low > PELVIS_DROPS_DEG:
            text = f"In stance on the {m.side} leg the free side of the pelvis drops by {m.value:.0f} degrees."
            yield Finding("pelvic_drop", "info", text)


def _at_peak(clip: GaitClip, side: Side, key: AngleKey, of: Asked) -> list[tuple[Stride, float, float]]:
    """Each stride with the peak of one angle and another angle's value at that moment."""
    found = []
    for stride in clip.used:
        if stride.side != side:
            continue
        peak, when = peak_of(clip, stride, of)
        if np.isfinite(peak):
            there = float(clip.lines[key].at(np.array([when]))[0])
            found.append((stride, peak, there))
    return found


def _steady(values: Floats) -> tuple[float, float]:
    """Median, and half of its 95 % interval from the scatter between strides alone; NaN of fewer than three values."""
    known = values[np.isfinite(values)]
    if len(known) < 3:
        return float("nan"), float("nan")
    return float(np.median(known)), float(Z95 * MEDIAN_PENALTY * known.std(ddof=1) / np.sqrt(len(known)))


def _shown(clip: GaitClip, *keys: AngleKey) -> bool:
    return not any(k in clip.motion.angles.refused for k in keys)


def _spans(clip: GaitClip, strides: Sequence[Stride]) -> tuple[tuple[float, float], ...]:
    return tuple((clip.film_s(s.start_s), clip.film_s(s.end_s)) for s in strides)
