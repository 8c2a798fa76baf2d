"""Make-up sessions for pt-0001, who was there on Monday and has Wednesday booked: 360 of 540 minutes on 2 of 3 days.

The day is Tuesday 2026-11-24; Thursday and Friday are free.
"""

from datetime import UTC, date, datetime

import pytest

from iopctl.counting.clock import Now, close_of
from iopctl.model.chart import Census
from iopctl.scheduling.forecast import forecast, week_on
from iopctl.scheduling.make_ups import Offer, make_ups, to_make_up
from tests.conftest import build_census, pack_of

TUESDAY, FIRST, LAST = date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 29)
MINUTES = "limits.minutes_per_week_min = [{ value = 540 }]\n"
DAYS = "limits.days_per_week_min = [{ value = 3 }]\n"
WORK = 'commitments = [{{ kind = "work", days = ["thu"], start = {}, end = {} }}]'
PROGRAM = """
[program]
packs = ["test"]
{program}
[[program.staff]]
id = "t01"
role = "therapist"
credentials = [{{ title = "LPC" }}]
available = [{{ days = ["thu", "fri"], start = 09:00:00, end = 17:00:00 }}]
[[program.staff]]
id = "t02"
role = "therapist"
[[program.rooms]]
id = "a"
capacity = 3
[[program.rooms]]
id = "b"
capacity = 8
[[program.rooms]]
id = "o1"
capacity = 3
[[program.rooms]]
id = "o2"
capacity = 2
[[program.services]]
id = "group"
title = "Group"
kind = "group-therapy"
size = {{ max = 4 }}
[[program.services]]
id = "education"
title = "Education"
kind = "education"
[[program.services]]
id = "individual"
title = "Individual"
kind = "individual"
[[program.services]]
id = "lunch"
title = "Lunch"
kind = "meal"
[[plans]]
patient = "pt-0001"
status = "active"
track = "morning"
admitted_at = 2026-11-02
primary_therapist = "t01"
{plan}
[[plans]]
patient = "pt-0002"
status = "active"
track = "{track}"
admitted_at = 2026-11-02
[[weeks]]
week = "2026-W48"
sessions = [
  {{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"], attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
  {{ id = "wed", service = "group", date = 2026-11-25, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"] }},
  {sessions}
]
"""  # noqa: E501


def session(
    day: str, times: str = "13:00-14:30", *, name: str = "x", service: str = "group", patients: str = "", more: str = ""
) -> str:
    """A session of others."""
    start, end = (f"{clock}:00" for clock in times.split("-"))
    return (
        f'{{ id = "{name}", service = "{service}", date = 2026-11-{day}, start = {start}, end = {end},'
        f" patients = [{patients}]{', ' if more else ''}{more} }},"
    )


def clinic(*sessions: str, plan: str = "", program: str = "", track: str = "morning") -> Census:
    return build_census(PROGRAM.format(sessions="\n".join(sessions), plan=plan, program=program, track=track))


def offers(census: Census, limits: str = MINUTES + DAYS, now: Now | None = None) -> list[Offer]:
    now = now or close_of(census.program.zone, TUESDAY)
    chart = census.chart_by_patient["pt-0001"]
    packs = {"test": pack_of(limits)}
    short = forecast(chart, packs, week_on(chart, FIRST, LAST, now.day), now.day)
    return make_ups(census, packs, [short], now)["pt-0001"]


def told(found: list[Offer]) -> list[tuple[str, int, int]]:
    """What each offer is and gives."""
    return [(each.session.id, each.minutes, each.days) for each in found]


def test_a_seat_says_what_it_gives() -> None:
    [offer] = offers(clinic(session("26", patients='"pt-0002"')))
    assert (offer.ref, offer.own, offer.minutes, offer.days) == ("2026-W48/x", False, 90, 1)
    assert (len(offer.session.patients), offer.most, offer.promised, offer.makes_up) == (1, 4, False, None)


