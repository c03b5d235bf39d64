"""Corrections by hand: spans left out are lost, legs exchanged are the other leg's, and the file tells it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from endrange.domain.body import Body, Span, Verdict
from endrange.domain.corrections import (
    NOTHING,
    SUFFIX,
    Corrections,
    Dropped,
    corrected,
    corrections_beside,
    corrections_text,
)
from endrange.domain.errors import SettingsError
from endrange.domain.skeleton import point


def _body() -> Body:
    """Ten frames, a tenth of a second apart; each point stands at its own index."""
    position = np.tile(np.arange(33.0)[None, :, None], (10, 1, 2))
    plain = np.zeros((10, 33))
    return Body(
        np.arange(10) / 10, position, plain, plain + 1, np.zeros((10, 33, 3)), np.zeros((10, 33), np.int8),
        np.zeros((10, 2, 33), np.int8), (Span(0, 10),), ("heavy", "movenet"), (640, 480), None, 1, 1,
    )  # fmt: skip


def test_a_span_left_out_is_lost_and_the_rest_untouched() -> None:
    body = corrected(_body(), Corrections(leave_out=((0.2, 0.5),)))
    lost = np.isnan(body.position_px).all(axis=(1, 2))
    assert lost.tolist() == [False, False, True, True, True, False, False, False, False, False]
    assert (body.verdict[2:5] == Verdict.LOST).all()
    assert (body.verdict[5:] == Verdict.GIVEN).all()


def test_legs_change_places_within_the_span_alone() -> None:
    body = corrected(_body(), Corrections(exchange_legs=((0.0, 0.3),)))
    left, right = point("left", "knee"), point("right", "knee")
    assert body.position_px[:4, left, 0].tolist() == [right, right, right, left]
    assert body.position_px[0, point("left", "shoulder"), 0] == point("left", "shoulder")
    assert body.verdict[0, left] == Verdict.EXCHANGED
    assert body.verdict[3, left] == Verdict.GIVEN


def test_a_dropped_stride_loses_the_middle_of_its_leg_alone() -> None:
    body = corrected(_body(), Corrections(drop=(Dropped(0.0, 1.0, "left"),)))
    knee, other = point("left", "knee"), point("right", "knee")
    assert np.isnan(body.position_px[:, knee, 0]).tolist() == [False] * 2 + [True] * 6 + [False] * 2
    assert np.isfinite(body.position_px[:, [other, point("left", "hip")]]).all()
    assert body.verdict[5, knee] == Verdict.LOST


def test_exchanged_twice_is_as_before() -> None:
    said = Corrections(exchange_legs=((0.0, 1.0),))
    np.testing.assert_array_equal(corrected(corrected(_body(), said), said).position_px, _body().position_px)


def test_without_corrections_nothing_is_copied() -> None:
    body = _body()
    assert corrected(body, NOTHING) is body


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    said = Corrections(((0.1, 0.25), (3.0, 4.5)), ((1.0, 2.0),), (Dropped(5.0, 6.0, "left"), Dropped(7.0, 8.5, None)))
    clip = tmp_path / "run.mp4"
    (tmp_path / f"run.mp4{SUFFIX}").write_text(corrections_text(said), encoding="utf-8")
    assert corrections_beside(clip) == said
    assert corrections_beside(tmp_path / "other.mp4") == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "not toml [",
        "leave_out = []",
        'schema = "endrange.corrections/1"\nmore = 1',
        'schema = "endrange.corrections/1"\n[[leave_out]]\nstart_s = 2.0\nend_s = 1.0',
        'schema = "endrange.corrections/1"\n[[leave_out]]\nstart_s = 2.0',
        'schema = "endrange.corrections/1"\n[[exchange_legs]]\nstart_s = 0.0\nend_s = inf',
        'schema = "endrange.corrections/1"\nleave_out = 3',
        'schema = "endrange.corrections/1"\n[[drop]]\nstart_s = 0.0\nend_s = 1.0\nside = "both"',
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / f"run.mp4{SUFFIX}").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"run\.mp4\.corrections\.toml"):
        corrections_beside(tmp_path / "run.mp4")
