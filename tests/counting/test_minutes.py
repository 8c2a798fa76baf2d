"""S2: countable minutes, on the records of small days."""

from datetime import UTC, date, datetime, time

import pytest

from iopctl.counting.minutes import (
    Dose,
    Span,
    attended_minutes,
    attended_span,
    clock_span,
    delivered,
    dose,
    scheduled,
    session_span,
    shared_minutes,
    union_minutes,
)
from iopctl.model.chart import Chart
from iopctl.model.program import Break
from tests.conftest import build_chart
from tests.three_mornings import ATTENDED, chart_text, session, week

MON = date(2026, 9, 7)
AUTUMN = date(2026, 11, 1)
AUTUMN_MONDAY = date(2026, 10, 26)


def span(start: str, end: str, *breaks: tuple[str, str], service: str = "group") -> Span:
    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-09-07T{clock}:00").replace(tzinfo=UTC)

    return Span(MON, service, at(start), at(end), tuple((at(rest), at(resumed)) for rest, resumed in breaks))


def day_of(*sessions: str, monday: date = MON) -> Chart:
    return build_chart(chart_text(weeks=[week(monday, *sessions)]))


def given(chart: Chart) -> Dose:
    return delivered(chart.program, chart.bookings)


def offered(chart: Chart) -> Dose:
    return scheduled(chart.program, chart.bookings)


def test_spans_that_touch_do_not_overlap() -> None:
    assert union_minutes([span("09:00", "10:30"), span("10:30", "11:30")]) == 150
    assert shared_minutes(span("09:00", "10:30"), span("10:30", "11:30")) == 0


def test_overlapping_spans_count_once() -> None:
    assert union_minutes([span("09:00", "10:30"), span("10:00", "11:30")]) == 150
    assert shared_minutes(span("09:00", "10:30"), span("10:00", "11:30")) == 30


def test_a_span_inside_another_adds_nothing() -> None:
    assert union_minutes([span("09:00", "12:00"), span("10:00", "10:50")]) == 180
    assert union_minutes([span("10:00", "10:50"), span("09:00", "12:00")]) == 180


def test_breaks_are_taken_out_once_however_they_are_written() -> None:
    assert union_minutes([span("09:00", "12:00", ("10:00", "10:10"), ("10:05", "10:20"))]) == 160


def test_a_break_only_counts_where_it_lies_in_its_span() -> None:
    assert union_minutes([span("09:00", "12:00", ("08:50", "09:10"), ("11:50", "12:30"))]) == 160
    assert union_minutes([span("09:00", "12:00", ("07:00", "08:00"), ("13:00", "14:00"))]) == 180
    assert union_minutes([span("09:00", "12:00", ("08:00", "13:00"))]) == 0


def test_a_break_that_ends_before_it_starts_takes_nothing_out() -> None:
    assert union_minutes([span("09:00", "12:00", ("10:20", "10:00"))]) == 180


def test_a_break_of_one_session_takes_nothing_from_another_that_goes_on_meanwhile() -> None:
    group = span("09:00", "12:00", ("10:30", "10:45"))
    assert union_minutes([group, span("10:30", "11:30", service="individual")]) == 180


def test_a_span_that_ends_before_it_starts_holds_nothing() -> None:
    assert union_minutes([span("12:00", "09:00")]) == 0
    assert union_minutes([]) == 0


def test_what_does_not_count_adds_neither_minutes_nor_days_nor_sessions() -> None:
    program = day_of().program
    counted = dose(
        program,
        [
            span("09:00", "10:00"),
            span("10:00", "10:30", service="lunch"),
            span("10:30", "11:00", service="unheard-of"),
            span("11:00", "11:10", ("11:00", "11:10")),
        ],
    )
    assert (counted.minutes, counted.days, counted.sessions) == (60, 1, 1)


def test_a_service_counts_or_not_as_the_program_says(chart: Chart) -> None:
    """
    [program]
    services = [
      { id = "study", title = "Unstaffed study", kind = "other", countable = false },
      { id = "cooking", title = "Cooking group", kind = "meal", countable = true },
    ]
    [plan]
    """
    counted = dose(chart.program, [span("09:00", "10:00", service="study"), span("10:00", "11:00", service="cooking")])
    assert (counted.minutes, counted.sessions) == (60, 1)


def test_days_are_local_dates_and_each_counts_once() -> None:
    chart = day_of(session(MON, "09:00-10:00"), session(MON, "20:00-22:00"), session(date(2026, 9, 8), "09:00-10:00"))
    # 20:00 to 22:00 in New York is the next day in UTC
    assert given(chart).minutes_by_day == {MON: 180, date(2026, 9, 8): 60}
    assert (given(chart).days, given(chart).sessions) == (2, 3)


