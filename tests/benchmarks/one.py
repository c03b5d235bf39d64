"""One contestant in a process of its own: prints what it took as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from endrange.settings import QUALITY_LOOKS


def bare(model: str) -> Callable[[Path], dict[str, float]]:
    """The loop that everyone writes: read, detect_for_video, one person."""

    def run(clip: Path) -> dict[str, float]:
        starting = time.perf_counter()
        import av
        import mediapipe as mp
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        from endrange.pose.models import verified_path
        from endrange.pose.task_bundle import task_bundle

        bundle = task_bundle(verified_path("blazepose_detector"), verified_path(f"blazepose_{model}"))
        options = vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_buffer=bundle),
            running_mode=vision.RunningMode.VIDEO,
        )
        n = 0
        with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(str(clip)) as container:
            begun = time.perf_counter()
            container.streams.video[0].thread_type = "AUTO"
            for frame in container.decode(video=0):
                image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
                landmarker.detect_for_video(image, int(frame.time * 1000) + n)
                n += 1
        return {"frames": n, "starting_s": begun - starting, "looking_s": time.perf_counter() - begun}

    return run


def ours(overlay: bool, **settings: object) -> Callable[[Path], dict[str, float]]:
    """``analyze`` and its result folder, stage by stage; starting is imports and networks."""

    def run(clip: Path) -> dict[str, float]:
        begun = time.perf_counter()
        from endrange.readying import make_ready
        from endrange.settings import make_settings

        chosen = make_settings(**settings)
        make_ready(chosen)  # as the command does
        import endrange
        from endrange.pipeline import analyze_looks, look_at

        started = time.perf_counter()
        facts, looks, changes = look_at(clip, chosen)
        looked = time.perf_counter()
        analysis = analyze_looks(looks, facts, chosen, changes)
        measured = time.perf_counter()
        with tempfile.TemporaryDirectory() as out:
            endrange.write_results(analysis, out, overlay=overlay)
        written = time.perf_counter()
        return {
            "frames": looks.n_frames,
            "starting_s": started - begun,
            "looking_s": looked - started,
            "measuring_s": measured - looked,
            "writing_s": written - measured,
        }

    return run


#: Seconds for which each network is run alone.
ALONE_S = 2.0


def networks(clip: Path) -> dict[str, float]:
    """Seconds a picture of each network when all processors do nothing else: the limit of any loop around them."""
    import numpy as np

    from endrange.pose.models import WEIGHTS_OF_NETWORK
    from endrange.pose.openvino_engine.networks import compile_networks

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    compiled = compile_networks(tuple(WEIGHTS_OF_NETWORK.values()), precision="auto", streams=cores)
    picture = np.random.default_rng(0).integers(0, 255, (256, 256, 3), dtype=np.uint8)

    def alone(weights: str) -> float:
        end = time.perf_counter() + ALONE_S

        def work(_: int) -> int:
            done = 0
            while time.perf_counter() < end:
                compiled[weights](picture, lambda *_: None)
                done += 1
            return done

        begun = time.perf_counter()
        with ThreadPoolExecutor(cores) as pool:
            done = sum(pool.map(work, range(cores)))
        return (time.perf_counter() - begun) / done

    return {"frames": 1} | {name: alone(weights) for name, weights in WEIGHTS_OF_NETWORK.items()}


@dataclass(frozen=True)
class Contestant:
    """One row of the table: what runs, and which looks it takes of each frame."""

    run: Callable[[Path], dict[str, float]]
    looks: tuple[str, ...] = ()


def level(quality: str, *, overlay: bool = False) -> Contestant:
    """``analyze`` at a quality level."""
    return Contestant(ours(overlay, quality=quality), QUALITY_LOOKS[quality])


NETWORKS = "networks alone"
BARE_FULL, BARE_HEAVY = "bare loop, full", "bare loop, heavy"

CONTESTANTS: dict[str, Contestant] = {
    NETWORKS: Contestant(networks),
    BARE_FULL: Contestant(bare("full")),
    BARE_HEAVY: Contestant(bare("heavy")),
    "--looks heavy": Contestant(ours(False, looks=("heavy",)), ("heavy",)),
    "--quality fast": level("fast"),
    "--quality standard": level("standard"),
    "--quality best": level("best"),
    "--quality standard, overlay": level("standard", overlay=True),
    "--quality fast, overlay": level("fast", overlay=True),
    "--engine mediapipe --looks heavy": Contestant(ours(False, looks=("heavy",), engine="mediapipe")),
}


def peak_mb() -> float:
    """Largest memory of this process; the kernel's own figure starts anew with the process, getrusage's does not."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """``python -m tests.benchmarks.one CONTESTANT CLIP CORES``."""
    name, clip, cores = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    begun = time.perf_counter()
    took = CONTESTANTS[name].run(clip)
    took["all_s"] = time.perf_counter() - begun
    took["peak_mb"] = peak_mb()
    print(json.dumps(took))


if __name__ == "__main__":
    main()
