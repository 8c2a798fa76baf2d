"""Marks become records."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import pytest

from iopctl.errors import NotFound, Refused, UsageError
from iopctl.model.chart import Census
from iopctl.model.pack import RulePack
from iopctl.model.week import Attendance, Session
from iopctl.scheduling.attending import (
    Note,
    attend,
    everybody_else,
    expected_or_walked_in,
    length_of,
    refuse_unheld,
    weeks_so_far,
)
from iopctl.scheduling.marks import Mark
from tests.conftest import build_census

PLANS = """
[[plans]]
patient = "pt-0001"
status = "active"
admitted_at = 2026-11-02
services = [{ service = "group", per_week = 3, minutes = 60, weeks = 8 }]
[[plans.goals]]
id = "g1"
text = "Mood"
objectives = [{ id = "g1.o1", text = "a" }, { id = "g1.o2", text = "b", status = "met" }]
[[plans.goals]]
id = "g2"
text = "Dropped"
status = "dropped"
objectives = [{ id = "g2.o1", text = "c" }]
[[plans]]
patient = "pt-0002"
status = "active"
admitted_at = 2026-11-02
goals = [{ id = "g1", text = "Sleep", objectives = [{ id = "g1.o1", text = "a" }, { id = "g1.o3", text = "d" }] }]
"""
WEEK = """
[[weeks]]
week = "2026-W48"
monday = 2026-11-23
[[weeks.sessions]]
id = "mon"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
breaks = [{ start = 09:30:00, end = 09:35:00 }]
leads = ["t01"]
patients = ["pt-0001", "pt-0002", "pt-0003"]
"""
SIGNED = """
[weeks.sessions.attendance]
pt-0001 = { status = "attended", objectives = ["g1.o1"], did = ["cbt.x"], response = "calm", signed_by = "t01" }
"""
NOTE = Note("t01", datetime(2026, 11, 23, 16, tzinfo=UTC))


def clinic(more: str = "") -> tuple[Census, Session]:
    """The program and its one session."""
    census = build_census(PLANS + WEEK + more)
    return census, census.weeks[0].sessions[0]


def recorded(
    marks: Mapping[str, Mark], note: Note = NOTE, more: str = "", *, correct: bool = False
) -> dict[str, Attendance]:
    """The records of these marks."""
    census, session = clinic(more)
    return attend(census.program, session, census.chart_by_patient, marks, note, correct=correct)


def test_a_record_says_who_noted_it_and_when() -> None:
    assert recorded({"pt-0001": Mark("attended")}) == {
        "pt-0001": Attendance(status="attended", noted_by="t01", noted_at=NOTE.at)
    }


def test_minutes_become_the_times_on_the_clock() -> None:
    records = recorded(
        {
            "pt-0001": Mark("partial", late=15, early=30),
            "pt-0002": Mark("partial", late=1),
            "pt-0003": Mark("partial", early=59),
        }
    )
    assert [(each.arrived, each.left) for each in records.values()] == [
        (time(9, 15), time(9, 30)),
        (time(9, 1), None),
        (None, time(9, 1)),
    ]


@pytest.mark.parametrize("mark", [Mark("partial", late=60), Mark("partial", late=30, early=30)])
def test_minutes_that_leave_nothing_are_refused(mark: Mark) -> None:
    with pytest.raises(UsageError) as refused:
        recorded({"pt-0001": mark})
    assert str(refused.value) == (
        "pt-0001: 60 minutes away leave nothing of the 60 minutes of mon. Record an absence instead."
    )


def test_a_session_of_no_length_can_still_be_missed_or_attended() -> None:
    """An end before the start is a finding of the week (SC109), not a reason to lose who was there."""
    census = build_census(PLANS + WEEK.replace("end = 10:00:00", "end = 08:00:00"))
    session = census.weeks[0].sessions[0]
    marks = {"pt-0001": Mark("attended"), "pt-0002": Mark("absent-unexcused")}
    assert len(attend(census.program, session, {}, marks, NOTE)) == 2


def test_records_stand_in_the_order_of_the_roster() -> None:
    marks = {"pt-0009": Mark("attended"), "pt-0003": Mark("attended"), "pt-0001": Mark("attended")}
    assert list(recorded(marks)) == ["pt-0001", "pt-0003", "pt-0009"]


def test_what_was_done_stands_with_those_present_alone() -> None:
    marks = {"pt-0001": Mark("attended"), "pt-0003": Mark("absent-excused", reason="ill")}
    records = recorded(marks, Note("t01", NOTE.at, did=("cbt.thought-record",), objectives=("g1.o1",)))
    assert (records["pt-0001"].did, records["pt-0001"].objectives) == (("cbt.thought-record",), ("g1.o1",))
    assert (records["pt-0003"].did, records["pt-0003"].objectives) == ((), ())


def test_an_objective_is_for_all_who_have_it_or_for_one() -> None:
    marks = {patient: Mark("attended") for patient in ("pt-0001", "pt-0002", "pt-0003")}
    records = recorded(marks, Note("t01", NOTE.at, objectives=("g1.o1", "pt-0002=g1.o3", "g1.o1")))
    assert [each.objectives for each in records.values()] == [("g1.o1",), ("g1.o1", "g1.o3"), ()]


@pytest.mark.parametrize(
    ("objective", "sentence"),
    [
        ("g1.o2", "nobody present has such an objective in work. Did you mean g1.o1?"),
        ("g2.o1", "nobody present has such an objective in work. Did you mean g1.o1?"),
        ("pt-0001=g1.o3", "the plan of pt-0001 has no such objective in work. Did you mean g1.o1?"),
        ("pt-0003=g1.o1", "the plan of pt-0003 has no such objective in work."),
        (
            "pt-0077=g1.o1",
            "--objective is for somebody marked present, or for all who have it. Did you mean pt-0003?",
        ),
    ],
)
def test_an_objective_that_is_not_in_work_is_refused(objective: str, sentence: str) -> None:
    marks = {"pt-0001": Mark("attended"), "pt-0003": Mark("attended")}
    with pytest.raises(NotFound) as refused:
        recorded(marks, Note("t01", NOTE.at, objectives=(objective,)))
    assert str(refused.value) == sentence


def test_what_was_done_needs_somebody_present() -> None:
    with pytest.raises(UsageError, match="nobody is marked present"):
        recorded({"pt-0001": Mark("absent-unexcused")}, Note("t01", NOTE.at, did=("cbt.x",)))


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        (Mark("absent-excused", reason="\x1b[31m"), NOTE),
        (Mark("attended"), Note("t01", NOTE.at, did=("Thought Record",))),
    ],
)
def test_text_that_cannot_be_kept_is_refused_without_echo(mark: Mark, note: Note) -> None:
    with pytest.raises(UsageError) as refused:
        recorded({"pt-0001": mark}, note)
    assert str(refused.value) == (
        "pt-0001: a reason is plain text, and what was done an id such as cbt.thought-record."
    )


def test_a_record_that_is_there_is_replaced_only_as_a_correction() -> None:
    with pytest.raises(Refused) as refused:
        recorded({"pt-0001": Mark("partial", late=5)}, more=SIGNED)
    assert str(refused.value) == "pt-0001: there is a record already. Give --correct to replace it."


def test_a_correction_keeps_what_it_does_not_state_but_no_signature() -> None:
    record = recorded({"pt-0001": Mark("partial", late=5)}, more=SIGNED, correct=True)["pt-0001"]
    assert (record.status, record.arrived, record.response) == ("partial", time(9, 5), "calm")
    assert (record.objectives, record.did, record.signed_by) == (("g1.o1",), ("cbt.x",), None)


def test_a_correction_states_anew_what_was_done() -> None:
    note = Note("t01", NOTE.at, did=("cbt.y",))
    assert recorded({"pt-0001": Mark("attended")}, note, SIGNED, correct=True)["pt-0001"].did == ("cbt.y",)


def test_a_correction_to_an_absence_keeps_nothing() -> None:
    record = recorded({"pt-0001": Mark("absent-unexcused")}, more=SIGNED, correct=True)["pt-0001"]
    assert record == Attendance(status="absent-unexcused", noted_by="t01", noted_at=NOTE.at)


def test_everybody_else_is_who_has_neither_mark_nor_record() -> None:
    _, session = clinic(SIGNED)
    assert everybody_else(session, {"pt-0002": Mark("absent-unexcused")}) == {"pt-0003": Mark("attended")}


def test_somebody_off_the_roster_is_refused_unless_they_walked_in() -> None:
    _, session = clinic()
    marks = {"pt-0009": Mark("attended")}
    with pytest.raises(NotFound) as refused:
        expected_or_walked_in(session, marks, None)
    assert str(refused.value) == (
        "pt-0009 is not on the roster of mon (--walk-in records somebody who came all the same). Did you mean pt-0003?"
    )
    expected_or_walked_in(session, marks, frozenset({"pt-0009"}))
    with pytest.raises(NotFound, match="pt-0009: no such chart"):
        expected_or_walked_in(session, marks, frozenset({"pt-0004"}))


def test_a_session_can_be_recorded_from_its_first_minute() -> None:
    census, session = clinic()
    refuse_unheld(census.program, session, datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        refuse_unheld(census.program, session, datetime(2026, 11, 23, 13, 59, tzinfo=UTC))
    assert str(refused.value) == "mon begins on 2026-11-23 at 09:00: record it once it has begun."


def test_with_a_date_alone_the_whole_day_counts() -> None:
    census, session = clinic()
    refuse_unheld(census.program, session, date(2026, 11, 23))
    with pytest.raises(Refused):
        refuse_unheld(census.program, session, date(2026, 11, 22))


def test_a_cancelled_session_takes_no_records() -> None:
    census, session = clinic('cancelled = { reason = "snow", by = "t01", on = 2026-11-23 }')
    with pytest.raises(Refused, match="mon on 2026-11-23 was cancelled"):
        refuse_unheld(census.program, session, NOTE.at)


def test_the_length_of_a_session_counts_its_breaks() -> None:
    census, session = clinic()
    assert length_of(census.program, session) == 60


def test_the_week_so_far_is_counted_with_the_new_records(packs: Mapping[str, RulePack]) -> None:
    census, session = clinic()
    [week] = census.weeks
    late = session.model_copy(update={"attendance": recorded({"pt-0001": Mark("partial", late=15)})})
    after = census.with_week(week.model_copy(update={"sessions": (late,)}))
    weeks = weeks_so_far(after, packs, session.date, ["pt-0001", "pt-0003"], date(2026, 11, 23))
    assert list(weeks) == ["pt-0001"]
    assert (weeks["pt-0001"].delivered, weeks["pt-0001"].promised) == (40, 180)
    assert weeks_so_far(census, packs, session.date, ["pt-0001"], date(2026, 11, 20))["pt-0001"].delivered == 0
