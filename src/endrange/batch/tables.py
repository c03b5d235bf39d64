"""Tidy tables of a batch: the same bytes whatever the order and the number of workers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from endrange.batch.dictionary import dictionary_table
from endrange.batch.job import Job, JobResult
from endrange.formats.whole import written_whole

TABLES: Final = ("summary", "measures", "events", "curves", "dictionary")

#: Figures of ``measures.csv`` are rounded like this: below what any clip can show.
FLOAT: Final = "%.6g"


def write_tables(out: Path, jobs: Iterable[Job], results: Mapping[str, JobResult], *, parquet: bool = False) -> None:
    """Write ``summary.csv``, ``measures.csv``, ``events.csv``, ``curves.csv`` and their data dictionary.

    Parameters
    ----------
    jobs
        Every clip that was asked for; each gets its row in ``summary.csv``.
    results
        By name of the clip.
    parquet
        Write each table as Parquet too.
    """
    found = [(job, results[job.name], _analysis(job, results[job.name])) for job in sorted(jobs, key=lambda j: j.name)]
    tables = {
        "summary": pd.DataFrame([_summary(*row) for row in found]),
        "measures": pd.DataFrame([r for job, _, analysis in found for r in _measures(job, analysis)]),
        "events": pd.DataFrame([r for job, _, analysis in found for r in _events(job, analysis)]),
        "curves": _curves([job for job, _, analysis in found if analysis]),
    }
    tables["dictionary"] = dictionary_table(tables)
    for name, table in tables.items():
        with written_whole(out / f"{name}.csv") as part:
            table.to_csv(part, index=False, lineterminator="\n", float_format=FLOAT)
        if parquet:
            with written_whole(out / f"{name}.parquet") as part:
                table.to_parquet(part, index=False)


def _analysis(job: Job, result: JobResult) -> dict[str, Any]:
    """What was written of a clip; empty where it failed."""
    if result.status == "failed":
        return {}
    loaded: dict[str, Any] = json.loads((job.folder / "analysis.json").read_text(encoding="utf-8"))
    return loaded


def _head(job: Job) -> dict[str, Any]:
    return {"file": job.name, **dict(job.columns)}


def _summary(job: Job, result: JobResult, analysis: Mapping[str, Any]) -> dict[str, Any]:
    """A row for every clip; a result kept from an earlier run is as good as a new one."""
    clip, view = analysis.get("clip", {}), analysis.get("view", {})
    movement, provenance = analysis.get("movement", {}), analysis.get("provenance", {})
    measures = analysis.get("measures", [])
    return {
        "file": job.name,
        "status": "failed" if result.status == "failed" else "done",
        "reason": result.reason,
        "code": result.code,
        **dict(job.columns),
        "movement": movement.get("name"),
        "confidence": movement.get("confidence"),
        "side": movement.get("side"),
        "effort": movement.get("effort"),
        "plane": view.get("plane"),
        "facing": view.get("facing"),
        "frames": clip.get("frames"),
        "duration_s": clip.get("duration_s"),
        "mean_fps": clip.get("mean_fps"),
        "share_seen": analysis.get("subject", {}).get("share_seen"),
        "measured": sum(m["status"] == "measured" for m in measures) if analysis else None,
        "not_measurable": sum(m["status"] != "measured" for m in measures) if analysis else None,
        "findings": " ".join(f["code"] for f in analysis.get("findings", [])) if analysis else None,
        "sha256": clip.get("sha256"),
        **_provenance(provenance),
    }


def _provenance(provenance: Mapping[str, Any]) -> dict[str, Any]:
    looks = provenance.get("looks")
    return {
        "endrange": provenance.get("endrange"),
        "engine": provenance.get("engine"),
        "looks": None if looks is None else " ".join(looks),
        "precision": provenance.get("settings", {}).get("precision"),
    }


def _measures(job: Job, analysis: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for measure in analysis.get("measures", []):
        kept = {name: value for name, value in measure.items() if name != "clip"}
        movement = {"movement": analysis["movement"]["name"], "plane": analysis["view"]["plane"]}
        yield {**_head(job), **movement, **kept, **_provenance(analysis["provenance"])}


def _events(job: Job, analysis: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    fixed = ("kind", "side", "start_s", "end_s", "used", "left_out")
    for event in analysis.get("events", []):
        marks = {name: event[name] for name in sorted(event) if name not in fixed}
        yield {**_head(job), **{name: event.get(name) for name in fixed}, **marks}


def _curves(jobs: list[Job]) -> pd.DataFrame:
    parts = []
    for job in jobs:
        part = pd.read_csv(job.folder / "curves.csv")
        if len(part):
            for at, (name, value) in enumerate(_head(job).items()):
                part.insert(at, name, value)
            parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["file"])
