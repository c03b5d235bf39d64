"""A whole batch without pixels: every clip its row, nothing done twice, nothing half-written."""

import json

import numpy as np
import pandas as pd
import pytest

from endrange.batch.executors import SerialExecutor
from endrange.batch.job import RECORD, JobResult, do
from endrange.batch.lock import only_batch_in
from endrange.batch.plan import Wish, plan_batch
from endrange.batch.run import run_batch
from endrange.domain.corrections import Corrections, corrections_text
from endrange.domain.errors import OutputError
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics.neutral import Neutral
from endrange.pipeline import analyze
from endrange.publish import write_results
from endrange.settings import make_settings

GOOD = ("a run.trc", "b/same.trc", "b/standing.trc", "ä/same.trc")
BAD = ("b/wrong.trc", "empty.trc", "short.trc")


def planned(study, out, table=None, **values):
    formats = values.pop("formats", ())
    wish = Wish(make_settings(**values), formats=formats)
    return plan_batch(study, out, wish, globs=[] if table else ["**/*.trc"], table=table)


def tables_of(out):
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}


@pytest.fixture(scope="module")
def first(study, tmp_path_factory):
    """Everything done once, here."""
    out = tmp_path_factory.mktemp("first")
    steps = []
    outcome = run_batch(planned(study, out), SerialExecutor(), on_step=steps.append, parquet=True)
    return out, outcome, steps


def test_every_clip_has_its_row_and_every_bad_one_its_reason(first):
    out, outcome, steps = first
    summary = pd.read_csv(out / "summary.csv").set_index("file")
    assert sorted(summary.index) == sorted([*GOOD, *BAD])
    assert set(summary.loc[list(GOOD), "status"]) == {"done"}
    assert set(summary.loc[list(BAD), "status"]) == {"failed"}
    assert {r.name for r in outcome.failed} == set(BAD)
    assert all(result.name.rpartition("/")[2] in result.reason for result in outcome.failed)
    assert summary.loc["b/standing.trc", "movement"] == "standing"
    assert summary.loc["a run.trc", "movement"] == "running"
    assert [(s.done, s.total) for s in steps] == [(i + 1, 7) for i in range(7)]
    assert all(len(list((out / name).iterdir())) == 7 for name in GOOD)


def test_tables_are_tidy(first):
    out, _, _ = first
    measures = pd.read_csv(out / "measures.csv")
    assert list(measures.columns[:6]) == ["file", "movement", "plane", "quantity", "side", "role"]
    assert set(measures["file"]) == set(GOOD)
    for name in GOOD:
        written = json.loads((out / name / "analysis.json").read_text())["measures"]
        rows = measures[measures["file"] == name]
        assert len(rows) == len(written)
        values = np.array([m["value"] if m["value"] is not None else np.nan for m in written])
        np.testing.assert_allclose(rows["value"], values, rtol=1e-6)
    events = pd.read_csv(out / "events.csv")
    assert list(events.columns[:7]) == ["file", "kind", "side", "start_s", "end_s", "used", "left_out"]
    assert (events["kind"] == "stride").sum() > 5
    curves = pd.read_csv(out / "curves.csv")
    assert list(curves.columns) == ["file", "quantity", "side", "phase", "cycle", "percent", "value_deg", "zero"]
    assert set(curves["zero"]) == {"anatomical", "flat foot"}
    one = curves[(curves["file"] == "a run.trc") & (curves["quantity"] == "knee_flexion") & (curves["cycle"] == 1)]
    assert one[one["side"] == "right"]["percent"].tolist() == list(range(101))
    assert not any("created" in column or "elapsed" in column for column in measures.columns)


def test_the_dictionary_names_every_column(first):
    out, _, _ = first
    words = pd.read_csv(out / "dictionary.csv")
    for name in ("summary", "measures", "events", "curves"):
        columns = pd.read_csv(out / f"{name}.csv", nrows=0).columns
        assert words[words["table"] == name]["name"].tolist() == list(columns)
    assert words["meaning"].notna().all()
    knee = words[(words["kind"] == "quantity") & (words["name"] == "knee_flexion")]
    assert knee["meaning"].tolist() == ["shank against thigh; positive knee flexion; zero: straight leg"]


