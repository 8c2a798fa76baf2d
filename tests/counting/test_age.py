"""S12: age on a day."""

from datetime import date

import pytest

from iopctl.counting.age import age_on


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 9, 8), date(2026, 9, 7), 17),
        (date(2008, 9, 8), date(2026, 9, 8), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),  # common year: up on 1 March
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 9, 7), date(2026, 9, 7), 0),
    ],
)
def test_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
