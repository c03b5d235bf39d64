"""What a clip does not show: angles that are hidden throughout, and ends that fall into a gap."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey
from endrange.movement.protocol import Motion

#: An extreme this near to a gap longer than :data:`GAP_S` may lie inside it and is not taken (science brief,
#: section 6).
NEAR_GAP_S: Final = 0.15
GAP_S: Final = 0.2

#: Joints that an angle hangs on.
_JOINTS: Final = {
    "hip_extension": ("shoulder", "hip", "knee"), "hip_abduction": ("shoulder", "hip", "knee"),
    "hip_internal_rotation": ("hip", "knee", "ankle"), "knee_flexion": ("hip", "knee", "ankle"),
    "ankle_dorsiflexion": ("knee", "ankle", "foot_index"), "thigh_extension": ("hip", "knee"),
    "shank_lean": ("knee", "ankle"), "foot_pitch": ("heel", "foot_index"), "foot_progression": ("heel", "foot_index"),
    "trunk_lean": ("shoulder", "hip"), "trunk_rotation": ("shoulder", "hip"), "pelvic_drop": ("hip",),
}  # fmt: skip
_NAMES: Final = {"shoulder": "shoulders", "hip": "hips", "foot_index": "toes"}

#: A joint known in fewer frames than this is out of the picture (proposal).
IN_PICTURE: Final = 0.1


def why_hidden(motion: Motion, key: AngleKey) -> str | None:
    """Why this clip cannot show an angle at all, and how to refilm; None where it can."""
    if key in motion.angles.refused:
        return motion.angles.refused[key]
    if np.isfinite(motion.angles.value_deg[key]).any():
        return None
    missing = [part for part in _JOINTS[key.angle] if _share_seen(motion, key, part) < IN_PICTURE]
    if not missing:
        return None
    names = " and ".join(_NAMES.get(part, part) for part in missing)
    verb = "are" if len(missing) > 1 or names.endswith("s") else "is"
    title = ANGLES[key.angle].title.lower()
    return f"The {names} {verb} not in the picture, which {title} needs: {ANGLES[key.angle].refilm}, all of it in view."


def _share_seen(motion: Motion, key: AngleKey, part: str) -> float:
    sides = SIDES if key.side is None or part in ("shoulder", "hip") else (key.side,)
    seen = [np.isfinite(motion.body.position_px[:, point(s, part), 0]) for s in sides]
    return float(np.mean(np.logical_and.reduce(seen)))


def borders_on_gap(t: Floats, values: Floats, index: int) -> bool:
    """Whether a stretch of lost frames longer than 0.2 s begins or ends within 0.15 s of a frame."""
    known = np.flatnonzero(np.isfinite(values))
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    holes = np.flatnonzero(np.diff(t[known]) > GAP_S + step)
    edges = [(t[known[h]], t[known[h + 1]]) for h in holes]
    if known[0] > 0 and t[known[0]] - t[0] > GAP_S:
        edges.append((t[0], t[known[0]]))
    if known[-1] < len(t) - 1 and t[-1] - t[known[-1]] > GAP_S:
        edges.append((t[known[-1]], t[-1]))
    here = t[index]
    return any(a - NEAR_GAP_S <= here <= b + NEAR_GAP_S for a, b in edges)
