"""What every engine must do, asked of each in the same words."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import Landmarker, Looks, gather
from endrange.domain.skeleton import point
from endrange.pose.engines import engines

from .conftest import mirrored, shared_landmarker

pytestmark = pytest.mark.networks

ENGINES = tuple(engines())
LOOKS = ("full", "full_mirror")
RIGHT_LEG = [point("right", part) for part in ("hip", "knee", "ankle")]


@pytest.fixture(params=ENGINES)
def landmarker(request: pytest.FixtureRequest) -> Landmarker:
    return shared_landmarker(LOOKS, request.param, precision="f32")


def taken(landmarker: Landmarker, frames: list[Frame]) -> Looks:
    height, width = frames[0].image.shape[:2]
    return gather(
        landmarker.look(iter(frames)),
        names=landmarker.looks,
        size_px=(width, height),
        engine=landmarker.engine,
        models=landmarker.models,
    )


def test_it_says_what_it_is(landmarker: Landmarker):
    assert isinstance(landmarker, Landmarker)
    assert landmarker.engine in ENGINES
    assert landmarker.looks == LOOKS
    assert [m.name for m in landmarker.models] == ["blazepose_detector", "blazepose_full"]


def test_one_sighting_a_frame_in_order(landmarker: Landmarker, runner: list[Frame]):
    said = list(landmarker.look(iter(runner)))
    assert [s.index for s in said] == list(range(8))
    assert [s.time_s for s in said] == [f.time_s for f in runner]
    for sighting in said:
        for people in sighting.looks.values():
            assert people.position_px.shape == (1, 33, 2)
            assert people.score.shape == (1, 33)
            assert people.world_m.shape == (1, 33, 3)
            assert {part.dtype for part in (people.position_px, people.score, people.world_m)} == {np.dtype(np.float32)}


def test_the_runner_is_where_the_runner_is(landmarker: Landmarker, runner: list[Frame], samples):
    truth = np.load(samples / "run_right_60fps.truth.npz")
    looks = taken(landmarker, runner)
    for part in ("shoulder", "hip", "knee"):
        true_px = truth[f"right_{part}_px"][20:28]
        apart = np.linalg.norm(looks.position_px[:, :, 0, point("right", part)] - true_px[:, None], axis=-1)
        assert np.median(apart) < 0.05 * 320  # 5 % of the body's height in px


def test_nothing_is_missing_of_a_person_who_is_seen(landmarker: Landmarker, runner: list[Frame]):
    looks = taken(landmarker, runner)
    assert np.isfinite(looks.position_px).all()
    assert ((looks.score >= 0) & (looks.score <= 1)).all()


def test_the_mirrored_look_is_mirrored_back(landmarker: Landmarker, runner: list[Frame]):
    """Both looks see the right leg in the right leg's place: apart by little beside the leg's 150 px."""
    looks = taken(landmarker, runner)
    apart = np.linalg.norm(looks.position_px[:, 0, 0, RIGHT_LEG] - looks.position_px[:, 1, 0, RIGHT_LEG], axis=-1)
    assert np.median(apart) < 10
    toward = looks.world_m[:, :, 0, point("right", "hip"), 2] - looks.world_m[:, :, 0, point("left", "hip"), 2]
    assert (toward < 0).mean() > 0.9  # the near hip is the nearer one in both


def test_a_mirrored_clip_exchanges_the_looks(landmarker: Landmarker, runner: list[Frame]):
    from endrange.domain.skeleton import mirror_points

    looks, other = taken(landmarker, runner), taken(landmarker, mirrored(runner))
    back = mirror_points(other.position_px[:, ::-1], looks.size_px[0])
    height = np.ptp(looks.position_px[..., 1], axis=-1).mean()
    assert np.median(np.linalg.norm(back - looks.position_px, axis=-1)) < 0.01 * height


def test_the_same_frames_give_the_same_numbers(landmarker: Landmarker, runner: list[Frame]):
    once, again = taken(landmarker, runner[:4]), taken(landmarker, runner[:4])
    np.testing.assert_array_equal(once.position_px, again.position_px)
    np.testing.assert_array_equal(once.world_m, again.world_m)


def test_nobody_is_nobody(landmarker: Landmarker, blank: list[Frame]):
    said = list(landmarker.look(iter(blank)))
    assert [len(people.position_px) for s in said for people in s.looks.values()] == [0, 0, 0, 0]


def test_no_frames_are_no_sightings(landmarker: Landmarker):
    assert list(landmarker.look(iter([]))) == []


def test_frames_are_read_as_they_are_needed(landmarker: Landmarker, runner: list[Frame]):
    """A consumer that stops after one sighting has not made the engine read all of a long clip."""
    read = 0

    def endless():
        nonlocal read
        while True:
            frame = runner[read % 8]
            yield Frame(read, read / 60, frame.image)
            read += 1

    sightings = landmarker.look(endless())
    assert next(sightings).index == 0
    sightings.close()
    assert read < 40