def test_breaks_and_overlaps_give_nothing() -> None:
    pause = "breaks = [{ start = 13:30:00, end = 13:45:00 }]"
    assert told(offers(clinic(session("26", more=pause)))) == [("x", 75, 1)]


def test_a_day_that_has_a_session_already_is_no_further_day() -> None:
    found = offers(clinic(session("25", name="same-day"), session("27", name="new-day")))
    assert told(found) == [("new-day", 90, 1), ("same-day", 90, 0)]
    assert told(offers(clinic(session("25")), MINUTES)) == [("x", 90, 0)]
    assert told(offers(clinic(session("25")), DAYS)) == []
    assert told(offers(clinic(session("27")), DAYS)) == [("x", 90, 1)]


def test_what_does_not_count_gives_nothing() -> None:
    assert offers(clinic(session("26", service="lunch"))) == []


def test_nobody_who_is_not_short_is_asked_about() -> None:
    assert make_ups(clinic(), {}, [], close_of(clinic().program.zone, TUESDAY)) == {}


def test_a_full_group_has_no_seat() -> None:
    three, four = '"pt-0002", "pt-0003", "pt-0004"', '"pt-0002", "pt-0003", "pt-0004", "pt-0005"'
    assert [each.most for each in offers(clinic(session("26", patients=three)))] == [4]
    assert offers(clinic(session("26", patients=four))) == []


def test_a_full_room_has_no_seat() -> None:
    two, three = '"pt-0002", "pt-0003"', '"pt-0002", "pt-0003", "pt-0004"'
    room = 'room = "a"'
    assert [each.most for each in offers(clinic(session("26", patients=two, more=room)))] == [3]
    assert offers(clinic(session("26", patients=three, more=room))) == []


def test_what_nothing_limits_has_seats_without_number() -> None:
    [offer] = offers(clinic(session("26", service="education", patients='"pt-0002"')))
    assert offer.most is None


def test_a_session_of_somebody_alone_is_full() -> None:
    assert offers(clinic(session("26", service="individual", patients='"pt-0002"'))) == []


def test_what_is_called_off_or_attended_anyway_is_no_offer() -> None:
    off = 'cancelled = { reason = "storm", by = "t01", on = 2026-11-24 }'
    assert offers(clinic(session("26", more=off))) == []
    assert offers(clinic(session("26", patients='"pt-0001"')), "limits.minutes_per_week_min = [{ value = 900 }]") == []


def test_only_what_is_still_ahead_is_offered() -> None:
    at = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # 13:00 there
    evening, noon = session("24", "13:01-14:00", name="ahead"), session("24", "13:00-14:00", name="begun")
    assert told(offers(clinic(evening, noon), now=Now(TUESDAY, at))) == [("ahead", 59, 1)]
    assert offers(clinic(evening, noon)) == []


@pytest.mark.parametrize(("until", "fits"), [("13:00:00", True), ("13:01:00", False)])
def test_a_work_block_may_touch_the_start(until: str, fits: bool) -> None:
    assert bool(offers(clinic(session("26"), plan=WORK.format("08:00:00", until)))) == fits


@pytest.mark.parametrize(("since", "fits"), [("14:30:00", True), ("14:29:00", False)])
def test_a_work_block_may_touch_the_end(since: str, fits: bool) -> None:
    assert bool(offers(clinic(session("26"), plan=WORK.format(since, "18:00:00")))) == fits


def test_who_is_in_another_session_then_is_not_offered_it() -> None:
    other = session("27", "14:00-15:00", name="other", patients='"pt-0001"')
    assert told(offers(clinic(session("27"), other), "limits.minutes_per_week_min = [{ value = 900 }]")) == []
    called_off = session(
        "27",
        "14:00-15:00",
        name="other",
        patients='"pt-0001"',
        more='attendance = { pt-0001 = { status = "cancelled-by-program" } }',
    )
    assert told(offers(clinic(session("27"), called_off), MINUTES)) == [("x", 90, 1)]


