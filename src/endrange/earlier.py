"""What an earlier result says of the landmarks beside it: settings, corrections, and the zero of the angles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from endrange.domain.corrections import Corrections, corrections_beside, corrections_from
from endrange.domain.errors import ClipNotFound, ClipUnreadable
from endrange.kinematics.neutral import Neutral, neutral_kept

#: Stands beside the landmarks of a result folder.
ANALYSIS: Final = "analysis.json"
TRACK: Final = "track.nc"


def said_in(path: Path) -> dict[str, Any]:
    """Settings, corrections and own standing with which a result was made, from its ``analysis.json``.

    Raises
    ------
    ClipNotFound, ClipUnreadable
        When there is none, or it cannot be read.
    """
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["provenance"]["settings"]
    except FileNotFoundError as error:
        raise ClipNotFound(f"{path} does not exist; analyse its clip again.", path) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ClipUnreadable(f"{path} cannot be read as an analysis; analyse its clip again.", path) from error
    return said


def standing_of(path: Path) -> Neutral | None:
    """The person's own standing that a result's landmarks were counted from; None for clips, and where from none.

    Raises
    ------
    ClipUnreadable
        When the ``analysis.json`` beside a ``track.nc`` cannot be read, so that its zero is not known.
    """
    said = path.with_name(ANALYSIS)
    return neutral_kept(said_in(said)) if path.name == TRACK and said.is_file() else None


def by_hand_of(path: Path) -> Corrections:
    """What was put right by hand: the file beside the clip says it, else the result whose landmarks these are.

    Raises
    ------
    SettingsError, ClipUnreadable
        When the file, or the ``analysis.json`` beside a ``track.nc``, cannot be read.
    """
    beside, said = corrections_beside(path), path.with_name(ANALYSIS)
    if beside or path.name != TRACK or not said.is_file():
        return beside
    return corrections_from(said_in(said).get("corrections", {}))
