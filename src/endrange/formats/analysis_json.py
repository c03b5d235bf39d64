"""``analysis.json``: the analysis as the published schema says, missing values as null."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from endrange.domain.analysis import ANALYSIS_SCHEMA, Analysis
from endrange.domain.measure import Event, Finding, Measure
from endrange.formats.registry import Format


def analysis_dict(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain values in the order of the schema ``endrange.analysis/1``."""
    return {
        "schema": ANALYSIS_SCHEMA,
        "clip": _clip(analysis),
        "subject": {"share_seen": analysis.body.share_seen, "people_seen": analysis.body.people_seen},
        "view": _view(analysis),
        "movement": asdict(analysis.movement),
        "events": [event_dict(event) for event in analysis.events],
        "measures": [measure_dict(measure) for measure in analysis.measures],
        "findings": [finding_dict(finding) for finding in analysis.findings],
        "provenance": _provenance(analysis),
    }


def measure_dict(measure: Measure) -> dict[str, Any]:
    """A measure as plain values."""
    return asdict(measure)


def event_dict(event: Event) -> dict[str, Any]:
    """An event as plain values; its marks stand beside the fixed fields."""
    fixed = {"kind": event.kind, "side": event.side, "start_s": event.start_s, "end_s": event.end_s}
    return {**event.marks, **fixed, "used": event.used, "left_out": event.left_out}


def finding_dict(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return {**asdict(finding), "spans_s": [list(span) for span in finding.spans_s]}


def _clip(analysis: Analysis) -> dict[str, Any]:
    clip = analysis.clip
    return {
        "file": clip.file,
        "sha256": clip.sha256,
        "width": clip.width_px,
        "height": clip.height_px,
        "rotation_deg": clip.rotation_deg,
        "frames": clip.frames,
        "duration_s": clip.duration_s,
        "mean_fps": clip.mean_fps,
        "variable_rate": clip.variable_rate,
        "slow_motion": None if clip.slow_motion is None else asdict(clip.slow_motion),
        "mirrored": clip.mirrored,
        "codec": clip.codec,
        "lost_frames": clip.lost_frames,
    }


def _view(analysis: Analysis) -> dict[str, Any]:
    view = asdict(analysis.view)
    return {name: view[name] for name in ("plane", "facing", "near_side", "yaw_deg", "roll_deg", "yaw_sd_deg")}


def _provenance(analysis: Analysis) -> dict[str, Any]:
    provenance = asdict(analysis.provenance)
    provenance["looks"] = list(provenance["looks"])
    provenance["models"] = list(provenance["models"])
    return provenance


def finite(value: Any) -> Any:
    """The same plain values with NaN and infinity as None, tuples as lists and numpy scalars as Python's own."""
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def dump(value: Any) -> str:
    """JSON text, readable and strict: no NaN."""
    return json.dumps(finite(value), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write(analysis: Analysis, path: Path) -> None:
    """Write ``analysis.json``."""
    path.write_text(dump(analysis_dict(analysis)), encoding="utf-8")


FORMAT = Format("json", "analysis.json", "the whole analysis, schema endrange.analysis/1", write)
