"""How the networks share the processors: ``python -m tests.benchmarks.sweep``, about three minutes on two free cores.

Every way takes the looks of ``fast`` of the same frames, in turn, round after round. Printed are milliseconds of one
core a frame, and the time that passes against the first way, in the same round: medians. All have to say the same.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import openvino as ov
from tests.benchmarks.__main__ import SAMPLE

from endrange.domain.clip import Frame
from endrange.pose.openvino_engine import networks as engine
from endrange.pose.openvino_engine.gaze import Gaze, Plan
from endrange.pose.openvino_engine.landmarker import OpenVinoLandmarker
from endrange.settings import QUALITY_LOOKS
from endrange.video.changes import ChangeDetector
from endrange.video.frames import FrameReader

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Way:
    """Streams of each network, threads of all of its streams, threads that hand pictures to them, pinned or not."""

    streams: int = CORES
    threads: int = CORES
    workers: int = CORES
    pinned: bool = False


WAYS = {
    "a stream a core": Way(),
    "a worker more": Way(workers=CORES + 1),
    "a stream and a worker more": Way(CORES + 1, CORES + 1, CORES + 1),
    "pinned": Way(pinned=True),
    "one stream on all cores": Way(streams=1),
}


def opened(way: Way) -> OpenVinoLandmarker:
    """A landmarker whose networks run that way; nothing is kept on disk."""
    plan, core = Plan.of(QUALITY_LOOKS["fast"]), ov.Core()
    options: dict[str, Any] = {
        "NUM_STREAMS": way.streams,
        "INFERENCE_NUM_THREADS": way.threads,
        "ENABLE_CPU_PINNING": way.pinned,
    }
    made = {
        name: engine.Network(core.compile_model(engine._read(core, name, False), "CPU", options), CORES)
        for name in plan.weights
    }
    return OpenVinoLandmarker(Gaze(plan, made), max_people=4, threads=way.workers)


def look(landmarker: OpenVinoLandmarker, frames: int) -> tuple[float, float, np.ndarray]:
    """(ms of one core, ms that pass) a frame, and what was said."""
    changes = ChangeDetector()

    def watched() -> Iterator[Frame]:
        for frame in islice(FrameReader(SAMPLE), frames):
            changes.feed(frame)
            yield frame

    cpu, begun = time.process_time(), time.perf_counter()
    seen = list(landmarker.look(watched()))
    took = 1000 / len(seen) * np.array([time.process_time() - cpu, time.perf_counter() - begun])
    return float(took[0]), float(took[1]), np.concatenate([s.looks["full"].position_px.ravel() for s in seen])


def main() -> None:
    """Every way in every round, there and back; prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--frames", type=int, default=200)
    asked = parser.parse_args()
    ready = {name: opened(way) for name, way in WAYS.items()}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ready}
    said = {name: look(landmarker, asked.frames)[2] for name, landmarker in ready.items()}  # and warmed up
    for again in range(asked.rounds):
        for name in list(ready)[:: 1 if again % 2 else -1]:
            took[name].append(look(ready[name], asked.frames)[:2])
    first = next(iter(WAYS))
    for name, runs in took.items():
        against = statistics.median(run[1] / other[1] for run, other in zip(runs, took[first], strict=True))
        core_ms, passed_ms = (statistics.median(run[k] for run in runs) for k in (0, 1))
        same = "same" if np.array_equal(said[name], said[first], equal_nan=True) else "OTHER LANDMARKS"
        print(f"{name:28s}{core_ms:6.1f} ms of one core{passed_ms:7.1f} ms passed{against:6.2f} x the first  {same}")


if __name__ == "__main__":
    main()
