"""The picture's edge: a joint that it cuts off is no sight, wherever a network draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.looks import Looks
from endrange.domain.skeleton import PAIRS
from endrange.track.seen import Bools, Ints, Seen

#: Points farther outside the picture than this share of its longer side are a guess, not a sight.
OUTSIDE: Final = 0.02
#: Nor is a point nearer to the picture's edge than this share of the body's size (trunk and leg): networks draw a joint
#: that is cut off to the edge. On a running clip cut above the shoulders and below the soles, joints up to 25 px
#: outside were put within 4 px of the edge (body of 260 px), those more than 6 px inside where they were.
EDGE: Final = 0.015

#: Score of MoveNet below which neither nose nor ears, and neither shoulder, is in the picture. Three clips of known
#: truth, cut from above: cut at the neck head 0.26-0.32, shoulders 0.83-0.89, and the thigh as right as ever; cut at a
#: fifth of the trunk 0.13-0.15, 0.68-0.80, still right; at two fifths 0.06-0.13, 0.52-0.70, thighs off by up to 14
#: degrees; without the trunk up to 0.11, 0.13, thighs off by 20-40 degrees at a full score of their own. Whole people,
#: rendered and real, in 60 clips: head 0.47 and more.
HEAD_SEEN: Final = 0.25
SHOULDER_SEEN: Final = 0.66
#: Where that is so in more frames than this, the film is one of legs, and every frame without a head goes: the score
#: flickers about its bound (cut at a fifth of the trunk 0.06-0.35 of the frames, at two fifths 0.42 and more).
FRAMED_SO: Final = 0.4
#: The network that says so; BlazePose is as sure of a head out of the picture as of one in it.
HONEST: Final = "movenet"

_HEAD: Final = [0, *PAIRS["ear"]]
_SHOULDERS: Final = [*PAIRS["shoulder"]]


def of_person(looks: Looks, slot: Ints) -> tuple[Seen, Bools]:
    """The followed person's points, NaN where not seen or outside the picture; (n, L, 33) where they were outside.

    Parameters
    ----------
    looks
        Everything the networks said.
    slot
        (n,) the person's place among the people of each frame; -1 where not there.
    """
    frames = np.arange(looks.n_frames)
    at = np.maximum(slot, 0)
    position = looks.position_px[frames, :, at].astype(float)
    score, world = (v[frames, :, at].astype(np.float32) for v in (looks.score, looks.world_m))
    position[slot < 0], score[slot < 0], world[slot < 0] = np.nan, np.nan, np.nan
    seen = Seen(np.asarray(looks.time_s, float), position, score, world)
    outside = _beyond(seen, looks.size_px, -OUTSIDE * max(looks.size_px))
    return _without(seen, outside), outside


def inside(seen: Seen, outside: Bools, size_px: tuple[int, int], body_px: float) -> tuple[Seen, Bools]:
    """What is left without the joints that the picture's edge may have cut off.

    Parameters
    ----------
    seen
        The person's points, look by look.
    outside
        (n, L, 33) where a look put the point outside the picture.
    size_px
        Width and height of the picture.
    body_px
        The body's size: trunk and leg.

    Returns
    -------
    tuple
        The points, NaN where cut off; and (n, 33) where every look that knew the point put it at the edge.
    """
    cut = outside | _beyond(seen, size_px, EDGE * body_px)
    kept = _without(seen, cut)
    return kept, np.asarray(cut.any(1) & ~np.isfinite(kept.position_px[..., 0]).any(1))


def without_trunk(seen: Seen, names: Sequence[str]) -> tuple[Seen, Bools]:
    """What is left without the frames in which only legs are seen: networks cannot place legs without a trunk.

    Parameters
    ----------
    seen
        The person's points, look by look.
    names
        (L,) names of the looks; without one of MoveNet's nothing is told.

    Returns
    -------
    tuple
        The points, NaN in such frames; and (n,) which they are.
    """
    honest = [i for i, name in enumerate(names) if name.startswith(HONEST)]
    score = np.where(np.isfinite(seen.score[:, honest]), seen.score[:, honest], -np.inf)
    headless = np.asarray(score[..., _HEAD].max((1, 2), initial=-np.inf) < HEAD_SEEN)
    shoulders = score[..., _SHOULDERS].max((1, 2), initial=-np.inf)
    headless &= np.isfinite(shoulders)
    legs = headless & (shoulders < SHOULDER_SEEN)
    if legs.sum() > FRAMED_SO * np.isfinite(shoulders).sum():
        legs = headless
    return _without(seen, np.broadcast_to(legs[:, None, None], seen.score.shape)), np.asarray(legs)


def _beyond(seen: Seen, size_px: tuple[int, int], margin_px: float) -> Bools:
    """(n, L, 33) nearer to the picture's edge than a margin; a negative margin lies outside. False where not known."""
    edge = np.array(size_px, float) - 1.0
    return np.asarray(((seen.position_px < margin_px) | (seen.position_px > edge - margin_px)).any(-1))


def _without(seen: Seen, absent: Bools) -> Seen:
    position, score, world = seen.position_px.copy(), seen.score.copy(), seen.world_m.copy()
    position[absent], score[absent], world[absent] = np.nan, np.nan, np.nan
    return replace(seen, position_px=position, score=score, world_m=world)
