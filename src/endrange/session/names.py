"""What a clip's file name says: ``[active_|passive_]WHAT[_left|_right][_anything].ext``."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from endrange.domain.assessment import PlannedClip
from endrange.domain.vocabulary import ANGLES, EFFORTS, MOVEMENTS, SIDES, Effort, MovementName, Side

#: Words for movements beside their own names.
SHORT_NAMES: Final[dict[str, MovementName]] = {"run": "running", "walk": "walking"}

#: Everything a name can begin with: movements, and motions that are held.
MOVEMENT_WORDS: Final[dict[str, MovementName]] = {
    **{name: name for name in MOVEMENTS if name not in ("unknown", "hold")},
    **SHORT_NAMES,
}


def plan_from_name(path: Path) -> PlannedClip:
    """What the file name says of a clip; a name that fits no rule leaves everything to the picture.

    Letters may be large or small; words are parted by ``_``, ``-`` or spaces.
    """
    words = path.stem.lower().replace("-", "_").replace(" ", "_")
    effort: Effort | None = None
    for name in EFFORTS:
        if words.startswith(f"{name}_"):
            effort, words = name, words.removeprefix(f"{name}_")
    movement, motion, rest = _what(words)
    if movement is None:
        return PlannedClip(path)
    return PlannedClip(path, movement=movement, motion=motion, side=_side(rest), effort=effort)


def _what(words: str) -> tuple[MovementName | None, str | None, str]:
    """Movement, held motion and the words that follow; the longest name that fits wins."""
    held: dict[str, tuple[MovementName, str | None]] = {name: ("hold", name) for name in ANGLES}
    known = {word: (name, None) for word, name in MOVEMENT_WORDS.items()} | held | {"hold": ("hold", None)}
    fits = [word for word in known if words == word or words.startswith(f"{word}_")]
    if not fits:
        return None, None, words
    word = max(fits, key=len)
    movement, motion = known[word]
    assert movement in get_args(MovementName)
    return movement, motion, words[len(word) :]


def _side(rest: str) -> Side | None:
    """The side, when it is the first word after the movement."""
    first = rest.strip("_").split("_")[0] if rest.strip("_") else ""
    return next((side for side in SIDES if side == first), None)