def test_parquet_holds_the_same(first):
    out, _, _ = first
    for name in ("summary", "measures", "events", "curves", "dictionary"):
        table, same = pd.read_csv(out / f"{name}.csv"), pd.read_parquet(out / f"{name}.parquet")
        assert list(same.columns) == list(table.columns)
        assert len(same) == len(table)
    curves = pd.read_parquet(out / "curves.parquet")
    np.testing.assert_allclose(curves["value_deg"], pd.read_csv(out / "curves.csv")["value_deg"])


def test_a_second_run_does_nothing_and_writes_the_same(first, study):
    out, _, _ = first
    before = tables_of(out)
    results = {path: path.stat().st_mtime_ns for path in out.glob("**/analysis.json")}
    tried = []

    def never(job):
        tried.append(job.name)
        return do(job)

    outcome = run_batch(planned(study, out), SerialExecutor(), work=never)
    assert tried == [
        "b/wrong.trc",
        "empty.trc",
    ]  # what cannot be read may be another's fault; the short one stays short
    assert {r.name for r in outcome.failed} == set(BAD)
    assert {r.name for r in outcome.kept} == set(GOOD)
    assert tables_of(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.glob("**/analysis.json")} == results


def test_what_changed_or_went_missing_is_done_again(study, tmp_path):
    out = tmp_path / "out"
    one = planned(study, out)
    one = type(one)(one.folder, one.out, tuple(job for job in one.jobs if job.name == "a run.trc"), ())
    (job,) = one.jobs
    assert do(job).status == "done"
    assert do(job).status == "kept"
    (job.folder / "angles.csv").unlink()
    assert do(job).status == "done"
    (job.folder / "report.html").write_text("spoilt")
    assert do(job).status == "done"
    record = json.loads((job.folder / RECORD).read_text())
    assert set(record["files"]) == {
        "track.nc",
        "report.html",
        "angles.csv",
        "dictionary.csv",
        "curves.csv",
        "analysis.json",
    }
    (job.folder / RECORD).write_text("[]")
    assert do(job).status == "done"


def test_other_settings_take_the_kept_landmarks_and_the_same_settings_give_the_same_tables(
    study, tmp_path, monkeypatch
):
    """Said to be walking: done from the landmarks alone; said to be running again: byte for byte as at first."""
    import endrange.pose.trc_file as trc_file

    out = tmp_path / "out"
    table = tmp_path / "t.csv"
    table.write_text("file,subject\na run.trc,S1\n")
    run_batch(planned(study, out, table, movement="running"), SerialExecutor())
    before = tables_of(out)

    def unread(path):
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(trc_file, "read_trc", unread)
    walking = run_batch(planned(study, out, table, movement="walking"), SerialExecutor())
    assert [r.status for r in walking.results] == ["done"]
    assert pd.read_csv(out / "summary.csv")["movement"].tolist() == ["walking"]
    run_batch(planned(study, out, table, movement="running"), SerialExecutor())
    assert tables_of(out) == before


def test_a_track_is_a_clip_too_and_done_once(first, tmp_path):
    out, _, _ = first
    for _ in range(2):
        plan = plan_batch(out, tmp_path, Wish(make_settings()), globs=["a run.trc/track.nc"])
        outcome = run_batch(plan, SerialExecutor())
    assert [(r.name, r.status) for r in outcome.results] == [("a run.trc/track.nc", "kept")]
    assert (tmp_path / "a run.trc" / "track.nc" / "analysis.json").is_file()


def test_tracks_of_a_session_count_from_its_standing_and_are_done_again_where_that_changes(study, tmp_path):
    hip = AngleKey("hip_extension", "right")
    folder = tmp_path / "in"
    results = folder / "a"

    def counted_from(offset_deg):
        standing = Neutral({hip: offset_deg}, {hip: 1.5})
        found = analyze(study / "a run.trc", make_settings(), neutral=standing)
        write_results(found, folder=results, overlay=False)

    def run():
        return run_batch(
            plan_batch(folder, tmp_path / "out", Wish(make_settings()), globs=["a/track.nc"]), SerialExecutor()
        )

    counted_from(-7.0)
    run()
    curves = pd.read_csv(tmp_path / "out" / "curves.csv")
    zeros = curves.groupby(["quantity", "side"])["zero"].first()
    assert (zeros["hip_extension", "right"], zeros["hip_extension", "left"]) == ("standing", "anatomical")
    counted_from(-9.0)
    assert [r.status for r in run().results] == ["done"]
    assert [r.status for r in run().results] == ["kept"]


