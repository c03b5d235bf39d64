"""What of a body tells the steps: feet against the hips, the hips' height, on an even grid of time.

Everything is in lengths of the person's own leg, so that size, distance and lens do not matter, and in seconds of life.
Positions are used, no accelerations: they survive the noise of pose networks (science brief, section 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.signal import butter, sosfiltfilt

from endrange.domain.angles import Bout, View
from endrange.domain.body import Span
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, Side
from endrange.kinematics.geometry import turn_back
from endrange.movement.protocol import Motion
from endrange.movement.series import life_seconds

Bools = NDArray[np.bool_]

#: Grid for cutting: events are read off it to a fraction of a frame.
GRID_S: Final = 0.004

#: Lost frames bridged for finding events; longer gaps part the steps (proposal: a third of a fast stride).
BRIDGE_S: Final = 0.25

#: Shorter stretches show no step (proposal).
LEAST_S: Final = 0.5

#: Leg length in the picture: nearly the longest seen.
FULL_LENGTH_PERCENTILE: Final = 97.0

#: Two passes of a second-order filter lower its cut-off by this factor (Winter 2009).
TWO_PASSES: Final = float((np.sqrt(2.0) - 1.0) ** 0.25)


@dataclass(frozen=True)
class Signals:
    """One stretch of frames with one facing.

    Attributes
    ----------
    view
        How the camera sees it.
    time_s
        (m,) even grid, seconds of life of the clip.
    forward, heel_forward, toe_forward
        Per side (m,) foot (middle of heel and tip), heel and tip before the mid-hips along the direction faced; only
        where ``sees_forward``.
    ankle, toe
        Per side (m,) height of ankle and tip of the foot in the picture, up.
    toe_along
        Per side (m,) place of the tip of the foot along the picture, to the right.
    knee_deg
        Per side (m,) angle in the picture between thigh and shank, 0 straight.
    hip
        (m,) height of the mid-hips in the picture, up.
    known
        Per side (m,) False where a gap was bridged.
    frame_s
        Median distance of frames, seconds of life.
    """

    view: View
    time_s: Floats
    forward: Mapping[Side, Floats]
    heel_forward: Mapping[Side, Floats]
    toe_forward: Mapping[Side, Floats]
    ankle: Mapping[Side, Floats]
    toe: Mapping[Side, Floats]
    toe_along: Mapping[Side, Floats]
    knee_deg: Mapping[Side, Floats]
    hip: Floats
    known: Mapping[Side, Bools]
    frame_s: float

    @property
    def sees_forward(self) -> bool:
        """Whether the feet's way forward and back lies in the picture, with a known sign."""
        return self.view.facing in ("left", "right")

    def index(self, time_s: float) -> int:
        """Nearest place on the grid."""
        return int(np.clip(round((time_s - self.time_s[0]) / GRID_S), 0, len(self.time_s) - 1))


def gait_signals(motion: Motion) -> tuple[Signals, ...]:
    """Signals of every stretch that can hold steps, in order.

    Legs that are lost for longer than :data:`BRIDGE_S` part stretches only where both are lost; a single leg that is
    lost is bridged and not ``known``.
    """
    time_s = life_seconds(motion)
    return tuple(
        signals
        for bout in motion.angles.bouts
        for span in _seen_spans(motion, time_s, bout)
        if (signals := _signals_of(motion, time_s, bout.view, span)) is not None
    )


def _seen_spans(motion: Motion, time_s: Floats, bout: Bout) -> Iterator[Span]:
    """Stretches of a bout in which hips and a leg are seen, short gaps inside allowed."""
    p = motion.body.position_px
    hips = np.isfinite(p[:, [point(s, "hip") for s in SIDES], 0]).all(1)
    legs = np.isfinite(p[:, [point(s, "ankle") for s in SIDES], 0]).any(1)
    seen: Bools = np.asarray(hips & legs)
    seen[: bout.span.start] = seen[bout.span.stop :] = False
    for run in motion.body.runs:
        inside = np.zeros(len(seen), bool)
        inside[run.start : run.stop] = seen[run.start : run.stop]
        frames = np.flatnonzero(inside)
        if not len(frames):
            continue
        cuts = np.flatnonzero(np.diff(time_s[frames]) > BRIDGE_S)
        starts, stops = np.r_[0, cuts + 1], np.r_[cuts + 1, len(frames)]
        for a, b in zip(starts, stops, strict=True):
            span = Span(int(frames[a]), int(frames[b - 1]) + 1)
            if time_s[span.stop - 1] - time_s[span.start] >= LEAST_S:
                yield span


