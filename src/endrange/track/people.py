"""Who is who from frame to frame.

The looks number the people of a frame in no particular order. People are followed by where their points should be next
and by how large they are; a cut in the film ends them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from endrange.domain.looks import Looks
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Bools, Real, mean_quiet, median_quiet

#: Someone unseen for longer than this is somebody new, and a run ends (proposal).
PATIENCE_S: Final = 0.5
#: Two sightings in one frame nearer than this, in trunk lengths (median of the points), are of one person.
DOUBLE: Final = 0.3
#: Farthest step of a trunk from where it was expected, in trunk lengths, plus the same per second unseen.
REACH: Final = 0.7
#: Largest ratio of sizes of one person in successive sightings.
GROWTH: Final = 1.6
_TRUNK: Final = [*PAIRS["shoulder"], *PAIRS["hip"]]
_POSE: Final = [*_TRUNK, *PAIRS["knee"], *PAIRS["ankle"]]


@dataclass
class Track:
    """Sightings of one person while they are gathered."""

    frames: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    scene: int = 0
    first_place: Real = field(default_factory=lambda: np.zeros(2))
    first_size: float = 0.0
    points: Real = field(default_factory=lambda: np.zeros((0, 2)))
    place: Real = field(default_factory=lambda: np.zeros(2))
    speed: Real = field(default_factory=lambda: np.zeros(2))
    size: float = 0.0
    time_s: float = 0.0

    def miss(self, points: Real, time_s: float) -> float:
        """Median distance of a sighting's points from where this person's should be; the trunk weighs half."""
        expected = self.points + self.speed * (time_s - self.time_s)
        distance = np.linalg.norm(points - expected, axis=-1)
        known = distance[np.isfinite(distance)]
        return float(np.median(known)) if known.size else float("inf")

    def add(self, frame: int, slot: int, time_s: float, points: Real, place: Real, size: float) -> None:
        """Take a sighting; speed and size follow slowly, because single frames scatter."""
        self.points = points
        if self.frames:
            passed = time_s - self.time_s
            self.speed = 0.7 * self.speed + 0.3 * (place - self.place) / passed
            self.size = 0.8 * self.size + 0.2 * size
        else:
            self.size = self.first_size = size
            self.first_place = place
        self.place, self.time_s = place, time_s
        self.frames.append(frame)
        self.slots.append(slot)


def poses(looks: Looks) -> Real:
    """(n, p, 8, 2) trunk, knees and ankles of everybody, median of the looks; NaN where nobody is."""
    people = [median_quiet(looks.position_px[:, :, p, _POSE], 1) for p in range(looks.position_px.shape[2])]
    return np.stack(people, 1)


def box_of(looks: Looks, frame: int, slot: int) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of somebody in one frame, in px, within the picture; None where nobody is."""
    points = median_quiet(looks.position_px[frame, :, slot], 0)
    known = points[np.isfinite(points[:, 0])]
    if not len(known):
        return None
    low, high = np.clip([known.min(0), known.max(0)], 0.0, np.array(looks.size_px, float) - 1.0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def people_in(looks: Looks, frame: int) -> list[int]:
    """Slots of the people of one frame, each of them once, from left to right."""
    pose = poses(replace(looks, position_px=looks.position_px[frame : frame + 1]))
    place, size = trunks(pose)
    return sorted(_single(pose[0], size[0]), key=lambda p: float(place[0, p, 0]))


def trunks(pose: Real) -> tuple[Real, Real]:
    """Middle (n, p, 2) and length (n, p) of every trunk; NaN where nobody is."""
    place = mean_quiet(pose[:, :, :4], 2)
    size = np.linalg.norm(pose[:, :, :2].mean(2) - pose[:, :, 2:4].mean(2), axis=-1)
    return place, np.where(np.isfinite(place[..., 0]), np.nan_to_num(size), np.nan)


def tracks_of(pose: Real, place: Real, size: Real, time_s: Real, cut: Bools) -> list[Track]:
    """Gather sightings into tracks; a cut ends them all."""
    scene = np.cumsum(cut)
    done: list[Track] = []
    live: list[Track] = []
    for frame in range(len(place)):
        now = float(time_s[frame])
        if cut[frame]:
            done, live = done + live, []
        done += [t for t in live if now - t.time_s > PATIENCE_S]
        live = [t for t in live if now - t.time_s <= PATIENCE_S]
        seen = _single(pose[frame], size[frame])
        taken = _match(live, [(pose[frame, p], float(size[frame, p])) for p in seen], now)
        before = list(live)
        for k, p in enumerate(seen):
            track = before[taken[k]] if k in taken else Track(scene=int(scene[frame]))
            if k not in taken:
                live.append(track)
            track.add(frame, p, now, pose[frame, p], place[frame, p], float(size[frame, p]))
    return done + live


def _single(pose: Real, size: Real) -> list[int]:
    """Slots of one frame's people, without second sightings of the same; the one of whom more is known stays."""
    seen = [p for p in range(len(size)) if np.isfinite(size[p])]
    seen.sort(key=lambda p: -np.isfinite(pose[p, :, 0]).sum())
    kept: list[int] = []
    for p in seen:
        apart = [median_quiet(np.linalg.norm(pose[p] - pose[q], axis=-1), 0) / max(size[q], 1.0) for q in kept]
        if not any(distance < DOUBLE for distance in apart):
            kept.append(p)
    return kept


def _match(live: list[Track], seen: list[tuple[Real, float]], now: float) -> dict[int, int]:
    """Sighting -> track, at the least total distance; nobody jumps or grows beyond reason."""
    if not live or not seen:
        return {}
    price = np.array([[_distance(track, points, size, now) for track in live] for points, size in seen])
    rows, columns = linear_sum_assignment(np.minimum(price, 1e3))
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if price[r, c] < 1.0}


def _distance(track: Track, points: Real, size: float, now: float) -> float:
    """Distance from the expected pose over the distance allowed; 1 and more is somebody else."""
    scale = max(track.size, size, 1.0)
    allowed = scale * REACH * (1.0 + (now - track.time_s) / PATIENCE_S)
    ratio = max(size, 1.0) / max(track.size, 1.0)
    if len(track.frames) > 3 and max(ratio, 1.0 / ratio) > GROWTH:
        return 1e3
    return track.miss(points, now) / allowed
