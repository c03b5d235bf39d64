"""Repeated frames and stills: what of a film is not motion."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from endrange.domain.body import Verdict
from endrange.domain.changes import FrameChanges
from endrange.track import one_body

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import seen_by, stepping


def with_frozen(frozen: np.ndarray) -> FrameChanges:
    return FrameChanges(np.zeros(len(frozen), bool), frozen)


def test_every_fifth_frame_repeated_is_filled_in_between() -> None:
    """24 frames a second stretched to 30: the repeats stand still while the runner moves on."""
    truth = stepping(150, fps=30.0)
    frozen = np.arange(150) % 5 == 4
    shown = truth.copy()
    shown[frozen] = truth[np.flatnonzero(frozen) - 1]
    body, _ = one_body(seen_by(shown, fps=30.0), changes=with_frozen(frozen))
    inside = frozen & (np.arange(150) < 149)
    assert (body.verdict[inside][:, [25, 26]] == Verdict.FILLED).all()
    off = np.linalg.norm(body.position_px[:149, [25, 26]] - truth[:149, [25, 26]], axis=-1)
    assert np.median(off[inside[:149]]) < 3.0
    assert body.runs[0].start == 0


def test_a_still_start_is_not_a_hold() -> None:
    """The first second is one picture, then the film runs."""
    truth = np.concatenate([np.repeat(stepping(1), 60, 0), stepping(120)])
    frozen = (np.arange(180) > 0) & (np.arange(180) < 60)
    body, _ = one_body(seen_by(truth, noise_px=0.2), changes=with_frozen(frozen))
    assert body.runs == ((60, 180),)
    assert np.isnan(body.position_px[:60]).all()


def test_a_still_in_the_middle_ends_a_run() -> None:
    moving = stepping(200)
    truth = np.concatenate([moving[:100], np.repeat(moving[99:100], 40, 0), moving[100:]])
    frozen = (np.arange(240) >= 100) & (np.arange(240) < 140)
    body, _ = one_body(seen_by(truth, noise_px=0.2), changes=with_frozen(frozen))
    assert body.runs == ((0, 100), (140, 240))


def test_a_hold_that_a_codec_repeats_is_kept() -> None:
    """Somebody stands still for two seconds, and every picture of it is the same."""
    still = np.repeat(stepping(1), 120, 0)
    frozen = np.arange(120) > 0
    body, _ = one_body(seen_by(still, noise_px=0.2), changes=with_frozen(frozen))
    assert body.runs == ((0, 120),)
    assert (body.verdict == Verdict.GIVEN).all()
