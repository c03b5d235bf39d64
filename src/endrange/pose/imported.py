"""Points of other programs become looks of ours and the facts of a clip."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.errors import ClipTooShort, ClipUnreadable, SettingsError
from endrange.domain.level import Level
from endrange.domain.looks import Floats, Looks
from endrange.domain.skeleton import KEYPOINTS, N_KEYPOINTS
from endrange.pose.point_names import keypoint_columns, missing_points
from endrange.pose.readers import Taken

#: Name of the look: no network of ours, so that the widest errors that are known apply.
LOOK: Final = "file"

#: Room beside the points of a file whose picture's size is not known, as a share of what they span (proposal).
ROOM: Final = 0.05
FEWEST_FRAMES: Final = 8  # as of a film
VARIABLE: Final = 0.1  # as of a film


def on_our_points(names: Sequence[str], position: Floats, path: Path) -> Floats:
    """Named points put on ours.

    Parameters
    ----------
    names
        The k names of the file.
    position
        (n, p, k, d), NaN where missing.

    Returns
    -------
    (n, p, 33, d)
        Where there is a neck and no shoulders, both shoulders lie on it: their middle, which angles use, is the same.

    Raises
    ------
    ClipUnreadable
        When a point is missing that angles need.
    """
    columns = keypoint_columns(names)
    missing = missing_points(columns)
    if missing:
        raise ClipUnreadable(
            f"{path.name} holds no {', '.join(missing)}; name the points like left_hip or RKnee.", path
        )
    if "neck" in columns:
        neck = columns.pop("neck")
        columns = {"left_shoulder": neck, "right_shoulder": neck} | columns
    out = np.full((*position.shape[:2], N_KEYPOINTS, position.shape[3]), np.nan)
    for name, at in columns.items():
        out[:, :, KEYPOINTS.index(name)] = position[:, :, at]
    return np.where(np.isfinite(out).all(axis=-1, keepdims=True), out, np.nan)


def taken(
    path: Path,
    time_s: Floats,
    position_px: Floats,
    score: Floats | None = None,
    *,
    kind: str,
    world_m: Floats | None = None,
    size_px: tuple[int, int] | None = None,
    px_per_m: float | None = None,
    level: Level | None = None,
) -> Taken:
    """Looks, clip and changes of an imported file.

    Parameters
    ----------
    time_s
        (n,) seconds; strictly increasing.
    position_px, score
        (n, p, 33, 2), (n, p, 33); without scores every known point has 1.
    kind
        Stands as the clip's codec.
    world_m
        (n, p, 33, 3) metres about the hips, x right, y down, z away from the camera, where the file is spatial.
    size_px
        Of the picture; where the file does not know it, what holds every point.

    Raises
    ------
    ClipTooShort
        Fewer frames than show a movement.
    ClipUnreadable
        When times do not increase.
    """
    if len(time_s) < FEWEST_FRAMES:
        raise ClipTooShort(f"{path.name} has {len(time_s)} frames, too few to show a movement; export more.", path)
    intervals = np.diff(time_s)
    if not (intervals > 0).all():
        raise ClipUnreadable(f"{path.name} has times that do not increase; export it again.", path)
    size = size_px if size_px is not None else _holding(position_px)
    known = np.isfinite(position_px).all(axis=-1)
    trust = np.where(known, 1.0 if score is None else score, np.nan)
    world = np.full((*known.shape, 3), np.nan) if world_m is None else world_m
    seconds = float(time_s[-1] - time_s[0])
    interval = seconds / (len(time_s) - 1)
    looks = Looks(
        time_s=np.asarray(time_s - time_s[0], float),
        names=(LOOK,),
        position_px=position_px[:, None].astype(np.float32),
        score=trust[:, None].astype(np.float32),
        world_m=world[:, None].astype(np.float32),
        size_px=size,
        engine="file",
        models=(),
    )
    clip = Clip(
        path=path,
        width_px=size[0],
        height_px=size[1],
        rotation_deg=0,
        mirrored=False,
        frames=len(time_s),
        duration_s=seconds + interval,
        mean_fps=1.0 / interval,
        variable_rate=bool(np.abs(intervals / np.median(intervals) - 1.0).max() > VARIABLE),
        slow_motion=None,
        sha256=checksum(path),
        codec=kind,
        level=level,
        px_per_m=px_per_m,
    )
    return Taken(looks, clip, FrameChanges.none(len(time_s)))


def _holding(position_px: Floats) -> tuple[int, int]:
    """Size of a picture that holds every point, with room at its far edges: nothing says that one was cut off."""
    known = position_px[np.isfinite(position_px).all(axis=-1)]
    if not len(known):
        return (1, 1)
    across, down = np.ceil(known.max(axis=0) + ROOM * np.ptp(known, axis=0)).astype(int) + 1
    return (max(1, int(across)), max(1, int(down)))


def stated_times(frames: Floats, fps: float | None, path: Path) -> Floats:
    """(n,) seconds from frame numbers and a rate the user states.

    Raises
    ------
    SettingsError
        When no rate was stated.
    """
    if fps is None:
        raise SettingsError(f"{path.name} holds no times; say how many frames a second it has with --fps.", path)
    return np.asarray((frames - frames[0]) / fps, float)


def checksum(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files with their names in order."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    total = hashlib.sha256()
    for part in sorted(p for p in path.iterdir() if p.is_file()):
        total.update(part.name.encode("utf-8", "surrogateescape") + b"\0" + part.read_bytes())
    return total.hexdigest()
