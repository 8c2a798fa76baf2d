"""The modules of a group: what was held, what comes next and how far that is known, and what somebody missed."""

from datetime import date

import pytest

from iopctl.model.chart import Census
from iopctl.scheduling.catching_up import Missed, courses
from iopctl.scheduling.curriculum import Group, Meeting, groups
from iopctl.testing import census_of

MONDAY = date(2026, 11, 23)
PROGRAM = """
[program]
services = [
  { id = "skills", title = "Skills", kind = "skills", modules = ["one", "two", "three"]LENGTH },
  { id = "art", title = "Art", kind = "expressive" },
]
slots = [{ id = "mon", track = "morning", service = "skills", day = "mon", start = 09:00:00, end = 10:00:00 }]
"""
PLAN = """
[[plans]]
patient = "{patient}"
status = "active"
track = "morning"
admitted_at = {admitted}
services = [{{ service = "skills" }}]
"""


def session(day: str, module: str | None = None, more: str = "", *, name: str = "mon", **statuses: str) -> str:
    """A session of a week of its own; the statuses are of pt-0001 (a) and pt-0002 (b)."""
    codes = {"a": "pt-0001", "b": "pt-0002"}
    rows = [f'attendance.{codes[who]} = {{ status = "{status}" }}' for who, status in statuses.items()]
    named = [f'module = "{module}"'] if module else []
    return "\n".join(
        [
            f'[[weeks]]\nweek = "{date.fromisoformat(day):%G-W%V}"\n[[weeks.sessions]]',
            f'id = "{name}"\nservice = "skills"\ndate = {day}\nstart = 09:00:00\nend = 10:00:00',
            'patients = ["pt-0001", "pt-0002"]',
            *named,
            more,
            *rows,
        ]
    )


def made(*parts: str, length: int = 1, admitted: str = "2026-11-02") -> Census:
    """A clinic with two patients and these weeks."""
    program = PROGRAM.replace("LENGTH", f", module_sessions = {length}")
    plans = PLAN.format(patient="pt-0001", admitted=admitted) + PLAN.format(patient="pt-0002", admitted="2026-11-02")
    return census_of("\n".join([program, plans, *parts]))


def group_of(*parts: str, length: int = 1, day: date = MONDAY) -> Group:
    """The only group."""
    [found] = groups(made(*parts, length=length), day)
    return found


def ahead(group: Group) -> list[str | None]:
    """The modules of the meetings to come."""
    return [each.module for each in group.meetings if not each.over]


# What was held, and what comes


def test_what_is_on_file_was_held_and_what_comes_is_projected_in_order() -> None:
    group = group_of(session("2026-11-09", "one", a="attended"), session("2026-11-16", "two", a="attended"))
    assert group.last is not None
    assert (group.last.on, group.last.module, group.last.ref) == (date(2026, 11, 16), "two", "2026-W47/mon")
    assert group.next == Meeting(MONDAY, over=False, due="three")
    assert group.next is not None
    assert (group.next.module, group.next.projected, group.next.ref) == ("three", True, None)
    assert ahead(group) == ["three", "one", "two"]
    assert group.unstated == 0


def test_a_session_to_come_that_names_its_module_is_not_projected() -> None:
    group = group_of(session("2026-11-16", "one"), session("2026-11-23", "three"))
    assert group.next is not None
    assert (group.next.module, group.next.projected) == ("three", False)
    assert ahead(group) == ["three", "one", "two"]


def test_a_meeting_of_the_day_is_over_once_anybody_is_recorded() -> None:
    group = group_of(session("2026-11-23", "one", a="attended"))
    assert group.last is not None
    assert group.last.on == MONDAY
    assert ahead(group) == ["two", "three", "one"]


def test_what_was_held_without_a_name_stays_unknown_and_is_counted() -> None:
    group = group_of(session("2026-11-09", "one"), session("2026-11-16", a="attended"))
    assert [each.module for each in group.meetings if each.over] == ["one", None]
    assert group.unstated == 1
    assert ahead(group)[:1] == ["three"]


