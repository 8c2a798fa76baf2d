"""S5: what the plan promises, by its pattern and by its dose. Three mornings of three hours are 540 minutes."""

from datetime import date

import pytest

from iopctl.counting.planned import (
    PlannedWeek,
    in_stay,
    pattern_on,
    planned_blocks,
    planned_week,
    planned_weeks,
    promised_minutes,
    promised_services,
    steps_down,
)
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from tests.conftest import build_chart
from tests.three_mornings import PATTERN, chart_text

W37, W38, W39 = (ProgramWeek(date(2026, 9, day)) for day in (7, 14, 21))
TODAY = date(2026, 9, 16)
STEP_DOWN = 'pattern_changes = [{ kind = "step-down", from = 2026-09-21, until = 2026-09-27, slots = ["mon"] }]'


def planned(plan: str, *, stay: str = "admitted_at = 2026-09-07", program: str = "") -> Chart:
    return build_chart(chart_text(program=program, stay="[plan]\n" + stay, plan=plan))


def brief(weeks: list[PlannedWeek]) -> list[tuple[str, int]]:
    return [(each.week.id, each.minutes) for each in weeks]


def test_a_standing_week_counts_each_of_its_days() -> None:
    week = planned_week(planned(PATTERN), W37, full=True)
    assert week.dose is not None
    assert (week.minutes, week.dose.days, week.dose.sessions) == (540, 3, 3)
    assert (week.step_down, week.key) == (False, ("pattern",))


def test_times_of_ones_own_count_and_overlaps_do_not_count_twice() -> None:
    own = 'own = [{ service = "individual", day = "wed", start = 11:30:00, end = 12:20:00 }]'
    assert planned_week(planned(f'pattern = {{ slots = ["mon", "wed", "fri"], {own} }}'), W37, full=True).minutes == 560


def test_a_slot_named_twice_is_one_session_and_an_unknown_one_none() -> None:
    week = planned_week(planned('pattern = { slots = ["mon", "mon", "nowhere"] }'), W37, full=True)
    assert week.dose is not None
    assert (week.minutes, week.dose.sessions) == (180, 1)


def test_closed_days_count_as_planned() -> None:
    closed = 'closures = [{ date = 2026-09-07, reason = "Labor Day" }]'
    assert planned_week(planned(PATTERN, program=closed), W37, full=True).minutes == 540


def test_a_dated_change_is_tested_by_its_own_sessions() -> None:
    chart = planned(f"{PATTERN}\n{STEP_DOWN}")
    assert brief(planned_weeks(chart, date(2026, 9, 23))) == [("2026-W37", 540), ("2026-W38", 540), ("2026-W39", 180)]
    week = planned_week(chart, W39, full=True)
    assert (week.step_down, week.key) == (True, ("pattern_changes", 0))
    assert [steps_down(chart, each) for each in (W38, W39)] == [False, True]


def test_of_overlapping_changes_the_one_written_later_holds() -> None:
    changes = """pattern_changes = [
      { kind = "step-up", from = 2026-09-21, slots = ["mon", "wed", "fri"] },
      { kind = "other", from = 2026-09-23, until = 2026-09-23, slots = [] },
    ]"""
    chart = planned(f"{PATTERN}\n{changes}")
    assert [pattern_on(chart, date(2026, 9, day))[1] for day in (20, 21, 23, 24)] == [
        ("pattern",),
        ("pattern_changes", 0),
        ("pattern_changes", 1),
        ("pattern_changes", 0),
    ]
    assert planned_week(chart, W39, full=True).minutes == 360


def test_a_week_that_steps_down_in_its_middle_is_a_step_down_week() -> None:
    changes = """pattern_changes = [
      { kind = "other", from = 2026-09-14, until = 2026-09-15, slots = ["mon"] },
      { kind = "step-down", from = 2026-09-16, until = 2026-09-17, slots = [] },
      { kind = "other", from = 2026-09-18, slots = ["fri"] },
    ]"""
    week = planned_week(planned(f"{PATTERN}\n{changes}"), W38, full=True)
    assert (week.minutes, week.step_down, week.key) == (360, True, ("pattern_changes", 1))


