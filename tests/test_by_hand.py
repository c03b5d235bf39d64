"""Corrections by hand through the whole way: the person who was pointed at, the own zero, a point in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange import pipeline
from endrange.assessing import neutral_of
from endrange.domain.analysis import Analysis, MovementLabel
from endrange.domain.assessment import ClipOutcome, PlannedClip
from endrange.domain.body import Body
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.corrections import NOTHING, SUFFIX, Corrections, Moved, Pointed, corrections_text
from endrange.domain.errors import NobodyThere, SettingsError
from endrange.domain.looks import Looks
from endrange.domain.measure import Finding
from endrange.domain.skeleton import KEYPOINTS, point
from endrange.domain.vocabulary import AngleKey
from endrange.formats.registry import write_formats
from endrange.keeping import analyze_kept
from endrange.pipeline import analyze_looks
from endrange.settings import Settings, make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, hold, standing

HIP = AngleKey("hip_extension", "right")
THIGH = AngleKey("thigh_extension", "right")
HELD = make_settings(movement="hold", motion="hip_extension", side="right")
SHA = "d" * 64


def _clip(looks: Looks) -> Clip:
    n, fps = looks.n_frames, 1.0 / float(np.median(np.diff(looks.time_s)))
    return Clip(Path("hold.mp4"), *looks.size_px, 0, False, n, n / fps, fps, False, None, SHA, "h264")


def _held() -> Looks:
    """Stands for two seconds with the right hip 5 degrees extended, then lifts it to 20 within a second and holds."""
    time_s = frame_times(7, 60)
    posture = hold(time_s - 2.0, extension_deg=15.0)
    leg = replace(posture.right, hip_extension_pelvis_deg=posture.right.hip_extension_pelvis_deg + 5.0)
    return film(Segments(), replace(posture, time_s=time_s, right=leg), camera_at("right"), names=("heavy",))[0]


def _measured(looks: Looks, by_hand: Corrections = NOTHING, settings: Settings = HELD) -> Analysis:
    return analyze_looks(looks, _clip(looks), settings, by_hand=by_hand)


def _held_deg(analysis: Analysis) -> float:
    (value,) = [m.value for m in analysis.measures if m.quantity == "hip_extension" and m.statistic == "plateau"]
    assert value is not None
    return value


def _codes(analysis: Analysis) -> list[str]:
    return [finding.code for finding in analysis.findings]


def _several(looks: list[Looks], shifts_px: list[float]) -> Looks:
    """People of several films side by side in one picture."""
    position = np.concatenate(
        [one.position_px + np.array([shift, 0.0], np.float32) for one, shift in zip(looks, shifts_px, strict=True)], 2
    )
    score, world = (np.concatenate([getattr(one, name) for one in looks], 2) for name in ("score", "world_m"))
    return replace(looks[0], position_px=position, score=score, world_m=world)


def _two() -> Looks:
    """Left somebody who holds the hip at 20 degrees of extension, right somebody who holds it at 0."""
    other, _ = film(
        Segments(), standing(frame_times(7, 60)), camera_at("right", distance_m=5.0), names=("heavy",), seed=1
    )
    return _several([_held(), other], [-250.0, 250.0])


def _middle(looks: Looks, person: int, frame: int) -> Pointed:
    points = looks.position_px[frame, 0, person]
    x, y = (np.nanmin(points, 0) + np.nanmax(points, 0)) / 2
    return Pointed(float(looks.time_s[frame]), float(x), float(y))


def test_frames_named_neutral_are_the_clips_own_zero() -> None:
    looks = _held()
    before, after = _measured(looks), _measured(looks, Corrections(neutral=((0.0, 1.8),)))
    assert _held_deg(before) == pytest.approx(20.0, abs=0.6)
    assert _held_deg(before) - _held_deg(after) == pytest.approx(5.0, abs=0.1)
    assert before.angles.zero[HIP] == "anatomical"
    assert after.angles.zero[HIP] == "standing"
    assert "from own standing" in next(m.definition for m in after.measures if m.quantity == "hip_extension")
    assert "own standing" not in next(m.definition for m in before.measures if m.quantity == "hip_extension")
    assert after.provenance.settings["corrections"]["neutral"] == ((0.0, 1.8),)
    assert "neutral standing chosen 0.00-1.80 s" in next(f.message for f in after.findings if f.code == "corrected")
    assert "neutral_moves" not in _codes(after)


def test_frames_named_neutral_in_which_somebody_moves_are_said_to_be_no_standing() -> None:
    assert "neutral_moves" in _codes(_measured(_held(), Corrections(neutral=((0.5, 3.0),))))


def test_frames_named_neutral_that_show_nobody_leave_the_zero_as_it_is() -> None:
    looks = _held()
    found = _measured(looks, Corrections(neutral=((60.0, 61.0),)))
    assert "neutral_not_seen" in _codes(found)
    assert found.angles.zero[HIP] == "anatomical"
    assert _held_deg(found) == pytest.approx(_held_deg(_measured(looks)))


def test_a_standing_clip_shows_its_posture_whatever_frames_are_named() -> None:
    looks = _held()
    settings = make_settings(movement="standing")
    found = _measured(looks, Corrections(neutral=((0.0, 1.8),)), settings)
    assert found.angles.zero[HIP] == "anatomical"


def test_in_a_session_the_frames_named_in_the_standing_clip_are_the_zero_of_the_others(tmp_path: Path) -> None:
    """The standing clip shows 5 degrees for two seconds and 20 afterwards; which of them is named is the zero."""
    analysis = _measured(_held(), settings=make_settings(movement="standing"))
    clip = PlannedClip(tmp_path / "standing.mp4")
    outcome = ClipOutcome(clip, "analysed", "standing", None, None, None, analysis)

    def zero_deg(*spans: tuple[float, float]) -> float:
        text = corrections_text(Corrections(neutral=spans))
        clip.path.with_name(clip.path.name + SUFFIX).write_text(text, encoding="utf-8")
        neutral = neutral_of(outcome)
        assert neutral is not None
        return neutral.offset_deg[HIP]

    assert zero_deg((0.0, 1.8)) == pytest.approx(5.0, abs=0.3)
    assert zero_deg((4.0, 7.0)) == pytest.approx(20.0, abs=0.6)
    assert zero_deg((50.0, 60.0)) == zero_deg()


def test_a_knee_put_in_its_place_turns_the_thigh_by_as_much_as_geometry_says() -> None:
    """The knee is put off at right angles to the thigh by a tenth of its length: atan 0.1 is 5.7 degrees."""
    looks = _held()
    frame = 300
    hip, knee = (looks.position_px[frame, 0, 0, point("right", part)].astype(float) for part in ("hip", "knee"))
    thigh = knee - hip
    put = knee + 0.1 * np.array([thigh[1], -thigh[0]])
    moved = Moved(float(looks.time_s[frame]), "right", "knee", float(put[0]), float(put[1]))
    before, after = _measured(looks), _measured(looks, Corrections(move=(moved,)))
    turned = after.angles.value_deg[THIGH] - before.angles.value_deg[THIGH]
    assert abs(turned[frame]) == pytest.approx(np.degrees(np.arctan(0.1)), abs=0.3)
    assert 0.3 < abs(turned[frame + 2] / turned[frame]) < 1.0
    assert np.abs(turned[frame + 40 :]).max() < 0.2
    assert "1 point in 1 frame moved (right knee 5.00 s)" in next(
        f.message for f in after.findings if f.code == "corrected"
    )


@pytest.mark.parametrize(("person", "held_deg"), [(0, 20.0), (1, 0.0)])
def test_who_was_pointed_at_is_measured(person: int, held_deg: float) -> None:
    looks = _two()
    found = _measured(looks, Corrections(person=_middle(looks, person, 200)))
    assert np.nanmedian(found.angles.value_deg[HIP][240:]) == pytest.approx(held_deg, abs=0.6)
    assert "several_people" not in _codes(found)


def test_other_networks_or_more_people_do_not_change_who_was_pointed_at() -> None:
    """A third person, most prominent of all, comes into the picture, and the slots change places."""
    looks = _two()
    at = _middle(looks, 1, 200)
    big, _ = film(Segments(), standing(frame_times(7, 60)), camera_at("right", distance_m=3.0), names=("heavy",))
    crowd = _several([big, looks], [0.0, 0.0])
    found = _measured(crowd, Corrections(person=at))
    assert np.nanmedian(found.angles.value_deg[HIP][240:]) == pytest.approx(0.0, abs=0.6)
    assert found.body.people_seen == 3


def test_who_runs_among_several_has_the_findings_of_their_own_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of two people does nothing known and has lost a leg; the other one runs and is cut off."""
    looks = _two()
    body = _measured(looks).body
    told = {1: ("several_people", "leg_lost"), 2: ("cut_off",)}

    def trusted(_looks: object, _clip: object, person: int | None, *_: object) -> tuple[Body, tuple[Finding, ...]]:
        number = person or 1
        findings = tuple(Finding(code, "warning", code) for code in told[number])
        return replace(body, person=number, people_seen=2), findings

    def label(body: Body, *_: object) -> MovementLabel:
        return MovementLabel("running" if body.person == 2 else "unknown", 0.9, None, None)

    monkeypatch.setattr(pipeline, "_trusted_body", trusted)
    monkeypatch.setattr(pipeline, "_label", label)
    found, seen, findings = pipeline._whom_and_what(
        looks, _clip(looks), make_settings(), FrameChanges.none(looks.n_frames), 1.0, NOTHING
    )
    assert (found.person, seen.name) == (2, "running")
    assert [finding.code for finding in findings] == ["cut_off", "several_people"]


