import pytest

from endrange.domain.errors import ClipNotFound, OutputError
from endrange.formats.whole import folder_written_whole, sweep, written_whole


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), written_whole(path) as part:
        part.write_text("half")
        _ = 1 / 0
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), written_whole(tmp_path / "file" / "a.txt"):
        pass
    with pytest.raises(OutputError, match="cannot be written"), folder_written_whole(tmp_path / "file" / "a"):
        pass


def test_an_error_of_ours_stays_what_it_is(tmp_path):
    with pytest.raises(ClipNotFound), written_whole(tmp_path / "a.txt"):
        raise ClipNotFound("There is no clip.")


def test_a_folder_takes_the_place_of_the_old_one_or_leaves_it(tmp_path):
    path = tmp_path / "frames"
    with folder_written_whole(path) as part:
        (part / "one").write_text("1")
    with pytest.raises(ZeroDivisionError), folder_written_whole(path) as part:
        (part / "half").write_text("")
        _ = 1 / 0
    assert [p.name for p in path.iterdir()] == ["one"]
    with folder_written_whole(path) as part:
        (part / "two").write_text("2")
    assert [p.name for p in path.iterdir()] == ["two"]
    assert [p.name for p in tmp_path.iterdir()] == ["frames"]


def test_long_names_of_many_bytes_can_be_written(tmp_path):
    path = tmp_path / ("ü" * 120 + ".mp4")
    with written_whole(path) as part:
        part.write_text("whole")
    assert path.read_text() == "whole"


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / "x" / ".frames.abc.part").mkdir(parents=True)
    (tmp_path / "x" / ".frames.abc.part" / "half").write_text("")
    (tmp_path / "x" / ".a.txt.abc.part").write_text("half")
    (tmp_path / "x" / "kept.part").write_text("a user's own")
    sweep(tmp_path)
    assert [p.name for p in (tmp_path / "x").iterdir()] == ["kept.part"]
    sweep(tmp_path / "nowhere")
