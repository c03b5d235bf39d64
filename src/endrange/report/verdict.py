"""From measures to the few lines that are read first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from endrange.domain.analysis import Analysis
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLES, MovementName, Side
from endrange.report import words
from endrange.report.missing import missing_of
from endrange.report.rows import FIRST, Row, companions_of, difference_text, number_text, rows_of, tested_side

MAX_LINES: Final = 5  # what is read in a minute, on one screen of a phone (proposal)
MAX_MISSING_LINES: Final = 2

_SEVERITIES: Final = ("error", "warning", "info")


@dataclass(frozen=True)
class Line:
    """One line of the verdict.

    Attributes
    ----------
    values
        Side, its label (empty for the midline) and number, to be set large.
    note
        One or two sentences in small print; empty where there is nothing to add.
    """

    kind: Literal["finding", "number", "missing"]
    title: str
    values: tuple[tuple[Side | None, str, str], ...] = ()
    note: str = ""

    @property
    def text(self) -> str:
        """The line as plain text."""
        numbers = ", ".join(f"{label} {number}".strip() for _, label, number in self.values)
        said = f"{self.title}: {numbers}" if numbers else self.title
        return f"{said.rstrip('.')}. {self.note}".strip()


@dataclass(frozen=True)
class VerdictText:
    """Everything that stands above the first picture."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]
    meaning: str


def verdict_of(analysis: Analysis) -> VerdictText:
    """Title, subtitle, three to five lines and what the range stands for."""
    rows = rows_of(analysis.measures, analysis.movement.name)
    finding = _finding_lines(analysis.findings)
    missing = [Line("missing", one.title, note=one.reason) for one in missing_of(rows)]
    room = MAX_LINES - len(finding)
    told = _number_rows(rows, analysis.movement.name)
    missing = _within(missing, 1 if told else MAX_MISSING_LINES)
    near = analysis.view.near_side if analysis.view.plane == "sagittal" else None
    numbers = [_number_line(row, rows, near) for row in told[: room - len(missing)]]
    meaning = words.MEANING.get(analysis.movement.name, "") if numbers else ""
    if numbers and analysis.movement.effort == "passive":
        meaning = words.MEANING_PASSIVE
    return VerdictText(title_of(analysis), subtitle_of(analysis), (*finding, *numbers, *missing), meaning)


def title_of(analysis: Analysis) -> str:
    """``Hip circles, right``."""
    label = analysis.movement
    title = words.MOVEMENT[label.name]
    side = tested_side(label)
    parts = [title, label.effort if label.effort == "passive" else "", words.SIDE[side] if side else ""]
    return ", ".join(part for part in parts if part)


def subtitle_of(analysis: Analysis) -> str:
    """Seen from where, how long, how many strides or repetitions of each side."""
    clip = analysis.clip
    parts = [words.seen_from(analysis.view), f"{clip.duration_s:.1f} s"]
    for kind, one in (("stride", "stride"), ("repetition", "repetition")):
        for side in ("left", "right", None):
            n = sum(e.kind == kind and e.side == side and e.used for e in analysis.events)
            if n:
                parts.append(words.counted(n, f"{side} {one}" if side else one))
    if clip.slow_motion is not None:
        parts.append(words.slowed(clip.slow_motion.factor, clip.slow_motion.source))
    return " · ".join(parts)


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The most serious first; equals stay in order."""
    return sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def _finding_lines(findings: tuple[Finding, ...]) -> list[Line]:
    """The most serious finding, if it is more than a note, with a pointer to the others."""
    serious = [finding for finding in sorted_findings(findings) if finding.severity != "info"]
    if not serious:
        return []
    worst = serious[0]
    note = [worst.suggestion or "", words.more_findings(len(serious) - 1) if len(serious) > 1 else ""]
    return [Line("finding", worst.message, note=" ".join(part for part in note if part))]


def _number_rows(rows: tuple[Row, ...], movement: MovementName) -> list[Row]:
    """Rows to be told: what tells most of this movement, else every angle, else whatever there is."""
    beside = {key for row in rows if row.measured for key in companions_of(row.key)}
    told = [row for row in rows if row.measured and row.key not in beside]
    first = {near for key in FIRST.get(movement, ()) for near in (key, *companions_of(key))}
    ranked = ([row for row in told if row.key in first], [row for row in told if row.quantity in ANGLES], told)
    return next((chosen for chosen in ranked if chosen), [])


def _number_line(row: Row, rows: tuple[Row, ...], near_side: Side | None) -> Line:
    measured = [(side, row.cells[side]) for side in row.told_sides]
    values = tuple(
        (side, words.side_label(side, near_side), number_text(cell, flipped=row.flipped)) for side, cell in measured
    )
    notes = [
        words.MEANT.get(row.quantity, ""),
        _companion_note(row, rows),
        difference_text(row, near_side) or "",
        _rough_note(measured),
    ]
    note = "; ".join(note for note in notes if note)
    title = f"{row.title}, {row.subtitle}"
    return Line("number", title, values, note[:1].upper() + note[1:] + "." if note else "")


def _companion_note(row: Row, rows: tuple[Row, ...]) -> str:
    """What was reached by momentum beside a held range, the median beside the best, the drift of a hold."""
    by_key = {other.key: other for other in rows if other.measured}
    return "; ".join(_beside(by_key[key], row.statistic) for key in companions_of(row.key) if key in by_key)


def _beside(row: Row, told: str) -> str:
    """One row in a phrase, to stand beside the statistic that is told."""
    cells = [(side, row.cells[side]) for side in row.told_sides]
    alone = len(cells) == 1
    texts = [f"{'' if alone else side or ''} {number_text(cell, flipped=row.flipped)}".strip() for side, cell in cells]
    return words.beside(told, row.statistic, words.listed(texts))


def _rough_note(measured: list[tuple[Side | None, Measure]]) -> str:
    sides = [side for side, cell in measured if cell.grade == "C"]
    if not sides:
        return ""
    named = [side for side in sides if side is not None]
    return f"{words.listed([*named])}: {words.ROUGH}" if named and len(named) < len(measured) else words.ROUGH


def _within(lines: list[Line], most: int) -> list[Line]:
    """The first lines, the last of them pointing to those that are left out."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], replace(last, note=f"{last.note} {words.MORE_MISSING}".strip())]
