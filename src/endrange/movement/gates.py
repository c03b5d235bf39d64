"""Whether the knee is bent enough for hip rotation to be read from the shank."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.measure import Finding
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey, Side
from endrange.movement.protocol import Motion

#: Knee flexion from which rotation reads well, and below which it does not (science brief, section 1.3).
GOOD_DEG: Final = 60.0
REFUSE_DEG: Final = 45.0


def knee_bend(motion: Motion, side: Side) -> float:
    """Median knee flexion in degrees: the angle where the view shows it, else the networks' own 3D estimate; or NaN."""
    seen = motion.angles.value_deg[AngleKey("knee_flexion", side)]
    if np.isfinite(seen).any():
        return float(np.nanmedian(seen))
    hip, knee, ankle = (motion.body.world_m[:, point(side, part)] for part in ("hip", "knee", "ankle"))
    thigh, shank = knee - hip, ankle - knee
    length = np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1)
    known = np.isfinite(length) & (length > 0)
    if not known.any():
        return float("nan")
    cosine = (thigh[known] * shank[known]).sum(1) / length[known]
    return float(np.degrees(np.median(np.arccos(np.clip(cosine, -1.0, 1.0)))))


def knee_gate(bend_deg: float) -> Finding | None:
    """None where the knee is bent enough or nothing is known; a warning, or an error below 45 degrees."""
    if not np.isfinite(bend_deg) or bend_deg >= GOOD_DEG:
        return None
    if bend_deg < REFUSE_DEG:
        return Finding(
            "knee_not_bent",
            "error",
            f"The knee is bent to about {bend_deg:.0f} degrees, too little for rotation to be read from the shank.",
            "Bend the knee to a right angle.",
        )
    return Finding(
        "knee_little_bent",
        "warning",
        f"The knee is bent to about {bend_deg:.0f} degrees; rotation reads well from {GOOD_DEG:g} degrees.",
        "Bend the knee to a right angle.",
    )
