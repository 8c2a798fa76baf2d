"""Rooms of own sessions: chosen once the times are known, and where that fails in the search itself."""

from datetime import date, timedelta

from iopctl import library
from iopctl.building.built import Built, build
from iopctl.building.searching import Search
from iopctl.scheduling.frame import Frame
from tests.building.checker import wrong
from tests.conftest import build_census

MONDAY = date(2026, 12, 7)
FACTS = """
[program]
packs = ["core"]
staff = [
  {{ id = "t01", role = "therapist", available = [{{ days = ["mon"], start = {start}, end = {end} }}] }},
  {{ id = "t02", role = "therapist" }},
]
rooms = [{{ id = "a", capacity = 3 }}, {{ id = "b", capacity = 2 }}]
[[plans]]
patient = "pt-0001"
status = "active"
track = "morning"
admitted_at = 2026-11-02
planned_discharge_on = 2027-01-29
services = [{{ service = "individual", per_week = 1, minutes = 60, weeks = 20, by = "t01" }}]
[[weeks]]
week = "2026-W50"
sessions = [
  {{ id = "one", service = "skills", date = 2026-12-07, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t02"], pinned = true }},
  {{ id = "two", service = "skills", date = 2026-12-07, start = 10:00:00, end = 11:00:00, room = "b", leads = ["t02"], pinned = true }},
]
"""  # noqa: E501


def week(start: str, end: str, more: str = "") -> Built:
    """Until ten o'clock room a is taken, from then on room b."""
    census = build_census(FACTS.format(start=start, end=end) + more)
    built = build(Frame(census, library.packs(), MONDAY, MONDAY - timedelta(days=3)), Search(effort=5))
    assert wrong(census, built.week) == []
    return built


def test_at_every_minute_a_room_is_free_but_none_for_an_hour() -> None:
    """From 9:30 to 10:30 no room is free all the time: the session has no place, and that is said."""
    [short] = week("09:30:00", "10:30:00").short
    assert [(each.service, each.sessions, each.minutes) for each in short.lacks] == [("individual", 1, 60)]


def test_the_session_moves_to_where_a_room_is_free() -> None:
    """Until 11 o'clock an hour fits in room b from 9, and in room a from 10."""
    built = week("09:15:00", "11:00:00")
    [mine] = [each for each in built.week.sessions if "pt-0001" in each.patients]
    assert (str(mine.start), mine.room) == ("10:00:00", "a")


def test_a_usual_room_comes_before_a_smaller_one() -> None:
    """Last week t01 saw somebody alone in room a; room b is smaller and free too."""
    there = "date = 2026-11-30, start = 13:00:00, end = 14:00:00, room = 'a', leads = ['t01'], patients = ['pt-0001']"
    before = f'[[weeks]]\nweek = "2026-W49"\nsessions = [{{ id = "x", service = "individual", {there} }}]\n'
    built = week("13:00:00", "15:00:00", before)
    [mine] = [each for each in built.week.sessions if "pt-0001" in each.patients]
    assert (str(mine.start), mine.room) == ("13:00:00", "a")
    assert week("13:00:00", "14:00:00").week.sessions[-1].room == "b"
