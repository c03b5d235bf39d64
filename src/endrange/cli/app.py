"""Builds the command line from the modules of this room that offer ``register``."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import typer

import endrange.cli as room
from endrange import __version__


def build_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="endrange",
        help="Range of motion from ordinary video: owned, borrowed, and what the stride demands.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_root)
    for module in sorted(m.name for m in pkgutil.iter_modules(room.__path__)):
        register = getattr(import_module(f"{room.__name__}.{module}"), "register", None)
        if register is not None:
            register(app)
    return app


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"endrange {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Range of motion from ordinary video: owned, borrowed, and what the stride demands."""
