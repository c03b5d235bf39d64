"""One frame of a clip as it is put right by hand: the points of the body, and the people who were found."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from endrange.domain.body import Verdict
from endrange.domain.corrections import MOVABLE, Corrections, Moved
from endrange.domain.skeleton import BONES, PAIRS, point
from endrange.domain.vocabulary import SIDES
from endrange.web.words import TEXT

if TYPE_CHECKING:
    from endrange.pose.track_file import TrackFrame

#: Somebody whose points are this near to the measured body's, in shares of their box's height, is the one (proposal).
_SAME: Final = 0.1

_STATES: Final = {Verdict.FILLED: "filled", Verdict.MOVED: "moved", Verdict.LOST: "lost"}

#: The points that can be moved, in the order in which a page lists them.
POINTS: Final = tuple((side, part) for side in SIDES for part in MOVABLE)

_INDEX: Final = {point(side, part): number for number, (side, part) in enumerate(POINTS)}

#: Bones between points that can be moved, as positions in :data:`POINTS`.
LINES: Final = tuple((_INDEX[a], _INDEX[b]) for a, b in BONES if a in _INDEX and b in _INDEX)


#: Texts of the catalogue that the editor's script fills in.
_SPOKEN: Final = (
    "frame_of", "point_at", "point_moved", "point_lost", "moved_none", "moved_1", "moved_n", "person_n",
    "person_followed",
)  # fmt: skip


def editor_texts() -> dict[str, str]:
    """What the editor's script says."""
    return {name: TEXT[name] for name in _SPOKEN}


def as_json(moves: tuple[Moved, ...]) -> str:
    """Moves as the form takes them back."""
    return json.dumps([move._asdict() for move in moves])


def point_name(side: str, part: str) -> str:
    """``Left ankle``."""
    return f"{TEXT[side].capitalize()} {TEXT[part]}"


def frame_told(track: Path, index: int) -> dict[str, Any] | None:
    """A frame as the editor's script takes it; None where there is no such frame.

    Returns
    -------
    dict
        ``index``, ``frames``, ``time_s``, ``points`` (``x``, ``y`` in px, None where lost, ``state``) in the order of
        :data:`POINTS`, ``people`` from left to right (their box in px, and whether they are the one who is measured).
    """
    from endrange.pose.track_file import read_frame

    frame = read_frame(track, index)
    if frame is None:
        return None
    return {
        "index": index,
        "frames": frame.frames,
        "time_s": float(frame.looks.time_s[0]),
        "points": [_point(frame, point(side, part)) for side, part in POINTS],
        "people": _people(frame),
    }


def _point(frame: TrackFrame, index: int) -> dict[str, Any]:
    x, y = frame.position_px[index]
    known = bool(np.isfinite(x) and np.isfinite(y))
    state = _STATES.get(Verdict(int(frame.verdict[index])), "seen") if known else "lost"
    return {"x": round(float(x), 1) if known else None, "y": round(float(y), 1) if known else None, "state": state}


def _people(frame: TrackFrame) -> list[dict[str, Any]]:
    from endrange.track.people import box_of, people_in

    found, apart = [], []
    for slot in people_in(frame.looks, 0):
        box = box_of(frame.looks, 0, slot)
        if box is not None:
            found.append(dict(zip(("left", "top", "right", "bottom"), (round(edge, 1) for edge in box), strict=True)))
            apart.append(_apart(frame, slot) / max(box[3] - box[1], 1.0))
    nearest = int(np.argmin(apart)) if apart else -1
    return [one | {"measured": i == nearest and apart[i] < _SAME} for i, one in enumerate(found)]


def _apart(frame: TrackFrame, slot: int) -> float:
    """Median distance of somebody's points from the measured body's, in px, whichever way the legs are named."""
    trunk = [*PAIRS["shoulder"], *PAIRS["hip"]]
    seen = frame.looks.position_px[0, :, slot][:, trunk].astype(float)
    away = np.linalg.norm(seen - frame.position_px[trunk], axis=-1)
    known = away[np.isfinite(away)]
    return float(np.median(known)) if known.size else float("inf")


def moves_by_point(by_hand: Corrections) -> list[tuple[str, tuple[Moved, ...]]]:
    """Moved points, those of one part together, with its name."""

    def part_of(move: Moved) -> tuple[int, int]:
        return SIDES.index(move.side), MOVABLE.index(move.part)

    ordered = sorted(by_hand.move, key=lambda move: (part_of(move), move.time_s))
    groups = [tuple(moves) for _, moves in groupby(ordered, key=part_of)]
    return [(point_name(moves[0].side, moves[0].part), moves) for moves in groups]
