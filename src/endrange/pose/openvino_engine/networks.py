"""Compiled networks: 8-bit pictures in, raw outputs out, from any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import Any, Final, TypeVar

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from endrange.pose.models import manifest, verified_path
from endrange.pose.openvino_engine.kept import kept_or_compiled

T = TypeVar("T")

#: Weights -> (mean, divisor) of pixel values 0..255; MoveNet takes pixels as they are.
_NORMALIZATION: Final[Mapping[str, tuple[float, float]]] = {
    "blazepose_detector": (127.5, 127.5),
    "blazepose_full": (0.0, 255.0),
    "blazepose_heavy": (0.0, 255.0),
}

#: Output of the landmark networks that nobody asks for, the person's mask. Without it the rest says the same, bit for
#: bit, in 2 ms less (heavy 14.3 -> 12.4 ms of one thread, full 5.2 -> 2.9).
_MASK_OUTPUT: Final[Mapping[str, int]] = {"blazepose_full": 2, "blazepose_heavy": 2}

#: The side of MoveNet's picture; the file leaves the number of pictures open.
_MOVENET_SHAPE: Final = [1, 256, 256, 3]


class Network:
    """One compiled network; as many pictures at once as it has streams, each on one thread.

    One picture at a time and one thread a picture: what comes out does not depend on how many there are.
    """

    def __init__(self, compiled: ov.CompiledModel, streams: int) -> None:
        self._free: SimpleQueue[Any] = SimpleQueue()
        self._outputs = len(compiled.outputs)
        for _ in range(streams):
            self._free.put(compiled.create_infer_request())

    def __call__(self, picture: NDArray[np.uint8], read: Callable[..., T]) -> T:
        """What ``read`` makes of the raw outputs for one (side, side, 3) RGB picture.

        ``read`` gets the outputs in the file's order, without the mask or with it last. They are the network's own
        memory, overwritten by the next picture: copying the maps costs more than reading the few numbers wanted.
        """
        request = self._free.get()
        try:
            # infer() would also copy every output into new arrays
            request.get_input_tensor(0).data[0] = picture
            request.start_async()
            request.wait()
            return read(*(request.get_output_tensor(i).data[0] for i in range(self._outputs)))
        finally:
            self._free.put(request)


def compile_networks(
    names: tuple[str, ...], *, precision: str, streams: int, masks: bool = False
) -> dict[str, Network]:
    """Networks by the name of their weights; with ``masks``, landmark networks give the person's mask as well, last.

    Raises
    ------
    ModelError
        When weights are missing or damaged.
    """
    core = ov.Core()
    options: dict[str, Any] = {
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": streams,
        # pinned streams of two networks would share a core while another idles
        "ENABLE_CPU_PINNING": False,
    }
    if precision == "f32":
        options["INFERENCE_PRECISION_HINT"] = "f32"

    def load(name: str) -> Network:
        verified_path(name)
        made_of = {"weights": manifest()[name].sha256, "precision": precision, "recipe": _recipe(name, masks)}
        new = partial(_compiled, core, name, options, masks)
        return Network(kept_or_compiled(core, name, made_of, options, new), streams)

    with ThreadPoolExecutor(streams, thread_name_prefix="networks") as pool:
        return dict(zip(names, pool.map(load, names), strict=True))


def _compiled(core: ov.Core, name: str, options: Mapping[str, Any], masks: bool) -> ov.CompiledModel:
    return core.compile_model(_read(core, name, masks), "CPU", dict(options))


def _recipe(name: str, masks: bool) -> list[Any]:
    """All that :func:`_read` does to the weights, to tell compiled networks apart."""
    recipe = [name in _NORMALIZATION, _NORMALIZATION.get(name), _MASK_OUTPUT.get(name), _MOVENET_SHAPE]
    return [*recipe, "mask last"] if masks and name in _MASK_OUTPUT else recipe


def _read(core: ov.Core, name: str, masks: bool) -> ov.Model:
    model = core.read_model(verified_path(name))
    if name not in _NORMALIZATION:
        model.reshape(_MOVENET_SHAPE)
        return model
    if name in _MASK_OUTPUT:
        mask = model.get_results()[_MASK_OUTPUT[name]]
        model.remove_result(mask)
        if masks:
            model.add_results([mask])
        model.validate_nodes_and_infer_types()
    mean, divisor = _NORMALIZATION[name]
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8)
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(mean).scale(divisor)
    return steps.build()
