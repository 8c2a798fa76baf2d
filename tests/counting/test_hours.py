"""Promised, scheduled and delivered, side by side. Three mornings are 540 minutes; 2026-09-07 is a Monday."""

from datetime import date, timedelta

import pytest

from iopctl.counting.hours import WeekHours, WeekLimit, hours
from iopctl.model.chart import Chart
from tests.conftest import build_chart, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

MON = date(2026, 9, 7)
PACK = 'packs = ["test"]'
LIMITS = """
limits.minutes_per_week_min = [{ value = { adult = 540, youth = 360 } }]
limits.days_per_week_min = [{ value = 3 }]
"""
W37, W38, W39 = (MON + timedelta(weeks=n) for n in range(3))


def hours_of(chart: Chart, today: date, limits: str = LIMITS) -> list[WeekHours]:
    return hours(chart, {"test": pack_of(limits)}, today)


def stay_of(*weeks: str, program: str = PACK, plan: str = PATTERN, stay: str = STAY) -> Chart:
    return build_chart(chart_text(plan, program=program, stay=stay, weeks=weeks))


def amounts(each: WeekHours) -> tuple[int, int, int]:
    return each.promised, each.scheduled, each.delivered


def met(each: WeekHours) -> dict[str, bool | None]:
    return {limit.code: limit.met for limit in each.limits}


def test_a_week_side_by_side() -> None:
    late = 'status = "partial", arrived = 09:30:00'
    lunch = session(MON, "12:00-12:30", service="lunch")
    evening = session(MON, "18:00-19:00", 'status = "absent-unexcused"', service="family")
    days = [session(MON + timedelta(days=2), record=late), session(MON + timedelta(days=4), record=ATTENDED)]
    [only] = hours_of(stay_of(week(MON, session(MON), lunch, evening, *days)), date(2026, 9, 13))
    assert amounts(only) == (540, 600, 510)
    assert (only.days_scheduled, only.days_delivered) == (3, 3)
    assert (only.sessions_scheduled, only.sessions_delivered) == (4, 3)
    assert only.full
    assert only.on_file
    assert only.limits == (WeekLimit("test", "DO101", 540, met=False), WeekLimit("test", "DO103", 3, met=True))


@pytest.mark.parametrize(("left", "enough"), [("12:00:00", True), ("11:59:00", False)])
def test_a_minimum_is_met_to_the_minute(left: str, enough: bool) -> None:
    record = f'status = "partial", left = {left}'
    [only] = hours_of(stay_of(mornings(MON, ATTENDED, ATTENDED, record)), date(2026, 9, 13))
    assert met(only) == {"DO101": enough, "DO103": True}


def test_the_first_the_running_and_the_last_week_are_partial_and_not_judged() -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    weeks = [mornings(monday) for monday in (W37, W38, W39)]
    found = hours_of(stay_of(*weeks, stay=stay), date(2026, 9, 23))
    assert [each.full for each in found] == [False, True, False]
    assert [met(each)["DO101"] for each in found] == [None, True, None]
    # of the running week everything that is booked is scheduled, and nothing after as-of is delivered
    assert [amounts(each) for each in found] == [(360, 540, 540), (540, 540, 540), (540, 540, 360)]


def test_a_week_that_ends_on_the_day_of_judgement_is_full() -> None:
    assert [each.full for each in hours_of(stay_of(mornings(MON)), date(2026, 9, 13))] == [True]
    assert [each.full for each in hours_of(stay_of(mornings(MON)), date(2026, 9, 12))] == [False]


def test_after_discharge_there_are_no_more_weeks() -> None:
    ended = f'{PATTERN}\ndischarge = {{ on = 2026-09-16, reason = "completed" }}'
    found = hours_of(stay_of(mornings(W37), mornings(W38), plan=ended), date(2026, 11, 23))
    assert [(each.week.id, each.full, each.delivered) for each in found] == [
        ("2026-W37", True, 540),
        ("2026-W38", False, 360),
    ]


