from importlib.resources import files

import pytest

from endrange.domain.errors import SettingsError
from endrange.session.read import read_session


def folder_with(tmp_path, *names, toml=None):
    for name in names:
        (tmp_path / name).write_bytes(b"")
    if toml is not None:
        (tmp_path / "session.toml").write_text(toml)
    return tmp_path


def test_a_folder_of_plain_names_is_a_session(tmp_path):
    session = read_session(folder_with(tmp_path, "run_left.mp4", "IMG_1.MOV", "notes.txt"))
    assert [(c.path.name, c.movement, c.side) for c in session.clips] == [
        ("IMG_1.MOV", None, None),
        ("run_left.mp4", "running", "left"),
    ]


def test_the_session_file_overrules_a_name(tmp_path):
    athlete = '[athlete]\nname = "Ann"\nsex = "female"\n'
    toml = athlete + '[[clips]]\nfile = "run_left.mp4"\nmotion = "hip_extension"\nside = "right"\n'
    session = read_session(folder_with(tmp_path, "run_left.mp4", toml=toml))
    clip = session.clips[0]
    assert (clip.movement, clip.motion, clip.side) == ("hold", "hip_extension", "right")
    assert (session.athlete, session.sex) == ("Ann", "female")


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ('surface = "road"\ncolour = "red"\n', 2, "'colour' is not a key"),
        ('\n[athlete]\nname = "A"\nshoe = 43\n', 4, "'shoe' is not a key"),
        ('surface = "sand"\n', 1, "surface: "),
        ('[[clips]]\nfile = "a.mp4"\n[[clips]]\nfile = "b.mp4"\nside = "both"\n', 5, "side: "),
        ('[[clips]]\nfile = "a.mp4"\nmovement = "running"\nmotion = "hip_extension"\n', 1, "contradict"),
        ('[[baselines]]\nmotion = "hip"\nside = "left"\nvalue_deg = 3\n', 2, "motion is one of"),
        ('[[clips]]\nfile = "c.mp4"\n', 2, "there is no clip c.mp4"),
        ('[[clips]]\nfile = "a.mp4"\n\n[[clips]]\nfile = "a.mp4"\n', 1, "listed twice"),
        (
            '\nzero = "standing"\n[[clips]]\nfile = "a.mp4"\nmovement = "running"\n'
            '[[clips]]\nfile = "b.mp4"\nmovement = "running"\n',
            2,
            "no clip shows standing",
        ),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path, toml, line, says):
    with pytest.raises(SettingsError) as caught:
        read_session(folder_with(tmp_path, "a.mp4", "b.mp4", toml=toml))
    assert f"line {line}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_broken_file_and_an_empty_folder_are_said(tmp_path):
    with pytest.raises(SettingsError, match="is not a TOML file"):
        read_session(folder_with(tmp_path, toml="[athlete\n"))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SettingsError, match="holds no clips"):
        read_session(empty)
    with pytest.raises(SettingsError, match="There is no session folder"):
        read_session(tmp_path / "nowhere")


def test_the_template_with_every_line_uncommented_is_a_session(tmp_path):
    text = files("endrange.session").joinpath("template.toml").read_text()
    lines = [line.removeprefix("# ") for line in text.splitlines() if "=" in line or line.lstrip("# ").startswith("[")]
    top = [line for line in lines if line.split(" ")[0] in ("date", "surface", "notes", "zero")]
    rest = [line for line in lines if line not in top]
    names = "IMG_0042.MOV", "standing.mp4"
    session = read_session(folder_with(tmp_path, *names, toml="\n".join([*top, *rest])))
    assert (session.clips[0].movement, session.clips[0].motion) == ("hold", "hip_extension")
    assert session.baselines[0].sem_deg == 2.5


def test_a_session_file_of_another_encoding_is_one_sentence(tmp_path):
    folder = folder_with(tmp_path, "run_left.mp4")
    (folder / "session.toml").write_bytes('notes = "Müde"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"session\.toml cannot be read as text.*save it as UTF-8"):
        read_session(folder)


def test_a_byte_order_mark_of_an_editor_does_no_harm(tmp_path):
    folder = folder_with(tmp_path, "run_left.mp4")
    (folder / "session.toml").write_text('surface = "road"\n', encoding="utf-8-sig")
    assert read_session(folder).surface == "road"


def test_folders_and_hidden_files_are_no_clips(tmp_path):
    """Results of a clip lie in a folder named like it; a Mac leaves ``._`` files on foreign disks."""
    folder = folder_with(tmp_path, "run_left.mp4", "._run_left.mp4")
    (folder / "run_right.mp4").mkdir()
    assert [clip.path.name for clip in read_session(folder).clips] == ["run_left.mp4"]