@pytest.mark.parametrize("day", ["2026-03-02", "2026-10-26"])
def test_a_standing_time_across_a_clock_change_counts_elapsed_minutes(day: str) -> None:
    own = 'pattern = { own = [{ service = "group", day = "sun", start = 00:30:00, end = 03:30:00 }] }'
    week = planned_week(planned(own), ProgramWeek(date.fromisoformat(day)), full=True)
    assert week.minutes == {"2026-03-02": 120, "2026-10-26": 240}[day]


def test_full_weeks_run_to_the_planned_discharge() -> None:
    chart = planned(PATTERN, stay="admitted_at = 2026-09-09\nplanned_discharge_on = 2026-10-01")
    assert brief(planned_weeks(chart, TODAY)) == [("2026-W38", 540), ("2026-W39", 540)]


def test_a_stay_that_ended_earlier_is_planned_to_its_discharge() -> None:
    stay = """
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-27
    discharge = { on = 2026-09-20, reason = "ama" }"""
    assert brief(planned_weeks(planned(PATTERN, stay=stay), TODAY)) == [("2026-W37", 540), ("2026-W38", 540)]


def test_without_a_planned_end_the_running_week_is_the_last() -> None:
    assert brief(planned_weeks(planned(PATTERN), TODAY)) == [("2026-W37", 540), ("2026-W38", 540)]


def test_weeks_with_a_break_in_treatment_are_left_out() -> None:
    pause = 'admitted_at = 2026-09-07\npauses = [{ from = 2026-09-14, until = 2026-09-15, reason = "ill" }]'
    assert brief(planned_weeks(planned(PATTERN, stay=pause), date(2026, 9, 23))) == [
        ("2026-W37", 540),
        ("2026-W39", 540),
    ]


@pytest.mark.parametrize(
    ("stay", "program", "week"),
    [
        ("", "", "2026-W38"),
        ("", 'week_anchor = "rolling"', "2026-W38"),
        ("admitted_at = 2026-09-16", 'week_anchor = "rolling"', "2026-W38"),
        ("admitted_at = 2026-09-16\nplanned_discharge_on = 2026-09-18", "", "2026-W38"),
        ("admitted_at = 2026-10-07", "", "2026-W41"),
        ('admitted_at = 2026-09-09\ndischarge = { on = 2026-09-10, reason = "ama" }', "", "2026-W37"),
    ],
)
def test_without_a_full_week_the_standing_week_is_judged_whole(stay: str, program: str, week: str) -> None:
    assert brief(planned_weeks(planned(PATTERN, stay=stay, program=program), TODAY)) == [(week, 540)]


def test_a_standing_week_in_a_cut_week_still_has_seven_days() -> None:
    stay = 'admitted_at = 2026-09-14\npauses = [{ from = 2026-09-15, until = 2026-09-15, reason = "ill" }]'
    chart = planned(PATTERN, stay=stay + "\nplanned_discharge_on = 2026-09-20", program='week_anchor = "admission"')
    assert brief(planned_weeks(chart, date(2026, 9, 14))) == [("2026-W38", 540)]


def test_rolling_windows_see_the_week_between_two_weeks() -> None:
    chart = planned(f"{PATTERN}\n{STEP_DOWN}", program='week_anchor = "rolling"')
    windows = dict(brief(planned_weeks(chart, date(2026, 9, 23))))
    assert (windows["2026-W37"], windows["2026-09-17"], windows["2026-W39"]) == (540, 360, 180)


def test_blocks_hold_every_date_of_the_stay_once_partial_weeks_cut_to_it() -> None:
    chart = planned(PATTERN, stay="admitted_at = 2026-09-09\nplanned_discharge_on = 2026-09-21")
    blocks = planned_blocks(chart, TODAY)
    assert brief(blocks) == [("2026-W37", 360), ("2026-W38", 540), ("2026-W39", 180)]
    assert [each.full for each in blocks] == [False, True, False]