def test_a_number_asked_for_now_rules_over_the_file() -> None:
    looks = _two()
    said = Corrections(person=_middle(looks, 1, 200))
    asked = _measured(looks, said, make_settings(person=1, **HELD.model_dump(include={"movement", "motion", "side"})))
    assert asked.body.person == 1
    assert "corrected" not in _codes(asked)
    assert "corrections" not in asked.provenance.settings


def test_nobody_at_the_place_is_refused_and_a_time_that_is_not_measured_too() -> None:
    looks = _two()
    with pytest.raises(NobodyThere, match=r"hold\.mp4: nobody was followed where .* \(5, 5 px at 1\.00 s\)"):
        _measured(looks, Corrections(person=Pointed(1.0, 5.0, 5.0)))
    with pytest.raises(SettingsError, match=r"hold\.mp4: .* not in the part that is measured"):
        _measured(looks, Corrections(person=Pointed(30.0, 600.0, 300.0)))


class _Film:
    """Stands in for pixels: the second person is only seen by whoever looks at many."""

    def __init__(self) -> None:
        self.looked_at: list[int] = []

    def __call__(self, path: Path, settings: Settings, progress: object) -> tuple[Clip, Looks, FrameChanges]:
        self.looked_at.append(settings.max_people)
        two = replace(_two(), engine="openvino")
        seen = slice(0, 2 if settings.max_people > 4 else 1)
        parts = {name: getattr(two, name)[:, :, seen] for name in ("position_px", "score", "world_m")}
        return replace(_clip(two), path=path), replace(two, **parts), FrameChanges.none(two.n_frames)


