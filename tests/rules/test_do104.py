"""DO104: minutes of a planned service day."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import do101_planned_weekly_minimum as do101
from iopctl.rules import do104_minutes_per_service_day as do104
from tests.conftest import AS_OF, build_chart, messages
from tests.three_mornings import PATTERN, chart_text


def test_the_brochures_three_hours_on_three_days_are_short_by_their_breaks(
    chart: Chart, packs: Mapping[str, RulePack]
) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:30:00, end = 10:40:00 }] },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:30:00, end = 10:40:00 }] },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:30:00, end = 10:40:00 }] },
    ]
    [plan]
    age_at_admission = 40
    admitted_at = 2026-09-07
    pattern = { slots = ["mon", "wed", "fri"] }
    """  # noqa: E501  # one slot a line
    assert messages(do101.check(chart, packs["medicare"], AS_OF)) == [
        "510 minutes a week are planned, at least 540 are required"
    ]
    found = list(do104.check(chart, packs["va-arts"], AS_OF))
    assert messages(found) == [
        "170 minutes are planned on Mondays, at least 180 are required",
        "170 minutes are planned on Wednesdays, at least 180 are required",
        "170 minutes are planned on Fridays, at least 180 are required",
    ]
    assert found[0].next == ("add 10 countable minutes to that day, or move its sessions to another service day")
    assert [(each.severity, str(each.place)) for each in found] == [("error", "pattern")] * 3
    # dated by the day nearest to the day of judgement, a Monday
    assert [each.on for each in found] == [AS_OF, date(2026, 11, 18), date(2026, 11, 20)]


def test_three_hours_a_day_pass(packs: Mapping[str, RulePack]) -> None:
    assert messages(do104.check(build_chart(chart_text(PATTERN)), packs["va-arts"], AS_OF)) == []


def test_a_pack_without_the_limit_says_nothing(packs: Mapping[str, RulePack]) -> None:
    short = 'pattern = { own = [{ service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }] }'
    assert messages(do104.check(build_chart(chart_text(short)), packs["medicare"], AS_OF)) == []


def test_sessions_of_one_date_add_up_and_a_day_of_lunch_is_no_service_day(
    chart: Chart, packs: Mapping[str, RulePack]
) -> None:
    """
    [plan]
    age_at_admission = 40
    admitted_at = 2026-09-07
    pattern = { own = [
      { service = "group", day = "mon", start = 09:00:00, end = 11:00:00 },
      { service = "individual", day = "mon", start = 13:00:00, end = 14:00:00 },
      { service = "lunch", day = "tue", start = 12:00:00, end = 13:00:00 },
    ] }
    """
    assert messages(do104.check(chart, packs["va-arts"], AS_OF)) == []


TWO_HOURS = 'pattern = { own = [{ service = "group", day = "mon", start = 09:00:00, end = 11:00:00 }] }'


def test_youth_need_two_hours_and_the_age_is_that_of_the_day(packs: Mapping[str, RulePack]) -> None:
    stay = """[plan]
    age_at_admission = 20
    birthdays = [{ on = 2026-11-10, turns = 21 }]
    admitted_at = 2026-09-07
    """
    [finding] = do104.check(build_chart(chart_text(TWO_HOURS, stay=stay)), packs["va-arts"], AS_OF)
    assert finding.message == "120 minutes are planned on Mondays from 2026-W47 to 2026-W48, at least 180 are required"
    assert finding.severity == "error"


def test_a_limit_in_force_from_the_middle_of_a_week_judges_its_days(packs: Mapping[str, RulePack]) -> None:
    """North Carolina's limit was lifted on 2026-01-01, a Thursday."""
    stay = "[plan]\nadmitted_at = 2025-12-29\nplanned_discharge_on = 2026-01-11\n"
    own = ", ".join(
        f'{{ service = "group", day = "{day}", start = 09:00:00, end = 10:00:00 }}' for day in ("wed", "thu")
    )
    chart = build_chart(chart_text(f"pattern = {{ own = [{own}] }}", stay=stay))
    [finding] = do104.check(chart, packs["nc"], date(2026, 1, 2))
    assert finding.message == "60 minutes are planned on Wednesdays in 2026-W01, at least 180 are required"
    assert (finding.severity, finding.on) == ("info", date(2025, 12, 31))


def test_days_of_a_partial_week_are_judged_and_days_outside_the_stay_are_not(packs: Mapping[str, RulePack]) -> None:
    stay = "[plan]\nage_at_admission = 40\nadmitted_at = 2026-11-24\nplanned_discharge_on = 2026-11-25\n"
    pattern = 'pattern = { own = [{ service = "group", day = "wed", start = 09:00:00, end = 10:00:00 }] }'
    chart = build_chart(chart_text(pattern.replace("wed", "mon"), stay=stay))
    assert messages(do104.check(chart, packs["va-arts"], AS_OF)) == []
    assert messages(do104.check(build_chart(chart_text(pattern, stay=stay)), packs["va-arts"], AS_OF)) == [
        "60 minutes are planned on Wednesdays, at least 180 are required"
    ]


def test_a_changed_weekday_is_named_with_its_weeks(packs: Mapping[str, RulePack]) -> None:
    change = (
        'pattern_changes = [{ from = 2026-10-05, until = 2026-10-11, slots = ["wed", "fri"], own = ['
        '{ service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }] }]'
    )
    [finding] = do104.check(build_chart(chart_text(f"{PATTERN}\n{change}")), packs["va-arts"], AS_OF)
    assert finding.message == "60 minutes are planned on Mondays in 2026-W41, at least 180 are required"
    assert (str(finding.place), finding.on) == ("pattern_changes.0", date(2026, 10, 5))


def test_under_a_rolling_anchor_a_day_is_judged_once(packs: Mapping[str, RulePack]) -> None:
    chart = build_chart(chart_text(TWO_HOURS, program='week_anchor = "rolling"'))
    assert messages(do104.check(chart, packs["va-arts"], AS_OF)) == [
        "120 minutes are planned on Mondays, at least 180 are required"
    ]


def test_a_promised_dose_says_nothing_about_days(packs: Mapping[str, RulePack]) -> None:
    chart = build_chart(chart_text('services = [{ service = "group", per_week = 3, minutes = 60 }]'))
    [finding] = do104.check(chart, packs["va-arts"], AS_OF)
    assert finding.message == "no standing pattern is written, so days cannot be judged"
    assert finding.severity == "info"
