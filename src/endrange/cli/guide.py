"""``endrange guide``: how to film each movement."""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from endrange.domain.errors import SettingsError
from endrange.domain.vocabulary import MOVEMENTS, MovementName


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("guide")(guide_command)


def guide_command(
    movement: Annotated[str | None, typer.Argument(help="A movement; all of them if absent.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write the guide with drawn figures as a page here.")] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the guide with drawn figures in the browser.")] = False,
) -> None:
    """Say how to film a movement: where the phone stands, what to do, what to avoid."""
    from endrange.movement.registry import movements

    known = movements()
    if movement is not None and movement not in known:
        raise SettingsError(f"There is no movement '{movement}'; choose from {', '.join(known)}.")
    wanted = [name for name in MOVEMENTS if name in known and name != "unknown" and movement in (None, name)]
    if page is None and not show:
        for name in wanted:
            typer.echo(guide_text(name))
        return
    written = _write_page(page or Path(tempfile.gettempdir()) / "endrange-guide.html", wanted)
    typer.echo(f"page: {written}")
    if show:
        webbrowser.open(written.resolve().as_uri())


def _write_page(path: Path, names: Sequence[MovementName]) -> Path:
    from endrange.formats.whole import written_whole
    from endrange.movement.registry import movements
    from endrange.report.guide_page import render_guide

    with written_whole(path) as part:
        part.write_text(render_guide(movements()[name] for name in names), encoding="utf-8")
    return path


def guide_text(name: str) -> str:
    """The guide of one movement as plain text."""
    from endrange.movement.registry import movements

    guide = movements()[name].guide
    lines = [guide.title, "=" * len(guide.title), guide.what, "", "Camera"]
    lines += [f"  - {line}" for line in guide.camera]
    lines += ["What to do", *(f"  - {line}" for line in guide.do)]
    if guide.avoid:
        lines += ["What to avoid", *(f"  - {line}" for line in guide.avoid)]
    return "\n".join([*lines, f"Then: endrange analyze CLIP --movement {name}", ""])
