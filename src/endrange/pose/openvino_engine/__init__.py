"""The OpenVINO engine: BlazePose and MoveNet on regions that follow each person, mirror images included."""

from __future__ import annotations

from endrange.domain.looks import LOOK_NAMES, Landmarker
from endrange.pose.offer import EngineOffer, Wishes


def _open(wishes: Wishes) -> Landmarker:
    from endrange.pose.openvino_engine.landmarker import open_openvino

    return open_openvino(wishes)


ENGINE = EngineOffer("openvino", 0, LOOK_NAMES, _open)
