"""Rows of single clips brought together: one line an angle or a measure and a list of looks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from endrange.accuracy.rows import AngleRow, ClipRow, Leg, MeasureRow, Phase
from endrange.domain.vocabulary import ANGLES, MovementName, Plane


@dataclass(frozen=True)
class AngleLine:
    """One angle of one movement, view and leg over all its clips, in degrees.

    Attributes
    ----------
    rmse_deg, worst_deg, worst_clip
        Mean over clips of the root mean square error, and the worst clip's.
    bias_deg, between_sd_deg
        Mean and standard deviation over clips of the clip's mean error.
    within_sd_deg
        Root mean square over clips of the scatter inside a clip.
    level_rmse_deg
        ``rmse_deg`` without the part that the camera's roll put in.
    range_error_deg, range_sd_deg
        Mean and standard deviation over clips of the error of the range.
    share_given
        Of the frames with a truth, in the clips where it was not refused.
    held, half_width_deg
        Share of frames whose interval holds the truth; median half-width.
    """

    movement: MovementName
    plane: Plane
    leg: Leg
    angle: str
    phase: Phase
    looks: str
    clips: int
    refused: int
    rmse_deg: float | None
    worst_deg: float | None
    worst_clip: str | None
    bias_deg: float | None
    between_sd_deg: float | None
    within_sd_deg: float | None
    level_rmse_deg: float | None
    range_error_deg: float | None
    range_sd_deg: float | None
    share_given: float | None
    held: float | None
    half_width_deg: float | None


@dataclass(frozen=True)
class MeasureLine:
    """One reported number of one movement, view and leg over all its clips, in its unit.

    Attributes
    ----------
    bias, between_sd, rms
        Mean, standard deviation over clips and root mean square of value minus truth.
    refused
        Clips in which it was not measurable or absent.
    own_events
        Clips in which the analysis' strides or repetitions were not the true ones.
    """

    movement: MovementName
    plane: Plane
    leg: Leg
    quantity: str
    statistic: str
    unit: str
    looks: str
    clips: int
    refused: int
    own_events: int
    bias: float | None
    between_sd: float | None
    rms: float | None
    worst: float | None
    worst_clip: str | None
    held: float | None
    half_width: float | None


@dataclass(frozen=True)
class ClipLine:
    """Legs, view and recognition of one movement and view over all its clips."""

    movement: MovementName
    plane: Plane
    looks: str
    clips: int
    failed: int
    recognised: float | None
    facing_right: float | None
    near_side_right: float | None
    roll_rms_deg: float | None
    yaw_rms_deg: float | None
    exchanged: float | None
    exchanged_worst: float | None
    lost_near: float | None
    lost_far: float | None


LEGS: Final[tuple[Leg, ...]] = ("near", "far", "moving", "other", "body")


def angle_lines(rows: Sequence[AngleRow]) -> list[AngleLine]:
    """A line for each movement, view, leg, angle and list of looks, in that order."""
    groups: dict[tuple[MovementName, Plane, Leg, str, Phase, str], list[AngleRow]] = {}
    for row in rows:
        group = (row.key.movement, row.key.plane, row.leg, row.angle, row.phase, row.key.looks)
        groups.setdefault(group, []).append(row)
    places = _places(groups)
    lines = [_angle_line(group, members) for group, members in groups.items()]
    return sorted(
        lines,
        key=lambda li: (
            places[li.movement, li.plane], LEGS.index(li.leg), list(ANGLES).index(li.angle), li.phase,
        ),
    )  # fmt: skip


def _angle_line(group: tuple[MovementName, Plane, Leg, str, Phase, str], rows: list[AngleRow]) -> AngleLine:
    with_error = [r for r in rows if r.rmse_deg is not None]
    rmse, bias, sd = (_array(getattr(r, name) for r in with_error) for name in ("rmse_deg", "bias_deg", "sd_deg"))
    worst = int(np.argmax(rmse)) if len(rmse) else None
    told = [r for r in with_error if r.held is not None]
    ranges = _array(r.range_error_deg for r in with_error)
    return AngleLine(
        *group, len({r.key.clip for r in rows}), sum(r.refused for r in rows), _mean(rmse),
        None if worst is None else float(rmse[worst]), None if worst is None else with_error[worst].key.clip,
        _mean(bias), _sd(bias), _rms(sd), _mean(np.hypot(sd, bias - _array(r.from_roll_deg for r in with_error))),
        _mean(ranges), _sd(ranges), _mean(_array(r.share_given for r in rows if not r.refused)),
        _mean(_array(r.held for r in told)), _median(_array(r.half_width_deg for r in told)),
    )  # fmt: skip


def measure_lines(rows: Sequence[MeasureRow]) -> list[MeasureLine]:
    """A line for each movement, view, leg, quantity, statistic and list of looks, in that order."""
    groups: dict[tuple[MovementName, Plane, Leg, str, str, str, str], list[MeasureRow]] = {}
    for row in rows:
        group = (
            row.key.movement, row.key.plane, row.leg, row.quantity, row.statistic, row.unit, row.key.looks,
        )  # fmt: skip
        groups.setdefault(group, []).append(row)
    places = _places(groups)
    lines = [_measure_line(group, members) for group, members in groups.items()]
    return sorted(
        lines,
        key=lambda li: (places[li.movement, li.plane], LEGS.index(li.leg), li.quantity, li.statistic),
    )


def _measure_line(group: tuple[MovementName, Plane, Leg, str, str, str, str], rows: list[MeasureRow]) -> MeasureLine:
    with_error = [r for r in rows if r.error is not None]
    error = _array(r.error for r in with_error)
    worst = int(np.argmax(np.abs(error))) if len(error) else None
    told = [r for r in with_error if r.held is not None]
    return MeasureLine(
        *group, len({r.key.clip for r in rows}), sum(r.status != "measured" for r in rows),
        sum(r.events == "own" for r in rows), _mean(error), _sd(error),
        float(np.sqrt(np.mean(error**2))) if len(error) else None,
        None if worst is None else float(error[worst]), None if worst is None else with_error[worst].key.clip,
        _mean(_array(float(bool(r.held)) for r in told)), _median(_array(r.half_width for r in told)),
    )  # fmt: skip


def clip_lines(rows: Sequence[ClipRow]) -> list[ClipLine]:
    """A line for each movement, view and list of looks."""
    groups: dict[tuple[MovementName, Plane, str], list[ClipRow]] = {}
    for row in rows:
        groups.setdefault((row.key.movement, row.key.plane, row.key.looks), []).append(row)
    return [_clip_line(group, members) for group, members in groups.items()]


def _clip_line(group: tuple[MovementName, Plane, str], rows: list[ClipRow]) -> ClipLine:
    exchanged = _array(r.exchanged for r in rows if r.exchanged is not None)
    named = [float(r.recognised == r.key.movement) for r in rows if r.recognised is not None]
    return ClipLine(
        *group, len(rows), sum(r.failed is not None for r in rows), _mean(_array(named)),
        _mean(_array(float(r.facing_right) for r in rows if r.facing_right is not None)),
        _mean(_array(float(r.near_side_right) for r in rows if r.near_side_right is not None)),
        _rms(_array(r.roll_error_deg for r in rows if r.roll_error_deg is not None)),
        _rms(_array(r.yaw_error_deg for r in rows if r.yaw_error_deg is not None)),
        _mean(exchanged), float(exchanged.max()) if len(exchanged) else None,
        _mean(_array(r.lost_near for r in rows if r.lost_near is not None)),
        _mean(_array(r.lost_far for r in rows if r.lost_far is not None)),
    )  # fmt: skip


def _places(groups: Iterable[tuple[Any, ...]]) -> dict[tuple[MovementName, Plane], int]:
    """Movement and view in the order in which they first come."""
    return {place: i for i, place in enumerate(dict.fromkeys((group[0], group[1]) for group in groups))}


def _array(values: Iterable[float | None]) -> np.ndarray:
    return np.array([v for v in values if v is not None], float)


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if len(values) else None


def _median(values: np.ndarray) -> float | None:
    return float(np.median(values)) if len(values) else None


def _sd(values: np.ndarray) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None


def _rms(values: np.ndarray) -> float | None:
    return float(np.sqrt(np.mean(values**2))) if len(values) else None
