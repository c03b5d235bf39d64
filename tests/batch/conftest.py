"""A study's folder without pixels: landmarks of synthetic runners, good and bad, with difficult names."""

from __future__ import annotations

from pathlib import Path

import pytest

from endrange.domain.clip import Clip
from endrange.formats.registry import format_named
from endrange.formats.whole import written_whole
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running, standing

#: Every clip of the study, and how long a stride it runs; None stands.
GOOD = {"a run.trc": 0.72, "ä/same.trc": 0.66, "b/same.trc": 0.78, "b/standing.trc": None}
BAD = {"empty.trc": b"", "b/wrong.trc": b"this is\nno such file\n"}


def write_trc(path: Path, stride_s: float | None) -> None:
    time_s = frame_times(2.5, 30)
    posture = standing(time_s) if stride_s is None else running(time_s, stride_s=stride_s)
    looks, _ = film(Segments(), posture, camera_at("right"), names=("heavy",))
    clip = Clip(path, *looks.size_px, 0, False, len(time_s), 2.5, 30.0, False, None, "0" * 64, "h264")
    with written_whole(path) as part:
        format_named("trc").write(analyze_looks(looks, clip, make_settings()), part)


@pytest.fixture(scope="session")
def study(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("study") / "my clips"
    for name, stride_s in GOOD.items():
        write_trc(folder / name, stride_s)
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    head = (folder / "a run.trc").read_text().splitlines()[:9]
    (folder / "short.trc").write_text("\n".join(head) + "\n")
    (folder / "notes.txt").write_text("no clip")
    return folder
