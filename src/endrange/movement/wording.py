"""An angle's value in words: a negative one by the name of the other direction."""

from __future__ import annotations

from typing import Final

from endrange.domain.vocabulary import ANGLES, Side

#: What a negative value of an angle is called; of the others the sign is said.
OTHER_DIRECTION: Final[dict[str, str]] = {
    "hip_extension": "hip flexion",
    "hip_abduction": "hip adduction",
    "hip_internal_rotation": "hip external rotation",
    "ankle_dorsiflexion": "ankle plantarflexion",
    "thigh_extension": "thigh flexion",
}


def in_words(angle: str, side: Side | None, value_deg: float) -> str:
    """``right hip flexion 97 degrees`` for hip extension of -97; what rounds to 0 keeps the angle's own name."""
    whole = round(value_deg)
    named = OTHER_DIRECTION.get(angle) if whole < 0 else None
    name = named or ANGLES[angle].title.lower()
    number = f"{abs(whole)}" if named or whole >= 0 else f"\N{MINUS SIGN}{abs(whole)}"
    return f"{side} {name} {number} degrees" if side else f"{name} {number} degrees"


def median_of(n: int, one: str) -> str:
    """What the picture of one stride or repetition adds to the value of ``n`` of them; nothing of the only one."""
    return f" (median of {n} {one}s)" if n > 1 else ""


def sentence(text: str) -> str:
    """The same with a capital at its beginning."""
    return text[:1].upper() + text[1:]
