"""S4 and S10: the calendar months that lie wholly inside a stay."""

from datetime import date

import pytest

from iopctl.counting.months import full_months
from iopctl.model.chart import Chart
from tests.conftest import build_chart
from tests.three_mornings import chart_text


def names(until: str, admitted: str = "2028-01-31", more: str = "") -> list[str]:
    return [month.name for month in full_months(stay(f"admitted_at = {admitted}\n{more}"), date.fromisoformat(until))]


def stay(plan: str) -> Chart:
    return build_chart(chart_text("", stay=f"[plan]\n{plan}"))


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("2028-02-28", []),
        ("2028-02-29", ["2028-02"]),
        ("2028-03-30", ["2028-02"]),
        ("2028-03-31", ["2028-02", "2028-03"]),
    ],
)
def test_a_month_is_full_on_its_last_day(until: str, found: list[str]) -> None:
    assert names(until) == found


def test_a_month_begins_on_its_first_day() -> None:
    assert names("2026-12-31", "2026-12-01") == ["2026-12"]
    assert names("2026-12-31", "2026-12-02") == []
    assert names("2027-01-31", "2026-12-02") == ["2027-01"]


def test_a_month_with_a_break_in_treatment_is_not_full() -> None:
    pause = 'pauses = [{ from = 2028-03-31, until = 2028-03-31, reason = "hospitalized" }]'
    assert names("2028-04-30", more=pause) == ["2028-02", "2028-04"]


def test_without_admission_there_is_no_month() -> None:
    assert full_months(stay(""), date(2028, 12, 31)) == []


def test_a_month_has_its_dates() -> None:
    [february] = full_months(stay("admitted_at = 2026-02-01"), date(2026, 3, 1))
    assert (february.first, february.last, len(february.dates)) == (date(2026, 2, 1), date(2026, 2, 28), 28)
