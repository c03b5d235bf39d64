"""The OpenVINO landmarker: follows people from key frame to key frame and keeps every thread busy in between."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.clip import Frame
from endrange.domain.looks import OUTLINE_SHARES, Floats, ModelFile, People, Sighting
from endrange.domain.skeleton import N_KEYPOINTS
from endrange.pose.models import manifest
from endrange.pose.offer import Wishes
from endrange.pose.openvino_engine.blazepose import Pose
from endrange.pose.openvino_engine.detector import Detection
from endrange.pose.openvino_engine.gaze import Gaze, Plan, Seen, seen_from
from endrange.pose.openvino_engine.networks import compile_networks
from endrange.pose.openvino_engine.regions import same_person
from endrange.pose.openvino_engine.tracks import (
    Between,
    Key,
    Track,
    between,
    closes_block,
    without_doubles,
)

#: Blocks of frames that wait to be looked at while the next one is read: bounds memory; two are no faster.
_BLOCKS_AHEAD: Final = 1


def open_openvino(wishes: Wishes) -> OpenVinoLandmarker:
    """Compile what the wishes need.

    Raises
    ------
    ModelError
        When weights are missing or damaged.
    """
    threads = wishes.threads or _usable_threads()
    plan = Plan.of(wishes.looks)
    networks = compile_networks(plan.weights, precision=wishes.precision, streams=threads, masks=wishes.outline)
    return OpenVinoLandmarker(Gaze(plan, networks), max_people=wishes.max_people, threads=threads)


def _usable_threads() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class _KeyJobs:
    """Glances at a key frame under way: per person and locating look, and the search for new people if due."""

    frame: Frame
    before: Key
    poses: tuple[tuple[int, dict[str, Future[Pose]]], ...]
    search: Future[list[Detection]] | None


class OpenVinoLandmarker:
    """Takes every look of every person; see :mod:`endrange.pose.openvino_engine.tracks` for where it looks.

    The same frames give the same sightings, whatever the number of threads. With a plain and a mirrored look of each
    network, a mirrored clip gives the mirrored sightings with both exchanged.
    """

    engine = "openvino"

    def __init__(self, gaze: Gaze, *, max_people: int, threads: int) -> None:
        self._gaze = gaze
        self._plan = gaze.plan
        self._max_people = max_people
        self._threads = threads

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the looks it takes."""
        return self._plan.looks

    @property
    def models(self) -> tuple[ModelFile, ...]:
        """The weights in use."""
        return tuple(weights.model for name, weights in manifest().items() if name in self._plan.weights)

    def close(self) -> None:
        """Nothing is held beyond the networks, which go with the object."""

    def look(self, frames: Iterable[Frame]) -> Iterator[Sighting]:
        """Yield what every look says of each frame, in order; reads a bounded number of frames ahead."""
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="looks")
        try:
            yield from self._look(pool, _blocks(frames))
        finally:
            # who stops early does not wait for frames that nobody will see
            pool.shutdown(wait=True, cancel_futures=True)

    def _look(self, pool: ThreadPoolExecutor, blocks: Iterator[list[Frame]]) -> Iterator[Sighting]:
        waiting: deque[list[Future[Sighting]]] = deque()
        block = next(blocks, None)
        jobs = None if block is None else self._start_key(pool, block[-1], Key.start())
        while block is not None and jobs is not None:
            following = next(blocks, None)  # decoding goes on while the key frame is looked at
            key = self._finish_key(pool, jobs)
            # the next key frame first: everything after it waits for it
            upcoming = None if following is None else self._start_key(pool, following[-1], key)
            waiting.append(self._start_rest(pool, block, jobs.before, key))
            block, jobs = following, upcoming
            while len(waiting) > (_BLOCKS_AHEAD if block is not None else 0):
                for sighting in waiting.popleft():
                    yield sighting.result()

    def _start_key(self, pool: ThreadPoolExecutor, frame: Frame, before: Key) -> _KeyJobs:
        poses = tuple(
            (
                track.number,
                {
                    look: pool.submit(self._gaze.pose, frame.image, track.seen.region, look)
                    for look in self._plan.locating
                },
            )
            for track in before.tracks
        )
        due = before.detection_due(frame.time_s, self._max_people)
        return _KeyJobs(frame, before, poses, self._search(pool, frame, before) if due else None)

    def _search(self, pool: ThreadPoolExecutor, frame: Frame, before: Key) -> Future[list[Detection]]:
        return pool.submit(self._gaze.people, frame.image, comb=self._combs(frame, before))

    @staticmethod
    def _combs(frame: Frame, before: Key) -> bool:
        """Small people are looked for only where there are no others, and now and then."""
        return not before.tracks and before.combing_due(frame.time_s)

    def _finish_key(self, pool: ThreadPoolExecutor, jobs: _KeyJobs) -> Key:
        """Who is in the key frame: those followed, and new ones where they were looked for or somebody was lost."""
        followed = [
            Track(number, seen)
            for number, futures in jobs.poses
            if (seen := seen_from({look: future.result() for look, future in futures.items()})) is not None
        ]
        tracks = without_doubles(followed)
        search = jobs.search
        if search is None and len(tracks) < len(jobs.before.tracks):
            search = self._search(pool, jobs.frame, jobs.before)
        before, time_s = jobs.before, jobs.frame.time_s
        if search is None:
            return Key(time_s, tuple(tracks), before.detected_s, before.combed_s, before.next_number)
        number = before.next_number
        for seen in self._newcomers(pool, jobs.frame, search.result(), tracks):
            tracks.append(Track(number, seen))
            number += 1
        combed_s = time_s if self._combs(jobs.frame, before) else before.combed_s
        return Key(time_s, tuple(without_doubles(tracks)), time_s, combed_s, number)

    def _newcomers(
        self, pool: ThreadPoolExecutor, frame: Frame, found: list[Detection], known: list[Track]
    ) -> list[Seen]:
        """People found who are not followed yet, as many as may be."""
        fresh = [
            detection.region
            for detection in found
            if not any(same_person(detection.region, track.seen.region) for track in known)
        ][: self._max_people - len(known)]
        futures = [pool.submit(self._gaze.person, frame.image, (region,)) for region in fresh]
        return [seen for future in futures if (seen := future.result()) is not None]

    def _start_rest(
        self, pool: ThreadPoolExecutor, block: list[Frame], before: Key, key: Key
    ) -> list[Future[Sighting]]:
        """The frames between two key frames, and what is left to do of the later one."""
        return [
            *(pool.submit(self._look_between, frame, between(before, key, frame.time_s)) for frame in block[:-1]),
            pool.submit(self._sighting, block[-1], tuple(track.seen for track in key.tracks)),
        ]

    def _look_between(self, frame: Frame, places: list[Between]) -> Sighting:
        if self._plan.hidden:
            boxes = tuple(Seen({}, place.regions[0], place.box) for place in places if place.box is not None)
            return self._sighting(frame, boxes)
        tracks: list[Track] = []
        for place in places:
            seen = self._gaze.person(frame.image, place.regions)
            if seen is not None:
                tracks.append(Track(place.number, seen))
        return self._sighting(frame, tuple(track.seen for track in without_doubles(tracks)[: self._max_people]))

    def _sighting(self, frame: Frame, people: tuple[Seen, ...]) -> Sighting:
        """Everything that is said of one frame; takes the second network's looks."""
        looks = self._framed(frame, people)
        if not self._plan.hidden:
            looks |= {look: _located(people, look) for look in self._plan.locating}
        return Sighting(frame.index, frame.time_s, {look: looks[look] for look in self._plan.looks}, _outlines(people))

    def _framed(self, frame: Frame, people: tuple[Seen, ...]) -> dict[str, People]:
        said = {look: _unknown(len(people)) for look in self._plan.framed}
        for i, person in enumerate(people):
            for look, (position_px, score) in self._gaze.framed(frame.image, person.box).items():
                said[look].position_px[i], said[look].score[i] = position_px, score
        return said


