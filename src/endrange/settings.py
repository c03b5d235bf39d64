"""Every setting, once: defaults, help and validation have this one source."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from endrange.domain.errors import SettingsError
from endrange.domain.looks import LOOK_NAMES
from endrange.domain.vocabulary import ANGLES, Effort, MovementName, Side

Quality = Literal["fast", "standard", "best"]
Engine = Literal["auto", "openvino", "mediapipe"]
Outline = Literal["off", "knee_to_wall", "on"]

#: What the quality levels are names for.
QUALITY_LOOKS: Final[dict[str, tuple[str, ...]]] = {
    "fast": ("full", "movenet"),
    "standard": ("heavy", "movenet", "movenet_mirror"),
    "best": ("heavy", "heavy_mirror", "movenet", "movenet_mirror"),
}

#: Looking at more people in a frame than this takes too long (proposal).
MOST_PEOPLE: Final = 10

#: Longer side of the overlay: more than a page or a phone shows of it, and a half of the time that full HD takes.
OVERLAY_SIZE_PX: Final = 1280


class Settings(BaseModel):
    """How a clip is analysed. Frozen; unknown names are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quality: Quality = Field("standard", description="How many looks: fast, standard or best.")
    looks: tuple[str, ...] | None = Field(None, description="The expert's list of looks in place of a quality level.")
    engine: Engine = Field("auto", description="What runs the networks.")
    precision: Literal["auto", "f32"] = Field(
        "auto", description="Arithmetic of the networks; f32 is the same on every machine."
    )
    outline: Outline = Field(
        "knee_to_wall",
        description="Let the outline of the shank say how it turns: of the leg that stands in a lunge (knee_to_wall), "
        "of both legs, in strides as well (on), or nowhere (off).",
    )
    movement: MovementName | None = Field(None, description="What was done; recognised if absent.")
    motion: str | None = Field(None, description="Of a hold: which angle is held, such as hip_extension.")
    side: Side | None = Field(None, description="The side that was tested.")
    effort: Effort | None = Field(None, description="Active or passive; recognised if absent.")
    person: int | None = Field(None, ge=1, description="Which person, by prominence, from 1.")
    start_s: float | None = Field(None, ge=0, description="Analyse from this second of the clip.")
    end_s: float | None = Field(None, gt=0, description="Analyse up to this second of the clip.")
    slow_motion: float | None = Field(None, gt=0, description="How many times slower than life the film runs.")
    height_m: float | None = Field(
        None,
        gt=0.5,
        lt=2.5,
        description="Standing height of the person in metres: the scale of exports in metres; changes no angle.",
    )
    blur_faces: bool = Field(
        False, description="Blur the heads of everybody in the overlay and in the page's pictures; changes no number."
    )
    overlay_size_px: int = Field(
        OVERLAY_SIZE_PX, ge=320, description="Longer side of overlay.mp4 in pixels at most; it is never enlarged."
    )
    fps: float | None = Field(
        None, gt=0, description="Frames a second of landmarks that come without times (OpenPose, DeepLabCut)."
    )
    threads: int | None = Field(
        None, ge=1, exclude=True, description="Processor threads at most; changes no number, so it stands nowhere."
    )
    max_people: int = Field(4, ge=1, le=MOST_PEOPLE, description="People looked at in one frame at most.")

    @field_validator("looks")
    @classmethod
    def _known_looks(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if value is None:
            return None
        unknown = [v for v in value if v not in LOOK_NAMES]
        if unknown or not value:
            raise ValueError(f"looks are {', '.join(LOOK_NAMES)}, not {', '.join(unknown) or 'none'}")
        return tuple(name for name in LOOK_NAMES if name in value)

    @field_validator("motion")
    @classmethod
    def _known_motion(cls, value: str | None) -> str | None:
        if value is not None and value not in ANGLES:
            raise ValueError(f"the held motion is one of {', '.join(ANGLES)}, not {value}")
        return value

    @model_validator(mode="after")
    def _motion_is_held(self) -> Settings:
        if self.motion is not None and self.movement not in (None, "hold"):
            raise ValueError(f"a held motion ({self.motion}) and the movement {self.movement} contradict each other")
        return self

    @model_validator(mode="after")
    def _span_is_a_span(self) -> Settings:
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise ValueError(f"end ({self.end_s} s) is not after start ({self.start_s} s)")
        return self

    @property
    def look_names(self) -> tuple[str, ...]:
        """The looks to take, whichever way they were asked for."""
        return self.looks if self.looks is not None else QUALITY_LOOKS[self.quality]


def make_settings(**values: Any) -> Settings:
    """Settings from keyword values; None means the default.

    Raises
    ------
    SettingsError
        In one sentence, naming the setting.
    """
    try:
        return Settings(**{k: v for k, v in values.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        detail = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"The setting '{name}' cannot be used: {detail}.") from error