@pytest.mark.parametrize(
    ("record", "minutes"),
    [
        (ATTENDED, 180),
        ('status = "attended", arrived = 09:20:00', 160),
        ('status = "partial", arrived = 09:15:00, reason = "bus"', 165),
        ('status = "partial", left = 11:00:00', 120),
        ('status = "partial", arrived = 09:30:00, left = 11:30:00', 120),
        ('status = "partial", arrived = 08:30:00, left = 12:45:00', 180),
        ('status = "partial", arrived = 12:30:00', 0),
        ('status = "partial", left = 08:30:00', 0),
        ('status = "partial", arrived = 11:00:00, left = 10:00:00', 0),
        ('status = "partial", reason = "felt ill"', 0),  # nothing says how long
        ('status = "absent-excused", reason = "illness"', 0),
        ('status = "absent-unexcused"', 0),
        ('status = "cancelled-by-program", reason = "snow"', 0),
        (None, 0),
    ],
)
def test_minutes_are_cut_to_arrival_and_leaving(record: str | None, minutes: int) -> None:
    chart = day_of(session(MON, record=record))
    assert given(chart).minutes == minutes
    assert given(chart).sessions == given(chart).days == (1 if minutes else 0)
    assert attended_minutes(chart.program, chart.bookings[0]) == minutes


def test_a_break_that_the_patient_missed_is_not_taken_out_twice() -> None:
    pause = "breaks = [{ start = 09:30:00, end = 09:45:00 }]"
    late = 'status = "partial", arrived = 09:40:00'
    assert given(day_of(session(MON, more=pause))).minutes == 165
    assert given(day_of(session(MON, record=late, more=pause))).minutes == 135


def test_a_session_called_off_is_neither_offered_nor_given() -> None:
    called_off = 'cancelled = { reason = "snow", by = "t01", on = 2026-09-07 }'
    chart = day_of(session(MON, more=called_off))
    assert (offered(chart).minutes, given(chart).minutes) == (0, 0)
    assert attended_span(chart.program, chart.bookings[0]) is None


def test_an_absence_was_offered_and_a_cancellation_for_the_patient_was_not() -> None:
    assert offered(day_of(session(MON, record='status = "absent-unexcused"'))).minutes == 180
    assert offered(day_of(session(MON, record='status = "cancelled-by-program"'))).minutes == 0


def test_nine_to_twelve_is_three_hours_on_the_day_of_a_clock_change() -> None:
    assert given(day_of(session(AUTUMN), monday=AUTUMN_MONDAY)).minutes == 180
    assert given(day_of(session(date(2026, 3, 8)), monday=date(2026, 3, 2))).minutes == 180


@pytest.mark.parametrize(
    ("day", "monday", "minutes"),
    [(date(2026, 3, 8), date(2026, 3, 2), 120), (AUTUMN, AUTUMN_MONDAY, 240)],
)
def test_a_night_session_across_the_change_counts_elapsed_minutes(day: date, monday: date, minutes: int) -> None:
    assert given(day_of(session(day, "00:30-03:30"), monday=monday)).minutes == minutes


@pytest.mark.parametrize(
    ("times", "folds", "minutes"),
    [
        ("01:00-01:45", "start_fold = 0, end_fold = 0", 45),
        ("01:00-01:45", "start_fold = 0, end_fold = 1", 105),
        ("01:00-01:45", "start_fold = 1, end_fold = 1", 45),
        ("01:30-03:00", "start_fold = 1", 90),
        ("01:30-03:00", "start_fold = 0", 150),
    ],
)
def test_fold_marks_say_which_of_the_two_hours_is_meant(times: str, folds: str, minutes: int) -> None:
    assert given(day_of(session(AUTUMN, times, more=folds), monday=AUTUMN_MONDAY)).minutes == minutes


@pytest.mark.parametrize(
    ("record", "more", "minutes"),
    [
        ('status = "partial", left = 01:45:00', "start_fold = 1", 30),
        ('status = "partial", arrived = 01:30:00', "start_fold = 1", 90),
        ('status = "partial", arrived = 01:40:00, left = 01:20:00', "start_fold = 0", 40),
        (ATTENDED, "start_fold = 1, breaks = [{ start = 01:30:00, end = 01:40:00 }]", 95),
        (ATTENDED, "start_fold = 0, breaks = [{ start = 01:30:00, end = 01:40:00 }]", 155),
        (ATTENDED, "start_fold = 0, breaks = [{ start = 01:50:00, end = 01:10:00 }]", 145),
    ],
)
def test_times_inside_a_session_are_meant_inside_it(record: str, more: str, minutes: int) -> None:
    """The session runs from 1:15, the first or the second time round, to 3:00."""
    assert given(day_of(session(AUTUMN, "01:15-03:00", record, more=more), monday=AUTUMN_MONDAY)).minutes == minutes


def test_a_standing_time_has_its_breaks_taken_out() -> None:
    program = day_of().program
    pause = Break(start=time(10), end=time(10, 10))
    morning = clock_span(program, MON, "group", time(9), time(12), (pause,))
    assert union_minutes([morning]) == 170


def test_a_session_span_holds_the_whole_session() -> None:
    chart = day_of(session(MON, record='status = "partial", left = 10:00:00'))
    whole = session_span(chart.program, chart.bookings[0].session)
    assert (whole.start.hour, whole.end.hour, whole.day, whole.service) == (13, 16, MON, "group")
