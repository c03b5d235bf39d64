"""The weights that come with endrange: where they lie, and whether they are what they should be."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from endrange.domain.errors import ModelError
from endrange.domain.looks import ModelFile, network_of

_PACKAGE: Final = Path(__file__).resolve().parents[1]

#: In an installed package, and in a checkout.
_FOLDERS: Final = (_PACKAGE / "_models", _PACKAGE.parents[1] / "models")
_MANIFEST: Final = "MANIFEST.toml"
_REPAIR: Final = "install endrange again"

#: The person detector that every BlazePose look needs.
DETECTOR: Final = "blazepose_detector"

#: Which weights a look's network is.
WEIGHTS_OF_NETWORK: Final[Mapping[str, str]] = {
    "heavy": "blazepose_heavy",
    "full": "blazepose_full",
    "movenet": "movenet_thunder",
}


@dataclass(frozen=True)
class Weights:
    """One weight file as the manifest has it."""

    name: str
    file: str
    sha256: str
    bytes: int
    source: str
    licence: str
    purpose: str

    @property
    def model(self) -> ModelFile:
        """As it stands in the provenance."""
        return ModelFile(self.name, self.sha256)


def models_folder() -> Path:
    """The folder with the weights and their manifest.

    Raises
    ------
    ModelError
        When there is none.
    """
    for folder in _FOLDERS:
        if (folder / _MANIFEST).is_file():
            return folder
    raise ModelError(f"The networks' weights are missing ({_FOLDERS[0]} has no {_MANIFEST}); {_REPAIR}.", _FOLDERS[0])


def read_manifest(folder: Path) -> dict[str, Weights]:
    """Every weight file that the folder's manifest names.

    Raises
    ------
    ModelError
        When the manifest is missing or is not one.
    """
    path = folder / _MANIFEST
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: Weights(name=name, **entry) for name, entry in table.items()}
    except (OSError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise ModelError(f"The list of the networks' weights {path} cannot be read; {_REPAIR}.", path) from error


def check(folder: Path, weights: Weights) -> Path:
    """Path of the weight file once its bytes are known to be right.

    Raises
    ------
    ModelError
        When the file is missing or differs from the manifest.
    """
    path = folder / weights.file
    if not path.is_file():
        raise ModelError(f"The weights {path} are missing; {_REPAIR}.", path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != weights.sha256:
        raise ModelError(f"The weights {path} are damaged (their checksum is wrong); {_REPAIR}.", path)
    return path


@cache
def manifest() -> Mapping[str, Weights]:
    """Every weight file by name."""
    return read_manifest(models_folder())


@cache
def verified_path(name: str) -> Path:
    """Path of the weights ``name``, their checksum verified once a process.

    Raises
    ------
    ModelError
        When they are missing or damaged.
    KeyError
        When the manifest has no such name.
    """
    return check(models_folder(), manifest()[name])


def models_of(looks: tuple[str, ...], *also: str) -> tuple[ModelFile, ...]:
    """The weights behind some looks and ``also`` others by name, in the manifest's order."""
    wanted = {WEIGHTS_OF_NETWORK[network_of(look)] for look in looks} | set(also)
    return tuple(weights.model for name, weights in manifest().items() if name in wanted)
