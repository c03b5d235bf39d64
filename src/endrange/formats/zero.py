"""From where each angle is counted, as the files of other programs say it."""

from __future__ import annotations

from typing import Final

import numpy as np

from endrange.domain.angles import Angles

#: The zero that needs no word.
PLAIN: Final = "anatomical"


def zeros_of(angles: Angles) -> dict[str, str]:
    """``left_hip_extension`` -> ``standing``: the zero of every angle that the clip shows."""
    return {
        key.column: angles.zero.get(key, PLAIN)
        for key, value in angles.value_deg.items()
        if bool(np.isfinite(value).any())
    }


def zero_note(angles: Angles) -> str:
    """One line for a header, without the sign that OpenSim reads values by."""
    found: dict[str, list[str]] = {}
    for column, zero in zeros_of(angles).items():
        if zero != PLAIN:
            found.setdefault(zero, []).append(column)
    said = [f"{'own standing' if zero == 'standing' else zero} for {', '.join(names)}" for zero, names in found.items()]
    return f"Zero: {'; '.join([*said, 'anatomical for the others' if said else 'anatomical for every angle'])}."
