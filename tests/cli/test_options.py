"""Options made from the settings: the same for every command that takes them."""

import pytest
import typer
from typer.testing import CliRunner

from endrange.cli.app import build_app
from endrange.cli.options import looks_from, option_name, takes_settings
from endrange.domain.errors import SettingsError
from endrange.settings import Settings

PUBLIC = [name for name in Settings.model_fields if name not in ("threads", "max_people")]


@pytest.mark.parametrize("command", ["analyze", "batch", "export"])
def test_every_setting_is_an_option_with_its_help(command):
    said = CliRunner().invoke(build_app(), [command, "--help"], env={"COLUMNS": "200"}).output
    for name in PUBLIC:
        assert f"--{option_name(name).replace('_', '-')} " in said
        assert Settings.model_fields[name].description.split()[0] in said
    assert "fast|standard|best" in said


def told(*words, names=()):
    """The settings that a command gets."""
    got = []
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    @takes_settings(*names)
    def one(settings: Settings, more: str = "x") -> None:
        got.append((settings, more))

    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return got[0] if got else result


def test_what_is_said_is_set_and_what_is_not_has_its_default():
    settings, more = told(
        "--start", "1.5", "--person", "2", "--looks", "movenet, heavy", "--height", "1.8", "--overlay-size", "1920",
        "--more", "y",
    )  # fmt: skip
    assert (settings.start_s, settings.person, settings.looks, settings.height_m) == (1.5, 2, ("heavy", "movenet"), 1.8)
    assert settings.overlay_size_px == 1920
    assert more == "y"
    assert told()[0] == Settings()


def test_a_command_may_take_some_settings_only():
    assert told("--quality", "best", names=("quality",))[0].quality == "best"
    assert told("--side", "left", names=("quality",)).exit_code == 2


def test_a_wrong_value_is_one_sentence():
    with pytest.raises(SettingsError, match="'quality' cannot be used"):
        told("--quality", "superb")


def test_lists_of_looks_are_parted_by_commas():
    assert looks_from("heavy, movenet,") == ("heavy", "movenet")
    assert looks_from(None) is None


def test_faces_are_blurred_where_any_command_is_told_so(monkeypatch, tmp_path):
    class StoppedError(Exception):
        pass

    seen = []

    def caught(*values, **named):
        seen.extend(v for v in (*values, *named.values()) if isinstance(v, Settings))
        raise StoppedError

    (tmp_path / "run.mp4").write_bytes(b"x")
    # The pipeline last: a module that is loaded after it would keep the replacement for good.
    monkeypatch.setattr("endrange.assessing.assess", caught)
    monkeypatch.setattr("endrange.export.export", caught)
    monkeypatch.setattr("endrange.pipeline.analyze", caught)
    monkeypatch.setattr("endrange.pose.libraries.require_libraries", lambda: None)
    for command in (
        ["analyze", str(tmp_path / "run.mp4")],
        ["assess", str(tmp_path), "--no-history"],
        ["export", str(tmp_path / "run.mp4"), "--format", "trc"],
    ):
        for options in ([], ["--blur-faces"]):
            result = CliRunner().invoke(build_app(), [*command, *options])
            assert isinstance(result.exception, StoppedError), result.output
    assert [settings.blur_faces for settings in seen] == [False, True] * 3
