"""Corrections by hand as a file: what was written comes back, and what cannot be is said."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from endrange.domain.corrections import (
    NOTHING,
    SUFFIX,
    Corrections,
    Dropped,
    Moved,
    Pointed,
    corrections_beside,
    corrections_from,
    corrections_text,
    with_moves,
)
from endrange.domain.errors import SettingsError

EVERYTHING = Corrections(
    leave_out=((0.1, 0.25), (3.0, 4.5)),
    exchange_legs=((1.0, 2.0),),
    drop=(Dropped(5.0, 6.0, "left"), Dropped(7.0, 8.5, None)),
    move=(Moved(0.5, "left", "ankle", 101.25, -3.0), Moved(0.5, "right", "foot_index", 7.0, 8.0)),
    neutral=((0.0, 0.4),),
    person=Pointed(1.25, 640.0, 360.5),
)


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    clip = tmp_path / "run.mp4"
    (tmp_path / f"run.mp4{SUFFIX}").write_text(corrections_text(EVERYTHING), encoding="utf-8")
    assert corrections_beside(clip) == EVERYTHING
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
        'schema = "endrange.corrections/1"\n[[neutral]]\nstart_s = 0.0\nend_s = nan',
        'schema = "endrange.corrections/1"\n[[move]]\ntime_s = 1\nside = "left"\npart = "nose"\nx_px = 1\ny_px = 1',
        'schema = "endrange.corrections/1"\n[[move]]\ntime_s = 1\npart = "knee"\nx_px = 1\ny_px = 1',
        'schema = "endrange.corrections/1"\n[[move]]\ntime_s = 1\nside = "left"\npart = "knee"\nx_px = inf\ny_px = 1',
        'schema = "endrange.corrections/1"\n[[move]]\ntime_s = 1\nside = "left"\npart = ["knee"]\nx_px = 1\ny_px = 1',
        'schema = "endrange.corrections/1"\n[person]\ntime_s = -1.0\nx_px = 1\ny_px = 1',
        'schema = "endrange.corrections/1"\nperson = 2',
        'schema = "endrange.corrections/1"\n[[person]]\ntime_s = 1.0\nx_px = 1\ny_px = 1',
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / f"run.mp4{SUFFIX}").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"run\.mp4\.corrections\.toml"):
        corrections_beside(tmp_path / "run.mp4")


def test_what_an_analysis_tells_comes_back() -> None:
    assert corrections_from(asdict(EVERYTHING)) == EVERYTHING
    assert corrections_from({}) == NOTHING
    assert not NOTHING


def test_a_point_moved_again_in_a_frame_stands_where_it_was_put_last() -> None:
    first = Moved(0.5, "left", "ankle", 1.0, 1.0)
    again, other = first._replace(x_px=9.0), first._replace(time_s=0.4)
    assert with_moves(with_moves(NOTHING, (first,)), (again, other)).move == (other, again)


def test_what_was_changed_is_said_in_a_phrase_each() -> None:
    assert EVERYTHING.described() == (
        "left out 0.10-0.25 s, 3.00-4.50 s",
        "legs exchanged 1.00-2.00 s",
        "not counted 5.00-6.00 s, 7.00-8.50 s",
        "neutral standing chosen 0.00-0.40 s",
        "2 points in 1 frame moved (left ankle 0.50 s, right toes 0.50 s)",
        "person chosen in the picture at 1.25 s",
    )
    many = tuple(Moved(i / 10, "left", "hip", 0.0, 0.0) for i in range(9))
    (said,) = Corrections(move=many).described()
    assert said.startswith("9 points in 9 frames moved (left hip 0.00 s, ")
    assert said.endswith("left hip 0.50 s and 3 more)")
