"""The roster of one session."""

from collections.abc import Mapping
from datetime import date

from iopctl import library
from iopctl.model.chart import Census
from iopctl.scheduling.expected import Expected, expected

NINE = "[1, 1, 1, 1, 1, 1, 1, 1, 1]"


def rows(census: Census, session: str = "mon", due: Mapping[str, date] | None = None) -> list[Expected]:
    """The roster of a session of the last week on file."""
    sessions = {each.id: each for each in census.weeks[-1].sessions}
    return expected(sessions[session], census.chart_by_patient, library.instruments(), due or {})


def test_the_objectives_are_those_in_work_that_the_service_is_promised_for(census: Census) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    services = [
      { service = "group", objectives = ["g1.o1", "g1.o3", "g2.o1"] },
      { service = "individual", objectives = ["g1.o2"] },
    ]
    [[plan.goals]]
    id = "g1"
    text = "Mood"
    objectives = [{ id = "g1.o1", text = "a" }, { id = "g1.o2", text = "b" }, { id = "g1.o3", text = "c", status = "met" }]
    [[plan.goals]]
    id = "g2"
    text = "Sleep"
    status = "met"
    objectives = [{ id = "g2.o1", text = "d" }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501
    [row] = rows(census)
    assert (row.patient, row.day, row.record) == ("pt-0001", 22, None)
    assert [objective.id for objective in row.objectives] == ["g1.o1"]
    assert row.scores == ()


def test_the_last_score_is_that_of_the_instrument_the_objective_is_measured_by(census: Census) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    services = [{ service = "group", objectives = ["g1.o1", "g1.o2", "g1.o3"] }]
    [[plan.goals]]
    id = "g1"
    text = "Mood"
    objectives = [
      { id = "g1.o1", text = "a", measure = { instrument = "phq9" } },
      { id = "g1.o2", text = "b", measure = { count = "days out" } },
      { id = "g1.o3", text = "c", measure = { instrument = "unheard-of" } },
    ]
    [[assessments]] # before
    instrument = "phq9"
    given_at = 2026-11-02
    answers = [1, 1, 1, 1, 1, 1, 1, 1, 0]
    [[assessments]] # incomplete: no total
    instrument = "phq9"
    given_at = 2026-11-16
    answers = ["skip", "skip", "skip", "skip", "skip", "skip", "skip", 1, 0]
    [[assessments]] # after the session
    instrument = "phq9"
    given_at = 2026-11-24
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    [[assessments]]
    instrument = "gad7"
    given_at = 2026-11-16
    answers = [1, 1, 1, 1, 1, 1, 1]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501
    [row] = rows(census)
    assert [(score.instrument.id, score.total, score.on) for score in row.scores] == [("phq9", 8, date(2026, 11, 2))]


def test_what_to_know_is_said_in_words(census: Census) -> None:
    """
    [[plans]] # new
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-23
    [[plans]] # tapering, and this is the last day
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-10-01
    planned_discharge_on = 2026-11-23
    pattern_changes = [{ kind = "step-down", from = 2026-11-16, until = 2026-11-23 }]
    [[plans]] # tapering without an end
    patient = "pt-0003"
    status = "active"
    admitted_at = 2026-10-01
    pattern_changes = [{ kind = "step-down", from = 2026-11-16 }]
    [[plans]] # discharged, but on the roster; another change of pattern
    patient = "pt-0004"
    status = "closed"
    admitted_at = 2026-10-01
    pattern_changes = [{ kind = "other", from = 2026-11-16 }]
    discharge = { on = 2026-11-20, reason = "completed" }
    [[plans]] # not expected, but came
    patient = "pt-0005"
    status = "active"
    admitted_at = 2026-10-01
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [
      { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, patients = ["pt-0002", "pt-0004", "pt-0005"] },
      { id = "tue", service = "yoga", date = 2026-11-17, start = 09:00:00, end = 10:00:00, patients = ["pt-0003"] },
    ]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002", "pt-0003", "pt-0004", "pt-0009"], make_ups = { pt-0003 = "2026-W47/tue" }, attendance = { pt-0005 = { status = "attended" } } },
    ]
    """  # noqa: E501
    found = rows(census, due={"pt-0003": date(2026, 11, 30)})
    assert [(row.patient, row.remarks) for row in found] == [
        ("pt-0001", ("first session",)),
        ("pt-0002", ("stepping down until 2026-11-23", "last day of the stay")),
        ("pt-0003", ("makes up for 2026-W47/tue", "first group", "stepping down", "review due 2026-11-30")),
        ("pt-0004", ("not in the stay on this day",)),
        ("pt-0009", ("the chart cannot be read",)),
        ("pt-0005", ("walked in",)),
    ]
    assert found[-1].record is not None
