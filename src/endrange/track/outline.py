"""The shank turned as its outline says.

On rendered people the points of knee and ankle follow a leaning shank too little, and the middle between its two edges
does not. Where the middle lies differs between bodies, so only its changes are used: its direction against that of the
points, less the usual difference.

Calibrated views of a real man in two takes, eight views, where all four agree on the leg within 20 px: the leg that he
stands on leans by up to 50 degrees, and how far it leans (upper against lower quarter) differs from what three views
predict of the fourth by 2.1 degrees root mean square with ``standard`` and 1.4 with the outline, with ``best`` 2.3 and
1.6, with ``heavy`` 2.4 and 1.9; single frames by 1.6 either way. The leg that swings agrees less well with it than
without (best: 1.9 and 2.3). So it is used for the leg that stands in a lunge, and elsewhere where it is asked for. The
table of errors knows points alone: recorded looks have no pictures, so a lunge's interval is as wide as without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Body
from endrange.domain.looks import OUTLINE_SHARES, Floats, Looks, network_of
from endrange.domain.measure import Finding
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, MovementName, Side
from endrange.track.seen import Bools, Real
from endrange.track.smooth import FEWEST, low_pass

#: Movements in which it was found to help on rendered people; held positions and circles gain nothing.
OUTLINED: Final[tuple[MovementName, ...]] = ("running", "walking", "knee_to_wall")

#: An outline belongs to the shank whose points its line is within this share of the shank's length (proposal).
SAME_SHANK: Final = 0.25

#: The width that nothing widens: this percentile over the clip of each profile; the other leg only adds to it.
OWN_WIDTH_PERCENTILE: Final = 30.0

#: A profile counts within this share of its own width, and between these shares of the shank's length (all four tried
#: on six rendered bodies).
WIDTH_SHARE: Final = 0.2
NARROWEST: Final = 0.1
WIDEST: Final = 0.8

#: Fewest profiles that make a line, and the part of the shank that they must span.
FEWEST_PROFILES: Final = 9
LEAST_SPAN: Final = 0.4

#: Residual from which a profile counts less, as a share of the shank's length (about 1 px of the network's picture),
#: and rounds of reweighting (Huber 1964).
HUBER_SHARE: Final = 0.02
ROUNDS: Final = 8

#: A larger change than this is not the shank's (proposal); gaps up to this long are bridged.
LARGEST_DEG: Final = 12.0
LONGEST_GAP_S: Final = 0.12

#: Share of a lunge's frames, those with the most upright shank, in which the points are taken as right.
UPRIGHT_PERCENTILE: Final = 25.0

NO_OUTLINE: Final = Finding(
    "no_outline",
    "info",
    "How far the shank leans is read from its points alone: these landmarks were taken without its outline.",
    "Analyse the clip itself, with the engine openvino and a look of BlazePose (heavy or full).",
)

_SHARES: Final = np.array(OUTLINE_SHARES)


def follow_outline(
    body: Body, looks: Looks, label: MovementLabel, choice: str, *, life_per_film: float = 1.0
) -> tuple[Body, tuple[Finding, ...]]:
    """Turn shanks as their outlines say, where that was chosen.

    Parameters
    ----------
    body
        Smoothed.
    looks
        All looks of the clip, with the outlines.
    label
        What was done. In a lunge the side named is the one that stands; its foot is flat.
    choice
        ``off``, ``knee_to_wall`` (the standing leg of a lunge) or ``on`` (both legs, in strides as well).

    Returns
    -------
    tuple
        The body with each knee moved about its ankle; angles from its points agree with them. And what to say.
    """
    lunge = label.name == "knee_to_wall"
    if choice == "off" or label.name not in OUTLINED or (choice == "knee_to_wall" and not lunge):
        return body, ()
    if looks.outline_px is None:
        return body, (NO_OUTLINE,)
    sides = SIDES if choice == "on" else tuple(side for side in SIDES if side == label.side)
    for side in sides:
        body = turn_shank(body, side, shank_change_deg(body, looks, side, lunge=lunge, life_per_film=life_per_film))
    return body, ()


def shank_change_deg(body: Body, looks: Looks, side: Side, *, lunge: bool, life_per_film: float) -> Real:
    """(n,) by how much the shank should turn in the picture (from x to y); 0 where the outline says nothing."""
    turn = _against_points_deg(body, looks, side)
    known = np.isfinite(turn)
    usual = _upright(body, side, known) if lunge else known
    if usual.sum() < FEWEST:
        return np.zeros(body.n_frames)
    change = turn - np.median(turn[usual])
    change[~(np.abs(change) <= LARGEST_DEG)] = np.nan
    out = np.zeros(body.n_frames)
    for run in body.runs:
        part = slice(run.start, run.stop)
        time_s = body.time_s[part] * life_per_film
        if len(time_s) >= FEWEST:
            out[part] = low_pass(time_s, _bridged(change[part], time_s), body.cutoff_hz or np.inf)
    return out


def turn_shank(body: Body, side: Side, turn_deg: Floats) -> Body:
    """The knee moved about the ankle by ``turn_deg`` (n,), from x to y."""
    knee, ankle = point(side, "knee"), point(side, "ankle")
    position = body.position_px.copy()
    x, y = (position[:, knee] - position[:, ankle]).T
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    position[:, knee] = position[:, ankle] + np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)
    return replace(body, position_px=position)


def _upright(body: Body, side: Side, known: Bools) -> Bools:
    """Frames of a lunge's beginning: the shank nearest to upright."""
    shank = body.position_px[:, point(side, "ankle")] - body.position_px[:, point(side, "knee")]
    lean = np.abs(np.degrees(np.arctan2(shank[:, 0], shank[:, 1])))
    known = known & np.isfinite(lean)
    if not known.any():
        return known
    return np.asarray(known & (lean <= np.percentile(lean[known], UPRIGHT_PERCENTILE)))


