"""A session of one made person: every angle is set, the clips are seen by made networks, the answer is worked by hand.

Passive hip extension is held at 25 degrees. The slow circle reaches 0 (owned about 0.6 less, the median within three
degrees of the end). The published mean stride uses about 13. So the gap is 25 to 26 degrees and the stride borrows
about 14. Seated rotation reaches 30 alone and 42 with help. The lunge reaches 40 at the ankle, the stride uses 22.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import endrange
from endrange.cli.app import build_app
from endrange.domain.assessment import PlannedClip, Session
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.errors import ClipUnreadable, SettingsError
from endrange.domain.vocabulary import AngleKey
from endrange.formats.schema import schema
from endrange.history.store import History
from endrange.publish import write_assessment
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import (
    frame_times,
    hip_circle,
    hold,
    knee_to_wall,
    running,
    seated_rotation,
    standing,
)
from endrange.synthetic.noise import Noise
from endrange.video.probe import sha256_of

QUALITY = make_settings(quality="best")
JITTER = Noise(jitter_share=0.003)

#: What each file shows, and from where.
MOTIONS = {
    "standing.mp4": (standing(frame_times(3.0, 30)), "right"),
    "passive_hip_extension_right.mp4": (hold(frame_times(6.0, 30), extension_deg=25.0), "right"),
    "hip_car_right.mp4": (hip_circle(frame_times(14.0, 30), repetition_s=6.0, extension_deg=0.0), "right"),
    "run_right.mp4": (running(frame_times(8.0, 60), trunk_lean_deg=0.0), "right"),
    "run_left.mp4": (running(frame_times(8.0, 60), trunk_lean_deg=0.0), "left"),
    "seated_hip_rotation_right.mp4": (
        seated_rotation(frame_times(13.0, 30), repetition_s=6.0, internal_deg=30.0, external_deg=20.0), "front",
    ),
    "passive_seated_hip_rotation_right.mp4": (
        seated_rotation(frame_times(13.0, 30), repetition_s=6.0, internal_deg=42.0, external_deg=20.0), "front",
    ),
    "knee_to_wall_right.mp4": (knee_to_wall(frame_times(13.0, 30), repetition_s=4.0, top_deg=40.0), "right"),
}  # fmt: skip

FEW = ("passive_hip_extension_right.mp4", "hip_car_right.mp4")


class MadeNetworks:
    """Stands where pixels would be looked at; counts how often each clip was."""

    def __init__(self) -> None:
        self.looked: list[str] = []

    def look_at(self, path, settings, progress):
        self.looked.append(path.name)
        if path.read_bytes() == b"broken":
            raise ClipUnreadable(f"{path.name} is damaged: its index is missing; copy it from the phone again.", path)
        posture, view = MOTIONS.get(path.name, MOTIONS["standing.mp4"])
        looks, _ = film(Segments(), posture, camera_at(view), noise=JITTER, seed=len(path.name))
        step = float(np.diff(looks.time_s).mean())
        clip = Clip(
            path, 1280, 720, 0, False, looks.n_frames, looks.n_frames * step, 1 / step, False, None, sha256_of(path),
            "h264",
        )  # fmt: skip
        return clip, replace(looks, engine="openvino"), FrameChanges.none(looks.n_frames)


@pytest.fixture
def networks(monkeypatch):
    made = MadeNetworks()
    monkeypatch.setattr("endrange.pipeline.look_at", made.look_at)
    monkeypatch.setattr("endrange.publish.has_pixels", lambda analysis: False)
    monkeypatch.setattr("endrange.pose.libraries.require_libraries", lambda: None)
    return made


def session_folder(tmp_path: Path, *names: str, toml: str = "") -> Path:
    folder = tmp_path / "session"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(name.encode())
    if toml:
        (folder / "session.toml").write_text(toml)
    return folder


def joint_of(found, motion, side="right", **wanted):
    rows = [j for j in found.joints if (j.motion, j.side) == (motion, side)]
    rows = [j for j in rows if all(getattr(j, name) == value for name, value in wanted.items())]
    assert len(rows) == 1
    return rows[0]


def true_peaks(name, key):
    """Peak of each whole stride of the true angle, by hand: the stride lasts 0.72 s."""
    posture, view = MOTIONS[name]
    _, truth = film(Segments(), posture, camera_at(view))
    values = truth.angle_deg[key]
    strides = int(posture.time_s[-1] / 0.72)
    return [values[(posture.time_s >= i * 0.72) & (posture.time_s < (i + 1) * 0.72)].max() for i in range(1, strides)]


def holds(measure, true, *, within):
    assert measure.low <= true <= measure.high
    assert measure.value == pytest.approx(true, abs=within)


def test_gap_borrowed_and_reserve_hold_the_known_answers(networks, tmp_path):
    folder = session_folder(tmp_path, *MOTIONS, toml='surface = "road"\n[athlete]\nname = "Ann"\n')
    found = endrange.assess(folder, QUALITY)
    assert all(clip.status == "analysed" for clip in found.clips)
    demand = float(np.median(true_peaks("run_right.mp4", AngleKey("hip_extension", "right"))))
    hip = joint_of(found, "hip_extension", position="standing")
    holds(hip.passive, 25.0, within=1.5)
    holds(hip.active, -0.6, within=1.5)
    assert hip.active.definition.endswith("slow, not held")
    holds(hip.momentum, 0.0, within=1.5)
    holds(hip.gap, 25.6, within=2.0)
    holds(hip.demand, demand, within=1.5)
    holds(hip.borrowed, demand + 0.6, within=2.5)
    rotation = joint_of(found, "hip_internal_rotation", position="seated")
    holds(rotation.gap, 12.0, within=2.5)
    ankle = joint_of(found, "ankle_dorsiflexion", position="weight-bearing, knee bent")
    holds(ankle.active, 39.3, within=2.5)
    stance = float(np.median(true_peaks("run_right.mp4", AngleKey("ankle_dorsiflexion", "right"))))
    holds(ankle.reserve, 39.3 - stance, within=3.5)
    assert (ankle.borrowed, ankle.passive, ankle.gap) == (None, None, None)
    first = found.priorities[0]
    assert (first.motion, first.side, first.kind) == ("hip_extension", "right", "borrowed")
    assert first.evidence.clip == "run_right.mp4"
    assert {(m.motion, m.side, m.role) for m in found.missing} == {
        ("hip_extension", "left", "passive"), ("hip_extension", "left", "active"),
        ("hip_internal_rotation", "left", "passive"), ("hip_internal_rotation", "left", "active"),
        ("ankle_dorsiflexion", "left", "active"),
    }  # fmt: skip
    sides = {(a.motion, a.role): a for a in found.asymmetry}
    assert abs(sides["hip_extension", "demand"].difference.value) < sides["hip_extension", "demand"].detectable
    assert found.focus[1].startswith("The stride asks for more right hip extension than you own")


def test_a_second_run_reuses_and_a_changed_clip_is_looked_at_again(networks, tmp_path):
    folder = session_folder(tmp_path, *FEW)
    first = endrange.assess(folder, QUALITY, out=tmp_path / "out")
    assert [c.status for c in first.clips] == ["analysed", "analysed"]
    again = endrange.assess(folder, QUALITY, out=tmp_path / "out")
    assert [c.status for c in again.clips] == ["reused", "reused"]
    assert again.joints == first.joints
    assert again.clips[0].analysis.provenance.engine == "openvino"
    assert again.clips[0].analysis.provenance.looks == first.clips[0].analysis.provenance.looks
    (folder / FEW[1]).write_bytes(b"another take")
    third = endrange.assess(folder, QUALITY, out=tmp_path / "out")
    assert {c.planned.path.name: c.status for c in third.clips} == {FEW[0]: "reused", FEW[1]: "analysed"}
    other = endrange.assess(folder, make_settings(quality="standard"), out=tmp_path / "out")
    assert {c.status for c in other.clips} == {"analysed"}
    assert [networks.looked.count(name) for name in FEW] == [2, 3]


def test_a_broken_clip_is_said_and_the_rest_goes_on(networks, tmp_path):
    folder = session_folder(tmp_path, *FEW, "hip_car_left.mp4", "IMG_0042.MOV")
    (folder / "hip_car_left.mp4").write_bytes(b"broken")
    found = endrange.assess(folder, QUALITY, out=tmp_path / "out")
    outcomes = {c.planned.path.name: c for c in found.clips}
    assert outcomes["hip_car_left.mp4"].status == "failed"
    assert outcomes["hip_car_left.mp4"].reason == (
        "hip_car_left.mp4 is damaged: its index is missing; copy it from the phone again."
    )
    assert outcomes["IMG_0042.MOV"].movement == "standing"  # named after nothing, recognised from the picture
    assert joint_of(found, "hip_extension", position="standing").gap is not None
    row = next(m for m in found.missing if (m.motion, m.side, m.role) == ("hip_extension", "left", "active"))
    assert "its index is missing" in row.reason


def test_entries_by_hand_are_compared_only_with_their_like(networks, tmp_path):
    """An inclinometer at the seated hip stands against the seated clip; a goniometer at a prone hip against nothing."""
    toml = (
        '[[baselines]]\nmotion = "hip_internal_rotation"\nside = "right"\nvalue_deg = 41.0\nposition = "seated"\n'
        'method = "inclinometer"\n'
        '[[baselines]]\nmotion = "hip_extension"\nside = "right"\nvalue_deg = 20.0\nposition = "prone"\n'
    )
    folder = session_folder(tmp_path, "seated_hip_rotation_right.mp4", "hip_car_right.mp4", toml=toml)
    found = endrange.assess(folder, QUALITY)
    rotation = joint_of(found, "hip_internal_rotation")
    holds(rotation.gap, 41.0 - 29.3, within=2.5)
    prone = joint_of(found, "hip_extension", position="lying")
    assert (prone.comparable, prone.gap) == (False, None)
    assert "different tests" in prone.reason


def test_repeats_narrow_nothing_that_the_method_owes(networks, tmp_path):
    """Two takes of one circle: the mean of both, an interval no narrower than the error between clips."""
    MOTIONS["hip_car_right_2.mp4"] = MOTIONS["hip_car_right.mp4"]
    one = endrange.assess(session_folder(tmp_path / "a", "hip_car_right.mp4"), QUALITY)
    two = endrange.assess(session_folder(tmp_path / "b", "hip_car_right.mp4", "hip_car_right_2.mp4"), QUALITY)
    del MOTIONS["hip_car_right_2.mp4"]
    single, pooled = (joint_of(found, "hip_extension").active for found in (one, two))
    assert pooled.n == 2 * single.n
    assert pooled.value == pytest.approx(single.value, abs=0.5)
    assert pooled.high - pooled.low == pytest.approx(single.high - single.low, rel=0.05)


def test_standing_is_the_zero_where_the_session_says_so(networks, tmp_path):
    """Nobody's standing is the anatomical zero: the offset is taken off, and the definition says it."""
    folder = session_folder(tmp_path, *FEW, "standing.mp4", toml='zero = "standing"\n')
    found = endrange.assess(folder, QUALITY)
    hip = joint_of(found, "hip_extension", position="standing")
    assert "from own standing" in hip.passive.definition
    plain = endrange.assess(session_folder(tmp_path / "plain", *FEW), QUALITY)
    assert hip.gap.value == pytest.approx(joint_of(plain, "hip_extension", position="standing").gap.value, abs=0.1)


