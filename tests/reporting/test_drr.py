"""report drr: which score is elevated, which follow-up counts, and who is left out."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from iopctl import library, store
from iopctl.reporting.drr import drr
from iopctl.reporting.figures import Figure, Period
from iopctl.testing import census_of
from tests.forty_stays import AS_OF, write_forty

PHQ9 = library.instruments()["phq9"]
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
FIRST = date(2026, 3, 2)
OVER = date(2026, 10, 28)  # 240 days after it


def _figures(facts: str, as_of: date = AS_OF) -> dict[str, Figure]:
    return {figure.id: figure for figure in drr(census_of(facts), MARCH, as_of, PHQ9).figures}


def _facts(forms: list[tuple[int, int]], more: str = "") -> str:
    written = [
        f'[[assessments]]\ninstrument = "phq9"\ngiven_at = {FIRST + timedelta(days=day)}\ntotal = {total}\n'
        for day, total in forms
    ]
    return f'[[plans]]\nstatus = "closed"\n{more}\n' + "".join(written)


def _rates(found: dict[str, Figure]) -> tuple[object, ...]:
    return tuple(
        (found[f"drr.{name}"].count, found[f"drr.{name}"].of) for name in ("followed", "remission", "response")
    )


def test_the_counts_are_those_that_were_written_out(tmp_path: Path) -> None:
    """Of 30 four are not elevated and one died; 19 have a score in time, 11 of them below 5, 16 halved it."""
    census = store.load(write_forty(tmp_path), library.packs(), library.instruments()).census
    found = {figure.id: figure for figure in drr(census, MARCH, AS_OF, PHQ9).figures}
    assert (found["drr.elevated"].count, found["drr.told"].count) == (26, 25)
    assert _rates(found) == ((19, 25), (11, 25), (16, 25))


@pytest.mark.parametrize(
    ("forms", "followed", "remission", "response"),
    [
        ([(0, 16)], 0, 0, 0),
        ([(0, 16), (119, 4)], 0, 0, 0),
        ([(0, 16), (120, 4)], 1, 1, 1),
        ([(0, 16), (240, 4)], 1, 1, 1),
        ([(0, 16), (241, 4)], 0, 0, 0),
        ([(0, 16), (120, 5)], 1, 0, 1),
        ([(0, 16), (120, 8)], 1, 0, 1),
        ([(0, 16), (120, 9)], 1, 0, 0),
        ([(0, 16), (130, 4), (230, 12)], 1, 0, 0),
        ([(0, 16), (130, 12), (230, 4)], 1, 1, 1),
        ([(0, 16), (20, 10), (239, 3), (241, 20)], 1, 1, 1),
        ([(0, 10), (120, 4)], 1, 1, 1),
    ],
)  # fmt: skip  # one row a case
def test_the_most_recent_score_of_days_120_to_240_counts(
    forms: list[tuple[int, int]], followed: int, remission: int, response: int
) -> None:
    found = _figures(_facts(forms))
    assert _rates(found) == ((followed, 1), (remission, 1), (response, 1))
    assert (found["drr.remission_scored"].of, found["drr.response_scored"].of) == (followed, followed)
    left_out = {} if followed else {"no score on days 120 to 240": 1}
    assert found["drr.remission_scored"].left_out == left_out


def test_only_a_score_above_9_in_the_period_is_elevated() -> None:
    assert _figures(_facts([(0, 9), (120, 4)]))["drr.elevated"].count == 0
    assert _figures(_facts([(-2, 20), (30, 20), (150, 4)]))["drr.elevated"].count == 0
    first_of_two = _figures(_facts([(0, 9), (7, 12), (14, 20), (130, 6)]))
    assert first_of_two["drr.elevated"].count == 1
    assert _rates(first_of_two) == ((1, 1), (0, 1), (1, 1))


def test_nobody_is_told_of_before_the_240_days_are_over() -> None:
    facts = _facts([(0, 16), (130, 4)])
    assert _rates(_figures(facts, OVER)) == ((1, 1), (1, 1), (1, 1))
    early = _figures(facts, OVER - timedelta(days=1))
    assert _rates(early) == ((0, 0), (0, 0), (0, 0))
    assert early["drr.told"].left_out == {"the 240 days are not over": 1}
    assert early["drr.remission"].value is None


@pytest.mark.parametrize(("died", "left_out"), [(0, 1), (240, 1), (241, 0)])
def test_who_died_within_the_days_is_left_out(died: int, left_out: int) -> None:
    found = _figures(_facts([(0, 16), (130, 4)], f"died_on = {FIRST + timedelta(days=died)}"))
    assert found["drr.told"].left_out.get("died within the 240 days", 0) == left_out


def test_a_death_that_was_not_known_yet_leaves_nobody_out() -> None:
    found = _figures(_facts([(0, 16)], "died_on = 2026-10-01"), date(2026, 9, 30))
    assert found["drr.told"].left_out == {"the 240 days are not over": 1}


def test_the_score_may_stand_in_the_chart_of_a_later_stay() -> None:
    later = """
    [[plans]]
    patient = "pt-0002"
    previous_stay = "pt-0001"
    status = "active"
    """
    first = 'patient = "pt-0001"'
    form = '[[assessments]]\npatient = "pt-0002"\ninstrument = "phq9"\ngiven_at = 2026-07-15\ntotal = 4\n'
    start = '[[assessments]]\npatient = "pt-0001"\ninstrument = "phq9"\ngiven_at = 2026-03-02\ntotal = 16\n'
    found = _figures(f'[[plans]]\nstatus = "closed"\n{first}\n{later}{form}{start}')
    assert found["drr.elevated"].count == 1
    assert _rates(found) == ((1, 1), (1, 1), (1, 1))
