import io
import zipfile

from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as tflite

from endrange.pose.models import DETECTOR, verified_path
from endrange.pose.task_bundle import task_bundle


def normalisation(model: bytes) -> tuple[float, float]:
    """What the metadata inside a TFLite file says of its input: (mean, standard deviation)."""
    whole = tflite.ModelT.InitFromPackedBuf(bytearray(model))
    (entry,) = [m for m in whole.metadata if m.name in (b"TFLITE_METADATA", "TFLITE_METADATA")]
    described = metadata.ModelMetadataT.InitFromPackedBuf(bytearray(whole.buffers[entry.buffer].data))
    (unit,) = described.subgraphMetadata[0].inputTensorMetadata[0].processUnits
    return float(unit.options.mean[0]), float(unit.options.std[0])


def test_the_bundle_is_what_mediapipe_expects():
    bundle = task_bundle(verified_path(DETECTOR), verified_path("blazepose_full"))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.namelist() == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert normalisation(archive.read("pose_detector.tflite")) == (127.5, 127.5)
        assert normalisation(archive.read("pose_landmarks_detector.tflite")) == (0.0, 255.0)


def test_the_same_weights_give_the_same_bytes():
    paths = verified_path(DETECTOR), verified_path("blazepose_full")
    assert task_bundle(*paths) == task_bundle(*paths)
