"""Help comes at once: nothing heavy is loaded for it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("scipy", "pandas", "xarray", "matplotlib", "cv2", "av", "openvino", "mediapipe", "fastapi")


def loaded_by(code: str) -> set[str]:
    asked = f"import sys\n{code}\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    help_and_stay = (
        "from endrange.cli import main\nsys.argv = ['endrange', '--help']\ntry: main()\nexcept SystemExit: pass"
    )
    assert loaded_by(help_and_stay) == set()


def test_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import endrange") == set()


def test_a_film_needs_neither_mediapipe_nor_the_server() -> None:
    assert not loaded_by("import endrange.pipeline, endrange.publish") & {
        "mediapipe",
        "openvino",
        "fastapi",
        "cv2",
        "av",
    }


def test_an_analysis_loads_no_tables_that_it_does_not_write() -> None:
    everything = (
        "import endrange.pipeline, endrange.publish, endrange.report.page\n"
        "from endrange.formats.registry import formats\nfrom endrange.pose.readers import readers\n"
        "formats(), readers()"
    )
    assert not loaded_by(everything) & {"pandas", "xarray", "mediapipe", "openvino"}
