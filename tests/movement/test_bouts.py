"""Start, stop, slow motion: each stretch has its own tempo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement.bouts import bout_events, cut_gait, unsure_speed
from endrange.movement.gait_events import Stretch
from endrange.synthetic.motions import frame_times, running

LABEL = MovementLabel("running", 1.0, "right", None)


@pytest.fixture
def stretch(film_motion) -> Stretch:  # type: ignore[no-untyped-def]
    return cut_gait(film_motion(running(frame_times(6.0, 60.0)), "right", label=LABEL), "running").bouts[0].stretch


def test_one_tempo_is_trusted(stretch: Stretch) -> None:
    assert unsure_speed([stretch, replace(stretch, step_s=0.33)], "running") is None
    assert unsure_speed([], "running") is None


def test_two_tempi_of_one_runner_are_the_films(stretch: Stretch) -> None:
    reason = unsure_speed([stretch, replace(stretch, step_s=1.44)], "running")
    assert reason is not None
    assert "0.36 s" in reason
    assert "1.44 s" in reason


@pytest.mark.parametrize(("step_s", "word"), [(1.4, "slower"), (0.18, "faster")])
def test_a_tempo_that_nobody_runs_is_the_films(stretch: Stretch, step_s: float, word: str) -> None:
    reason = unsure_speed([replace(stretch, step_s=step_s)], "running")
    assert reason is not None
    assert word in reason
    assert "--slow-motion" in reason


def test_a_slow_walk_is_slow_and_trusted(stretch: Stretch) -> None:
    assert unsure_speed([replace(stretch, step_s=0.8)], "walking") is None


def test_bouts_give_their_own_step_but_no_cadence_where_film_is_unsure(film_motion) -> None:  # type: ignore[no-untyped-def]
    clip = cut_gait(film_motion(running(frame_times(20.0, 60.0), stride_s=2.88), "right", label=LABEL), "running")
    (event,) = bout_events(clip)
    assert event.marks["step_s"] == pytest.approx(1.44, abs=0.01)
    assert "cadence" not in event.marks


def test_a_clip_without_the_gait_takes_what_there_is(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The user says walking, the body runs: strides are cut all the same."""
    clip = cut_gait(film_motion(running(frame_times(6.0, 60.0)), "right", label=LABEL), "walking")
    assert len(clip.used) >= 10
