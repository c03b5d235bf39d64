"""What the drawn figures of filming and of angles say."""

from __future__ import annotations

from typing import Final

FIGURE: Final[dict[str, str]] = {
    "scene": "The phone films {place}, {distance} metres away, its lens at {height}.",
    "side": "from the side",
    "front": "from the front",
    "above": "seen from above",
    "also_behind": "again from behind",
    "also_front": "again from the front",
    "hip": "hip height",
    "knee": "knee height",
    "ankle": "ankle height",
    "chest": "chest height",
    "joint": "the joint's height",
    "angle": "{title}: {definition}. Zero: {zero}. The arrow points to positive.",
}

GUIDE: Final[dict[str, str]] = {
    "title": "How to film",
    "camera": "Camera",
    "do": "What to do",
    "avoid": "What to avoid",
    "then": "Then",
    "always": "Film the whole limb in the picture all the time, in good light, in clothes that show knees and ankles; "
    "keep the phone still, upright and level.",
}
