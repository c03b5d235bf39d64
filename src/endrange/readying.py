"""What takes a while to load is loaded side by side: networks, the measuring rooms, and what only writing needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import import_module
from threading import Thread
from typing import Final

from endrange.looking import landmarker_for
from endrange.settings import Settings

#: Needed once the looks are taken; scipy and what stands on it.
MEASURING: Final = "endrange.pipeline"

#: Needed once everything is measured; matplotlib, jinja2 and h5py among them.
WRITING: Final = ("endrange.publish", "endrange.report.page", "h5netcdf")


def make_ready(settings: Settings) -> None:
    """Load the networks while what measures is loaded, then go on to what writes while the caller looks at frames.

    Raises
    ------
    SettingsError, MachineError, ModelError
        As opening the networks does.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="networks") as pool:
        networks = pool.submit(landmarker_for, settings)
        import_module(MEASURING)
        networks.result()
    _load_writing()


@lru_cache(maxsize=1)
def _load_writing() -> Thread:
    """Once in a process; what goes wrong there goes wrong again, and is told, where it is needed."""
    loading = Thread(target=_import, args=(WRITING,), name="writing")
    loading.start()
    return loading


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        import_module(name)
