"""How the camera sees the person: bouts, facing, plane, near side, yaw, roll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.angles import Bout, Facing, View
from endrange.domain.body import Body, Span
from endrange.domain.level import Level
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import Plane, Side
from endrange.kinematics.geometry import nan_mean, nan_median
from endrange.kinematics.heading import heading_parts
from endrange.kinematics.roll import camera_roll

#: Angle between the sagittal (or frontal) plane and the picture up to which the view counts as one from the side (or
#: from front and back). Science brief, section 9, gives the errors of angles up to 30 degrees; what we estimate is off
#: by up to about 5 (proposal).
SQUARE_DEG: Final = 35.0

#: A new facing counts as a turn, and parts two bouts, when it lasts this long (proposal: half a second of standing
#: otherwise is no glance).
MIN_TURN_S: Final = 0.5

#: Two stretches with headings nearer than this are one bout: somebody seen obliquely wavers between two quarters of the
#: circle without turning (proposal).
TURN_DEG: Final = 60.0

#: Error of the yaw (rendered people: 2.6 degrees RMS in strides, 2.6 to 4.3 elsewhere, worst 6).
YAW_SD_WALKING_DEG: Final = 3.0
YAW_SD_DEG: Final = 5.0

_QUARTERS: Final[tuple[Facing, ...]] = ("right", "away", "left", "camera")


def find_bouts(body: Body, *, walks: bool = False, level: Level | None = None) -> tuple[Bout, ...]:
    """Stretches of frames with one facing, each with its view.

    Parameters
    ----------
    walks
        Whether the movement is running or walking, where the mean over strides makes the yaw surer.
    level
        What is known of the camera's roll from elsewhere.

    Returns
    -------
    tuple of Bout
        In order, not overlapping; never across the ends of ``body.runs``. The facing is decided per bout by everything
        seen in it, never per frame. Empty where the person is never seen.
    """
    right, away = heading_parts(body, walks=walks)
    found = []
    for run in body.runs:
        for span in _turns(body.time_s, right, away, run):
            found.append(Bout(span, _view(body, span, right, away, level, walks=walks)))
    return tuple(found)


def sideways_turn(body: Body, span: Span) -> float:
    """Sine of the turn towards the picture's right of somebody seen from front or back; 0 where it is not known."""
    frames = slice(span.start, span.stop)
    right, away = heading_parts(body)
    ahead, off = nan_median(right[frames]), nan_median(away[frames])
    size = np.hypot(ahead, off)
    return float(ahead / size) if size > 0 else 0.0


def main_view(bouts: tuple[Bout, ...]) -> View:
    """The view of the longest bout; an unknown one where there is none."""
    if not bouts:
        return View("unknown", None, None, None, None, None, None)
    return max(bouts, key=lambda bout: bout.span.stop - bout.span.start).view


def _view(body: Body, span: Span, right: Floats, away: Floats, level: Level | None, *, walks: bool) -> View:
    frames = slice(span.start, span.stop)
    # The mean over strides is surer than their median: shoulders dwell at either end of their turn.
    ahead, off = nan_median(right[frames]), (nan_mean if walks else nan_median)(away[frames])
    if not (np.isfinite(ahead) and np.isfinite(off)):
        return View("unknown", None, None, None, None, None, None)
    facing = _facing(ahead, off)
    yaw = _yaw(facing, ahead, off)
    plane = _plane(facing, yaw)
    across = off * np.sign(ahead) if plane == "sagittal" else ahead
    roll = camera_roll(body, span, plane, float(across / np.hypot(ahead, off)), level)
    near: Side | None = None
    if facing in ("left", "right"):
        near = "right" if facing == "right" else "left"
    return View(plane, facing, near, yaw, YAW_SD_WALKING_DEG if walks else YAW_SD_DEG, roll.roll_deg, roll.sd_deg)


def _facing(ahead: float, off: float) -> Facing:
    """Quarter of the circle; who faces the picture's right shows the camera the right side."""
    if abs(ahead) >= abs(off):
        return "right" if ahead > 0 else "left"
    return "away" if off > 0 else "camera"


