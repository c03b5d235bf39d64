"""Reads ``track.nc`` back: raw looks in place of pixels, so that everything after the landmarks can be done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange import __version__
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip, SlowMotion
from endrange.domain.errors import ClipNotFound, ClipUnreadable
from endrange.domain.level import Level
from endrange.domain.looks import Looks, ModelFile
from endrange.pose.readers import Reader, Taken

if TYPE_CHECKING:
    import xarray as xr

#: Name and version of the file's layout, in its attribute ``schema``.
TRACK_SCHEMA: Final = "endrange.track/1"


#: Settings that decide what the looks and the facts of the clip are; with the same clip and these, the landmarks need
#: not be made again. (A stated slow motion takes the place of the file's own.)
LOOK_SETTINGS: Final = (
    "quality", "looks", "engine", "precision", "start_s", "end_s", "max_people", "slow_motion", "fps",
)  # fmt: skip


def looked_with(settings: Mapping[str, Any]) -> str:
    """The settings that decide what the looks are, and the version that took them, as text to compare."""
    chosen = {name: settings.get(name) for name in LOOK_SETTINGS}
    if settings.get("outline") == "on":
        chosen["outline"] = True  # for a lunge alone it is looked for again where it is missing
    return json.dumps({"endrange": __version__, **chosen}, sort_keys=True, default=list)


def kept_track(folder: Path, sha256: str, settings: Mapping[str, Any]) -> Path | None:
    """The track of an earlier run on a clip of this checksum with the same look settings; None where there is none."""
    import xarray as xr

    track = folder / "track.nc"
    if not track.is_file():
        return None
    try:
        with xr.open_dataset(track, engine="h5netcdf") as root:
            facts, looked = json.loads(root.attrs["clip"]), root.attrs["looked"]
    except (OSError, KeyError, ValueError):
        return None
    return track if looked == looked_with(settings) and facts["sha256"] == sha256 else None


def taken_by(track: Path) -> str:
    """The engine that once took the looks of a track that :func:`kept_track` gave."""
    import xarray as xr

    with xr.open_dataset(track, engine="h5netcdf") as root:
        return str(root.attrs["engine"])


def read_track(path: Path) -> Taken:
    """Raw looks, the clip's facts and its cuts from a ``track.nc``.

    Raises
    ------
    ClipNotFound
        When there is no such file.
    ClipUnreadable
        When the file is not a track of ours.
    """
    import xarray as xr

    if not path.is_file():
        raise ClipNotFound(f"{path} does not exist; check the name.", path)
    try:
        with xr.open_dataset(path, engine="h5netcdf") as root:
            if root.attrs.get("schema") != TRACK_SCHEMA:
                raise ClipUnreadable(f"{path.name} is a netCDF file, but not a track written by endrange.", path)
            root.load()
        names = tuple(json.loads(root.attrs["looks"]))
        return _taken(path, root, [xr.load_dataset(path, engine="h5netcdf", group=f"looks/{name}") for name in names])
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, ClipUnreadable):
            raise
        raise ClipUnreadable(f"{path.name} cannot be read as a track; analyse its clip again.", path) from error


def _taken(path: Path, root: xr.Dataset, groups: list[xr.Dataset]) -> Taken:
    """What a track holds: its root, and a group for each look."""
    facts = json.loads(root.attrs["clip"])
    slow, level = facts.pop("slow_motion"), facts.pop("level", None)
    more = {
        "path": path.with_name(facts["path"]),
        "slow_motion": SlowMotion(**slow) if slow else None,
        "level": Level(**level) if level else None,
    }
    clip = Clip(**facts | more)
    looks = Looks(
        time_s=root["time"].to_numpy(),
        names=tuple(json.loads(root.attrs["looks"])),
        position_px=np.stack([_slots_first(g["position"]) for g in groups], axis=1),
        score=np.stack(
            [g["confidence"].transpose("time", "individual", "keypoint").to_numpy() for g in groups], axis=1
        ),
        world_m=np.stack([_slots_first(g["world_m"]) for g in groups], axis=1),
        size_px=(int(root.attrs["width_px"]), int(root.attrs["height_px"])),
        engine="file",
        models=tuple(ModelFile(**model) for model in json.loads(root.attrs["models"])),
        outline_px=root["outline_px"].to_numpy() if "outline_px" in root else None,
    )
    changes = FrameChanges(root["frame_cut"].to_numpy().astype(bool), root["frame_frozen"].to_numpy().astype(bool))
    return Taken(looks, clip, changes)


@dataclass(frozen=True)
class TrackFrame:
    """One frame of a track.

    Attributes
    ----------
    frames
        How many there are.
    position_px
        (33, 2) of the clean body; NaN where lost.
    verdict
        (33,) what became of each point.
    looks
        The raw looks of this frame alone.
    """

    frames: int
    position_px: NDArray[np.floating]
    verdict: NDArray[np.int8]
    looks: Looks


def read_frame(path: Path, index: int) -> TrackFrame | None:
    """One frame of a ``track.nc`` that we wrote, without reading the others; None where there is no such frame.

    Raises
    ------
    ClipUnreadable
        When the file is not a track of ours.
    """
    import xarray as xr

    try:
        with xr.open_dataset(path, engine="h5netcdf") as root:
            frames = int(root.sizes["time"])
            if not 0 <= index < frames:
                return None
            body = root[["position", "verdict"]].isel(time=slice(index, index + 1)).load()
            size_px = (int(root.attrs["width_px"]), int(root.attrs["height_px"]))
            names = tuple(json.loads(root.attrs["looks"]))
        raw = [_look_in_frame(path, name, index) for name in names]
    except (OSError, KeyError, ValueError) as error:
        raise ClipUnreadable(f"{path.name} cannot be read as a track; analyse its clip again.", path) from error
    position = np.stack(raw, axis=1)
    blank = np.full((*position.shape[:-1], 3), np.nan)
    looks = Looks(body["time"].to_numpy(), names, position, blank[..., 0], blank, size_px, "file", ())
    verdict = body["verdict"].transpose("time", "individual", "keypoint").to_numpy()[0, 0].astype(np.int8)
    return TrackFrame(frames, _slots_first(body["position"])[0, 0], verdict, looks)


def _look_in_frame(path: Path, name: str, index: int) -> NDArray[np.floating]:
    """(1, p, 33, 2) points of one look in one frame."""
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf", group=f"looks/{name}") as group:
        return _slots_first(group["position"].isel(time=slice(index, index + 1)).load())


def _slots_first(points: xr.DataArray) -> NDArray[np.floating]:
    last = "space" if "space" in points.dims else "axis"
    return points.transpose("time", "individual", "keypoint", last).to_numpy()


READER = Reader("track", lambda path: path.suffix.lower() == ".nc", lambda path, _: read_track(path))
