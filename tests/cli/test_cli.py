"""The command line as a stranger meets it."""

import json

import pytest
from typer.testing import CliRunner

from endrange.cli.app import build_app
from endrange.domain.errors import EndrangeError, SettingsError
from endrange.domain.vocabulary import MOVEMENTS


def call(*words):
    return CliRunner().invoke(build_app(), [str(w) for w in words])


def test_every_command_explains_itself():
    top = call("--help")
    assert top.exit_code == 0
    for command in ("analyze", "assess", "history", "guide", "accuracy", "doctor"):
        assert command in top.output
        assert call(command, "--help").exit_code == 0


def test_the_version_is_said():
    assert call("--version").output.startswith("endrange ")


@pytest.mark.parametrize("movement", [m for m in MOVEMENTS if m != "unknown"])
def test_there_is_a_guide_for_every_movement(movement):
    text = call("guide", movement).output
    assert "Camera" in text
    assert "What to do" in text
    assert f"--movement {movement}" in text


def test_an_unknown_movement_is_said():
    with pytest.raises(SettingsError, match="no movement 'dancing'"):
        raise call("guide", "dancing").exception


def test_a_file_that_is_not_there_is_one_sentence_and_no_result(tmp_path):
    done = call("analyze", tmp_path / "nothing.mp4", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "nothing.mp4" in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_wrong_options_are_one_sentence(tmp_path):
    for words in (("--quality", "superb"), ("--side", "both"), ("--looks", "x"), ("--start", "3", "--end", "1")):
        done = call("analyze", tmp_path / "a.mp4", *words)
        assert isinstance(done.exception, EndrangeError)


def test_the_template_is_written_once(tmp_path):
    assert call("assess", tmp_path, "--new").exit_code == 0
    assert "[athlete]" in (tmp_path / "session.toml").read_text()
    with pytest.raises(EndrangeError, match="is there already"):
        raise call("assess", tmp_path, "--new").exception


def test_an_empty_history_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("ENDRANGE_HISTORY", str(tmp_path / "h.sqlite3"))
    assert call("history", "list").output == ""
    assert json.loads(call("history", "export", "Ann").output) == []
    with pytest.raises(SettingsError, match="no athlete 'Ann'"):
        raise call("history", "show", "Ann").exception
