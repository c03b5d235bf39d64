import os
import sys

import pytest

from endrange.batch.plan import LIMIT_S, Wish, plan_batch
from endrange.batch.table import read_table
from endrange.domain.errors import SettingsError
from endrange.settings import make_settings

WISH = Wish(make_settings())


def folder_with(tmp_path, *names):
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"not a video")
    return tmp_path / "in"


def test_every_clip_below_the_folder_is_asked_for(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "x/a.mp4", "x/ä ö.MOV", "notes.txt", ".hidden.mp4", "out/old.mp4")
    plan = plan_batch(folder, folder / "out", WISH)
    assert [job.name for job in plan.jobs] == ["a.mp4", "x/a.mp4", "x/ä ö.MOV"]
    assert [job.folder.relative_to(folder).as_posix() for job in plan.jobs] == [
        "out/a.mp4",
        "out/x/a.mp4",
        "out/x/ä ö.MOV",
    ]
    assert {r.name for r in plan.unreadable} == {"a.mp4", "x/a.mp4", "x/ä ö.MOV"}
    assert plan.to_do == ()


def test_patterns_choose_and_landmarks_are_clips_too(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "x/a.mp4", "x/b.trc")
    plan = plan_batch(folder, tmp_path / "out", WISH, globs=["x/*"])
    assert [job.name for job in plan.jobs] == ["x/a.mp4", "x/b.trc"]
    (landmarks,) = plan.to_do
    assert len(landmarks.sha256) == 64
    assert landmarks.time_limit_s == LIMIT_S


def test_a_film_may_take_as_long_as_its_length_needs(samples, tmp_path):
    wish = Wish(make_settings(), time_limit_s=7.0)
    (by_length,) = plan_batch(samples, tmp_path, WISH, globs=["standing_right.mp4"]).jobs
    (stated,) = plan_batch(samples, tmp_path, wish, globs=["standing_right.mp4"]).jobs
    assert by_length.time_limit_s == pytest.approx(300 + 120 * by_length.seconds)
    assert by_length.seconds > 1.0
    assert stated.time_limit_s == 7.0


def test_a_table_gives_settings_and_own_columns(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "b.mp4", "c.mp4")
    table = tmp_path / "clips.csv"
    table.write_text("file,subject,movement,side,condition\nb.mp4,S2,hip_car,left,\na.mp4,S1,,,barefoot\n")
    plan = plan_batch(folder, tmp_path / "out", Wish(make_settings(quality="fast")), table=table)
    a, b = plan.jobs
    assert (a.name, a.columns, a.settings.movement) == ("a.mp4", (("subject", "S1"), ("condition", "barefoot")), None)
    assert (b.settings.movement, b.settings.side, b.settings.quality) == ("hip_car", "left", "fast")
    assert b.columns == (("subject", "S2"), ("condition", ""))


def test_a_spreadsheet_with_semicolons_and_a_toml_table_are_read_too(tmp_path):
    (tmp_path / "clips.csv").write_bytes("\ufefffile;subject\na.mp4;Ä\n".encode())
    assert read_table(tmp_path / "clips.csv") == [{"file": "a.mp4", "subject": "Ä"}]
    (tmp_path / "clips.toml").write_text('[[clips]]\nfile = "a.mp4"\nperson = 2\n')
    assert read_table(tmp_path / "clips.toml") == [{"file": "a.mp4", "person": 2}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name\na.mp4\n", "row 2: there is no 'file'"),
        ("file\n../a.mp4\n", "does not lie below"),
        ("file\na.mp4\na.mp4\n", "listed twice"),
        ("file,side\na.mp4,both\n", "'side'"),
        ("file,value\na.mp4,3\n", "value is a column of the results"),
        ("file\na.mp4,3\n", "row 2: there are more cells"),
    ],
)
def test_a_wrong_table_is_one_sentence(tmp_path, text, says):
    folder = folder_with(tmp_path, "a.mp4")
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(SettingsError, match=says):
        plan_batch(folder, tmp_path / "out", WISH, table=tmp_path / "t.csv")


def test_a_clip_of_the_table_that_is_not_there_is_a_result(tmp_path):
    folder = folder_with(tmp_path, "a.mp4")
    (tmp_path / "t.csv").write_text("file\nnowhere.mp4\n")
    plan = plan_batch(folder, tmp_path / "out", WISH, table=tmp_path / "t.csv")
    (result,) = plan.unreadable
    assert (result.name, result.code) == ("nowhere.mp4", "not_found")
    assert str(tmp_path) not in result.reason


def test_what_cannot_be_planned_is_one_sentence(tmp_path):
    with pytest.raises(SettingsError, match="There is no folder"):
        plan_batch(tmp_path / "nowhere", tmp_path / "out", WISH)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match="No clips were found"):
        plan_batch(tmp_path / "empty", tmp_path / "out", WISH)
    folder = folder_with(tmp_path, "a.mp4")
    with pytest.raises(SettingsError, match="Results cannot go among the clips"):
        plan_batch(folder, folder, WISH)
    with pytest.raises(SettingsError, match="no format 'word'"):
        plan_batch(folder, tmp_path / "out", Wish(make_settings(), formats=("word",)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_a_result(tmp_path):
    folder = folder_with(tmp_path, "a.mp4")
    (folder / os.fsdecode(b"b\xff.mp4")).write_bytes(b"")
    plan = plan_batch(folder, tmp_path / "out", WISH)
    assert [(r.name, r.code) for r in plan.unreadable] == [("a.mp4", "not_a_video"), ("b?.mp4", "name")]
    assert plan.unreadable[1].reason == "b?.mp4 has a name that is no text; rename it."
