"""What the package promises by name."""

import pickle
import subprocess
import sys

import pytest

import endrange
from endrange.domain import errors
from endrange.domain.errors import ClipNotFound, EndrangeError, SettingsError
from endrange.settings import QUALITY_LOOKS, make_settings


def test_every_public_name_is_there():
    for name in endrange.__all__:
        assert getattr(endrange, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = endrange.nonsense


def test_importing_endrange_loads_no_network_and_no_pixels():
    code = "import endrange, sys; print([m for m in ('cv2','mediapipe','openvino','av','scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_errors_are_one_tree_and_builtins_too_and_survive_a_process():
    named = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, EndrangeError)]
    assert len({e.code for e in named}) == len(named)
    assert issubclass(ClipNotFound, FileNotFoundError)
    again = pickle.loads(pickle.dumps(ClipNotFound("no such file", "a.mp4")))
    assert (str(again), again.path.name, again.code) == ("no such file", "a.mp4", "not_found")


def test_the_levels_are_lists_of_looks_and_best_sees_every_mirror_image():
    assert make_settings().look_names == QUALITY_LOOKS["standard"]
    best = set(make_settings(quality="best").look_names)
    assert all(f"{look.removesuffix('_mirror')}_mirror" in best for look in best)


def test_looks_are_kept_in_one_order_and_checked():
    assert make_settings(looks=("movenet", "heavy")).look_names == ("heavy", "movenet")
    with pytest.raises(SettingsError, match="'looks' cannot be used: looks are heavy"):
        make_settings(looks=("alphapose",))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"start_s": 3.0, "end_s": 2.0}, "is not after start"),
        ({"person": 0}, "'person'"),
        ({"movement": "dancing"}, "'movement'"),
        ({"colour": "red"}, "'colour'"),
    ],
)
def test_a_wrong_setting_is_one_sentence(values, says):
    with pytest.raises(SettingsError, match=says):
        make_settings(**values)


def test_none_means_the_default():
    assert make_settings(quality=None, movement=None) == make_settings()


def test_a_public_function_keeps_its_name_once_it_was_used():
    """A module of the same name would take the function's place as soon as it is imported."""
    for name in endrange.__all__:
        getattr(endrange, name)
    code = "import endrange\nfor _ in range(2):\n    assert callable(endrange.assess) and callable(endrange.analyze)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_held_motion_is_an_angle_and_belongs_to_a_hold():
    assert make_settings(motion="hip_extension").motion == "hip_extension"
    with pytest.raises(SettingsError, match="the held motion is one of"):
        make_settings(motion="hip")
    with pytest.raises(SettingsError, match="contradict each other"):
        make_settings(motion="hip_extension", movement="running")
