"""Who is who from frame to frame, and which of them the clip is about.

The looks number the people of a frame in no particular order. People are followed by where their trunk should be next
and how large they are; the one followed is the one a user would point at: large, long in the picture, near its middle,
and moving.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from endrange.domain.body import Span
from endrange.domain.changes import FrameChanges
from endrange.domain.errors import NoPerson
from endrange.domain.looks import Looks
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Bools, Ints, Real, mean_quiet, median_quiet

#: Someone unseen for longer than this is somebody new, and a run ends (proposal).
PATIENCE_S: Final = 0.5
#: Two sightings in one frame nearer than this, in trunk lengths (median of the points), are of one person.
DOUBLE: Final = 0.3
#: Somebody who comes back within this time, where they were last seen and as large, is the same person (proposal);
#: within the patience it would have been taken for the same at once.
RETURN_S: Final = 5.0
RETURN_REACH: Final = 1.0
RETURN_GROWTH: Final = 1.35
#: Farthest step of a trunk from where it was expected, in trunk lengths, plus the same per second unseen.
REACH: Final = 0.7
#: Largest ratio of sizes of one person in successive sightings.
GROWTH: Final = 1.6
#: Someone seen for less than this, or less than this share of the clip, is not counted among the people.
PASSING_S: Final = 0.3
PASSING_SHARE: Final = 0.05
#: The second most prominent person within this share of the first makes the choice unsure (proposal).
UNSURE: Final = 0.5
#: A trunk shorter than this many px cannot be measured (a pixel is then two degrees of a shank; proposal).
SMALLEST_TRUNK_PX: Final = 24.0
#: Movement, in trunk lengths per second, at which someone counts as moving (proposal).
MOVING: Final = 0.25

_TRUNK: Final = [*PAIRS["shoulder"], *PAIRS["hip"]]
_POSE: Final = [*_TRUNK, *PAIRS["knee"], *PAIRS["ankle"]]


@dataclass(frozen=True)
class Followed:
    """The person followed.

    Attributes
    ----------
    slot
        (n,) which slot of the looks it is in each frame; -1 where not seen.
    runs
        Spans in which it is followed without a cut.
    people_seen
        Different people that were followed for a while.
    person
        Which of them this is by prominence, from 1.
    findings
        What the user should know.
    """

    slot: Ints
    runs: tuple[Span, ...]
    people_seen: int
    person: int
    findings: tuple[Finding, ...]


@dataclass
class _Track:
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


@dataclass(frozen=True)
class _Person:
    """All sightings of one person, in order."""

    frames: Ints
    slots: Ints

    @staticmethod
    def of(tracks: list[_Track]) -> _Person:
        """Join the sightings of tracks that do not overlap."""
        frames = np.concatenate([t.frames for t in tracks]).astype(int)
        slots = np.concatenate([t.slots for t in tracks]).astype(int)
        order = np.argsort(frames)
        return _Person(frames[order], slots[order])


def follow(looks: Looks, person: int | None, changes: FrameChanges) -> Followed:
    """Find the people of a clip and choose one.

    Parameters
    ----------
    person
        By prominence, from 1; None for the most prominent.

    Raises
    ------
    NoPerson
        If nobody is seen, or fewer people than ``person``.
    """
    pose = _poses(looks)
    place, size = _trunks(pose)
    time_s = np.asarray(looks.time_s, float)
    tracks = _tracks(pose, place, size, time_s, changes.cut)

    def prominence(someone: _Person) -> float:
        return _prominence(someone, place, size, looks)

    people = sorted(_across_scenes(tracks, time_s, looks.n_frames, prominence), key=prominence, reverse=True)
    if not people:
        raise NoPerson(_nobody(looks))
    chosen = 1 if person is None else person
    if chosen > len(people):
        raise NoPerson(
            f"person {chosen} was asked for, but only {len(people)} "
            f"{'person is' if len(people) == 1 else 'people are'} seen; choose a smaller number."
        )
    slot = np.full(looks.n_frames, -1)
    slot[people[chosen - 1].frames] = people[chosen - 1].slots
    return Followed(
        slot=slot,
        runs=_runs(slot >= 0, time_s, changes.cut),
        people_seen=len(people),
        person=chosen,
        findings=_unsure([prominence(p) for p in people], chosen, person),
    )


def _poses(looks: Looks) -> Real:
    """(n, p, 8, 2) trunk, knees and ankles of everybody, median of the looks; NaN where nobody is."""
    people = [median_quiet(looks.position_px[:, :, p, _POSE], 1) for p in range(looks.position_px.shape[2])]
    return np.stack(people, 1)


def _trunks(pose: Real) -> tuple[Real, Real]:
    """Middle (n, p, 2) and length (n, p) of every trunk; NaN where nobody is."""
    place = mean_quiet(pose[:, :, :4], 2)
    size = np.linalg.norm(pose[:, :, :2].mean(2) - pose[:, :, 2:4].mean(2), axis=-1)
    return place, np.where(np.isfinite(place[..., 0]), np.nan_to_num(size), np.nan)


def _tracks(pose: Real, place: Real, size: Real, time_s: Real, cut: Bools) -> list[_Track]:
    """Gather sightings into tracks; a cut ends them all."""
    scene = np.cumsum(cut)
    done: list[_Track] = []
    live: list[_Track] = []
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
            track = before[taken[k]] if k in taken else _Track(scene=int(scene[frame]))
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


def _match(live: list[_Track], seen: list[tuple[Real, float]], now: float) -> dict[int, int]:
    """Sighting -> track, at the least total distance; nobody jumps or grows beyond reason."""
    if not live or not seen:
        return {}
    price = np.array([[_distance(track, points, size, now) for track in live] for points, size in seen])
    rows, columns = linear_sum_assignment(np.minimum(price, 1e3))
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if price[r, c] < 1.0}


def _distance(track: _Track, points: Real, size: float, now: float) -> float:
    """Distance from the expected pose over the distance allowed; 1 and more is somebody else."""
    scale = max(track.size, size, 1.0)
    allowed = scale * REACH * (1.0 + (now - track.time_s) / PATIENCE_S)
    ratio = max(size, 1.0) / max(track.size, 1.0)
    if len(track.frames) > 3 and max(ratio, 1.0 / ratio) > GROWTH:
        return 1e3
    return track.miss(points, now) / allowed


def _returning(tracks: list[_Track], time_s: Real) -> list[list[_Track]]:
    """Tracks of one scene that are the same person: coming back where they were last seen, as large."""
    people: list[list[_Track]] = []
    for track in sorted(tracks, key=lambda t: t.frames[0]):
        start = float(time_s[track.frames[0]])
        scale = max(track.first_size, 1.0)
        options = []
        for someone in people:
            last = someone[-1]
            ratio = scale / max(last.size, 1.0)
            away = float(np.linalg.norm(track.first_place - last.place)) / scale
            if (
                PATIENCE_S < start - last.time_s <= RETURN_S
                and away < RETURN_REACH
                and max(ratio, 1 / ratio) < RETURN_GROWTH
            ):
                options.append((away, someone))
        if options:
            min(options, key=lambda option: option[0])[1].append(track)
        else:
            people.append([track])
    return people


def _across_scenes(
    tracks: list[_Track], time_s: Real, n_frames: int, prominence: Callable[[_Person], float]
) -> list[_Person]:
    """People of the whole film: the most prominent of every scene is one person, the next another, and so on."""
    whole = float(time_s[-1] - time_s[0])
    film: list[list[_Track]] = []
    for scene in sorted({t.scene for t in tracks}):
        people = _returning([t for t in tracks if t.scene == scene], time_s)
        people = [p for p in people if _lasting(_Person.of(p), time_s, whole, n_frames)]
        people.sort(key=lambda p: prominence(_Person.of(p)), reverse=True)
        for rank, someone in enumerate(people):
            if rank < len(film):
                film[rank] += someone
            else:
                film.append(someone)
    return [_Person.of(someone) for someone in film]


def _lasting(someone: _Person, time_s: Real, whole_s: float, n_frames: int) -> bool:
    span = float(time_s[someone.frames[-1]] - time_s[someone.frames[0]])
    return span >= min(PASSING_S, PASSING_SHARE * whole_s) and len(someone.frames) >= PASSING_SHARE * n_frames


def _prominence(someone: _Person, place: Real, size: Real, looks: Looks) -> float:
    """Size times time seen, more for the middle of the picture and for movement."""
    frames, slots = someone.frames, someone.slots
    width, height = looks.size_px
    tall = size[frames, slots]
    where = place[frames, slots]
    from_middle = np.abs(where[:, 0] - (width - 1) / 2) / (width / 2)
    central = float(np.mean(np.clip(1.2 - from_middle, 0.3, 1.0)))
    moving = _movement(looks, frames, slots, float(np.median(tall)))
    return float(np.sum(tall) / height / looks.n_frames) * central * (0.3 + 0.7 * min(moving / MOVING, 1.0))


def _movement(looks: Looks, frames: Ints, slots: Ints, trunk_px: float) -> float:
    """Median speed of the fastest of knees, ankles and wrists, in trunk lengths per second."""
    if len(frames) < 5:
        return 0.0
    parts = [i for part in ("knee", "ankle", "wrist") for i in PAIRS[part]]
    points = median_quiet(looks.position_px[frames, :, slots][:, :, parts], 1)
    step = max(1, round(0.2 / float(np.median(np.diff(looks.time_s)))))
    if len(points) <= step:
        return 0.0
    passed = (looks.time_s[frames[step:]] - looks.time_s[frames[:-step]])[:, None]
    speed = np.linalg.norm(points[step:] - points[:-step], axis=-1) / passed
    fastest = median_quiet(speed, 0)
    known = fastest[np.isfinite(fastest)]
    return float(known.max()) / max(trunk_px, 1.0) if known.size else 0.0


def _runs(seen: Bools, time_s: Real, cut: Bools) -> tuple[Span, ...]:
    """Spans between cuts and long absences, from the first to the last frame seen."""
    frames = np.flatnonzero(seen)
    if not len(frames):
        return ()
    cuts = np.cumsum(cut)
    breaks = (np.diff(time_s[frames]) > PATIENCE_S) | (np.diff(cuts[frames]) > 0)
    starts = [0, *(np.flatnonzero(breaks) + 1)]
    stops = [*(np.flatnonzero(breaks) + 1), len(frames)]
    return tuple(Span(int(frames[a]), int(frames[b - 1]) + 1) for a, b in zip(starts, stops, strict=True))


def _unsure(score: list[float], chosen: int, asked: int | None) -> tuple[Finding, ...]:
    """A finding when nobody was asked for and the second person stands out as much; scores fall."""
    if asked is not None or len(score) < 2 or score[1] < UNSURE * score[0]:
        return ()
    alike = sum(s >= UNSURE * score[0] for s in score)
    return (
        Finding(
            "several_people",
            "warning",
            f"{alike} people are about equally prominent; person {chosen} was followed.",
            "Say which one is meant with --person, or film one person alone.",
        ),
    )


def _nobody(looks: Looks) -> str:
    if np.isfinite(looks.position_px).any():
        return "a person is seen too briefly to be followed; film the whole body for at least a few seconds."
    return "no person was found; film one person whole, from head to feet, in good light."
