"""``angles.sto``: every angle of the vocabulary under its own name, as an OpenSim storage file in degrees.

Columns ``{side}_{angle}`` and their signs are the vocabulary's. Times as in ``angles.mot``; missing is ``nan``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats.angles_mot import rate_notes
from endrange.formats.even import even_times, evenly
from endrange.formats.registry import Format
from endrange.formats.storage import storage_text
from endrange.formats.zero import zero_note


def write(analysis: Analysis, path: Path) -> None:
    """Write ``angles.sto``."""
    angles = analysis.angles
    unknown = np.full(len(angles.time_s), np.nan)
    times = even_times(angles.time_s, analysis.clip)
    columns = {key.column: evenly(angles.value_deg.get(key, unknown), angles.time_s, times) for key in ANGLE_KEYS}
    rate = rate_notes(times.rate_hz, resampled=times.resampled)
    notes = ("Angles in degrees; positive means the name.", zero_note(angles), *rate)
    path.write_text(storage_text("Angles", notes, times.life_s, columns), encoding="utf-8", newline="\n")


FORMAT = Format("sto", "angles.sto", "every angle under its own name, as an OpenSim storage file", write)
