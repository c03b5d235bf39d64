"""Looks in, one trusted body out: who, which leg, the looks' mean, short gaps, doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from endrange.domain.body import Body, Span, Verdict
from endrange.domain.changes import FrameChanges
from endrange.domain.errors import NoPerson
from endrange.domain.looks import Looks
from endrange.domain.measure import Finding
from endrange.domain.skeleton import N_KEYPOINTS, PAIRS
from endrange.track.doubt import doubt_of
from endrange.track.findings import side_findings
from endrange.track.follow import SMALLEST_TRUNK_PX, follow
from endrange.track.fuse import mean_score, robust_mean
from endrange.track.gaps import fill_gaps
from endrange.track.hips import hip_weights
from endrange.track.seen import Bools, Ints, Real, Seen, body_size_px, mean_quiet, percentile_quiet
from endrange.track.sides import decide_sides
from endrange.track.smooth import LEAST_SCALE
from endrange.track.stills import find_stills, split_runs

#: Points farther outside the picture than this share of its longer side are a guess, not a sight.
OUTSIDE: Final = 0.02
#: Share of the frames followed in which hips and a knee must be seen.
ENOUGH: Final = 0.1

_PARTNER: Final = np.arange(N_KEYPOINTS)
for _left, _right in PAIRS.values():
    _PARTNER[[_left, _right]] = _right, _left


@dataclass(frozen=True)
class _Run:
    """One run's part of the body."""

    position_px: Real
    doubt_px: Real
    score: Real
    world_m: Real
    verdict: Ints
    look_verdict: Ints


def one_body(
    looks: Looks, *, person: int | None = None, changes: FrameChanges | None = None
) -> tuple[Body, tuple[Finding, ...]]:
    """Make one trusted body of all looks of a clip.

    Parameters
    ----------
    looks
        Everything the networks said.
    person
        Which person, by prominence from 1; None for the most prominent.
    changes
        Cuts and frozen frames of the film; none if None.

    Returns
    -------
    tuple
        The body, unsmoothed: outliers removed, legs and arms sorted, short gaps filled; and what the user should know.

    Raises
    ------
    NoPerson
        If nobody is seen, or only a head, or somebody too small to be measured.
    """
    changes = changes if changes is not None else FrameChanges.none(looks.n_frames)
    if not looks.n_frames:
        raise NoPerson("no person was found, because there is no frame; film for at least a few seconds.")
    followed = follow(looks, person, changes)
    seen = _inside(_of_person(looks, followed.slot), looks.size_px)
    size_px = _measurable_size(seen)
    stills = find_stills(seen, changes.frozen, size_px)
    seen = _without(seen, stills.missing)
    runs = split_runs(followed.runs, stills)
    body = _empty(looks, runs, followed.people_seen, followed.person)
    for run in runs:
        part = _settle(seen.part(*run), looks, size_px)
        cut = slice(*run)
        body.position_px[cut], body.doubt_px[cut] = part.position_px, part.doubt_px
        body.score[cut], body.world_m[cut] = part.score, part.world_m
        body.verdict[cut], body.look_verdict[cut] = part.verdict, part.look_verdict
    return body, (*followed.findings, *side_findings(body))


def _of_person(looks: Looks, slot: Ints) -> Seen:
    """The followed person's points; NaN where not seen."""
    frames = np.arange(looks.n_frames)
    at = np.maximum(slot, 0)
    position = np.asarray(looks.position_px[frames, :, at], float)
    score = np.asarray(looks.score[frames, :, at], float)
    world = np.asarray(looks.world_m[frames, :, at], float)
    return _without(Seen(np.asarray(looks.time_s, float), position, score, world), slot < 0)


def _without(seen: Seen, frames: Bools) -> Seen:
    """The same without some frames: NaN."""
    position, score, world = seen.position_px.copy(), seen.score.copy(), seen.world_m.copy()
    position[frames], score[frames], world[frames] = np.nan, np.nan, np.nan
    return Seen(seen.time_s, position, score, world)


def _inside(seen: Seen, size_px: tuple[int, int]) -> Seen:
    """Points outside the picture are guesses and become NaN."""
    edge = np.array(size_px, float) - 1.0
    margin = OUTSIDE * max(size_px)
    outside = ((seen.position_px < -margin) | (seen.position_px > edge + margin)).any(-1)
    position, score, world = seen.position_px.copy(), seen.score.copy(), seen.world_m.copy()
    position[outside], score[outside], world[outside] = np.nan, np.nan, np.nan
    return Seen(seen.time_s, position, score, world)