def _signals_of(motion: Motion, time_s: Floats, view: View, span: Span) -> Signals | None:
    points = _Points(upright(motion, view)[span.start : span.stop])
    t = time_s[span.start : span.stop]
    leg = points.leg_px()
    if not np.isfinite(leg) or leg <= 0:
        return None
    grid = np.arange(t[0], t[-1], GRID_S)
    hips = points.middle("hip")
    sign = {"right": 1.0, "left": -1.0}.get(view.facing or "", 0.0)
    paths = {s: _side_paths(points, s, hips, sign, leg) for s in SIDES}
    even = {name: {s: on_grid(t, paths[s][name], grid) for s in SIDES} for name in paths["left"]}
    if not all(np.isfinite(even["ankle"][s]).all() for s in SIDES):
        return None
    known = {s: covered(t, np.isfinite(paths[s]["ankle"] + paths[s]["toe"] + paths[s]["forward"]), grid) for s in SIDES}
    hip = on_grid(t, -hips[:, 1] / leg, grid)
    return Signals(view=view, time_s=grid, hip=hip, known=known, frame_s=float(np.median(np.diff(t))), **even)


def _side_paths(points: _Points, side: Side, hips: Floats, sign: float, leg_px: float) -> dict[str, Floats]:
    """What of one leg is put on the grid, by the names of :class:`Signals`."""
    heel, tip, ankle = (
        points.part_of_foot(side, "heel"),
        points.part_of_foot(side, "foot_index"),
        points.at(side, "ankle"),
    )
    return {
        "forward": sign * ((heel + tip) / 2 - hips)[:, 0] / leg_px,
        "heel_forward": sign * (heel - hips)[:, 0] / leg_px,
        "toe_forward": sign * (tip - hips)[:, 0] / leg_px,
        "ankle": -ankle[:, 1] / leg_px,
        "toe": -tip[:, 1] / leg_px,
        "toe_along": tip[:, 0] / leg_px,
        "knee_deg": points.knee_deg(side, sign),
    }


def upright(motion: Motion, view: View) -> Floats:
    """(n, 33, 2) the body's points with the camera's roll undone."""
    return turn_back(motion.body.position_px, view.roll_deg or 0.0)


@dataclass(frozen=True)
class _Points:
    position_px: Floats

    def at(self, side: Side, part: str) -> Floats:
        return np.asarray(self.position_px[:, point(side, part)], float)

    def middle(self, part: str) -> Floats:
        return (self.at("left", part) + self.at("right", part)) / 2

    def leg_px(self) -> float:
        """Thigh and shank of the longer leg."""
        legs = [
            np.linalg.norm(self.at(s, "knee") - self.at(s, "hip"), axis=1)
            + np.linalg.norm(self.at(s, "ankle") - self.at(s, "knee"), axis=1)
            for s in SIDES
        ]
        both = np.concatenate(legs)
        known = both[np.isfinite(both)]
        return float(np.percentile(known, FULL_LENGTH_PERCENTILE)) if len(known) else float("nan")

    def part_of_foot(self, side: Side, part: str) -> Floats:
        """Heel or tip; the ankle where the foot is never seen."""
        place = self.at(side, part)
        return place if np.isfinite(place).any() else self.at(side, "ankle")

    def knee_deg(self, side: Side, sign: float) -> Floats:
        """Knee's angle in the picture; from front and back without a sign."""
        thigh, shank = self.at(side, "knee") - self.at(side, "hip"), self.at(side, "ankle") - self.at(side, "knee")
        cross = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
        dot = (thigh * shank).sum(1)
        angle = np.degrees(np.arctan2(cross, dot))
        return np.asarray(sign * angle if sign else np.abs(angle))


def on_grid(time_s: Floats, values: Floats, grid_s: Floats) -> Floats:
    """Cubic spline through what is known, straight across long gaps and level beyond the ends; NaN where nothing is."""
    known = np.isfinite(values)
    if known.sum() < 4:
        return np.full(len(grid_s), np.nan)
    t, x = time_s[known], values[known]
    out = np.asarray(CubicSpline(t, x)(np.clip(grid_s, t[0], t[-1])))
    for hole in np.flatnonzero(np.diff(t) > BRIDGE_S):
        inside = (grid_s > t[hole]) & (grid_s < t[hole + 1])
        out[inside] = np.interp(grid_s[inside], t[hole : hole + 2], x[hole : hole + 2])
    return out


def covered(time_s: Floats, known: Bools, grid_s: Floats) -> Bools:
    """(m,) whether a grid time lies between known frames no further apart than :data:`BRIDGE_S`."""
    t = time_s[known]
    if len(t) < 2:
        return np.zeros(len(grid_s), bool)
    after = np.clip(np.searchsorted(t, grid_s), 1, len(t) - 1)
    inside = (grid_s >= t[0]) & (grid_s <= t[-1])
    return np.asarray(inside & (t[after] - t[after - 1] <= BRIDGE_S))


def low_pass(values: Floats, cutoff_hz: float) -> Floats:
    """Zero-phase fourth-order Butterworth on the even grid (Winter 2009)."""
    nyquist = 0.5 / GRID_S
    sos = butter(2, min(cutoff_hz / TWO_PASSES / nyquist, 0.99), output="sos")
    pad = min(len(values) - 1, int(1.0 / cutoff_hz / GRID_S))
    return np.asarray(sosfiltfilt(sos, values, padlen=pad))


def high_pass(values: Floats, cutoff_hz: float) -> Floats:
    """What the low pass leaves: slow drift across the picture taken off."""
    return np.asarray(values - low_pass(values, cutoff_hz))