def _yaw(facing: Facing, ahead: float, off: float) -> float:
    """Degrees between the sagittal plane and the picture; 90 from front and back. Positive when walking away.

    From the side the sine is read (the shoulders' picture distance), from front and back the angle between both parts.
    """
    if facing in ("left", "right"):
        return float(np.degrees(np.arcsin(np.clip(off, -1.0, 1.0))))
    return float(np.degrees(np.arctan2(off, abs(ahead))))


def _plane(facing: Facing, yaw_deg: float) -> Plane:
    if abs(yaw_deg) <= SQUARE_DEG:
        return "sagittal"
    if abs(yaw_deg) < 90.0 - SQUARE_DEG or facing in ("left", "right"):
        return "oblique"
    return "back" if facing == "away" else "front"


def _turns(time_s: Floats, right: Floats, away: Floats, run: Span) -> Iterator[Span]:
    """Cut a run where the facing changes for good."""
    frames = np.arange(run.start, run.stop)
    known = np.isfinite(right[frames]) & np.isfinite(away[frames])
    if not known.any():
        return
    quarter = _nearest_quarter(right[frames], away[frames], known)
    starts = np.flatnonzero(np.r_[True, np.diff(quarter) != 0])
    stops = np.r_[starts[1:], len(frames)]
    pieces = [(int(a), int(b), int(quarter[a])) for a, b in zip(starts, stops, strict=True)]
    step = float(np.median(np.diff(time_s[frames]))) if len(frames) > 1 else 0.0
    spans: list[Span] = []
    for a, b, _ in _without_glances(pieces, MIN_TURN_S / step if step > 0 else 1.0):
        span = Span(run.start + a, run.start + b)
        if spans and _apart_deg(spans[-1], span, right, away) < TURN_DEG:
            span = Span(spans.pop().start, span.stop)
        spans.append(span)
    yield from spans


def _apart_deg(one: Span, other: Span, right: Floats, away: Floats) -> float:
    """Angle between the headings of two stretches."""
    first, second = (
        np.arctan2(nan_median(away[s.start : s.stop]), nan_median(right[s.start : s.stop])) for s in (one, other)
    )
    return float(np.degrees(np.abs(np.angle(np.exp(1j * (first - second))))))


def _nearest_quarter(right: Floats, away: Floats, known: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Which of right, away, left, camera each frame points to; unknown frames take the nearest known one's."""
    turn = np.arctan2(np.where(known, away, 0.0), np.where(known, right, 1.0))
    quarter = np.round(turn / (np.pi / 2)).astype(int) % len(_QUARTERS)
    where = np.flatnonzero(known)
    at = np.arange(len(known))
    later = np.clip(np.searchsorted(where, at), 0, len(where) - 1)
    earlier = np.clip(later - 1, 0, len(where) - 1)
    nearest = np.where(np.abs(where[earlier] - at) <= np.abs(where[later] - at), where[earlier], where[later])
    return np.asarray(quarter[nearest])


def _without_glances(pieces: list[tuple[int, int, int]], least: float) -> list[tuple[int, int, int]]:
    """Give pieces shorter than ``least`` frames to the longer neighbour, shortest first; join equal neighbours."""
    pieces = _joined(pieces)
    while len(pieces) > 1:
        i = min(range(len(pieces)), key=lambda j: pieces[j][1] - pieces[j][0])
        if pieces[i][1] - pieces[i][0] >= least:
            break
        before, after = (pieces[i - 1] if i else None), (pieces[i + 1] if i + 1 < len(pieces) else None)
        longer = max((p for p in (before, after) if p is not None), key=lambda p: p[1] - p[0])
        pieces[i] = (pieces[i][0], pieces[i][1], longer[2])
        pieces = _joined(pieces)
    return pieces


def _joined(pieces: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined = [pieces[0]]
    for a, b, quarter in pieces[1:]:
        if quarter == joined[-1][2]:
            joined[-1] = (joined[-1][0], b, quarter)
        else:
            joined.append((a, b, quarter))
    return joined
