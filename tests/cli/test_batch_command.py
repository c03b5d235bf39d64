"""``endrange batch`` as its user sees it."""

import pytest
from typer.testing import CliRunner

from endrange.batch.job import JobResult
from endrange.batch.run import Step
from endrange.cli.app import build_app
from endrange.cli.batch import _line
from endrange.domain.errors import SettingsError


def call(*words):
    return CliRunner().invoke(build_app(), [str(w) for w in words])


def test_what_cannot_be_read_is_planned_said_and_fails(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.mp4").write_bytes(b"")
    done = call("batch", tmp_path / "in", "--out", tmp_path / "out", "--parquet")
    assert done.exit_code == 1
    assert "1 clip, 0.0 minutes of film, 1 unreadable" in done.output
    assert "failed: a.mp4 is empty" in done.output
    assert "0 of 1 clips have results" in done.output
    assert (tmp_path / "out" / "summary.parquet").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--quality", "superb"), "'quality'"),
        (("--format", "word"), "no format 'word'"),
        (("--glob", "*.trc"), "No clips were found"),
    ],
)
def test_wrong_words_are_one_sentence(tmp_path, words, says):
    (tmp_path / "a.mp4").write_bytes(b"")
    done = call("batch", tmp_path, "--out", tmp_path / "out", *words)
    assert isinstance(done.exception, SettingsError)
    assert says in str(done.exception)


def test_a_line_says_how_far_and_how_long():
    done, bad = JobResult("x/a.mp4", "done"), JobResult("b.mp4", "failed", "no_person", "b.mp4: nobody is seen.")
    assert _line(Step(done, 3, 9, 75.0)) == "[3/9, 1 min 15 s left] x/a.mp4: done"
    assert _line(Step(done, 3, 9, 4.2)) == "[3/9, 4 s left] x/a.mp4: done"
    assert _line(Step(bad, 3, 9, None)) == "[3/9] b.mp4: failed: b.mp4: nobody is seen."
