"""Prints one table: frames a second of the bare loop and of ``analyze``, each in a process of its own.

``python -m tests.benchmarks [--seconds 10] [--height 540] [--rounds 3] [--long]``
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.film import looped
from tests.benchmarks.one import CONTESTANTS

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "run_right_60fps.mp4"
HEAD = f"{'':42s}{'frames/s':>9s}{'ratio':>7s}{'looking':>9s}{'measuring':>10s}{'writing':>9s}{'peak MB':>9s}"


def run_one(name: str, clip: Path, cores: int) -> dict[str, float]:
    """One contestant, once."""
    words = [sys.executable, "-m", "tests.benchmarks.one", name, str(clip), str(cores)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=SAMPLE.parents[1], check=False)
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
    took: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return took


def row(name: str, runs: list[dict[str, float]], reference: float) -> str:
    """Medians of a contestant's rounds; the ratio is against the bare heavy loop, round by round."""
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    speed = middle["frames"] / middle["all_s"]
    stages = "".join(f"{1000 * middle.get(k, 0) / middle['frames']:>{w}.1f}" for k, w in STAGES)
    return f"{name:42s}{speed:9.1f}{speed / reference:7.2f}{stages}{middle['peak_mb']:9.0f}"


STAGES = (("looking_s", 9), ("measuring_s", 10), ("writing_s", 9))


def table(clip: Path, names: list[str], rounds: int, cores: int) -> None:
    """Every contestant in turn, round after round, so that a slow minute of the machine hits all alike."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(run_one(name, clip, cores))
    heavy = [r["frames"] / r["all_s"] for r in runs.get("bare loop, heavy", [])]
    reference = statistics.median(heavy) if heavy else float("nan")
    print(HEAD)
    for name in names:
        print(row(name, runs[name], reference))


def main() -> None:
    """Parse, make the film, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--height", type=int, default=540)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", action="append", help="a contestant; may be given several times")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = looped(SAMPLE, Path(folder) / "film.mp4", asked.seconds, asked.height)
        print(f"{asked.seconds:.0f} s at {asked.height}p, 60 frames/s, {asked.cores} cores, stages in ms a frame")
        table(clip, asked.only or list(CONTESTANTS), asked.rounds, asked.cores)


if __name__ == "__main__":
    main()
