"""DO103: days with service in the standing week."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import do103_days_per_week_minimum as do103
from tests.conftest import AS_OF, build_chart, messages, pack_of
from tests.three_mornings import PATTERN, chart_text

TWO_MORNINGS = 'pattern = { slots = ["mon", "wed"] }'
LIGHTER_FROM = 'pattern_changes = [{{ from = {}, slots = ["mon", "wed"] }}]'
STEP_DOWN = 'pattern_changes = [{ kind = "step-down", from = 2026-11-16, slots = ["mon"] }]'
TAPERING = "limits.days_per_week_min = [{ value = 3 }]\nlimits.taper_weeks_max = [{ value = 2 }]"


def test_three_days_pass(packs: Mapping[str, RulePack]) -> None:
    assert messages(do103.check(build_chart(chart_text(PATTERN)), packs["in"], AS_OF)) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (TWO_MORNINGS, "2 days have countable service planned, at least 3 a week are required"),
        ('pattern = { slots = ["mon"] }', "1 day has countable service planned, at least 3 a week are required"),
        ("pattern = {}", "0 days have countable service planned, at least 3 a week are required"),
    ],
)
def test_fewer_are_too_few(pattern: str, said: str, packs: Mapping[str, RulePack]) -> None:
    [finding] = do103.check(build_chart(chart_text(pattern)), packs["in"], AS_OF)
    assert finding.message == said
    assert finding.next == "spread the sessions over more days, or record why fewer are right and who decided"
    assert (finding.severity, str(finding.place), finding.on) == ("error", "pattern", AS_OF)
    assert finding.patient == "pt-0001"


def test_sessions_on_one_date_are_one_day_and_lunch_is_none(chart: Chart, packs: Mapping[str, RulePack]) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    pattern = { own = [
      { service = "group", day = "mon", start = 09:00:00, end = 12:00:00 },
      { service = "group", day = "mon", start = 13:00:00, end = 16:00:00 },
      { service = "group", day = "wed", start = 09:00:00, end = 12:00:00 },
      { service = "lunch", day = "fri", start = 12:00:00, end = 13:00:00 },
    ] }
    """
    assert messages(do103.check(chart, packs["in"], AS_OF)) == [
        "2 days have countable service planned, at least 3 a week are required"
    ]


def test_a_pack_without_the_limit_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert messages(do103.check(build_chart(chart_text(TWO_MORNINGS)), packs["medicare"], AS_OF)) == []


def test_a_lifted_limit_says_nothing_and_an_uncertain_one_only_informs(packs: Mapping[str, RulePack]) -> None:
    def found(admitted: str, today: date) -> list[tuple[str, str]]:
        stay = f"[plan]\nadmitted_at = {admitted}\n"
        findings = do103.check(build_chart(chart_text(TWO_MORNINGS, stay=stay)), packs["nc"], today)
        return [(finding.severity.value, finding.message) for finding in findings]

    said = "2 days have countable service planned, at least 3 a week are required"
    assert found("2024-09-02", date(2024, 9, 20)) == [("warning", said)]
    assert found("2025-09-01", date(2025, 9, 20)) == [("info", said)]
    assert found("2026-09-07", AS_OF) == []


def test_a_closed_day_counts_as_planned(packs: Mapping[str, RulePack]) -> None:
    closed = 'closures = [{ date = 2026-11-25, until = 2026-11-27, reason = "Thanksgiving" }]'
    assert messages(do103.check(build_chart(chart_text(PATTERN, program=closed)), packs["in"], AS_OF)) == []


def test_step_down_weeks_are_left_out_only_in_a_pack_that_knows_a_taper(packs: Mapping[str, RulePack]) -> None:
    chart = build_chart(chart_text(f"{PATTERN}\n{STEP_DOWN}"))
    assert messages(do103.check(chart, pack_of(TAPERING), AS_OF)) == []
    [finding] = do103.check(chart, packs["in"], AS_OF)
    assert finding.message == (
        "1 day has countable service planned from 2026-W47 to 2026-W48, at least 3 a week are required"
    )
    assert str(finding.place) == "pattern_changes.0"


def test_a_promised_dose_says_nothing_about_days(packs: Mapping[str, RulePack]) -> None:
    chart = build_chart(chart_text('services = [{ service = "group", per_week = 1, minutes = 540 }]'))
    [finding] = do103.check(chart, packs["in"], AS_OF)
    assert finding.message == "no standing pattern is written, so days cannot be judged"
    assert finding.next == "write the slots and own times of the standing week under [pattern]"
    assert (finding.severity, str(finding.place), finding.on) == ("info", "pattern", None)
    assert messages(do103.check(chart, packs["medicare"], AS_OF)) == []
    assert messages(do103.check(chart, packs["nc"], AS_OF)) == []  # no limit in force in 2026


def test_of_rolling_windows_the_poorest_is_reported(packs: Mapping[str, RulePack]) -> None:
    change = 'pattern_changes = [{ from = 2026-10-05, until = 2026-10-11, slots = ["mon"] }]'
    chart = build_chart(chart_text(f"{TWO_MORNINGS}\n{change}", program='week_anchor = "rolling"'))
    assert messages(do103.check(chart, packs["in"], AS_OF)) == [
        "1 day has countable service planned in the week of 2026-10-01, at least 3 a week are required"
    ]


def test_washington_asks_for_three_days_in_the_first_four_weeks(packs: Mapping[str, RulePack]) -> None:
    def found(lighter_from: str) -> list[str]:
        chart = build_chart(chart_text(f"{PATTERN}\n{LIGHTER_FROM.format(lighter_from)}"))
        return messages(do103.check(chart, packs["wa-dp"], AS_OF))

    assert found("2026-10-05") == []
    [said] = found("2026-09-28")
    assert said == (
        "2 days have countable service planned in 2026-W40, at least 3 a week are required"
        " in the first 4 weeks of the stay"
    )


def test_when_all_of_the_first_weeks_are_alike_no_week_is_named(packs: Mapping[str, RulePack]) -> None:
    [finding] = do103.check(build_chart(chart_text(TWO_MORNINGS)), packs["wa-dp"], AS_OF)
    assert finding.message == (
        "2 days have countable service planned, at least 3 a week are required in the first 4 weeks of the stay"
    )
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 28))  # the last of the weeks that are asked about
