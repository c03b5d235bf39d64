"""Prints one table of one run: what each way to look at a film takes, each in a process of its own.

``python -m tests.benchmarks`` takes about eleven minutes on two free cores: half a minute of film at 540 and at 1080
lines, then ten seconds on one core. ``--long`` prints another table instead: one minute and ten, for memory and time
against length. ``--heights``, ``--seconds``, ``--only`` and ``--rounds`` restrict or repeat; of several rounds, each of
them through all rows, the fastest of each row counts.

Columns: frames a second of the whole process, start-up and files included, and how many times that is the bare heavy
and the bare full loop; ms a frame of each stage, and how many times the looking is as fast as theirs; which share of
the time of looking the networks alone would take; the largest memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.film import looped
from tests.benchmarks.one import BARE_FULL, BARE_HEAVY, CONTESTANTS, NETWORKS

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "run_right_60fps.mp4"

HEAD = (
    f"{'':36s}{'frames/s':>9s}{'x heavy':>8s}{'x full':>7s} |{'start':>7s}{'look':>7s}{'measure':>8s}{'write':>7s}"
    f" |{'x heavy':>8s}{'x full':>7s}{'networks':>9s} |{'MB':>6s}"
)

IN_LENGTH = ("--quality fast", "--quality fast, overlay")
ALL = tuple(name for name in CONTESTANTS if name != IN_LENGTH[1])
AT_1080 = tuple(name for name in ALL if "mediapipe" not in name and name != NETWORKS)
ON_ONE_CORE = (NETWORKS, BARE_HEAVY, "--looks heavy", "--quality standard", "--quality best")

Run = dict[str, float]


@dataclass(frozen=True)
class Heat:
    """Rows that are held against each other: one film, so many cores."""

    height: int
    seconds: float
    fps: float
    cores: int
    names: tuple[str, ...]


def run_one(name: str, clip: Path, cores: int) -> Run:
    """One contestant, once."""
    words = [sys.executable, "-m", "tests.benchmarks.one", name, str(clip), str(cores)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=SAMPLE.parents[1], check=False)
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
    took: Run = json.loads(done.stdout.strip().splitlines()[-1])
    return took


def per_frame(run: Run | None, stage: str) -> float:
    """Milliseconds a frame; NaN where nothing was run."""
    return float("nan") if run is None else 1000 * run.get(stage, float("nan")) / run["frames"]


def row(name: str, best: dict[str, Run]) -> str:
    """A line of the table."""
    run, heavy, full = best[name], best.get(BARE_HEAVY), best.get(BARE_FULL)
    whole, look = per_frame(run, "all_s"), per_frame(run, "looking_s")
    alone = best.get(NETWORKS)
    networks_ms = float("nan") if alone is None else 1000 * sum(_of_look(alone, x) for x in CONTESTANTS[name].looks)
    share = 100 * networks_ms / look if CONTESTANTS[name].looks else float("nan")
    stages = "".join(_number(per_frame(run, f"{k}_s"), w, 1) for k, w in STAGES)
    return (
        f"{name:36s}{_number(1000 / whole, 9, 1)}{_number(per_frame(heavy, 'all_s') / whole, 8, 2)}"
        f"{_number(per_frame(full, 'all_s') / whole, 7, 2)} |{stages} |"
        f"{_number(per_frame(heavy, 'looking_s') / look, 8, 2)}{_number(per_frame(full, 'looking_s') / look, 7, 2)}"
        f"{_number(share, 7, 0)}{' ' if share != share else '%'}  |{run['peak_mb']:6.0f}"
    )


NETWORK_NAMES = ("heavy", "full", "movenet")
STAGES = (("starting", 7), ("looking", 7), ("measuring", 8), ("writing", 7))


def _of_look(alone: Run, look: str) -> float:
    return alone[look.removesuffix("_mirror")]


def _number(value: float, width: int, digits: int) -> str:
    return " " * width if value != value else f"{value:{width}.{digits}f}"


def hold(heat: Heat, rounds: int, folder: Path, alone: dict[int, Run]) -> None:
    """Every contestant in turn, round after round, so that a slow minute of the machine hits all alike.

    ``alone`` is what the networks take by number of cores, as far as it is known; they do not see the film.
    """
    clip = looped(SAMPLE, folder / f"film_{heat.height}.mp4", heat.seconds, heat.height, heat.fps)
    said = f"{heat.seconds:g} s of {heat.height} lines, {heat.fps:g} frames a second, {heat.cores} cores"
    print(f"\n{said}; stages in ms a frame\n{HEAD}", flush=True)
    best: dict[str, Run] = {NETWORKS: alone[heat.cores]} if heat.cores in alone else {}
    for again in reversed(range(rounds)):
        for name in heat.names:
            run = run_one(name, clip, heat.cores)
            if name not in best or run.get("all_s", 0.0) < best[name].get("all_s", 0.0):
                best[name] = run
            if not again:  # a row as soon as it is known: who breaks off keeps the others
                print(row(name, best) if name != NETWORKS else _alone(best[NETWORKS]), flush=True)
    if NETWORKS in best:
        alone[heat.cores] = best[NETWORKS]
    clip.unlink()


def _alone(run: Run) -> str:
    each = (f"{name} {1000 * run[name]:.1f}" for name in NETWORK_NAMES)
    return f"{NETWORKS}, ms a picture: {', '.join(each)}"


def heats(asked: argparse.Namespace) -> list[Heat]:
    """What was asked for."""
    only = tuple(asked.only or ())
    cores = asked.cores

    def chosen(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if not only or name in only)

    if asked.long:
        return [Heat(h, s, 30.0, cores, chosen(IN_LENGTH)) for h in asked.heights for s in (60.0, 600.0)]
    found = [Heat(h, asked.seconds, 60.0, cores, chosen(ALL if h < 1000 else AT_1080)) for h in asked.heights]
    if cores > 1 and not only:
        found.append(Heat(min(asked.heights), asked.seconds / 3, 60.0, 1, ON_ONE_CORE))
    return found


def main() -> None:
    """Parse, make the films, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--heights", type=int, nargs="+", default=None)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", action="append", choices=tuple(CONTESTANTS), help="a row; may be given several times")
    parser.add_argument("--long", action="store_true", help="one minute and ten instead")
    asked = parser.parse_args()
    asked.heights = asked.heights or ([1080] if asked.long else [540, 1080])
    alone: dict[int, Run] = {}
    with tempfile.TemporaryDirectory() as folder:
        for heat in heats(asked):
            hold(heat, asked.rounds, Path(folder), alone)


if __name__ == "__main__":
    main()
