"""``angles.mot``: the angles as coordinates of OpenSim's full-body model (Rajagopal et al. 2016), to be loaded onto it.

=====================  =================================================================================
coordinate             from our angle
=====================  =================================================================================
``pelvis_tilt``        minus ``trunk_lean``: trunk and pelvis are one part here, for two hip points do not
                       show the pelvis; ``lumbar_extension`` is 0
``hip_flexion_r/l``    minus ``hip_extension``, thigh against trunk
``hip_adduction_r/l``  minus ``hip_abduction``
``hip_rotation_r/l``   ``hip_internal_rotation``
``knee_angle_r/l``     ``knee_flexion``; models whose knee bends to the negative side, such as gait2392, want
                       its opposite
``ankle_angle_r/l``    ``ankle_dorsiflexion``
=====================  =================================================================================

An angle that this view does not show has no column, so that the model keeps its default there. Times are seconds of
life at an even rate (cubic splines where the film's times are uneven); gaps are ``nan``. ``inDegrees=yes``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, AngleKey
from endrange.formats.even import even_times, evenly
from endrange.formats.registry import Format
from endrange.formats.storage import storage_text
from endrange.formats.zero import zero_note

#: Our angle -> the model's coordinate of one side, and the sign between them.
COORDINATES: Final[dict[str, tuple[str, float]]] = {
    "hip_extension": ("hip_flexion", -1.0),
    "hip_abduction": ("hip_adduction", -1.0),
    "hip_internal_rotation": ("hip_rotation", 1.0),
    "knee_flexion": ("knee_angle", 1.0),
    "ankle_dorsiflexion": ("ankle_angle", 1.0),
}

NOTES: Final = (
    "Coordinates as in the model of Rajagopal et al. 2016: knee flexion positive.",
    "Pelvis and trunk are one part: pelvis_tilt is minus the trunk's forward lean, hip_flexion is thigh against trunk.",
)


def coordinates_deg(analysis: Analysis) -> dict[str, Floats]:
    """(n,) degrees of every coordinate that the clip shows, at the frames' own times."""
    values = analysis.angles.value_deg
    found: dict[str, Floats] = {}
    lean = values.get(AngleKey("trunk_lean", None))
    if _shown(lean):
        assert lean is not None
        found |= {"pelvis_tilt": -lean, "lumbar_extension": np.where(np.isfinite(lean), 0.0, np.nan)}
    for side in reversed(SIDES):
        for angle, (coordinate, sign) in COORDINATES.items():
            value = values.get(AngleKey(angle, side))
            if _shown(value):
                assert value is not None
                found[f"{coordinate}_{side[0]}"] = sign * value
    return found


def _shown(value: Floats | None) -> bool:
    return value is not None and bool(np.isfinite(value).any())


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.mot``."""
    times = even_times(analysis.angles.time_s, analysis.clip)
    columns = {name: evenly(value, analysis.angles.time_s, times) for name, value in coordinates_deg(analysis).items()}
    notes = (*NOTES, zero_note(analysis.angles), *rate_notes(times.rate_hz, resampled=times.resampled))
    path.write_text(storage_text("Coordinates", notes, times.life_s, columns), encoding="utf-8", newline="\n")


def rate_notes(rate_hz: float, *, resampled: bool) -> tuple[str, ...]:
    """What was done to the times."""
    if resampled:
        return (f"The film's times are uneven: resampled to {rate_hz:.4f} frames a second by cubic splines.",)
    return (f"{rate_hz:.4f} frames a second, as filmed.",)


FORMAT = Format("mot", "angles.mot", "coordinates of OpenSim's full-body model, in degrees", write)
