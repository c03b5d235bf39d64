"""What a person put right by hand: a file beside the clip, applied after the looks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.body import Body, Verdict
from endrange.domain.errors import SettingsError
from endrange.domain.skeleton import LEG_PARTS, PAIRS

CORRECTIONS_SCHEMA: Final = "endrange.corrections/1"

#: Added to the clip's file name.
SUFFIX: Final = ".corrections.toml"

#: From second, to second of film; half-open.
TimeSpan = tuple[float, float]


@dataclass(frozen=True)
class Corrections:
    """What was put right by hand.

    Attributes
    ----------
    leave_out
        Spans in which nothing is measured: a stride or repetition that does not count, a start, an end.
    exchange_legs
        Spans in which the left leg's points are the right leg's.
    """

    leave_out: tuple[TimeSpan, ...] = ()
    exchange_legs: tuple[TimeSpan, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leave_out or self.exchange_legs)


NOTHING: Final = Corrections()


def corrected(body: Body, corrections: Corrections) -> Body:
    """The body with corrections applied, legs first; the same object where there are none.

    Points left out become NaN and lost, as if they had not been seen; nothing is filled across them.
    """
    if not corrections:
        return body
    body = _exchanged(body, _frames(body, corrections.exchange_legs))
    return _left_out(body, _frames(body, corrections.leave_out))


def _frames(body: Body, spans: tuple[TimeSpan, ...]) -> NDArray[np.bool_]:
    found = np.zeros(body.n_frames, bool)
    for start, end in spans:
        found |= (body.time_s >= start) & (body.time_s < end)
    return found


def _exchanged(body: Body, frames: NDArray[np.bool_]) -> Body:
    order = np.arange(body.position_px.shape[1])
    for part in LEG_PARTS:
        left, right = PAIRS[part]
        order[left], order[right] = right, left
    moved = order != np.arange(len(order))
    parts: dict[str, Any] = {}
    for name in ("position_px", "doubt_px", "score", "world_m", "verdict"):
        values = getattr(body, name).copy()
        values[frames] = values[frames][:, order]
        parts[name] = values
    parts["look_verdict"] = body.look_verdict.copy()
    parts["look_verdict"][frames] = parts["look_verdict"][frames][:, :, order]
    given = frames[:, None] & moved & (parts["verdict"] == Verdict.GIVEN)
    parts["verdict"][given] = Verdict.EXCHANGED
    return replace(body, **parts)


def _left_out(body: Body, frames: NDArray[np.bool_]) -> Body:
    parts: dict[str, Any] = {}
    for name in ("position_px", "doubt_px", "score", "world_m"):
        parts[name] = getattr(body, name).copy()
        parts[name][frames] = np.nan
    for name in ("verdict", "look_verdict"):
        parts[name] = getattr(body, name).copy()
        parts[name][frames] = Verdict.LOST
    return replace(body, **parts)


def corrections_beside(clip: Path) -> Corrections:
    """Corrections of a clip: ``run.mp4.corrections.toml`` beside ``run.mp4``; none where there is no such file.

    Raises
    ------
    SettingsError
        When the file holds something else: one sentence.
    """
    path = clip.with_name(clip.name + SUFFIX)
    if not path.is_file():
        return NOTHING
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML ({error}); correct or remove it.", path) from error
    unknown = sorted(set(raw) - {"schema", "leave_out", "exchange_legs"})
    if raw.get("schema") != CORRECTIONS_SCHEMA or unknown:
        what = f"'{unknown[0]}' is not known" if unknown else f'it needs schema = "{CORRECTIONS_SCHEMA}"'
        raise SettingsError(f"{path} is not a file of corrections: {what}; correct or remove it.", path)
    return Corrections(_spans(raw, "leave_out", path), _spans(raw, "exchange_legs", path))


def corrections_text(corrections: Corrections) -> str:
    """The file's content."""
    lines = [f'schema = "{CORRECTIONS_SCHEMA}"']
    for name in ("leave_out", "exchange_legs"):
        for start, end in getattr(corrections, name):
            lines += ["", f"[[{name}]]", f"start_s = {start!r}", f"end_s = {end!r}"]
    return "\n".join(lines) + "\n"


def _spans(raw: dict[str, Any], name: str, path: Path) -> tuple[TimeSpan, ...]:
    entries = raw.get(name, [])
    try:
        spans = tuple((float(entry["start_s"]), float(entry["end_s"])) for entry in entries)
        if not all(isfinite(end) and 0 <= start < end for start, end in spans):
            raise ValueError
    except (TypeError, KeyError, ValueError) as error:
        raise SettingsError(
            f"{path}: each {name} needs start_s and end_s, seconds with the end after the start.", path
        ) from error
    return spans
