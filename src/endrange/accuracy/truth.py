"""Reads what is true of a clip, and recorded looks with their truth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from endrange.domain.errors import ClipUnreadable
from endrange.domain.level import Level
from endrange.domain.looks import LOOK_NAMES, Floats, Looks, network_of
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, N_KEYPOINTS, point
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES, AngleKey, Effort, MovementName, Plane, Side
from endrange.synthetic.camera import Camera
from endrange.synthetic.change import roll_looks, roll_points
from endrange.synthetic.film import how_seen
from endrange.synthetic.truth import Truth, angles_from_points, wrap_deg

#: How well a clip's own picture tells the roll, degrees (rendered clips: within 0.2, turned ones and a calibrated real
#: camera within 0.8): what is left of it where it is told beside recorded looks.
TOLD_SD_DEG: Final = 0.5

#: Points that the truth knows.
TRUE_PARTS: Final = ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")

#: Beginnings of file names and what was done.
_MOVEMENT_OF_NAME: Final[dict[str, MovementName]] = {
    "run": "running", "walk": "walking", "hip_car": "hip_car", "hip_circle": "hip_car", "knee_to_wall": "knee_to_wall",
    "seated": "seated_hip_rotation", "ankle_car": "ankle_car", "thoracic_car": "thoracic_car",
    "standing": "standing", "hip_extension": "hold",
}  # fmt: skip

#: Angles whose truth comes from the true points where the file does not name them.
_FROM_POINTS: Final = ("foot_progression", "trunk_rotation", "pelvic_drop")


@dataclass(frozen=True)
class Case:
    """One clip of which the answer is known.

    Attributes
    ----------
    movement, side, effort
        What was done, as the user would have said it; ``side`` is None where both move.
    plane
        What the camera looks at.
    truth
        The answer.
    person
        Whose body it is, where it is said: cross-validation parts by this.
    looks
        Recorded looks; None where the clip has to be looked at.
    path
        The clip, or the file of recorded looks.
    level
        The camera's roll where it is told beside recorded looks; else the analysis has to find it.
    """

    name: str
    movement: MovementName
    side: Side | None
    effort: Effort | None
    plane: Plane
    truth: Truth
    person: str | None
    looks: Looks | None
    path: Path
    level: Level | None = None


def is_recorded(path: Path) -> bool:
    """Whether a file holds recorded looks with their truth."""
    if path.suffix != ".npz" or path.name.endswith(".truth.npz"):
        return False
    with np.load(path) as data:
        return "truth_time_s" in data.files and "spec" in data.files


def read_recorded(path: Path) -> Case:
    """Recorded looks with their truth.

    Keys: ``{look}_px`` (n, 33, 2) or, of MoveNet, (n, 17, 2) in COCO's order; ``{look}_visibility`` or
    ``{look}_score``; ``{look}_world`` (n, 33, 3) where known; ``truth_…`` as in a truth file; ``spec``, JSON with at
    least ``size``, ``movement`` and ``moving_side``.

    Raises
    ------
    ClipUnreadable
        When a key is missing.
    """
    try:
        with np.load(path) as data:
            arrays = {key: data[key] for key in data.files}
        spec: dict[str, Any] = json.loads(str(arrays["spec"]))
        facts = {key.removeprefix("truth_"): value for key, value in arrays.items() if key.startswith("truth_")}
        size = (int(spec["size"][0]), int(spec["size"][1]))
        truth = _truth_of(facts, size, spec.get("roll"))
        moving = spec["moving_side"]
        return Case(
            name=path.stem,
            movement=_movement_of(str(spec["movement"])),
            side=moving if moving in SIDES else None,
            effort=_effort_of(facts),
            plane=_plane_of(truth),
            truth=truth,
            person=spec.get("body"),
            looks=_looks_of(arrays, truth.time_s, size),
            path=path,
        )
    except (KeyError, ValueError, OSError) as error:
        raise ClipUnreadable(f"{path.name} holds no recorded looks with a truth ({error}).", path) from error


def truth_beside(clip: Path) -> Path:
    """Where the truth of a clip lies."""
    return clip.with_name(f"{clip.stem}.truth.npz")


def read_clip(clip: Path) -> Case:
    """A clip with ``NAME.truth.npz`` beside it.

    Raises
    ------
    ClipUnreadable
        When the truth cannot be read.
    """
    beside = truth_beside(clip)
    try:
        with np.load(beside) as data:
            facts = {key: data[key] for key in data.files}
        size = (int(facts["size_px"][0]), int(facts["size_px"][1]))
        truth = _truth_of(facts, size, 0.0)
    except (KeyError, ValueError, OSError) as error:
        raise ClipUnreadable(f"{beside.name} cannot be read as the truth of a clip ({error}).", beside) from error
    movement = _movement_of(clip.stem)
    words = clip.stem.split("_")
    named = [side for side in SIDES if side in words]
    side = named[0] if named and movement not in ("running", "walking", "standing") else None
    return Case(clip.stem, movement, side, _effort_of(facts), _plane_of(truth), truth, None, None, clip)


def _movement_of(name: str) -> MovementName:
    for beginning, movement in _MOVEMENT_OF_NAME.items():
        if name.startswith(beginning):
            return movement
    return "unknown"


def _effort_of(facts: Mapping[str, NDArray[Any]]) -> Effort | None:
    said = str(facts.get("effort", ""))
    known: tuple[Effort, ...] = get_args(Effort)
    return next((effort for effort in known if effort == said), None)


def _plane_of(truth: Truth) -> Plane:
    return {"camera": "front", "away": "back"}.get(str(truth.facing), "sagittal")  # type: ignore[return-value]


def _truth_of(facts: Mapping[str, NDArray[Any]], size_px: tuple[int, int], roll_deg: float | None) -> Truth:
    time_s = facts["time_s"].astype(float)
    position_px, position_m = _points(facts, len(time_s), "px", 2), _points(facts, len(time_s), "m", 3)
    hips = np.nanmean(position_m[:, [point(side, "hip") for side in SIDES]], axis=(0, 1))
    eye = facts["camera_eye_m"]
    facing, near, yaw = how_seen(Camera((eye[0], eye[1], eye[2]), (hips[0], hips[1], hips[2])))
    return Truth(
        time_s, _angles(facts, position_m), position_px, position_m, size_px, facing, near, yaw,
        None if roll_deg is None else float(roll_deg),
    )  # fmt: skip


def _points(facts: Mapping[str, NDArray[Any]], n: int, unit: str, axes: int) -> Floats:
    out = np.full((n, N_KEYPOINTS, axes), np.nan)
    for side in SIDES:
        for part in TRUE_PARTS:
            found = facts.get(f"{side}_{part}_{unit}")
            if found is not None:
                out[:, point(side, part)] = found
    return out


def _angles(facts: Mapping[str, NDArray[Any]], position_m: Floats) -> dict[AngleKey, Floats]:
    """Angles that the file names; foot pitch from ankle and shank, zero with the sole flat; the rest from points."""
    named = {key: facts.get(f"{key.column}_deg") for key in ANGLE_KEYS}
    found: dict[AngleKey, Floats] = {key: v.astype(float) for key, v in named.items() if v is not None}
    for side in SIDES:
        ankle, shank = (found.get(AngleKey(name, side)) for name in ("ankle_dorsiflexion", "shank_lean"))
        if ankle is not None and shank is not None:
            found[AngleKey("foot_pitch", side)] = wrap_deg(ankle - shank)
    return {key: v for key, v in angles_from_points(position_m).items() if key.angle in _FROM_POINTS} | found


def _looks_of(arrays: Mapping[str, NDArray[Any]], time_s: Floats, size_px: tuple[int, int]) -> Looks:
    names = tuple(name for name in LOOK_NAMES if f"{name}_px" in arrays)
    shape = (len(time_s), len(names), 1, N_KEYPOINTS)
    position, score = np.full((*shape, 2), np.nan, np.float32), np.full(shape, np.nan, np.float32)
    world = np.full((*shape, 3), np.nan, np.float16)
    for j, name in enumerate(names):
        coco = network_of(name) == "movenet"
        known = list(COCO_TO_BLAZEPOSE) if coco else list(range(N_KEYPOINTS))
        position[:, j, 0, known] = arrays[f"{name}_px"]
        score[:, j, 0, known] = arrays[f"{name}_{'score' if coco else 'visibility'}"]
        if f"{name}_world" in arrays:
            world[:, j, 0] = arrays[f"{name}_world"]
    return Looks(time_s, names, position, score, world, size_px, "file", ())


def choose_looks(looks: Looks, names: tuple[str, ...]) -> Looks:
    """Some of the recorded looks.

    Raises
    ------
    ClipUnreadable
        When one of them was not recorded.
    """
    missing = [name for name in names if name not in looks.names]
    if missing:
        raise ClipUnreadable(f"The looks {', '.join(missing)} were not recorded; choose from {', '.join(looks.names)}.")
    index = [looks.names.index(name) for name in LOOK_NAMES if name in names]
    return Looks(
        looks.time_s, tuple(looks.names[i] for i in index), looks.position_px[:, index], looks.score[:, index],
        looks.world_m[:, index], looks.size_px, looks.engine, looks.models,
    )  # fmt: skip


def lopsided(looks: Looks) -> bool:
    """Whether a network's world points were recorded of the picture and not of its mirror image, which was looked at.

    Recorded looks may lack them, clips never do; the turn of the trunk hangs on both and then says nothing of clips.
    """
    worlds = {name: bool(np.isfinite(looks.world_m[:, j]).any()) for j, name in enumerate(looks.names)}
    pairs = [(name, f"{name}_mirror") for name in looks.names if network_of(name) != "movenet"]
    return any(mirror in worlds and worlds[name] != worlds[mirror] for name, mirror in pairs)


def levelled(case: Case) -> Case:
    """The same recorded clip with the camera's true roll taken out, as if the phone had stood level and known it.

    Clips that have to be looked at, and those whose roll is not known, stay as they are.
    """
    roll = case.truth.roll_deg
    if case.looks is None or roll is None:
        return case
    upright = roll_points(case.truth.position_px, case.truth.size_px, -roll)
    truth = replace(case.truth, position_px=upright, roll_deg=0.0)
    return replace(case, looks=roll_looks(case.looks, -roll), truth=truth, level=Level(0.0, TOLD_SD_DEG))