def test_another_age_band_is_not_offered() -> None:
    young = clinic(session("26", patients='"pt-0002"'), track="youth")
    assert offers(young) == []


def test_a_session_that_cannot_be_held_is_not_offered() -> None:
    closed = 'closures = [{ date = 2026-11-26, reason = "Holiday" }]'
    assert told(offers(clinic(session("26", name="thu"), session("27", name="fri"), program=closed))) == [
        ("fri", 90, 1)
    ]
    early = session("26", "08:00-10:00", more='leads = ["t01"]')
    assert offers(clinic(early)) == []


def test_a_service_that_the_patient_declined_is_not_offered() -> None:
    plan = 'exemptions = [{ kind = "education", reason = "declined", by = "t01", on = 2026-11-02 }]'
    unlisted = session("27", name="unlisted", service="nowhere")
    assert offers(clinic(session("26", service="education"), unlisted, plan=plan)) == []
    assert told(offers(clinic(session("26"), plan=plan))) == [("x", 90, 1)]


def test_who_leads_it_has_what_the_packs_ask() -> None:
    limits = MINUTES + 'limits.lead_credentials = [{ value = { group-therapy = ["LPC"] } }]'
    assert told(offers(clinic(session("26", more='leads = ["t01"]')), limits)) == [("x", 90, 1)]
    assert offers(clinic(session("26", more='leads = ["t02"]')), limits) == []


def test_what_the_plan_promises_comes_first_and_three_are_enough() -> None:
    plan = 'services = [{ service = "group", per_week = 3, minutes = 60 }]'
    found = offers(
        clinic(
            session("26", name="a", service="education"),
            session("26", "13:00-13:30", name="b"),
            session("27", name="c"),
            session("27", name="d", service="education"),
            plan=plan,
        )
    )
    assert [(each.session.id, each.promised) for each in found] == [("c", True), ("b", True), ("a", False)]


def test_more_than_is_missing_is_worth_no_more() -> None:
    long = "limits.minutes_per_week_min = [{ value = 400 }]\nlimits.days_per_week_min = [{ value = 2 }]"
    found = offers(clinic(session("26", "13:00-13:40", name="enough"), session("27", name="more")), long)
    assert told(found) == [("enough", 40, 1), ("more", 90, 1)]


def test_it_makes_up_for_the_latest_session_that_was_missed_or_called_off() -> None:
    ill = 'attendance = { pt-0001 = { status = "absent-excused", reason = "ill" } }'
    off = 'cancelled = { reason = "storm", by = "t01", on = 2026-11-23 }'
    missed = [
        session("23", "13:00-14:00", name="first", patients='"pt-0001"', more=ill),
        session("24", "13:00-14:00", name="second", patients='"pt-0001"', more=ill),
        session("24", "15:00-16:00", name="meal", service="lunch", patients='"pt-0001"', more=ill),
    ]
    seat = session("27", name="seat")
    assert [each.makes_up for each in offers(clinic(*missed, seat))] == ["2026-W48/second"]
    made = session("26", "15:00-16:00", name="made", patients='"pt-0001"', more='makes_up = "2026-W48/second"')
    assert [each.makes_up for each in offers(clinic(*missed, made, seat), MINUTES)] == ["2026-W48/first"]
    undone = made.replace("makes_up", f"{off}, makes_up")
    census = clinic(*missed, undone, seat)
    assert [each.makes_up for each in offers(census)] == ["2026-W48/made"]
    chart = census.chart_by_patient["pt-0001"]
    week = week_on(chart, FIRST, LAST, TUESDAY)
    assert to_make_up(clinic(*missed), clinic(*missed).charts[0], week, FIRST) == "2026-W48/first"


