"""Every format: found by name, written whole, missing values never turned into numbers."""

import sys
from pathlib import Path

import pytest

from endrange.domain.errors import MachineError, SettingsError
from endrange.formats import registry
from endrange.formats.registry import format_named, formats, write_formats

NAMES = (
    "c3d", "coco", "csv", "csv-long", "curves", "deeplabcut", "dictionary", "excel", "json", "mot", "netcdf",
    "openpose", "parquet", "share", "sto", "trc",
)  # fmt: skip

#: All but the page to be shared, which needs the film itself.
FROM_LANDMARKS = [name for name in NAMES if name != "share"]


def test_every_format_is_found():
    assert tuple(formats()) == NAMES
    assert len({chosen.file_name for chosen in formats().values()}) == len(NAMES)


@pytest.mark.parametrize("name", FROM_LANDMARKS)
def test_every_format_writes_itself_and_nothing_else(run, analysis, tmp_path, name):
    for given in (run, analysis):
        (path,) = write_formats(given, tmp_path, [name])
        assert [p.name for p in tmp_path.iterdir()] == [path.name]
        assert path.is_dir() == formats()[name].is_folder
        assert next(path.iterdir(), None) is not None if path.is_dir() else path.stat().st_size > 0


def test_an_unknown_format_is_one_sentence_before_anything_is_written(analysis, tmp_path):
    with pytest.raises(SettingsError, match="no format 'word'; choose from c3d, coco"):
        write_formats(analysis, tmp_path, ["csv", "word"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("name", [name for name in FROM_LANDMARKS if name != "openpose"])
def test_a_full_disk_is_an_error_of_writing_and_ends_no_process(run, name):
    with pytest.raises(OSError, match="No space left"):
        formats()[name].write(run, Path("/dev/full"))


def test_a_missing_library_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "ezc3d", None)
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    with pytest.raises(
        MachineError, match=r"format c3d needs ezc3d; install it with: pip install 'endrange\[formats\]'"
    ):
        format_named("c3d")
