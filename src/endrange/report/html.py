"""Templates and style that every page of a report shares."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

#: What a page that carries nothing but itself may do.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@lru_cache(maxsize=4)
def template(name: str) -> jinja2.Template:
    """A page's template; every text of the user's is escaped, and a name that is not given is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("endrange.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


@lru_cache(maxsize=1)
def style() -> Markup:
    """The style sheet, inlined."""
    # Our own file, without user text: it must not be escaped inside <style>.
    return Markup(files("endrange.report").joinpath("templates/style.css").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def drawn_style() -> Markup:
    """The style sheet of drawn figures, for every page that shows one."""
    return Markup(files("endrange.report").joinpath("templates/drawn.css").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def player_script() -> Markup:
    """The script that ties the video to the curves, inlined."""
    return Markup(files("endrange.report").joinpath("templates/player.js").read_text(encoding="utf-8"))


def player_policy(*, film_inside: bool) -> str:
    """The policy of a page with the player: this very script and no other, the film in the page or beside it."""
    digest = base64.b64encode(hashlib.sha256(player_script().encode("utf-8")).digest()).decode("ascii")
    media = "data:" if film_inside else "'self'"
    return f"{POLICY}; script-src 'sha256-{digest}'; media-src {media}"
