"""S3 and S4: program weeks by anchor, full and partial. 2026-09-07 is a Monday."""

from datetime import date, timedelta

import pytest

from iopctl.counting.weeks import (
    ProgramWeek,
    blocks_of_stay,
    day_of_stay,
    days_inclusive,
    end_of_stay,
    is_full,
    on_file,
    week_of,
    weeks_of_stay,
)
from iopctl.model.chart import Chart
from tests.conftest import build_chart
from tests.three_mornings import chart_text, mornings

MON = date(2026, 9, 7)


def stay(plan: str, program: str = "", weeks: tuple[str, ...] = ()) -> Chart:
    return build_chart(chart_text(program=program, stay="[plan]", plan=plan, weeks=weeks))


def by_admission(plan: str) -> Chart:
    return stay(plan, 'week_anchor = "admission"')


def spans(weeks: list[ProgramWeek]) -> list[tuple[str, str]]:
    return [(f"{week.first:%m-%d}", f"{week.last:%m-%d}") for week in weeks]


def test_a_week_is_named_by_its_iso_number_when_the_dates_are_one() -> None:
    assert (ProgramWeek(MON).id, ProgramWeek(MON).name) == ("2026-W37", "2026-W37")
    wednesday = ProgramWeek(date(2026, 9, 9))
    assert (wednesday.id, wednesday.name) == ("2026-09-09", "the week of 2026-09-09")
    assert ProgramWeek(MON, days=5).id == "2026-09-07"


def test_a_week_at_new_year_belongs_to_the_iso_year() -> None:
    assert ProgramWeek(date(2026, 12, 28)).id == "2026-W53"


def test_a_week_has_seven_dates() -> None:
    assert ProgramWeek(MON).last == date(2026, 9, 13)
    assert ProgramWeek(MON).dates == tuple(MON + timedelta(days=n) for n in range(7))


@pytest.mark.parametrize(
    ("start", "day", "first"),
    [
        ("mon", date(2026, 9, 7), date(2026, 9, 7)),
        ("mon", date(2026, 9, 13), date(2026, 9, 7)),
        ("sun", date(2026, 9, 12), date(2026, 9, 6)),
        ("sun", date(2026, 9, 13), date(2026, 9, 13)),
    ],
)
def test_calendar_weeks_begin_on_the_programs_day(start: str, day: date, first: date) -> None:
    assert week_of(stay("", f'week_start = "{start}"'), day) == ProgramWeek(first)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 9, 9), date(2026, 9, 9)),
        (date(2026, 9, 15), date(2026, 9, 9)),
        (date(2026, 9, 16), date(2026, 9, 16)),
        (date(2026, 9, 8), date(2026, 9, 2)),
    ],
)
def test_admission_weeks_are_seven_day_blocks_from_the_day_of_admission(day: date, first: date) -> None:
    assert week_of(by_admission("admitted_at = 2026-09-09"), day) == ProgramWeek(first)


def test_admission_weeks_are_calendar_weeks_while_admission_is_not_known() -> None:
    assert week_of(by_admission(""), date(2026, 9, 9)) == ProgramWeek(MON)


def test_the_local_date_of_admission_counts_not_the_date_in_utc() -> None:
    chart = by_admission("admitted_at = 2026-09-08T21:30:00-04:00")  # already the 9th in UTC
    assert week_of(chart, date(2026, 9, 9)) == ProgramWeek(date(2026, 9, 8))


def test_the_admission_cycle_starts_anew_after_a_break_and_cuts_the_week_before() -> None:
    chart = by_admission(
        'admitted_at = 2026-09-07\npauses = [{ from = 2026-09-16, until = 2026-09-18, reason = "hospitalized" }]'
    )
    weeks = blocks_of_stay(chart, date(2026, 9, 28))
    assert spans(weeks) == [("09-07", "09-13"), ("09-14", "09-18"), ("09-19", "09-25"), ("09-26", "10-02")]
    assert [is_full(week, chart.plan, date(2026, 10, 2)) for week in weeks] == [True, False, True, True]
    assert weeks[1].id == "2026-09-14"


def test_breaks_back_to_back_are_one_break() -> None:
    chart = by_admission(
        "admitted_at = 2026-09-07\npauses = ["
        '{ from = 2026-09-16, until = 2026-09-18, reason = "ill" },'
        '{ from = 2026-09-19, until = 2026-09-20, reason = "travel" }]'
    )
    assert spans(blocks_of_stay(chart, date(2026, 9, 27))) == [
        ("09-07", "09-13"),
        ("09-14", "09-20"),
        ("09-21", "09-27"),
    ]


@pytest.mark.parametrize(
    "pause",
    [
        "from = 2026-09-16",  # still open
        "from = 2026-08-01, until = 2026-08-05",  # before admission
        "from = 2026-09-18, until = 2026-09-16",  # written the wrong way round
    ],
)
def test_such_a_break_starts_no_cycle_anew(pause: str) -> None:
    chart = by_admission(f'admitted_at = 2026-09-07\npauses = [{{ {pause}, reason = "ill" }}]')
    assert spans(blocks_of_stay(chart, date(2026, 9, 21))) == [
        ("09-07", "09-13"),
        ("09-14", "09-20"),
        ("09-21", "09-27"),
    ]


