import subprocess
import sys

import pytest

from endrange.domain.errors import MachineError, SettingsError
from endrange.domain.looks import LOOK_NAMES
from endrange.pose import engines as door
from endrange.pose.offer import EngineOffer, Wishes


def test_both_engines_are_found_the_fast_one_first():
    assert list(door.engines()) == ["openvino", "mediapipe"]
    assert door.engines()["openvino"].looks == LOOK_NAMES


@pytest.mark.parametrize(
    ("looks", "engine", "wishes", "word"),
    [
        (("heavy", "movenet"), "mediapipe", {}, "mediapipe cannot take the look movenet"),
        (("light",), "auto", {}, "no look 'light'"),
        ((), "auto", {}, "no look"),
        (("heavy",), "tensorrt", {}, "no engine 'tensorrt'; use auto, openvino, mediapipe"),
        (("heavy",), "auto", {"precision": "int8"}, "no precision 'int8'"),
        (("heavy",), "auto", {"max_people": 0}, "At least one person"),
        (("heavy",), "auto", {"threads": 0}, "At least one person"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(looks, engine, wishes, word):
    with pytest.raises(SettingsError, match=word) as error:
        door.open_landmarker(looks, engine, **wishes)
    assert "\n" not in str(error.value)


def offer(name: str, rank: int, failure: Exception | None) -> EngineOffer:
    def open_it(wishes: Wishes) -> object:
        if failure is not None:
            raise failure
        return (name, wishes)

    return EngineOffer(name, rank, LOOK_NAMES, open_it)  # type: ignore[arg-type]


def test_auto_takes_the_next_engine_where_the_first_does_not_load(monkeypatch: pytest.MonkeyPatch):
    there = {"a": offer("a", 0, ImportError("no liba")), "b": offer("b", 1, None)}
    monkeypatch.setattr(door, "engines", lambda: there)
    name, wishes = door.open_landmarker(("movenet", "heavy"))
    assert name == "b"
    assert wishes == Wishes(("heavy", "movenet"), "auto", 4, None)


def test_no_engine_at_all_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    there = {"a": offer("a", 0, ImportError("no liba")), "b": offer("b", 1, RuntimeError("bad\ncpu"))}
    monkeypatch.setattr(door, "engines", lambda: there)
    with pytest.raises(MachineError, match=r"a \(no liba\); b \(bad cpu\)"):
        door.open_landmarker(("heavy",))


def test_missing_system_libraries_are_said_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch):
    def hidden() -> None:
        raise MachineError("This machine lacks libGL.so.1.")

    monkeypatch.setattr(door, "require_libraries", hidden)
    with pytest.raises(MachineError, match="libGL"):
        door.open_landmarker(("heavy",))


def test_finding_the_engines_loads_no_runtime():
    code = (
        "import sys, endrange.pose.engines as e; e.engines();"
        "print([m for m in ('cv2', 'mediapipe', 'openvino', 'flatbuffers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
