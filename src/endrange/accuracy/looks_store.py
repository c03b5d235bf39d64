"""Keeps the looks of clips between runs, so that the networks look once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import numpy as np

from endrange.domain.looks import LOOK_NAMES, Looks
from endrange.domain.progress import OnProgress, silent

#: Changes whenever what the networks are shown changes.
STORE_VERSION: Final = 1


def user_cache() -> Path:
    """Folder for things that can be made again."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "endrange" / "looks"


class LooksStore:
    """Looks of clips, from files where they are kept, else from the networks.

    Parameters
    ----------
    folder
        Where looks are kept, by name and content of the clip; None keeps nothing.
    progress
        Told while networks look.
    """

    def __init__(self, folder: Path | None, progress: OnProgress = silent) -> None:
        self._folder = folder
        self._progress = progress

    def looks_of(self, clip: Path, names: AbstractSet[str]) -> Looks:
        """All of these looks of a clip.

        Raises
        ------
        ClipError
            When the clip cannot be used.
        """
        ordered = tuple(name for name in LOOK_NAMES if name in names)
        kept = self._path(clip)
        if kept is not None and kept.is_file():
            found = load_looks(kept)
            if set(ordered) <= set(found.names):
                return found
            ordered = tuple(name for name in LOOK_NAMES if name in names or name in found.names)
        looks = self._look(clip, ordered)
        if kept is not None:
            save_looks(looks, kept)
        return looks

    def plain_looks_of(self, clip: Path) -> Looks:
        """What the plain loop sees of a clip in VIDEO mode.

        Raises
        ------
        ClipError
            When the clip cannot be used.
        """
        kept = self._path(clip, "video")
        if kept is not None and kept.is_file():
            return load_looks(kept)
        from endrange.accuracy.video_loop import video_mode_looks

        looks = video_mode_looks(clip)
        if kept is not None:
            save_looks(looks, kept)
        return looks

    def _path(self, clip: Path, kind: str = "looks") -> Path | None:
        if self._folder is None:
            return None
        digest = hashlib.sha256(clip.read_bytes() + bytes([STORE_VERSION])).hexdigest()[:16]
        return self._folder / f"{clip.stem}-{digest}.{kind}.npz"

    def _look(self, clip: Path, names: tuple[str, ...]) -> Looks:
        from endrange.looking import look_at
        from endrange.settings import make_settings

        return look_at(clip, make_settings(looks=names), self._progress)[1]


def save_looks(looks: Looks, path: Path) -> None:
    """Write looks to a compressed npz; a half-written file is never left under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            time_s=looks.time_s,
            names=np.array(looks.names),
            position_px=looks.position_px.astype(np.float32),
            score=looks.score.astype(np.float16),
            world_m=looks.world_m.astype(np.float16),
            size_px=np.array(looks.size_px),
        )
    unfinished.replace(path)


def load_looks(path: Path) -> Looks:
    """Read what :func:`save_looks` wrote."""
    with np.load(path) as data:
        return Looks(
            data["time_s"].astype(float),
            tuple(str(name) for name in data["names"]),
            data["position_px"],
            data["score"].astype(np.float32),
            data["world_m"],
            (int(data["size_px"][0]), int(data["size_px"][1])),
            "file",
            (),
        )
