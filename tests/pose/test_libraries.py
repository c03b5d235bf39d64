import sys

import pytest

from endrange.domain.errors import MachineError
from endrange.pose.libraries import LIBRARIES, missing_libraries, require_libraries


def without(*absent: str):
    def load(name: str) -> object:
        if name in absent:
            raise OSError(f"{name}: cannot open shared object file")
        return object()

    return load


@pytest.fixture(autouse=True)
def on_linux(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "linux")


def test_nothing_is_missing_where_all_load():
    assert missing_libraries(without()) == ()
    require_libraries(without())


def test_all_are_missing_on_a_bare_machine():
    assert missing_libraries(without(*LIBRARIES)) == ("libGL.so.1", "libEGL.so.1", "libGLESv2.so.2")
    with pytest.raises(MachineError) as error:
        require_libraries(without(*LIBRARIES))
    sentence = str(error.value)
    assert "apt-get install libgl1 libegl1 libgles2" in sentence
    assert "dnf install mesa-libGL mesa-libEGL libglvnd-gles" in sentence
    assert sentence.endswith(".")
    assert ". " not in sentence


def test_only_what_is_missing_is_asked_for():
    with pytest.raises(MachineError, match="apt-get install libgles2`"):
        require_libraries(without("libGLESv2.so.2"))


def test_other_systems_bring_their_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert missing_libraries(without(*LIBRARIES)) == ()
