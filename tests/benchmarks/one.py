"""One contestant in a process of its own: prints what it took as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def bare(model: str) -> Callable[[Path], dict[str, float]]:
    """The loop that everyone writes: read, detect_for_video, one person."""

    def run(clip: Path) -> dict[str, float]:
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
        begun = time.perf_counter()
        n = 0
        with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(str(clip)) as container:
            container.streams.video[0].thread_type = "AUTO"
            for frame in container.decode(video=0):
                image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
                landmarker.detect_for_video(image, int(frame.time * 1000) + n)
                n += 1
        return {"frames": n, "looking_s": time.perf_counter() - begun}

    return run


def ours(overlay: bool, **settings: object) -> Callable[[Path], dict[str, float]]:
    """``analyze`` and its result folder."""

    def run(clip: Path) -> dict[str, float]:
        import endrange
        from endrange.pipeline import analyze_looks, look_at
        from endrange.settings import make_settings

        chosen = make_settings(**settings)
        begun = time.perf_counter()
        facts, looks, changes = look_at(clip, chosen)
        looked = time.perf_counter()
        analysis = analyze_looks(looks, facts, chosen, changes)
        measured = time.perf_counter()
        with tempfile.TemporaryDirectory() as out:
            endrange.write_results(analysis, out, overlay=overlay)
        written = time.perf_counter()
        return {
            "frames": looks.n_frames,
            "looking_s": looked - begun,
            "measuring_s": measured - looked,
            "writing_s": written - measured,
        }

    return run


CONTESTANTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "bare loop, full": bare("full"),
    "bare loop, heavy": bare("heavy"),
    "analyze --looks heavy": ours(False, looks=("heavy",)),
    "analyze fast": ours(False, quality="fast"),
    "analyze standard": ours(False, quality="standard"),
    "analyze best": ours(False, quality="best"),
    "analyze standard, overlay": ours(True, quality="standard"),
    "analyze --engine mediapipe --looks heavy": ours(False, looks=("heavy",), engine="mediapipe"),
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
    took = CONTESTANTS[name](clip)
    took["all_s"] = time.perf_counter() - begun
    took["peak_mb"] = peak_mb()
    print(json.dumps(took))


if __name__ == "__main__":
    main()
