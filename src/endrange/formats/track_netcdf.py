"""``track.nc``: the clean body and every raw look, in the schema that the ``movement`` package reads.

The root holds the clean body (dims time, space, keypoint, individual; variables position, confidence). Each raw look is
a group ``looks/NAME`` of the same schema, its individuals being the slots of a frame. With the clip's own facts in the
attributes, everything after the landmarks can be done again from this file alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import h5netcdf
import numpy as np
import xarray as xr
from xarray.backends import H5NetCDFStore

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Looks
from endrange.domain.skeleton import KEYPOINTS
from endrange.formats.registry import Format
from endrange.pose.track_file import TRACK_SCHEMA, looked_with

_COMPRESSED = {"zlib": True, "complevel": 4}


def _dataset(time_s: Any, position: Any, confidence: Any, individuals: list[str], **more: Any) -> xr.Dataset:
    """A poses dataset of the ``movement`` schema; ``position`` is (time, individual, keypoint, space)."""
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoint", "individual"), np.moveaxis(position, (1, 2, 3), (3, 2, 1))),
            "confidence": (("time", "keypoint", "individual"), np.moveaxis(confidence, 1, 2)),
            **more,
        },
        coords={"time": time_s, "space": ["x", "y"], "keypoint": list(KEYPOINTS), "individual": individuals},
        attrs={"ds_type": "poses", "source_software": "endrange", "time_unit": "seconds"},
    )


def body_dataset(analysis: Analysis) -> xr.Dataset:
    """The clean body, with its verdicts and doubts beside the schema's own variables."""
    body = analysis.body
    dims = ("time", "keypoint", "individual")
    dataset = _dataset(
        body.time_s,
        body.position_px[:, None],
        body.score[:, None],
        ["person"],
        doubt_px=(dims, body.doubt_px[..., None]),
        verdict=(dims, body.verdict[..., None]),
        look_verdict=(("time", "look", "keypoint"), body.look_verdict),
    )
    facts = asdict(analysis.clip) | {"path": analysis.clip.file}
    return dataset.assign_coords(look=list(body.looks)).assign_attrs(
        schema=TRACK_SCHEMA,
        fps=analysis.clip.mean_fps,
        width_px=body.size_px[0],
        height_px=body.size_px[1],
        engine=analysis.looks.engine,
        models=json.dumps([asdict(model) for model in analysis.looks.models]),
        looks=json.dumps(list(analysis.looks.names)),
        looked=looked_with(analysis.provenance.settings),
        clip=json.dumps(facts),
    )


def look_dataset(looks: Looks, name: str) -> xr.Dataset:
    """One raw look: slots as individuals, world points in metres beside it."""
    at = looks.names.index(name)
    slots = looks.position_px.shape[2]
    world = np.moveaxis(looks.world_m[:, at].astype(np.float32), (1, 2, 3), (3, 2, 1))
    return _dataset(
        looks.time_s,
        looks.position_px[:, at],
        looks.score[:, at],
        [f"slot_{i + 1}" for i in range(slots)],
        world_m=(("time", "axis", "keypoint", "individual"), world),
    )


def write(analysis: Analysis, path: Path) -> None:
    """Write ``track.nc``."""
    root = body_dataset(analysis)
    root["frame_cut"] = ("time", analysis.changes.cut)
    root["frame_frozen"] = ("time", analysis.changes.frozen)
    # Made in memory: HDF5 on a full disk takes its process with it.
    content = BytesIO()
    with h5netcdf.File(content, "w") as file:
        _put(root, file, None)
        for name in analysis.looks.names:
            _put(look_dataset(analysis.looks, name), file, f"looks/{name}")
    path.write_bytes(content.getvalue())


def _put(dataset: xr.Dataset, file: h5netcdf.File, group: str | None) -> None:
    dataset.dump_to_store(H5NetCDFStore(file, group=group), encoding=_encoding(dataset))


def _encoding(dataset: xr.Dataset) -> dict[str, dict[str, Any]]:
    return {str(name): dict(_COMPRESSED) for name, variable in dataset.data_vars.items() if variable.ndim > 1}


FORMAT = Format("netcdf", "track.nc", "landmarks, raw and clean, for the movement package and for re-analysis", write)
