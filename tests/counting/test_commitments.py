"""Blocks of work, school and family life: how long they are, and which sessions take how much of them."""

from datetime import date

import pytest

from iopctl.counting.commitments import Block, Cut, Kept, blocks, kept
from iopctl.counting.weeks import Days
from iopctl.testing import chart_of

MONDAY = date(2026, 11, 23)


def of(
    commitment: str, *sessions: str, more: str = "", first: date = MONDAY, days: int = 1, week: str = "W48"
) -> list[Block]:
    """The blocks of one commitment beside some sessions of Monday, written as `id 09:00 10:00`."""
    held = ", ".join(
        f'{{ id = "{name}", service = "group", date = {first}, start = {start}:00, end = {end}:00,'
        f' patients = ["pt-0001"]{more} }}'
        for name, start, end in (each.split() for each in sessions)
    )
    facts = f"""
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    commitments = [{{ {commitment} }}]

    [[weeks]]
    week = "2026-{week}"
    sessions = [{held}]
    """
    return list(blocks(chart_of(facts), Days(first, 1)))


WORK = 'kind = "work", days = ["mon"], start = 11:00:00, end = 15:00:00'


@pytest.mark.parametrize(
    ("sessions", "lost", "cuts"),
    [
        ([], 0, ()),
        (["a 10:00 11:00"], 0, ()),  # it only touches
        (["a 10:00 11:01"], 1, (Cut("2026-W48/a", 1),)),
        (["a 14:59 16:00"], 1, (Cut("2026-W48/a", 1),)),
        (["a 15:00 16:00"], 0, ()),
        (["a 10:00 16:00"], 240, (Cut("2026-W48/a", 240),)),
        (["a 11:00 12:00", "b 14:00 15:00"], 120, (Cut("2026-W48/a", 60), Cut("2026-W48/b", 60))),
        (
            ["a 11:00 15:00", "b 11:00 12:00"],
            240,
            (Cut("2026-W48/a", 240), Cut("2026-W48/b", 60)),
        ),  # no more than it is
    ],
)
def test_a_session_takes_the_minutes_that_both_hold(sessions: list[str], lost: int, cuts: tuple[Cut, ...]) -> None:
    [block] = of(WORK, *sessions)
    assert block == Block("work", True, MONDAY, 240, lost, cuts)
    assert block.kept == (lost == 0)


def test_a_session_that_was_called_off_takes_nothing() -> None:
    off = ', cancelled = { reason = "snow", by = "t01", on = 2026-11-23 }'
    assert [block.lost for block in of(WORK, "a 11:00 12:00", more=off)] == [0]


def test_a_week_without_a_file_is_a_gap() -> None:
    [block] = of(WORK, week="W47", first=date(2026, 11, 23))
    assert (block.lost, block.kept) == (None, False)


def test_there_are_no_blocks_outside_the_stay_or_on_other_days() -> None:
    assert of(WORK, first=date(2026, 10, 26)) == []
    assert of(WORK, first=date(2026, 11, 24)) == []


NIGHT = 'kind = "work", days = ["mon"], start = 22:00:00, end = 06:00:00, firm = false'


def test_a_block_that_ends_by_the_clock_before_it_begins_ends_the_next_day() -> None:
    [block] = of(NIGHT, "a 21:00 22:30")
    assert block == Block("work", False, MONDAY, 480, 30, (Cut("2026-W48/a", 30),))


def test_a_night_into_a_week_without_a_file_is_a_gap() -> None:
    sunday = date(2026, 11, 29)
    [block] = of(NIGHT.replace("mon", "sun"), first=sunday)
    assert (block.minutes, block.lost) == (480, None)


def test_blocks_together_are_counted_with_the_unknown_ones_apart() -> None:
    some = [
        Block("work", True, MONDAY, 240, 0),
        Block("work", True, MONDAY, 100, 30),
        Block("family", True, MONDAY, 60, None),
    ]
    assert kept(some) == Kept(kept=1, known=2, unknown=1, minutes=340, lost=30)
    assert kept([]) == Kept(0, 0, 0, 0, 0)
