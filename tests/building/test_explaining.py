"""Why somebody does not fit: minimal facts in the words of a clinic, and ways out that hold against every rule."""

from datetime import date, timedelta

import pytest

from iopctl import library
from iopctl.building.built import Built, build
from iopctl.building.explaining import Explanation, explain
from iopctl.building.fitting import Fitting
from iopctl.building.judging import findings_of
from iopctl.building.question import question
from iopctl.building.searching import Search
from iopctl.building.ways_out import WayOut
from iopctl.model.rule import Severity
from iopctl.scheduling.frame import Frame
from tests.building.checker import wrong
from tests.building.small_programs import small_frame
from tests.conftest import build_census

MONDAY = date(2026, 12, 7)
CLINIC = """
[program]
packs = ["core"]
{closures}
staff = [
  {{ id = "t01", role = "therapist", credentials = [{{ title = "LCSW" }}], available = [{{ days = ["mon", "tue"], start = 09:00:00, end = {until} }}] }},
  {{ id = "t02", role = "nurse", available = [{{ days = ["wed"], start = 09:00:00, end = 12:00:00 }}] }},
]
rooms = [{{ id = "a", capacity = 12 }}, {{ id = "b", capacity = 12 }}]
services = [
  {{ id = "group", title = "Group", kind = "group-therapy", size = {{ max = {most} }} }},
  {{ id = "individual", title = "Individual", kind = "individual" }},
]
slots = [
  {{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"] }},
  {{ id = "tue", track = "morning", service = "group", day = "tue", start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"] }},
]
"""  # noqa: E501
PLAN = """
[[plans]]
patient = "{patient}"
status = "active"
track = "morning"
admitted_at = 2026-11-0{day}
planned_discharge_on = 2027-01-29
services = [{services}]
commitments = [{commitments}]
{more}
"""
GROUP = '{ service = "group", per_week = 1, minutes = 60, weeks = 8 }'
ALONE = '{ service = "individual", per_week = 1, minutes = 60, weeks = 8, by = "t01" }'
MONDAYS = '{ kind = "work", days = ["mon"], start = 08:00:00, end = 12:00:00 }'
TUESDAYS = '{ kind = "school", days = ["tue"], start = 08:00:00, end = 12:00:00 }'


def plan(number: int, commitments: str = "", services: str = GROUP, *, day: int | None = None, more: str = "") -> str:
    return PLAN.format(
        patient=f"pt-000{number}", day=day or number, commitments=commitments, services=services, more=more
    )


def clinic(*plans: str, most: int = 1, until: str = "11:00:00", closures: str = "") -> Built:
    """A group on Monday and one on Tuesday, 9 to 10; t01 is at work these mornings, t02 on Wednesday."""
    facts = "".join((CLINIC.format(most=most, until=until, closures=closures), *plans))
    census = build_census(facts)
    return build(Frame(census, library.packs(), MONDAY, MONDAY - timedelta(days=3)), Search(effort=5))


def explained(built: Built) -> Explanation:
    [short] = built.short
    return explain(built, short)


def texts(explanation: Explanation) -> list[str]:
    return [fact.text for fact in explanation.facts]


def test_the_group_is_full_and_the_other_day_is_taken() -> None:
    """Two who work on Tuesday or Monday mornings and one seat a day: the third works on Mondays too."""
    built = clinic(plan(1, TUESDAYS), plan(2, MONDAYS), plan(3, MONDAYS))
    found = explained(built)
    assert found.short.patient == "pt-0003"
    assert texts(found) == [
        "group is offered to track morning mon 09:00, tue 09:00 and at no other time",
        "pt-0003 is taken mon 08:00-12:00 (work)",
        "group takes 1, and 1 other is in tue",
    ]
    assert found.proven


def test_the_ways_out_disturb_as_few_as_can_be() -> None:
    """A second group later on Tuesday disturbs nobody; to come in spite of work on Monday is no help, it is full."""
    found = explained(clinic(plan(1, TUESDAYS), plan(2, MONDAYS), plan(3, MONDAYS)))
    assert [(each.kind, each.disturbs) for each in found.ways_out] == [("open", ()), ("open", ())]
    assert [each.text for each in found.ways_out] == [
        "open group Tue 10:00-11:00, room b, led by t01",
        "open group Wed 09:00-10:00, room b, led by t02",
    ]


def test_the_dose_of_one_comes_before_the_wish_of_another() -> None:
    """The first could come on Tuesday at the price of a wish, and so the second has the only time that is left."""
    soft = TUESDAYS.replace("end = 12:00:00", "end = 12:00:00, firm = false")
    built = clinic(plan(1, soft), plan(2, TUESDAYS), most=1)
    assert built.short == ()


