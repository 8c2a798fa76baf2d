"""AT: attendance."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import at101_attendance_incomplete as at101
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_yesterdays_session_without_attendance_is_incomplete_and_todays_is_not_yet(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [{ id = "sun", service = "group", date = 2026-11-22, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    [finding] = at101.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "2026-W47/sun on 2026-11-22 has no attendance status, which is due within 24 hours of its end"
    )
    assert finding.next == "record it: `iopctl attend 2026-W47/sun`"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert (finding.on, finding.severity) == (date(2026, 11, 22), "warning")
    assert messages(at101.check(chart, packs["house"], AS_OF)) == []


def test_hours_are_counted_as_they_elapse_on_a_day_of_23(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W10"
    monday = 2026-03-02
    sessions = [
      { id = "exact", service = "group", date = 2026-03-07, start = 21:00:00, end = 23:00:00, patients = ["pt-0001"] },
      { id = "over", service = "group", date = 2026-03-07, start = 21:00:00, end = 22:59:00, patients = ["pt-0001"] },
    ]
    """
    # The clocks go forward on the 8th: from 23:00 on the 7th to the midnight that closes the 8th are 24 hours.
    assert messages(at101.check(chart, packs["core"], date(2026, 3, 8))) == [
        "2026-W10/over on 2026-03-07 has no attendance status, which is due within 24 hours of its end"
    ]


def test_a_pack_may_give_more_hours(chart: Chart) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [{ id = "sun", service = "group", date = 2026-11-22, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501  # one session a line
    assert messages(at101.check(chart, pack_of("limits.attendance_hours = [{ value = 38 }]"), AS_OF)) == []
    assert len(messages(at101.check(chart, pack_of("limits.attendance_hours = [{ value = 37 }]"), AS_OF))) == 1


def test_an_absence_or_a_cancellation_needs_its_reason_the_same_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused" } } },
      { id = "b", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, attendance = { pt-0001 = { status = "absent-unexcused" } } },
      { id = "c", service = "group", date = 2026-11-23, start = 11:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "cancelled-by-program", reason = "" } } },
      { id = "d", service = "group", date = 2026-11-23, start = 12:00:00, end = 13:00:00, patients = ["pt-0001"], cancelled = { reason = "", by = "t01", on = 2026-11-23 } },
      { id = "e", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused" } } },
    ]
    """  # noqa: E501  # one session a line
    found = list(at101.check(chart, packs["core"], AS_OF))
    assert messages(found) == [
        "2026-W48/a on 2026-11-23 is absent-excused without a reason",
        "2026-W48/b on 2026-11-23 is absent-unexcused without a reason",
        "2026-W48/c on 2026-11-23 is cancelled-by-program without a reason",
        "2026-W48/d on 2026-11-23 is cancelled without a reason",
    ]
    assert found[0].place.key == ("sessions", 0, "attendance", "pt-0001")
    assert found[3].place.key == ("sessions", 3, "cancelled")


def test_what_is_recorded_in_full_is_complete(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [
      { id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "b", service = "group", date = 2026-11-16, start = 10:00:00, end = 11:00:00, attendance = { pt-0001 = { status = "partial", arrived = 10:15:00 } } },
      { id = "c", service = "group", date = 2026-11-16, start = 11:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "absent-excused", reason = "illness" } } },
      { id = "d", service = "group", date = 2026-11-16, start = 12:00:00, end = 13:00:00, patients = ["pt-0001"], cancelled = { reason = "closure", by = "t01", on = 2026-11-16 } },
      { id = "e", service = "group", date = 2026-11-16, start = 13:00:00, end = 14:00:00, patients = ["pt-0002"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(at101.check(chart, packs["core"], AS_OF)) == []
