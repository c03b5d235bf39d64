"""The answer for one person as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from endrange.domain.assessment import Assessment, ClipOutcome
from endrange.domain.measure import Measure
from endrange.report import words as shared
from endrange.report.answer import answer_lines
from endrange.report.definitions import Definition, defined
from endrange.report.html import POLICY, drawn_style, player_policy, player_script, style, template
from endrange.report.joint_evidence import Pictures, clip_numbers, joint_evidence
from endrange.report.page import by_hand, marked
from endrange.report.player import Film, player_data
from endrange.report.rows import number_text
from endrange.report.three_numbers import three_number_plots
from endrange.report.verdict import title_of
from endrange.report.words import assessment as words

#: The measures of a joint, as the table of all numbers lists them.
PARTS: Final = ("passive", "active", "momentum", "demand", "gap", "reserve", "borrowed")


@dataclass(frozen=True)
class _ShownFilm:
    """A clip's film with what its curves need."""

    name: str
    number: int
    film: Film
    data: Mapping[str, Any]
    duration_s: float


def render_assessment(assessment: Assessment, pictures: Pictures, films: Mapping[str, Film] | None = None) -> str:
    """Render the page: answer, the three numbers, what to work on, change, sides, what is missing, then the evidence.

    Parameters
    ----------
    pictures
        (height, width, 3) uint8 RGB frames by clip and time, as :func:`~endrange.report.assessment_times` wants them;
        any may lack.
    films
        The clips' overlays by their names; any may lack, and without any the page has no script.

    Returns
    -------
    str
        HTML that loads nothing from anywhere but films that lie beside it; every text of the user's is escaped.
    """
    session = assessment.session
    failed = sum(clip.status == "failed" for clip in assessment.clips)
    who = session.athlete or words.ASSESSMENT["nobody"]
    shown = _films(assessment, films or {})
    return template("assessment.html.j2").render(
        text=words.ASSESSMENT,
        language=shared.LANGUAGE,
        style=style() + drawn_style(),
        title=f"{who} · {words.ASSESSMENT['title']}",
        who=who,
        subtitle=words.session_line(session, len(assessment.clips), failed),
        notes=session.notes,
        lines=answer_lines(assessment),
        three=three_number_plots(assessment.joints),
        focus=assessment.focus,
        change=_change_rows(assessment),
        unchanged=_unchanged(assessment),
        sides=_side_rows(assessment),
        missing=_missing_rows(assessment),
        evidence=joint_evidence(assessment, pictures),
        has_pictures=any(pictures.values()),
        blurred=any(
            c.analysis.provenance.settings.get("blur_faces") for c in assessment.clips if c.analysis is not None
        ),
        faces_blurred=shared.PAGE["faces_blurred"],
        marked=any(marked(c.analysis) for c in assessment.clips if c.analysis is not None),
        moved_text=shared.PAGE["moved_mark"],
        films=shown,
        player_text=shared.PLAYER,
        policy=player_policy(film_inside=shown[0].film.is_inside) if shown else POLICY,
        script=player_script() if shown else None,
        chain=assessment.findings,
        honest=words.HONEST,
        norms=[
            (shared.title_of(n.motion), f"{n.mode}, {n.position}; {n.population}", words.norm_text(n), n.source)
            for n in assessment.norms
        ],
        clips=[_clip_row(clip) for clip in assessment.clips],
        entries=[_entry_row(assessment, i) for i in range(len(session.baselines))],
        numbers=list(_number_rows(assessment)),
        method=words.METHOD,
        definitions=_definitions(assessment),
        figure_help=shared.PAGE["figure_help"],
        facts=_facts(assessment),
    )


def _films(assessment: Assessment, films: Mapping[str, Film]) -> list[_ShownFilm]:
    numbers = clip_numbers(assessment)
    known = [c.analysis for c in assessment.clips if c.analysis is not None and c.analysis.clip.file in films]
    return [
        _ShownFilm(f"{file} · {title_of(a)}", numbers[file], films[file], player_data(a), a.clip.duration_s)
        for a in known
        for file in (a.clip.file,)
    ]


