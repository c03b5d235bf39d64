"""The comparison as plain text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from endrange import __version__
from endrange.accuracy.goals import GoalLine, goal_lines
from endrange.accuracy.rows import ReferenceRow, Report
from endrange.accuracy.summary import (
    AngleLine,
    ClipLine,
    MeasureLine,
    angle_lines,
    clip_lines,
    measure_lines,
)  # fmt: skip

SCHEMA: Final = "endrange.accuracy/1"

#: Stands where there is no figure.
NONE: Final = "–"


def as_json(report: Report) -> str:
    """Every row, and the lines made of them, as one JSON document; missing figures are ``null``."""
    document = {
        "schema": SCHEMA,
        "endrange": __version__,
        "intervals": intervals_from(report),
        "clips": [_flat(row) for row in report.clips],
        "angles": [_flat(row) for row in report.angles],
        "measures": [_flat(row) for row in report.measures],
        "references": [asdict(row) for row in report.references],
        "summary": {
            "clips": [asdict(line) for line in clip_lines(report.clips)],
            "angles": [asdict(line) for line in angle_lines(report.angles)],
            "measures": [asdict(line) for line in measure_lines(report.measures)],
            "goals": [asdict(line) for line in goal_lines(report)],
        },
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def as_text(report: Report) -> str:
    """The lines as plain tables, for a file or a wide terminal."""
    parts = [
        "Goals (mean over clips / worst clip)\n" + _goals(goal_lines(report)),
        "The same without the part of the camera's roll\n" + _level_goals(goal_lines(report)),
        "Legs, view and recognition\n" + _clips(clip_lines(report.clips)),
        "Angles, frame by frame, degrees\n" + _angles(angle_lines(report.angles)),
        "Refused, with the number of clips\n" + _refused(angle_lines(report.angles)),
        "Reported numbers against the same number of the truth\n" + _measures(measure_lines(report.measures)),
    ]
    if report.references:
        parts.append("Against references that have an error of their own\n" + _references(report.references))
    parts.append(intervals_from(report))
    failed = sorted({f"{row.key.clip} ({row.key.looks}): {row.failed}" for row in report.clips if row.failed})
    if failed:
        parts.append("Failed\n" + "\n".join(failed))
    return "\n\n".join(parts) + "\n"


def intervals_from(report: Report) -> str:
    """One sentence: which table of errors the intervals come from."""
    if report.cross_validated:
        return "Intervals of each person come from a table of errors made of the other people."
    return "Intervals come from the packaged table of errors, in which people of these clips may be."


def _flat(row: Any) -> dict[str, Any]:
    """A row's key and its figures beside each other."""
    found = asdict(row)
    key: dict[str, Any] = found.pop("key")
    return key | found


def _goals(lines: Sequence[GoalLine]) -> str:
    """A row a goal, a column a list of looks; a star where the goal is met."""
    figures = {(line.name, line.looks): _starred(line.figure, line.met) for line in lines}
    return _goal_table(lines, figures)


def _level_goals(lines: Sequence[GoalLine]) -> str:
    """The goals that the camera's roll touches, with a level camera."""
    touched = [line for line in lines if any(line.name == li.name and li.figure != li.level_figure for li in lines)]
    figures = {(line.name, line.looks): _starred(line.level_figure, line.level_met) for line in touched}
    return _goal_table(touched, figures) if touched else "none"


def _goal_table(lines: Sequence[GoalLine], figures: Mapping[tuple[str, str], str]) -> str:
    columns = list(dict.fromkeys(line.looks for line in lines))
    goals = {line.name: line.goal for line in lines}
    rows = [(name, goal, *(figures.get((name, column), "") for column in columns)) for name, goal in goals.items()]
    return _table(("* met", "goal", *columns), rows)


def _starred(figure: str, met: bool) -> str:
    return f"{figure} *" if met else figure


