"""The boundaries of the whole program, through `check_chart` with the shipped packs."""

import time
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from iopctl.checking import check_chart
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from tests.conftest import AS_OF, build_chart, messages

Packs = Mapping[str, RulePack]

ADMITTED = date(2026, 9, 7)

MORNINGS = """
[program]
packs = ["core", "house"]
slots = [
  {{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:15:00, breaks = [{{ start = 10:30:00, end = 10:45:00 }}] }},
  {{ id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:15:00, breaks = [{{ start = 10:30:00, end = 10:45:00 }}] }},
  {{ id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = {friday}, breaks = [{{ start = 10:30:00, end = 10:45:00 }}] }},
]
[plan]
status = "active"
track = "morning"
age_at_admission = 40
admitted_at = 2026-09-07T09:00:00-04:00
planned_discharge_on = {end}
pattern = {{ slots = ["mon", "wed", "fri"] }}
coverage = [{{ pack = "medicare", from = 2026-09-07 }}]
"""  # noqa: E501  # one slot a line


def found(
    code: str, packs: Packs, *, friday: str = "12:15:00", end: str = "2026-11-27", today: date = AS_OF
) -> list[Finding]:
    """The findings of one rule in three mornings a week from 7 September."""
    chart = build_chart(MORNINGS.format(friday=friday, end=end))
    return [finding for finding in check_chart(chart, packs, today) if finding.code == code]


# How many days


def test_twelve_weeks_exactly_pass_as_a_plan_and_as_a_stay(packs: Packs) -> None:
    last = date(2026, 11, 29)
    assert (last - ADMITTED).days + 1 == 12 * 7
    assert found("DC106", packs, end="2026-11-29", today=last) == []
    assert found("RV206", packs, end="2026-11-29", today=last) == []


def test_the_eighty_fifth_day_is_unusual_as_a_plan_and_needs_a_reason_as_a_stay(packs: Packs) -> None:
    day = date(2026, 11, 30)
    assert messages(found("DC106", packs, end="2026-11-30", today=day)) == [
        "the stay is planned for 85 days, 56 to 84 are usual"
    ]
    assert messages(found("RV206", packs, end="2026-11-30", today=day)) == [
        "85 days in the program without a continued-stay reason, at most 84 are allowed"
    ]


def test_eight_weeks_exactly_pass_and_one_day_less_is_unusual(packs: Packs) -> None:
    assert found("DC106", packs, end="2026-11-01") == []
    assert messages(found("DC106", packs, end="2026-10-31")) == ["the stay is planned for 55 days, 56 to 84 are usual"]


# How many minutes


def test_three_mornings_with_one_break_each_are_exactly_medicares_nine_hours(packs: Packs) -> None:
    assert found("DO101", packs) == []


def test_one_minute_less_on_friday_is_short(packs: Packs) -> None:
    [finding] = found("DO101", packs, friday="12:14:00")
    assert finding.message == "539 minutes a week are planned, at least 540 are required"
    assert (finding.pack, finding.severity) == ("medicare", "error")


# The same everywhere


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The machine's time zone, put back afterwards."""
    with monkeypatch.context() as patch:
        yield patch
    time.tzset()


def test_the_same_chart_gives_the_same_findings_in_every_time_zone(
    chart: Chart, packs: Packs, machine_zone: pytest.MonkeyPatch
) -> None:
    """
    [program]
    packs = ["core", "house", "practice", "va-dbhds"]
    closures = [{ date = 2026-11-11, reason = "Veterans Day" }]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    [plan]
    status = "active"
    track = "morning"
    age_at_admission = 40
    admitted_at = 2026-10-26T23:30:00-04:00
    planned_discharge_on = 2026-12-04
    goals = [{ id = "g1", text = "..." }, { id = "g2", text = "..." }]
    pattern = { slots = ["mon"] }
    coverage = [{ pack = "medicare", from = 2026-10-26 }]
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-10-26T23:30:00-04:00 },
      { revision = 2, kind = "comprehensive", effective_at = 2026-11-09T23:30:00-05:00 },
    ]
    [[weeks]]
    week = "2026-W44"
    monday = 2026-10-26
    sessions = [
      { id = "sun", service = "group", date = 2026-11-01, start = 01:30:00, end = 03:00:00, patients = ["pt-0001"] },
      { id = "early", service = "individual", date = 2026-11-01, start = 00:45:00, end = 01:45:00, patients = ["pt-0001"] },
      { id = "before", service = "individual", date = 2026-10-25, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    [[weeks]]
    week = "2026-W46"
    monday = 2026-11-09
    sessions = [
      { id = "wed", service = "group", date = 2026-11-11, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "late", service = "group", date = 2026-11-15, start = 22:00:00, end = 23:59:00, patients = ["pt-0001"] },
    ]
    [[reviews]]
    on = 2026-11-09
    by = "t01"
    goals = { g1 = { status = "improving" } }
    """  # noqa: E501  # one session a line
    today = date(2026, 11, 24)
    here = check_chart(chart, packs, today)
    assert check_chart(chart, packs, today) == here
    assert {finding.code for finding in here} >= {
        "AT101",
        "DC106",
        "DO101",
        "ME101",
        "RV201",
        "RV203",
        "SC101",
        "SC102",
        "SC103",
        "SF102",
    }
    for zone in ("America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"):
        machine_zone.setenv("TZ", zone)
        time.tzset()
        assert check_chart(chart, packs, today) == here
