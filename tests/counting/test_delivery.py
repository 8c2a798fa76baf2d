"""S5 to S7: what was delivered, and what closures and documented reasons account for."""

from datetime import date

import pytest

from iopctl.counting.delivery import DeliveredWeek, delivered_blocks, delivered_weeks
from tests.conftest import build_chart
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

MON, WED, FRI = (date(2026, 9, day) for day in (7, 9, 11))
SUNDAY = date(2026, 9, 13)
CLOSED = 'closures = [{ date = 2026-09-07, reason = "Labor Day" }]'
NEXT_MONDAY = date(2026, 9, 14)


def delivered(*weeks: str, program: str = "", plan: str = PATTERN, today: date = SUNDAY) -> list[DeliveredWeek]:
    return list(delivered_weeks(build_chart(chart_text(plan, program=program, weeks=weeks)), today))


def amounts(*weeks: str, program: str = "", plan: str = PATTERN) -> tuple[int, int]:
    [only] = delivered(*weeks, program=program, plan=plan)
    return only.given.minutes, only.accounted.minutes


def test_a_week_without_a_file_is_a_gap() -> None:
    found = delivered(mornings(NEXT_MONDAY), today=date(2026, 9, 20))
    assert [each.week.id for each in found] == ["2026-W38"]


def test_sessions_after_discharge_or_as_of_are_not_delivered() -> None:
    [running] = delivered(mornings(MON), today=WED)
    assert (running.given.minutes, running.given.sessions) == (360, 2)


@pytest.mark.parametrize(
    ("record", "accounted"),
    [
        (ATTENDED, 540),
        ('status = "absent-excused", reason = "illness"', 540),
        ('status = "absent-excused"', 360),
        ('status = "absent-excused", reason = ""', 360),
        ('status = "absent-unexcused", reason = "overslept"', 360),
        ('status = "cancelled-by-program", reason = "snow"', 540),
        ('status = "partial", arrived = 10:00:00, reason = "bus"', 540),
        ('status = "partial", arrived = 10:00:00', 480),
        (None, 360),
    ],
)
def test_a_documented_reason_accounts_for_what_was_missed(record: str | None, accounted: int) -> None:
    assert amounts(mornings(MON, record, ATTENDED, ATTENDED))[1] == accounted


def test_a_session_called_off_with_a_reason_is_accounted_for() -> None:
    def called_off(reason: str) -> str:
        off = session(MON, record=None, more=f'cancelled = {{ reason = "{reason}", by = "t01", on = 2026-09-07 }}')
        return week(MON, off, session(WED), session(FRI))

    assert amounts(called_off("leader ill")) == (360, 540)
    assert amounts(called_off("")) == (360, 360)


@pytest.mark.parametrize("record", [None, 'status = "absent-unexcused"', 'status = "cancelled-by-program"'])
def test_sessions_on_a_closed_date_are_accounted_for_whatever_was_recorded(record: str | None) -> None:
    assert amounts(mornings(MON, record, ATTENDED, ATTENDED), program=CLOSED) == (360, 540)


def test_what_the_pattern_holds_on_a_closed_date_is_accounted_for_without_a_session() -> None:
    assert amounts(week(MON, session(WED), session(FRI)), program=CLOSED) == (360, 540)
    assert amounts(week(MON, session(WED), session(FRI)), program=CLOSED, plan="") == (360, 360)


def test_a_session_on_a_closed_date_and_its_standing_time_are_one() -> None:
    [only] = delivered(mornings(MON, None, ATTENDED, ATTENDED), program=CLOSED)
    assert (only.accounted.sessions, only.accounted.days) == (3, 3)


def test_a_closure_of_another_track_accounts_for_nothing() -> None:
    other = 'closures = [{ date = 2026-09-07, tracks = ["youth"], reason = "Excursion" }]'
    assert amounts(mornings(MON, None, ATTENDED, ATTENDED), program=other) == (360, 360)


def test_a_closed_date_outside_the_stay_accounts_for_nothing() -> None:
    stay = STAY.replace("2026-09-07", "2026-09-08")
    chart = build_chart(chart_text(program=CLOSED, stay=stay, weeks=[week(MON, session(WED), session(FRI))]))
    [only] = delivered_weeks(chart, SUNDAY)
    assert only.accounted.minutes == 360


