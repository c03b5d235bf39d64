"""Reads the texts of a suggested focus: those that come with the project, or a coach's own."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from endrange.domain.errors import SettingsError
from endrange.domain.vocabulary import ANGLES
from endrange.rom.focus import ANY, Focus

FILE_NAME: Final = "focus.toml"


class FocusFile(BaseModel):
    """What a ``focus.toml`` may hold: every key, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    daily: str = ""
    nothing: str = ""
    closing: str = ""
    gap: dict[str, str] = Field(default_factory=dict)
    borrowed: dict[str, str] = Field(default_factory=dict)
    restricted: dict[str, str] = Field(default_factory=dict)
    compensation: dict[str, str] = Field(default_factory=dict)
    surface: dict[str, str] = Field(default_factory=dict)

    @field_validator("gap", "borrowed", "restricted", "compensation")
    @classmethod
    def _of_known_motions(cls, value: dict[str, str]) -> dict[str, str]:
        return _known(value, (*ANGLES, ANY))

    @field_validator("surface")
    @classmethod
    def _of_known_surfaces(cls, value: dict[str, str]) -> dict[str, str]:
        return _known(value, ("road", "trail", "track", "treadmill"))


def _known(value: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    unknown = [name for name in value if name not in names]
    if unknown:
        raise ValueError(f"'{unknown[0]}' is none of {', '.join(names)}")
    return value


def template_text() -> str:
    """The texts that come with the project, as a file to edit."""
    return files("endrange.session").joinpath(FILE_NAME).read_text(encoding="utf-8")


def read_focus(path: Path | None = None) -> Focus:
    """The texts of a file; those of the project without one.

    Raises
    ------
    SettingsError
        When the file is not there or holds something else: one sentence.
    """
    name = "the packaged focus.toml" if path is None else str(path)
    try:
        text = template_text() if path is None else path.read_text(encoding="utf-8-sig")
        found = FocusFile.model_validate(tomllib.loads(text))
    except OSError as error:
        raise SettingsError(f"{name} cannot be read ({error.strerror}); name a file like focus.toml.", path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} is not a TOML file: {error}.", path) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        detail = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}: the entry {key} cannot be used: {detail}.", path) from error
    return Focus(
        found.daily, found.nothing, found.closing,
        {"gap": found.gap, "borrowed": found.borrowed, "restricted": found.restricted,
         "compensation": found.compensation},
        {"road": found.surface.get("road", ""), "trail": found.surface.get("trail", ""),
         "track": found.surface.get("track", ""), "treadmill": found.surface.get("treadmill", "")},
    )  # fmt: skip


def focus_of(folder: Path, named: Path | None = None) -> Focus:
    """The focus of a session: the file that was named, else the folder's own, else the project's.

    Raises
    ------
    SettingsError
        When a file cannot be used.
    """
    own = folder / FILE_NAME
    return read_focus(named if named is not None else own if own.is_file() else None)
