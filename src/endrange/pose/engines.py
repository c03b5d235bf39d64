"""Opens a landmarker. Engines are found, not listed: every module of this room named ``…_engine`` offers one.

A module ``x_engine`` has an ``ENGINE`` of type :class:`EngineOffer`; importing it loads no network runtime.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Final

import endrange.pose as room
from endrange.domain.errors import EndrangeError, MachineError, SettingsError
from endrange.domain.looks import LOOK_NAMES, Landmarker
from endrange.pose.libraries import require_libraries
from endrange.pose.offer import PRECISIONS, EngineOffer, Wishes

_SUFFIX: Final = "_engine"


@lru_cache(maxsize=1)
def engines() -> dict[str, EngineOffer]:
    """Every engine by name, the preferred one first."""
    found = [
        import_module(f"{room.__name__}.{module.name}").ENGINE
        for module in pkgutil.iter_modules(room.__path__)
        if module.name.endswith(_SUFFIX)
    ]
    return {offer.name: offer for offer in sorted(found, key=lambda offer: offer.rank)}


def open_landmarker(
    looks: tuple[str, ...],
    engine: str = "auto",
    *,
    precision: str = "auto",
    max_people: int = 4,
    threads: int | None = None,
    outline: bool = False,
) -> Landmarker:
    """A landmarker that takes the named looks.

    Parameters
    ----------
    looks
        From :data:`~endrange.domain.looks.LOOK_NAMES`, in any order.
    engine
        ``openvino``, ``mediapipe``, or ``auto``: the first that can be loaded and can run the looks.
    precision
        ``f32`` is the same on every machine; ``auto`` lets the engine use shorter numbers where they are faster.
    max_people
        People looked at in one frame at most.
    threads
        Processor threads at most; all that this process may use if None.
    outline
        Whether the outline of the shanks is wanted, too; an engine that has none leaves it out.

    Raises
    ------
    SettingsError
        When a name is unknown or the engine cannot run a look.
    MachineError
        When a system library is missing, or no engine can be loaded.
    ModelError
        When weights are missing or damaged.
    """
    wishes = replace(_checked(looks, precision, max_people, threads), outline=outline)
    offers = engines()
    if engine != "auto" and engine not in offers:
        raise SettingsError(f"There is no engine '{engine}'; use auto, {', '.join(offers)}.")
    chosen = [offers[engine]] if engine != "auto" else list(offers.values())
    able = [offer for offer in chosen if set(wishes.looks) <= set(offer.looks)]
    if not able:
        cannot = [look for look in wishes.looks if look not in chosen[0].looks]
        raise SettingsError(
            f"The engine {chosen[0].name} cannot take the look {' or '.join(cannot)}; "
            f"it takes {', '.join(chosen[0].looks)}."
        )
    require_libraries()
    return _first_that_opens(able, wishes)


def _checked(looks: tuple[str, ...], precision: str, max_people: int, threads: int | None) -> Wishes:
    unknown = [look for look in looks if look not in LOOK_NAMES]
    if unknown or not looks:
        raise SettingsError(f"There is no look '{', '.join(unknown)}'; looks are {', '.join(LOOK_NAMES)}.")
    if precision not in PRECISIONS:
        raise SettingsError(f"There is no precision '{precision}'; use {' or '.join(PRECISIONS)}.")
    if max_people < 1 or (threads is not None and threads < 1):
        raise SettingsError(f"At least one person and one thread are needed, not {max_people} and {threads}.")
    return Wishes(tuple(name for name in LOOK_NAMES if name in looks), precision, max_people, threads)


def _first_that_opens(offers: list[EngineOffer], wishes: Wishes) -> Landmarker:
    """The preferred engine, or the next where its runtime does not load."""
    failed: list[str] = []
    for offer in offers:
        try:
            return offer.open(wishes)
        except EndrangeError:
            raise
        except (ImportError, RuntimeError, OSError) as error:
            failed.append(f"{offer.name} ({' '.join(str(error).split())[:200]})")
    raise MachineError(f"No pose engine can be loaded here: {'; '.join(failed)}; run `endrange doctor`.")