def _blocks(frames: Iterable[Frame]) -> Iterator[list[Frame]]:
    """Frames up to and including each key frame."""
    block: list[Frame] = []
    key_s, before_s = -np.inf, -np.inf
    for frame in frames:
        block.append(frame)
        if closes_block(frame.time_s, before_s, key_s, len(block)):
            yield block
            key_s, block = frame.time_s, []
        before_s = frame.time_s
    if block:
        yield block


def _unknown(people: int) -> People:
    return People(
        np.full((people, N_KEYPOINTS, 2), np.nan, np.float32),
        np.full((people, N_KEYPOINTS), np.nan, np.float32),
        np.full((people, N_KEYPOINTS, 3), np.nan, np.float32),
    )


def _outlines(people: tuple[Seen, ...]) -> Floats | None:
    """(p, 2, 15, 2) outlines of everybody's shanks; None where there are none."""
    found = [[pose.outline_px for pose in person.poses.values() if pose.outline_px is not None] for person in people]
    if not any(found):
        return None
    unknown = np.full((2, len(OUTLINE_SHARES), 2), np.nan, np.float32)
    return np.stack([one[0] if one else unknown for one in found])


def _located(people: tuple[Seen, ...], look: str) -> People:
    """What a locating look says; NaN for a person it did not find."""
    said = _unknown(len(people))
    for i, person in enumerate(people):
        pose = person.poses.get(look)
        if pose is not None:
            said.position_px[i], said.score[i], said.world_m[i] = pose.position_px, pose.score, pose.world_m
    return said
