"""``endrange export`` and ``--format``: from landmarks, without pixels."""

import json

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from endrange.cli.app import build_app
from endrange.domain.clip import Clip
from endrange.domain.corrections import NOTHING, Corrections, Dropped, corrections_text
from endrange.domain.errors import SettingsError
from endrange.domain.vocabulary import AngleKey
from endrange.export import export
from endrange.formats.registry import write_formats
from endrange.keeping import neutral_in
from endrange.kinematics.neutral import Neutral
from endrange.pipeline import analyze, analyze_looks
from endrange.publish import write_results
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, running


def call(*words):
    return CliRunner().invoke(build_app(), [str(w) for w in words])


@pytest.fixture(scope="module")
def track(tmp_path_factory):
    """The landmarks of a runner."""
    folder = tmp_path_factory.mktemp("export")
    time_s = frame_times(2, 30)
    looks, _ = film(Segments(), running(time_s), camera_at("right"), names=("heavy",))
    clip = Clip(folder / "run.mp4", *looks.size_px, 0, False, len(time_s), 2.0, 30.0, False, None, "0" * 64, "h264")
    (path,) = write_formats(analyze_looks(looks, clip, make_settings()), folder, ["netcdf"])
    return path


@pytest.fixture(scope="module")
def results(track, tmp_path_factory):
    """A result folder, of somebody who was said to be walking, with a further format in it."""
    out = tmp_path_factory.mktemp("results")
    done = call("analyze", track, "--out", out, "--movement", "walking", "--format", "mot")
    assert done.exit_code == 0
    return out / "run.mp4"


def test_a_further_format_lies_in_the_result_folder(results):
    names = {path.name for path in results.iterdir()}
    assert names == {"analysis.json", "angles.csv", "angles.mot", "dictionary.csv", "report.html", "track.nc"}


def test_a_clip_of_the_same_name_does_not_take_the_place_of_the_first(track, tmp_path):
    other = tmp_path / "other" / "track.nc"
    other.parent.mkdir()
    other.write_bytes(track.read_bytes())
    done = call("analyze", track, other, "--out", tmp_path / "out", "--movement", "walking")
    assert done.exit_code == 1
    assert f"{other} would take the place of another clip's results in {tmp_path / 'out' / 'run.mp4'}" in done.output
    assert json.loads((tmp_path / "out" / "run.mp4" / "analysis.json").read_text())["clip"]["file"] == "run.mp4"


def test_a_result_folder_is_exported_beside_itself_with_its_own_settings(results):
    done = call("export", results, "--format", "trc", "--format", "json")
    assert done.exit_code == 0
    assert done.output.splitlines() == [str(results / "track.trc"), str(results / "analysis.json")]
    assert json.loads((results / "analysis.json").read_text())["movement"]["name"] == "walking"
    assert "\tpx\t" in (results / "track.trc").read_text()


def test_what_is_said_goes_before_the_settings_of_the_folder(results, tmp_path):
    done = call(
        "export", results / "track.nc", "--format", "trc", "--format", "json", "--out", tmp_path, "--height", "1.7",
        "--movement", "running",
    )  # fmt: skip
    assert done.exit_code == 0
    assert json.loads((tmp_path / "run.mp4" / "analysis.json").read_text())["movement"]["name"] == "running"
    assert "\tm\t" in (tmp_path / "run.mp4" / "track.trc").read_text()


def test_what_was_put_right_by_hand_stays_so(track, tmp_path):
    clip = tmp_path / "run.nc"
    clip.write_bytes(track.read_bytes())
    by_hand = tmp_path / "run.nc.corrections.toml"
    by_hand.write_text(corrections_text(Corrections(leave_out=((0.5, 1.0),), drop=(Dropped(1.2, 1.6, "left"),))))
    assert call("analyze", clip, "--out", tmp_path).exit_code == 0
    by_hand.unlink()
    results = tmp_path / "run.mp4"
    before = (results / "angles.csv").read_bytes()
    assert call("export", results, "--format", "csv").exit_code == 0
    assert (results / "angles.csv").read_bytes() == before


