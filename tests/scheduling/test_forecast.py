"""Where a week leads. Three mornings are 540 minutes on three days; 2026-09-07 is a Monday, the day is Wednesday."""

from datetime import date, timedelta

import pytest

from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from iopctl.scheduling.forecast import Forecast, Prospect, forecast, in_care, week_on
from tests.conftest import build_chart, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

MON, WED, FRI = date(2026, 9, 7), date(2026, 9, 9), date(2026, 9, 11)
LIMITS = "limits.minutes_per_week_min = [{ value = 540 }]\nlimits.days_per_week_min = [{ value = 3 }]\n"


def stay_of(*weeks: str, program: str = 'packs = ["test"]', plan: str = PATTERN, stay: str = STAY) -> Chart:
    return build_chart(chart_text(plan, program=program, stay=stay, weeks=weeks))


def seen(chart: Chart, today: date = WED, limits: str = LIMITS, monday: date = MON) -> Forecast:
    return forecast(chart, {"test": pack_of(limits)}, ProgramWeek(monday), today)


def minutes(each: Forecast) -> tuple[int, int, int, int]:
    return each.done.minutes, each.booked.minutes, each.no_record.minutes, each.total.minutes


def test_done_is_what_was_attended_and_booked_is_what_is_to_come() -> None:
    late = 'status = "partial", arrived = 09:30:00'
    each = seen(stay_of(mornings(MON, late, None, None)))
    assert minutes(each) == (150, 360, 0, 510)
    assert (each.done.days, each.booked.days, each.total.days) == (1, 2, 3)
    assert (each.short_minutes, each.short_days, each.short) == (30, 0, True)
    assert each.limits == (
        Prospect("test", "DO101", 540, 30, taper=False),
        Prospect("test", "DO103", 3, 0, taper=False),
    )


@pytest.mark.parametrize(("arrived", "missing"), [("09:00:00", 0), ("09:01:00", 1)])
def test_a_week_that_will_hold_exactly_the_minimum_is_not_short(arrived: str, missing: int) -> None:
    each = seen(stay_of(mornings(MON, f'status = "partial", arrived = {arrived}', None, None)))
    assert (each.short_minutes, each.short) == (missing, missing > 0)


def test_a_day_with_something_done_and_something_booked_is_one_day() -> None:
    afternoon = session(WED, "13:00-16:00", None)
    each = seen(stay_of(week(MON, session(MON), session(WED), afternoon)))
    assert minutes(each) == (360, 180, 0, 540)
    assert (each.done.days, each.booked.days, each.total.days) == (2, 1, 2)
    assert (each.short_minutes, each.short_days) == (0, 1)


def test_a_past_session_without_a_record_is_a_gap_and_one_of_today_is_still_booked() -> None:
    each = seen(stay_of(mornings(MON, None, None, None)))
    assert minutes(each) == (0, 360, 180, 360)
    assert each.no_record.sessions == 1


def test_what_is_recorded_of_today_is_done_and_no_longer_booked() -> None:
    assert minutes(seen(stay_of(mornings(MON, ATTENDED, ATTENDED, None)))) == (360, 180, 0, 540)
    missed = 'status = "absent-excused", reason = "ill"'
    assert minutes(seen(stay_of(mornings(MON, ATTENDED, missed, None)))) == (180, 180, 0, 360)


def test_looking_back_a_later_record_is_not_known_yet() -> None:
    assert minutes(seen(stay_of(mornings(MON, ATTENDED, ATTENDED, ATTENDED)))) == (360, 180, 0, 540)


def test_what_was_called_off_is_not_booked() -> None:
    off = 'cancelled = { reason = "storm", by = "t01", on = 2026-09-09 }'
    for_one = 'status = "cancelled-by-program", reason = "storm"'
    for_all = stay_of(week(MON, session(MON), session(WED), session(FRI, record=None, more=off)))
    assert minutes(seen(for_all)) == (360, 0, 0, 360)
    assert minutes(seen(stay_of(mornings(MON, ATTENDED, ATTENDED, for_one)))) == (360, 0, 0, 360)
    past = stay_of(week(MON, session(MON, record=None, more=off), session(WED), session(FRI, record=None)))
    assert minutes(seen(past)) == (180, 180, 0, 360)


def test_nothing_is_to_come_on_a_closed_day_or_in_a_break_in_treatment() -> None:
    closed = 'packs = ["test"]\nclosures = [{ date = 2026-09-11, reason = "Storm" }]'
    away = f'{PATTERN}\npauses = [{{ from = 2026-09-11, until = 2026-09-11, reason = "surgery" }}]'
    booked = mornings(MON, ATTENDED, ATTENDED, None)
    assert minutes(seen(stay_of(booked, program=closed))) == (360, 0, 0, 360)
    assert minutes(seen(stay_of(booked, plan=away))) == (360, 0, 0, 360)


