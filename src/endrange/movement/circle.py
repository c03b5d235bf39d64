"""What a circle (CAR) is judged by besides its ranges: arc, tempo, smoothness, stillness, what the trunk pays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.measure import Finding, Measure
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import OTHER_SIDE, AngleKey, Side
from endrange.movement import arc as arcs
from endrange.movement.control import evenly, log_dimensionless_jerk, paid_share, sparc, wander
from endrange.movement.found import Found
from endrange.movement.measuring import measure_quantity, role_of
from endrange.movement.protocol import Motion
from endrange.movement.repetitions import Repetition, speed_of
from endrange.movement.series import life_seconds, local_fit, span_of_times

#: A circle faster than this is a swing, not control (science brief, section 7: 3 to 8 s a repetition).
FAST_S: Final = 3.0

#: The trunk pays when it goes this far, or this part of the way with the joint (proposals: in controlled circles of
#: rendered people it goes 3 to 8 degrees and 1 to 5 hundredths of the way).
TRUNK_DEG: Final = 12.0
TRUNK_SHARE: Final = 0.15

#: Error of the start and end of a repetition, in seconds; of a coverage; of a smoothness (proposals).
TEMPO_SD_S: Final = 0.1
COVERAGE_SD: Final = 0.05
SPARC_SD: Final = 0.15
JERK_SD: Final = 0.8
STILLNESS_SD: Final = 0.01

#: Share of a circle's frames that must show both thigh angles for its arc (proposal).
ARC_SHARE: Final = 0.5


def arc_measures(motion: Motion, side: Side, repetitions: Sequence[Repetition]) -> Found:
    """Arc coverage against the person's own best of this clip, closure, and the sectors that were skipped."""
    extension = motion.angles.value_deg[AngleKey("hip_extension", side)]
    abduction = motion.angles.value_deg[AngleKey("hip_abduction", side)]
    t = life_seconds(motion)
    spans = [span_of_times(t, r.start_s, r.end_s) for r in repetitions]
    both = np.isfinite(extension) & np.isfinite(abduction)
    enough = [s for s in spans if both[s.start : s.stop].mean() >= ARC_SHARE]
    if not enough:
        return Found((_no_arc(motion, side, repetitions),))
    ways = [arcs.direction(extension[s.start : s.stop], abduction[s.start : s.stop]) for s in enough]
    each = [arcs.arc_of(*way) for way in ways]
    best = arcs.best_of(each)
    middle = np.array([motion.body.time_s[(s.start + s.stop) // 2] for s in enough])
    covered = np.array([arcs.coverage(one, best) for one in each])
    closed = np.array([arcs.closure_deg(*way) for way in ways])
    measures = (
        measure_quantity(
            motion, "arc_coverage", side, "mean", covered, middle, systematic_sd=COVERAGE_SD,
            definition="solid angle of the thigh's arc against the trunk, over the person's own best in this clip",
        ),
        measure_quantity(
            motion, "closure", side, "mean", closed, middle, systematic_sd=3.0,
            definition="angle between where the thigh began a circle and where it ended",
        ),
    )  # fmt: skip
    spans_s = [(r.start_s / motion.life_per_film, r.end_s / motion.life_per_film) for r in repetitions]
    return Found(measures, findings=_skipped(each, best, spans_s))


def _no_arc(motion: Motion, side: Side, repetitions: Sequence[Repetition]) -> Measure:
    status: Literal["not_measurable", "absent"] = "not_measurable" if repetitions else "absent"
    reason = (
        "The thigh's arc needs flexion and abduction together, and this view shows only one of them for most of the "
        "circle; film from the side of the moving leg, standing on the other."
        if repetitions
        else "No whole circle was found; film from rest to rest, twice or more."
    )
    return Measure.refused(
        "arc_coverage", side, "mean", reason, status=status, role=role_of(motion.label), clip=motion.clip,
        definition="solid angle of the thigh's arc against the trunk, over the person's own best in this clip",
    )  # fmt: skip


def _skipped(each: Sequence[arcs.Arc], best: arcs.Arc, spans_s: Sequence[tuple[float, float]]) -> tuple[Finding, ...]:
    found = []
    for k, one in enumerate(each):
        gaps = [(a, b) for a, b in arcs.skipped(one, best) if b - a >= 2 * arcs.SECTOR_DEG]
        if gaps:
            where = ", ".join(sorted({arcs.name_of((a + b) / 2) for a, b in gaps}))
            found.append(
                Finding(
                    "arc_skipped", "info", f"Circle {k + 1} stayed short of the best one: {where}.",
                    "Go slower there and reach as far as in the best circle.", (spans_s[k],),
                )
            )  # fmt: skip
    return tuple(found)


def control_measures(
    motion: Motion, side: Side | None, repetitions: Sequence[Repetition], state: Floats, *, still_leg: bool = True
) -> Found:
    """Tempo, smoothness and stillness of each repetition.

    Parameters
    ----------
    state
        (n, k) what moves, whose speed is judged.
    still_leg
        Whether the other leg should stand still.
    """
    t = life_seconds(motion)
    spans = [span_of_times(t, r.start_s, r.end_s) for r in repetitions]
    middle = np.array([(r.start_s + r.end_s) / 2 / motion.life_per_film for r in repetitions])
    tempo = np.array([r.duration_s for r in repetitions])
    speed = speed_of(t, state)
    smooth = [evenly(t[s.start : s.stop], speed[s.start : s.stop]) for s in spans]
    rows = [
        ("tempo", "mean", tempo, TEMPO_SD_S, "time of one repetition, from rest to rest"),
        ("smoothness", "sparc", np.array([sparc(v, rate) for v, rate in smooth]), SPARC_SD,
         "spectral arc length of the speed of each repetition (SPARC); nearer to 0 is smoother"),
        ("smoothness", "log_dimensionless_jerk", np.array([log_dimensionless_jerk(v, rate) for v, rate in smooth]),
         JERK_SD, "log dimensionless jerk of the speed of each repetition; nearer to 0 is smoother"),
        ("stillness", "trunk", np.array([_trunk_wander(motion, s.start, s.stop) for s in spans]), STILLNESS_SD,
         "root mean square way of the middle of the hips, over the length of the trunk"),
    ]  # fmt: skip
    if still_leg and side is not None:
        stance = np.array([_leg_wander(motion, OTHER_SIDE[side], s.start, s.stop) for s in spans])
        rows.append(("stillness", "stance_leg", stance, STILLNESS_SD,
                     "root mean square way of the standing knee, over the length of the trunk"))  # fmt: skip
    measures = tuple(
        measure_quantity(motion, quantity, side, statistic, values, middle, systematic_sd=sd, definition=text)
        for quantity, statistic, values, sd, text in rows
    )
    return Found(measures, findings=(*_too_fast(motion, repetitions), *_trunk_pays(motion, side, repetitions)))


def _trunk_length(motion: Motion) -> float:
    p = motion.body.position_px
    trunk = (p[:, 11] + p[:, 12] - p[:, 23] - p[:, 24]) / 2
    length = np.linalg.norm(trunk, axis=1)
    known = length[np.isfinite(length)]
    return float(np.median(known)) if len(known) else float("nan")


def _trunk_wander(motion: Motion, start: int, stop: int) -> float:
    hips = (motion.body.position_px[start:stop, 23] + motion.body.position_px[start:stop, 24]) / 2
    return wander(hips, _trunk_length(motion))


def _leg_wander(motion: Motion, side: Side, start: int, stop: int) -> float:
    return wander(motion.body.position_px[start:stop, point(side, "knee")], _trunk_length(motion))


def _too_fast(motion: Motion, repetitions: Sequence[Repetition]) -> tuple[Finding, ...]:
    life = motion.life_per_film
    fast = tuple((r.start_s / life, r.end_s / life) for r in repetitions if r.duration_s < FAST_S)
    if not fast:
        return ()
    return (
        Finding(
            "too_fast", "warning",
            f"{len(fast)} of {len(repetitions)} repetitions took less than {FAST_S:g} s: what is reached then is "
            "momentum as much as control.",
            "Take six to ten seconds for one repetition.", fast,
        ),
    )  # fmt: skip


def _trunk_pays(motion: Motion, side: Side | None, repetitions: Sequence[Repetition]) -> tuple[Finding, ...]:
    """A trunk that goes with the leg: its lean seen from the side, its tilt to the side seen from front or back."""
    if side is None:
        return ()
    lean = motion.angles.value_deg[AngleKey("trunk_lean", None)]
    from_side = bool(np.isfinite(lean).any())
    t = life_seconds(motion)
    smooth, _ = local_fit(t, lean if from_side else _trunk_tilt_deg(motion))
    thigh = motion.angles.value_deg[AngleKey("thigh_extension", side)]
    pays, most = [], 0.0
    for r in repetitions:
        s = span_of_times(t, r.start_s, r.end_s)
        part = smooth[s.start : s.stop]
        if not np.isfinite(part).any():
            continue
        way = float(np.nanmax(part) - np.nanmin(part))
        share = paid_share(thigh[s.start : s.stop], part)
        if way > TRUNK_DEG or (np.isfinite(share) and abs(share) > TRUNK_SHARE):
            pays.append((r.start_s / motion.life_per_film, r.end_s / motion.life_per_film))
            most = max(most, way)
    if not pays:
        return ()
    how = "leans" if from_side else "tilts sideways"
    return (
        Finding(
            "trunk_pays", "warning",
            f"The trunk {how} with the leg, by up to {most:.0f} degrees: part of the range is not the hip's.",
            "Brace, make the circle smaller and let only the thigh move.", tuple(pays),
        ),
    )  # fmt: skip


def _trunk_tilt_deg(motion: Motion) -> Floats:
    """(n,) line from mid-hips to mid-shoulders against the picture's upright, degrees; changes alone are used."""
    p = motion.body.position_px
    trunk = (p[:, 11] + p[:, 12] - p[:, 23] - p[:, 24]) / 2
    return np.asarray(np.degrees(np.arctan2(trunk[:, 0], -trunk[:, 1])))