def _definitions(assessment: Assessment) -> list[Definition]:
    """Each motion of the joints, once, as its first measure defines it."""
    found: dict[str, Definition] = {}
    for joint in assessment.joints:
        measures: list[Measure | None] = [joint.passive, joint.active, joint.demand]
        first = next((measure for measure in measures if measure is not None), None)
        if first is not None and joint.motion not in found:
            zeros = (c.analysis.angles.zero.items() for c in assessment.clips if c.analysis is not None)
            used = {name for zero in zeros for key, name in zero if key.angle == joint.motion}
            found[joint.motion] = defined(joint.motion, first.definition, sorted(used))
    return list(found.values())


def _change_rows(assessment: Assessment) -> list[tuple[str, str, str, str]]:
    """The changes that are real; the others go into one sentence."""
    return [
        (words.part_of(c.motion, c.side, c.role), words.change_size(c), c.since, f"{c.detectable:.0f}°")
        for c in assessment.change
        if c.verdict == "real change"
    ]


def _unchanged(assessment: Assessment) -> str:
    """Names what did not change by more than can be detected, joint by joint."""
    joints: dict[str, list[str]] = {}
    for c in assessment.change:
        if c.verdict != "real change":
            name = words.joint_name(c.motion, c.side)
            joints.setdefault(name, []).append(f"{words.PART[c.role]} {words.change_size(c)}")
    return words.unchanged([f"{name} ({', '.join(parts)})" for name, parts in joints.items()])


def _side_rows(assessment: Assessment) -> list[tuple[str, str, str, str]]:
    rows = []
    for a in assessment.asymmetry:
        left, right = ("" if m is None else number_text(m) for m in (a.left, a.right))
        said = "" if a.difference is None else words.sides_text(a.difference, number_text(a.difference))
        rows.append((words.part_of(a.motion, None, a.role), left, right, said))
    return rows


def _missing_rows(assessment: Assessment) -> list[tuple[str, str, str]]:
    """What is missing, why, and what to film."""
    return [(words.part_of(m.motion, m.side, m.role or ""), m.reason, m.suggestion) for m in assessment.missing]


def _clip_row(clip: ClipOutcome) -> tuple[str, str, str, str]:
    plan = clip.planned
    parts = [
        shared.MOVEMENT[clip.movement] if clip.movement else "",
        shared.title_of(plan.motion).lower() if plan.motion else "",
        clip.side or "",
        clip.effort or "",
        plan.load or "",
        f"after {plan.distance_m:g} m" if plan.distance_m is not None else "",
    ]
    shows = ", ".join(part for part in parts if part)
    changed = by_hand(clip.analysis) if clip.analysis is not None else ()
    said = f"{shared.FACT['by_hand']}: {'; '.join(changed)}." if changed else ""
    return plan.path.name, shows, words.CLIP_STATUS[clip.status], f"{clip.reason or ''} {said}".strip()


def _entry_row(assessment: Assessment, index: int) -> tuple[str, str, str]:
    entry = assessment.session.baselines[index]
    said = [entry.method, entry.position, f"{entry.repeats} times" if entry.repeats > 1 else "", entry.who or ""]
    named = words.part_of(entry.motion, entry.side, entry.role)
    return named, f"{entry.value_deg:g}°", ", ".join(part for part in (*said, entry.when or "") if part)


def _number_rows(assessment: Assessment) -> Iterable[tuple[str, str, str, str, str]]:
    """Joint, what, number, small print, definition."""
    for joint in assessment.joints:
        for part in PARTS:
            measure: Measure | None = getattr(joint, part)
            if measure is not None:
                details = shared.cell_details(measure.n, measure.grade, measure.sd, measure.unit, measure.time_s)
                where = f"{measure.clip}, {details}" if measure.clip and part not in PARTS[4:] else details
                name = words.joint_heading(joint.motion, joint.side, joint.position)
                yield name, words.PART[part], number_text(measure, digits=1), where, measure.definition


def _facts(assessment: Assessment) -> list[tuple[str, str]]:
    """How the clips were looked at, each way once."""
    made = [c.analysis.provenance for c in assessment.clips if c.analysis is not None]
    models = dict.fromkeys(f"{m.name} ({m.sha256[:12]})" for p in made for m in p.models)
    facts = {
        "endrange": ", ".join(dict.fromkeys(p.endrange for p in made)),
        "looks": "; ".join(dict.fromkeys(", ".join(p.looks) or shared.FROM_FILE for p in made)),
        "engine": ", ".join(dict.fromkeys(p.engine for p in made)),
        "models": "; ".join(models) or shared.NOTHING,
        "created": max((p.created for p in made), default=""),
    }
    return [(shared.FACT[name], fact) for name, fact in facts.items() if fact]
