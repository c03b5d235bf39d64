"""A runner of one tempo: the period is found from the whole motion, not from two contacts."""

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_signals import gait_signals
from endrange.movement.gait_tempo import _period, stride_seconds
from endrange.synthetic.motions import frame_times, running


def test_two_feet_a_stride_of_seven_tenths() -> None:
    """Two harmonics of a period of 0.7 s, a little noise: the period within a thousandth."""
    t = np.arange(0, 4, 1 / 60)
    noise = np.random.default_rng(3).normal(0, 0.1, len(t))
    way = np.cos(2 * np.pi * t / 0.7) + 0.3 * np.sin(4 * np.pi * t / 0.7) + noise
    assert _period(t - t.mean(), way[:, None], 0.72) == pytest.approx(0.7, rel=0.001)


def test_a_period_outside_the_search_is_not_invented() -> None:
    t = np.arange(0, 4, 1 / 60)
    assert np.isnan(_period(t - t.mean(), np.cos(2 * np.pi * t / 0.5)[:, None], 0.9))


def test_a_filmed_runner_of_one_tempo(film_motion) -> None:  # type: ignore[no-untyped-def]
    """0.72 s a stride at 30 frames a second: within a thousandth, and only where two strides count."""
    motion = film_motion(
        running(frame_times(8.0, 30.0), stride_s=0.72), "right", label=MovementLabel("running", 1.0, "right", None)
    )
    stretch = next(s for signals in gait_signals(motion) for s in find_stretches(signals))
    assert stride_seconds(stretch, 1.0, 7.0) == pytest.approx(0.72, rel=0.001)
    assert np.isnan(stride_seconds(stretch, 1.0, 2.0))
