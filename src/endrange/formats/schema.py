"""The JSON Schemas of what is written, as shipped with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """The schema ``analysis`` or ``assessment``.

    Raises
    ------
    FileNotFoundError
        When there is no such schema.
    """
    text = files("endrange.formats").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
