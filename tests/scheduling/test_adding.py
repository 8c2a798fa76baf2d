"""A patient added to a week: the session, what it makes up for, and what is to be known of it."""

from datetime import date

import pytest

from iopctl.errors import Refused, UsageError
from iopctl.model.week import Session
from iopctl.scheduling.adding import Asked, notes_on, own_session, refuse_no_make_up, refuse_no_place, with_patient
from iopctl.scheduling.days import Held
from tests.conftest import build_census
from tests.scheduling.arranged import FACTS, MONDAY, SUNDAY, TUESDAY, census_with, clock, held, session

CENSUS = census_with()
ONE, TWO = CENSUS.chart_by_patient["pt-0001"], CENSUS.chart_by_patient["pt-0002"]
OFF = 'cancelled = { reason = "ill", by = "t01", on = 2026-11-30 }'
TWICE = FACTS.replace(
    'services = [{ service = "individual", per_week = 1, minutes = 50, weeks = 12, by = "t04" }]',
    'services = [{ service = "individual", per_week = 1, minutes = 50 }, { service = "individual", minutes = 25 }]',
)


def asked(service: str = "individual", minutes: int | None = None, by: str | None = None) -> Asked:
    """A session on Tuesday at nine."""
    return Asked(service, TUESDAY, clock("09:00"), minutes, by)


def test_length_and_lead_are_those_of_the_plan_unless_said() -> None:
    assert own_session(ONE, CENSUS.weeks[0], asked()) == Session(
        id="tue-0900-individual-pt-0001",
        service="individual",
        date=TUESDAY,
        start=clock("09:00"),
        end=clock("09:50"),
        leads=("t04",),
        patients=("pt-0001",),
        pinned=True,
    )
    said = own_session(ONE, CENSUS.weeks[0], asked(minutes=25, by="t01"))
    assert (said.end, said.leads) == (clock("09:25"), ("t01",))
    make_up = own_session(ONE, CENSUS.weeks[0], Asked("individual", TUESDAY, clock("09:00"), makes_up="2026-W47/mon"))
    assert (make_up.makes_up, make_up.pinned) == ("2026-W47/mon", False)


def test_what_the_plan_does_not_promise_needs_minutes() -> None:
    with pytest.raises(UsageError, match=r"^the plan of pt-0002 does not say how long yoga is: give --minutes\.$"):
        own_session(TWO, CENSUS.weeks[0], asked("yoga"))
    assert own_session(TWO, CENSUS.weeks[0], asked("yoga", 30)).leads == ()


def test_two_lengths_in_the_plan_are_no_length() -> None:
    chart = build_census(TWICE).chart_by_patient["pt-0001"]
    with pytest.raises(UsageError, match="does not say how long individual is"):
        own_session(chart, CENSUS.weeks[0], asked())


def test_a_dose_that_is_over_promises_nothing() -> None:
    late = Asked("individual", date(2027, 2, 1), clock("09:00"))
    with pytest.raises(UsageError, match="does not say"):
        own_session(ONE, CENSUS.weeks[0], late)


def test_a_second_session_alike_has_a_name_of_its_own() -> None:
    first = own_session(ONE, CENSUS.weeks[0], asked())
    week = CENSUS.weeks[0].model_copy(update={"sessions": (*CENSUS.weeks[0].sessions, first)})
    assert own_session(ONE, week, asked()).id == "tue-0900-individual-pt-0001-2"


def test_a_place_in_what_is_over_is_recorded_and_not_arranged() -> None:
    mon = held(CENSUS, "mon")
    refuse_no_place(mon, "pt-0002", MONDAY)
    over = r"^2026-W48/mon is over: who came is recorded, `iopctl attend 2026-W48/mon --walk-in --present pt-0002`\.$"
    with pytest.raises(Refused, match=over):
        refuse_no_place(mon, "pt-0002", TUESDAY)
    recorded = build_census(
        FACTS.replace(
            'leads = ["t01"], patients = ["pt-0001"]',
            'leads = ["t01"], patients = ["pt-0001"], attendance.pt-0001.status = "absent-excused"',
        )
    )
    with pytest.raises(Refused, match=over):
        refuse_no_place(held(recorded, "mon"), "pt-0002", MONDAY)


def test_a_place_that_is_there_or_called_off_is_refused() -> None:
    with pytest.raises(Refused, match=r"^pt-0001 is on the roster of 2026-W48/mon already\.$"):
        refuse_no_place(held(CENSUS, "mon"), "pt-0001", SUNDAY)
    with pytest.raises(Refused, match=r"^2026-W48/off was called off\. `iopctl week restore"):
        refuse_no_place(held(CENSUS, "off"), "pt-0001", TUESDAY)


