"""``endrange guide``: how to film each movement."""

from __future__ import annotations

from typing import Annotated

import typer

from endrange.domain.errors import SettingsError
from endrange.domain.vocabulary import MOVEMENTS


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("guide")(guide_command)


def guide_command(
    movement: Annotated[str | None, typer.Argument(help="A movement; all of them if absent.")] = None,
) -> None:
    """Say how to film a movement: where the phone stands, what to do, what to avoid."""
    from endrange.movement.registry import movements

    known = movements()
    if movement is not None and movement not in known:
        raise SettingsError(f"There is no movement '{movement}'; choose from {', '.join(known)}.")
    for name in MOVEMENTS:
        if name in known and name != "unknown" and movement in (None, name):
            typer.echo(guide_text(name))


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
