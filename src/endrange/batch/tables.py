"""Tidy tables of a batch: the same bytes whatever the order and the number of workers.

Clips are read one after the other, so that memory holds the measures of all and the curves of one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from endrange.batch.dictionary import dictionary_table
from endrange.batch.job import Job, JobResult
from endrange.formats.curves_csv import COLUMNS as CURVE_COLUMNS
from endrange.formats.whole import written_whole

#: Figures of the tables are rounded like this: below what any clip can show.
FLOAT: Final = "%.7g"

PROVENANCE: Final = ("endrange", "engine", "looks", "precision")
MEASURE: Final = (
    "quantity", "side", "role", "statistic", "value", "unit", "low", "high", "sd", "n", "grade", "status", "reason",
    "definition", "time_s",
)  # fmt: skip
EVENT: Final = ("kind", "side", "start_s", "end_s", "used", "left_out")
CURVE_NUMBERS: Final = ("cycle", "percent", "value_deg")


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
    ordered = sorted(jobs, key=lambda job: job.name)
    own = tuple(name for name, _ in ordered[0].columns)
    summary: list[dict[str, Any]] = []
    measures: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for job in ordered:
        analysis = _analysis(job, results[job.name])
        summary.append(_summary(job, results[job.name], analysis))
        measures += _measures(job, analysis)
        events += _events(job, analysis)
    curves = [job for job in ordered if results[job.name].status != "failed"]
    tables = {
        "summary": pd.DataFrame(summary),
        "measures": _table(measures, ("file", *own, "movement", "plane", *MEASURE, *PROVENANCE)),
        "events": _table(events, ("file", *own, *EVENT)),
    }
    names = {name: list(map(str, table.columns)) for name, table in tables.items()}
    tables["dictionary"] = dictionary_table({**names, "curves": ["file", *own, *CURVE_COLUMNS]}, own)
    for name, table in tables.items():
        _write(table, out, name, parquet=parquet)
    with written_whole(out / "curves.csv") as part:
        _write_curves(curves, own, part)
    if parquet:
        with written_whole(out / "curves.parquet") as part:
            _write_curves_parquet(curves, own, part)


def _table(rows: list[dict[str, Any]], first: Sequence[str]) -> pd.DataFrame:
    """These columns always, then whatever else the rows have, in alphabetical order."""
    more = sorted({name for row in rows for name in row} - set(first))
    return pd.DataFrame(rows, columns=[*first, *more])


def _write(table: pd.DataFrame, out: Path, name: str, *, parquet: bool) -> None:
    with written_whole(out / f"{name}.csv") as part:
        table.to_csv(part, index=False, lineterminator="\n", float_format=FLOAT)
    if parquet:
        with written_whole(out / f"{name}.parquet") as part:
            _plain(table).to_parquet(part, engine="pyarrow", index=False)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """The same with text in every column that is not all numbers: Parquet wants one kind a column."""
    texts = [name for name in table.columns if table[name].dtype == object]
    return table.assign(**{name: table[name].astype("string") for name in texts})


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
    movement = analysis.get("movement", {})
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
        **_provenance(analysis.get("provenance", {})),
    }


def _provenance(provenance: Mapping[str, Any]) -> dict[str, Any]:
    looks = provenance.get("looks")
    return {
        "endrange": provenance.get("endrange"),
        "engine": provenance.get("engine"),
        "looks": None if looks is None else " ".join(looks),
        "precision": provenance.get("settings", {}).get("precision"),
    }


def _measures(job: Job, analysis: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for measure in analysis.get("measures", []):
        kept = {name: measure.get(name) for name in MEASURE}
        movement = {"movement": analysis["movement"]["name"], "plane": analysis["view"]["plane"]}
        yield {**_head(job), **movement, **kept, **_provenance(analysis["provenance"])}


def _events(job: Job, analysis: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for event in analysis.get("events", []):
        yield {**event, **_head(job)}


def _write_curves(jobs: Iterable[Job], own: Sequence[str], path: Path) -> None:
    """Rows of every clip's own curves behind its name and columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", *own, *CURVE_COLUMNS])
        for job in jobs:
            head = list(map(str, _head(job).values()))
            with (job.folder / "curves.csv").open(newline="", encoding="utf-8") as source:
                rows = csv.DictReader(source)
                table.writerows([*head, *(row.get(name, "") for name in CURVE_COLUMNS)] for row in rows)


def _write_curves_parquet(jobs: Iterable[Job], own: Sequence[str], path: Path) -> None:
    """The same, a group of rows a clip."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    texts = ["file", *own, *(name for name in CURVE_COLUMNS if name not in CURVE_NUMBERS)]
    kinds = {name: pa.string() for name in texts} | {
        "cycle": pa.int64(),
        "percent": pa.float64(),
        "value_deg": pa.float64(),
    }
    schema = pa.schema([(name, kinds[name]) for name in ["file", *own, *CURVE_COLUMNS]])
    with parquet.ParquetWriter(path, schema) as file:
        for job in jobs:
            rows = pd.read_csv(job.folder / "curves.csv").reindex(columns=list(CURVE_COLUMNS))
            for name, value in _head(job).items():
                rows[name] = value
            file.write_table(pa.Table.from_pandas(rows.astype({"cycle": int}), schema=schema, preserve_index=False))
