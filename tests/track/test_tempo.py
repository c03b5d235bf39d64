"""Edited films that change their speed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from endrange.track import one_body

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import seen_by, stepping


def resampled(truth: np.ndarray, at: np.ndarray) -> np.ndarray:
    flat = truth.reshape(len(truth), -1)
    return np.stack([np.interp(at, np.arange(len(truth)), c) for c in flat.T], 1).reshape(len(at), *truth.shape[1:])


@pytest.mark.parametrize("slower", [2.0, 4.0])
def test_slow_motion_from_one_frame_on_ends_the_run(slower: float) -> None:
    """Two seconds at full speed, then the same running slowed."""
    truth = stepping(240)
    at = np.concatenate([np.arange(120.0), np.arange(120.0, 239.0, 1.0 / slower)])
    body, findings = one_body(seen_by(resampled(truth, at)))
    assert [f.code for f in findings] == ["speed_changed"]
    assert len(body.runs) == 2
    assert body.runs[0].stop == pytest.approx(120, abs=6)
    assert body.runs[1] == (body.runs[0].stop, len(at))


def test_running_at_one_speed_is_one_run() -> None:
    body, findings = one_body(seen_by(stepping(400)))
    assert body.runs == ((0, 400),)
    assert findings == ()


def test_someone_who_speeds_up_is_not_an_edit() -> None:
    """Cadence rises by half within two seconds."""
    truth = stepping(600)
    steps = np.clip(np.linspace(0.8, 1.4, 360), 0.9, 1.35)
    body, findings = one_body(seen_by(resampled(truth, np.cumsum(steps))))
    assert len(body.runs) == 1
    assert findings == ()