def test_a_break_that_is_over_before_admission_leaves_the_cycle_at_admission() -> None:
    chart = by_admission('admitted_at = 2026-09-07\npauses = [{ until = 2026-09-06, reason = "hospitalized" }]')
    assert week_of(chart, date(2026, 9, 20)) == ProgramWeek(date(2026, 9, 14))


def test_the_weeks_of_a_stay_are_those_it_touches() -> None:
    chart = stay("admitted_at = 2026-09-09")
    assert spans(weeks_of_stay(chart, date(2026, 9, 21))) == [
        ("09-07", "09-13"),
        ("09-14", "09-20"),
        ("09-21", "09-27"),
    ]
    assert weeks_of_stay(chart, date(2026, 9, 8)) == []
    assert weeks_of_stay(stay(""), date(2026, 9, 8)) == []


def test_rolling_weeks_are_the_windows_wholly_inside() -> None:
    chart = stay("admitted_at = 2026-09-09", 'week_anchor = "rolling"')
    assert spans(weeks_of_stay(chart, date(2026, 9, 17))) == [
        ("09-09", "09-15"),
        ("09-10", "09-16"),
        ("09-11", "09-17"),
    ]
    assert spans(weeks_of_stay(chart, date(2026, 9, 15))) == [("09-09", "09-15")]
    assert weeks_of_stay(chart, date(2026, 9, 14)) == []
    assert weeks_of_stay(stay("", 'week_anchor = "rolling"'), date(2026, 9, 14)) == []


def test_a_rolling_stay_is_cut_into_calendar_weeks_that_reach_its_end() -> None:
    chart = stay("admitted_at = 2026-09-09", 'week_anchor = "rolling"')
    assert spans(blocks_of_stay(chart, date(2026, 9, 14))) == [("09-07", "09-13"), ("09-14", "09-20")]


@pytest.mark.parametrize(
    ("admitted", "until", "full"),
    [
        ("2026-09-07", date(2026, 9, 13), True),
        ("2026-09-07", date(2026, 9, 12), False),
        ("2026-09-08", date(2026, 9, 13), False),
        ("2026-09-01", date(2026, 12, 1), True),
    ],
)
def test_a_week_is_full_when_all_seven_dates_lie_in_the_stay(admitted: str, until: date, full: bool) -> None:
    assert is_full(ProgramWeek(MON), stay(f"admitted_at = {admitted}").plan, until) is full


def test_without_admission_no_week_is_full() -> None:
    assert not is_full(ProgramWeek(MON), stay("").plan, date(2026, 12, 1))


@pytest.mark.parametrize(("pause", "full"), [("2026-09-13", False), ("2026-09-14", True)])
def test_one_day_of_a_break_makes_a_week_partial(pause: str, full: bool) -> None:
    plan = f'admitted_at = 2026-09-01\npauses = [{{ from = {pause}, until = 2026-09-20, reason = "ill" }}]'
    assert is_full(ProgramWeek(MON), stay(plan).plan, date(2026, 12, 1)) is full


def test_a_week_is_on_file_when_every_file_with_a_day_of_the_stay_so_far_is() -> None:
    chart = stay("admitted_at = 2026-09-10", 'week_anchor = "admission"', (mornings(MON),))
    week = week_of(chart, date(2026, 9, 10))  # Thursday to Wednesday
    assert on_file(chart, week, date(2026, 9, 13))
    assert not on_file(chart, week, date(2026, 9, 14))


def test_the_file_of_days_before_admission_is_not_asked_for() -> None:
    chart = stay("admitted_at = 2026-09-14", 'week_start = "sun"', (mornings(date(2026, 9, 14)),))
    assert on_file(chart, ProgramWeek(date(2026, 9, 13)), date(2026, 9, 19))


def test_without_admission_every_day_of_the_week_is_asked_for() -> None:
    assert not on_file(stay(""), ProgramWeek(MON), date(2026, 9, 13))


@pytest.mark.parametrize(
    ("today", "end"), [(date(2026, 9, 20), date(2026, 9, 20)), (date(2026, 12, 1), date(2026, 11, 27))]
)
def test_delivered_weeks_reach_to_discharge_or_as_of(today: date, end: date) -> None:
    plan = stay('admitted_at = 2026-09-07\ndischarge = { on = 2026-11-27, reason = "completed" }').plan
    assert end_of_stay(plan, today) == end


def test_the_day_of_admission_is_day_one() -> None:
    plan = stay('admitted_at = 2026-09-07\ndischarge = { on = 2026-09-20, reason = "completed" }').plan
    assert [day_of_stay(plan, date(2026, 9, day)) for day in (6, 7, 8, 20, 30)] == [None, 1, 2, 14, 14]
    assert day_of_stay(stay("").plan, MON) is None


def test_days_from_to_count_both() -> None:
    assert days_inclusive(MON, MON) == 1
    assert days_inclusive(date(2026, 9, 7), date(2026, 11, 29)) == 84
