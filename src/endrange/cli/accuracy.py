"""``endrange accuracy``: how wrong the numbers are, on clips whose answer is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from endrange.cli.progress import shown
from endrange.domain.errors import ClipNotFound


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("accuracy")(accuracy_command)


def accuracy_command(
    folder: Annotated[
        Path | None, typer.Argument(help="Clips with NAME.truth.npz beside them, or recorded looks; else the samples.")
    ] = None,
    looks: Annotated[
        list[str] | None, typer.Option(help="A quality level or a list of looks; may be given several times.")
    ] = None,
    no_plain: Annotated[bool, typer.Option("--no-plain", help="Leave out the plain loop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Compare every clip of a folder with its truth: bias, scatter, peaks, exchanged legs, intervals."""
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.accuracy.looks_store import LooksStore, user_cache
    from endrange.accuracy.run import accuracy
    from endrange.accuracy.table import as_json as to_json
    from endrange.accuracy.table import as_text

    chosen = folder if folder is not None else _samples()
    with shown(chosen.name) as progress:
        report = accuracy(
            chosen,
            tuple(looks) if looks else ("heavy", "standard", "best"),
            store=LooksStore(user_cache(), progress),
            plain=not no_plain,
            progress=progress,
        )
    typer.echo(to_json(report) if as_json else as_text(report))


def _samples() -> Path:
    """The samples of a checkout that the command is called in, or that the package is installed from."""
    for root in (Path.cwd(), Path(__file__).resolve().parents[3]):
        if (root / "samples").is_dir():
            return root / "samples"
    raise ClipNotFound("There is no folder samples here; name a folder of clips with NAME.truth.npz beside them.")
