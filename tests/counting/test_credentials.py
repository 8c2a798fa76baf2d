"""Who holds which title on a day, and days before a stay."""

from datetime import date

import pytest

from iopctl.counting.credentials import holds
from iopctl.counting.stay import day_in_stay
from tests.conftest import build_chart

CHART = build_chart("""
[program]
staff = [
  { id = "t08", role = "therapist", credentials = [
    { title = "LPC", from = 2020-05-01, until = 2026-04-30 },
    { title = "CSAC" },
  ] },
]
[plan]
admitted_at = 2026-09-07
""")


@pytest.mark.parametrize(
    ("person", "titles", "day", "held"),
    [
        ("t08", ("LPC",), date(2020, 4, 30), False),
        ("t08", ("LPC",), date(2020, 5, 1), True),
        ("t08", ("MD", "LPC"), date(2026, 4, 30), True),
        ("t08", ("LPC",), date(2026, 5, 1), False),
        ("t08", ("MD",), date(2026, 4, 30), False),
        ("t08", ("therapist",), date(2026, 5, 1), True),  # a role has no dates
        ("t99", ("therapist",), date(2026, 5, 1), False),
        (None, ("therapist",), date(2026, 5, 1), False),
    ],
)
def test_a_role_or_a_credential_in_force_counts(
    person: str | None, titles: tuple[str, ...], day: date, held: bool
) -> None:
    assert holds(CHART.program, person, titles, day) is held


def test_what_was_done_before_a_stay_belongs_to_its_first_day() -> None:
    assert day_in_stay(CHART.plan, date(2026, 9, 4)) == date(2026, 9, 7)
    assert day_in_stay(CHART.plan, date(2026, 9, 8)) == date(2026, 9, 8)
    assert day_in_stay(build_chart("[plan]").plan, date(2026, 9, 4)) == date(2026, 9, 4)
