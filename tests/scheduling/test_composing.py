"""A week composed from slots and standing patterns."""

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iopctl.model.chart import Census
from iopctl.model.week import Session
from iopctl.scheduling.clashes import clashes
from iopctl.scheduling.composing import Composed, LeftOut, compose
from tests.conftest import build_census

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def rosters(composed: Composed) -> dict[str, tuple[str, ...]]:
    """Who is expected in each session, in the order of the file."""
    return {session.id: session.patients for session in composed.week.sessions}


def only(composed: Composed) -> Session:
    """The one session."""
    [session] = composed.week.sessions
    return session


def test_a_slot_becomes_a_session_of_everybody_whose_pattern_names_it(census: Census) -> None:
    """
    [program]
    [[program.slots]]
    id = "wed"
    track = "morning"
    service = "group"
    day = "wed"
    start = 09:00:00
    end = 10:00:00
    [[program.slots]]
    id = "mon"
    track = "morning"
    service = "group"
    day = "mon"
    start = 09:00:00
    end = 10:00:00
    breaks = [{ start = 09:30:00, end = 09:35:00 }]
    room = "a"
    leads = ["t01", "t02"]
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-11-02
    pattern = { slots = ["mon", "wed"] }
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-02
    pattern = { slots = ["mon"] }
    """
    composed = compose(census, MONDAY)
    monday, wednesday = composed.week.sessions
    assert (composed.week.week, composed.week.monday, composed.week.file) == (
        "2026-W48",
        MONDAY,
        "weeks/2026-W48.toml",
    )
    assert (monday.id, monday.date, monday.patients) == ("mon", MONDAY, ("pt-0001", "pt-0002"))
    assert (monday.room, monday.leads, monday.breaks) == ("a", ("t01", "t02"), census.program.slots[1].breaks)
    assert (wednesday.id, wednesday.date, wednesday.patients) == ("wed", date(2026, 11, 25), ("pt-0002",))
    assert composed.left_out == ()


def test_a_slot_nobody_attends_is_left_out_unless_asked_for(census: Census) -> None:
    """
    [program]
    slots = [{ id = "tue-art", track = "morning", service = "yoga", day = "tue", start = 09:00:00, end = 10:00:00 }]
    """
    composed = compose(census, MONDAY)
    assert composed.week.sessions == ()
    assert composed.left_out == (LeftOut("tue-art", "nobody's pattern names it", TUESDAY),)
    asked_for = compose(census, MONDAY, empty=True)
    assert rosters(asked_for) == {"tue-art": ()}
    assert asked_for.left_out == ()


def test_own_times_are_sessions_of_one_patient_led_by_the_one_named(census: Census) -> None:
    """
    [[plans]]
    status = "active"
    admitted_at = 2026-11-02
    [[plans.pattern.own]]
    service = "individual"
    day = "wed"
    start = 13:00:00
    end = 13:50:00
    by = "t02"
    room = "a"
    [[plans.pattern.own]]
    service = "family"
    day = "tue"
    start = 15:00:00
    end = 16:00:00
    """
    family, individual = compose(census, MONDAY).week.sessions
    assert individual.id == "wed-1300-individual-pt-0001"
    assert (individual.leads, individual.room, individual.patients) == (("t02",), "a", ("pt-0001",))
    assert (family.id, family.leads, family.room) == ("tue-1500-family-pt-0001", (), None)


def test_a_long_service_is_cut_and_a_second_time_alike_is_numbered() -> None:
    time = '{ service = "trauma.informed-yoga-for-adults", day = "mon", start = 13:00:00, end = 13:50:00 }'
    plan = 'patient = "abcd-00000001"\nstatus = "active"\nadmitted_at = 2026-11-02'
    census = build_census(f"[[plans]]\n{plan}\npattern = {{ own = [{time}, {time}] }}")
    assert list(rosters(compose(census, MONDAY))) == [
        "mon-1300-trauma-abcd-00000001-2",
        "mon-1300-trauma.in-abcd-00000001",
    ]