def test_standing_that_no_name_tells_is_the_zero_of_every_clip(networks, tmp_path, monkeypatch):
    """The clip before it has no name that says what it shows either; the third one has."""
    monkeypatch.setitem(MOTIONS, "IMG_1.mp4", MOTIONS["passive_hip_extension_right.mp4"])
    folder = session_folder(tmp_path, "IMG_1.mp4", "IMG_2.mp4", "hip_car_right.mp4", toml='zero = "standing"\n')
    found = endrange.assess(folder, QUALITY, out=tmp_path / "out")
    assert [clip.movement for clip in found.clips] == ["hold", "standing", "hip_car"]
    hip = AngleKey("hip_extension", "right")
    assert [c.analysis.angles.zero[hip] for c in found.clips if c.movement != "standing"] == ["standing", "standing"]
    assert networks.looked == ["IMG_1.mp4", "IMG_2.mp4", "hip_car_right.mp4"]
    assert "no_standing" not in [finding.code for finding in found.findings]


def test_a_session_whose_standing_cannot_be_used_says_so(networks, tmp_path):
    folder = session_folder(tmp_path, FEW[0], "standing.mp4", toml='zero = "standing"\n')
    (folder / "standing.mp4").write_bytes(b"broken")
    (finding,) = [f for f in endrange.assess(folder, QUALITY).findings if f.code == "no_standing"]
    assert "counted from the anatomical zero" in finding.message


