"""What does not go together in a week."""

from iopctl.model.chart import Census
from iopctl.scheduling.clashes import clashes
from tests.conftest import build_census

SIZED = """
[program]
services = [{ id = "group", title = "Group", kind = "group-therapy", size = { min = 2, max = 3 } }]
rooms = [{ id = "small", capacity = 2 }]
[[weeks]]
week = "2026-W48"
monday = 2026-11-23
[[weeks.sessions]]
id = "mon"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
"""


def found(census: Census) -> list[str]:
    """The clashes of the one week."""
    [week] = census.weeks
    return clashes(census.program, week)


def of_size(count: int, room: str = "") -> list[str]:
    """The clashes of a session with so many patients."""
    patients = ", ".join(f'"pt-{n:04}"' for n in range(count))
    return found(build_census(f"{SIZED}patients = [{patients}]\n{room}"))


def test_both_ends_of_a_size_still_fit() -> None:
    assert of_size(2) == []
    assert of_size(3) == []


def test_one_too_many_and_one_too_few_are_named_with_the_size() -> None:
    assert of_size(4) == ["mon has 4 patients, more than the 3 that group takes"]
    assert of_size(1) == ["mon has 1 patient, fewer than the 2 that group needs"]


def test_a_room_holds_its_capacity_and_no_more() -> None:
    assert of_size(2, 'room = "small"') == []
    assert of_size(3, 'room = "small"') == ["mon has 3 patients, more than the 2 that room small holds"]


def test_people_and_rooms_in_two_places_are_named(census: Census) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "one", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01", "t02"], patients = ["pt-0001", "pt-0002"] },
      { id = "two", service = "yoga", date = 2026-11-23, start = 09:59:00, end = 11:00:00, room = "a", leads = ["t02"], patients = ["pt-0002", "pt-0003"] },
    ]
    """  # noqa: E501
    assert found(census) == [
        "pt-0002 is both in one and in two, which overlap",
        "t02 is both in one and in two, which overlap",
        "room a is both in one and in two, which overlap",
    ]


def test_sessions_that_touch_or_lie_on_other_days_or_are_cancelled_do_not_clash(census: Census) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "one", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"], patients = ["pt-0001"] },
      { id = "next", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, room = "a", leads = ["t01"], patients = ["pt-0001"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"], patients = ["pt-0001"] },
      { id = "off", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"], patients = ["pt-0001"], cancelled = { reason = "snow", by = "t01", on = 2026-11-23 } },
    ]
    """  # noqa: E501
    assert found(census) == []


def test_two_sessions_without_a_room_share_none(census: Census) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "one", service = "unheard-of", date = 2026-11-23, start = 09:00:00, end = 10:00:00 },
      { id = "two", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00 },
    ]
    """
    assert found(census) == []
