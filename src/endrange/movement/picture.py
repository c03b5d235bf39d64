"""What the picture shows of a body without any angle: segments, how far each moves, posture.

Movements are recognised from this. Every length is a share of the person's own, so that size and distance do not
matter; the camera's roll is taken out where it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, Side
from endrange.movement.protocol import Motion
from endrange.movement.series import filled, life_seconds, softened, width_of

#: A segment's full length is the 97th percentile of its length in the picture (single-camera study).
FULL_LENGTH_PERCENTILE: Final = 97.0

#: Softening before travel and turns are taken: slow work is kept, trembling of the points is not (proposal).
SOFT_S: Final = 0.08

#: Shank and trunk over the leg (thigh and shank together): shares of stature by Drillis & Contini (1966), quoted by
#: Winter (2009), figure 4.1; the trunk from mid-hips to mid-shoulders.
SHANK_OF_LEG: Final = 0.246 / 0.491
TRUNK_OF_LEG: Final = 0.288 / 0.491

#: A segment is taken to be at least this long, in leg lengths, however short it looks: seen end on throughout, its
#: picture says nothing of its length (proposal: seven tenths of thigh and shank, half of a foot).
AT_LEAST_LONG: Final = {"thigh": 0.35, "shank": 0.35, "foot": 0.12}

#: A standing leg keeps its direction within this many segment lengths, and its ankle its place within this many leg
#: lengths (proposals: thigh and shank swaying 25 degrees together, 11 cm).
STANCE_TURN: Final = 0.6
STANCE_WAY: Final = 0.13

_DIRECTIONS: Final = np.stack([np.cos(np.linspace(0, np.pi, 18, False)), np.sin(np.linspace(0, np.pi, 18, False))], 1)

SEGMENTS: Final = {"thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "foot": ("heel", "foot_index")}


@dataclass(frozen=True)
class Picture:
    """The body in the picture, x right, y down, upright.

    Attributes
    ----------
    time_s
        (n,) seconds of life.
    joint
        (side, part) -> (n, 2) positions in units of the leg, thigh and shank together; NaN where lost.
    segment
        (side, name) -> (n, 2) vectors in units of that segment's own full length.
    trunk
        (n, 2) from mid-hips to mid-shoulders, in units of the leg.
    shoulders, hips
        (n, 2) lines from the left to the right shoulder and hip, in units of the leg.
    """

    time_s: Floats
    joint: Mapping[tuple[str, str], Floats]
    segment: Mapping[tuple[str, str], Floats]
    trunk: Floats
    shoulders: Floats
    hips: Floats

    def travel(self, side: Side, name: str) -> float:
        """How far a segment's end moves against its other end, in segment lengths: 1 is a turn of about 60 degrees."""
        return travel_of(self.time_s, self.segment[side, name])

    def wander(self, side: Side, part: str) -> float:
        """How far a joint moves in the picture, in leg lengths."""
        return travel_of(self.time_s, self.joint[side, part])

    @property
    def duration_s(self) -> float:
        """Seconds of life."""
        return float(self.time_s[-1] - self.time_s[0]) if len(self.time_s) else 0.0


def see(motion: Motion) -> Picture:
    """Take the picture of a motion."""
    p = _upright(motion)
    at: dict[tuple[str, str], Floats] = {(s, part): p[:, point(s, part)] for s in SIDES for part in _PARTS}
    full: dict[tuple[str, str], float] = {
        (s, name): _full_length(at[s, b] - at[s, a]) for s in SIDES for name, (a, b) in SEGMENTS.items()
    }
    shoulder, hip = _middle(at, "shoulder"), _middle(at, "hip")
    unit = _leg_length(full, _full_length(shoulder - hip))
    segment: dict[tuple[str, str], Floats] = {
        (s, name): (at[s, b] - at[s, a]) / max(full[s, name], AT_LEAST_LONG[name] * unit)
        for s in SIDES
        for name, (a, b) in SEGMENTS.items()
    }
    joint: dict[tuple[str, str], Floats] = {k: v / unit for k, v in at.items()}
    return Picture(
        life_seconds(motion), joint, segment, (shoulder - hip) / unit,
        (at["right", "shoulder"] - at["left", "shoulder"]) / unit, (at["right", "hip"] - at["left", "hip"]) / unit,
    )  # fmt: skip


_PARTS: Final = ("shoulder", "elbow", "wrist", "index", "hip", "knee", "ankle", "heel", "foot_index")


