"""Templates and style that every page of a report shares."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import jinja2
from markupsafe import Markup


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