def test_an_own_time_never_takes_the_id_of_a_slot(census: Census) -> None:
    """
    [program]
    slots = [
      { id = "mon-1300-group-pt-0001", track = "morning", service = "group", day = "tue", start = 09:00:00, end = 10:00:00 },
    ]
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    pattern = { own = [{ service = "group", day = "mon", start = 13:00:00, end = 13:50:00 }] }
    """  # noqa: E501
    assert list(rosters(compose(census, MONDAY))) == ["mon-1300-group-pt-0001-2"]


def test_the_stay_decides_date_by_date(census: Census) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 10:00:00 },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 10:00:00 },
    ]
    [[plans]] # admitted on the Wednesday
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-25T13:00:00-05:00
    pattern = { slots = ["mon", "wed", "fri"] }
    [[plans]] # discharged on the Wednesday
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-10-01
    pattern = { slots = ["mon", "wed", "fri"] }
    discharge = { on = 2026-11-25, reason = "completed" }
    [[plans]] # in a break from Monday to Wednesday
    patient = "pt-0003"
    status = "active"
    admitted_at = 2026-10-01
    pattern = { slots = ["mon", "wed", "fri"] }
    pauses = [{ from = 2026-11-20, until = 2026-11-25, reason = "hospitalized" }]
    [[plans]] # will be discharged on the Wednesday
    patient = "pt-0004"
    status = "active"
    admitted_at = 2026-10-01
    planned_discharge_on = 2026-11-25
    pattern = { slots = ["mon", "wed", "fri"] }
    """
    composed = compose(census, MONDAY)
    assert rosters(composed) == {
        "mon": ("pt-0002", "pt-0004"),
        "wed": ("pt-0001", "pt-0002", "pt-0004"),
        "fri": ("pt-0001", "pt-0003"),
    }
    assert composed.left_out == ()


def test_a_pattern_change_counts_from_its_date(census: Census) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 10:00:00 },
    ]
    [plan]
    status = "active"
    admitted_at = 2026-10-01
    pattern = { slots = ["mon", "fri"] }
    pattern_changes = [{ kind = "step-down", from = 2026-11-24, slots = ["mon"] }]
    """
    assert rosters(compose(census, MONDAY)) == {"mon": ("pt-0001",)}
    assert rosters(compose(census, date(2026, 11, 16))) == {"mon": ("pt-0001",), "fri": ("pt-0001",)}


def test_who_seems_in_care_but_is_not_placed_is_named_with_the_reason(census: Census) -> None:
    """
    [program]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    [[plans]]
    patient = "pt-0001"
    status = "draft"
    admitted_at = 2026-11-20
    pattern = { slots = ["mon"] }
    [[plans]]
    patient = "pt-0002"
    status = "draft"
    pattern = { slots = ["mon"] }
    [[plans]]
    patient = "pt-0003"
    status = "active"
    pattern = { slots = ["mon"] }
    [[plans]]
    patient = "pt-0004"
    status = "active"
    admitted_at = 2026-10-01
    planned_discharge_on = 2026-11-20
    pattern = { slots = ["mon"] }
    [[plans]]
    patient = "pt-0005"
    status = "active"
    admitted_at = 2026-10-01
    [[plans]]
    patient = "pt-0006"
    status = "active"
    admitted_at = 2026-10-01
    pattern = { slots = ["mon", "tue", "sun"] }
    [[plans]]
    patient = "pt-0007"
    status = "active"
    admitted_at = 2026-11-30
    pattern = { slots = ["mon"] }
    [[plans]]
    patient = "pt-0008"
    status = "closed"
    admitted_at = 2026-10-01
    pattern = { slots = ["mon"] }
    """
    composed = compose(census, MONDAY)
    assert rosters(composed) == {"mon": ("pt-0006",)}
    assert composed.left_out == (
        LeftOut("pt-0001", "draft, admitted 2026-11-20"),
        LeftOut("pt-0003", "no admission date"),
        LeftOut("pt-0004", "planned discharge on 2026-11-20"),
        LeftOut("pt-0005", "no pattern"),
        LeftOut("pt-0006", "the program lacks slot sun, tue"),
    )


