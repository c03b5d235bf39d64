"""Compiled networks are kept whole, used again, and made anew where they do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from endrange.pose.openvino_engine.kept import kept_or_compiled

CORE = ov.Core()


class Maker:
    """Compiles a network that adds 3, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> ov.CompiledModel:
        self.times += 1
        x = ops.parameter([1, 4], ov.Type.f32)
        return CORE.compile_model(ov.Model([ops.add(x, np.float32(3))], [x], "three_more"), "CPU")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ENDRANGE_CACHE", str(tmp_path))
    return tmp_path / "openvino"


def ask(maker: Callable[[], ov.CompiledModel], precision: str = "auto") -> float:
    network = kept_or_compiled(CORE, "three", {"precision": precision}, {}, maker)
    return float(network(np.full((1, 4), 4, np.float32))[0][0, 0])


def test_a_network_is_compiled_once(folder: Path) -> None:
    maker = Maker()
    assert (ask(maker), ask(maker), maker.times) == (7.0, 7.0, 1)
    assert [path.suffix for path in folder.iterdir()] == [".blob"]


def test_what_the_network_is_made_of_tells_kept_ones_apart(folder: Path) -> None:
    maker = Maker()
    ask(maker, "auto"), ask(maker, "f32"), ask(maker, "auto")
    assert (maker.times, len(list(folder.iterdir()))) == (2, 2)


def test_another_version_of_the_runtime_finds_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    ask(maker)
    monkeypatch.setattr(ov, "__version__", "another")
    assert (ask(maker), maker.times) == (7.0, 2)


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b""])
def test_a_damaged_file_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    maker = Maker()
    ask(maker)
    (kept,) = folder.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    assert (ask(maker), ask(maker), maker.times) == (7.0, 7.0, 2)


def test_several_at_once_get_the_same_and_leave_one_whole_file(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: ask(Maker()), range(8))) == {7.0}
    assert [path.suffix for path in folder.iterdir()] == [".blob"]
    maker = Maker()
    assert (ask(maker), maker.times) == (7.0, 0)


def test_only_the_newest_files_of_a_network_stay(folder: Path) -> None:
    for k in range(6):
        ask(Maker(), f"precision {k}")
    assert len(list(folder.glob("three-*.blob"))) == 4


def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    monkeypatch.setenv("ENDRANGE_CACHE", "")
    assert (ask(maker), ask(maker), maker.times) == (7.0, 7.0, 2)
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv("ENDRANGE_CACHE", str(blocked))
    assert (ask(maker), maker.times) == (7.0, 3)
