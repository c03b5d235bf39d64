from pathlib import Path

import pytest

from endrange.domain.errors import ModelError
from endrange.pose import models


def test_every_weight_file_is_what_the_manifest_says():
    names = list(models.manifest())
    assert names == ["blazepose_detector", "blazepose_full", "blazepose_heavy", "movenet_thunder"]
    for name, weights in models.manifest().items():
        path = models.verified_path(name)
        assert path.stat().st_size == weights.bytes
        assert weights.licence == "Apache-2.0"


def test_the_manifest_names_every_file_of_the_folder():
    folder = models.models_folder()
    lying = {p.name for p in folder.iterdir() if p.suffix in {".tflite", ".onnx"}}
    assert lying == {weights.file for weights in models.manifest().values()}


def damaged(tmp_path: Path, content: bytes | None) -> models.Weights:
    if content is not None:
        (tmp_path / "a.tflite").write_bytes(content)
    return models.Weights("a", "a.tflite", "0" * 64, 3, "here", "CC0-1.0", "nothing")


@pytest.mark.parametrize(("content", "word"), [(b"abc", "damaged"), (None, "missing")])
def test_wrong_bytes_are_refused_in_one_sentence(tmp_path: Path, content: bytes | None, word: str):
    with pytest.raises(ModelError, match=word) as error:
        models.check(tmp_path, damaged(tmp_path, content))
    assert error.value.path == tmp_path / "a.tflite"
    assert str(error.value).count(". ") == 0


def test_right_bytes_are_accepted(tmp_path: Path):
    path = tmp_path / "a.tflite"
    path.write_bytes(b"abc")
    sum_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, appendix B.1
    weights = models.Weights("a", "a.tflite", sum_of_abc, 3, "here", "CC0-1.0", "nothing")
    assert models.check(tmp_path, weights) == path


def test_a_broken_manifest_is_one_sentence(tmp_path: Path):
    (tmp_path / "MANIFEST.toml").write_text("[a]\nfile = 3 3\n")
    with pytest.raises(ModelError, match="cannot be read"):
        models.read_manifest(tmp_path)


def test_models_of_looks_name_each_network_once():
    found = models.models_of(("heavy", "heavy_mirror", "movenet"), models.DETECTOR)
    assert [m.name for m in found] == ["blazepose_detector", "blazepose_heavy", "movenet_thunder"]
    assert all(len(m.sha256) == 64 for m in found)
