"""``endrange export``: results, tracks or clips in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from endrange.cli.options import takes_settings
from endrange.cli.progress import shown
from endrange.domain.errors import EndrangeError
from endrange.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export_command)


@takes_settings()
def export_command(
    settings: Settings,
    sources: Annotated[
        list[Path], typer.Argument(help="Result folders, track.nc files, clips, or landmarks (TRC, C3D ...).")
    ],
    formats: Annotated[list[str], typer.Option("--format", help="A format, such as trc; may be given several times.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the files; the result folder itself, or endrange-results, if absent."),
    ] = None,
) -> None:
    """Write results in the formats of other programs; a result folder needs no pixels.

    Of a result folder or its track.nc the settings of its analysis hold, unless they are given here.
    """
    from endrange.export import export
    from endrange.formats.registry import format_named

    ready = [format_named(name).name for name in formats]
    failed = False
    for source in sources:
        try:
            with shown(source.name) as progress:
                written = export(source, ready, out, settings, progress=progress)
        except EndrangeError as error:
            typer.echo(f"endrange: {error}", err=True)
            failed = True
            continue
        for path in written:
            typer.echo(str(path))
    if failed:
        raise typer.Exit(1)
