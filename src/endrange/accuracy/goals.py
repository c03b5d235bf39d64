"""What the project holds itself to, and whether it does. Pure.

Each goal is a figure that :mod:`endrange.accuracy.summary` can give; the limits are proposals of the project, set
from what one camera and today's networks left in studies on rendered people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.accuracy.rows import AngleRow, Leg, MeasureRow, Phase, Report
from endrange.domain.vocabulary import MovementName, Plane

#: End of the name of a row that holds all views of a set.
ALL_VIEWS: Final = ", all views"


@dataclass(frozen=True)
class GoalLine:
    """One goal under one list of looks: the figure, the limit, and whether it is met.

    ``level_figure`` and ``level_met`` are the same with the part of the camera's roll taken out of every error:
    recorded looks hold no picture to judge the roll by.
    """

    name: str
    looks: str
    figure: str
    goal: str
    met: bool
    level_figure: str
    level_met: bool


#: A figure as numbers, the way they are written, and whether they are within the limit; None where nothing can be said.
Outcome = tuple[str, bool] | None
Figure = Callable[[Report], Outcome]


@dataclass(frozen=True)
class Goal:
    """A named figure with its limit in words."""

    name: str
    goal: str
    figure: Figure


def goal_lines(report: Report) -> list[GoalLine]:
    """A line for every goal and every list of looks for which there is a figure."""
    lines = []
    for goal in GOALS:
        for looks in _columns(report):
            column = _column(report, looks)
            outcome, level = goal.figure(column), goal.figure(without_roll(column))
            if outcome is not None and level is not None:
                lines.append(GoalLine(goal.name, looks, outcome[0], goal.goal, outcome[1], level[0], level[1]))
    return lines


def without_roll(report: Report) -> Report:
    """The same rows with the part that the camera's roll put in taken out of bias, error and root mean square."""
    return replace(
        report,
        angles=tuple(_level_angle(row) for row in report.angles),
        measures=tuple(
            row if row.error is None else replace(row, error=row.error - row.from_roll) for row in report.measures
        ),
    )


def _level_angle(row: AngleRow) -> AngleRow:
    if row.bias_deg is None or row.sd_deg is None:
        return row
    bias = row.bias_deg - row.from_roll_deg
    return replace(row, bias_deg=bias, rmse_deg=float(np.hypot(bias, row.sd_deg)))


def _columns(report: Report) -> list[str]:
    names = [r.key.looks for r in report.clips] + [r.looks for r in report.references]
    return list(dict.fromkeys(names))


def _column(report: Report, looks: str) -> Report:
    return Report(
        tuple(r for r in report.clips if r.key.looks == looks),
        tuple(r for r in report.angles if r.key.looks == looks),
        tuple(r for r in report.measures if r.key.looks == looks),
        tuple(r for r in report.references if r.looks == looks),
    )


@dataclass(frozen=True)
class Where:
    """Which rows a goal is about."""

    movement: MovementName
    plane: Plane
    leg: Leg

    def angles(self, rows: Sequence[AngleRow], angle: str, phase: Phase = "all") -> list[AngleRow]:
        """Rows of one angle."""
        return [
            r
            for r in rows
            if (r.key.movement, r.key.plane, r.leg, r.angle, r.phase)
            == (self.movement, self.plane, self.leg, angle, phase)
        ]

    def measures(self, rows: Sequence[MeasureRow], quantity: str, statistic: str) -> list[MeasureRow]:
        """Rows of one reported number."""
        return [
            r
            for r in rows
            if (r.key.movement, r.key.plane, r.leg, r.quantity, r.statistic)
            == (self.movement, self.plane, self.leg, quantity, statistic)
        ]


RUN_NEAR: Final = Where("running", "sagittal", "near")
RUN_FAR: Final = Where("running", "sagittal", "far")
CIRCLE_SIDE: Final = Where("hip_car", "sagittal", "near")
CIRCLE_FRONT: Final = Where("hip_car", "front", "moving")
LUNGE: Final = Where("knee_to_wall", "sagittal", "near")
HELD: Final = Where("hold", "sagittal", "near")
SEATED: Final = Where("seated_hip_rotation", "front", "moving")


