"""Measures arranged for reading: left and right of one quantity side by side, the most telling first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from endrange.domain.analysis import MovementLabel
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import SIDES, MovementName, Side
from endrange.movement.ranges import SLOW_NOT_HELD
from endrange.report import words

#: What is told first, per movement; every other measure follows in the order in which the movement gave it.
FIRST: Final[Mapping[MovementName, tuple[tuple[str, str], ...]]] = {
    "running": (
        ("hip_extension", "stride_peak"), ("ankle_dorsiflexion", "stance_peak"), ("pelvic_drop", "stance_mean"),
        ("foot_progression", "stance_mean"), ("cadence", "mean"), ("thigh_extension", "stride_peak"),
        ("contact_time", "mean"),
    ),
    "walking": (
        ("hip_extension", "stride_peak"), ("ankle_dorsiflexion", "stance_peak"), ("pelvic_drop", "stance_mean"),
        ("foot_progression", "stance_mean"), ("cadence", "mean"), ("thigh_extension", "stride_peak"),
        ("contact_time", "mean"),
    ),
    "hip_car": (
        ("hip_extension", "held_peak"), ("hip_abduction", "held_peak"), ("hip_internal_rotation", "held_peak"),
        ("hip_extension", "held_low"), ("hip_internal_rotation", "held_low"), ("arc_coverage", "mean"),
    ),
    "seated_hip_rotation": (("hip_internal_rotation", "held_peak"), ("hip_internal_rotation", "held_low")),
    "knee_to_wall": (("ankle_dorsiflexion", "best"), ("shank_lean", "best")),
    "ankle_car": (("ankle_dorsiflexion", "held_peak"), ("ankle_dorsiflexion", "held_low")),
    "thoracic_car": (("trunk_rotation", "held_peak"), ("trunk_rotation", "held_low")),
}  # fmt: skip

#: Statistics that are read together: the first is told, the others beside it.
COMPANIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "held_peak": ("repetition_peak",),
    "held_low": ("repetition_low",),
    "best": ("repetition_peak",),
    "plateau": ("from_rest", "drift", "hold_time"),
}

#: Movements of both legs: the side that was recognised in them is not a tested side.
TWO_SIDED: Final[tuple[MovementName, ...]] = ("running", "walking", "standing", "unknown")

#: A difference of the two sides is stated for these units; others have too few values a clip.
COMPARED_UNITS: Final = ("deg", "s")

#: Up to this share of the half-width the two halves of an interval count as equal, so that ± says it all (proposal).
LOPSIDED: Final = 0.2


@dataclass(frozen=True)
class Row:
    """One quantity and statistic of both sides.

    Attributes
    ----------
    flipped
        The values are shown negated, under the name of the opposite direction (flexion for hip extension's lows).
    """

    quantity: str
    statistic: str
    cells: Mapping[Side | None, Measure]
    flipped: bool

    @property
    def key(self) -> tuple[str, str]:
        """Quantity and statistic."""
        return self.quantity, self.statistic

    @property
    def title(self) -> str:
        """What was measured, for people."""
        flipped = words.opposite_title(self.quantity) if self.flipped else None
        return flipped or words.title_of(self.quantity)

    @property
    def subtitle(self) -> str:
        """Which statistic of it; a low that is told by the opposite direction's name is that direction's peak."""
        if self.statistic.startswith("held_") and self.definition.endswith(SLOW_NOT_HELD):
            return words.SLOW
        return words.statistic_of(self.statistic.replace("_low", "_peak") if self.flipped else self.statistic)

    @property
    def small_print(self) -> str:
        """The statistic, and what the angle is taken against where its name leaves that open."""
        both = self.cells.get(None)
        together = words.together(number_text(both)) if both is not None and len(self.cells) > 1 else None
        return ", ".join(part for part in (self.subtitle, words.MEANT.get(self.quantity), together) if part)

    @property
    def measured(self) -> bool:
        """Whether any side has a number."""
        return any(cell.value is not None for cell in self.cells.values())

    @property
    def told_sides(self) -> list[Side | None]:
        """Sides with a number; the two together only where neither is known by itself."""
        known = [side for side in SIDES if side in self.cells and self.cells[side].value is not None]
        both = self.cells.get(None)
        return [*known] or ([None] if both is not None and both.value is not None else [])

    @property
    def definition(self) -> str:
        """Between what and what, in one phrase."""
        return next(iter(self.cells.values())).definition


def rows_of(measures: Sequence[Measure], movement: MovementName) -> tuple[Row, ...]:
    """Rows in reading order: first what :data:`FIRST` names, then as given. Of doubles the first one counts."""
    grouped: dict[tuple[str, str], dict[Side | None, Measure]] = {}
    for measure in measures:
        grouped.setdefault((measure.quantity, measure.statistic), {}).setdefault(measure.side, measure)
    first = [key for key in FIRST.get(movement, ()) if key in grouped]
    order = dict.fromkeys(near for key in (*first, *grouped) for near in (key, *companions_of(key)) if near in grouped)
    return tuple(Row(*key, grouped[key], _flips(key[1], grouped[key])) for key in order)


def companions_of(key: tuple[str, str]) -> list[tuple[str, str]]:
    """What was reached, beside what was held; the median, beside the best; drift and time of a hold."""
    return [(key[0], statistic) for statistic in COMPANIONS.get(key[1], ())]


def _flips(statistic: str, cells: Mapping[Side | None, Measure]) -> bool:
    """Whether a row of lows is told by the opposite direction's name: none of its values is above zero."""
    values = [cell.value for cell in cells.values() if cell.value is not None]
    return statistic.endswith("_low") and max(values, default=-1.0) < 0


def tested_side(label: MovementLabel) -> Side | None:
    """The side of a one-sided test."""
    return None if label.name in TWO_SIDED else label.side


def half_width(measure: Measure) -> float | None:
    """Half of the 95 % interval; None where there is none."""
    return None if measure.low is None or measure.high is None else (measure.high - measure.low) / 2


def number_text(measure: Measure, *, digits: int | None = None, flipped: bool = False) -> str:
    """``12° ± 5°``, ``0.24 s ± 0.02 s``; the interval's ends instead where it is lopsided.

    Parameters
    ----------
    digits
        Decimals; by default none for degrees and steps, two for the rest.
    """
    if measure.value is None:
        return words.status_of(measure.status, measure.statistic)
    unit = words.UNIT.get(measure.unit, f" {measure.unit}")
    places = digits if digits is not None else 0 if measure.unit in ("deg", "steps/min") else 2
    value, low, high = measure.value, measure.low, measure.high
    if flipped:
        value, low, high = -value, None if high is None else -high, None if low is None else -low
    text = words.signed(value, places) + unit
    if low is None or high is None:
        return text
    half, mark = (high - low) / 2, unit if unit == "°" else ""
    if abs((low + high) / 2 - value) > LOPSIDED * half:
        return f"{text} ({words.signed(low, places)}{mark} to {words.signed(high, places)}{mark})"
    return f"{text} ± {half:.{places}f}{mark}"


def difference_text(row: Row, near_side: Side | None) -> str | None:
    """Left against right in words; None where one of them is missing or the unit is not compared."""
    left, right = row.cells.get("left"), row.cells.get("right")
    if left is None or right is None or left.value is None or right.value is None:
        return None
    halves = half_width(left), half_width(right)
    if left.unit not in COMPARED_UNITS or halves[0] is None or halves[1] is None:
        return None
    delta = (left.value - right.value) * (-1 if row.flipped else 1)
    # Errors of the two sides are taken as independent: what they share would only narrow the difference.
    return words.difference(delta, float((halves[0] ** 2 + halves[1] ** 2) ** 0.5), left.unit, near_side)