def _clips(lines: Sequence[ClipLine]) -> str:
    head = (
        "movement", "view", "looks", "clips", "failed", "recognised", "facing", "near", "roll rms", "yaw rms",
        "exchanged (worst)", "lost near, far",
    )  # fmt: skip
    return _table(head, [
        (
            li.movement, li.plane, li.looks, str(li.clips), str(li.failed), _share(li.recognised),
            _share(li.facing_right), _share(li.near_side_right), _number(li.roll_rms_deg), _number(li.yaw_rms_deg),
            f"{_share(li.exchanged)} ({_share(li.exchanged_worst)})", f"{_share(li.lost_near)}, {_share(li.lost_far)}",
        )
        for li in lines
    ])  # fmt: skip


def _angles(lines: Sequence[AngleLine]) -> str:
    head = (
        "movement", "view", "leg", "angle", "looks", "clips", "refused", "rmse (worst)", "bias ± between", "within",
        "without roll", "range", "given", "held", "± half-width",
    )  # fmt: skip
    return _table(head, [
        (
            li.movement, li.plane, li.leg, li.angle + (" in stance" if li.phase == "stance" else ""), li.looks,
            str(li.clips), str(li.refused), f"{_number(li.rmse_deg)} ({_number(li.worst_deg)} {li.worst_clip or ''})",
            f"{_signed(li.bias_deg)} ± {_number(li.between_sd_deg)}", _number(li.within_sd_deg),
            _number(li.level_rmse_deg), f"{_signed(li.range_error_deg)} ± {_number(li.range_sd_deg)}",
            _share(li.share_given), _share(li.held), _number(li.half_width_deg),
        )
        for li in lines
        if li.rmse_deg is not None
    ])  # fmt: skip


def _refused(lines: Sequence[AngleLine]) -> str:
    """Angles that a view was said not to show, with the number of clips, by movement, view and looks."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        if line.refused and line.phase == "all":
            name = f"{line.angle} of the {line.leg}" if line.leg != "body" else line.angle
            groups.setdefault((line.movement, line.plane, line.looks), []).append(f"{name} ({line.refused})")
    return "\n".join(f"{', '.join(group)}: {', '.join(names)}" for group, names in groups.items()) or "none"


def _measures(lines: Sequence[MeasureLine]) -> str:
    head = (
        "movement", "view", "leg", "quantity", "statistic", "unit", "looks", "clips", "none", "own events",
        "bias ± between", "rms", "worst", "held", "± half-width",
    )  # fmt: skip
    return _table(head, [
        (
            li.movement, li.plane, li.leg, li.quantity, li.statistic, li.unit, li.looks, str(li.clips), str(li.refused),
            str(li.own_events), f"{_signed(li.bias, li.unit)} ± {_number(li.between_sd, li.unit)}",
            _number(li.rms, li.unit), f"{_signed(li.worst, li.unit)} {li.worst_clip or ''}", _share(li.held),
            _number(li.half_width, li.unit),
        )
        for li in lines
    ])  # fmt: skip


def _references(rows: Sequence[ReferenceRow]) -> str:
    head = ("reference", "clip", "looks", "quantity", "unit", "n", "bias", "sd", "rmse")
    return _table(head, [
        (
            r.reference, r.clip, r.looks, r.quantity, r.unit, str(r.n), _signed(r.bias), _number(r.sd), _number(r.rmse),
        )
        for r in rows
    ])  # fmt: skip


#: Decimals by unit: an angle is not known to hundredths.
DECIMALS: Final = {"s": 3, "ratio": 2, "1": 2}


def _number(value: float | None, unit: str = "deg") -> str:
    return NONE if value is None else f"{value:.{DECIMALS.get(unit, 1)}f}"


def _signed(value: float | None, unit: str = "deg") -> str:
    return NONE if value is None else f"{value:+.{DECIMALS.get(unit, 1)}f}"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.1f} %"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two blanks apart."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)