def _rmse(
    where: Where, angle: str, mean: float, worst: float | None, *, phase: Phase = "all", given: float | None = None
) -> Figure:
    """Mean over clips and worst clip of the root mean square error; clips in which it is refused do not count."""

    def figure(report: Report) -> Outcome:
        rows = [r for r in where.angles(report.angles, angle, phase) if not r.refused]
        rmse = [r.rmse_deg for r in rows if r.rmse_deg is not None]
        if not rmse:
            return None
        share = float(np.mean([r.share_given for r in rows]))
        met = np.mean(rmse) <= mean and (worst is None or max(rmse) <= worst) and (given is None or share >= given)
        told = "" if given is None else f", {100 * share:.0f} % given"
        return f"{np.mean(rmse):.1f} / {max(rmse):.1f}{told}", bool(met)

    return figure


def _bias_sd(where: Where, quantity: str, statistic: str, bias: float, sd: float) -> Figure:
    """Mean and standard deviation over clips of a reported number's error."""

    def figure(report: Report) -> Outcome:
        error = _errors(where.measures(report.measures, quantity, statistic))
        if len(error) < 2:
            return None
        mean, spread = float(error.mean()), float(error.std(ddof=1))
        return f"{mean:+.1f}, {spread:.1f}", bool(abs(mean) <= bias and spread <= sd)

    return figure


def _rms(where: Where, quantity: str, statistics: Sequence[str], limit: float) -> Figure:
    """Root mean square over clips of a reported number's error, the worst of its statistics."""

    def figure(report: Report) -> Outcome:
        errors = [_errors(where.measures(report.measures, quantity, name)) for name in statistics]
        if any(len(e) == 0 for e in errors):
            return None
        rms = [float(np.sqrt(np.mean(e**2))) for e in errors]
        told = " · ".join(f"{e.mean():+.1f}, rms {r:.1f}" for e, r in zip(errors, rms, strict=True))
        return told, max(rms) <= limit

    return figure


def _errors(rows: Sequence[MeasureRow]) -> np.ndarray:
    return np.array([r.error for r in rows if r.error is not None], float)


def _legs_exchanged(report: Report) -> Outcome:
    shares = [r.exchanged for r in report.clips if r.exchanged is not None]
    if not shares:
        return None
    mean, worst = float(np.mean(shares)), float(max(shares))
    return f"{100 * mean:.2f} % / {100 * worst:.1f} %", mean <= 0.001 and worst <= 0.01


def _legs_lost(report: Report) -> Outcome:
    shares = [(r.lost_near, r.lost_far) for r in report.clips if r.lost_near is not None and r.lost_far is not None]
    if not shares:
        return None
    near, far = np.mean(np.array(shares), axis=0)
    return f"near {100 * near:.1f} %, far {100 * far:.1f} %", bool((near + far) / 2 <= 0.03)


#: Statistics that are a peak, a low or a plateau.
PEAKS: Final = (
    "stride_peak", "stance_peak", "swing_peak", "repetition_peak", "repetition_low", "held_peak", "held_low", "best",
    "plateau",
)  # fmt: skip


def _peaks_held(report: Report) -> Outcome:
    held = [r.held for r in report.measures if r.held is not None and r.unit == "deg" and r.statistic in PEAKS]
    if not held:
        return None
    return f"{100 * np.mean(held):.0f} % of {len(held)}", bool(0.90 <= np.mean(held) <= 0.98)


def _frames_held(report: Report) -> Outcome:
    rows = [r for r in report.angles if r.held is not None and r.phase == "all"]
    if not rows:
        return None
    share = float(np.average([r.held or 0.0 for r in rows], weights=[r.n for r in rows]))
    return f"{100 * share:.0f} %", 0.90 <= share <= 0.98


def _running_half_width(report: Report) -> Outcome:
    half = [
        r.half_width
        for r in report.measures
        if r.half_width is not None and r.key.movement == "running" and r.unit == "deg" and r.statistic in PEAKS
    ]
    return None if not half else (f"{np.median(half):.1f}", bool(np.median(half) <= 4.5))


def _reference(reference: str, quantity: str, limit: float, attribute: str = "rmse") -> Figure:
    def figure(report: Report) -> Outcome:
        rows = [r for r in report.references if (r.reference, r.quantity) == (reference, quantity)]
        rows = [r for r in rows if r.clip.endswith(ALL_VIEWS)] or rows
        values = [float(getattr(r, attribute)) for r in rows if r.n]
        if not values:
            return ("none found", False) if rows else None
        worst = f" / {max(values):.1f}" if len(values) > 1 else ""
        return f"{np.mean(values):.1f} {rows[0].unit}{worst}", float(np.mean(values)) <= limit

    return figure


