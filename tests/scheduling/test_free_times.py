"""When a staff member, a room and a patient are free."""

from datetime import date

import pytest

from iopctl.model.chart import Census
from iopctl.scheduling.free_times import FreeDay, Whose, free_days
from iopctl.scheduling.minutes_of_week import DAY
from tests.conftest import build_census
from tests.scheduling.arranged import FACTS, MONDAY, SUNDAY, TUESDAY, census_with, frame_of

SLOTS = """
[[program.slots]]
id = "s1"
track = "morning"
service = "group"
day = "mon"
start = 09:00:00
end = 12:00:00
[[program.slots]]
id = "s2"
track = "morning"
service = "group"
day = "thu"
start = 16:00:00
end = 18:00:00
"""
CENSUS = build_census(FACTS.replace("[[plans]]", f"{SLOTS}[[plans]]", 1))


def whose(
    who: str | None = None, room: str | None = None, patient: str | None = None, census: Census = CENSUS
) -> Whose:
    """Who and what has to be free."""
    program = census.program
    return Whose(
        program.staff_by_id[who] if who else None,
        next((each for each in program.rooms if each.id == room), None),
        census.chart_by_patient[patient] if patient else None,
    )


def days(mine: Whose, minutes: int = 30, census: Census = CENSUS, today: date = SUNDAY) -> list[FreeDay]:
    """The week from Monday 2026-11-23."""
    return free_days(frame_of(census, today=today), mine, minutes)


def clocks(day: FreeDay) -> list[str]:
    """`09:00-10:00`."""
    return ["-".join(f"{minute % DAY // 60:02}:{minute % 60:02}" for minute in each) for each in day.stretches]


def test_staff_are_free_inside_their_hours_beside_what_they_lead() -> None:
    monday, tuesday, wednesday, *_ = days(whose(who="t01"))
    assert clocks(monday) == ["10:30-17:00"]
    assert clocks(tuesday) == ["09:00-17:00"]
    assert (clocks(wednesday), wednesday.why) == ([], ("t01 is not at work",))


def test_staff_without_hours_on_file_are_looked_for_in_those_of_the_program() -> None:
    monday, tuesday, *_ = days(whose(who="t04"))
    assert clocks(monday) == ["09:00-10:30", "12:20-18:00"]
    assert (clocks(tuesday), tuesday.why) == ([], ("the program has no times that day",))
    assert days(whose("t01", "a"))[2].why == ("t01 is not at work", "the program has no times that day")


def test_a_room_is_free_beside_what_is_held_in_it() -> None:
    [monday, *_] = days(whose(room="a"))
    assert clocks(monday) == ["10:30-18:00"]
    [monday, *_] = days(whose(room="b"))
    assert clocks(monday) == ["09:00-11:30", "12:20-18:00"]


def test_a_stretch_lasts_at_least_as_long_as_asked() -> None:
    assert clocks(days(whose(room="b"), 150)[0]) == ["09:00-11:30", "12:20-18:00"]
    assert clocks(days(whose(room="b"), 151)[0]) == ["12:20-18:00"]


def test_a_patient_is_free_beside_sessions_and_firm_commitments() -> None:
    census = census_with()  # no slots: office hours
    monday, tuesday, wednesday, thursday, friday, saturday, _ = days(
        whose(patient="pt-0001", census=census), 30, census
    )
    assert clocks(monday) == ["08:00-09:00", "11:30-18:00"]
    assert [each.kind for each in monday.soft] == ["family"]
    assert clocks(tuesday) == ["08:00-13:00", "17:00-18:00"]
    assert tuesday.soft == ()
    assert clocks(wednesday) == ["08:00-18:00"]
    assert (clocks(thursday), thursday.why) == ([], ("the program is closed on 2026-11-26, Thanksgiving",))
    assert (clocks(friday), friday.why) == ([], ("track morning is closed on 2026-11-27, Paint",))
    assert (clocks(saturday), saturday.why) == ([], ("the program has no times that day",))


def test_days_outside_the_stay_are_not_free() -> None:
    census = census_with()
    monday, tuesday, *_ = days(whose(patient="pt-0003", census=census), 30, census)
    assert (monday.stretches, monday.why) == ((), ("pt-0003 is not in care on 2026-11-23",))
    assert clocks(tuesday) == ["08:00-18:00"]


def test_what_is_kept_if_possible_is_shown_where_it_is_free_all_the_same() -> None:
    census = census_with()
    busy = whose(room="a", patient="pt-0001", census=census)
    assert [each.kind for each in days(busy, 30, census)[0].soft] == ["family"]
    assert days(busy, 391, census)[0].soft == ()  # no stretch of that length is left


def test_of_several_all_are_free_at_once() -> None:
    census = census_with()
    monday, tuesday, *_ = days(whose("t01", "b", "pt-0001", census), 30, census)
    assert clocks(monday) == ["12:20-17:00"]
    assert clocks(tuesday) == ["09:00-13:00"]


@pytest.mark.parametrize("mine", [whose(who="t01"), whose(room="a")])
def test_a_closed_day_is_closed_for_staff_and_rooms_too_and_for_a_track_it_is_not(mine: Whose) -> None:
    thursday, friday = days(mine)[3:5]
    assert (thursday.stretches, thursday.why) == ((), ("the program is closed on 2026-11-26, Thanksgiving",))
    assert all("closed" not in why for why in friday.why)


def test_a_day_that_is_over_is_over() -> None:
    monday, tuesday, *_ = days(whose(who="t01"), today=TUESDAY)
    assert (monday.day, monday.stretches, monday.why) == (MONDAY, (), ("over",))
    assert clocks(tuesday) == ["09:00-17:00"]


def test_a_session_that_was_called_off_takes_no_time() -> None:
    off = FACTS.replace(
        'leads = ["t01"], patients = ["pt-0001"] }',
        'leads = ["t01"], patients = ["pt-0001"], cancelled = { reason = "ill", by = "t01", on = 2026-11-22 } }',
    )
    census = build_census(off)
    assert clocks(days(whose(who="t01", census=census), 30, census)[0]) == ["09:00-17:00"]


def test_a_week_without_a_file_has_no_sessions() -> None:
    [monday, *_] = free_days(frame_of(CENSUS, date(2026, 12, 7)), whose(who="t01"), 30)
    assert clocks(monday) == ["09:00-17:00"]
