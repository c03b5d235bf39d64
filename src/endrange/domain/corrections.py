"""What a person put right by hand: a file beside the clip, applied after the looks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from endrange.domain.errors import SettingsError
from endrange.domain.vocabulary import SIDES, Side

CORRECTIONS_SCHEMA: Final = "endrange.corrections/1"

#: Added to the clip's file name.
SUFFIX: Final = ".corrections.toml"

#: Points that can be put in their place by hand: those that angles are computed from.
MOVABLE: Final[tuple[str, ...]] = ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")

#: No picture is as wide or high; a place farther out is a slip of the pen.
MOST_PX: Final = 100_000.0

#: Moved points that are named one by one; more are counted.
_NAMED: Final = 6

#: From second, to second of film; half-open.
TimeSpan = tuple[float, float]

_T = TypeVar("_T")


class Dropped(NamedTuple):
    """A stride or repetition that does not count, of one leg or (None) of the whole body."""

    start_s: float
    end_s: float
    side: Side | None


class Moved(NamedTuple):
    """Where one point is in one frame: px of the upright picture, the leg named as it is once legs are exchanged."""

    time_s: float
    side: Side
    part: str
    x_px: float
    y_px: float


class Pointed(NamedTuple):
    """A place in one frame at which the person stands who is meant: px of the upright picture."""

    time_s: float
    x_px: float
    y_px: float


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
    move
        Points that were put in their place, each in one frame.
    neutral
        Spans in which the person stands neutrally: the clip's own zero.
    person
        Whom the clip is about, by a place in the middle of them; None for the most prominent. Unlike a number by
        prominence it stays true when other networks look, or other people are found.
    """

    leave_out: tuple[TimeSpan, ...] = ()
    exchange_legs: tuple[TimeSpan, ...] = ()
    drop: tuple[Dropped, ...] = ()
    move: tuple[Moved, ...] = ()
    neutral: tuple[TimeSpan, ...] = ()
    person: Pointed | None = None

    def __bool__(self) -> bool:
        return self != NOTHING

    def described(self) -> tuple[str, ...]:
        """What was changed, a phrase each."""
        dropped = tuple((one.start_s, one.end_s) for one in self.drop)
        spans = (
            ("left out", self.leave_out), ("legs exchanged", self.exchange_legs), ("not counted", dropped),
            ("neutral standing chosen", self.neutral),
        )  # fmt: skip
        said = [f"{what} {', '.join(f'{a:.2f}-{b:.2f} s' for a, b in some)}" for what, some in spans if some]
        if self.move:
            said.append(_moves_described(self.move))
        if self.person is not None:
            said.append(f"person chosen in the picture at {self.person.time_s:.2f} s")
        return tuple(said)


def _moves_described(moves: tuple[Moved, ...]) -> str:
    named = [f"{one.side} {part_named(one.part)} {one.time_s:.2f} s" for one in moves[:_NAMED]]
    more = f" and {len(moves) - _NAMED} more" if len(moves) > _NAMED else ""
    points, frames = len(moves), len({one.time_s for one in moves})
    counted = f"{points} point{'s' if points > 1 else ''} in {frames} frame{'s' if frames > 1 else ''}"
    return f"{counted} moved ({', '.join(named)}{more})"


def part_named(part: str) -> str:
    """``foot_index`` -> ``toes``: a part of the body in words."""
    return "toes" if part == "foot_index" else part.replace("_", " ")


NOTHING: Final = Corrections()