@pytest.mark.parametrize(("today", "accounted"), [(10, 360), (11, 540)])
def test_a_closed_date_accounts_from_its_own_day_on(today: int, accounted: int) -> None:
    ahead = 'closures = [{ date = 2026-09-11, reason = "Staff day" }]'
    [only] = delivered(week(MON, session(MON), session(WED)), program=ahead, today=date(2026, 9, today))
    assert only.accounted.minutes == accounted


def test_a_make_up_is_not_counted_on_top_of_the_session_it_makes_up() -> None:
    excused = 'status = "absent-excused", reason = "illness"'
    make_up = session(date(2026, 9, 10), "13:00-15:00", more='makes_up = "2026-W37/mon-0900"')
    assert amounts(week(MON, session(MON, record=excused), session(WED), make_up)) == (300, 360)
    seat = session(date(2026, 9, 10), "13:00-15:00", more='make_ups = { pt-0001 = "2026-W37/mon-0900" }')
    assert amounts(week(MON, session(MON, record=excused), session(WED), seat)) == (300, 360)
    of_another = session(date(2026, 9, 10), "13:00-15:00", more='make_ups = { pt-0002 = "2026-W37/mon-0900" }')
    assert amounts(week(MON, session(MON, record=excused), session(WED), of_another)) == (300, 480)


def test_a_make_up_of_an_earlier_week_counts_where_it_was_given() -> None:
    make_up = session(date(2026, 9, 10), "13:00-15:00", more='makes_up = "2026-W36/mon-0900"')
    assert amounts(week(MON, session(MON), make_up)) == (300, 300)


def test_sessions_without_any_record_are_told() -> None:
    lunch = session(MON, "12:00-12:30", record=None, service="lunch")
    off = session(WED, record=None, more='cancelled = { reason = "snow", by = "t01", on = 2026-09-09 }')
    [only] = delivered(week(MON, session(MON, record=None), lunch, off, session(FRI)))
    assert only.unrecorded == 1


def test_a_delivered_week_stands_at_its_first_session_else_at_the_plan() -> None:
    def place(*weeks: str, plan: str = PATTERN) -> tuple[str, str]:
        [only] = delivered(*weeks, plan=plan)
        return only.place.file, str(only.place)

    assert place(mornings(MON)) == ("weeks/2026-W37.toml", "sessions.0")
    assert place(week(MON)) == ("pt-0001/plan.toml", "pattern")
    assert place(week(MON), plan="") == ("pt-0001/plan.toml", "services")


@pytest.mark.parametrize(
    "record", [None, 'status = "absent-unexcused"', 'status = "absent-excused", reason = "illness"']
)
def test_without_closures_only_closed_dates_are_made_good(record: str | None) -> None:
    [closed] = delivered(mornings(MON, record, ATTENDED, ATTENDED), program=CLOSED)
    assert (closed.reopened.minutes, closed.reopened.sessions) == (540, 3)
    [open_] = delivered(mornings(MON, record, ATTENDED, ATTENDED))
    assert open_.reopened.minutes == 360
    [not_scheduled] = delivered(week(MON, session(WED), session(FRI)), program=CLOSED)
    assert not_scheduled.reopened.minutes == 540


def test_a_closed_date_still_ahead_makes_nothing_good() -> None:
    ahead = 'closures = [{ date = 2026-09-11, reason = "Staff day" }]'
    [only] = delivered(week(MON, session(MON), session(WED)), program=ahead, today=date(2026, 9, 10))
    assert only.reopened.minutes == 360


def test_under_a_rolling_anchor_blocks_hold_each_date_once() -> None:
    rolling = build_chart(chart_text(program='week_anchor = "rolling"', weeks=[mornings(MON), mornings(NEXT_MONDAY)]))
    assert [each.week.first for each in delivered_blocks(rolling, date(2026, 9, 20))] == [MON, NEXT_MONDAY]
    assert len(list(delivered_weeks(rolling, date(2026, 9, 20)))) == 8
