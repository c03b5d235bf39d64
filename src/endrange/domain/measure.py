"""What is reported: measures, events, findings. Field names are those of the published JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from endrange.domain.looks import Floats
from endrange.domain.vocabulary import Role, Side, unit_of

Grade = Literal["A", "B", "C"]
Status = Literal["measured", "not_measurable", "absent"]

#: Half-width of the 95 % interval, in degrees, up to which an angle is graded A or B (proposal: standard deviations of
#: 2 and 3.5 degrees; about the detectable change of a lunge test, 4.6, and half that of two goniometer tests).
GRADE_A_DEG: Final = 4.0
GRADE_B_DEG: Final = 7.0


def grade_of(half_width: float, unit: str, value: float) -> Grade:
    """Grade of a measure from the half-width of its 95 % interval.

    Degrees are graded against fixed bounds; other units against the value: A within 5 %, B within 15 % (proposal).
    """
    if unit == "deg":
        bound_a, bound_b = GRADE_A_DEG, GRADE_B_DEG
    else:
        bound_a, bound_b = 0.05 * abs(value), 0.15 * abs(value)
    return "A" if half_width <= bound_a else "B" if half_width <= bound_b else "C"


@dataclass(frozen=True)
class Measure:
    """One reported number, or the reason why there is none.

    Attributes
    ----------
    low, high
        95 % interval of ``value``.
    sd
        Standard deviation between the ``n`` strides, repetitions or frames; None where n < 2.
    time_s
        Where in the clip the evidence is.
    """

    quantity: str
    side: Side | None
    role: Role | None
    statistic: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    sd: float | None
    n: int
    grade: Grade | None
    status: Status
    reason: str | None
    definition: str
    clip: str | None
    time_s: float | None

    @staticmethod
    def refused(
        quantity: str,
        side: Side | None,
        statistic: str,
        reason: str,
        *,
        definition: str,
        role: Role | None = None,
        clip: str | None = None,
        status: Literal["not_measurable", "absent"] = "not_measurable",
    ) -> Measure:
        """Say that a quantity is not measurable here, and how to refilm."""
        return Measure(
            quantity, side, role, statistic, None, unit_of(quantity), None, None, None, 0, None,
            status, reason, definition, clip, None,
        )  # fmt: skip


EventKind = Literal["contact", "toe_off", "stride", "repetition", "hold", "bout"]


@dataclass(frozen=True)
class Event:
    """Something that happened from ``start_s`` up to ``end_s`` (equal for an instant).

    ``marks`` holds phase marks in seconds or numbers, such as ``toe_off_s`` or ``peak_s``; they stand beside the fixed
    fields in the JSON. ``used`` is False for a stride or repetition that was found and left out, with the reason in
    ``left_out``.
    """

    kind: EventKind
    side: Side | None
    start_s: float
    end_s: float
    marks: Mapping[str, float | str] = field(default_factory=dict)
    used: bool = True
    left_out: str | None = None


@dataclass(frozen=True)
class Finding:
    """Something the user should know about the clip or the movement."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    suggestion: str | None = None
    spans_s: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Curve:
    """Strides or repetitions of one angle, each on 0-100 %.

    Attributes
    ----------
    quantity, side
        Which angle.
    percent
        (m,) 0..100.
    values_deg
        (k, m) a row a stride; NaN where lost.
    phase
        What 0 and 100 % are, for the axis: ``contact to contact``.
    marks_percent
        Named places on the axis, such as ``toe-off``.
    """

    quantity: str
    side: Side | None
    percent: Floats
    values_deg: Floats
    phase: str
    marks_percent: Mapping[str, float] = field(default_factory=dict)
