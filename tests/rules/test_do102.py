"""DO102: the standing week against the weekly maximum."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import do102_planned_weekly_maximum as do102
from tests.conftest import AS_OF, build_chart, messages
from tests.three_mornings import chart_text

NINETEEN_HOURS = 'pattern = { own = [{ service = "group", day = "mon", start = 00:00:00, end = 19:00:00 }] }'
ONE_MORE = NINETEEN_HOURS.replace("19:00", "19:01")


def test_nineteen_hours_pass_and_a_minute_more_does_not(packs: Mapping[str, RulePack]) -> None:
    assert messages(do102.check(build_chart(chart_text(NINETEEN_HOURS)), packs["asam3"], AS_OF)) == []
    [finding] = do102.check(build_chart(chart_text(ONE_MORE)), packs["asam3"], AS_OF)
    assert finding.message == "1141 minutes a week are planned, at most 1140 are allowed"
    assert finding.next == (
        "take out 1 countable minutes a week, or record why the higher dose is right and who decided"
    )
    assert (finding.severity, str(finding.place), finding.on) == ("warning", "pattern", AS_OF)


def test_twenty_hours_pass_in_maryland(packs: Mapping[str, RulePack]) -> None:
    twenty = NINETEEN_HOURS.replace("19:00", "20:00")
    assert messages(do102.check(build_chart(chart_text(twenty)), packs["md"], AS_OF)) == []
    assert len(messages(do102.check(build_chart(chart_text(twenty)), packs["asam3"], AS_OF))) == 1


def test_a_pack_without_a_maximum_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert messages(do102.check(build_chart(chart_text(ONE_MORE)), packs["medicare"], AS_OF)) == []


def test_a_licence_worded_for_adults_says_nothing_about_youth(packs: Mapping[str, RulePack]) -> None:
    def found(age: int) -> list[str]:
        stay = f"[plan]\nage_at_admission = {age}\nadmitted_at = 2026-09-07\n"
        return messages(do102.check(build_chart(chart_text(ONE_MORE, stay=stay)), packs["va-arts"], AS_OF))

    assert (len(found(20)), len(found(21))) == (0, 1)


def test_only_the_weeks_in_which_the_maximum_is_in_force_are_judged(packs: Mapping[str, RulePack]) -> None:
    stay = "[plan]\nage_at_admission = 40\nadmitted_at = 2025-12-15\nplanned_discharge_on = 2026-01-11\n"
    chart = build_chart(chart_text(ONE_MORE, stay=stay))
    # North Carolina had no maximum in 2025; the week of 29 December began under that rule
    assert messages(do102.check(chart, packs["nc"], date(2026, 1, 5))) == [
        "1141 minutes a week are planned in 2026-W02, at most 1140 are allowed"
    ]


def test_a_step_down_makes_no_difference(packs: Mapping[str, RulePack]) -> None:
    change = ONE_MORE.replace("pattern = {", 'pattern_changes = [{ kind = "step-down", from = 2026-11-16,') + "]"
    chart = build_chart(chart_text(f"{NINETEEN_HOURS}\n{change}"))
    [finding] = do102.check(chart, packs["asam3"], AS_OF)
    assert finding.message == ("1141 minutes a week are planned from 2026-W47 to 2026-W48, at most 1140 are allowed")
    assert str(finding.place) == "pattern_changes.0"


def test_the_maximum_holds_in_a_partial_week_too(packs: Mapping[str, RulePack]) -> None:
    change = ONE_MORE.replace("pattern = {", 'pattern_changes = [{ kind = "step-up", from = 2026-11-23,') + "]"
    ends = "planned_discharge_on = 2026-11-24"
    chart = build_chart(chart_text(f"{NINETEEN_HOURS}\n{change}\n{ends}"))
    assert messages(do102.check(chart, packs["asam3"], AS_OF)) == [
        "1141 minutes a week are planned in 2026-W48, at most 1140 are allowed"
    ]


def test_a_promised_dose_is_judged_in_full_weeks(packs: Mapping[str, RulePack]) -> None:
    dose = 'services = [{ service = "group", per_week = 20, minutes = 60 }]\nplanned_discharge_on = 2026-11-24'
    [finding] = do102.check(build_chart(chart_text(dose)), packs["asam3"], AS_OF)
    assert finding.message == "1200 minutes a week are planned, at most 1140 are allowed"
    assert str(finding.place) == "services"


def test_of_rolling_windows_the_fullest_is_reported(packs: Mapping[str, RulePack]) -> None:
    change = (
        "pattern_changes = [{ from = 2026-10-05, until = 2026-10-18, own = ["
        '{ service = "group", day = "mon", start = 00:00:00, end = 19:30:00 }] }]'
    )
    chart = build_chart(chart_text(f"{ONE_MORE}\n{change}", program='week_anchor = "rolling"'))
    assert messages(do102.check(chart, packs["asam3"], AS_OF)) == [
        "1170 minutes a week are planned in the week of 2026-09-29, at most 1140 are allowed"
    ]


@pytest.mark.parametrize("today", [date(2026, 9, 1), AS_OF])
def test_a_draft_without_admission_is_judged_by_its_standing_week(today: date, packs: Mapping[str, RulePack]) -> None:
    chart = build_chart(chart_text(ONE_MORE, stay="[plan]\nage_at_admission = 40\n"))
    assert messages(do102.check(chart, packs["asam3"], today)) == [
        "1141 minutes a week are planned, at most 1140 are allowed"
    ]


def test_a_day_of_groups_and_a_parallel_session_count_once(chart: Chart, packs: Mapping[str, RulePack]) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    age_at_admission = 40
    pattern = { own = [
      { service = "group", day = "mon", start = 00:00:00, end = 19:00:00 },
      { service = "individual", day = "mon", start = 10:00:00, end = 11:00:00 },
    ] }
    """
    assert messages(do102.check(chart, packs["asam3"], AS_OF)) == []
