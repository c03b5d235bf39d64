"""MediaPipe's ``.task`` file, built in memory from bare weights.

A task is an uncompressed zip of the detector and the landmark network, each with metadata that tells how pixels are
normalised; published bare weights lack it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as tflite

_METADATA_NAME: Final = "TFLITE_METADATA"
_METADATA_MARK: Final = b"M001"
_TFLITE_MARK: Final = b"TFL3"

#: (mean, standard deviation) of pixel values 0..255 that each network was trained with (MediaPipe's pose landmarker).
DETECTOR_RANGE: Final = (127.5, 127.5)
LANDMARKS_RANGE: Final = (0.0, 255.0)


def task_bundle(detector: Path, landmarks: Path) -> bytes:
    """The bytes of a ``.task`` for MediaPipe's PoseLandmarker."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name, path, pixel_range in (
            ("pose_detector.tflite", detector, DETECTOR_RANGE),
            ("pose_landmarks_detector.tflite", landmarks, LANDMARKS_RANGE),
        ):
            # a fixed date keeps the bundle the same from run to run
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            bundle.writestr(entry, _with_metadata(path.read_bytes(), *pixel_range))
    return buffer.getvalue()


def _normalization(model: Any, mean: float, deviation: float) -> bytes:
    """Metadata with the normalisation of the only input."""
    options = metadata.NormalizationOptionsT(mean=[mean], std=[deviation])
    unit = metadata.ProcessUnitT(optionsType=metadata.ProcessUnitOptions.NormalizationOptions, options=options)
    image = metadata.ImagePropertiesT(colorSpace=metadata.ColorSpaceType.RGB)
    content = metadata.ContentT(
        contentPropertiesType=metadata.ContentProperties.ImageProperties, contentProperties=image
    )
    graph = metadata.SubGraphMetadataT(
        inputTensorMetadata=[metadata.TensorMetadataT(name="image", content=content, processUnits=[unit])],
        outputTensorMetadata=[
            metadata.TensorMetadataT(name=f"output_{i}") for i in range(len(model.subgraphs[0].outputs))
        ],
    )
    builder = flatbuffers.Builder(0)
    builder.Finish(metadata.ModelMetadataT(subgraphMetadata=[graph]).Pack(builder), _METADATA_MARK)
    return bytes(builder.Output())


def _with_metadata(weights: bytes, mean: float, deviation: float) -> bytes:
    model = tflite.ModelT.InitFromPackedBuf(bytearray(weights))
    described = np.frombuffer(_normalization(model, mean, deviation), np.uint8)
    model.buffers.append(tflite.BufferT(data=described))
    kept = [entry for entry in model.metadata or [] if entry.name not in (_METADATA_NAME, _METADATA_NAME.encode())]
    model.metadata = [*kept, tflite.MetadataT(name=_METADATA_NAME, buffer=len(model.buffers) - 1)]
    builder = flatbuffers.Builder(len(weights) + 65536)
    builder.Finish(model.Pack(builder), _TFLITE_MARK)
    return bytes(builder.Output())
