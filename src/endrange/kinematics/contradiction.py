"""A leg of which what is seen contradicts itself: in dark, noisy, faint and coarsely compressed films.

There every network errs by itself and most of its sightings have to be thrown out while legs and paths are decided;
what is left is as doubtful, though the looks that are left agree. The share thrown out follows the error where the
networks' own scores and the disagreement of what is left do not.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.body import Body, Verdict
from endrange.domain.measure import Finding
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, Side

#: What sightings thrown out add to the standard deviation of their leg's angles, beyond the share that sharp films in
#: good light have: degrees for all of them. Fitted by eye to dark, noisy, faint and coarsely compressed copies of five
#: rendered clips (``python -m endrange.accuracy.make_widening`` makes such figures): at shares of 0.10 to 0.15, 0.15 to
#: 0.2, 0.2 to 0.25, 0.3 to 0.35 and 0.4 to 0.5 the error exceeds the table's by 6, 11, 15, 34 and 37 degrees RMS. Of
#: the 33 population clips looked at as they are, 32 stay below 0.09, the other is at 0.18.
FREE_SHARE: Final = 0.08
PER_SHARE_DEG: Final = 100.0

#: A leg of which more than this share is thrown out is not measured: of such the error is about 30 degrees.
MOST_SHARE: Final = 0.3

#: Points of a leg whose sightings may have to be thrown out; a trunk's hardly ever have to.
_POINTS: Final = ("knee", "ankle")

_REFILM: Final = "Film in good light, in focus, with clothes that stand out from the background."


def rejected_share(body: Body, side: Side | None) -> float:
    """How much of what the looks say of a leg had to be thrown out, 0..1.

    Counted where the fused point is known and was not put in its place by hand, so that what lies out of the picture or
    is lost for good does not enter, and over the looks that know the leg at all. 0 of the midline, of legs never seen,
    and where there is one look alone.
    """
    if side is None:
        return 0.0
    points = [point(side, part) for part in _POINTS]
    told = body.look_verdict[:, :, points]
    told = told[:, ~(told == Verdict.LOST).all(axis=(0, 2))]
    out = told == Verdict.LOST
    known = np.isfinite(body.position_px[:, None, points, 0]) & (told != Verdict.MOVED)
    return float(out[known].mean()) if known.any() else 0.0


def contradiction_sd_deg(body: Body, side: Side | None) -> float:
    """What it adds to the standard deviation of every angle of the leg, in squares; one number for the clip."""
    return PER_SHARE_DEG * max(0.0, rejected_share(body, side) - FREE_SHARE)


def hardly_told(body: Body, side: Side | None) -> str | None:
    """Why a leg is not measured at all; None where it is."""
    share = rejected_share(body, side)
    if share <= MOST_SHARE:
        return None
    return f"What is seen of the {side} leg contradicts itself in {share:.0%} of the sightings: {_REFILM}"


def contradiction_findings(body: Body) -> tuple[Finding, ...]:
    """A warning for each leg whose intervals are wider for it, or that is not measured."""
    found = []
    for side in SIDES:
        share = rejected_share(body, side)
        if share > FREE_SHARE:
            then = "its angles are not measured" if share > MOST_SHARE else "the intervals of its angles are wider"
            message = f"What is seen of the {side} leg contradicts itself in {share:.0%} of the sightings; {then}."
            found.append(Finding("looks_contradict", "warning", message, _REFILM))
    return tuple(found)
