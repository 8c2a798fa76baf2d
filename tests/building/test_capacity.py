"""Whether more can come: answered by solving, with what they would get, or when there is a place."""

from datetime import date, timedelta

import pytest

from iopctl import library
from iopctl.building.capacity import Capacity, capacity
from iopctl.errors import Refused
from iopctl.scheduling.frame import Frame
from tests.conftest import build_census

MONDAY = date(2026, 12, 7)
FACTS = """
[program]
packs = ["core"]
staff = [{ id = "t01", role = "therapist", available = [{ days = ["mon", "tue"], start = 09:00:00, end = 11:00:00 }] }]
rooms = [{ id = "a", capacity = 12 }, { id = "b", capacity = 12 }]
services = [
  { id = "group", title = "Group", kind = "group-therapy", size = { max = 2 } },
  { id = "individual", title = "Individual", kind = "individual" },
]
slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, room = "a" }]
[[plans]]
patient = "pt-0001"
status = "active"
track = "morning"
admitted_at = 2026-11-02
planned_discharge_on = 2026-12-18
primary_therapist = "t01"
services = [
  { service = "group", per_week = 1, minutes = 60, weeks = 8 },
  { service = "individual", per_week = 1, minutes = 60, weeks = 8, by = "t01" },
]
"""  # noqa: E501


def asked(add: int, facts: str = FACTS) -> Capacity:
    frame = Frame(build_census(facts), library.packs(), MONDAY, MONDAY - timedelta(days=3))
    return capacity(frame, {"morning": add}, effort=3)


def test_one_seat_is_left() -> None:
    """The newcomer is promised what the one in care is: the group of two, and an hour with t01, who has three left."""
    found = asked(1)
    assert found.fits
    [answer] = found.answers
    assert answer.newcomer.patient == "new-0001"
    assert sorted(each.service for each in answer.sessions) == ["group", "individual"]
    assert (found.moved, found.models) == ((), {"morning": "pt-0001"})


def test_the_second_waits_until_somebody_leaves() -> None:
    """The stay in care ends on Friday 2026-12-18: the week after, its seat is free."""
    found = asked(2)
    assert not found.fits
    assert [each.starts for each in found.answers] == [MONDAY, date(2026, 12, 21)]


def test_who_finds_no_place_is_told_what_clashes() -> None:
    """The group of one stays with somebody whose discharge is not planned."""
    taken = FACTS.replace("max = 2", "max = 1").replace("planned_discharge_on = 2026-12-18\n", "")
    taken = taken.replace("weeks = 8", "weeks = 52")
    found = asked(1, taken)
    [answer] = found.answers
    assert answer.starts is None
    assert [fact.text for fact in answer.facts] == [
        "group is offered to track morning mon 09:00 and at no other time",
        "group takes 1, and 1 other is in mon",
    ]


def test_a_track_on_which_nobody_is_tells_no_dose() -> None:
    frame = Frame(build_census(FACTS), library.packs(), MONDAY, MONDAY - timedelta(days=3))
    with pytest.raises(Refused, match="nobody is in care on track youth"):
        capacity(frame, {"youth": 1}, effort=1)
