"""``python -m tests.benchmarks.errors FOLDER``: what each list of looks is wrong by, on recorded looks with truth.

Columns as in this folder's README: running from the side, mean over clips of thigh, hip extension, knee and shank, near
and far leg; near ankle in stance; slow tests, every angle of the measured leg and the midline; frames with exchanged
legs, mean and worst clip. RMSE in degrees, the camera's roll taken out.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from endrange.accuracy.goals import RUN_FAR, RUN_NEAR, Where, without_roll
from endrange.accuracy.rows import AngleRow, Report
from endrange.accuracy.run import accuracy
from endrange.kinematics.hips import WALKS

LISTS: Final = (
    "full",
    "heavy",
    "fast",
    "full,movenet,movenet_mirror",
    "heavy,movenet",
    "full,full_mirror,movenet,movenet_mirror",
    "heavy,heavy_mirror",
    "standard",
    "best",
)
ANGLES: Final = ("thigh_extension", "hip_extension", "knee_flexion", "shank_lean")


def _mean(rows: list[AngleRow]) -> float:
    return float(np.mean([r.rmse_deg for r in rows if r.rmse_deg is not None and not r.refused]))


def _run(report: Report, where: Where) -> float:
    return float(np.mean([_mean(where.angles(report.angles, angle)) for angle in ANGLES]))


def _is_slow(row: AngleRow) -> bool:
    return row.key.movement not in WALKS and row.phase == "all" and row.leg not in ("far", "other")


def line_of(report: Report) -> str:
    """One row of the table."""
    exchanged = [100 * row.exchanged for row in report.clips if row.exchanged is not None]
    near, far = _run(report, RUN_NEAR), _run(report, RUN_FAR)
    ankle = _mean(RUN_NEAR.angles(report.angles, "ankle_dorsiflexion", "stance"))
    slow = _mean([row for row in report.angles if _is_slow(row)])
    shares = f"{np.mean(exchanged):.2g}, {max(exchanged):.2g}"
    return f"| {near:.2f} | {far:.2f} | {ankle:.2f} | {slow:.2f} | {shares} |"


def main() -> None:
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="recorded looks with their truth")
    parser.add_argument("--looks", action="append", help="a level or a list of looks; may be given several times")
    chosen = parser.parse_args()
    print("| looks | near | far | ankle | slow | exchanged, % |\n|---|---|---|---|---|---|")
    for looks in chosen.looks or LISTS:
        report = without_roll(accuracy(chosen.folder, (looks,), plain=False, cross_validate=False))
        print(f"| {looks} {line_of(report)}", flush=True)


if __name__ == "__main__":
    main()