def test_lunch_does_not_count() -> None:
    lunch = session(FRI, "12:00-13:00", None, service="lunch")
    assert minutes(seen(stay_of(week(MON, session(MON), session(WED), lunch)))) == (360, 0, 0, 360)


def test_a_partial_week_is_not_judged_unless_the_pack_prorates() -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    chart = stay_of(week(MON, session(WED, record=None), session(FRI, "09:00-11:00", None)), stay=stay)
    assert [(limit.value, limit.missing) for limit in seen(chart).limits] == [(540, None), (3, None)]
    assert not seen(chart).short
    prorated = seen(chart, limits=f'partial_week = "prorate"\n{LIMITS}')
    assert [(limit.value, limit.missing) for limit in prorated.limits] == [(360, 60), (2, 0)]


def test_a_week_in_which_the_stay_will_end_is_partial() -> None:
    plan = f"{PATTERN}\nplanned_discharge_on = 2026-09-09"
    each = seen(stay_of(mornings(MON, ATTENDED, None, None), plan=plan))
    assert minutes(each) == (180, 180, 0, 360)
    assert [limit.missing for limit in each.limits] == [None, None]


def test_a_taper_is_not_judged() -> None:
    plan = f'{PATTERN}\npattern_changes = [{{ kind = "step-down", from = 2026-09-07, slots = ["mon"] }}]'
    each = seen(stay_of(mornings(MON), plan=plan), limits=f"{LIMITS}limits.taper_weeks_max = [{{ value = 2 }}]")
    assert [(limit.missing, limit.taper) for limit in each.limits] == [(None, True), (None, True)]


def test_days_are_asked_for_in_the_first_weeks_alone_where_a_pack_says_so() -> None:
    limits = f"{LIMITS}limits.days_per_week_first_weeks = [{{ value = 1 }}]"
    chart = stay_of(mornings(MON), mornings(MON + timedelta(weeks=1)))
    assert [each.code for each in seen(chart, limits=limits).limits] == ["DO101", "DO103"]
    second = seen(chart, limits=limits, monday=MON + timedelta(weeks=1), today=date(2026, 9, 16))
    assert [each.code for each in second.limits] == ["DO101"]


def test_a_week_that_is_not_on_file_is_not_judged() -> None:
    each = seen(stay_of())
    assert not each.on_file
    assert [limit.missing for limit in each.limits] == [None, None]
    assert not each.short


def test_a_pack_that_is_not_there_asks_nothing() -> None:
    assert (
        seen(stay_of(mornings(MON), program='packs = ["test", "lost"]')).limits == seen(stay_of(mornings(MON))).limits
    )


def test_the_gravest_of_several_packs_is_the_shortfall() -> None:
    chart = stay_of(mornings(MON, ATTENDED, None, 'status = "cancelled-by-program"'), program='packs = ["a", "b"]')
    packs = {
        name: pack_of(f"limits.minutes_per_week_min = [{{ value = {n} }}]", name)
        for name, n in (("a", 540), ("b", 400))
    }
    each = forecast(chart, packs, ProgramWeek(MON), WED)
    assert [limit.missing for limit in each.limits] == [180, 40]
    assert each.short_minutes == 180


def test_the_week_is_the_running_one_among_the_days_named_else_the_nearest() -> None:
    chart = stay_of(program='week_anchor = "admission"', stay=STAY.replace("2026-09-07", "2026-09-10"))
    monday, sunday = date(2026, 9, 21), date(2026, 9, 27)
    assert week_on(chart, monday, sunday, date(2026, 9, 23)).first == date(2026, 9, 17)
    assert week_on(chart, monday, sunday, date(2026, 9, 24)).first == date(2026, 9, 24)
    assert week_on(chart, monday, sunday, date(2026, 11, 1)).first == date(2026, 9, 24)
    assert week_on(chart, monday, sunday, date(2026, 9, 1)).first == date(2026, 9, 17)


def test_who_is_in_care_on_no_day_of_the_week_has_no_forecast() -> None:
    active = STAY + 'status = "active"\n'
    assert in_care(stay_of(stay=active), ProgramWeek(MON))
    assert not in_care(stay_of(), ProgramWeek(MON))
    assert not in_care(stay_of(stay=active), ProgramWeek(date(2026, 8, 31)))
    assert not in_care(stay_of(stay=active.replace("admitted_at = 2026-09-07", "")), ProgramWeek(MON))
    assert in_care(stay_of(stay=active.replace("09-07", "09-13")), ProgramWeek(MON))