def _measurable_size(seen: Seen) -> float:
    """Body size in px, or the reason why nothing can be measured."""
    known = np.asarray(np.isfinite(seen.position_px[..., 0]).any(1))
    hips, knees = known[:, list(PAIRS["hip"])], known[:, list(PAIRS["knee"])]
    followed = known.any(1).sum()
    if (hips.all(1) & knees.any(1)).sum() < max(1.0, ENOUGH * followed):
        raise NoPerson("only a head or upper body is seen; film the whole body, from head to feet.")
    size_px = body_size_px(seen.position_px)
    points = mean_quiet(seen.position_px, 1)
    (ls, rs), (lh, rh) = PAIRS["shoulder"], PAIRS["hip"]
    trunk = percentile_quiet(np.linalg.norm(points[:, [ls, rs]].mean(1) - points[:, [lh, rh]].mean(1), axis=-1), 75.0)
    if not np.isfinite(size_px) or not trunk >= SMALLEST_TRUNK_PX:
        raise NoPerson(
            "the person is too small in the picture to be measured; film so that the body fills more than half of the "
            "picture's height."
        )
    return size_px


def _empty(looks: Looks, runs: tuple[Span, ...], people_seen: int, person: int) -> Body:
    n, many = looks.n_frames, len(looks.names)
    return Body(
        time_s=np.asarray(looks.time_s, float),
        position_px=np.full((n, N_KEYPOINTS, 2), np.nan),
        doubt_px=np.full((n, N_KEYPOINTS), np.nan),
        score=np.full((n, N_KEYPOINTS), np.nan),
        world_m=np.full((n, N_KEYPOINTS, 3), np.nan),
        verdict=np.full((n, N_KEYPOINTS), Verdict.LOST, np.int8),
        look_verdict=np.full((n, many, N_KEYPOINTS), Verdict.LOST, np.int8),
        runs=runs,
        looks=looks.names,
        size_px=looks.size_px,
        cutoff_hz=None,
        people_seen=people_seen,
        person=person,
    )


def _settle(seen: Seen, looks: Looks, size_px: float) -> _Run:
    """Everything that is decided inside one run."""
    sides = decide_sides(seen, size_px)
    known = np.isfinite(seen.position_px[..., 0])
    placed = _exchange(seen.position_px, sides.exchanged)
    used = _exchange(known, sides.exchanged) & ~sides.lost
    points = np.where(used[..., None], placed, np.nan)
    fused, filled = fill_gaps(robust_mean(points, _weights(points, looks.names)), seen.time_s)
    lost = ~np.isfinite(fused[..., 0])
    many_exchanged = (sides.exchanged & used).sum(1) > 0.5 * used.sum(1)
    verdict = np.where(many_exchanged, Verdict.EXCHANGED, Verdict.GIVEN)
    verdict[filled], verdict[lost] = Verdict.FILLED, Verdict.LOST
    look_verdict = np.where(sides.exchanged, Verdict.EXCHANGED, Verdict.GIVEN)
    look_verdict[~used] = Verdict.LOST
    world = np.where(used[..., None], _exchange(seen.world_m, sides.exchanged), np.nan)
    score = mean_score(np.where(used, _exchange(seen.score, sides.exchanged), np.nan))
    floor_px = LEAST_SCALE * size_px
    return _Run(
        position_px=fused,
        doubt_px=doubt_of(points, fused, seen.time_s, looks.names, floor_px),
        score=np.where(lost, np.nan, score),
        world_m=mean_quiet(world, 1),
        verdict=verdict,
        look_verdict=look_verdict,
    )


def _weights(points_px: Real, looks: tuple[str, ...]) -> Real:
    """(n, L, 33) equal but for the hips."""
    weight = np.ones(points_px.shape[:3])
    weight[:, :, list(PAIRS["hip"])] = hip_weights(points_px, looks)
    return weight


def _exchange(values: np.ndarray, exchanged: Bools) -> np.ndarray:
    """Take the partner's value where told; (n, L, 33, ...)."""
    which = exchanged.reshape(*exchanged.shape, *(1,) * (values.ndim - 3))
    return np.where(which, values[:, :, _PARTNER], values)
