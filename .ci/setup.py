"""Sets endrange up in ``.venv`` from nothing but Python: ``python3 .ci/setup.py run`` or ``python3 .ci/setup.py test``.

``run`` installs the tool, analyses a sample clip and says where the page lies.
``test`` installs what the tests need and runs them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SAMPLE = ROOT / "samples" / "run_right_60fps.mp4"

#: System libraries that opencv and mediapipe load on Linux, and Debian's packages for them.
LIBRARIES = {"libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libGLESv2.so.2": "libgles2"}


def run(*command: str | Path) -> None:
    """Run a command, or stop with its exit code."""
    done = subprocess.run([str(part) for part in command], check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def loads(library: str) -> bool:
    """Whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def as_root() -> list[str] | None:
    """What to put before a command that installs system packages; None where that cannot be done unasked."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str]) -> None:
    """Install Debian packages where that is possible unasked; say how otherwise."""
    prefix = as_root()
    if prefix is None:
        print(f"Please install these system packages first: {' '.join(packages)}", file=sys.stderr)
        print(f"  sudo apt-get install {' '.join(packages)}", file=sys.stderr)
        sys.exit(1)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run([*prefix, "apt-get", "install", "-y", "-qq", *packages], check=True, env=environment)


def install_system_libraries() -> None:
    """The libraries that a bare Linux server lacks."""
    if sys.platform.startswith("linux"):
        missing = [package for library, package in LIBRARIES.items() if not loads(library)]
        if missing:
            apt_install(missing)


def install_browser() -> None:
    """Chromium for the tests in a real browser; where it cannot be had unasked, those tests are skipped and say so."""
    known = ("chromium", "chromium-browser", "google-chrome")
    if any(shutil.which(name) for name in known) or not sys.platform.startswith("linux"):
        return
    prefix = as_root()
    if prefix is not None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run([*prefix, "apt-get", "install", "-y", "-qq", "chromium"], check=False, env=environment)


def make_environment() -> None:
    """A virtual environment in ``.venv``."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this script runs before anything is installed
        sys.exit(f"endrange needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if PYTHON.exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        apt_install(["python3-venv"])
        run(sys.executable, "-m", "venv", VENV)


def install(target: str) -> None:
    """Install the project with pip."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", target)


def main() -> None:
    """Do what the one argument says."""
    job = sys.argv[1] if len(sys.argv) > 1 else ""
    if job not in ("run", "test"):
        sys.exit(__doc__)
    install_system_libraries()
    make_environment()
    if job == "run":
        install(".")
        run(PYTHON, "-m", "endrange", "analyze", SAMPLE)
    else:
        install_browser()
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[test]")
        run(PYTHON, "-m", "pytest", *sys.argv[2:])


if __name__ == "__main__":
    main()
