"""``endrange doctor``: whether everything is here that the tool needs."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import typer

from endrange import __version__
from endrange.domain.errors import EndrangeError

#: Packages whose versions matter for the numbers.
PACKAGES: Final = ("mediapipe", "openvino", "opencv-python", "opencv-contrib-python", "av", "numpy", "scipy", "pandas")

#: Codecs that phones and coaches use, as PyAV names them: decoders and the one encoder.
DECODERS: Final = ("h264", "hevc", "av1", "vp9", "mpeg4", "mjpeg")
ENCODER: Final = "libx264"


@dataclass(frozen=True)
class Check:
    """One line of the doctor's report."""

    name: str
    fine: bool
    detail: str


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor_command)


def doctor_command() -> None:
    """Check versions, weights, codecs and system libraries; exit code 1 when something is missing."""
    checks = examine()
    for check in checks:
        typer.echo(f"{'ok ' if check.fine else 'NO '} {check.name}: {check.detail}")
    if not all(check.fine for check in checks):
        raise typer.Exit(1)
    typer.echo("Everything is in place.")


def examine() -> list[Check]:
    """Every check, in order."""
    return [_python(), *_packages(), _opencv_pair(), *_libraries(), *_weights(), *_codecs(), *_engines()]


def _python() -> Check:
    wanted = sys.version_info >= (3, 11)
    return Check("endrange", wanted, f"{__version__} on Python {platform.python_version()}, {platform.machine()}")


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _packages() -> list[Check]:
    found = {package: _installed(package) for package in PACKAGES}
    return [
        Check(name, here is not None, here or "not installed; install endrange again") for name, here in found.items()
    ]


def _opencv_pair() -> Check:
    """The two opencv packages install the same module; different versions break each other."""
    plain, contrib = _installed("opencv-python"), _installed("opencv-contrib-python")
    same = plain is not None and plain == contrib
    detail = f"both {plain}" if same else f"{plain} beside {contrib}; install the same version of both"
    return Check("opencv pair", same, detail)


def _libraries() -> list[Check]:
    from endrange.pose.libraries import missing_libraries, require_libraries

    missing = missing_libraries()
    if not missing:
        return [Check("system libraries", True, "libGL, libEGL and libGLESv2 load")]
    try:
        require_libraries()
    except EndrangeError as error:
        return [Check("system libraries", False, str(error))]
    return [Check("system libraries", False, ", ".join(missing))]


def _weights() -> list[Check]:
    from endrange.pose.models import manifest, verified_path

    checks: list[Check] = []
    for name in manifest():
        try:
            path = verified_path(name)
            checks.append(Check(f"weights {name}", True, f"{path.stat().st_size / 1e6:.1f} MB, checksum right"))
        except EndrangeError as error:
            checks.append(Check(f"weights {name}", False, str(error)))
    return checks


def _codecs() -> list[Check]:
    import av

    missing = [name for name in DECODERS if name not in av.codecs_available]
    encoder = ENCODER in av.codecs_available
    return [
        Check("decoders", not missing, "missing: " + ", ".join(missing) if missing else ", ".join(DECODERS)),
        Check("encoder", encoder, ENCODER if encoder else f"{ENCODER} is missing; install PyAV from its wheel"),
    ]


def _engines() -> list[Check]:
    from endrange.pose.libraries import missing_libraries

    if missing_libraries():
        return [Check("pose engine", False, "cannot be loaded without the system libraries")]
    from endrange.pose.engines import open_landmarker

    try:
        with_engine = open_landmarker(("heavy",), "auto")
    except EndrangeError as error:
        return [Check("pose engine", False, str(error))]
    with_engine.close()
    return [Check("pose engine", True, with_engine.engine)]
