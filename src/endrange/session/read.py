"""Reads a session: a folder of clips with plain names, a ``session.toml`` beside them, or both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from endrange.domain.assessment import Baseline, PlannedClip, Session
from endrange.domain.clip import CLIP_SUFFIXES
from endrange.domain.errors import SettingsError
from endrange.session.names import plan_from_name
from endrange.session.schema import ClipEntry, SessionFile

FILE_NAME: Final = "session.toml"


def template_text() -> str:
    """A commented session file to fill in."""
    return files("endrange.session").joinpath("template.toml").read_text(encoding="utf-8")


def read_session(path: str | Path) -> Session:
    """A session from its folder or its ``session.toml``.

    Raises
    ------
    SettingsError
        No such folder, no clips and no baselines, or an entry that cannot be: one sentence that names file and line.
    """
    path = Path(path)
    folder, toml = (path.parent, path) if path.suffix == ".toml" else (path, path / FILE_NAME)
    if not folder.is_dir():
        raise SettingsError(f"There is no session folder {folder}; give a folder of clips or a session.toml.", path)
    if path.suffix == ".toml" and not toml.is_file():
        raise SettingsError(f"There is no file {toml}; write one with: endrange assess --new {folder}.", path)
    entries = _load(toml) if toml.is_file() else SessionFile()
    clips = _clips(folder, toml, entries)
    if not clips and not entries.baselines:
        raise SettingsError(f"{folder} holds no clips and no baselines; put clips such as run_left.mp4 into it.", path)
    if entries.zero == "standing" and not any(clip.movement in ("standing", None) for clip in clips):
        where = _line_of(_text(toml), "zero")
        raise SettingsError(f"{toml}, line {where}: zero is standing, but no clip shows standing; film one.", toml)
    return Session(
        folder=folder,
        clips=clips,
        baselines=tuple(
            Baseline(**entry.model_dump(exclude={"when"}), when=entry.when.isoformat() if entry.when else None)
            for entry in entries.baselines
        ),
        athlete=entries.athlete.name,
        date=entries.date.isoformat() if entries.date else None,
        surface=entries.surface,
        age_years=entries.athlete.age_years,
        sex=entries.athlete.sex,
        notes=entries.notes,
        zero=entries.zero,
    )


def _clips(folder: Path, toml: Path, entries: SessionFile) -> tuple[PlannedClip, ...]:
    """Every clip of the folder by its name, overruled by what the session file says of it."""
    plans = {p.name: plan_from_name(p) for p in sorted(folder.iterdir()) if _is_clip(p)}
    for entry in entries.clips:
        clip = folder / entry.file
        if not clip.is_file():
            where = _line_of(_text(toml), entry.file)
            raise SettingsError(f"{toml}, line {where}: there is no clip {entry.file} in {folder}.", toml)
        plans[entry.file] = _overruled(plans.get(entry.file, plan_from_name(clip)), entry)
    return tuple(plans.values())


def _is_clip(path: Path) -> bool:
    """A visible file; some systems leave hidden ones beside each clip."""
    return path.suffix.lower() in CLIP_SUFFIXES and not path.name.startswith(".") and path.is_file()


def _overruled(plan: PlannedClip, entry: ClipEntry) -> PlannedClip:
    said = {name: value for name, value in entry.model_dump(exclude={"file"}).items() if value is not None}
    if "motion" in said:
        said["movement"] = "hold"
    elif "movement" in said:
        said["motion"] = None
    return replace(plan, **said)


def _load(toml: Path) -> SessionFile:
    text = _text(toml)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{toml} is not a TOML file: {error}.", toml) from error
    try:
        return SessionFile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{toml}, line {_line(text, first['loc'])}: {_say(first)}.", toml) from error


def _text(toml: Path) -> str:
    """The file's text, without the mark that some editors put before it."""
    try:
        return toml.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{toml} cannot be read ({error.strerror}); check that you may read it.", toml) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{toml} cannot be read as text ({error.reason}); save it as UTF-8.", toml) from error


def _say(error: Any) -> str:
    key = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "the file")
    if error["type"] == "extra_forbidden":
        return f"'{key}' is not a key that is known here"
    return f"{key}: {str(error['msg']).removeprefix('Value error, ')}"


def _line(text: str, loc: Sequence[int | str]) -> int:
    """The line that an error's location stands on; tables of an array are counted by their headers."""
    names = [part for part in loc if isinstance(part, str)]
    index = next((part for part in loc if isinstance(part, int)), None)
    lines = text.splitlines()
    start = 0
    if index is not None and names:
        headers = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(names[0])}\s*\]\]", line)]
        start = headers[index] if index < len(headers) else 0
    elif len(names) > 1:
        start = next((i for i, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(names[0])}\s*\]", line)), 0)
    if names and (index is None or len(names) > 1):
        pattern = re.compile(rf"\s*[\[\"']*{re.escape(names[-1])}[\]\"']*\s*(=|\]|$)")
        start = next((i for i in range(start, len(lines)) if pattern.match(lines[i])), start)
    return start + 1


def _line_of(text: str, word: str) -> int:
    return next((i for i, line in enumerate(text.splitlines(), 1) if word in line), 1)
