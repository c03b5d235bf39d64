"""``endrange assess``: a session becomes one answer for one person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from endrange.cli.analyze import looks_from
from endrange.cli.progress import shown
from endrange.domain.assessment import Assessment, ClipOutcome, Joint
from endrange.domain.errors import OutputError
from endrange.settings import make_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("assess")(assess_command)


def assess_command(
    session: Annotated[Path, typer.Argument(help="A folder of clips, or a session.toml.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("endrange-results"),
    new: Annotated[
        bool, typer.Option("--new", help="Write a commented session.toml into the folder and stop.")
    ] = False,
    quality: Annotated[str | None, typer.Option(help="How many looks: fast, standard or best.")] = None,
    looks: Annotated[str | None, typer.Option(help="The expert's list of looks.")] = None,
    engine: Annotated[str | None, typer.Option(help="What runs the networks.")] = None,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Draw no overlays.")] = False,
    no_history: Annotated[bool, typer.Option("--no-history", help="Do not keep the result in the history.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the assessment as JSON.")] = False,
) -> None:
    """Set passive, active and demanded ranges of one person against each other."""
    if new:
        typer.echo(f"Written: {_write_template(session)}")
        return
    from endrange.pose.libraries import require_libraries

    require_libraries()
    settings = make_settings(quality=quality, looks=looks_from(looks), engine=engine)
    from endrange.assess import assess
    from endrange.publish import write_assessment
    from endrange.session.read import read_session

    plan = read_session(session)
    before = None if no_history else _before(plan.athlete, plan.date)
    with shown(session.name, quiet=False) as progress:
        found = assess(plan, settings, out=out, overlay=not no_overlay, before=before, progress=progress, on_clip=_tell)
    page = write_assessment(found, out)
    if not no_history and plan.athlete is not None:
        from endrange.history.store import History

        History().add(found, plan.athlete)
    _print(found, page, as_json=as_json)
    if all(clip.status == "failed" for clip in found.clips) and not plan.baselines:
        raise typer.Exit(1)


def _before(athlete: str | None, date: str | None) -> tuple[str, tuple[Joint, ...]] | None:
    if athlete is None:
        return None
    from datetime import UTC, datetime

    from endrange.history.store import History

    last = History().last_before(athlete, date or datetime.now(UTC).date().isoformat())
    return None if last is None else (last.date, last.joints)


def _tell(outcome: ClipOutcome) -> None:
    said = outcome.reason or f"{outcome.movement} {outcome.side or ''} {outcome.effort or ''}".strip()
    typer.echo(f"  {outcome.planned.path.name}: {outcome.status}, {said}", err=True)


def _print(found: Assessment, page: Path, *, as_json: bool) -> None:
    if as_json:
        from endrange.formats.analysis_json import dump
        from endrange.formats.assessment_json import assessment_dict

        typer.echo(dump(assessment_dict(found)), nl=False)
        return
    for priority in found.priorities:
        typer.echo(f"{priority.rank}. {priority.message}")
    if not found.priorities:
        typer.echo("Nothing stands out beyond its error.")
    typer.echo(f"page: {page}")


def _write_template(session: Path) -> Path:
    from importlib.resources import files

    target = session if session.suffix == ".toml" else session / "session.toml"
    if target.exists():
        raise OutputError(f"{target} is there already; edit it, or move it away first.", target)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(files("endrange.session").joinpath("template.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return target
