import json
import math

import jsonschema
import numpy as np

from endrange.formats import analysis_json
from endrange.formats.schema import schema


def test_written_json_follows_the_published_schema(analysis, tmp_path):
    path = tmp_path / "analysis.json"
    analysis_json.write(analysis, path)
    written = json.loads(path.read_text())
    jsonschema.validate(written, schema("analysis"), format_checker=jsonschema.FormatChecker())
    assert written["measures"][0]["value"] == 9.0
    assert written["measures"][1]["value"] is None
    assert written["events"][0]["toe_off_s"] == 0.1


def test_the_shipped_schema_is_the_contract(shared_data):
    contract = shared_data.parent / "contract"
    for name in ("analysis", "assessment"):
        assert schema(name) == json.loads((contract / f"{name}.schema.json").read_text())


def test_missing_values_become_null_and_numpy_becomes_plain():
    value = {"a": math.nan, "b": np.float32(1.5), "c": (np.int64(2), math.inf), "d": "nan"}
    assert analysis_json.finite(value) == {"a": None, "b": 1.5, "c": [2, None], "d": "nan"}