def _bridged(change: Real, time_s: Floats) -> Real:
    """Gaps filled linearly where they are short, with 0 elsewhere."""
    known = np.flatnonzero(np.isfinite(change))
    if not len(known):
        return np.zeros(len(change))
    out = np.interp(time_s, time_s[known], change[known])
    after = np.searchsorted(known, np.arange(len(change)))
    inside = (after > 0) & (after < len(known))
    later, earlier = known[np.minimum(after, len(known) - 1)], known[np.maximum(after - 1, 0)]
    short = inside & (time_s[later] - time_s[earlier] <= LONGEST_GAP_S + 1e-9)
    return np.where(np.isfinite(change) | short, out, 0.0)


def _against_points_deg(body: Body, looks: Looks, side: Side) -> Real:
    """(n,) direction of the outline's middle against the line of the body's points; NaN where the gate fails."""
    lines, edges = _nearest(body, looks, side)
    slope = _middle_slope(edges, np.linalg.norm(lines, axis=-1))
    own = body.position_px[:, point(side, "ankle")] - body.position_px[:, point(side, "knee")]
    turn = np.arctan2(lines[:, 1], lines[:, 0]) - np.arctan2(own[:, 1], own[:, 0]) - np.arctan(slope)
    return np.asarray((np.degrees(turn) + 180.0) % 360.0 - 180.0)


def _nearest(body: Body, looks: Looks, side: Side) -> tuple[Real, Real]:
    """Line (n, 2) from knee to ankle, and edges (n, 15, 2), of whichever shank of whichever person lies on this one.

    Whom and which leg the network meant is settled by that alone.
    """
    assert looks.outline_px is not None
    at = next(i for i, name in enumerate(looks.names) if network_of(name) != "movenet")
    n, slots = looks.outline_px.shape[:2]
    ends = np.stack([looks.position_px[:, at][:, :, [point(s, p) for s in SIDES]] for p in ("knee", "ankle")], axis=-2)
    ends = ends.reshape(n, slots * len(SIDES), 2, 2).astype(float)
    own = np.stack([body.position_px[:, point(side, p)] for p in ("knee", "ankle")], axis=1)
    away = np.linalg.norm(ends - own[:, None], axis=-1).max(axis=-1)
    away = np.where(np.isfinite(away), away, np.inf)
    best = away.argmin(axis=1)
    frames = np.arange(n)
    near = away[frames, best] < SAME_SHANK * np.linalg.norm(own[:, 1] - own[:, 0], axis=-1)
    edges = looks.outline_px.reshape(n, slots * len(SIDES), len(_SHARES), 2)[frames, best].astype(float)
    line = ends[frames, best, 1] - ends[frames, best, 0]
    return np.where(near[:, None], line, np.nan), np.where(near[:, None, None], edges, np.nan)


def _middle_slope(edges: Real, length_px: Real) -> Real:
    """(n,) slope of the middle between the edges against the line; NaN where too few profiles count."""
    slope = np.full(len(edges), np.nan)
    width = edges.sum(axis=-1)
    seen = np.isfinite(width)
    if not seen.any():
        return slope
    profiles = zip(width.T, seen.T, strict=True)
    usual = np.array([np.percentile(w[s], OWN_WIDTH_PERCENTILE) if s.any() else np.nan for w, s in profiles])
    whole = np.percentile(length_px[np.isfinite(length_px)], 90.0)
    with np.errstate(invalid="ignore"):
        good = (np.abs(width - usual) < WIDTH_SHARE * usual) & (width > NARROWEST * whole) & (width < WIDEST * whole)
    middle = (edges[..., 0] - edges[..., 1]) / 2
    for i in np.flatnonzero(good.sum(axis=1) >= FEWEST_PROFILES):
        shares = _SHARES[good[i]]
        if np.ptp(shares) >= LEAST_SPAN:
            slope[i] = _robust_slope(shares * length_px[i], middle[i, good[i]], HUBER_SHARE * whole)
    return slope


def _robust_slope(x: Real, y: Real, scale: float) -> float:
    """Slope of Huber's line: least squares near it, least distances beyond ``scale`` (Huber 1964)."""
    weight, slope = np.ones(len(x)), 0.0
    for _ in range(ROUNDS):
        x0, y0 = np.average(x, weights=weight), np.average(y, weights=weight)
        slope = float((weight * (x - x0) * (y - y0)).sum() / (weight * (x - x0) ** 2).sum())
        off = np.abs(y - y0 - slope * (x - x0))
        weight = np.minimum(1.0, scale / np.maximum(off, 1e-9))
    return slope