def test_a_week_without_a_file_is_neither_met_nor_missed() -> None:
    found = hours_of(stay_of(mornings(W38)), date(2026, 9, 20))
    assert [(each.on_file, met(each)["DO101"]) for each in found] == [(False, None), (True, True)]


def test_a_taper_week_is_not_judged_in_a_pack_that_knows_a_taper() -> None:
    change = 'pattern_changes = [{ kind = "step-down", from = 2026-09-14, slots = ["mon"] }]'
    chart = stay_of(mornings(W37), week(W38, session(W38)), plan=f"{PATTERN}\n{change}")
    taper = LIMITS + "limits.taper_weeks_max = [{ value = 2 }]"
    assert [met(each)["DO101"] for each in hours_of(chart, date(2026, 9, 20))] == [True, False]
    assert [met(each) for each in hours_of(chart, date(2026, 9, 20), taper)][1] == {"DO101": None, "DO103": None}


def test_a_prorated_minimum_shows_what_the_partial_week_needs() -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    days = [session(MON + timedelta(days=n)) for n in (2, 4)]
    [only] = hours_of(stay_of(week(MON, *days), stay=stay), date(2026, 9, 13), 'partial_week = "prorate"\n' + LIMITS)
    assert only.limits == (WeekLimit("test", "DO101", 360, met=True), WeekLimit("test", "DO103", 2, met=True))


def test_the_minimum_is_that_of_the_age_on_the_first_date_of_the_week() -> None:
    stay = STAY.replace("age_at_admission = 40", "age_at_admission = 17") + (
        "birthdays = [{ on = 2026-09-15, turns = 18 }]\n"
    )
    found = hours_of(stay_of(mornings(W37), mornings(W38), mornings(W39), stay=stay), date(2026, 9, 27))
    assert [each.limits[0].value for each in found] == [360, 360, 540]


def test_a_payers_minimum_stands_in_the_weeks_it_covers() -> None:
    covered = f'{PATTERN}\ncoverage = [{{ pack = "test", from = 2026-09-14, until = 2026-09-20 }}]'
    chart = stay_of(mornings(W37), mornings(W38), mornings(W39), plan=covered, program='packs = ["unheard-of"]')
    assert [len(each.limits) for each in hours_of(chart, date(2026, 9, 27))] == [0, 2, 0]


def test_weeks_by_admission_restart_after_a_break() -> None:
    stay = STAY + 'pauses = [{ from = 2026-09-16, until = 2026-09-18, reason = "hospitalized" }]\n'
    weeks = [week(W38, session(W38), session(date(2026, 9, 19))), week(W39, session(W39))]
    found = hours_of(
        stay_of(mornings(W37), *weeks, program=f'week_anchor = "admission"\n{PACK}', stay=stay), date(2026, 9, 25)
    )
    assert [(each.week.id, each.full, each.delivered) for each in found] == [
        ("2026-W37", True, 540),
        ("2026-09-14", False, 180),
        ("2026-09-19", True, 360),
    ]


def test_a_rolling_program_is_shown_by_calendar_weeks_up_to_the_running_one() -> None:
    chart = stay_of(mornings(W37), mornings(W38), program=f'week_anchor = "rolling"\n{PACK}')
    assert [each.week.id for each in hours_of(chart, W38)] == ["2026-W37", "2026-W38"]


def test_before_admission_there_is_nothing_to_show() -> None:
    assert hours_of(stay_of(), date(2026, 9, 6)) == []
    assert hours_of(stay_of(stay="[plan]"), date(2026, 9, 6)) == []


def test_days_stand_in_the_first_weeks_only_where_the_pack_asks_for_them_there() -> None:
    limits = f"{LIMITS}limits.days_per_week_first_weeks = [{{ value = 2 }}]"
    found = hours_of(stay_of(mornings(W37), mornings(W38), mornings(W39)), date(2026, 9, 27), limits)
    assert [list(met(each)) for each in found] == [["DO101", "DO103"], ["DO101", "DO103"], ["DO101"]]