def test_a_past_week_without_a_file_counts_as_a_meeting_that_nobody_named() -> None:
    group = group_of(session("2026-11-02", "one"), session("2026-11-16", "two"))
    assert [(each.on, each.module, each.ref) for each in group.meetings if each.over] == [
        (date(2026, 11, 2), "one", "2026-W45/mon"),
        (date(2026, 11, 9), None, None),
        (date(2026, 11, 16), "two", "2026-W47/mon"),
    ]


def test_without_any_module_on_file_nothing_is_projected() -> None:
    group = group_of(session("2026-11-16"))
    assert (group.last, group.unstated) == (None, 1)
    assert ahead(group) == [None, None, None]
    assert group.coming("one") is None


def test_a_session_that_was_called_off_or_a_closed_day_moves_nothing_on() -> None:
    off = 'cancelled = { reason = "snow", by = "t01", on = 2026-11-16 }'
    census = made(session("2026-11-09", "one"), session("2026-11-16", more=off))
    closed = census_of(
        "\n".join(
            [
                PROGRAM.replace("LENGTH", "") + 'closures = [{ date = 2026-11-23, reason = "holiday" }]',
                PLAN.format(patient="pt-0001", admitted="2026-11-02"),
                session("2026-11-16", "one"),
            ]
        )
    )
    assert ahead(groups(census, MONDAY)[0]) == ["two", "three", "one"]
    upcoming = groups(closed, MONDAY)[0].next
    assert upcoming == Meeting(date(2026, 11, 30), over=False, due="two")


@pytest.mark.parametrize(
    ("held", "coming"),
    [
        (["one"], ["one", "two", "two", "three", "three", "one"]),
        (["one", "one"], ["two", "two", "three", "three", "one", "one"]),
        (["one", "one", "one"], ["two", "two", "three", "three", "one", "one"]),  # it took longer
        (["one", "two"], ["two", "three", "three", "one", "one", "two"]),  # it took less
        (["two", "one"], ["one", "two", "two", "three", "three", "one"]),  # out of order
        (["three", "three"], ["one", "one", "two", "two", "three", "three"]),  # from the start again
        (["one", "unheard-of"], ["two", "two", "three", "three", "one", "one"]),  # FI102 says so
    ],
)
def test_a_module_takes_as_many_meetings_as_the_service_says(held: list[str], coming: list[str]) -> None:
    days = ["2026-11-02", "2026-11-09", "2026-11-16"][-len(held) :]
    group = group_of(*(session(day, module) for day, module in zip(days, held, strict=True)), length=2)
    assert ahead(group) == coming


def test_a_group_is_the_patients_of_one_track_in_one_service() -> None:
    census = made(session("2026-11-16", "one"), session("2026-11-17", "two", name="extra").split("\n", 2)[2])
    [group] = groups(census, MONDAY)
    assert (group.track, [each.module for each in group.meetings if each.over]) == ("morning", ["one", "two"])
    assert groups(census, MONDAY, "art") == []


def test_a_session_of_nobodys_track_is_a_group_of_its_own() -> None:
    strangers = session("2026-11-16", "one", name="extra").replace('"pt-0001", "pt-0002"', "")
    found = groups(made(strangers), MONDAY)
    assert [(group.track, group.last and group.last.module) for group in found] == [("morning", None), (None, "one")]
    assert found[1].next is None  # it has no standing time
    assert (found[1].roster, found[1].coming("two")) == ((), None)


def test_the_roster_is_that_of_the_next_session_on_file_else_of_the_last() -> None:
    alone = session("2026-11-30", "two").replace(', "pt-0002"', "")
    assert group_of(session("2026-11-16", "one")).roster == ("pt-0001", "pt-0002")
    assert group_of(session("2026-11-16", "one"), alone).roster == ("pt-0001",)


# What one patient has seen and missed


