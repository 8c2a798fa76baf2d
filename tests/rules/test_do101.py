"""DO101: the standing week against the weekly minimum."""

from collections.abc import Mapping

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
