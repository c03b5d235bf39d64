"""Heads of people whom nobody followed: found in the film, told from those who are known, blurred where asked for."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.report.bystanders import EVERY_S, NOBODY, Bystanders, found_in, strangers
from endrange.report.faces import Blur
from endrange.video.frames import frames_at

GREY = np.full((4, 4, 3), 128, np.uint8)
NO_HEAD = np.full((1, 1, 3), np.nan)
NO_BODY = np.full((1, 1, 33, 2), np.nan)


def at(*circles: tuple[float, float, float]) -> np.ndarray:
    return np.array(circles, float).reshape(-1, 3)


def test_the_film_is_looked_at_every_so_often() -> None:
    """Ten seconds of 30 frames a second: the first, and then one every 0.4 s."""
    frames = (Frame(i, i / 30, GREY) for i in range(300))
    found = found_in(frames, lambda _: at((1.0, 2.0, 3.0)))
    assert len(found.time_s) == 25
    assert np.diff(found.time_s) == pytest.approx(EVERY_S)


def test_a_head_counts_until_the_film_is_looked_at_again() -> None:
    found = Bystanders((0.0, 0.4, 0.8), (at((1, 1, 5)), at(), at((9, 9, 5))))
    assert found.near(0.3).tolist() == [[1, 1, 5]]
    assert found.near(0.5).tolist() == [[9, 9, 5]]
    assert found.near(0.4).tolist() == [[1, 1, 5], [9, 9, 5]]
    assert NOBODY.near(0.0).shape == (0, 3)


def test_who_is_known_is_no_stranger() -> None:
    """A known head at (100, 50), a known leg from (100, 200) to (120, 400); somebody stands at (400, 60)."""
    head, body = np.array([[[100.0, 50.0, 20.0]]]), NO_BODY.copy()
    body[0, 0, 24], body[0, 0, 28] = (100, 200), (120, 400)
    found = Bystanders((0.0,), (at((110, 70, 60), (115, 300, 30), (130, 405, 30), (400, 60, 25)),))
    assert strangers(found, np.zeros(1), head, body).circles_px[0].tolist() == [[400, 60, 25]]
    assert len(strangers(found, np.zeros(1), NO_HEAD, NO_BODY).circles_px[0]) == 4
    assert strangers(found, np.zeros(0), head[:0], body[:0]) is found


def test_a_stranger_is_blurred_as_well(analysis, monkeypatch) -> None:
    """The made runner's head lies at (490, 85); somebody else's is found at (800, 100), 30 px about it."""
    found = Bystanders((0.4, 0.8), (at((800, 100, 30)), at()))
    monkeypatch.setattr("endrange.report.bystanders._looked_for", lambda *_: found)
    before, after = (Blur(analysis, look_again=again).mask(960, 540, 0.5) for again in (False, True))
    assert not before[100, 800]
    assert after[100, 800]
    assert (after & ~before).sum() == pytest.approx(np.pi * 30**2, rel=0.06)
    assert not Blur(analysis, look_again=True).mask(960, 540, 2.0)[100, 800]


@pytest.mark.networks
def test_the_detector_finds_a_head_in_the_whole_picture_and_in_a_part(samples) -> None:
    """A runner as filmed, and the same made a third as large in a corner of a grey picture."""
    from endrange.pose.openvino_engine.bystanders import HeadFinder

    finder = HeadFinder()
    image = np.asarray(frames_at(samples / "run_left_portrait_30fps.mp4", (1.0,))[0].image)
    small = np.full((960, 1600, 3), 128, np.uint8)
    small[:320, :180] = image[::3, ::3]
    for picture, head, most in ((image, (230, 265), 130), (small, (230 / 3, 265 / 3), 130 / 3)):
        away = np.linalg.norm(finder(picture)[:, :2] - head, axis=1)
        assert away.min() < most
