"""How much each look's hip points count.

Networks trained on COCO's labels put the hip nearer the skin and higher along the trunk than BlazePose does, by 3 to
9 % of a trunk's length. While the thigh is in line with the trunk that does no harm and averaging all looks lowers the
scatter; the more the thigh turns away, the more of that offset becomes an error of the thigh's direction. So the
offset is read from this clip, and a COCO look's hip counts less by what it would do to the thigh. Rendered people and
calibrated views of a real one agree: thigh in hip circles 4.2 -> 3.5 degrees RMSE, one real view against three
4.6 -> 4.3, running unchanged.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats, network_of
from endrange.track.seen import Bools, Real, mean_quiet, median_quiet

#: Networks whose hip is COCO's.
COCO_NETWORKS: Final = frozenset({"movenet"})
#: Weight of a BlazePose look's hip against a COCO look's with the thigh in line with the trunk (proposal; 1 to 2 are
#: alike on rendered people, real views prefer 2).
JOINT_WEIGHT: Final = 1.5
#: Scatter of a hip point, in trunk lengths: an offset as large as this halves the weight.
SCATTER: Final = 0.02


def hip_weights(shoulder_px: Floats, hip_px: Floats, knee_px: Floats, looks: tuple[str, ...]) -> Real:
    """Weights of the looks' hips.

    Parameters
    ----------
    shoulder_px, hip_px, knee_px
        (n, L, 2, 2) left and right of every look, put right; NaN where left out.
    looks
        Their names.

    Returns
    -------
    numpy.ndarray
        (n, L, 2) weight of the left and right hip; 1 throughout where all looks are of one kind.
    """
    coco = np.array([network_of(name) in COCO_NETWORKS for name in looks])
    weight = np.ones(hip_px.shape[:3])
    if coco.all() or not coco.any():
        return weight
    weight[:, ~coco] = JOINT_WEIGHT
    hip, knee = mean_quiet(hip_px, 1), mean_quiet(knee_px, 1)
    axis, _ = _down_the_trunk(shoulder_px, hip_px)
    for side in (0, 1):
        offset = _offset(shoulder_px, hip_px, coco, side)
        thigh = knee[:, side] - hip[:, side]
        thigh = thigh / np.linalg.norm(thigh, axis=-1, keepdims=True)
        across = np.nan_to_num(axis[:, 0] * thigh[:, 1] - axis[:, 1] * thigh[:, 0])
        weight[:, coco, side] = (1.0 / (1.0 + (offset * across / SCATTER) ** 2))[:, None]
    return weight


def level_hips(shoulder_px: Floats, hip_px: Floats, looks: tuple[str, ...]) -> tuple[Real, Real] | None:
    """The looks' hips with COCO's brought down the trunk to where BlazePose's are, and weights for their mean.

    Parameters
    ----------
    shoulder_px, hip_px
        (n, L, 2, 2) left and right of every look, put right; NaN where left out.
    looks
        Their names.

    Returns
    -------
    tuple or None
        (n, L, 2, 2) hips and (n, L, 2) weights; None where all looks are of one kind, which nothing can bring down.
    """
    coco = np.array([network_of(name) in COCO_NETWORKS for name in looks])
    if coco.all() or not coco.any():
        return None
    weight = np.ones(hip_px.shape[:3])
    weight[:, ~coco] = JOINT_WEIGHT
    axis, length = _down_the_trunk(shoulder_px, hip_px)
    levelled = np.array(hip_px, float)
    for side in (0, 1):
        down = -_offset(shoulder_px, hip_px, coco, side) * length
        levelled[:, coco, side] += (down[:, None] * axis)[:, None]
    return levelled, weight


def _down_the_trunk(shoulder_px: Floats, hip_px: Floats) -> tuple[Real, Real]:
    """(n, 2) unit vectors from the shoulders down to the hips, and (n,) the trunk's length; means of all looks."""
    trunk = mean_quiet(hip_px, 1).mean(1) - mean_quiet(shoulder_px, 1).mean(1)
    length = np.asarray(np.linalg.norm(trunk, axis=-1))
    return np.asarray(trunk / length[:, None]), length


def _offset(shoulder_px: Floats, hip_px: Floats, coco: Bools, side: int) -> float:
    """How far down the trunk COCO's hip lies from BlazePose's in this clip, trunk lengths; negative as it is higher."""
    axis, length = _down_the_trunk(shoulder_px, hip_px)
    apart = mean_quiet(hip_px[:, coco, side], 1) - mean_quiet(hip_px[:, ~coco, side], 1)
    return float(np.nan_to_num(median_quiet((apart * axis).sum(-1) / length, 0)))
