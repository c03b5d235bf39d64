"""What takes a while to load is loaded once, side by side, and its errors are told."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from endrange import looking, readying
from endrange.domain.errors import ModelError
from endrange.settings import Settings


@pytest.fixture
def no_networks_yet() -> Iterator[None]:
    looking._landmarker.cache_clear()
    yield
    looking._landmarker.cache_clear()


@pytest.mark.usefixtures("no_networks_yet")
def test_who_asks_while_networks_are_loaded_gets_the_same_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def slow(*asked: object, **wishes: object) -> object:
        time.sleep(0.05)
        opened.append(object())
        return opened[-1]

    monkeypatch.setattr("endrange.pose.engines.open_landmarker", slow)
    with ThreadPoolExecutor(3) as pool:
        got = list(pool.map(looking.landmarker_for, [Settings()] * 3))
    assert len(opened) == 1
    assert got == opened * 3


def test_networks_are_loaded_beside_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    where = []
    monkeypatch.setattr(readying, "landmarker_for", lambda _: where.append(threading.current_thread()))
    readying.make_ready(Settings())
    assert where[0] is not threading.main_thread()
    assert readying.MEASURING in sys.modules
    readying._load_writing().join()
    assert set(readying.WRITING) <= set(sys.modules)


def test_what_the_networks_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_: Settings) -> None:
        raise ModelError("The weights are damaged; install endrange again.")

    monkeypatch.setattr(readying, "landmarker_for", damaged)
    with pytest.raises(ModelError, match="damaged"):
        readying.make_ready(Settings())
