"""What the user should know about the body: spans without a leg, looks that had to be put right."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.body import Body, Verdict
from endrange.domain.measure import Finding
from endrange.domain.skeleton import PAIRS
from endrange.domain.vocabulary import SIDES
from endrange.track.seen import Bools
from endrange.track.stills import stretches

#: Share of the frames followed from which on a lost leg is worth a warning (proposal).
LOST_SHARE: Final = 0.10
#: Spans shorter than this are counted but not listed.
SHORTEST_SPAN_S: Final = 0.1


def side_findings(body: Body) -> tuple[Finding, ...]:
    """Warnings about legs of which much is lost."""
    followed = np.zeros(body.n_frames, bool)
    for start, stop in body.runs:
        followed[start:stop] = True
    if not followed.any():
        return ()
    found = []
    for number, side in enumerate(SIDES):
        points = [PAIRS[part][number] for part in ("knee", "ankle")]
        lost = (body.verdict[:, points] == Verdict.LOST).any(1) & followed
        share = float(lost.sum() / followed.sum())
        if share > LOST_SHARE:
            found.append(
                Finding(
                    "leg_lost",
                    "warning",
                    f"The {side} knee or ankle could not be told in {share:.0%} of the frames; they count as missing.",
                    "Film in good light, with clothes that differ from the background and from each other.",
                    spans_s=spans_of(lost, body.time_s),
                )
            )
    return tuple(found)


def speed_findings(body: Body, firsts: tuple[int, ...]) -> tuple[Finding, ...]:
    """A warning where the film itself changes its speed."""
    if not firsts:
        return ()
    times = [round(float(body.time_s[first]), 2) for first in firsts]
    return (
        Finding(
            "speed_changed",
            "warning",
            f"The film changes its speed at {', '.join(f'{t} s' for t in times)}; nothing is measured across, and "
            "times are right on one side at most.",
            "Use --start and --end to keep the part at one speed, or film without slow motion.",
            spans_s=tuple((t, t) for t in times),
        ),
    )


def spans_of(
    flags: Bools, time_s: np.ndarray, *, shortest_s: float = SHORTEST_SPAN_S
) -> tuple[tuple[float, float], ...]:
    """(start, end) in seconds of every stretch of True that is long enough to be listed."""
    spans = []
    for first, stop in stretches(flags):
        start, end = float(time_s[first]), float(time_s[min(stop, len(time_s) - 1)])
        if end - start >= shortest_s:
            spans.append((round(start, 4), round(end, 4)))
    return tuple(spans)
