"""What clashes when one session is arranged by hand, and did not before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Census
from iopctl.model.week import Session, Week
from iopctl.scheduling.adding import with_patient
from iopctl.scheduling.arranging import (
    Move,
    against_move,
    against_own,
    against_restore,
    against_seat,
    refuse_day,
    refuse_settled,
    timed,
)
from iopctl.scheduling.clashes import clashes
from tests.conftest import build_census
from tests.scheduling.arranged import FACTS, MONDAY, SUNDAY, TUESDAY, census_with, clock, frame_of, held, session
from tests.scheduling.random_weeks import SESSIONS, TIMES, WEEKS

MORNING = census_with()


def seat(patient: str, session_id: str, census: Census = MORNING) -> list[str]:
    """What stands against one patient more."""
    chart = census.chart_by_patient[patient]
    return [fact.text for fact in against_seat(frame_of(census), chart, session(census, session_id))]


def moved(session_id: str, move: Move, census: Census = MORNING) -> list[str]:
    """What newly stands against a session where it is to go."""
    before = session(census, session_id)
    return [fact.text for fact in against_move(frame_of(census), before, move.of(census.program, before))]


def own(service: str, day: date, start: str, end: str, room: str | None = None, lead: str = "t04") -> list[str]:
    """What stands against a new session of pt-0001 alone."""
    new = Session(
        id="new",
        service=service,
        date=day,
        start=clock(start),
        end=clock(end),
        room=room,
        leads=(lead,),
        patients=("pt-0001",),
    )
    chart = MORNING.chart_by_patient["pt-0001"]
    return [fact.text for fact in against_own(frame_of(MORNING), chart, new)]


def test_the_last_seat_can_be_taken_and_no_more() -> None:
    assert seat("pt-0002", "mon") == []
    fuller = census_with().with_week(_with("mon", patients=("pt-0001", "pt-0009")))
    assert seat("pt-0002", "mon", fuller) == ["room a holds 2"]
    three = census_with().with_week(_with("mon", patients=("pt-0001", "pt-0008", "pt-0009"), room=None))
    assert seat("pt-0002", "mon", three) == ["group takes 3"]


def test_the_time_of_one_patient_alone_takes_nobody_else() -> None:
    assert seat("pt-0001", "one") == ["individual takes 1", "room b holds 1"]


def test_a_place_is_held_against_the_stay_and_the_other_sessions() -> None:
    assert seat("pt-0003", "yoga") == ["pt-0003 is not in care on 2026-11-23"]
    busy = census_with().with_week(_with("yoga", start=clock("10:29"), patients=("pt-0002",)))
    assert seat("pt-0002", "mon", busy) == ["pt-0002 is in yoga Mon 10:29-11:30"]


def test_a_session_of_ones_own_is_held_against_everything_it_needs() -> None:
    assert own("individual", MONDAY, "12:20", "13:10", "b") == []
    assert own("individual", MONDAY, "12:19", "13:09", "b") == [
        "t04 leads one Mon 11:30-12:20",
        "room b holds one Mon 11:30-12:20",
    ]
    assert own("individual", TUESDAY, "12:10", "13:00") == []
    assert own("individual", TUESDAY, "12:11", "13:01") == ["pt-0001 is taken tue 13:00-17:00 (work)"]
    assert own("individual", TUESDAY, "09:00", "09:50", lead="t02") == [
        "no credential of t02 is in force on 2026-11-24"
    ]
    assert own("group", MONDAY, "13:00", "14:00") == ["group needs 2 patients"]


def test_a_closed_day_is_said_once() -> None:
    assert own("individual", date(2026, 11, 26), "09:00", "09:50") == [
        "new on thu 2026-11-26: closed, Thanksgiving",
    ]
    assert own("individual", date(2026, 11, 27), "09:00", "09:50") == [
        "track morning is closed on 2026-11-27, Paint",
    ]


def test_a_moved_session_keeps_length_breaks_roster_and_id() -> None:
    before = session(MORNING, "mon")
    after = Move(on=TUESDAY, at=clock("14:00")).of(MORNING.program, before)
    assert (after.date, after.start, after.end) == (TUESDAY, clock("14:00"), clock("15:30"))
    assert [(each.start, each.end) for each in after.breaks] == [(clock("14:45"), clock("15:00"))]
    assert (after.id, after.patients, after.leads, after.room) == (
        before.id,
        before.patients,
        before.leads,
        before.room,
    )
    assert Move(on=TUESDAY).of(MORNING.program, before).start == before.start
    assert Move(room="b").of(MORNING.program, before) == before.model_copy(update={"room": "b", "pinned": True})


def test_a_move_is_refused_for_what_it_makes_and_not_for_what_was_there() -> None:
    assert moved("yoga", Move(at=clock("10:29"))) == ["pt-0001 is in mon Mon 09:00-10:30"]
    assert moved("yoga", Move(at=clock("10:31"))) == [
        "t04 leads one Mon 11:30-12:20",
        "pt-0002 is in one Mon 11:30-12:20",
    ]
    clashing = census_with().with_week(_with("yoga", start=clock("10:29")))
    assert moved("yoga", Move(room="a"), clashing) == ["room a holds mon Mon 09:00-10:30"]
    assert moved("yoga", Move(at=clock("10:00")), clashing) == []


def test_another_room_or_lead_is_looked_at_like_another_time() -> None:
    assert moved("yoga", Move(room="b")) == ["room b holds 1"]
    assert moved("mon", Move(leads=("t02",))) == ["group needs the skill cbt, which nobody who leads mon has"]
    assert moved("mon", Move(leads=("t02", "t03"))) == []
    assert moved("mon", Move(on=TUESDAY, leads=("t02", "t03"))) == ["no credential of t02 is in force on 2026-11-24"]
    assert moved("mon", Move(at=clock("08:59"))) == ["t01 is at work Mon, Tue 09:00-17:00, mon is Mon 08:59-10:29"]


def test_a_payer_may_not_accept_the_one_who_takes_over() -> None:
    medicare = 'packs = ["core", "medicare"]'
    census = build_census(FACTS.replace('packs = ["core"]', medicare))
    assert moved("one", Move(leads=("t01",)), census) == []
    [text] = moved(
        "one",
        Move(leads=("t02",)),
        build_census(
            FACTS.replace('packs = ["core"]', medicare)
            .replace('title = "LPC", until = 2026-11-23', 'title = "Coach", until = 2026-11-23')
            .replace('{ id = "t02", role = "therapist"', '{ id = "t02", role = "coach"')
        ),
    )
    assert text.startswith("medicare wants individual led by one of ")
    assert text.endswith(" and t02 of one is none")


def test_nothing_is_moved_about_on_a_closed_day() -> None:
    shut = census_with().with_week(_with("yoga", date=date(2026, 11, 26)))
    assert moved("yoga", Move(room="a"), shut) == ["yoga on thu 2026-11-26: closed, Thanksgiving"]
    assert moved("yoga", Move(on=MONDAY), shut) == []
    # A day on which only the track of the patients is closed is theirs already.
    shut = census_with().with_week(_with("yoga", date=date(2026, 11, 27)))
    assert moved("yoga", Move(room="a"), shut) == []
    assert moved("yoga", Move(on=date(2026, 11, 27))) == ["track morning is closed on 2026-11-27, Paint"]


def test_what_was_called_off_comes_back_unless_it_was_given_away() -> None:
    off = session(MORNING, "off")
    assert [fact.text for fact in against_restore(frame_of(MORNING), off)] == ["room a holds mon Mon 09:00-10:30"]
    elsewhere = census_with().with_week(_with("mon", room=None, leads=("t04",), patients=("pt-0002",)))
    assert [fact.text for fact in against_restore(frame_of(elsewhere), off)] == [
        "t04 leads mon Mon 09:00-10:30",
        "pt-0002 is in mon Mon 09:00-10:30",
    ]
    later = census_with().with_week(_with("mon", start=clock("10:00")))
    assert against_restore(frame_of(later), off) == []
    # Somebody who was not free before it was called off is no reason to leave it so.
    assert against_restore(frame_of(later), off.model_copy(update={"leads": ("t02",), "date": TUESDAY})) == []


def test_a_session_that_ends_after_midnight_is_none() -> None:
    with pytest.raises(UsageError, match=r"^90 minutes from 22:30 do not end on that day\.$"):
        Move(at=clock("22:30")).of(MORNING.program, session(MORNING, "mon"))
    assert Move(at=clock("22:29")).of(MORNING.program, session(MORNING, "mon")).end == clock("23:59")


def test_a_length_is_what_passes_when_the_clocks_change() -> None:
    program, before = MORNING.program, session(MORNING, "one")
    forward, back = date(2026, 3, 8), date(2026, 11, 1)
    assert timed(program, before, forward, clock("01:30"), 60).end == clock("03:30")
    first = timed(program, before, back, clock("00:30"), 60)
    assert (first.start_fold, first.end, first.end_fold) == (None, clock("01:30"), 0)
    second = timed(program, before, back, clock("00:30"), 120)
    assert (second.end, second.end_fold) == (clock("01:30"), 1)
    assert timed(program, second, back, clock("12:00"), 60).end_fold is None


def test_a_time_that_the_clock_skips_is_refused() -> None:
    census = build_census(FACTS.replace("2026-W48", "2026-W10").replace("2026-11-2", "2026-03-0"))
    sunday = date(2026, 3, 8)
    before = session(census, "yoga").model_copy(update={"date": sunday, "leads": (), "patients": ()})
    after = Move(at=clock("02:30")).of(census.program, before)
    [fact] = against_move(frame_of(census, date(2026, 3, 2)), before, after)
    assert fact.text == "yoga on sun 2026-03-08: 02:30 does not exist on that day, the clocks go forward"


def test_what_was_called_off_or_recorded_is_not_arranged() -> None:
    refuse_settled(held(MORNING, "mon"))
    with pytest.raises(Refused, match=r"^2026-W48/off was called off\. `iopctl week restore 2026-W48/off` takes"):
        refuse_settled(held(MORNING, "off"))
    recorded = build_census(FACTS.replace('patients = ["pt-0001"] }', 'attendance.pt-0001.status = "attended" }'))
    with pytest.raises(Refused, match=r"^2026-W48/mon has attendance on record and stays as it was held\.$"):
        refuse_settled(held(recorded, "mon"))


def test_a_session_stays_in_its_week_and_out_of_the_past() -> None:
    mon = held(MORNING, "mon")
    refuse_day(mon, date(2026, 11, 29), SUNDAY)
    with pytest.raises(
        Refused, match=r"^2026-11-30 is in 2026-W49, and 2026-W48/mon stays in its week\. `iopctl week sk"
    ):
        refuse_day(mon, date(2026, 11, 30), SUNDAY)
    tuesday = held(MORNING.with_week(_with("mon", date=TUESDAY)), "mon")
    refuse_day(tuesday, MONDAY, MONDAY)
    with pytest.raises(Refused, match=r"^2026-11-23 is over, and 2026-W48/mon is still to come\. Name a day from 2026"):
        refuse_day(tuesday, MONDAY, TUESDAY)
    refuse_day(tuesday, MONDAY, date(2026, 11, 25))  # what was written down wrong can be put right


def _with(session_id: str, **fields: object) -> Week:
    """The week with one session otherwise."""
    week = MORNING.weeks[0]
    sessions = [each.model_copy(update=fields) if each.id == session_id else each for each in week.sessions]
    return Week.read({"week": week.week, "monday": week.monday, "sessions": sessions}, week.file)


def new_clashes(before: Week, after: Week) -> set[str]:
    """What does not go together and did before; a group that is still too small has one more all the same."""
    found = set(clashes(MORNING.program, after)) - set(clashes(MORNING.program, before))
    return {text for text in found if "fewer than" not in text}


def in_place(week: Week, session: Session) -> Week:
    """The week with one session otherwise."""
    sessions = [session if each.id == session.id else each for each in week.sessions]
    return Week.read({"week": week.week, "monday": week.monday, "sessions": sessions}, week.file)


@given(WEEKS, st.integers(0, 4), TIMES, st.sampled_from(["a", "b", None]), st.sampled_from([(), ("t03",), ("t04",)]))
def test_no_move_that_is_accepted_makes_a_clash(
    week: Week, day: int, start: str, room: str | None, leads: tuple[str, ...]
) -> None:
    frame = frame_of(MORNING.with_week(week))
    before = week.sessions[0]
    after = Move(MONDAY + timedelta(days=day), clock(start), room, leads).of(MORNING.program, before)
    if not against_move(frame, before, after):
        assert new_clashes(week, in_place(week, after)) == set()


@given(WEEKS, st.sampled_from(["pt-0001", "pt-0002", "pt-0003"]))
def test_no_place_that_is_accepted_makes_a_clash(week: Week, patient: str) -> None:
    census = MORNING.with_week(week)
    before = week.sessions[0]
    if patient not in before.patients and not against_seat(frame_of(census), census.chart_by_patient[patient], before):
        assert new_clashes(week, in_place(week, with_patient(before, patient, None))) == set()


@given(WEEKS, SESSIONS)
def test_no_new_session_that_is_accepted_makes_a_clash(week: Week, fields: dict[str, object]) -> None:
    census = MORNING.with_week(week)
    new = Session(id="new", **{**fields, "patients": ("pt-0001",)})  # type: ignore[arg-type]
    if not against_own(frame_of(census), census.chart_by_patient["pt-0001"], new):
        after = Week.read({"week": week.week, "monday": MONDAY, "sessions": [*week.sessions, new]}, week.file)
        assert set(clashes(MORNING.program, after)) == set(clashes(MORNING.program, week))
