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
#: Somebody followed in fewer frames than this is hardly what the clip was meant for (proposal).
SELDOM: Final = 0.5
#: A part cut off in more frames than this was left out of the picture on purpose (proposal).
ALWAYS: Final = 0.95
#: Parts that a picture's edge is said to cut off, with both sides' points.
CUT_PARTS: Final[dict[str, list[int]]] = {
    "shoulders": [*PAIRS["shoulder"]],
    "hips": [*PAIRS["hip"]],
    "knees": [*PAIRS["knee"]],
    "feet": [*PAIRS["ankle"], *PAIRS["heel"], *PAIRS["foot_index"]],
}
#: Spans shorter than this are counted but not listed.
SHORTEST_SPAN_S: Final = 0.1


def side_findings(body: Body, cut_off: Bools) -> tuple[Finding, ...]:
    """Warnings about legs of which much is lost for another reason than the picture's edge, (n, 33)."""
    followed = _followed(body)
    if not followed.any():
        return ()
    found = []
    for number, side in enumerate(SIDES):
        points = [PAIRS[part][number] for part in ("knee", "ankle")]
        lost = ((body.verdict[:, points] == Verdict.LOST) & ~cut_off[:, points]).any(1) & followed
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


def edge_findings(body: Body, cut_off: Bools) -> tuple[Finding, ...]:
    """A warning where the body leaves the picture for a part of the clip; (n, 33) where the edge cuts a point off.

    What is out of the picture from start to end was filmed so: the angles that need it say that they are refused.
    """
    followed = _followed(body)
    parts, at_all = [], np.zeros(body.n_frames, bool)
    for name, points in CUT_PARTS.items():
        cut = cut_off[:, points].any(1) & followed
        share = float(cut.sum() / max(1, followed.sum()))
        if LOST_SHARE < share < ALWAYS:
            parts.append(f"the {name} in {share:.0%}")
            at_all |= cut
    if not parts:
        return ()
    return (
        Finding(
            "cut_off",
            "warning",
            f"The picture's edge cuts off {', '.join(parts)} of the frames; what it cuts off counts as missing.",
            "Film from farther away, with room around the whole body at its widest.",
            spans_s=spans_of(at_all, body.time_s),
        ),
    )


def leg_findings(body: Body, only_legs: Bools) -> tuple[Finding, ...]:
    """A warning where only legs are in the picture, (n,)."""
    followed = _followed(body)
    share = float((only_legs & followed).sum() / max(1, followed.sum()))
    if share <= LOST_SHARE:
        return ()
    return (
        Finding(
            "only_legs",
            "warning",
            f"In {share:.0%} of the frames only legs are in the picture, which cannot be placed without the trunk; "
            "they count as missing.",
            "Film the whole person, from head to feet; at least the shoulders must be in the picture.",
            spans_s=spans_of(only_legs & followed, body.time_s),
        ),
    )


def share_findings(body: Body) -> tuple[Finding, ...]:
    """A warning where the person was followed in little of the clip."""
    share = float(_followed(body).mean()) if body.n_frames else 1.0
    if share >= SELDOM:
        return ()
    return (
        Finding(
            "seldom_seen",
            "warning",
            f"The person was seen in {share:.0%} of the frames; nothing is measured in the others.",
            "Film the whole person, from head to feet, for as long as the movement lasts.",
        ),
    )


def _followed(body: Body) -> Bools:
    followed = np.zeros(body.n_frames, bool)
    for start, stop in body.runs:
        followed[start:stop] = True
    return followed


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