def test_before_admission_the_only_block_is_the_standing_week() -> None:
    assert brief(planned_blocks(planned(PATTERN, stay=""), TODAY)) == [("2026-W38", 540)]


def test_a_plan_without_a_pattern_is_judged_by_the_dose_it_promises() -> None:
    chart = planned('services = [{ service = "group", per_week = 3, minutes = 170 }]')
    [first, _] = planned_weeks(chart, TODAY)
    assert (first.minutes, first.dose, first.key) == (510, None, ("services",))


def test_only_services_that_count_are_in_the_promised_dose() -> None:
    chart = planned(
        """services = [
      { service = "group", per_week = 3, minutes = 170 },
      { service = "lunch", per_week = 3, minutes = 30 },
      { service = "individual", minutes = 50 },
      { service = "family", per_week = 0.5, minutes = 60 },
    ]"""
    )
    assert promised_minutes(chart, W37, full=True) == 540


def test_a_dose_in_decimals_loses_no_minute_to_binary_fractions() -> None:
    assert (
        promised_minutes(planned('services = [{ service = "group", per_week = 4.35, minutes = 100 }]'), W37, full=True)
        == 435
    )


@pytest.mark.parametrize(
    ("span", "promised"),
    [
        ("weeks = 1", [True, False, False]),
        ("weeks = 2", [True, True, False]),
        ("from = 2026-09-14, weeks = 1", [False, True, False]),
        ("from = 2026-09-20, until = 2026-09-21", [False, True, True]),
        ("until = 2026-09-13", [True, False, False]),
        ("per_week = 1", [True, True, True]),
    ],
)
def test_a_service_is_promised_for_its_own_dates_or_weeks(span: str, promised: list[bool]) -> None:
    chart = planned(f'services = [{{ service = "group", {span} }}]')
    assert [bool(promised_services(chart, week)) for week in (W37, W38, W39)] == promised


def test_while_admission_is_not_known_a_number_of_weeks_has_no_end() -> None:
    assert promised_services(planned('services = [{ service = "group", weeks = 1 }]', stay=""), W39)


DOSE = 'services = [{ service = "group", per_week = 3, minutes = 200 }]'


def test_a_full_standing_week_promises_the_dose_and_a_changed_or_partial_one_what_the_pattern_holds() -> None:
    chart = planned(f"{PATTERN}\n{STEP_DOWN}\n{DOSE}", stay="admitted_at = 2026-09-09")
    assert promised_minutes(chart, W37, full=False) == 360
    assert promised_minutes(chart, W38, full=True) == 600
    assert promised_minutes(chart, W39, full=True) == 180


def test_a_change_of_another_kind_promises_its_own_week_too() -> None:
    change = 'pattern_changes = [{ from = 2026-09-21, until = 2026-09-27, slots = ["mon", "wed"] }]'
    assert promised_minutes(planned(f"{PATTERN}\n{change}\n{DOSE}"), W39, full=True) == 360


def test_a_pattern_without_a_dose_promises_itself() -> None:
    assert promised_minutes(planned(PATTERN), W38, full=True) == 540


@pytest.mark.parametrize(
    ("stay", "days"),
    [
        ("admitted_at = 2026-09-08\nplanned_discharge_on = 2026-09-10", [8, 9, 10]),
        ('admitted_at = 2026-09-08\npauses = [{ from = 2026-09-09, until = 2026-09-10, reason = "ill" }]', [8, 11]),
        ("", [7, 8, 9, 10, 11]),
    ],
)
def test_the_days_of_a_stay(stay: str, days: list[int]) -> None:
    chart = planned(PATTERN, stay=stay)
    assert [day for day in range(7, 12) if in_stay(chart, date(2026, 9, day))] == days
