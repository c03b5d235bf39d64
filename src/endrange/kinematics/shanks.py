"""The near knee of somebody who runs or walks, put along a shank that keeps its length."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.body import Body, Verdict
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import MovementName
from endrange.kinematics.camera import find_bouts
from endrange.kinematics.geometry import length_px
from endrange.kinematics.hips import WALKS
from endrange.kinematics.limbs import USUAL_S, usual_length

#: What is taken of the difference between a shank's length in the picture and its usual one, by the knee. The networks'
#: shank varies by 3.3 % over a stride where the true one of rendered runners varies by 2.6 % (its whip turns it out of
#: the picture) and that of real runners' markers by 1.3 to 2.1 %; 0.3 to 0.5 are alike on rendered runners, four
#: calibrated views of a real person agree best with 1 (thigh 3.75 degrees RMSE at 0, 3.67 at a half, 3.62 at 1).
TAKEN: Final = 0.3


def steady_shanks(body: Body, *, movement: MovementName) -> Body:
    """Slide the near knee along its shank towards where the shank has its usual length, in strides seen from the side.

    The networks let the knee slide along the leg as it bends. Along a shank that swings level, that is across the thigh
    and turns it. The ankle is the best point of the leg, so the knee is put right by it. The thigh's own length says
    less: the hip point at its end is the leg's worst (calibrated views of a real person: a shank put right by it gets
    worse, 2.3 to 2.6 degrees). The far knee is left: its error and that of the hidden hip partly cancel.

    Parameters
    ----------
    body
        Smoothed.
    movement
        Only in strides seen from the side does the shank keep near the picture's plane.

    Returns
    -------
    Body
        The shank's direction, knees put in their place by hand, and NaN stay. A shank that leans forward or back out of
        an oblique picture is expected shorter by the view's yaw.
    """
    if movement not in WALKS:
        return body
    position = body.position_px.copy()
    for bout in find_bouts(body, walks=True):
        near = bout.view.near_side
        if bout.view.plane != "sagittal" or near is None:
            continue
        frames = slice(bout.span.start, bout.span.stop)
        knee, ankle = point(near, "knee"), point(near, "ankle")
        shank = position[frames, ankle] - position[frames, knee]
        moved = TAKEN * excess(shank, body.time_s[frames], bout.view.yaw_deg or 0.0)[:, None] * shank
        free = np.isfinite(moved).all(axis=1) & (body.verdict[frames, knee] != Verdict.MOVED)
        position[frames, knee] += np.where(free[:, None], moved, 0.0)
    return replace(body, position_px=position)


def excess(line_px: Floats, time_s: Floats, yaw_deg: float) -> Floats:
    """(n,) by which share of its own length a segment is longer than usual; negative where shorter, NaN where lost.

    Parameters
    ----------
    line_px
        (n, 2) from end to end.
    time_s
        (n,) seconds of film.
    yaw_deg
        Between the plane that the segment moves in and the picture.
    """
    length = length_px(line_px)
    level = line_px[:, 0] / np.cos(np.radians(yaw_deg))
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = length / np.hypot(level, line_px[:, 1])
        return np.asarray(1.0 - usual_length(length / seen, time_s, USUAL_S, 0.5) * seen / length)
