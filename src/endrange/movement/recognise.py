"""Which movement a clip shows: every movement is asked, the surest wins."""

from __future__ import annotations

from typing import Final

from endrange.domain.analysis import MovementLabel
from endrange.movement.protocol import Motion
from endrange.movement.registry import movements

#: Below this nobody is sure enough, and the clip is ``unknown`` (proposal: more likely another than this one).
SURE: Final = 0.5


def recognise(motion: Motion) -> MovementLabel:
    """Name what was done.

    Returns
    -------
    MovementLabel
        Of the movement with the highest confidence; the vocabulary's order decides between equals, which goes from the
        more to the less specific. ``unknown`` where none reaches :data:`SURE`: its confidence is what is left to it,
        and the side is that of the best guess.
    """
    labels = [m.recognise(motion) for name, m in movements().items() if name != "unknown"]
    if not labels:
        return MovementLabel("unknown", 1.0, None, None)
    best = max(labels, key=lambda label: label.confidence)
    if best.confidence >= SURE:
        return best
    return MovementLabel("unknown", 1.0 - best.confidence, best.side, None)
