"""``track.nc``: the clean body and every raw look, in the schema that the ``movement`` package reads.

The root holds the clean body (dims time, space, keypoint, individual; variables position, confidence). Each raw look is
a group ``looks/NAME`` of the same schema, its individuals being the slots of a frame. With the clip's own facts in the
attributes, everything after the landmarks can be done again from this file alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import h5netcdf
import h5py
import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Looks
from endrange.domain.skeleton import KEYPOINTS
from endrange.formats.registry import Format
from endrange.pose.track_file import TRACK_SCHEMA, looked_with

#: A variable: its dimensions and its values.
Variable = tuple[tuple[str, ...], NDArray[Any]]

_COMPRESSED: Final = {"compression": "gzip", "compression_opts": 4}

_POSES: Final[Mapping[str, Any]] = {"ds_type": "poses", "source_software": "endrange", "time_unit": "seconds"}


def _poses(
    time_s: NDArray[Any], position: NDArray[Any], confidence: NDArray[Any], individuals: list[str]
) -> dict[str, Variable]:
    """A poses dataset of the ``movement`` schema; ``position`` is (time, individual, keypoint, space)."""
    return {
        "time": (("time",), time_s),
        "space": (("space",), np.array(["x", "y"], object)),
        "keypoint": (("keypoint",), np.array(KEYPOINTS, object)),
        "individual": (("individual",), np.array(individuals, object)),
        "position": (("time", "space", "keypoint", "individual"), np.moveaxis(position, (1, 2, 3), (3, 2, 1))),
        "confidence": (("time", "keypoint", "individual"), np.moveaxis(confidence, 1, 2)),
    }


def _body(analysis: Analysis) -> dict[str, Variable]:
    """The clean body, with its verdicts and doubts beside the schema's own variables."""
    body = analysis.body
    dims = ("time", "keypoint", "individual")
    return _poses(body.time_s, body.position_px[:, None], body.score[:, None], ["person"]) | {
        "look": (("look",), np.array(body.looks, object)),
        "doubt_px": (dims, body.doubt_px[..., None]),
        "verdict": (dims, body.verdict[..., None]),
        "look_verdict": (("time", "look", "keypoint"), body.look_verdict),
        "frame_cut": (("time",), analysis.changes.cut),
        "frame_frozen": (("time",), analysis.changes.frozen),
    }


def _facts(analysis: Analysis) -> dict[str, Any]:
    """The clip's own facts and how it was looked at."""
    clip = asdict(analysis.clip) | {"path": analysis.clip.file}
    return {
        "schema": TRACK_SCHEMA,
        "fps": analysis.clip.mean_fps,
        "width_px": analysis.body.size_px[0],
        "height_px": analysis.body.size_px[1],
        "engine": analysis.looks.engine,
        "models": json.dumps([asdict(model) for model in analysis.looks.models]),
        "looks": json.dumps(list(analysis.looks.names)),
        "looked": looked_with(analysis.provenance.settings),
        "clip": json.dumps(clip),
    }


def _look(looks: Looks, name: str) -> dict[str, Variable]:
    """One raw look: slots as individuals, world points in metres beside it."""
    at = looks.names.index(name)
    slots = [f"slot_{i + 1}" for i in range(looks.position_px.shape[2])]
    world = np.moveaxis(looks.world_m[:, at].astype(np.float32), (1, 2, 3), (3, 2, 1))
    return _poses(looks.time_s, looks.position_px[:, at], looks.score[:, at], slots) | {
        "world_m": (("time", "axis", "keypoint", "individual"), world)
    }


def _outline(looks: Looks) -> dict[str, Variable]:
    """The shanks' outlines where they were asked for, slots and sides as in the looks."""
    if looks.outline_px is None:
        return {}
    dims = ("time", "outline_slot", "outline_side", "outline_share", "outline_edge")
    return {"outline_px": (dims, looks.outline_px.astype(np.float32))}


def write(analysis: Analysis, path: Path) -> None:
    """Write ``track.nc``."""
    # Made in memory: HDF5 on a full disk takes its process with it.
    content = BytesIO()
    with h5netcdf.File(content, "w") as file:
        _put(file, _body(analysis) | _outline(analysis.looks), {**_POSES, **_facts(analysis)})
        for name in analysis.looks.names:
            _put(file.create_group(f"looks/{name}"), _look(analysis.looks, name), _POSES)
    path.write_bytes(content.getvalue())


def _put(group: h5netcdf.Group, variables: Mapping[str, Variable], facts: Mapping[str, Any]) -> None:
    """Write a dataset as xarray would: every group has dimensions of its own, floats say that NaN is missing."""
    sizes = {dim: size for dims, values in variables.values() for dim, size in zip(dims, values.shape, strict=True)}
    for dim, size in sizes.items():
        group.dimensions[dim] = size
    for name, (dims, values) in variables.items():
        stored = values.astype(np.int8) if values.dtype == bool else values
        missing = stored.dtype.type(np.nan) if stored.dtype.kind == "f" else None
        more = _COMPRESSED if values.ndim > 1 else {}
        kind = h5py.string_dtype() if values.dtype == object else stored.dtype
        variable = group.create_variable(name, dims, kind, data=stored, fillvalue=missing, **more)
        if values.dtype == bool:
            variable.attrs["dtype"] = "bool"
    for name, fact in facts.items():
        group.attrs[name] = fact


FORMAT = Format("netcdf", "track.nc", "landmarks, raw and clean, for the movement package and for re-analysis", write)
