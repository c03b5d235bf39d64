"""``endrange assess``: a session becomes one answer for one person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from endrange.cli.analyze import looks_from
from endrange.cli.progress import shown
from endrange.domain.assessment import Assessment, ClipOutcome
from endrange.domain.errors import OutputError
from endrange.settings import make_settings

if TYPE_CHECKING:
    from endrange.rom.change import Earlier


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("assess")(assess_command)


def assess_command(
    session: Annotated[Path, typer.Argument(help="A folder of clips, or a session.toml.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("endrange-results"),
    new: Annotated[
        bool, typer.Option("--new", help="Write a commented session.toml into the folder and stop.")
    ] = False,
    new_focus: Annotated[
        bool, typer.Option("--new-focus", help="Write the texts of the suggested focus, to edit, and stop.")
    ] = False,
    athlete: Annotated[str | None, typer.Option(help="Whose clips these are, for the history.")] = None,
    focus: Annotated[Path | None, typer.Option(help="A coach's own texts of the suggested focus (focus.toml).")] = None,
    quality: Annotated[str | None, typer.Option(help="How many looks: fast, standard or best.")] = None,
    looks: Annotated[str | None, typer.Option(help="The expert's list of looks.")] = None,
    engine: Annotated[str | None, typer.Option(help="What runs the networks.")] = None,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Draw no overlays.")] = False,
    blur_faces: Annotated[bool, typer.Option("--blur-faces", help="Blur everybody's head in all pictures.")] = False,
    no_history: Annotated[bool, typer.Option("--no-history", help="Do not keep the result in the history.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the assessment as JSON.")] = False,
) -> None:
    """Set passive, active and demanded ranges of one person against each other."""
    if new or new_focus:
        for path in _write_templates(session, new=new, new_focus=new_focus):
            typer.echo(f"Written: {path}")
        return
    from endrange.pose.libraries import require_libraries

    require_libraries()
    settings = make_settings(quality=quality, looks=looks_from(looks), engine=engine, blur_faces=blur_faces)
    from endrange.assessing import assess
    from endrange.publish import write_assessment
    from endrange.session.focus import focus_of
    from endrange.session.read import read_session

    plan = read_session(session)
    plan = plan if athlete is None else replace(plan, athlete=athlete)
    texts, before = focus_of(plan.folder, focus), () if no_history else _before(plan.athlete, plan.date)
    with shown(session.name) as progress:
        found = assess(
            plan, settings, out=out, overlay=not no_overlay, before=before, focus=texts,
            progress=progress, on_clip=_tell,
        )  # fmt: skip
        page = write_assessment(found, out)
    if not no_history and plan.athlete is not None:
        from endrange.history.store import History

        History().add(found, plan.athlete)
    _print(found, page, as_json=as_json)
    if found.clips and all(clip.status == "failed" for clip in found.clips) and not plan.baselines:
        raise typer.Exit(1)


def _before(athlete: str | None, date: str | None) -> tuple[Earlier, ...]:
    if athlete is None:
        return ()
    from datetime import UTC, datetime

    from endrange.history.store import History

    earlier = History().before(athlete, date or datetime.now(UTC).date().isoformat())
    return tuple((kept.date, kept.joints) for kept in earlier)


def _tell(outcome: ClipOutcome) -> None:
    said = outcome.reason or f"{outcome.movement} {outcome.side or ''} {outcome.effort or ''}".strip()
    typer.echo(f"  {outcome.planned.path.name}: {outcome.status}, {said}", err=True)


def _print(found: Assessment, page: Path, *, as_json: bool) -> None:
    if as_json:
        from endrange.formats.analysis_json import dump
        from endrange.formats.assessment_json import assessment_dict

        typer.echo(dump(assessment_dict(found)), nl=False)
        return
    from endrange.report.answer import answer_lines

    for line in answer_lines(found):
        typer.echo(line.text)
    for text in found.focus:
        typer.echo(f"- {text}")
    typer.echo(f"page: {page}")


def _write_templates(session: Path, *, new: bool, new_focus: bool) -> list[Path]:
    from endrange.session import focus, read

    folder = session.parent if session.suffix == ".toml" else session
    wanted = [(session if session.suffix == ".toml" else folder / read.FILE_NAME, read.template_text())] if new else []
    wanted += [(folder / focus.FILE_NAME, focus.template_text())] if new_focus else []
    for target, _ in wanted:
        if target.exists():
            raise OutputError(f"{target} is there already; edit it, or move it away first.", target)
    folder.mkdir(parents=True, exist_ok=True)
    for target, text in wanted:
        target.write_text(text, encoding="utf-8")
    return [target for target, _ in wanted]
