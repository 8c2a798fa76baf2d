"""Services and hours: promised against given."""

from datetime import date

from iopctl.counting.hours import hours
from iopctl.model.chart import Chart
from iopctl.reviewing.dose import RunningWeek, ServiceDose, attendance, running_week, service_doses
from tests.conftest import build_chart

MONDAY = date(2026, 11, 23)


def doses(chart: Chart, today: date) -> list[ServiceDose]:
    """The doses as of a day."""
    return service_doses(chart, hours(chart, {}, today), today)


def running(chart: Chart, today: date) -> RunningWeek | None:
    """The running week as of a day."""
    return running_week(chart, hours(chart, {}, today), today)


FAMILY = """
[plan]
admitted_at = 2026-11-04
{plan}
[[weeks]]
week = "2026-W45"
monday = 2026-11-02
sessions = [
  {{ id = "a", service = "family", date = 2026-11-05, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
]
[[weeks]]
week = "2026-W46"
monday = 2026-11-09
sessions = [
  {{ id = "a", service = "family", date = 2026-11-10, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "partial", arrived = 09:15:00 }} }} }},
  {{ id = "b", service = "family", date = 2026-11-11, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "absent-excused" }} }} }},
  {{ id = "c", service = "family", date = 2026-11-12, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "cancelled-by-program" }} }} }},
]
[[weeks]]
week = "2026-W47"
monday = 2026-11-16
sessions = [
  {{ id = "a", service = "lunch", date = 2026-11-17, start = 12:00:00, end = 13:00:00, attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
]
"""  # noqa: E501


def test_only_full_weeks_are_held_against_the_promise() -> None:
    chart = build_chart(FAMILY.format(plan="services = [{ service = 'family', per_week = 2, minutes = 60 }]"))
    [family] = doses(chart, MONDAY)
    assert family == ServiceDose(
        service="family",
        weeks=2,
        sessions_promised=4,
        sessions_scheduled=2,
        sessions_given=1,
        minutes_promised=240,
        minutes_given=45,
        exempt=None,
    )


def test_minutes_that_do_not_count_to_the_week_still_count_to_their_service() -> None:
    chart = build_chart(FAMILY.format(plan="services = [{ service = 'lunch', per_week = 1, minutes = 60 }]"))
    assert doses(chart, MONDAY)[0].minutes_given == 60


def test_two_promises_of_one_service_are_one_line() -> None:
    plan = """services = [
      { service = 'family', per_week = 2, minutes = 60, until = 2026-11-15 },
      { service = 'family', per_week = 1, minutes = 50, from = 2026-11-16 },
    ]"""
    [family] = doses(build_chart(FAMILY.format(plan=plan)), MONDAY)
    assert (family.weeks, family.sessions_promised, family.minutes_promised) == (2, 3, 170)


def test_what_the_plan_does_not_state_is_a_gap() -> None:
    plan = "services = [{ service = 'family', minutes = 60 }, { service = 'unknown', per_week = 1 }]"
    family, unknown = doses(build_chart(FAMILY.format(plan=plan)), MONDAY)
    assert (family.sessions_promised, family.minutes_promised) == (None, None)
    assert (unknown.sessions_promised, unknown.minutes_promised, unknown.exempt) == (2, None, None)


def test_weeks_that_begin_under_an_exemption_promise_nothing() -> None:
    plan = """services = [{ service = 'family', per_week = 1, minutes = 60 }]
    exemptions = [{ kind = 'family', reason = 'declined', by = 't01', on = 2026-11-05, until = 2026-11-15 }]"""
    chart = build_chart(FAMILY.format(plan=plan))
    [family] = doses(chart, MONDAY)
    assert (family.weeks, family.sessions_promised, family.sessions_given, family.exempt) == (1, 1, 1, None)
    [then] = doses(chart, date(2026, 11, 10))
    assert then.exempt is not None
    assert (then.weeks, then.exempt.reason) == (0, "declined")


def test_attendance_leaves_out_what_the_program_called_off_and_counts_what_is_missing() -> None:
    chart = build_chart("""
[plan]
admitted_at = 2026-11-16
[[weeks]]
week = "2026-W47"
monday = 2026-11-16
sessions = [
  { id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
  { id = "b", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-unexcused" } } },
  { id = "c", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "cancelled-by-program" } } },
  { id = "d", service = "group", date = 2026-11-19, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
  { id = "e", service = "group", date = 2026-11-20, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
]
""")  # noqa: E501
    on_friday = attendance(chart, date(2026, 11, 20))
    assert (on_friday.attended, on_friday.recorded, on_friday.unrecorded) == (1, 2, 1)
    assert attendance(chart, date(2026, 11, 21)).unrecorded == 2


def test_the_running_week_knows_what_is_still_to_come() -> None:
    chart = build_chart("""
[plan]
admitted_at = 2026-11-16
discharge = { on = 2026-11-26, reason = "completed" }
[[weeks]]
week = "2026-W48"
monday = 2026-11-23
sessions = [
  { id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "attended" } } },
  { id = "b", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
  { id = "c", service = "group", date = 2026-11-24, start = 11:00:00, end = 13:00:00, patients = ["pt-0001"] },
  { id = "d", service = "lunch", date = 2026-11-25, start = 12:00:00, end = 13:00:00, patients = ["pt-0001"] },
  { id = "e", service = "group", date = 2026-11-25, start = 13:00:00, end = 14:00:00, patients = ["pt-0001"] },
]
[[weeks]]
week = "2026-W49"
monday = 2026-11-30
sessions = [{ id = "a", service = "group", date = 2026-11-30, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"] }]
""")  # noqa: E501
    on_tuesday = running(chart, date(2026, 11, 24))
    assert on_tuesday is not None
    assert (on_tuesday.week.id, on_tuesday.delivered, on_tuesday.still_scheduled) == ("2026-W48", 240, 180)
    assert running(chart, date(2026, 11, 15)) is None
    assert running(chart, date(2026, 11, 27)) is None


def test_as_of_an_earlier_day_later_attendance_is_still_to_come() -> None:
    chart = build_chart("""
[plan]
admitted_at = 2026-11-16
[[weeks]]
week = "2026-W47"
monday = 2026-11-16
sessions = [
  { id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
  { id = "b", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
]
""")  # noqa: E501
    on_tuesday = running(chart, date(2026, 11, 17))
    assert on_tuesday is not None
    assert (on_tuesday.delivered, on_tuesday.still_scheduled) == (60, 60)