def test_clips_of_one_name_are_refused(tmp_path):
    clips = tuple(PlannedClip(tmp_path / folder / "run.mp4", "running") for folder in ("a", "b"))
    with pytest.raises(SettingsError, match=r"both called run\.mp4"):
        endrange.assess(Session(tmp_path, clips))


def test_the_command_writes_prints_and_remembers(networks, tmp_path, monkeypatch):
    monkeypatch.setenv("ENDRANGE_HISTORY", str(tmp_path / "h.sqlite3"))
    toml = 'date = 2026-01-02\n[athlete]\nname = "Ann"\n'
    folder, out = session_folder(tmp_path, *FEW, toml=toml), tmp_path / "out"

    def call(*words):
        done = CliRunner().invoke(build_app(), ["assess", str(folder), "--out", str(out), "--quality", "best", *words])
        assert done.exit_code == 0, done.output
        return done

    printed = call().stdout
    assert "1. Right hip extension: there, but not yet used: " in printed
    assert printed.rstrip().endswith("report.html")
    assert len(printed.splitlines()) < 15
    written = json.loads((out / "assessment.json").read_text())
    jsonschema.validate(written, schema("assessment"))
    table = pd.read_csv(out / "assessment.csv")
    assert {"passive", "active", "momentum", "gap"} <= set(table["part"])
    assert (out / FEW[0] / "analysis.json").is_file()
    assert [k.date for k in History().assessments("Ann")] == ["2026-01-02"]

    (folder / "session.toml").write_text(toml.replace("2026-01-02", "2026-03-02"))
    later = json.loads(call("--json").stdout)
    assert {c["status"] for c in later["session"]["clips"]} == {"reused"}
    assert {(c["role"], c["since"], c["verdict"]) for c in later["change"]} == {
        ("passive", "2026-01-02", "within error"), ("active", "2026-01-02", "within error"),
    }  # fmt: skip
    call("--no-history", "--athlete", "Bob")
    assert History().athletes() == ("Ann",)


