import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from endrange.domain.assessment import Session
from endrange.domain.errors import OutputError
from endrange.domain.measure import Measure
from endrange.history.migrations import MIGRATIONS
from endrange.history.store import History, history_file
from endrange.history.trend import trends_of
from endrange.rom.change import change_of
from endrange.rom.conclude import conclude
from endrange.rom.gather import Range
from endrange.rom.joints import joints_of
from endrange.rom.positions import UPRIGHT, Placed


def an_assessment(tmp_path, active, passive=25.0):
    def taken(kind, value, statistic):
        measure = Measure(
            "hip_extension", "right", kind, statistic, value, "deg", value - 2, value + 2, None, 3, "A", "measured",
            None, "thigh against trunk", "a.mp4", 1.0,
        )  # fmt: skip
        return Range("hip_extension", "right", kind, Placed(measure, UPRIGHT))

    joints = joints_of([taken("passive", passive, "plateau"), taken("active", active, "held_peak")], lambda _: 0.0)
    return replace(conclude(Session(tmp_path, (), surface="road"), []), joints=joints)


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "data" / "history.sqlite3")


def test_what_is_kept_comes_back_oldest_first(history, tmp_path):
    history.add(an_assessment(tmp_path, 12.0), "Ann", "2026-02-01")
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    history.add(an_assessment(tmp_path, 30.0), "Bob", "2026-01-15")
    kept = history.assessments("Ann")
    assert [k.date for k in kept] == ["2026-01-01", "2026-02-01"]
    assert kept[0].joints == an_assessment(tmp_path, 10.0).joints
    assert history.athletes() == ("Ann", "Bob")
    courses = {t.role: [m.value for _, m in t.points] for t in trends_of(kept)}
    assert courses == {"passive": [25.0, 25.0], "active": [10.0, 12.0]}


def test_the_same_day_again_replaces_it(history, tmp_path):
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    history.add(an_assessment(tmp_path, 11.0), "Ann", "2026-01-01")
    assert [k.joints[0].active.value for k in history.assessments("Ann")] == [11.0]


def test_a_daily_circle_stands_beside_the_session_of_the_day(history, tmp_path):
    session = an_assessment(tmp_path, 10.0)
    circle = replace(session, session=replace(session.session, folder=tmp_path / "car"))
    history.add(session, "Ann", "2026-01-01")
    history.add(circle, "Ann", "2026-01-01")
    history.add(circle, "Ann", "2026-01-01")
    assert len(history.assessments("Ann")) == 2


def test_a_change_is_told_against_the_last_assessment_that_has_the_range(history, tmp_path):
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    without_active = an_assessment(tmp_path, 10.0)
    only_passive = tuple(replace(j, active=None) for j in without_active.joints)
    history.add(replace(without_active, joints=only_passive), "Ann", "2026-01-15")
    assert history.before("Ann", "2026-01-01") == ()
    earlier = [(k.date, k.joints) for k in history.before("Ann", "2026-02-01")]
    assert [date for date, _ in earlier] == ["2026-01-15", "2026-01-01"]
    found = {c.role: c for c in change_of(an_assessment(tmp_path, 20.0).joints, earlier, lambda _: 0.0)}
    assert (found["active"].verdict, found["active"].since) == ("real change", "2026-01-01")
    assert (found["passive"].verdict, found["passive"].since) == ("within error", "2026-01-15")


def test_delete_means_delete(history, tmp_path):
    secret = an_assessment(tmp_path, 10.0)
    secret = replace(secret, session=replace(secret.session, notes="a very private remark"))
    history.add(secret, "Ann Onymous", "2026-01-01")
    history.add(an_assessment(tmp_path, 10.0), "Bob", "2026-01-01")
    assert history.delete("Ann Onymous") == 1
    assert history.athletes() == ("Bob",)
    left = b"".join(p.read_bytes() for p in history.path.parent.iterdir())
    assert b"private remark" not in left
    assert b"Ann Onymous" not in left


def test_one_date_can_be_deleted_and_everything_exported(history, tmp_path):
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    history.add(an_assessment(tmp_path, 12.0), "Ann", "2026-02-01")
    assert history.delete("Ann", "2026-01-01") == 1
    exported = history.export("Ann")
    assert [e["date"] for e in exported] == ["2026-02-01"]
    assert exported[0]["schema"] == "endrange.assessment/1"


def test_whatever_is_looked_up_is_one_query(history, tmp_path, monkeypatch):
    for month in range(1, 13):
        history.add(an_assessment(tmp_path, 10.0), "Ann", f"2026-{month:02d}-01")
    asked = []
    connect = sqlite3.connect

    def listening(*args, **options):
        connection = connect(*args, **options)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listening)
    for look_up in (
        lambda: history.before("Ann", "2099-01-01"),
        lambda: trends_of(history.assessments("Ann"))[0].points,
    ):
        asked.clear()
        assert len(look_up()) == 12
        assert len([query for query in asked if query.startswith("SELECT")]) == 1


def test_a_file_of_the_first_layout_is_brought_to_todays(history, tmp_path):
    history.path.parent.mkdir(parents=True)
    connection = sqlite3.connect(history.path)
    connection.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    connection.execute("INSERT INTO athlete (name) VALUES ('Ann')")
    connection.commit()
    connection.close()
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    assert len(history.assessments("Ann")) == 1


def test_many_may_open_a_new_history_at_once(history):
    ready = Barrier(8)

    def opened(_):
        ready.wait()
        return history.athletes()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(opened, range(8))) == [()] * 8


def test_a_file_of_a_newer_version_is_left_alone(history, tmp_path):
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    connection = sqlite3.connect(history.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OutputError, match="layout 99"):
        history.athletes()


def test_the_history_lies_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("ENDRANGE_HISTORY", str(tmp_path / "h.db"))
    assert history_file() == tmp_path / "h.db"


def test_a_trend_is_told_in_a_line_with_what_could_be_detected(history, tmp_path):
    history.add(an_assessment(tmp_path, 10.0), "Ann", "2026-01-01")
    history.add(an_assessment(tmp_path, 20.0), "Ann", "2026-02-01")
    lines = {t.role: t.text for t in trends_of(history.assessments("Ann"))}
    assert lines["active"] == (
        "right hip extension, active, standing: 2026-01-01 10, 2026-02-01 20; +10 (real change, detectable 3)"
    )
    assert "within error" in lines["passive"]


def test_a_long_trend_tells_its_first_and_its_last_values(history, tmp_path):
    for month in range(1, 10):
        history.add(an_assessment(tmp_path, float(month)), "Ann", f"2026-{month:02d}-01")
    line = next(t.text for t in trends_of(history.assessments("Ann")) if t.role == "active")
    assert "2026-01-01 1, …, 2026-05-01 5, 2026-06-01 6, 2026-07-01 7, 2026-08-01 8, 2026-09-01 9; +8 (real" in line
