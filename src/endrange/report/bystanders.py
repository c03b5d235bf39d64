"""Heads of people whom nobody followed, looked for in the film once more where heads are to be blurred.

The networks that measure take up to four people and forget who is small or stands aside; whoever gives a film away
wants those hidden too. Rather too much than too little, but not over the legs that are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.clip import Frame
from endrange.domain.looks import Floats
from endrange.domain.skeleton import LEG_PARTS, point
from endrange.domain.vocabulary import SIDES

#: How often the film is looked at, in seconds of film (proposal: who walks by moves a head's width meanwhile).
EVERY_S: Final = 0.4

#: Room about trunk and legs of whoever is known, as a share of a found circle's radius, in which no head is believed
#: (proposal).
BESIDE: Final = 0.5

_BODY: Final = [point(side, part) for side in SIDES for part in dict.fromkeys(("shoulder", "hip", *LEG_PARTS))]

#: What finds heads: (m, 3) circles in px of the picture.
Finder = Callable[[NDArray[np.uint8]], Floats]


@dataclass(frozen=True)
class Bystanders:
    """Circles about heads at some moments, px of the clip's picture."""

    time_s: tuple[float, ...]
    circles_px: tuple[Floats, ...]

    def near(self, time_s: float) -> Floats:
        """(m, 3) every circle that was found within :data:`EVERY_S` of a moment."""
        found = [c for t, c in zip(self.time_s, self.circles_px, strict=True) if abs(t - time_s) <= EVERY_S]
        return np.concatenate(found) if found else np.empty((0, 3))


NOBODY: Final = Bystanders((), ())


def bystanders_of(analysis: Analysis, heads_px: Floats) -> Bystanders:
    """Heads in a clip whose pixels are at hand; nobody where the detector's library is not installed.

    ``heads_px`` are the circles (n, k, 3) about the heads that are known already.
    """
    said = analysis.provenance.settings
    found = _looked_for(analysis.clip.path, analysis.clip.sha256, said.get("start_s"), said.get("end_s"))
    looks = analysis.looks.position_px.astype(float)
    people = looks.reshape(len(looks), -1, *looks.shape[-2:])
    return strangers(found, analysis.body.time_s, heads_px, people)


@lru_cache(maxsize=2)
def _looked_for(path: Path, sha256: str, start_s: float | None, end_s: float | None) -> Bystanders:  # noqa: ARG001
    """Kept for the pictures that follow the film."""
    from endrange.video.frames import FrameReader
    from endrange.video.probe import probe

    try:
        from endrange.pose.openvino_engine.bystanders import HeadFinder
    except ImportError:
        return NOBODY
    return found_in(FrameReader(probe(path), start_s=start_s, end_s=end_s), HeadFinder())


def found_in(frames: Iterable[Frame], finder: Finder) -> Bystanders:
    """Heads in every so many frames."""
    times: list[float] = []
    circles: list[Floats] = []
    for frame in frames:
        if not times or frame.time_s - times[-1] >= EVERY_S - 1e-6:
            times.append(frame.time_s)
            circles.append(finder(frame.image))
    return Bystanders(tuple(times), tuple(circles))


def strangers(found: Bystanders, time_s: Floats, heads_px: Floats, people_px: Floats) -> Bystanders:
    """Without whoever is known: circles that hold a known head, and what lies on or beside a known trunk or leg.

    Parameters
    ----------
    time_s
        (n,) of the frames.
    heads_px
        (n, k, 3) circles about known heads; NaN where there is none.
    people_px
        (n, p, 33, 2) points of everybody whom any look saw; NaN where lost.
    """
    if not len(time_s):
        return found
    kept = []
    for moment, circles in zip(found.time_s, found.circles_px, strict=True):
        index = int(np.argmin(np.abs(time_s - moment)))
        known = _holds_any(circles, heads_px[index]) | _on_body(circles, people_px[index])
        kept.append(circles[~known])
    return Bystanders(found.time_s, tuple(kept))


def _holds_any(circles: Floats, heads: Floats) -> NDArray[np.bool_]:
    """(m,) whether a circle holds the middle of any head."""
    heads = heads[np.isfinite(heads).all(axis=1)]
    away = np.linalg.norm(circles[:, None, :2] - heads[None, :, :2], axis=2)
    return np.asarray((away < circles[:, None, 2]).any(axis=1))


def _on_body(circles: Floats, people: Floats) -> NDArray[np.bool_]:
    """(m,) whether the middle of a circle lies on or beside the trunk and legs of anybody known."""
    found = np.zeros(len(circles), bool)
    room = BESIDE * circles[:, 2:]
    for person in people:
        body = person[_BODY]
        body = body[np.isfinite(body).all(axis=1)]
        if len(body):
            low, high = body.min(axis=0) - room, body.max(axis=0) + room
            found |= ((circles[:, :2] > low) & (circles[:, :2] < high)).all(axis=1)
    return found
