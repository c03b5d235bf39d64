"""Texts about the video that is tied to the curves."""

from __future__ import annotations

from typing import Final

PLAYER: Final[dict[str, str]] = {
    "player": "Video and curves",
    "player_help": "A tap or click on any curve goes to that moment.",
    "player_keys": "Keys: , and . step a frame; n and p go to the next and the previous peak; s is slow motion; space "
    "plays.",
    "angle_shown": "Angle",
    "back_frame": "Frame back",
    "next_frame": "Frame on",
    "next_peak": "Next peak",
    "previous_peak": "Previous peak",
    "slow": "Slow motion",
    "curve_alt": "Curve over time. Arrow keys move through the clip.",
    "moment": "In the video",
}