def test_a_clip_put_right_by_hand_is_done_again_from_its_landmarks(study, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.trc").write_bytes((study / "a run.trc").read_bytes())
    plan = plan_batch(folder, tmp_path / "out", Wish(make_settings()), globs=["*.trc"])
    (job,) = plan.jobs
    assert [do(job).status, do(job).status] == ["done", "kept"]
    by_hand = folder / "a.trc.corrections.toml"
    by_hand.write_text(corrections_text(Corrections(leave_out=((0.5, 1.0),))))
    assert [do(job).status, do(job).status] == ["done", "kept"]
    written = json.loads((job.folder / "analysis.json").read_text())
    assert written["provenance"]["settings"]["corrections"]["leave_out"] == [[0.5, 1.0]]
    angles = pd.read_csv(job.folder / "angles.csv")
    inside = (angles["time_s"] >= 0.5) & (angles["time_s"] < 1.0)
    assert angles.loc[inside, "right_knee_flexion_deg"].isna().all()
    by_hand.write_text("nonsense")
    assert do(job).code == "settings"
    by_hand.unlink()
    assert do(job).status == "done"


def test_own_columns_stand_in_every_table(study, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("file,subject,trial\nb/standing.trc,S1,2\nempty.trc,S2,\n")
    run_batch(planned(study, tmp_path / "out", table), SerialExecutor())
    for name in ("summary", "measures", "events", "curves"):
        read = pd.read_csv(tmp_path / "out" / f"{name}.csv")
        assert {"file", "subject", "trial"} <= set(read.columns)
        assert set(read["subject"]) <= {"S1", "S2"}
    assert pd.read_csv(tmp_path / "out" / "summary.csv")["subject"].tolist() == ["S1", "S2"]


def test_further_formats_lie_beside_the_others(study, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("file\na run.trc\n")
    out = tmp_path / "out"
    run_batch(planned(study, out, table), SerialExecutor())
    run_batch(planned(study, out, table, formats=("mot", "openpose")), SerialExecutor())
    assert (out / "a run.trc" / "angles.mot").is_file()
    assert len(list((out / "a run.trc" / "openpose").iterdir())) == 75
    again = run_batch(planned(study, out, table, formats=("openpose", "mot")), SerialExecutor())
    assert [r.status for r in again.results] == ["kept"]


def test_half_files_are_swept_and_nothing_but_failures_still_gives_tables(study, tmp_path):
    out, table = tmp_path / "out", tmp_path / "t.csv"
    table.write_text("file\nempty.trc\n")
    half = out / "a.mp4" / ".overlay.mp4.abc.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    outcome = run_batch(planned(study, out, table), SerialExecutor())
    assert not half.exists()
    assert [r.code for r in outcome.results] == ["unreadable"]
    assert sorted(tables_of(out)) == ["curves.csv", "dictionary.csv", "events.csv", "measures.csv", "summary.csv"]
    assert (out / "measures.csv").read_text().startswith("file,movement,plane,quantity,")


def test_a_full_disk_costs_the_clip_and_is_said(study, tmp_path, monkeypatch):
    import errno

    from endrange.batch import job as room

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room, "write_formats", full)
    outcome = run_batch(planned(study, tmp_path / "out"), SerialExecutor())
    codes = {r.name: r.code for r in outcome.results}
    assert {codes[name] for name in GOOD} == {"output"}
    assert "the disk is full" in next(r.reason for r in outcome.results if r.name == "a run.trc")
    assert not any((tmp_path / "out" / name / RECORD).exists() for name in GOOD)


def test_two_batches_do_not_share_a_folder(study, tmp_path):
    with only_batch_in(tmp_path / "out"), pytest.raises(OutputError, match="Another batch is writing to"):
        run_batch(planned(study, tmp_path / "out"), SerialExecutor())
    run_batch(
        planned(study, tmp_path / "out"), SerialExecutor(), work=lambda job: JobResult(job.name, "failed", "clip")
    )


def test_what_is_left_is_told_by_the_length_of_the_films(samples, tmp_path):
    plan = plan_batch(samples, tmp_path, Wish(make_settings()), globs=["standing*.mp4", "run_right_60fps.mp4"])
    steps = []
    run_batch(
        plan, SerialExecutor(), work=lambda job: JobResult(job.name, "failed", "clip", "no"), on_step=steps.append
    )
    assert len(steps) == 2
    assert steps[0].left_s >= 0.0
    assert steps[1].left_s == pytest.approx(0.0)