def test_what_is_made_up_is_said_of_all_where_nobody_else_is_and_else_of_one() -> None:
    empty = session(CENSUS, "mon").model_copy(update={"patients": ()})
    assert with_patient(empty, "pt-0001", "2026-W47/mon").makes_up == "2026-W47/mon"
    assert with_patient(empty, "pt-0001", None).makes_up is None
    group = with_patient(session(CENSUS, "mon"), "pt-0002", "2026-W47/mon")
    assert (group.makes_up, group.patients) == (None, ("pt-0001", "pt-0002"))
    assert group.make_ups == {"pt-0002": "2026-W47/mon"}
    more = with_patient(group, "pt-0003", "2026-W47/yoga")
    assert [more.makes_up_for(f"pt-000{n}") for n in (1, 2, 3)] == [None, "2026-W47/mon", "2026-W47/yoga"]


def made_up(attendance: str = "", more: str = "") -> None:
    """A make-up for pt-0001 of a session of the week before with this attendance."""
    census = build_census(
        f"""{FACTS}
[[weeks]]
week = "2026-W47"
sessions = [{{ id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:30:00, patients = ["pt-0001"]{attendance} }}]
{more}"""  # noqa: E501
    )
    week = census.weeks[-1 if not more else -2]
    refuse_no_make_up(census, "pt-0001", Held(week, 0, week.sessions[0]))


def test_what_was_missed_called_off_or_is_to_come_can_be_made_up() -> None:
    made_up()
    made_up(', attendance.pt-0001.status = "absent-unexcused"')
    made_up(', cancelled = { reason = "snow", by = "t01", on = 2026-11-16 }')


def test_what_was_attended_or_never_planned_cannot_be_made_up() -> None:
    with pytest.raises(Refused, match=r"^pt-0001 was present in 2026-W47/mon, so there is nothing to make up\.$"):
        made_up(', attendance.pt-0001 = { status = "partial", left = 10:00:00 }')
    with pytest.raises(Refused, match=r"^pt-0003 is not on the roster of 2026-W48/mon, so there is nothing to make up"):
        refuse_no_make_up(CENSUS, "pt-0003", held(CENSUS, "mon"))


@pytest.mark.parametrize(
    ("more", "is_made_up"),
    [
        ('makes_up = "2026-W47/mon", patients = ["pt-0001"]', True),
        ('makes_up = "2026-W47/mon", patients = ["pt-0002"]', False),
        ('patients = ["pt-0001", "pt-0002"], make_ups = { pt-0001 = "2026-W47/mon" }', True),
        ('patients = ["pt-0001", "pt-0002"], make_ups = { pt-0002 = "2026-W47/mon" }', False),
        (f'makes_up = "2026-W47/mon", patients = ["pt-0001"], {OFF}', False),
    ],
)
def test_one_session_is_made_up_once(more: str, is_made_up: bool) -> None:
    later = f"""
[[weeks]]
week = "2026-W49"
sessions = [{{ id = "up", service = "group", date = 2026-11-30, start = 09:00:00, end = 10:30:00, {more} }}]
"""
    if is_made_up:
        with pytest.raises(Refused, match=r"^2026-W49/up makes up for 2026-W47/mon already\.$"):
            made_up(more=later)
    else:
        made_up(more=later)


def test_what_it_makes_up_for_is_said_and_whether_that_is_still_planned() -> None:
    off, mon, yoga = held(CENSUS, "off"), held(CENSUS, "mon"), held(CENSUS, "yoga")
    made = Held(mon.week, mon.index, with_patient(mon.session, "pt-0002", off.ref))
    assert list(notes_on(TWO, made, off)) == ["It makes up for 2026-W48/off."]
    assert list(notes_on(ONE, made, None)) == []
    made = Held(mon.week, mon.index, with_patient(mon.session, "pt-0002", yoga.ref))
    assert list(notes_on(TWO, made, yoga)) == [
        "It makes up for 2026-W48/yoga.",
        "2026-W48/yoga is still planned for pt-0002.",
    ]


def test_time_that_is_kept_if_possible_is_said() -> None:
    mon = held(CENSUS, "mon")
    until = Held(mon.week, mon.index, mon.session.model_copy(update={"start": clock("14:00"), "end": clock("15:00")}))
    into = Held(mon.week, mon.index, mon.session.model_copy(update={"start": clock("14:00"), "end": clock("15:01")}))
    assert list(notes_on(ONE, until, None)) == []
    assert list(notes_on(ONE, into, None)) == [
        "It takes time that pt-0001 would rather keep: mon 15:00-16:00 (family)."
    ]