PROMISED = 'services = [{ service = "individual", per_week = 1, minutes = 50 }]'
BEFORE = session("23", "15:00-15:50", name="before", service="individual", patients='"pt-0002"', more='room = "o1"')
STANDING = """slots = [
  { id = "s1", track = "morning", service = "group", day = "thu", start = 10:00:00, end = 12:00:00 },
  { id = "s2", track = "morning", service = "group", day = "fri", start = 11:00:00, end = 12:00:00 },
]"""


def free(*sessions: str, plan: str = PROMISED, program: str = STANDING, limits: str = MINUTES + DAYS) -> list[str]:
    """The free times that are offered, in words."""
    found = offers(clinic(BEFORE, *sessions, plan=plan, program=program), limits)
    assert all(each.own and each.most == 1 for each in found)
    return [
        f"{each.session.date:%a} {each.session.start:%H:%M}-{each.session.end:%H:%M} {each.session.room}"
        for each in found
    ]


def test_without_a_seat_the_primary_therapist_is_free_inside_the_hours_of_the_program() -> None:
    assert free() == ["Thu 10:00-10:50 o1", "Fri 10:00-10:50 o1"]
    [first, _] = offers(clinic(BEFORE, plan=PROMISED, program=STANDING))
    assert (first.session.id, first.session.leads) == ("thu-1000-individual-pt-0001", ("t01",))
    assert (first.minutes, first.days, first.promised) == (50, 1, True)


def test_a_seat_comes_before_a_free_time() -> None:
    found = offers(clinic(BEFORE, session("27", "13:00-13:30"), plan=PROMISED, program=STANDING))
    assert told(found) == [("x", 30, 1)]


@pytest.mark.parametrize(("until", "begins"), [("10:15", "10:15"), ("10:16", "10:30")])
def test_a_free_time_begins_at_a_quarter_when_the_therapist_is_done(until: str, begins: str) -> None:
    busy = session(
        "26", f"09:00-{until}", name="busy", service="individual", patients='"pt-0002"', more='leads = ["t01"]'
    )
    assert free(busy)[0].startswith(f"Thu {begins}-")


def test_a_free_time_ends_with_the_program() -> None:
    def at_work(from_: str) -> list[str]:
        return free(plan=f"{PROMISED}\n{WORK.format('09:00:00', from_)}")

    assert at_work("11:00:00")[0] == "Thu 11:00-11:50 o1"
    assert at_work("11:01:00") == ["Fri 10:00-10:50 o1"]


def test_the_smallest_room_that_is_free_and_was_used_so_before() -> None:
    small = session("23", "15:00-15:50", name="small", service="individual", patients='"pt-0002"', more='room = "o2"')
    assert free(small)[0] == "Thu 10:00-10:50 o2"
    own = BEFORE.replace('"o1"', '"o1", leads = ["t01"]')
    assert offers(clinic(own, small, plan=PROMISED, program=STANDING))[0].session.room == "o1"
    taken = session("26", "10:30-12:00", name="taken", patients='"pt-0002"', more='room = "o2"')
    assert free(small, taken.replace('"group"', '"individual"'))[0] == "Thu 10:00-10:50 o1"


def test_without_a_room_a_length_or_a_therapist_there_is_no_free_time() -> None:
    assert offers(clinic(plan=PROMISED, program=STANDING)) == []
    assert free(plan="") == []
    assert free(plan='services = [{ service = "individual", per_week = 1 }]') == []
    two = PROMISED.replace("}]", '}, { service = "individual", per_week = 1, minutes = 25 }]')
    assert free(plan=two) == []
    nobody = PROGRAM.replace('primary_therapist = "t01"\n', "")
    census = build_census(nobody.format(sessions=BEFORE, plan=PROMISED, program=STANDING, track="morning"))
    assert offers(census) == []


def test_of_a_week_that_is_not_on_file_nobody_knows_who_is_free() -> None:
    census = clinic(BEFORE, plan=PROMISED, program=STANDING)
    assert offers(Census(census.program, census.charts)) == []
