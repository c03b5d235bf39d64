"""What the video beside the curves needs to know: angles over time, cycles, and the peaks that were measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES
from endrange.report import words

#: Kinds of events that have a length and are measured.
CYCLES: Final = ("stride", "repetition", "hold")


@dataclass(frozen=True)
class Film:
    """The overlay that a page shows.

    Attributes
    ----------
    address
        The name of a file beside the page, or the film itself as a ``data:`` address.
    """

    address: str

    @property
    def is_inside(self) -> bool:
        """Whether the page carries the film."""
        return self.address.startswith("data:")


def player_data(analysis: Analysis) -> dict[str, Any]:
    """Angles over time with cycles and peaks, ready for JSON; missing is None.

    Only angles that were measured are told, where any was: the page is to stay small.
    """
    measured = {m.quantity for m in analysis.measures if m.unit == "deg" and m.value is not None}
    known = [key for key, value in analysis.angles.value_deg.items() if np.isfinite(value).any()]
    told = [key for key in known if key.angle in measured] or known
    events = [e for e in analysis.events if e.kind in CYCLES]
    return {
        "time_s": np.round(analysis.angles.time_s, 4).tolist(),
        "series": [
            {
                "angle": key.angle,
                "title": words.title_of(key.angle),
                "side": key.side,
                "name": words.SIDE[key.side] if key.side else "",
                "values": _rounded(analysis.angles.value_deg[key]),
            }
            for key in told
        ],
        "events": [
            {"kind": e.kind, "side": e.side, "start_s": e.start_s, "end_s": e.end_s, "used": e.used} for e in events
        ],
        "peaks": peaks_of(analysis.measures),
        "first": next((m.quantity for m in analysis.measures if m.quantity in {key.angle for key in told}), None),
    }


def peaks_of(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    """Angle, side, moment and words of every angle that was measured at a moment."""
    return [
        {
            "angle": m.quantity,
            "side": m.side,
            "time_s": m.time_s,
            "title": f"{words.title_of(m.quantity)}{f', {words.SIDE[m.side]}' if m.side else ''}: "
            f"{words.statistic_of(m.statistic)} {words.signed(m.value, 0)}°",
        }
        for m in measures
        if m.quantity in ANGLES and m.unit == "deg" and m.value is not None and m.time_s is not None
    ]


def _rounded(values: Floats) -> list[float | None]:
    return [round(value, 1) if np.isfinite(value) else None for value in values.tolist()]


def context(analysis: Analysis, film: Film | None) -> Mapping[str, Any]:
    """What the page's template takes of it."""
    if film is None:
        return {"film": None}
    return {"film": film, "player_text": words.PLAYER, "player_data": player_data(analysis)}