def with_moves(corrections: Corrections, moves: tuple[Moved, ...]) -> Corrections:
    """The corrections with more points moved; a point moved twice in one frame stands where it was put last."""
    at = {(one.time_s, one.side, one.part): one for one in (*corrections.move, *moves)}
    return replace(corrections, move=tuple(at[key] for key in sorted(at)))


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
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML ({error}); correct or remove it.", path) from error
    unknown = sorted(set(raw) - {"schema", *_NEEDS})
    if raw.get("schema") != CORRECTIONS_SCHEMA or unknown:
        what = f"'{unknown[0]}' is not known" if unknown else f'it needs schema = "{CORRECTIONS_SCHEMA}"'
        raise SettingsError(f"{path} is not a file of corrections: {what}; correct or remove it.", path)
    persons = [raw["person"]] if "person" in raw else []
    return Corrections(
        leave_out=_each(raw, "leave_out", _span, path),
        exchange_legs=_each(raw, "exchange_legs", _span, path),
        drop=_each(raw, "drop", lambda entry: Dropped(*_span(entry), _side(entry.get("side"))), path),
        move=with_moves(NOTHING, _each(raw, "move", _moved, path)).move,
        neutral=_each(raw, "neutral", _span, path),
        person=next(iter(_each({"person": persons}, "person", _pointed, path)), None),
    )


def corrections_text(corrections: Corrections) -> str:
    """The file's content."""
    lines = [f'schema = "{CORRECTIONS_SCHEMA}"']
    if corrections.person is not None:
        lines += ["", "[person]", *_entries(corrections.person)]
    for name in ("leave_out", "exchange_legs", "neutral"):
        for start, end in getattr(corrections, name):
            lines += ["", f"[[{name}]]", f"start_s = {start!r}", f"end_s = {end!r}"]
    for dropped in corrections.drop:
        lines += ["", "[[drop]]", *_entries(dropped)]
    for moved in corrections.move:
        lines += ["", "[[move]]", *_entries(moved)]
    return "\n".join(lines) + "\n"


def corrections_from(said: Mapping[str, Any]) -> Corrections:
    """Corrections as the provenance of an analysis tells them: each entry a list of its values."""
    person = said.get("person")
    return Corrections(
        **{name: tuple(tuple(span) for span in said.get(name, ())) for name in ("leave_out", "exchange_legs")},
        drop=tuple(Dropped(*one) for one in said.get("drop", ())),
        move=tuple(Moved(*one) for one in said.get("move", ())),
        neutral=tuple(tuple(span) for span in said.get("neutral", ())),
        person=None if person is None else Pointed(*person),
    )


def _entries(values: Dropped | Moved | Pointed) -> list[str]:
    """``name = value`` of every field that is there; texts are words of ours."""
    return [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value!r}"
        for name, value in values._asdict().items()
        if value is not None
    ]


#: What every entry of a kind needs, in words.
_NEEDS: Final[dict[str, str]] = {
    "leave_out": "start_s and end_s, seconds with the end after the start",
    "exchange_legs": "start_s and end_s, seconds with the end after the start",
    "neutral": "start_s and end_s, seconds with the end after the start",
    "drop": "start_s and end_s, seconds with the end after the start, and a side that is left or right, or absent",
    "move": f"time_s in seconds, side left or right, part one of {', '.join(MOVABLE)}, x_px and y_px in px of the "
    "upright picture",
    "person": "time_s in seconds, x_px and y_px in px of the upright picture",
}


def _each(raw: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], _T], path: Path) -> tuple[_T, ...]:
    try:
        return tuple(read(entry) for entry in raw.get(name, []))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise SettingsError(f"{path}: each {name} needs {_NEEDS[name]}.", path) from error


def _span(entry: Mapping[str, Any]) -> TimeSpan:
    start, end = float(entry["start_s"]), float(entry["end_s"])
    if not (isfinite(end) and 0 <= start < end):
        raise ValueError("not a span")
    return start, end


def _moved(entry: Mapping[str, Any]) -> Moved:
    side, part = _side(entry["side"]), entry["part"]
    if side is None or part not in MOVABLE:
        raise ValueError("not a point")
    at = _pointed(entry)
    return Moved(at.time_s, side, part, at.x_px, at.y_px)


def _pointed(entry: Mapping[str, Any]) -> Pointed:
    at = Pointed(*(float(entry[name]) for name in Pointed._fields))
    if not (isfinite(at.time_s) and at.time_s >= 0 and abs(at.x_px) <= MOST_PX and abs(at.y_px) <= MOST_PX):
        raise ValueError("not a place in a film")
    return at


def _side(given: Any) -> Side | None:
    if given is None:
        return None
    if given not in SIDES:
        raise ValueError("not a side")
    side: Side = given
    return side
