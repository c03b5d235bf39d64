"""Looks are kept between runs and asked for once."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.looks_store import LooksStore, load_looks, save_looks
from endrange.accuracy.truth import choose_looks, read_recorded


@pytest.fixture
def looks(samples):
    found = read_recorded(samples / "looks" / "d014_run_side.npz").looks
    assert found is not None
    return found


class Counting(LooksStore):
    """Counts how often the networks would look."""

    def __init__(self, folder, looks) -> None:
        super().__init__(folder)
        self.looks, self.asked = looks, []

    def _look(self, clip, names):
        self.asked.append(names)
        return choose_looks(self.looks, names)


def test_what_is_kept_is_what_was_seen(looks, tmp_path) -> None:
    path = tmp_path / "a.npz"
    save_looks(looks, path)
    again = load_looks(path)
    assert again.names == looks.names
    assert again.size_px == looks.size_px
    assert np.array_equal(again.position_px, looks.position_px, equal_nan=True)
    assert again.score == pytest.approx(looks.score, abs=0.001, nan_ok=True)
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


def test_networks_look_once_and_again_for_a_look_that_is_missing(looks, tmp_path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"pixels")
    store = Counting(tmp_path / "kept", looks)
    assert store.looks_of(clip, {"heavy"}).names == ("heavy",)
    assert store.looks_of(clip, {"heavy"}).names == ("heavy",)
    assert store.asked == [("heavy",)]
    assert store.looks_of(clip, {"movenet"}).names == ("heavy", "movenet")
    assert store.looks_of(clip, {"heavy", "movenet"}).names == ("heavy", "movenet")
    assert store.asked == [("heavy",), ("heavy", "movenet")]


def test_another_film_under_the_same_name_is_looked_at_anew(looks, tmp_path) -> None:
    clip = tmp_path / "clip.mp4"
    store = Counting(tmp_path / "kept", looks)
    for content in (b"one", b"other"):
        clip.write_bytes(content)
        store.looks_of(clip, {"heavy"})
    assert len(store.asked) == 2


def test_a_store_without_a_folder_keeps_nothing(looks, tmp_path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"pixels")
    store = Counting(None, looks)
    store.looks_of(clip, {"heavy"})
    store.looks_of(clip, {"heavy"})
    assert len(store.asked) == 2