def test_a_therapist_has_no_hour_left() -> None:
    """One hour a day beside the group, taken by two patients; the third is seen when t01 stays an hour longer."""
    plans = [plan(n, services=ALONE) for n in (1, 2, 3, 4, 5)]
    built = clinic(*plans, most=5)
    found = explained(built)
    assert found.short.patient == "pt-0005"
    assert texts(found)[0] == "individual is given by t01 and nobody else"
    assert {fact.kind for fact in found.facts} == {"offered", "staff"}
    assert [(each.kind, each.disturbs, each.text) for each in found.ways_out[:1]] == [
        ("widen", ("t01",), "t01 is at work mon 08:00-09:00 too, for pt-0005")
    ]


def test_somebody_is_moved_though_pinned() -> None:
    """The first was given Monday's only hour by hand and could as well come on Tuesday; the second works on Tuesday."""
    there = "date = 2026-12-07, start = 09:00:00, end = 10:00:00, room = 'b', leads = ['t01'], patients = ['pt-0001']"
    session = f'{{ id = "one", service = "individual", {there}, pinned = true }}'
    pinned = f'[[weeks]]\nweek = "2026-W50"\nsessions = [{session}]\n'
    built = clinic(plan(1, services=ALONE), plan(2, TUESDAYS, ALONE), pinned, until="10:00:00")
    found = explained(built)
    assert texts(found) == [
        "individual is given by t01 and nobody else",
        "pt-0002 is taken tue 08:00-12:00 (school)",
        "t01 leads one Mon 09:00-10:00",
    ]
    moved = [each for each in found.ways_out if each.kind == "move"]
    assert [(each.text, each.disturbs) for each in moved] == [
        ("move pt-0001: individual from Mon 09:00 to Tue 09:00", ("pt-0001",))
    ]


def test_a_closed_day_and_work() -> None:
    """Monday is closed, Tuesday is taken by work: the patient who comes all the same gives up that time."""
    closed = 'closures = [{ date = 2026-12-07, reason = "Snow" }]'
    built = clinic(plan(1, TUESDAYS), closures=closed)
    found = explained(built)
    assert texts(found) == [
        "group is offered to track morning mon 09:00, tue 09:00 and at no other time",
        "pt-0001 is taken tue 08:00-12:00 (school)",
        "mon on mon 2026-12-07: closed, Snow",
    ]
    widened = [each for each in found.ways_out if each.kind == "widen"]
    assert [each.text for each in widened] == ["pt-0001 comes Tue 09:00-10:00 in spite of tue 08:00-12:00 (school)"]
    assert widened[0].disturbs == ("pt-0001",)


def test_a_minimum_above_the_promise_is_waived() -> None:
    """Medicare asks for nine hours, the plan promises one: only a waiver for this week is left."""
    more = 'coverage = [{ pack = "medicare", from = 2026-11-01 }]\nprimary_therapist = "t01"'
    built = clinic(plan(1, more=more))
    found = explained(built)
    assert texts(found) == ["medicare asks for 540 minutes in the week", "the plan promises 60 minutes that count"]
    [way] = found.ways_out
    assert way.kind == "waiver"
    assert "from 2026-12-07 until 2026-12-13, reasoned and signed" in way.text


@pytest.mark.parametrize("seed", range(300, 316))
def test_no_fact_can_be_left_out_and_every_way_out_holds(seed: int) -> None:
    """Six patients and six slots of two hours of work: somebody is always short."""
    built = build(small_frame(seed, patients=6, slots=6, hours=2), Search(effort=4))
    assert built.short
    for short in built.short[:3]:
        explanation = explain(built, short)
        fitting = Fitting(question(built, short))
        assert not fitting.fits(explanation.facts)
        for fact in explanation.facts:
            assert fitting.fits([each for each in explanation.facts if each != fact])
        assert explanation.proven
        for way in explanation.ways_out:
            assert holds(built, short.patient, way)


def holds(built: Built, patient: str, way: WayOut) -> bool:
    """The week of a way out, by the checker of the tests and by the rules; who is not named stays where they are."""
    if way.kind != "waiver":
        assert wrong(way.frame.census, way.week) == []
        promised = sum(int(each.per_week or 0) for each in way.frame.census.chart_by_patient[patient].plan.services)
        assert sum(patient in each.patients for each in way.week.sessions) == promised
    objections = [
        each
        for each in findings_of(way.frame, way.week, [patient])
        if each.stands and each.severity is not Severity.INFO
    ]
    assert objections == []
    still = {chart.patient for chart in built.frame.census.charts} - {patient, *way.disturbs}
    return all(
        _times(built, each) == {(s.service, s.date, s.start) for s in way.week.sessions if each in s.patients}
        for each in still
    )


def _times(built: Built, patient: str) -> set[tuple[object, ...]]:
    return {(each.service, each.date, each.start) for each in built.week.sessions if patient in each.patients}
