"""The clip's own doubt about its points, carried into angles."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.body import Body
from endrange.domain.looks import Floats
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics.geometry import length_px
from endrange.kinematics.segments import Segments

#: Between which points each angle's segments run; pairs without a side are midline points. Several segments: the
#: errors add as independent ones do.
_SEGMENTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "hip_extension": (("hip", "knee"), ("mid_shoulder", "mid_hip")),
    "hip_abduction": (("hip", "knee"), ("mid_shoulder", "mid_hip")),
    "hip_internal_rotation": (("knee", "ankle"),),
    "knee_flexion": (("hip", "knee"), ("knee", "ankle")),
    "ankle_dorsiflexion": (("knee", "ankle"), ("heel", "foot_index")),
    "thigh_extension": (("hip", "knee"),),
    "shank_lean": (("knee", "ankle"),),
    "foot_pitch": (("heel", "foot_index"),),
    "foot_progression": (("heel", "foot_index"),),
    "trunk_lean": (("mid_shoulder", "mid_hip"),),
    "trunk_rotation": (("left_shoulder", "right_shoulder"), ("left_hip", "right_hip")),
    "pelvic_drop": (("left_hip", "right_hip"),),
}

#: A segment seen shorter than this share of the leg has no direction worth a number (proposal).
SHORTEST_SHARE: Final = 0.05


def doubt_deg(body: Body, key: AngleKey) -> Floats:
    """Standard deviation of an angle as the doubt of its points gives it.

    Returns
    -------
    (n,) degrees
        sqrt(d1^2 + d2^2) / length a segment (science brief, section 9, one coordinate's share), several segments
        added in squares. 0 where a doubt is not known.
    """
    seen = Segments(body.position_px)
    least = SHORTEST_SHARE * seen.leg_px()
    total = np.zeros(body.n_frames)
    for first, second in _SEGMENTS[key.angle]:
        (a, doubt_a), (b, doubt_b) = _end(body, key, first), _end(body, key, second)
        with np.errstate(invalid="ignore"):
            length = np.maximum(length_px(b - a), least)
            # A point's doubt is that of both coordinates; across the segment stands one.
            turn = np.hypot(doubt_a, doubt_b) / np.sqrt(2.0) / length
        total += np.nan_to_num(turn) ** 2
    return np.asarray(np.degrees(np.sqrt(total)))


def lost_share(body: Body, key: AngleKey) -> float:
    """Share of the frames with the person in view in which a point of this angle is lost, 0..1."""
    seen = np.isfinite(body.position_px[:, list(PAIRS["hip"])]).any(axis=(1, 2))
    if not seen.any():
        return 0.0
    ends = [_end(body, key, name)[0] for segment in _SEGMENTS[key.angle] for name in segment]
    return float(np.mean(~np.isfinite(np.stack(ends)[:, seen]).all(axis=(0, 2))))


def _end(body: Body, key: AngleKey, name: str) -> tuple[Floats, Floats]:
    """Position (n, 2) and doubt (n,) of one end of a segment."""
    if name.startswith("mid_"):
        left, right = PAIRS[name.removeprefix("mid_")]
        doubt = np.hypot(body.doubt_px[:, left], body.doubt_px[:, right]) / 2
        return (body.position_px[:, left] + body.position_px[:, right]) / 2, doubt
    side, part = name.split("_", 1) if name.startswith(("left_", "right_")) else (key.side or "left", name)
    at = point(side, part)
    return body.position_px[:, at], body.doubt_px[:, at]
