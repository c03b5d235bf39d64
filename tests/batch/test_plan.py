import pytest

from endrange.batch.executors import SerialExecutor
from endrange.batch.job import JobResult
from endrange.batch.plan import plan_batch, read_table
from endrange.batch.run import run_batch
from endrange.domain.errors import SettingsError
from endrange.settings import make_settings


def folder_with(tmp_path, *names):
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"not a video")
    return tmp_path / "in"


def test_every_clip_below_the_folder_is_asked_for(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "x/a.mp4", "x/ä ö.MOV", "notes.txt", ".hidden.mp4", "out/old.mp4")
    plan = plan_batch(folder, folder / "out", make_settings())
    assert [job.name for job in plan.jobs] == ["a.mp4", "x/a.mp4", "x/ä ö.MOV"]
    assert [job.folder.relative_to(folder).as_posix() for job in plan.jobs] == [
        "out/a.mp4",
        "out/x/a.mp4",
        "out/x/ä ö.MOV",
    ]
    assert {r.name for r in plan.unreadable} == {"a.mp4", "x/a.mp4", "x/ä ö.MOV"}
    assert plan.to_do == ()


def test_patterns_choose(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "x/a.mp4", "x/b.dat")
    plan = plan_batch(folder, tmp_path / "out", make_settings(), globs=["x/*"])
    assert [job.name for job in plan.jobs] == ["x/a.mp4", "x/b.dat"]


def test_a_table_gives_settings_and_own_columns(tmp_path):
    folder = folder_with(tmp_path, "a.mp4", "b.mp4", "c.mp4")
    table = tmp_path / "clips.csv"
    table.write_text("file,subject,movement,side,condition\nb.mp4,S2,hip_car,left,\na.mp4,S1,,,barefoot\n")
    plan = plan_batch(folder, tmp_path / "out", make_settings(quality="fast"), table=table)
    a, b = plan.jobs
    assert (a.name, a.columns, a.settings.movement) == ("a.mp4", (("subject", "S1"), ("condition", "barefoot")), None)
    assert (b.settings.movement, b.settings.side, b.settings.quality) == ("hip_car", "left", "fast")
    assert b.columns == (("subject", "S2"), ("condition", ""))


def test_a_toml_table_is_read_too(tmp_path):
    table = tmp_path / "clips.toml"
    table.write_text('[[clips]]\nfile = "a.mp4"\nperson = 2\n')
    assert read_table(table) == [{"file": "a.mp4", "person": 2}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name\na.mp4\n", "row 2: there is no 'file'"),
        ("file\n../a.mp4\n", "does not lie below"),
        ("file\na.mp4\na.mp4\n", "listed twice"),
        ("file,side\na.mp4,both\n", "'side'"),
    ],
)
def test_a_wrong_table_is_one_sentence(tmp_path, text, says):
    folder = folder_with(tmp_path, "a.mp4")
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(SettingsError, match=says):
        plan_batch(folder, tmp_path / "out", make_settings(), table=tmp_path / "t.csv")


def test_an_empty_folder_and_none_are_said(tmp_path):
    with pytest.raises(SettingsError, match="There is no folder"):
        plan_batch(tmp_path / "nowhere", tmp_path / "out", make_settings())
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match="No clips were found"):
        plan_batch(tmp_path / "empty", tmp_path / "out", make_settings())


def test_half_written_files_of_a_killed_run_are_swept_and_every_clip_has_its_row(tmp_path):
    folder = folder_with(tmp_path, "a.mp4")
    half = tmp_path / "out" / "a.mp4" / ".overlay.mp4.abc.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    seen = []
    plan = plan_batch(folder, tmp_path / "out", make_settings())
    outcome = run_batch(plan, SerialExecutor(), on_result=lambda *told: seen.append(told))
    assert not half.exists()
    assert [r.status for r in outcome.failed] == ["failed"]
    summary = (tmp_path / "out" / "summary.csv").read_text().splitlines()
    assert summary[0].startswith("file,status,reason,code")
    assert summary[1].startswith("a.mp4,failed,")
    assert (tmp_path / "out" / "dictionary.csv").read_text().count("summary") > 10


def test_results_are_told_as_they_come(tmp_path):
    folder = folder_with(tmp_path, "a.mp4")
    plan = plan_batch(folder, tmp_path / "out", make_settings())
    readable = type(plan)(plan.folder, plan.out, plan.jobs, (), 0.0)
    told = []
    run_batch(
        readable,
        SerialExecutor(),
        work=lambda job: JobResult(job.name, "failed", "clip", "nothing in it"),
        on_result=lambda *t: told.append(t),
    )
    assert [(r.name, done, total) for r, done, total in told] == [("a.mp4", 1, 1)]
