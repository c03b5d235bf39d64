"""Texts of the suggested focus: chosen by what stands out, a coach's own before the project's."""

import pytest

from endrange.domain.assessment import Priority, PriorityEvidence
from endrange.domain.errors import SettingsError
from endrange.session.focus import focus_of, read_focus, template_text

NOWHERE = PriorityEvidence(None, None, None)


def priority(kind, motion="hip_extension", side="right"):
    return Priority(1, motion, side, kind, "…", NOWHERE)


def test_the_projects_texts_name_the_joint_and_follow_the_kind():
    lines = read_focus().lines_for([priority("gap"), priority("borrowed", "hip_abduction", None)], "road")
    assert "slow circles" in lines[0]
    assert lines[1].startswith("The right hip extension is there and not yet used")
    assert lines[2].startswith("The stride asks for more hip abduction than you own")
    assert len(lines) == 4


def test_a_coachs_own_file_in_the_folder_or_by_name_comes_first(tmp_path):
    (tmp_path / "focus.toml").write_text(
        'daily = "Walk."\n[gap]\nany = "Hold the {joint}."\n[surface]\ntrail = "Hills."\n'
    )
    focus = focus_of(tmp_path)
    assert focus.lines_for([priority("gap")], "trail") == ("Walk.", "Hold the right hip extension.", "Hills.")
    other = tmp_path / "other.toml"
    other.write_text('nothing = "Rest."\n')
    assert focus_of(tmp_path, other).lines_for([], None) == ("Rest.",)


def test_the_template_is_the_projects_own_text(tmp_path):
    (tmp_path / "focus.toml").write_text(template_text(), encoding="utf-8")
    assert focus_of(tmp_path) == read_focus()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("daily = 3", "daily cannot be used"),
        ('weekly = "x"', "weekly cannot be used"),
        ('[gap]\nhip = "x"', "'hip' is none of"),
        ("[gap", "is not a TOML file"),
    ],
)
def test_a_wrong_entry_is_one_sentence(tmp_path, text, says):
    file = tmp_path / "focus.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=says):
        read_focus(file)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SettingsError, match=r"nothing\.toml cannot be read"):
        read_focus(tmp_path / "nothing.toml")