@pytest.fixture
def pixels(monkeypatch: pytest.MonkeyPatch) -> _Film:
    """No film is read."""
    film = _Film()
    monkeypatch.setattr(pipeline, "look_at", film)
    return film


def test_landmarks_that_hold_the_person_are_enough(pixels: _Film, tmp_path: Path) -> None:
    clip, folder = tmp_path / "hold.mp4", tmp_path / "results"
    first, reused = analyze_kept(clip, folder, SHA, HELD)
    assert not reused
    write_formats(first, folder, ["netcdf"])
    said = Corrections(person=_middle(_two(), 0, 100))
    found, reused = analyze_kept(clip, folder, SHA, HELD, corrections=said)
    assert reused
    assert pixels.looked_at == [4]
    assert found.looks.engine == found.provenance.engine == "openvino"
    assert found.clip.path == clip


def test_somebody_who_is_not_among_the_landmarks_is_looked_for_once(pixels: _Film, tmp_path: Path) -> None:
    clip, folder = tmp_path / "hold.mp4", tmp_path / "results"
    write_formats(analyze_kept(clip, folder, SHA, HELD)[0], folder, ["netcdf"])
    said = Corrections(person=_middle(_two(), 1, 100))
    found, reused = analyze_kept(clip, folder, SHA, HELD, corrections=said)
    assert not reused
    assert pixels.looked_at == [4, 10]
    assert found.findings[0].code == "looked_wider"
    assert np.nanmedian(found.angles.value_deg[HIP][240:]) == pytest.approx(0.0, abs=0.6)
    write_formats(found, folder, ["netcdf"])
    again, reused = analyze_kept(clip, folder, SHA, HELD, corrections=replace(said, neutral=((0.0, 1.0),)))
    assert reused
    assert pixels.looked_at == [4, 10]
    assert again.provenance.settings["max_people"] == 10


def test_a_clip_that_was_never_looked_at_is_looked_at_wider_where_needed(pixels: _Film, tmp_path: Path) -> None:
    said = Corrections(person=_middle(_two(), 1, 100))
    found = pipeline.analyze(tmp_path / "hold.mp4", HELD, corrections=said)
    assert pixels.looked_at == [4, 10]
    assert found.findings[0].code == "looked_wider"
    with pytest.raises(NobodyThere):
        pipeline.analyze(tmp_path / "hold.mp4", HELD, corrections=Corrections(person=Pointed(1.0, 5.0, 5.0)))


def test_movable_points_are_points() -> None:
    from endrange.domain.corrections import MOVABLE

    assert {f"left_{part}" for part in MOVABLE} <= set(KEYPOINTS)
