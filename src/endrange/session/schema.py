"""What a ``session.toml`` may hold: every key, checked."""

from __future__ import annotations

from datetime import date as day
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from endrange.domain.assessment import Surface
from endrange.domain.vocabulary import ANGLES, Effort, MovementName, Side


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AthleteEntry(_Strict):
    """``[athlete]``."""

    name: str | None = None
    age_years: float | None = Field(None, gt=0, lt=120)
    sex: Literal["female", "male"] | None = None


class ClipEntry(_Strict):
    """``[[clips]]``."""

    file: str = Field(min_length=1)
    movement: MovementName | None = None
    motion: str | None = None
    side: Side | None = None
    effort: Effort | None = None
    load: str | None = None
    distance_m: float | None = Field(None, gt=0)
    person: int | None = Field(None, ge=1)
    start_s: float | None = Field(None, ge=0)
    end_s: float | None = Field(None, gt=0)
    slow_motion: float | None = Field(None, gt=0)

    @field_validator("motion")
    @classmethod
    def _is_an_angle(cls, value: str | None) -> str | None:
        return _known_motion(value)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> ClipEntry:
        if self.motion is not None and self.movement not in (None, "hold"):
            raise ValueError(f"a held motion ({self.motion}) and the movement {self.movement} contradict each other")
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise ValueError(f"end_s ({self.end_s}) is not after start_s ({self.start_s})")
        return self


class BaselineEntry(_Strict):
    """``[[baselines]]``: a range that somebody measured by hand."""

    motion: str
    side: Side
    value_deg: float = Field(ge=-180, le=180)
    role: Literal["passive", "active"] = "passive"
    position: str = ""
    method: Literal["goniometer", "inclinometer"] = "goniometer"
    repeats: int = Field(1, ge=1)
    sem_deg: float | None = Field(None, gt=0)
    who: str | None = None
    when: day | None = None

    @field_validator("motion")
    @classmethod
    def _is_an_angle(cls, value: str) -> str:
        _known_motion(value)
        return value


class SessionFile(_Strict):
    """The whole file."""

    athlete: AthleteEntry = AthleteEntry()
    date: day | None = None
    surface: Surface | None = None
    notes: str | None = None
    zero: Literal["anatomical", "standing"] = "anatomical"
    clips: tuple[ClipEntry, ...] = ()
    baselines: tuple[BaselineEntry, ...] = ()

    @model_validator(mode="after")
    def _each_clip_once(self) -> SessionFile:
        names = [clip.file for clip in self.clips]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is listed twice")
        return self


def _known_motion(value: str | None) -> str | None:
    if value is not None and value not in ANGLES:
        raise ValueError(f"motion is one of {', '.join(ANGLES)}, not {value}")
    return value
