"""What holds for every runner, camera and error of a network, from looks to angles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endrange.accuracy.compare import exchanged
from endrange.domain.body import Span, Verdict
from endrange.domain.changes import FrameChanges
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLE_KEYS, OTHER_SIDE, AngleKey
from endrange.kinematics import compute_angles
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.change import mirror_looks, roll_looks, scale_looks
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running
from endrange.synthetic.noise import PERFECT, Noise
from endrange.track import one_body, smooth

TIME = frame_times(2.2, 60)
BY_CHANCE = Noise(jitter_share=0.006, exchange_rate=0.03, exchange_longest_s=0.15, blended_frames=1, outlier_rate=0.005)

#: Angles between two segments, which the camera's roll cannot change.
BETWEEN_SEGMENTS = ("hip_extension", "knee_flexion")


def runner(noise=PERFECT, seed=0, **camera):
    return film(Segments(), running(TIME), camera_at("right", **camera), noise=noise, seed=seed)


def angles_of(looks):
    body, _ = one_body(looks, person=None, changes=FrameChanges.none(looks.n_frames))
    return compute_angles(smooth(body, 8.0, life_per_film=1.0), movement="running")


def body_of(looks):
    return one_body(looks, person=None, changes=FrameChanges.none(looks.n_frames))[0]


def assert_alike(seen, other, key, other_key, atol):
    a, b = seen.value_deg[key], other.value_deg[other_key]
    assert np.array_equal(np.isfinite(a), np.isfinite(b)), key
    assert np.nanmax(np.abs(a - b), initial=0.0) <= atol, key


@settings(max_examples=4)
@given(seed=st.integers(0, 1000), yaw=st.floats(-15, 15), roll=st.floats(-4, 4))
def test_a_mirrored_clip_gives_the_mirrored_numbers(seed, yaw, roll) -> None:
    looks, _ = runner(BY_CHANCE, seed, yaw_deg=yaw, roll_deg=roll)
    seen, mirrored = angles_of(looks), angles_of(mirror_looks(looks))
    for key in ANGLE_KEYS:
        if key.side is not None:
            assert_alike(seen, mirrored, key, AngleKey(key.angle, OTHER_SIDE[key.side]), 0.001)
    assert_alike(seen, mirrored, AngleKey("trunk_lean", None), AngleKey("trunk_lean", None), 0.001)
    assert seen.view.near_side != mirrored.view.near_side
    assert seen.view.yaw_deg == pytest.approx(mirrored.view.yaw_deg, abs=0.01)
    assert seen.view.roll_deg == pytest.approx(-mirrored.view.roll_deg, abs=0.001)


@settings(max_examples=3)
@given(factor=st.sampled_from([0.5, 1.7, 3.0]), later_s=st.sampled_from([0.25, 100.0]))
def test_scale_and_time_shift_change_nothing(factor, later_s) -> None:
    looks, _ = runner(BY_CHANCE, 7)
    changed = replace(scale_looks(looks, factor), time_s=looks.time_s + later_s)
    seen, other = angles_of(looks), angles_of(changed)
    for key in ANGLE_KEYS:
        assert_alike(seen, other, key, key, 0.02)


@settings(max_examples=4)
@given(roll=st.floats(-6, 6))
def test_roll_does_not_touch_angles_between_segments(roll) -> None:
    looks, _ = runner(BY_CHANCE, 3)
    seen, turned = angles_of(looks), angles_of(roll_looks(looks, roll))
    for name in BETWEEN_SEGMENTS:
        for side in ("left", "right"):
            assert_alike(seen, turned, AngleKey(name, side), AngleKey(name, side), 0.5)


@settings(max_examples=6)
@given(start=st.integers(0, 120), length=st.integers(1, 12), network=st.sampled_from(["heavy", "movenet", "all"]))
def test_an_exchange_anywhere_is_found(start, length, network) -> None:
    clean, truth = runner(Noise(jitter_share=0.004), seed=1)
    wrong, _ = runner(Noise(jitter_share=0.004, exchanged=(Span(start, start + length),)), seed=1)
    if network != "all":
        keep = [not name.startswith(network) for name in clean.names]
        wrong = replace(
            wrong, position_px=np.where(np.array(keep)[:, None, None, None], clean.position_px, wrong.position_px)
        )
    body = body_of(wrong)
    assert exchanged(truth.position_px, body.position_px) == 0.0
    apart = np.linalg.norm(np.diff(truth.position_px[:, [25, 26]], axis=1)[:, 0], axis=-1) > 40
    told = body.look_verdict[
        :, wrong.names.index("movenet" if network == "movenet" else "heavy"), point("left", "knee")
    ]
    inside = np.zeros(len(TIME), bool)
    inside[start : start + length] = True
    assert not (told[inside & apart] == Verdict.GIVEN).any()
    assert not (told[~inside & apart] == Verdict.EXCHANGED).any()


def test_perfect_looks_give_the_angles_of_the_body() -> None:
    looks, truth = runner(distance_m=8.0, size_px=(1920, 1080))
    seen = angles_of(looks)
    middle = slice(15, -15)
    for name, limit in (("thigh_extension", 1.0), ("hip_extension", 1.5), ("knee_flexion", 2.0), ("shank_lean", 1.5)):
        for side in ("left", "right"):
            key = AngleKey(name, side)
            error = (seen.value_deg[key] - truth.angle_deg[key])[middle]
            assert np.sqrt(np.nanmean(error**2)) < limit, key