GOALS: Final[tuple[Goal, ...]] = (
    Goal("running, near leg: thigh", "≤ 1.8 / 3.0", _rmse(RUN_NEAR, "thigh_extension", 1.8, 3.0)),
    Goal("running, near leg: hip extension", "≤ 2.3 / 3.5", _rmse(RUN_NEAR, "hip_extension", 2.3, 3.5)),
    Goal("running, near leg: knee", "≤ 2.2 / 4.0", _rmse(RUN_NEAR, "knee_flexion", 2.2, 4.0)),
    Goal("running, near leg: shank", "≤ 1.7 / 3.0", _rmse(RUN_NEAR, "shank_lean", 1.7, 3.0)),
    Goal(
        "running, near leg: ankle in stance", "≤ 3.0 / 5.0",
        _rmse(RUN_NEAR, "ankle_dorsiflexion", 3.0, 5.0, phase="stance"),
    ),
    Goal("knee-to-wall: ankle", "≤ 1.5 / 2.5", _rmse(LUNGE, "ankle_dorsiflexion", 1.5, 2.5)),
    Goal("running, far leg: thigh", "≤ 2.5", _rmse(RUN_FAR, "thigh_extension", 2.5, None)),
    Goal("running, far leg: knee", "≤ 3.5", _rmse(RUN_FAR, "knee_flexion", 3.5, None)),
    Goal(
        "running, far leg: ankle in stance", "≤ 4.0",
        _rmse(RUN_FAR, "ankle_dorsiflexion", 4.0, None, phase="stance"),
    ),
    Goal(
        "running, near leg: peak hip extension", "≤ 0.8, 1.8",
        _bias_sd(RUN_NEAR, "hip_extension", "stride_peak", 0.8, 1.8),
    ),
    Goal(
        "running, near leg: stance peak of dorsiflexion", "≤ 0.5, 2.4",
        _bias_sd(RUN_NEAR, "ankle_dorsiflexion", "stance_peak", 0.5, 2.4),
    ),
    Goal(
        "running, near leg: swing peak of the knee", "≤ 1.0, 1.8",
        _bias_sd(RUN_NEAR, "knee_flexion", "swing_peak", 1.0, 1.8),
    ),
    Goal(
        "hip circle, side: thigh", "≤ 3.0, ≥ 60 % given",
        _rmse(CIRCLE_SIDE, "thigh_extension", 3.0, None, given=0.6),
    ),
    Goal("hip circle, side: knee", "≤ 5.0, ≥ 60 % given", _rmse(CIRCLE_SIDE, "knee_flexion", 5.0, None, given=0.6)),
    Goal(
        "hip circle, side: abduction", "≤ 6.0, ≥ 60 % given",
        _rmse(CIRCLE_SIDE, "hip_abduction", 6.0, None, given=0.6),
    ),
    Goal("hip circle, front: abduction in the pelvis", "≤ 3.5", _rmse(CIRCLE_FRONT, "hip_abduction", 3.5, None)),
    Goal("knee-to-wall: shank at the top", "≤ 1.2", _rms(LUNGE, "shank_lean", ("repetition_peak",), 1.2)),
    Goal("hold: hip extension plateau", "≤ 1.5", _rms(HELD, "hip_extension", ("plateau",), 1.5)),
    Goal(
        "seated rotation, both ends", "≤ 2.5",
        _rms(SEATED, "hip_internal_rotation", ("repetition_peak", "repetition_low"), 2.5),
    ),
    Goal("legs exchanged, of frames with the legs apart", "≤ 0.1 % / 1 %", _legs_exchanged),
    Goal("knee or ankle lost, of frames", "≤ 3 %", _legs_lost),
    Goal("95 % intervals of peaks and plateaus hold the truth", "90–98 %", _peaks_held),
    Goal("95 % intervals of frames hold the truth", "90–98 %", _frames_held),
    Goal("half-width of a running peak, median", "≤ 4.5", _running_half_width),
    Goal("a real view against the others: thigh", "≤ 4.0", _reference("other views", "thigh", 4.0)),
    Goal("a real view against the others: shank", "≤ 2.3", _reference("other views", "shank", 2.3)),
    Goal("marker runners, no noise: thigh", "≤ 0.6", _reference("markers", "thigh_extension", 0.6)),
    Goal("marker runners, no noise: knee", "≤ 0.6", _reference("markers", "knee_flexion", 0.6)),
    Goal("marker runners, no noise: shank", "≤ 0.6", _reference("markers", "shank_lean", 0.6)),
    Goal("contacts against the force plate, offset out", "≤ 10 ms", _reference("force plate", "contact", 10.0, "sd")),
)  # fmt: skip
