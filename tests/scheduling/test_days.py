"""What a day holds."""

from collections.abc import Mapping
from datetime import date

from iopctl import checking
from iopctl.model.chart import Census
from iopctl.model.pack import RulePack
from iopctl.scheduling.days import View, closures_on, sessions_on, tracks_of, unrecorded
from tests.conftest import pack_of

TODAY = date(2026, 11, 24)


def test_the_sessions_of_a_day_stand_in_order_of_time(census: Census) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "late", service = "group", date = 2026-11-24, start = 13:00:00, end = 14:00:00, leads = ["t02"] },
      { id = "b", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02"] },
      { id = "a", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00 },
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00 },
    ]
    """
    assert [held.ref for held in sessions_on(census, TODAY)] == ["2026-W48/a", "2026-W48/b", "2026-W48/late"]
    assert [held.session.id for held in sessions_on(census, TODAY, "t02")] == ["b", "late"]


def test_a_held_session_counts_its_records(census: Census) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "a", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002"], attendance = { pt-0001 = { status = "attended" } } },
    ]
    """  # noqa: E501
    [held] = sessions_on(census, TODAY)
    assert held.recorded == 1
    assert held.booking("pt-0001").attendance == held.session.attendance["pt-0001"]
    assert held.booking("pt-0002").attendance is None
    empty = held.week.model_copy(update={"sessions": (held.session.model_copy(update={"attendance": {}}),)})
    assert held.in_week(empty).recorded == 0


def test_a_view_shows_what_fits_everything_named(census: Census) -> None:
    """
    [program]
    slots = [{ id = "slot", track = "youth", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    [plan]
    track = "morning"
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "slot", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"], patients = ["pt-0001"] },
      { id = "own", service = "individual", date = 2026-11-23, start = 08:00:00, end = 09:00:00, room = "a", leads = ["t02"], patients = ["pt-0001", "pt-0009"] },
      { id = "empty", service = "group", date = 2026-11-24, start = 08:00:00, end = 09:00:00 },
    ]
    """  # noqa: E501
    [week] = census.weeks

    def seen(view: View) -> list[str]:
        return [held.session.id for held in view.of(census, week)]

    assert seen(View()) == ["own", "slot", "empty"]
    assert seen(View(patient="pt-0001")) == ["own", "slot"]
    assert seen(View(patient="pt-0009")) == ["own"]
    assert seen(View(staff="t01")) == ["slot"]
    assert seen(View(room="a")) == ["own", "slot"]
    assert seen(View(track="youth")) == ["slot"]
    assert seen(View(track="morning")) == ["own"]
    assert seen(View(patient="pt-0001", staff="t02", room="a", track="morning")) == ["own"]
    assert seen(View(patient="pt-0001", staff="t03")) == []
    assert tracks_of(census, week.sessions[2]) == set()


def test_what_is_missing_of_past_sessions_stands_together_by_session(
    census: Census, packs: Mapping[str, RulePack]
) -> None:
    """
    [program]
    packs = ["test"]
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-02
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-11-02
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "late", service = "group", date = 2026-11-23, start = 13:00:00, end = 14:00:00, patients = ["pt-0002", "pt-0001"] },
      { id = "early", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002"], attendance = { pt-0001 = { status = "absent-excused" } } },
      { id = "today", service = "group", date = 2026-11-24, start = 13:00:00, end = 14:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501
    pack = pack_of("limits.attendance_hours = [{ value = 24 }]")
    view = checking.Selection(select=("AT101",))
    findings = checking.check_census(census, {"test": pack}, TODAY, view=view)
    assert [(each.held.session.id, each.patients, each.lacks) for each in unrecorded(census, findings)] == [
        ("early", ("pt-0001",), "reason"),
        ("early", ("pt-0002",), "record"),
        ("late", ("pt-0001", "pt-0002"), "record"),
    ]


def test_closures_hold_from_the_first_to_the_last_day(census: Census) -> None:
    """
    [program]
    closures = [
      { date = 2026-11-24, until = 2026-11-25, reason = "Snow" },
      { date = 2026-11-24, tracks = ["youth"], reason = "School trip" },
    ]
    """
    days = [date(2026, 11, day) for day in (23, 24, 25, 26)]
    assert [[each.reason for each in closures_on(census.program, day)] for day in days] == [
        [],
        ["Snow", "School trip"],
        ["Snow"],
        [],
    ]
