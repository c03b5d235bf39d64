"""``assessment.json`` and ``assessment.csv``: the answer for one person, by the published schema."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from endrange.domain.assessment import ASSESSMENT_SCHEMA, Assessment, ClipOutcome, Joint
from endrange.domain.measure import Measure
from endrange.formats.analysis_json import dump, finding_dict, measure_dict

if TYPE_CHECKING:
    import pandas as pd

#: The measures of a joint, in the order of the schema.
PARTS = ("passive", "active", "momentum", "demand", "gap", "reserve", "borrowed")


def assessment_dict(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain values in the order of the schema ``endrange.assessment/1``."""
    session = assessment.session
    return {
        "schema": ASSESSMENT_SCHEMA,
        "session": {
            "athlete": session.athlete,
            "date": session.date,
            "surface": session.surface,
            "clips": [_clip(outcome) for outcome in assessment.clips],
            "zero": session.zero,
            "baselines": [asdict(baseline) for baseline in session.baselines],
            "notes": session.notes,
        },
        "joints": [joint_dict(joint) for joint in assessment.joints],
        "asymmetry": [asdict(row) for row in assessment.asymmetry],
        "priorities": [asdict(row) for row in assessment.priorities],
        "missing": [asdict(row) for row in assessment.missing],
        "change": [asdict(row) for row in assessment.change],
        "norms": [asdict(row) for row in assessment.norms],
        "findings": [finding_dict(finding) for finding in assessment.findings],
        "focus": list(assessment.focus),
    }


def _clip(outcome: ClipOutcome) -> dict[str, Any]:
    return {
        "file": outcome.planned.path.name,
        "movement": outcome.movement,
        "side": outcome.side,
        "effort": outcome.effort,
        "status": outcome.status,
        "reason": outcome.reason,
        "motion": outcome.planned.motion,
        "load": outcome.planned.load,
        "distance_m": outcome.planned.distance_m,
    }


def joint_dict(joint: Joint) -> dict[str, Any]:
    """One joint as plain values."""
    return asdict(joint)


def joint_from_dict(row: dict[str, Any]) -> Joint:
    """A joint from what :func:`joint_dict` gave, as history keeps it."""
    parts = {name: None if row[name] is None else Measure(**row[name]) for name in PARTS}
    return Joint(**{**row, **parts})


def assessment_table(assessment: Assessment) -> pd.DataFrame:
    """A row for each joint and each of its measures that has a value or a reason."""
    import pandas as pd

    rows = []
    for joint in assessment.joints:
        for part in PARTS:
            measure: Measure | None = getattr(joint, part)
            if measure is not None:
                head = {"motion": joint.motion, "side": joint.side, "position": joint.position, "part": part}
                kept = ("value", "unit", "low", "high", "sd", "n", "grade", "status", "reason", "definition", "clip")
                values = measure_dict(measure)
                rows.append(head | {name: values[name] for name in kept} | {"time_s": values["time_s"]})
    return pd.DataFrame(rows)


def write_json(assessment: Assessment, path: Path) -> None:
    """Write ``assessment.json``."""
    path.write_text(dump(assessment_dict(assessment)), encoding="utf-8")


def write_csv(assessment: Assessment, path: Path) -> None:
    """Write ``assessment.csv``."""
    assessment_table(assessment).to_csv(path, index=False, lineterminator="\n", float_format="%.4f")
