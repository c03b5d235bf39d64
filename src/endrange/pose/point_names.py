"""Which of our points other programs' names mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from endrange.domain.skeleton import KEYPOINTS

#: Names of parts as programs and laboratories write them, letters only; the first found of a part wins, in this order.
PART_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "hip": ("hip", "hjc", "hipjc", "hipjointcentre", "hipjointcenter", "hipcentre", "hipcenter"),
    "knee": ("knee", "kjc", "kneejc", "kneejointcentre", "kneejointcenter", "kneecentre", "kneecenter"),
    "ankle": ("ankle", "ajc", "anklejc", "anklejointcentre", "anklejointcenter", "anklecentre", "anklecenter"),
    "heel": ("heel", "calc", "calcaneus", "hee"),
    "foot_index": ("footindex", "bigtoe", "toe", "toes", "toetip", "secondtoe", "smalltoe"),
    "shoulder": ("shoulder", "sjc", "shoulderjc", "acromion", "acromium", "shouldercentre", "shouldercenter", "sho"),
    "elbow": ("elbow", "ejc", "elbowjc"),
    "wrist": ("wrist", "wjc", "wristjc"),
    "eye": ("eye",),
    "ear": ("ear",),
}

#: Points of the midline.
MIDDLE_NAMES: Final[dict[str, tuple[str, ...]]] = {"nose": ("nose",), "neck": ("neck", "midshoulder", "c7")}

#: Words that laboratories put before or after a marker's name.
_NOISE: Final = re.compile(r"(study|marker|mkr)$")
_SIDE_FIRST: Final = re.compile(r"^(left|right|l|r)[_\s.\-]?(.+)$", re.IGNORECASE)
_SIDE_LAST: Final = re.compile(r"^(.+?)[_\s.\-](left|right|l|r)$", re.IGNORECASE)

#: Angles need these of both sides; the neck stands in for shoulders.
NEEDED: Final = ("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")


def keypoint_columns(names: Iterable[str]) -> dict[str, int]:
    """Place in ``names`` of each of our points that is among them; ``neck`` stands for itself.

    Our own names, and side words before or after a part: ``RKnee``, ``r_knee``, ``Right Knee``, ``knee_l``. Subject
    prefixes (``Ann:RKnee``) are left aside.
    """
    found: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(names):
        meant = _meant(name.strip().rpartition(":")[2])
        if meant is not None and (meant[0] not in found or meant[1] < found[meant[0]][1]):
            found[meant[0]] = (at, meant[1])
    return {point: at for point, (at, _) in found.items()}


def _meant(name: str) -> tuple[str, int] | None:
    """The point a name means and how good a name it is, 0 the best."""
    if name in KEYPOINTS:
        return name, -1
    for point, words in MIDDLE_NAMES.items():
        if _letters(name) in words:
            return point, words.index(_letters(name))
    for pattern, side_at, part_at in ((_SIDE_FIRST, 1, 2), (_SIDE_LAST, 2, 1)):
        match = pattern.match(name)
        if match:
            side = "left" if match[side_at].lower().startswith("l") else "right"
            for part, words in PART_NAMES.items():
                if _letters(match[part_at]) in words:
                    return f"{side}_{part}", words.index(_letters(match[part_at]))
    return None


def _letters(name: str) -> str:
    return _NOISE.sub("", re.sub(r"[^a-z0-9]", "", name.lower()))


def missing_points(columns: Iterable[str]) -> tuple[str, ...]:
    """What angles need and is not there, in words."""
    there = set(columns)
    missing = [name.replace("_", " ") for name in NEEDED if name not in there]
    if "neck" not in there and not {"left_shoulder", "right_shoulder"} <= there:
        missing.append("shoulders or neck")
    return tuple(missing)
