import json
from pathlib import Path

import jsonschema
import pandas as pd

from endrange.domain.assessment import ClipOutcome, PlannedClip, Session
from endrange.domain.measure import Measure
from endrange.formats.assessment_json import joint_dict, joint_from_dict, write_csv, write_json
from endrange.formats.schema import schema
from endrange.rom.conclude import conclude
from endrange.rom.gather import Range
from endrange.rom.joints import joints_of
from endrange.rom.positions import STRIDE, UPRIGHT, Placed


def taken(kind, value, position=UPRIGHT):
    statistic = {"passive": "plateau", "active": "held_peak", "demand": "stride_peak"}[kind]
    measure = Measure(
        "hip_extension", "right", kind, statistic, value, "deg", value - 2, value + 2, None, 3, "A", "measured", None,
        "thigh against trunk", "a.mp4", 1.0,
    )  # fmt: skip
    return Range("hip_extension", "right", kind, Placed(measure, position))


def three_numbers():
    return joints_of([taken("passive", 25.0), taken("active", 10.0), taken("demand", 18.0, STRIDE)], lambda _: 0.0)


def test_an_assessment_follows_the_published_schema_and_says_what_failed(analysis, tmp_path):
    planned = PlannedClip(Path("a.mp4"), "running", None, "right")
    broken = PlannedClip(Path("b.mp4"), "hip_car", None, "left", "active")
    clips = [
        ClipOutcome(planned, "analysed", "running", "right", None, None, analysis),
        ClipOutcome(broken, "failed", "hip_car", "left", "active", "b.mp4 is empty.", None),
    ]
    found = conclude(Session(tmp_path, (planned, broken), surface="road"), clips)
    write_json(found, tmp_path / "assessment.json")
    written = json.loads((tmp_path / "assessment.json").read_text())
    jsonschema.validate(written, schema("assessment"))
    assert [c["status"] for c in written["session"]["clips"]] == ["analysed", "failed"]
    assert {m["motion"] for m in written["missing"]} >= {"hip_extension", "ankle_dorsiflexion"}


def test_a_joint_comes_back_from_history_as_it_was():
    joint = three_numbers()[0]
    assert joint_from_dict(json.loads(json.dumps(joint_dict(joint)))) == joint


def test_the_table_has_a_row_for_every_number(tmp_path):
    session = Session(tmp_path, ())
    found = conclude(session, [])
    write_csv(type(found)(session, (), three_numbers(), (), (), ()), tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv").set_index("part")
    assert list(table.index) == ["passive", "active", "demand", "gap", "reserve", "borrowed"]
    assert table.loc["gap", "value"] == 15.0
    assert table.loc["borrowed", "value"] == 8.0
