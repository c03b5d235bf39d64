"""Looks in, one trusted body out: who, which leg, the looks' mean, short gaps, doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from endrange.domain.body import Body, Span, Verdict
from endrange.domain.changes import FrameChanges
from endrange.domain.corrections import Pointed
from endrange.domain.errors import NoPerson
from endrange.domain.looks import Looks
from endrange.domain.measure import Finding
from endrange.domain.skeleton import N_KEYPOINTS, PAIRS
from endrange.track.cut_off import inside, of_person, without_trunk
from endrange.track.doubt import doubt_of
from endrange.track.findings import edge_findings, leg_findings, share_findings, side_findings, speed_findings
from endrange.track.follow import SMALLEST_TRUNK_PX, follow
from endrange.track.gaps import fill_gaps
from endrange.track.join import join
from endrange.track.seen import TRUNK_PER_LEG, Bools, Ints, Real, Seen, body_size_px, mean_quiet, percentile_quiet
from endrange.track.sides import decide_sides
from endrange.track.smooth import LEAST_SCALE
from endrange.track.stills import cut_runs, find_stills, split_runs
from endrange.track.tempo import speed_changes

#: Share of the frames followed in which hips and a knee must be seen.
ENOUGH: Final = 0.1


#: The trunk's share of a body's size: trunk and leg.
TRUNK_SHARE: Final = TRUNK_PER_LEG / (1.0 + TRUNK_PER_LEG)


@dataclass(frozen=True)
class _Run:
    """One run's part of the body."""

    position_px: Real
    doubt_px: Real
    score: Real
    world_m: Real
    verdict: Ints
    look_verdict: Ints
    hip_shift_px: Real | None


def one_body(
    looks: Looks, *, person: int | Pointed | None = None, changes: FrameChanges | None = None
) -> tuple[Body, tuple[Finding, ...]]:
    """Make one trusted body of all looks of a clip.

    Parameters
    ----------
    looks
        Everything the networks said.
    person
        Which person, by prominence from 1, or by a place in the picture; None for the most prominent.
    changes
        Cuts and frozen frames of the film; none if None.

    Returns
    -------
    tuple
        The body, unsmoothed: outliers removed, legs and arms sorted, short gaps filled; and what the user should know.

    Raises
    ------
    NoPerson
        If nobody is seen, or only a head, or somebody too small to be measured; NobodyThere if nobody is at that place.
    """
    changes = changes if changes is not None else FrameChanges.none(looks.n_frames)
    if not looks.n_frames:
        raise NoPerson("no person was found, because there is no frame; film for at least a few seconds.")
    followed = follow(looks, person, changes)
    seen, outside = of_person(looks, followed.slot)
    size_px = _measurable_size(seen)
    seen, only_legs = without_trunk(seen, looks.names)
    seen, at_edge = inside(seen, outside & ~only_legs[:, None, None], looks.size_px, size_px)
    stills = find_stills(seen, changes.frozen, size_px)
    seen = _without(seen, stills.missing)
    runs = split_runs(followed.runs, stills)
    body = _empty(looks, runs, followed.people_seen, followed.person)
    for run in runs:
        part = _settle(seen.part(*run), looks.names, size_px)
        cut = slice(*run)
        body.position_px[cut], body.doubt_px[cut] = part.position_px, part.doubt_px
        body.score[cut], body.world_m[cut] = part.score, part.world_m
        body.verdict[cut], body.look_verdict[cut] = part.verdict, part.look_verdict
        if part.hip_shift_px is not None and body.hip_shift_px is not None:
            body.hip_shift_px[cut] = part.hip_shift_px
    faster = tuple(
        run.start + at for run in runs for at in speed_changes(body.position_px[slice(*run)], _times(body, run))
    )
    body = replace(body, runs=cut_runs(runs, faster))
    return body, (
        *leg_findings(body, only_legs),
        *share_findings(body),
        *followed.findings,
        *speed_findings(body, faster),
        *edge_findings(body, at_edge),
        *side_findings(body, at_edge | only_legs[:, None]),
    )


def _times(body: Body, run: Span) -> Real:
    return np.asarray(body.time_s[slice(*run)], float)


def _without(seen: Seen, frames: Bools) -> Seen:
    """The same without some frames: NaN."""
    if not frames.any():
        return seen
    position, score, world = seen.position_px.copy(), seen.score.copy(), seen.world_m.copy()
    position[frames], score[frames], world[frames] = np.nan, np.nan, np.nan
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
    # On all fours from front or back the trunk is seen from its end: there the whole body says how large it is.
    if not np.fmax(trunk, TRUNK_SHARE * size_px) >= SMALLEST_TRUNK_PX:
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
        hip_shift_px=np.full((n, 2, 2), np.nan),
    )


def _settle(seen: Seen, looks: tuple[str, ...], size_px: float) -> _Run:
    """Everything that is decided inside one run."""
    sides = decide_sides(seen, size_px)
    joined = join(seen, sides, looks)
    position, filled = fill_gaps(joined.position_px, seen.time_s)
    lost = np.asarray(~np.isfinite(position[..., 0]))
    mostly = (sides.exchanged & joined.used).sum(1) > 0.5 * joined.used.sum(1)
    verdict = np.asarray(np.where(mostly, Verdict.EXCHANGED, Verdict.GIVEN), np.int8)
    verdict[filled], verdict[lost] = Verdict.FILLED, Verdict.LOST
    look_verdict = np.asarray(np.where(sides.exchanged, Verdict.EXCHANGED, Verdict.GIVEN), np.int8)
    look_verdict[~joined.used] = Verdict.LOST
    return _Run(
        position_px=position,
        doubt_px=doubt_of(joined.apart2_px2, position, seen.time_s, looks, LEAST_SCALE * size_px),
        score=np.where(lost, np.nan, joined.score),
        world_m=joined.world_m,
        verdict=verdict,
        look_verdict=look_verdict,
        hip_shift_px=joined.hip_shift_px,
    )
