"""Outreach after an unexcused absence: open until somebody has recorded it. 2026-11-23 is a Monday."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.errors import NotFound, Refused, UsageError
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.record import Event
from iopctl.scheduling.days import Held
from iopctl.scheduling.outreach import Item, closed_by, open_items, opened_by, reached_out
from tests.conftest import build_census, pack_of

TODAY = date(2026, 11, 26)
STAY = """
[program]
packs = ["test"]
[plan]
status = "active"
admitted_at = 2026-11-16
{plan}
[[weeks]]
week = "2026-W47"
sessions = [{{ id = "early", service = "group", date = 2026-11-19, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "absent-unexcused" }} }} }}]
[[weeks]]
week = "2026-W48"
sessions = [
  {{ id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "absent-unexcused" }} }} }},
  {{ id = "b", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, attendance = {{ pt-0001 = {{ status = "absent-unexcused" }} }} }},
  {sessions}
]
"""  # noqa: E501
LIMIT = "limits.unexcused_absences_max = [{ value = 3 }]"
SEEN = (
    '{{ id = "c", service = "group", date = {}, start = {}, end = 18:00:00, attendance = {{ pt-0001 = {{ {} }} }} }},'
)


def stay(plan: str = "", sessions: str = "") -> Census:
    return build_census(STAY.format(plan=plan, sessions=sessions))


def items(census: Census, today: date = TODAY, packs: Mapping[str, RulePack] | None = None) -> list[Item]:
    return open_items(census.charts, packs or {}, today)


def told(found: list[Item]) -> list[str]:
    """The day of each item, and the sessions that were missed."""
    return [f"{item.on} {' '.join(booking.session.id for booking in item.missed)}" for item in found]


def test_the_absences_of_one_day_are_one_item_and_the_longest_open_stands_first() -> None:
    found = items(stay())
    assert told(found) == ["2026-11-19 early", "2026-11-23 a b"]
    assert [(item.patient, item.days(TODAY), item.back_on) for item in found] == [
        ("pt-0001", 7, None),
        ("pt-0001", 3, None),
    ]


def test_an_item_opens_on_the_day_of_the_absence() -> None:
    assert told(items(stay(), date(2026, 11, 22))) == ["2026-11-19 early"]
    assert [item.days(date(2026, 11, 23)) for item in items(stay(), date(2026, 11, 23))] == [4, 0]


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2026-11-18", ["2026-11-19 early", "2026-11-23 a b"]),
        ("2026-11-19", ["2026-11-23 a b"]),
        ("2026-11-22", ["2026-11-23 a b"]),
        ("2026-11-23", []),
        ("2026-11-26", []),
        ("2026-11-27", ["2026-11-19 early", "2026-11-23 a b"]),
    ],
)
def test_outreach_closes_every_item_up_to_its_day(on: str, left: list[str]) -> None:
    assert told(items(stay(f'events = [{{ kind = "outreach", on = {on} }}]'))) == left


def test_another_event_closes_nothing() -> None:
    assert len(items(stay('events = [{ kind = "crisis", on = 2026-11-24 }]'))) == 2


def test_to_be_back_closes_nothing_and_is_said() -> None:
    attended, late = 'status = "attended"', 'status = "partial", arrived = 17:00:00'
    found = items(stay(sessions=SEEN.format("2026-11-25", "16:00:00", attended)))
    assert [item.back_on for item in found] == [date(2026, 11, 25)] * 2
    same_day = items(stay(sessions=SEEN.format("2026-11-23", "16:00:00", late)))
    assert [item.back_on for item in same_day] == [date(2026, 11, 23)] * 2


def test_what_went_before_the_absence_or_was_missed_too_is_not_to_be_back() -> None:
    before = items(stay(sessions=SEEN.format("2026-11-23", "08:00:00", 'status = "attended"')))
    assert [item.back_on for item in before] == [date(2026, 11, 23), None]
    excused = items(stay(sessions=SEEN.format("2026-11-25", "16:00:00", 'status = "absent-excused", reason = "ill"')))
    assert [item.back_on for item in excused] == [None, None]
    unseen = (
        '{ id = "d", service = "group", date = 2026-11-25, start = 16:00:00, end = 18:00:00, patients = ["pt-0001"] }'
    )
    assert [item.back_on for item in items(stay(sessions=unseen))] == [None, None]


def test_a_stay_that_has_ended_leaves_no_item_open() -> None:
    ended = 'discharge = { on = 2026-11-24, reason = "lost" }'
    assert len(items(stay(ended), date(2026, 11, 24))) == 2
    assert items(stay(ended), date(2026, 11, 25)) == []


def test_before_admission_nobody_is_absent() -> None:
    census = build_census(STAY.replace("2026-11-16", "2026-11-20").format(plan="", sessions=""))
    assert told(items(census)) == ["2026-11-23 a b"]
    unknown = STAY.replace("admitted_at = 2026-11-16\n", "").format(plan="", sessions="")
    assert items(build_census(unknown)) == []


def test_a_session_that_was_called_off_was_nobodys_absence() -> None:
    off = '{ id = "z", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, cancelled = { reason = "x", by = "t01", on = 2026-11-24 }, attendance = { pt-0001 = { status = "absent-unexcused" } } }'  # noqa: E501
    assert told(items(stay(sessions=off))) == told(items(stay()))


def test_the_absences_are_counted_against_the_packs_in_force() -> None:
    found = items(stay(), packs={"test": pack_of(LIMIT)})
    assert [[(each.count, each.limit.number) for each in item.counted] for item in found] == [[(3, 3)], [(3, 3)]]
    assert [item.counted for item in items(stay(), packs={"test": pack_of("limits = {}")})] == [(), ()]


def test_each_item_is_counted_in_its_own_cycle() -> None:
    weekly = f"{LIMIT}\nlimits.absence_cycle_days = [{{ value = 7 }}]"
    found = items(stay(), packs={"test": pack_of(weekly)})
    assert [[each.count for each in item.counted] for item in found] == [[1], [2]]
    later = weekly.replace("value = 3", "value = 3, since = 2026-11-23")
    found = items(stay(), packs={"test": pack_of(later)})
    assert [[each.count for each in item.counted] for item in found] == [[], [2]]


def chart_and_items(plan: str = "") -> tuple[Chart, list[Item]]:
    census = stay(plan)
    return census.charts[0], items(census)


def test_a_note_names_who_when_and_what() -> None:
    assert reached_out(" Phoned. ", "t01", TODAY) == Event(kind="outreach", on=TODAY, by="t01", text="Phoned.")


@pytest.mark.parametrize(("text", "by"), [(" ", "t01"), ("\x1b[2J", "t01"), ("Phoned.", "No One")])
def test_a_note_that_says_nothing_or_is_no_plain_text_is_a_usage_error(text: str, by: str) -> None:
    with pytest.raises(UsageError, match="--note"):
        reached_out(text, by, TODAY)


def test_a_note_closes_what_lies_before_it() -> None:
    chart, waiting = chart_and_items()
    assert told(closed_by(chart, waiting, reached_out("x", "t01", date(2026, 11, 20)), TODAY)) == ["2026-11-19 early"]
    assert len(closed_by(chart, waiting, reached_out("x", "t01", TODAY), TODAY)) == 2


def test_a_note_that_closes_nothing_is_refused() -> None:
    chart, waiting = chart_and_items()
    with pytest.raises(Refused, match="is of 2026-11-19, the note of 2026-11-18"):
        closed_by(chart, waiting, reached_out("x", "t01", date(2026, 11, 18)), TODAY)
    with pytest.raises(Refused, match="2026-11-27 is still to come"):
        closed_by(chart, waiting, reached_out("x", "t01", date(2026, 11, 27)), TODAY)
    with pytest.raises(Refused, match="pt-0001 has no open outreach item"):
        closed_by(chart, [], reached_out("x", "t01", TODAY), TODAY)
    with pytest.raises(NotFound, match="Did you mean t01"):
        closed_by(chart, waiting, reached_out("x", "t011", TODAY), TODAY)


def test_a_new_record_opens_an_item_where_none_stood_for_it_before() -> None:
    census = stay()
    week = census.weeks[1]
    record = week.sessions[0].attendance["pt-0001"]
    blank = Held(week, 0, week.sessions[0].model_copy(update={"attendance": {}}))
    present = record.model_copy(update={"status": "attended"})
    was_there = Held(week, 0, week.sessions[0].model_copy(update={"attendance": {"pt-0001": present}}))
    made = {"pt-0001": record}
    assert opened_by(census, blank, made, TODAY) == ["pt-0001"]
    assert opened_by(census, was_there, made, TODAY) == ["pt-0001"]
    assert opened_by(census, Held(week, 0, week.sessions[0]), made, TODAY) == []
    assert opened_by(census, blank, {}, TODAY) == []
    reached = stay('events = [{ kind = "outreach", on = 2026-11-24 }]')
    assert opened_by(reached, blank, made, TODAY) == []
