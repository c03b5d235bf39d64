"""``endrange serve``: the page for a runner's phone and a coach's laptop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from endrange.web.server import Address


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve_command)


def serve_command(
    lan: Annotated[bool, typer.Option("--lan", help="Let phones on this network in, by a link with a token.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8765,
    data: Annotated[
        Path | None, typer.Option(help="Folder that keeps clips and results; the user's own data folder if absent.")
    ] = None,
) -> None:
    """Open the page: film, upload, read; everything stays on this computer."""
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.web.server import configure, serve

    serve(configure(data, port, lan=lan), _tell)


def _tell(address: Address) -> None:
    if address.code is not None:
        typer.echo(address.code)
        typer.echo(f"Phone on this network: {address.phone}")
    typer.echo(f"This computer: {address.here}")
    typer.echo("Stop with Ctrl-C; what is being analysed goes on at the next start.")
