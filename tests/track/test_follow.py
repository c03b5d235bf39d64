"""Who is followed when there are several people."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.changes import FrameChanges
from endrange.domain.errors import NoPerson
from endrange.track import one_body

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import of_people, stepping

HIPS = [23, 24]


def off_px(body_px: np.ndarray, truth: np.ndarray) -> float:
    return float(np.nanmax(np.linalg.norm(body_px[:, HIPS] - truth[:, HIPS], axis=-1)))


def walking_past(n: int) -> np.ndarray:
    """A second person who crosses the picture from left to right, as tall, in front of the first."""
    other = stepping(n, hz=1.0)
    return other + np.stack([np.linspace(-500, 500, n), np.zeros(n)], 1)[:, None]


def shuffled(people: list[np.ndarray], seed: int = 1) -> list[np.ndarray]:
    """The same people in another slot in every frame."""
    rng = np.random.default_rng(seed)
    stacked = np.stack(people)
    order = np.array([rng.permutation(len(people)) for _ in range(stacked.shape[1])])
    return [stacked[order[:, p], np.arange(stacked.shape[1])] for p in range(len(people))]


def test_someone_crossing_does_not_steal_the_track() -> None:
    runner, other = stepping(240), walking_past(240)
    body, _ = one_body(of_people(shuffled([runner, other])))
    assert off_px(body.position_px, runner) < 6.0
    assert body.people_seen == 2


def test_someone_hidden_for_a_moment_is_the_same_afterwards() -> None:
    runner, other = stepping(240), walking_past(240)
    hidden = runner.copy()
    hidden[112:128] = np.nan
    body, _ = one_body(of_people(shuffled([hidden, other])))
    assert off_px(body.position_px, runner) < 6.0
    assert body.runs == ((0, 240),)


def test_a_person_can_be_asked_for() -> None:
    runner, other = stepping(240), walking_past(240)
    body, findings = one_body(of_people([other, runner]), person=2)
    assert off_px(body.position_px, other) < 6.0
    assert body.person == 2
    assert not [f for f in findings if f.code == "several_people"]


def test_a_person_who_is_not_there_is_refused() -> None:
    with pytest.raises(NoPerson, match="only 1 person is seen"):
        one_body(of_people([stepping()]), person=2)


def test_a_poster_is_not_followed() -> None:
    n = 120
    poster = np.repeat(stepping(1, at_px=(250.0, 150.0)), n, 0)
    runner = 0.75 * stepping(n) + [250.0, 100.0]
    body, _ = one_body(of_people([poster, runner]))
    assert off_px(body.position_px, runner) < 6.0


def test_two_equal_people_give_a_finding() -> None:
    one, other = stepping(at_px=(350.0, 150.0)), stepping(at_px=(850.0, 150.0))
    _, findings = one_body(of_people([one, other]))
    assert [f.code for f in findings] == ["several_people"]


def test_entering_and_leaving_makes_runs() -> None:
    truth = stepping(240)
    truth[60:130] = np.nan
    truth[200:] = np.nan
    body, _ = one_body(of_people([truth]))
    assert body.runs == ((0, 60), (130, 200))
    assert np.isnan(body.position_px[60:130]).all()


def test_a_cut_ends_a_run() -> None:
    truth = stepping(120)
    cut = np.zeros(120, bool)
    cut[60] = True
    body, _ = one_body(of_people([truth]), changes=FrameChanges(cut, np.zeros(120, bool)))
    assert body.runs == ((0, 60), (60, 120))
