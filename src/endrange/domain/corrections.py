"""What a person put right by hand: a file beside the clip, applied after the looks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from endrange.domain.body import Body, Verdict
from endrange.domain.errors import SettingsError
from endrange.domain.skeleton import LEG_PARTS, PAIRS, point
from endrange.domain.vocabulary import SIDES, Side

CORRECTIONS_SCHEMA: Final = "endrange.corrections/1"

#: Added to the clip's file name.
SUFFIX: Final = ".corrections.toml"

#: From second, to second of film; half-open.
TimeSpan = tuple[float, float]


#: Part of a dropped stride or repetition in which its leg counts as lost (proposal). Its ends stay, because the
#: neighbours begin and end there too: of 11 strides of a runner who ran on, this takes out the one that was meant.
DROPPED_PART: Final = (0.2, 0.8)


class Dropped(NamedTuple):
    """A stride or repetition that does not count, of one leg or (None) of the whole body."""

    start_s: float
    end_s: float
    side: Side | None


@dataclass(frozen=True)
class Corrections:
    """What was put right by hand.

    Attributes
    ----------
    leave_out
        Spans in which nothing is measured. What touches them is lost too: for one stride there is ``drop``.
    exchange_legs
        Spans in which the left leg's points are the right leg's.
    drop
        Single strides or repetitions that do not count; the middle of their leg's points is lost.
    """

    leave_out: tuple[TimeSpan, ...] = ()
    exchange_legs: tuple[TimeSpan, ...] = ()
    drop: tuple[Dropped, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leave_out or self.exchange_legs or self.drop)


NOTHING: Final = Corrections()


def corrected(body: Body, corrections: Corrections) -> Body:
    """The body with corrections applied, legs first; the same object where there are none.

    Points left out become NaN and lost, as if they had not been seen; nothing is filled across them.
    """
    if not corrections:
        return body
    body = _exchanged(body, _frames(body, corrections.exchange_legs))
    for dropped in corrections.drop:
        start, length = dropped.start_s, dropped.end_s - dropped.start_s
        inside = (start + DROPPED_PART[0] * length, start + DROPPED_PART[1] * length)
        body = _left_out(body, _frames(body, (inside,)), dropped.side)
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


def _left_out(body: Body, frames: NDArray[np.bool_], side: Side | None = None) -> Body:
    """Lose every point in some frames, or one leg's."""
    lost = np.zeros(body.position_px.shape[:2], bool)
    lost[:, [point(side, part) for part in LEG_PARTS] if side else slice(None)] = True
    lost &= frames[:, None]
    parts: dict[str, Any] = {}
    for name in ("position_px", "doubt_px", "score", "world_m"):
        parts[name] = getattr(body, name).copy()
        parts[name][lost] = np.nan
    parts["verdict"] = np.where(lost, np.int8(Verdict.LOST), body.verdict)
    parts["look_verdict"] = np.where(lost[:, None, :], np.int8(Verdict.LOST), body.look_verdict)
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
    unknown = sorted(set(raw) - {"schema", "leave_out", "exchange_legs", "drop"})
    if raw.get("schema") != CORRECTIONS_SCHEMA or unknown:
        what = f"'{unknown[0]}' is not known" if unknown else f'it needs schema = "{CORRECTIONS_SCHEMA}"'
        raise SettingsError(f"{path} is not a file of corrections: {what}; correct or remove it.", path)
    drop = _spans(raw, "drop", path)
    sides = [entry.get("side") for entry in raw.get("drop", [])]
    if any(side not in (None, *SIDES) for side in sides):
        raise SettingsError(f"{path}: the side of a drop is left or right, or absent.", path)
    dropped = tuple(Dropped(*span, side) for span, side in zip(drop, sides, strict=True))
    return Corrections(_spans(raw, "leave_out", path), _spans(raw, "exchange_legs", path), dropped)


def corrections_text(corrections: Corrections) -> str:
    """The file's content."""
    lines = [f'schema = "{CORRECTIONS_SCHEMA}"']
    for name in ("leave_out", "exchange_legs"):
        for start, end in getattr(corrections, name):
            lines += ["", f"[[{name}]]", f"start_s = {start!r}", f"end_s = {end!r}"]
    for dropped in corrections.drop:
        lines += ["", "[[drop]]", f"start_s = {dropped.start_s!r}", f"end_s = {dropped.end_s!r}"]
        lines += [] if dropped.side is None else [f'side = "{dropped.side}"']
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
