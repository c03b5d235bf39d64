"""Which of the people the clip is about.

The one followed is the one a user would point at: large, long in the picture, near its middle, and moving.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.body import Span
from endrange.domain.changes import FrameChanges
from endrange.domain.corrections import Pointed
from endrange.domain.errors import NobodyThere, NoPerson, SettingsError
from endrange.domain.looks import Looks
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.track.people import PATIENCE_S, Track, box_of, poses, tracks_of, trunks
from endrange.track.seen import Bools, Ints, Real, median_quiet

#: Somebody who comes back within this time, where they were last seen and as large, is the same person (proposal);
#: within the patience it would have been taken for the same at once.
RETURN_S: Final = 5.0
RETURN_REACH: Final = 1.0
RETURN_GROWTH: Final = 1.35
#: Someone seen for less than this, or less than this share of the clip, is not counted among the people.
PASSING_S: Final = 0.3
PASSING_SHARE: Final = 0.05
#: The second most prominent person within this share of the first makes the choice unsure (proposal).
UNSURE: Final = 0.5
#: A trunk shorter than this many px cannot be measured (a pixel is then two degrees of a shank; proposal). Rendered
#: clips scaled down to trunks of 26 px still have the errors of trunks of 100 px, within a tenth.
SMALLEST_TRUNK_PX: Final = 24.0
#: Somebody pointed at in one frame may be found in another this near in time (proposal).
POINTED_S: Final = 0.25
#: How far beside somebody's box a place may lie, in box sizes, and still mean them (proposal).
POINTED_REACH: Final = 0.25
#: Movement, in trunk lengths per second, at which someone counts as moving (proposal).
MOVING: Final = 0.25


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


@dataclass(frozen=True)
class _Person:
    """All sightings of one person, in order."""

    frames: Ints
    slots: Ints

    @staticmethod
    def of(tracks: list[Track]) -> _Person:
        """Join the sightings of tracks that do not overlap."""
        frames = np.concatenate([t.frames for t in tracks]).astype(int)
        slots = np.concatenate([t.slots for t in tracks]).astype(int)
        order = np.argsort(frames)
        return _Person(frames[order], slots[order])


def follow(looks: Looks, person: int | Pointed | None, changes: FrameChanges) -> Followed:
    """Find the people of a clip and choose one.

    Parameters
    ----------
    person
        By prominence, from 1, or by a place in the picture; None for the most prominent.

    Raises
    ------
    NoPerson
        If nobody is seen, or fewer people than ``person``.
    NobodyThere
        If nobody is followed at the place that was pointed at.
    SettingsError
        If its time is not among those of the looks.
    """
    pose = poses(looks)
    place, size = trunks(pose)
    time_s = np.asarray(looks.time_s, float)
    tracks = tracks_of(pose, place, size, time_s, changes.cut)

    def prominence(someone: _Person) -> float:
        return _prominence(someone, place, size, looks)

    people = sorted(_across_scenes(tracks, time_s, looks.n_frames, prominence), key=prominence, reverse=True)
    if not people:
        raise NoPerson(_nobody(looks))
    chosen = _pointed_at(people, looks, person) if isinstance(person, Pointed) else person or 1
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
        findings=_unsure([prominence(p) for p in people], chosen) if person is None else (),
    )


def _pointed_at(people: list[_Person], looks: Looks, at: Pointed) -> int:
    """Which of the people, from 1, is at a place: whose box the place lies in or beside, nearest to its middle."""
    time_s, place = np.asarray(looks.time_s, float), np.array([at.x_px, at.y_px])
    near = np.abs(time_s - at.time_s)
    if near.min() > POINTED_S:
        raise SettingsError(
            f"the person was chosen by hand at {at.time_s:.2f} s, which is not in the part that is measured; choose "
            "them again, or another span."
        )
    options = []
    for number, someone in enumerate(people, 1):
        nearest = int(near[someone.frames].argmin())
        frame, slot = int(someone.frames[nearest]), int(someone.slots[nearest])
        box = box_of(looks, frame, slot)
        if near[frame] > POINTED_S or box is None:
            continue
        low, high = np.array(box[:2]), np.array(box[2:])
        size = np.maximum(high - low, 1.0)
        away = np.abs(place - (low + high) / 2) / size
        if (away <= 0.5 + POINTED_REACH).all():
            options.append((round(float(near[frame]), 4), float(np.linalg.norm(away)), number))
    if not options:
        raise NobodyThere(
            f"nobody was followed where the person was chosen by hand ({at.x_px:.0f}, {at.y_px:.0f} px at "
            f"{at.time_s:.2f} s); choose them again in another frame."
        )
    return min(options)[2]


def _returning(tracks: list[Track], time_s: Real) -> list[list[Track]]:
    """Tracks of one scene that are the same person: coming back where they were last seen, as large."""
    people: list[list[Track]] = []
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
    tracks: list[Track], time_s: Real, n_frames: int, prominence: Callable[[_Person], float]
) -> list[_Person]:
    """People of the whole film: the most prominent of every scene is one person, the next another, and so on."""
    whole = float(time_s[-1] - time_s[0])
    film: list[list[Track]] = []
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


def _unsure(score: list[float], chosen: int) -> tuple[Finding, ...]:
    """A finding when the second person stands out as much as the first; scores fall."""
    if len(score) < 2 or score[1] < UNSURE * score[0]:
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