def _upright(motion: Motion) -> Floats:
    position = np.asarray(motion.body.position_px, float)
    roll = np.radians(-(motion.angles.view.roll_deg or 0.0))
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    return np.asarray(position @ turn.T)


def _full_length(vectors: Floats) -> float:
    length = np.linalg.norm(vectors, axis=1)
    known = length[np.isfinite(length)]
    return float(np.percentile(known, FULL_LENGTH_PERCENTILE)) if len(known) else float("nan")


def _leg_length(full: Mapping[tuple[str, str], float], trunk: float) -> float:
    """Length of a leg in px from what is longest in the picture: a thigh seen end on says nothing of its length."""
    candidates = [full[s, "thigh"] + full[s, "shank"] for s in SIDES]
    candidates += [full[s, "shank"] / SHANK_OF_LEG for s in SIDES] + [trunk / TRUNK_OF_LEG]
    return float(np.nanmax(candidates)) if np.isfinite(candidates).any() else float("nan")


def _middle(at: Mapping[tuple[str, str], Floats], part: str) -> Floats:
    return (at["left", part] + at["right", part]) / 2


def travel_of(time_s: Floats, vectors: Floats) -> float:
    """Largest width of the path of ``(n, 2)`` vectors over all directions; outliers and trembling left out."""
    if not np.isfinite(vectors).all(1).any():
        return float("nan")
    smooth = softened(time_s, filled(time_s, vectors), SOFT_S)
    return max(width_of(smooth @ d) for d in _DIRECTIONS)


def main_component(time_s: Floats, state: Floats) -> Floats:
    """(n,) the state ``(n, k)`` along the direction in which it moves most, softened; all NaN where it is unknown."""
    if not np.isfinite(state).all(1).any():
        return np.full(len(state), np.nan)
    smooth = softened(time_s, filled(time_s, state), SOFT_S)
    centred = smooth - smooth.mean(0)
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    return np.asarray(centred @ axis)


def half_turns(signal: Floats) -> int:
    """How often the signal goes over from its lower to its upper third or back."""
    known = signal[np.isfinite(signal)]
    if len(known) < 2:
        return 0
    low, high = np.percentile(known, [2, 98])
    place = np.where(known > low + (high - low) * 2 / 3, 1, np.where(known < low + (high - low) / 3, -1, 0))
    seen = place[place != 0]
    return int((np.diff(seen) != 0).sum())


def cycle_s(picture: Picture, state: Floats) -> float:
    """Seconds of life that one cycle of the state takes, from its half turns; inf where it never turns."""
    turns = half_turns(main_component(picture.time_s, state))
    return 2 * picture.duration_s / turns if turns else float("inf")


def median_of(values: Floats) -> float:
    """Median of the finite values; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def leg_state(picture: Picture, side: Side) -> Floats:
    """(n, 4) thigh and shank of one leg."""
    return np.hstack([picture.segment[side, "thigh"], picture.segment[side, "shank"]])


def median_upright(vectors: Floats) -> float:
    """Median of how upright ``(n, 2)`` vectors stand: 1 straight up, 0 level, -1 straight down."""
    length = np.linalg.norm(vectors, axis=1)
    known = np.isfinite(length) & (length > 0)
    return float(np.median(-vectors[known, 1] / length[known])) if known.any() else float("nan")


def hip_height(picture: Picture) -> float:
    """Median height of the hips over the lower ankle, in leg lengths: about 1 standing, half of it seated."""
    hips = (picture.joint["left", "hip"] + picture.joint["right", "hip"]) / 2
    ankles = [picture.joint[s, "ankle"][:, 1] for s in SIDES]
    lower = np.fmax(ankles[0], ankles[1])
    height = lower - hips[:, 1]
    return float(np.nanmedian(height)) if np.isfinite(height).any() else float("nan")


def stands_on(picture: Picture, side: Side) -> Floats:
    """(n,) how far that leg is from standing where it stood: below 1 it stands; NaN where lost.

    It stands while its ankle stays on its spot, or, where the camera moves, while thigh and shank keep their direction.
    """
    state, ankle = leg_state(picture, side), picture.joint[side, "ankle"]
    if not np.isfinite(state).all(1).any():
        return np.full(len(state), np.nan)
    turned = np.linalg.norm(state - np.nanmedian(state, axis=0), axis=1) / STANCE_TURN
    moved = np.linalg.norm(ankle - np.nanmedian(ankle, axis=0), axis=1) / STANCE_WAY
    return np.asarray(np.fmin(turned, moved))
