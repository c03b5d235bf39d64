"""Clips of one run: a runner who leans more from clip to clip, filmed by a camera that stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.domain.clip import Clip
from endrange.pipeline import analyze_looks
from endrange.rom.fatigue import LEAST_STRIDES, fatigue_findings, slope_between
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running
from endrange.synthetic.noise import Noise

BEST = make_settings(quality="best", movement="running")


def clip_of_run(name: str, lean_deg: float, *, seconds: float = 9.0, stride_s: float = 0.72) -> Analysis:
    times = frame_times(seconds, 30.0)
    posture = running(times, stride_s=stride_s, trunk_lean_deg=lean_deg)
    looks, _ = film(Segments(), posture, camera_at("right"), noise=Noise(jitter_share=0.002), seed=int(lean_deg))
    clip = Clip(Path(name), *looks.size_px, 0, False, len(times), seconds, 30.0, False, None, "", "")
    return analyze_looks(looks, clip, BEST)


@pytest.fixture(scope="module")
def fresh() -> Analysis:
    return clip_of_run("run_right_1.mp4", 3.0)


def test_the_slope_is_the_change_a_clip_whatever_one_stride_does() -> None:
    values = [np.array([10.0, 11.0, 12.0]), np.array([8.0, 9.0, 10.0]), np.array([6.0, 7.0, 99.0])]
    assert slope_between(values) == -2.0


def test_ten_degrees_less_extension_at_the_end_of_the_run_is_told(fresh: Analysis) -> None:
    """The trunk leans 3, 8 and 13 degrees: extension against it falls by 10."""
    middle, tired = clip_of_run("run_right_2.mp4", 8.0), clip_of_run("run_right_3.mp4", 13.0)
    (finding,) = fatigue_findings([fresh, middle, tired])
    assert finding.code == "fatigue_between_clips"
    assert finding.message.startswith("From run_right_1.mp4 to run_right_3.mp4 right hip extension changed by -10 deg")


def test_the_same_run_twice_changes_nothing_and_says_so(fresh: Analysis) -> None:
    (finding,) = fatigue_findings([fresh, clip_of_run("run_right_2.mp4", 4.0)])
    assert "no change" in finding.message


def test_another_tempo_is_another_run(fresh: Analysis) -> None:
    (finding,) = fatigue_findings([fresh, clip_of_run("run_right_fast.mp4", 13.0, stride_s=0.6)])
    assert "different tempi" in finding.message


def test_few_strides_are_too_few(fresh: Analysis) -> None:
    (finding,) = fatigue_findings([fresh, clip_of_run("run_right_2.mp4", 13.0, seconds=4.0)])
    assert f"fewer than {LEAST_STRIDES} strides" in finding.message


def test_one_clip_and_two_sides_are_no_run(fresh: Analysis) -> None:
    assert fatigue_findings([fresh]) == ()
    other = replace(fresh, view=replace(fresh.view, near_side="left"))
    assert fatigue_findings([fresh, other]) == ()