def test_a_closure_leaves_out_its_tracks_and_says_why(census: Census) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, until = 2026-11-27, tracks = ["morning"], reason = "Training" }]
    slots = [
      { id = "thu", track = "morning", service = "group", day = "thu", start = 09:00:00, end = 10:00:00 },
      { id = "youth", track = "youth", service = "group", day = "thu", start = 15:00:00, end = 16:00:00 },
    ]
    [[plans]]
    patient = "pt-0001"
    track = "morning"
    status = "active"
    admitted_at = 2026-11-02
    pattern = { slots = ["thu"], own = [{ service = "individual", day = "fri", start = 13:00:00, end = 13:50:00 }] }
    [[plans]]
    patient = "pt-0002"
    track = "youth"
    status = "active"
    admitted_at = 2026-11-02
    pattern = { slots = ["youth"] }
    """
    composed = compose(census, MONDAY)
    assert rosters(composed) == {"youth": ("pt-0002",)}
    assert composed.left_out == (
        LeftOut("thu", "closed, Training", date(2026, 11, 26)),
        LeftOut("fri-1300-individual-pt-0001", "closed, Training", date(2026, 11, 27)),
    )


def test_a_time_that_spring_skips_is_left_out(census: Census) -> None:
    """
    [program]
    slots = [{ id = "late", track = "morning", service = "group", day = "sun", start = 01:30:00, end = 02:30:00 }]
    [plan]
    status = "active"
    admitted_at = 2026-03-02
    pattern = { slots = ["late"] }
    """
    [left_out] = compose(census, date(2026, 3, 2)).left_out
    assert left_out == LeftOut("late", "02:30 does not exist on that day, the clocks go forward", date(2026, 3, 8))


def test_a_time_that_autumn_repeats_is_meant_the_first_time(census: Census) -> None:
    """
    [program]
    slots = [{ id = "late", track = "morning", service = "group", day = "sun", start = 00:30:00, end = 01:30:00 }]
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    pattern = { slots = ["late"] }
    """
    session = only(compose(census, date(2026, 10, 26)))
    assert (session.start_fold, session.end_fold) == (None, 0)
    assert only(compose(census, date(2026, 10, 5))).end_fold is None


def test_a_slot_that_ends_before_it_begins_is_left_out(census: Census) -> None:
    """
    [program]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 10:00:00, end = 09:00:00 }]
    """
    [left_out] = compose(census, MONDAY, empty=True).left_out
    assert left_out.why == "it ends at 09:00, not after its start"


# Hours of slots on one day, and for each patient which of the slots.
HOURS = st.lists(st.integers(8, 17), min_size=1, max_size=5, unique=True)


@given(hours=HOURS, chosen=st.lists(st.sets(st.integers(0, 4)), max_size=4), weeks=st.integers(0, 60))
def test_a_week_of_slots_that_do_not_overlap_never_double_books(
    hours: list[int], chosen: list[set[int]], weeks: int
) -> None:
    slots = "\n".join(
        f'[[program.slots]]\nid = "s{n}"\ntrack = "morning"\nservice = "group"\nday = "mon"\nroom = "a"\n'
        f'leads = ["t01"]\nstart = {hour:02}:00:00\nend = {hour + 1:02}:00:00\n'
        for n, hour in enumerate(hours)
    )
    plans = "\n".join(
        f'[[plans]]\npatient = "pt-{n:04}"\nstatus = "active"\nadmitted_at = 2026-01-05\n'
        f"pattern = {{ slots = {json.dumps([f's{each}' for each in sorted(mine)])} }}\n"
        for n, mine in enumerate(chosen)
    )
    census = build_census(slots + plans)
    composed = compose(census, date(2026, 1, 5) + timedelta(weeks=weeks))
    assert clashes(census.program, composed.week) == []
    assert len({session.id for session in composed.week.sessions}) == len(composed.week.sessions)
    assert composed == compose(census, composed.week.monday)
