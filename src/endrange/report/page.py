"""The report of one clip as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.body import Verdict
from endrange.domain.corrections import corrections_from
from endrange.domain.measure import Event, Measure
from endrange.domain.vocabulary import SIDES, Side
from endrange.report import words
from endrange.report.definitions import definitions_of
from endrange.report.evidence import shown_evidence
from endrange.report.figures import curve_plots, series_plots
from endrange.report.html import POLICY, drawn_style, player_policy, player_script, style, template
from endrange.report.missing import Missing, missing_of
from endrange.report.player import Film, context
from endrange.report.rows import Row, difference_text, number_text, rows_of
from endrange.report.verdict import sorted_findings, verdict_of

MAX_EVENTS: Final = 300  # rows; the whole list stands in analysis.json

_IF_ANY: Final = ("by_hand", "neutral")  # facts that most clips do not have
_TOLD: Final = ("corrections", "neutral")  # settings that the page tells in words


@dataclass(frozen=True)
class Cell:
    """One number of the table, or why there is none."""

    label: str
    number: str
    details: str = ""
    reason: int | None = None
    span: int = 1


def render_page(analysis: Analysis, pictures: Mapping[float, NDArray[np.uint8]], film: Film | None = None) -> str:
    """Render the page: verdict, evidence frame, video, curves, table, then everything else folded.

    Parameters
    ----------
    pictures
        (height, width, 3) uint8 RGB frames by their time, as :func:`~endrange.report.evidence_times` wants them; any
        may lack.
    film
        The overlay, tied to the curves; None leaves it out, and with it the page's only script.

    Returns
    -------
    str
        HTML that loads nothing from anywhere but a film that lies beside it; every text of the user's is escaped.
    """
    rows = rows_of(analysis.measures, analysis.movement.name)
    missing = missing_of(rows)
    told = tuple(row for row in rows if row.measured)
    near = analysis.view.near_side if analysis.view.plane == "sagittal" else None
    sides = _sides(told)
    series = series_plots(analysis)  # of slow movements: they show what curves show, and when
    return template("page.html.j2").render(
        text=words.PAGE,
        language=words.LANGUAGE,
        style=style() + drawn_style(),
        title=f"{verdict_of(analysis).title} · {analysis.clip.file}",
        clip=analysis.clip,
        verdict=verdict_of(analysis),
        pictures=shown_evidence(analysis, pictures),
        blurred=bool(analysis.provenance.settings.get("blur_faces")),
        by_hand=by_hand(analysis),
        marked=marked(analysis),
        curves=() if series else curve_plots(analysis),
        series=series,
        columns=[words.PAGE[side] for side in sides] or [words.PAGE["midline"]],
        table=[(row, _cells(row, sides, missing), difference_text(row, near)) for row in told],
        two_sided=any(difference_text(row, near) for row in told),
        missing=missing,
        grades=[words.GRADES[g] for g in sorted({m.grade for m in analysis.measures if m.grade})],
        events=[_event_row(event) for event in analysis.events[:MAX_EVENTS]],
        more_events=max(0, len(analysis.events) - MAX_EVENTS),
        findings=[(words.SEVERITY[f.severity], f, _spans(f.spans_s)) for f in sorted_findings(analysis.findings)],
        definitions=definitions_of(rows, analysis.angles.zero),
        facts=_facts(analysis),
        policy=POLICY if film is None else player_policy(film_inside=film.is_inside),
        script=None if film is None else player_script(),
        **context(analysis, film),
    )


def by_hand(analysis: Analysis) -> tuple[str, ...]:
    """What a person changed in this clip, a phrase each."""
    return corrections_from(analysis.provenance.settings.get("corrections", {})).described()


def marked(analysis: Analysis) -> bool:
    """Whether any point is drawn as moved by hand."""
    return bool((analysis.body.verdict == Verdict.MOVED).any())


def _sides(rows: tuple[Row, ...]) -> list[Side]:
    """Sides that any row has: the columns of the table."""
    return [side for side in SIDES if any(side in row.cells for row in rows)]


def _cells(row: Row, sides: list[Side], missing: Sequence[Missing]) -> list[Cell]:
    """A cell a column; a midline value goes across them."""
    if set(row.cells) == {None}:
        return [replace(_cell(None, row.cells[None], row, missing), span=max(1, len(sides)))]
    return [
        _cell(side, row.cells[side], row, missing) if side in row.cells else Cell(words.PAGE[side], "")
        for side in sides
    ]


def _cell(side: Side | None, measure: Measure, row: Row, missing: Sequence[Missing]) -> Cell:
    label = words.PAGE[side or "midline"]
    if measure.value is None:
        reason = next((i for i, one in enumerate(missing, start=1) if (row.key, side) in one.members), None)
        return Cell(label, words.status_of(measure.status, measure.statistic), reason=reason)
    digits = {"deg": 1, "s": 3, "steps/min": 1}.get(measure.unit, 2)
    details = words.cell_details(measure.n, measure.grade, measure.sd, measure.unit, measure.time_s)
    return Cell(label, number_text(measure, digits=digits, flipped=row.flipped), details)


def _event_row(event: Event) -> tuple[str, str, str, str, str]:
    remarks = words.marks(event.marks)
    if not event.used:
        remarks.append(f"{words.PAGE['left_out']}: {event.left_out or ''}".rstrip(": "))
    side = words.SIDE[event.side] if event.side else ""
    return event.kind.replace("_", " "), side, f"{event.start_s:.3f}", f"{event.end_s:.3f}", "; ".join(remarks)


def _spans(spans_s: tuple[tuple[float, float], ...]) -> str:
    shown = [words.seconds(start, end) for start, end in spans_s[:10]]
    return ", ".join(shown) + (" …" if len(spans_s) > len(shown) else "")


def _facts(analysis: Analysis) -> list[tuple[str, str]]:
    """Names and values of how the result was made."""
    clip, made, label = analysis.clip, analysis.provenance, analysis.movement
    settings: Mapping[str, Any] = made.settings
    said = {name: value for name, value in settings.items() if value is not None and name not in _TOLD}
    chosen = ", ".join(f"{name} {value}" for name, value in sorted(said.items()))
    facts = {
        "clip": words.clip_facts(clip),
        "sha256": clip.sha256,
        "movement": words.movement_facts(label.name, label.confidence),
        "view": words.view_facts(analysis.view),
        "person": words.person_facts(analysis.body.person, analysis.body.people_seen, analysis.body.share_seen),
        "smoothing": words.smoothing(analysis.body.cutoff_hz),
        "endrange": made.endrange,
        "looks": ", ".join(made.looks) or words.FROM_FILE,
        "engine": made.engine,
        "models": "; ".join(f"{model.name} ({model.sha256[:12]})" for model in made.models) or words.NOTHING,
        "settings": chosen or words.NOTHING,
        "by_hand": "; ".join(by_hand(analysis)),
        "neutral": words.standing_facts(settings.get("neutral") or {}),
        "created": made.created,
    }
    return [(words.FACT[name], fact) for name, fact in facts.items() if fact or name not in _IF_ANY]
