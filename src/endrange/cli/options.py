"""The settings as options of a command: name, type and help of each come from the settings themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from endrange.settings import Settings, make_settings

#: Settings that have no option: how the machine is used, not how a clip is analysed.
_INTERNAL: Final = ("threads", "max_people")

#: Units that stand in a setting's name and not in its option's.
_UNITS: Final = ("_s", "_m", "_px")

Command = Callable[..., None]


def takes_settings(*names: str) -> Callable[[Command], Command]:
    """Give a command, for each setting, an option; the command gets them together as ``settings``.

    Parameters
    ----------
    names
        Which settings; all of them if none is named.
    """
    chosen = names or tuple(name for name in Settings.model_fields if name not in _INTERNAL)

    def around(command: Command) -> Command:
        @wraps(command)
        def told(**values: Any) -> None:
            given = {name: values.pop(option_name(name)) for name in chosen}
            given["looks"] = looks_from(given.get("looks"))
            command(**values, settings=make_settings(**given))

        signature = inspect.signature(command, eval_str=True)
        own = [p for p in signature.parameters.values() if p.name != "settings"]
        # Every option is a keyword, so that those of the settings may stand behind the command's own.
        added = [_parameter(name) for name in chosen]
        told.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
        told.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
        return told

    return around


def option_name(setting: str) -> str:
    """``start_s`` -> ``start``."""
    unit = next((unit for unit in _UNITS if setting.endswith(unit)), "")
    return setting.removesuffix(unit)


def looks_from(text: str | None) -> tuple[str, ...] | None:
    """``heavy,movenet`` -> ``("heavy", "movenet")``."""
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _parameter(setting: str) -> inspect.Parameter:
    field = Settings.model_fields[setting]
    kind, shown = _kind(field)
    option = typer.Option(f"--{option_name(setting).replace('_', '-')}", help=field.description, metavar=shown)
    return inspect.Parameter(
        option_name(setting), inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def _kind(field: FieldInfo) -> tuple[type, str | None]:
    """Type on the command line, and what may be given, where that is a list of words."""
    said = field.annotation
    parts = [said, *get_args(said)] if get_origin(said) is not Literal else [said]
    for plain in (bool, int, float):
        if plain in parts:
            return plain, None
    words = next((get_args(part) for part in parts if get_origin(part) is Literal), ())
    if words:
        return str, "|".join(str(word) for word in words)
    return str, "LIST" if any(get_origin(part) is tuple for part in parts) else None