def states(census: Census, day: date = MONDAY) -> list[tuple[str, tuple[date, ...], Missed | None]]:
    """The modules of the only course of pt-0001."""
    [found] = courses(census, census.chart_by_patient["pt-0001"], day)
    return [(each.module, each.seen, each.missed) for each in found.modules]


def test_seen_is_what_was_attended_in_whole_or_in_part() -> None:
    census = made(session("2026-11-09", "one", a="attended"), session("2026-11-16", "two", a="partial"))
    assert states(census) == [
        ("one", (date(2026, 11, 9),), None),
        ("two", (date(2026, 11, 16),), None),
        ("three", (), None),  # not held yet
    ]


@pytest.mark.parametrize(
    ("missed", "why"),
    [
        (session("2026-11-16", "one", a="absent-excused"), "absent-excused"),
        (session("2026-11-16", "one", b="attended"), "no record"),
        (session("2026-11-16", "one", b="attended").replace('"pt-0001", ', ""), "not on the roster"),
    ],
)
def test_missed_is_what_was_held_without_the_patient(missed: str, why: str) -> None:
    assert states(made(missed))[0] == ("one", (), Missed(date(2026, 11, 16), why))


def test_a_late_joiner_missed_what_was_held_before_admission() -> None:
    census = made(session("2026-11-16", "one", b="attended"), admitted="2026-11-17")
    assert states(census)[0][2] == Missed(date(2026, 11, 16), "before admission")
    assert states(made(session("2026-11-16", "one"), admitted="2026-11-16"))[0][2] == Missed(
        date(2026, 11, 16), "no record"
    )


def test_on_a_break_in_treatment_a_module_is_missed() -> None:
    census = made(session("2026-11-16", "one").replace('"pt-0001", ', ""))
    broken = PLAN + 'pauses = [{{ from = 2026-11-16, until = 2026-11-16, reason = "surgery" }}]\n'
    paused = census_of(
        PROGRAM.replace("LENGTH", "")
        + broken.format(patient="pt-0001", admitted="2026-11-02")
        + session("2026-11-16", "one").replace('"pt-0001", ', "")
    )
    assert states(census)[0][2] == Missed(date(2026, 11, 16), "not on the roster")
    assert states(paused)[0][2] == Missed(date(2026, 11, 16), "on a break in treatment")


def test_what_was_missed_once_and_seen_later_is_seen() -> None:
    census = made(
        session("2026-11-02", "one", a="absent-excused"),
        session("2026-11-09", "one", a="attended"),
        session("2026-11-16", "one", a="absent-excused"),
    )
    assert states(census)[0] == ("one", (date(2026, 11, 9),), None)
    assert states(census, date(2026, 11, 8))[0] == ("one", (), Missed(date(2026, 11, 2), "absent-excused"))


def test_the_next_chance_and_those_who_could_catch_up_together() -> None:
    census = made(session("2026-11-09", "one", a="absent-excused"), session("2026-11-16", "two", a="attended"))
    [found] = courses(census, census.chart_by_patient["pt-0001"], MONDAY)
    one, two, _ = found.modules
    assert (one.coming and one.coming.on, one.others) == (date(2026, 11, 30), ("pt-0002",))
    assert (two.coming and two.coming.on, two.others) == (date(2026, 12, 7), ("pt-0002",))
    assert found.seen == 1


def test_a_service_neither_promised_nor_attended_is_no_course_and_one_without_a_group_never_meets() -> None:
    plan = PLAN.format(patient="pt-0001", admitted="2026-11-02")
    unpromised = census_of(PROGRAM.replace("LENGTH", "") + plan.replace('services = [{ service = "skills" }]', ""))
    assert courses(unpromised, unpromised.charts[0], MONDAY) == []
    youth = census_of(PROGRAM.replace("LENGTH", "") + plan.replace("morning", "youth"))
    [found] = courses(youth, youth.charts[0], MONDAY)
    assert (found.group.track, found.group.meetings, found.seen) == ("youth", (), 0)
    assert courses(youth, youth.charts[0], MONDAY, "art") == []
