import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.errors import SettingsError
from endrange.domain.looks import Landmarker, Looks, ModelFile, gather
from endrange.pose.replay import ReplayLandmarker


def two_people_then_one() -> Looks:
    """Frame 0: two people; frame 1: the second look alone sees one, in slot 1; frame 2: nobody."""
    rng = np.random.default_rng(0)
    position = rng.uniform(0, 100, (3, 2, 2, 33, 2)).astype(np.float32)
    score = rng.uniform(0, 1, (3, 2, 2, 33)).astype(np.float32)
    world = rng.uniform(-1, 1, (3, 2, 2, 33, 3)).astype(np.float16)
    for part in (position, score, world):
        part[1, 0] = np.nan
        part[1, 1, 0] = np.nan
        part[2] = np.nan
    models = (ModelFile("blazepose_heavy", "0" * 64),)
    return Looks(
        np.array([0.0, 0.04, 0.08]), ("heavy", "movenet"), position, score, world, (100, 80), "openvino", models
    )


def frames(n: int) -> list[Frame]:
    return [Frame(i, i * 0.04, np.zeros((80, 100, 3), np.uint8)) for i in range(n)]


def test_it_is_a_landmarker():
    replay = ReplayLandmarker(two_people_then_one())
    assert isinstance(replay, Landmarker)
    assert replay.engine == "file"
    assert replay.looks == ("heavy", "movenet")
    assert replay.models[0].name == "blazepose_heavy"
    replay.close()


def test_each_frame_has_its_people():
    given = two_people_then_one()
    said = list(ReplayLandmarker(given).look(frames(3)))
    assert [len(s.looks["heavy"].position_px) for s in said] == [2, 1, 0]
    np.testing.assert_array_equal(said[0].looks["movenet"].position_px, given.position_px[0, 1])
    assert np.isnan(said[1].looks["heavy"].position_px).all()
    np.testing.assert_array_equal(said[1].looks["movenet"].position_px[0], given.position_px[1, 1, 1])


def test_gathered_again_it_is_the_same_where_slots_were_full():
    given = two_people_then_one()
    replay = ReplayLandmarker(given)
    again = gather(
        replay.look(frames(1)), names=replay.looks, size_px=given.size_px, engine=replay.engine, models=replay.models
    )
    np.testing.assert_array_equal(again.position_px, given.position_px[:1])
    np.testing.assert_array_equal(again.world_m, given.world_m[:1])


def test_a_longer_clip_is_refused():
    with pytest.raises(SettingsError, match="holds 3 frames"):
        list(ReplayLandmarker(two_people_then_one()).look(frames(4)))