def test_a_session_in_which_everything_fails_is_no_success(networks, tmp_path):
    folder = session_folder(tmp_path, "run_left.mp4")
    (folder / "run_left.mp4").write_bytes(b"broken")
    done = CliRunner().invoke(build_app(), ["assess", str(folder), "--out", str(tmp_path / "out"), "--no-history"])
    assert done.exit_code == 1
    assert "its index is missing" in done.output


def test_templates_are_written_once_and_say_what_can_be_said(tmp_path):
    done = CliRunner().invoke(build_app(), ["assess", str(tmp_path / "new"), "--new", "--new-focus"])
    assert done.exit_code == 0
    assert (tmp_path / "new" / "session.toml").is_file()
    assert "daily = " in (tmp_path / "new" / "focus.toml").read_text()


@pytest.mark.slow
@pytest.mark.networks
def test_real_networks_on_the_sample_session(samples, tmp_path):
    """Two clips of the sample session through pixels: the hold's truth lies in its interval, its frame on the page."""
    names = ("hip_extension_passive_right", "standing_right")
    plans = (
        PlannedClip(samples / f"{names[0]}.mp4", "hold", "hip_extension", "right", "passive", end_s=4.0),
        PlannedClip(samples / f"{names[1]}.mp4", "standing", end_s=1.0),
    )
    session = Session(samples / "session", plans)
    found = endrange.assess(session, make_settings(quality="fast"), out=tmp_path, overlay=False)
    assert [c.status for c in found.clips] == ["analysed", "analysed"]
    with np.load(samples / f"{names[0]}.truth.npz") as truth:
        inside = truth["time_s"] < 4.0
        true = float(np.median(truth["right_hip_extension_deg"][inside][45:]))
    passive = joint_of(found, "hip_extension").passive
    assert passive.low <= true <= passive.high
    page = write_assessment(found, tmp_path)
    assert "data:image/webp" in page.read_text()
    again = endrange.assess(session, make_settings(quality="fast"), out=tmp_path, overlay=False)
    assert [c.status for c in again.clips] == ["reused", "reused"]
