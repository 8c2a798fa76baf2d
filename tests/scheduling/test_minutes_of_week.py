"""Stretches of a week: what is joined, left, held and shared, at their very ends."""

from datetime import date, time

from iopctl.scheduling.minutes_of_week import at, holds, joined, moment, overlaps, starts_in, without

MONDAY = date(2026, 11, 23)


def test_a_minute_of_the_week_and_its_clock_time_are_the_same_moment() -> None:
    assert at(MONDAY, date(2026, 11, 25), time(9, 30)) == 2 * 1440 + 570
    assert moment(MONDAY, 2 * 1440 + 570) == (date(2026, 11, 25), time(9, 30))


def test_stretches_that_touch_are_one_and_empty_ones_are_none() -> None:
    assert joined([(60, 90), (0, 60), (100, 110), (101, 105), (200, 200)]) == [(0, 90), (100, 110)]


def test_what_is_taken_leaves_what_lies_before_and_after() -> None:
    assert without([(0, 100)], [(20, 30), (90, 120), (100, 110)]) == [(0, 20), (30, 90)]
    assert without([(20, 30)], [(0, 10), (40, 50)]) == [(20, 30)]
    assert without([(20, 30)], [(20, 30)]) == []


def test_stretches_that_only_touch_share_no_minute() -> None:
    assert not overlaps((0, 60), [(60, 90)])
    assert overlaps((0, 61), [(60, 90)])


def test_a_stretch_is_held_up_to_both_ends() -> None:
    assert holds([(0, 60)], (0, 60))
    assert not holds([(0, 60)], (0, 61))
    assert not holds([(0, 60), (60, 90)], (30, 70))  # join them first


def test_starts_stand_on_the_grid_and_the_last_one_ends_with_the_stretch() -> None:
    assert list(starts_in([(10, 60)], 30, 15)) == [15, 30]
    assert list(starts_in([(0, 29)], 30, 15)) == []
