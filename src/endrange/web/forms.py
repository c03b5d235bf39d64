"""Forms of the pages as checked values; what is left empty is None."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as day
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Json,
    StringConstraints,
    ValidationError,
    model_validator,
)
from starlette.requests import ClientDisconnect

from endrange.domain.assessment import Surface
from endrange.domain.corrections import MOST_PX, MOVABLE
from endrange.domain.vocabulary import ANGLES, Effort, MovementName, Side
from endrange.web.errors import Refusal
from endrange.web.words import TEXT

#: More moved points than this are a clip to be filmed again (proposal).
MOST_MOVES: Final = 500

_F = TypeVar("_F", bound=BaseModel)


def _printable(value: Any) -> Any:
    """No control characters but line ends."""
    if not isinstance(value, str):
        return value
    return "".join(c for c in value.replace("\r\n", "\n") if c.isprintable() or c == "\n")


Line = Annotated[str, BeforeValidator(_printable), StringConstraints(strip_whitespace=True, max_length=80)]
Text = Annotated[str, BeforeValidator(_printable), StringConstraints(strip_whitespace=True, max_length=5000)]
Seconds = Annotated[float, Field(ge=0, le=86400, allow_inf_nan=False)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ClipForm(_Form):
    """What a user says of a clip."""

    movement: MovementName | None = None
    motion: str | None = None
    side: Side | None = None
    effort: Effort | None = None
    person: int | None = Field(None, ge=1, le=10)
    start_s: Seconds | None = None
    end_s: Seconds | None = None
    slow_motion: float | None = Field(None, gt=0, le=100, allow_inf_nan=False)

    @model_validator(mode="after")
    def _agrees(self) -> ClipForm:
        if self.motion is not None and self.motion not in ANGLES:
            raise ValueError(f"there is no motion {self.motion}")
        if self.motion is not None and self.movement not in (None, "hold"):
            raise ValueError("a held motion belongs to a held position")
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise ValueError("the end is not after the start")
        return self


class SpanForm(_Form):
    """A span to be corrected, or (``remove``) not to be any more."""

    kind: Literal["leave_out", "exchange_legs", "neutral", "drop"]
    start_s: Seconds
    end_s: Seconds
    side: Side | None = None
    remove: bool = False

    @model_validator(mode="after")
    def _is_a_span(self) -> SpanForm:
        if self.end_s <= self.start_s:
            raise ValueError("the end is not after the start")
        return self


Pixels = Annotated[float, Field(ge=0, le=MOST_PX, allow_inf_nan=False)]


class MovedPoint(_Form):
    """Where one point is in one frame."""

    time_s: Seconds
    side: Side
    part: Literal[MOVABLE]  # type: ignore[valid-type]
    x_px: Pixels
    y_px: Pixels


class MoveForm(_Form):
    """Points put in their place, as JSON; or (``remove``) not any more."""

    moves: Json[Annotated[tuple[MovedPoint, ...], Field(min_length=1, max_length=MOST_MOVES)]]
    remove: bool = False


class PersonForm(_Form):
    """A place at which the person stands who is meant; or (``remove``) nobody in particular."""

    time_s: Seconds | None = None
    x_px: Pixels | None = None
    y_px: Pixels | None = None
    remove: bool = False

    @model_validator(mode="after")
    def _is_a_place(self) -> PersonForm:
        if not self.remove and None in (self.time_s, self.x_px, self.y_px):
            raise ValueError("a place in the picture is needed")
        return self


class ShareForm(_Form):
    """How a file is made to be given away."""

    blur: bool = False


class AthleteForm(_Form):
    """An athlete's facts."""

    name: Annotated[Line, Field(min_length=1)]
    age_years: float | None = Field(None, gt=0, lt=120, allow_inf_nan=False)
    sex: Literal["female", "male"] | None = None


class NewSessionForm(_Form):
    """A new session."""

    date: day


class SessionForm(_Form):
    """A session's facts."""

    date: day
    surface: Surface | None = None
    zero: Literal["anatomical", "standing"] = "anatomical"
    notes: Text = ""


class FocusForm(_Form):
    """The coach's own focus; with ``with_notes`` also the notes."""

    focus: Text = ""
    notes: Text = ""
    with_notes: bool = False


class BaselineForm(_Form):
    """A range measured by hand."""

    motion: Literal[tuple(ANGLES)]  # type: ignore[valid-type]
    side: Side
    value_deg: float = Field(ge=-180, le=180, allow_inf_nan=False)
    role: Literal["passive", "active"] = "passive"
    position: Line = ""
    method: Literal["goniometer", "inclinometer"] = "goniometer"
    repeats: int = Field(1, ge=1, le=100)
    who: Line = ""


async def form_of(request: Request, form: type[_F]) -> _F:
    """Read a short form.

    Raises
    ------
    Refusal
        With a sentence that names the field.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise Refusal(415, TEXT["bad_request"])
    try:
        body = await request.body()
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100)
    except (ClientDisconnect, ValueError) as error:
        raise Refusal(400, TEXT["bad_request"]) from error
    return checked(dict(pairs), form)


def checked(fields: Mapping[str, str], form: type[_F]) -> _F:
    """Fields as a form; empty ones count as not filled in.

    Raises
    ------
    Refusal
        With a sentence that names the field.
    """
    try:
        return form.model_validate({name: value for name, value in fields.items() if value.strip()})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "form"
        why = str(first["msg"]).removeprefix("Value error, ")
        raise Refusal(400, TEXT["bad_field"].format(field=TEXT.get(name, name), why=why[:200])) from error
