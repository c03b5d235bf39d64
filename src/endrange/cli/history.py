"""``endrange history``: what was kept, trends, export, delete."""

from __future__ import annotations

from typing import Annotated

import typer

from endrange.domain.errors import SettingsError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What was kept of every athlete.", no_args_is_help=True)
    group.command("list")(list_command)
    group.command("show")(show_command)
    group.command("export")(export_command)
    group.command("delete")(delete_command)
    app.add_typer(group, name="history")


def list_command() -> None:
    """Name every athlete with the dates of their assessments."""
    from endrange.history.store import History

    history = History()
    for name in history.athletes():
        typer.echo(f"{name}: {', '.join(kept.date for kept in history.assessments(name))}")


def show_command(athlete: str) -> None:
    """Show the trend of every range, with what could be detected."""
    from endrange.history.store import History
    from endrange.history.trend import trends_of

    kept = History().assessments(athlete)
    if not kept:
        raise SettingsError(f"There is no athlete '{athlete}' in the history.")
    for line in trends_of(kept):
        typer.echo(line.text)


def export_command(athlete: str) -> None:
    """Print everything kept of an athlete as JSON."""
    from endrange.formats.analysis_json import dump
    from endrange.history.store import History

    typer.echo(dump(History().export(athlete)), nl=False)


def delete_command(
    athlete: str,
    date: Annotated[str | None, typer.Option(help="Only the assessment of this date.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget an athlete, or one assessment; nothing of it stays in the file."""
    from endrange.history.store import History

    if not yes:
        typer.confirm(f"Delete {'the assessment of ' + date if date else 'everything'} of {athlete}?", abort=True)
    typer.echo(f"{History().delete(athlete, date)} assessments deleted.")
