"""The two hip points, whose distance pose networks exaggerate from the side."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.body import Body
from endrange.domain.skeleton import PAIRS
from endrange.domain.vocabulary import MovementName
from endrange.kinematics.camera import find_bouts
from endrange.kinematics.geometry import nan_median

#: What each hip keeps of the change of the hips' distance about its median. From the side the networks part the two hip
#: points along the stride twice as far as the pelvis turns (rendered runners: 3.9 degrees of thigh, SD over a stride,
#: against 1.8), near and far alike in sign; the far one is hidden by the body and guessed. Real calibrated views of leg
#: swings agree as well with every value from 1 down to 0.5.
KEPT_WALKING: Final = 0.8
KEPT_WALKING_FAR: Final = 0.5
KEPT: Final = 0.6

#: What they keep of that usual distance along the picture where somebody stands or holds a leg. The networks part the
#: hips of a staggered stance by 8 to 13 % of the thigh more than they are apart (near hip back, far hip forward). Half
#: takes the near thigh of held legs from 1.9 to 1.6 degrees RMSE on rendered people, the far one from 3.0 to 2.2. Four
#: calibrated views of a real person, though none from the side, agree best with half to seven tenths as well (thigh 3.8
#: to 3.4; 4.0 at none). Circles gain nothing by it; in a lunge and in strides the pelvis does turn.
KEPT_USUAL: Final[dict[MovementName, float]] = {"hold": 0.5, "standing": 0.5}

#: Movements in which a thigh is taken far from the line of the trunk and kept or led there. How high along the trunk a
#: hip point lies then turns the thigh, and COCO's lie 5 to 8 % of a trunk above BlazePose's: all looks' are brought to
#: BlazePose's height. Rendered people, near leg of a circle: thigh 2.7 to 2.4 degrees RMSE with the standard looks, 2.8
#: to 2.5 with the best, hip extension 3.2 to 2.7 and 3.5 to 3.1; held hip extension 2.0 to 1.7 and 1.9 to 1.8. A
#: calibrated view of a real man against three others, thigh: 3.0 to 2.9 and 2.7 to 2.4 (SD). Not in strides (near
#: thigh 1.9 to 2.1) nor in lunges (0.6 to 1.3), where the joint lies between both heights.
TURNED_AWAY: Final[tuple[MovementName, ...]] = ("hip_car", "hold")

WALKS: Final[tuple[MovementName, ...]] = ("running", "walking")


def steady_hips(body: Body, *, movement: MovementName = "unknown") -> Body:
    """Draw both hip points nearer to their usual places about their middle, where the view is from the side.

    Where somebody stands or holds a leg, also those places nearer to each other along the picture; where a thigh is led
    away from the trunk, all looks' hips are first brought to one height.

    Parameters
    ----------
    movement
        Strides keep more of the change: a runner's pelvis does turn.

    Returns
    -------
    Body
        NaN stays NaN. The angles computed from the result agree with its points. Other views, and bouts whose view is
        not known, are left as they are.
    """
    left, right = PAIRS["hip"]
    position = body.position_px.copy()
    walks = movement in WALKS
    for bout in find_bouts(body, walks=walks):
        if bout.view.plane != "sagittal":
            continue
        frames = slice(bout.span.start, bout.span.stop)
        if movement in TURNED_AWAY and body.hip_shift_px is not None:
            position[frames, [left, right]] += np.nan_to_num(body.hip_shift_px[frames])
        middle = (position[frames, left] + position[frames, right]) / 2
        half = (position[frames, right] - position[frames, left]) / 2
        usual = np.array([nan_median(half[:, 0]), nan_median(half[:, 1])])
        drawn = usual * np.array([KEPT_USUAL.get(movement, 1.0), 1.0])
        for side, at, sign in (("left", left, -1.0), ("right", right, 1.0)):
            kept = _kept(walks=walks, near=side == bout.view.near_side)
            steadied = middle + sign * (drawn + kept * (half - usual))
            known = np.isfinite(steadied).all(axis=1)[:, None]
            position[frames, at] = np.where(known, steadied, position[frames, at])
    return replace(body, position_px=position)


def _kept(*, walks: bool, near: bool) -> float:
    if not walks:
        return KEPT
    return KEPT_WALKING if near else KEPT_WALKING_FAR
