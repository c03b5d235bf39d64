"""What a clip does not show: angles that are hidden throughout, and ends that fall into a gap."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLES, SIDES, AngleKey
from endrange.movement.protocol import Motion
from endrange.movement.series import life_seconds

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

#: An angle seen for less than this, in seconds of life, and in fewer frames than that, was guessed now and then rather
#: than seen (proposal).
GLIMPSE_S: Final = 0.5


def why_hidden(motion: Motion, key: AngleKey) -> str | None:
    """Why this clip cannot show an angle at all, and how to refilm; None where it can."""
    if key in motion.angles.refused:
        return motion.angles.refused[key]
    known = np.isfinite(motion.angles.value_deg[key])
    share, t = float(np.mean(known)), life_seconds(motion)
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    if share >= IN_PICTURE or known.sum() * step >= GLIMPSE_S:
        return None
    missing = [part for part in _JOINTS[key.angle] if _share_seen(motion, key, part) < IN_PICTURE]
    if not missing:
        return None if share == 0 else _seldom(key, share)
    words = [_NAMES.get(part, part) for part in missing]
    names = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    verb = "are" if len(missing) > 1 or names.endswith("s") else "is"
    title = ANGLES[key.angle].title.lower()
    return f"The {names} {verb} not in the picture, which {title} needs: {ANGLES[key.angle].refilm}, all of it in view."


def _seldom(key: AngleKey, share: float) -> str:
    title = ANGLES[key.angle].title.lower()
    part, how = f"{max(1, round(100 * share))} %", ANGLES[key.angle].refilm
    return f"{title.capitalize()} could be told in {part} of the frames only: {how}, all of it in view."


def _share_seen(motion: Motion, key: AngleKey, part: str) -> float:
    sides = SIDES if key.side is None or part in ("shoulder", "hip") else (key.side,)
    seen = [np.isfinite(motion.body.position_px[:, point(s, part), 0]) for s in sides]
    return float(np.mean(np.logical_and.reduce(seen)))


def may_be_hidden(t: Floats, values: Floats, index: int, *, high: bool = True) -> bool:
    """Whether the true extreme may lie where the angle was not seen, so that frame ``index`` is not it.

    A gap longer than 0.2 s hides it when the extreme lies at its edge, or when the angle, as fast as it was seen to
    move, could have gone beyond the extreme and come back inside the gap.

    Parameters
    ----------
    t, values
        (n,) seconds of life and degrees of one repetition, smoothed; NaN where not seen.
    index
        The frame of the highest (or lowest) value seen.
    """
    up = np.asarray(values, float) * (1.0 if high else -1.0)
    known = np.flatnonzero(np.isfinite(up))
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    speed = _usual_speed(t, up)
    return any(
        start - NEAR_GAP_S <= t[index] <= end + NEAR_GAP_S or edge + speed * (end - start) / 2 > up[index]
        for start, end, edge in _holes(t, up, known, step)
    )


def _holes(t: Floats, up: Floats, known: NDArray[np.intp], step: float) -> list[tuple[float, float, float]]:
    """Gaps longer than 0.2 s: from, to, and the mean of the values at their edges."""
    holes = [
        (float(t[a]), float(t[b]), float(up[a] + up[b]) / 2)
        for a, b in pairwise(known.tolist())
        if t[b] - t[a] > GAP_S + step
    ]
    first, last = int(known[0]), int(known[-1])
    if t[first] - t[0] > GAP_S:
        holes.append((float(t[0]), float(t[first]), float(up[first])))
    if t[-1] - t[last] > GAP_S:
        holes.append((float(t[last]), float(t[-1]), float(up[last])))
    return holes


def _usual_speed(t: Floats, values: Floats) -> float:
    """Speed that the angle passes in a tenth of the frames seen, units a second."""
    speed = np.abs(np.diff(values) / np.diff(t))
    seen = speed[np.isfinite(speed)]
    return float(np.percentile(seen, 90)) if len(seen) else 0.0
