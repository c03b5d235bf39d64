"""Whom to look at where, from key frame to key frame: pure rules.

Key frames follow each other closely (:data:`KEY_S`); in them each person's region comes from the key frame before.
Frames between two key frames take theirs from both, so they can be looked at side by side, out of order, and their
regions lie better than any that only knew the past.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from endrange.pose.openvino_engine.gaze import Seen
from endrange.pose.openvino_engine.regions import Region, same_person

#: Longest time between key frames (s). Regions leave a quarter of the body's size as margin; see the comparison of
#: intervals in the tests of accuracy. Proposal.
KEY_S: Final = 0.085

#: Most frames from key frame to key frame: bounds memory for fast cameras.
MAX_BLOCK: Final = 5

#: New people are looked for this often (s). Proposal.
DETECT_S: Final = 0.33

#: A jump of more than this share of the side between key frames is no movement but a cut: nothing lies in between.
_CUT: Final = 0.5


@dataclass(frozen=True)
class Track:
    """One person in one key frame."""

    number: int
    seen: Seen


@dataclass(frozen=True)
class Key:
    """What is known after a key frame.

    Attributes
    ----------
    time_s
        Its time.
    tracks
        Who is in it, oldest first.
    detected_s, combed_s
        When new people were last looked for in the whole picture, and in its parts.
    next_number
        The number of the next newcomer.
    """

    time_s: float
    tracks: tuple[Track, ...]
    detected_s: float
    combed_s: float
    next_number: int

    @staticmethod
    def start() -> Key:
        """Before the first frame."""
        return Key(-math.inf, (), -math.inf, -math.inf, 0)

    def detection_due(self, time_s: float, max_people: int) -> bool:
        """Whether new people should be looked for at ``time_s``."""
        if not self.tracks:
            return True
        return len(self.tracks) < max_people and time_s - self.detected_s >= DETECT_S

    def combing_due(self, time_s: float) -> bool:
        """Whether a search at ``time_s`` that finds nobody may go through the picture's parts."""
        return time_s - self.combed_s >= DETECT_S


def without_doubles(tracks: list[Track]) -> list[Track]:
    """Tracks that slid onto one person become one: the older."""
    kept: list[Track] = []
    for track in tracks:
        if not any(same_person(track.seen.region, other.seen.region) for other in kept):
            kept.append(track)
    return kept


def closes_block(time_s: float, before_s: float, key_s: float, frames: int) -> bool:
    """Whether the frame at ``time_s``, the block's last of ``frames``, is the next key frame.

    ``before_s`` is the frame before it, ``key_s`` the last key frame: another frame at the same interval would be too
    far from it.
    """
    interval = time_s - before_s
    return frames >= MAX_BLOCK or not math.isfinite(key_s) or time_s + interval - key_s > KEY_S


@dataclass(frozen=True)
class Between:
    """Where to look for one person between two key frames: regions to try in order, and the second network's square."""

    number: int
    regions: tuple[Region, ...]
    box: Region | None


def between(before: Key, after: Key, time_s: float) -> list[Between]:
    """Where everybody is at a time between two key frames, oldest track first.

    ``box`` is None for a person who is in one of the two key frames only.
    """
    first = {track.number: track.seen for track in before.tracks}
    last = {track.number: track.seen for track in after.tracks}
    share = (time_s - before.time_s) / (after.time_s - before.time_s)
    places: list[Between] = []
    for number in sorted(first.keys() | last.keys()):
        a, b = first.get(number), last.get(number)
        if a is None or b is None:
            places += [Between(number, (seen.region,), None) for seen in (a, b) if seen is not None]
        elif _jumped(a.region, b.region):
            near, far = (a, b) if share < 0.5 else (b, a)
            places.append(Between(number, (near.region, far.region), near.box))
        else:
            middle = _blend(a.region, b.region, share)
            places.append(Between(number, (middle,), _blend(a.box, b.box, share)))
    return places


def _jumped(a: Region, b: Region) -> bool:
    return math.hypot(a.x_px - b.x_px, a.y_px - b.y_px) > _CUT * min(a.size_px, b.size_px)


def _blend(a: Region, b: Region, share: float) -> Region:
    """``share`` of the way from a to b, turning the short way."""
    turn = math.remainder(b.turn_rad - a.turn_rad, 2 * math.pi)
    return Region(
        a.x_px + share * (b.x_px - a.x_px),
        a.y_px + share * (b.y_px - a.y_px),
        a.size_px + share * (b.size_px - a.size_px),
        a.turn_rad + share * turn,
    )
