"""DO101: the standing week against the weekly minimum."""

from collections.abc import Mapping
from datetime import date

from iopctl.checking import check_chart
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import do101_planned_weekly_minimum as do101
from tests.conftest import AS_OF, messages


def test_three_mornings_with_a_quarter_hour_break_are_exactly_nine_hours(
    chart: Chart, packs: Mapping[str, RulePack]
) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:15:00, breaks = [{ start = 10:30:00, end = 10:45:00 }] },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:15:00, breaks = [{ start = 10:30:00, end = 10:45:00 }] },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 12:15:00, breaks = [{ start = 10:30:00, end = 10:45:00 }] },
    ]
    [plan]
    age_at_admission = 40
    admitted_at = 2026-09-07
    pattern = { slots = ["mon", "wed", "fri"] }
    """  # noqa: E501
    assert messages(do101.check(chart, packs["medicare"], AS_OF)) == []


def test_one_minute_less_is_short(chart: Chart, packs: Mapping[str, RulePack]) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:00:00 },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:00:00 },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 11:59:00 },
    ]
    [plan]
    age_at_admission = 40
    admitted_at = 2026-09-07
    pattern = { slots = ["mon", "wed", "fri"] }
    """
    [finding] = do101.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "539 minutes a week are planned, at least 540 are required"
    assert finding.severity == "error"


def test_a_pack_without_a_minimum_says_nothing(chart: Chart, packs: Mapping[str, RulePack]) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    """
    assert messages(do101.check(chart, packs["in"], AS_OF)) == []
    assert messages(do101.check(chart, packs["medicare"], AS_OF)) == [
        "0 minutes a week are planned, at least 540 are required"
    ]


def test_the_weeks_that_a_payer_covered_are_judged_though_its_coverage_has_ended(
    chart: Chart, packs: Mapping[str, RulePack]
) -> None:
    """
    [program]
    packs = []
    [plan]
    admitted_at = 2026-09-07
    coverage = [{ pack = "medicare", from = 2026-09-07, until = 2026-10-04 }]
    pattern = { own = [{ service = "group", day = "mon", start = 09:00:00, end = 17:00:00 }] }
    """
    [finding] = check_chart(chart, packs, AS_OF, rules=[do101])
    assert finding.message == "480 minutes a week are planned from 2026-W37 to 2026-W40, at least 540 are required"
    assert finding.on == date(2026, 9, 28)
