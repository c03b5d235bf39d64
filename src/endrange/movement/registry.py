"""Finds the movements: every module of this room that offers a ``MOVEMENT``."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

import endrange.movement as room
from endrange.domain.vocabulary import MOVEMENTS
from endrange.movement.protocol import Movement


@lru_cache(maxsize=1)
def movements() -> dict[str, Movement]:
    """Every movement by name, in the order of the vocabulary."""
    found: dict[str, Movement] = {}
    for module in pkgutil.iter_modules(room.__path__):
        movement = getattr(import_module(f"{room.__name__}.{module.name}"), "MOVEMENT", None)
        if movement is not None:
            found[movement.name] = movement
    return {name: found[name] for name in MOVEMENTS if name in found}