def test_a_session_s_own_standing_stays_the_zero_and_is_said(track, tmp_path):
    """The session's standing is 7 degrees of flexion at the right hip: what is exported counts from there as well."""
    hip, knee = AngleKey("hip_extension", "right"), AngleKey("knee_flexion", "right")
    standing = Neutral({hip: -7.0, knee: 4.0}, {hip: 1.5, knee: 1.6})
    analysis = analyze(track, make_settings(), neutral=standing, corrections=NOTHING)
    results = write_results(analysis, tmp_path, overlay=False).folder
    before = (results / "angles.csv").read_bytes()
    formats = ["csv", "json", "mot", "sto", "csv-long", "parquet", "excel"]
    assert call("export", results, *(word for name in formats for word in ("--format", name))).exit_code == 0
    assert (results / "angles.csv").read_bytes() == before
    assert neutral_in(results) == standing
    plain = pd.read_csv(export(track, ["csv"], tmp_path / "plain")[0])
    away = pd.read_csv(results / "angles.csv")["right_hip_extension_deg"] - plain["right_hip_extension_deg"]
    assert np.nanmax(np.abs(away - 7.0)) < 1e-3
    note = "Zero: own standing for right_hip_extension, right_knee_flexion; "
    for name in ("angles.mot", "angles.sto"):
        head = (results / name).read_text().split("endheader")[0]
        assert note in head
        assert "anatomical for the others." in head
    long = pd.read_csv(results / "angles_long.csv")
    zeros = long.groupby(["angle", "side"])["zero"].first()
    assert (zeros["hip_extension", "right"], zeros["hip_extension", "left"]) == ("standing", "anatomical")
    told = json.loads(parquet.read_schema(results / "angles.parquet").metadata[b"endrange.zero"])
    assert told["right_knee_flexion"] == "standing"
    sheet = pd.read_excel(results / "analysis.xlsx", sheet_name="clip").set_index("what")["value"]
    assert sheet["zero.right_hip_extension"] == "standing"
    words = pd.read_csv(results / "dictionary.csv").set_index("name")
    assert words["zero"]["right_hip_extension_deg"] == "standing"
    assert words["meaning"]["right_hip_extension_deg"].endswith("zero: the person's own standing")
    assert words["zero"]["left_hip_extension_deg"] == "anatomical"
    assert words["meaning"]["left_hip_extension_deg"].endswith("zero: thigh in line with the trunk")
    assert "Zero: own standing" in (results / "report.html").read_text(encoding="utf-8")


def test_a_track_analysed_again_keeps_zero_and_corrections_of_its_result(track, tmp_path):
    standing = Neutral({AngleKey("hip_extension", "right"): -7.0}, {AngleKey("hip_extension", "right"): 1.5})
    by_hand = Corrections(leave_out=((0.5, 1.0),))
    found = analyze(track, make_settings(), neutral=standing, corrections=by_hand)
    results = write_results(found, tmp_path, overlay=False).folder
    done = call("analyze", results / "track.nc", "--out", tmp_path / "again")
    assert done.exit_code == 0
    assert "counted from the person's own standing, as the result beside these landmarks was" in done.output
    again = tmp_path / "again" / "run.mp4"
    for name in ("angles.csv", "dictionary.csv"):
        assert (again / name).read_bytes() == (results / name).read_bytes()
    assert neutral_in(again) == standing
    lone = tmp_path / "lone" / "track.nc"
    lone.parent.mkdir()
    lone.write_bytes((results / "track.nc").read_bytes())
    done = call("analyze", lone, "--out", tmp_path / "alone")
    assert "own standing" not in done.output
    assert neutral_in(tmp_path / "alone" / "run.mp4") is None
    assert "neutral" not in analyze(results / "track.nc", neutral=None).provenance.settings


def test_a_track_whose_result_cannot_be_read_is_one_sentence(track, tmp_path):
    (tmp_path / "track.nc").write_bytes(track.read_bytes())
    (tmp_path / "analysis.json").write_text("{}")
    done = call("analyze", tmp_path / "track.nc", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "cannot be read as an analysis; analyse its clip again" in done.output


def test_one_bad_source_does_not_stop_the_others_and_is_said(track, tmp_path):
    done = call("export", tmp_path / "no.trc", track, "--format", "sto", "--out", tmp_path)
    assert done.exit_code == 1
    assert "no.trc does not exist" in done.output
    assert (tmp_path / "run.mp4" / "angles.sto").is_file()


def test_a_spoilt_result_folder_is_one_sentence(results, tmp_path):
    spoilt = tmp_path / "run.mp4"
    spoilt.mkdir()
    (spoilt / "track.nc").write_bytes((results / "track.nc").read_bytes())
    (spoilt / "analysis.json").write_text("{}")
    done = call("export", spoilt, "--format", "sto")
    assert done.exit_code == 1
    assert "cannot be read as an analysis; analyse its clip again" in done.output


@pytest.mark.parametrize("command", ["export", "analyze"])
def test_an_unknown_format_is_said_before_anything_is_done(track, tmp_path, command):
    done = call(command, track, "--format", "word", "--out", tmp_path / "out")
    assert isinstance(done.exception, SettingsError)
    assert "no format 'word'" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_a_span_of_landmarks_is_taken_and_too_short_a_one_is_said(track, tmp_path):
    done = call("analyze", track, "--start", "0.5", "--end", "1.5", "--out", tmp_path)
    assert done.exit_code == 0
    lines = (tmp_path / "run.mp4" / "angles.csv").read_text().splitlines()
    assert len(lines) == 1 + 30
    assert lines[1].startswith("0,0.5,")
    done = call("analyze", track, "--start", "1.9", "--out", tmp_path)
    assert done.exit_code == 1
    assert "has 3 frames from 1.9 s on" in done.output
