"""Goal and Goal.target."""

from datetime import date
from typing import Any

import pytest

from tests.drafting.records import ICD, LOINC, concept, condition, drafted, goal, lost, parts, remarks

PATIENT = {"resourceType": "Patient", "id": "p", "name": [{"family": "Anderson", "given": ["Meghan"]}]}


def objective_of(target: Any) -> dict[str, Any]:
    """The only objective of a goal with that target."""
    [made] = drafted(goal("Sleeps better.", target=[target])).fields["goals"]
    [objective] = made["objectives"]
    assert isinstance(objective, dict)
    return objective


def test_what_the_patient_expressed_is_in_their_own_words() -> None:
    made = drafted(
        PATIENT,
        goal("Sleeps better.", expressedBy={"reference": "Patient/p"}),
        goal("Loses weight.", expressedBy={"reference": "Practitioner/f"}),
    )
    assert [each["own_words"] for each in made.fields["goals"]] == ["Sleeps better.", None]


def test_goals_are_counted_on_from_those_of_the_template() -> None:
    made = drafted(goal("Sleeps better.", target=[{"dueDate": "2027-01-31"}]), goals_before=2)
    assert made.fields["goals"][0]["id"] == "g3"
    assert made.fields["goals"][0]["objectives"][0]["id"] == "g3.o1"


def test_hours_to_reach_are_a_duration_without_a_baseline() -> None:
    quantity = {"value": 7, "comparator": ">", "unit": "hours"}
    target = {"measure": {"text": "Deep sleep"}, "detailQuantity": quantity, "dueDate": "2027-01-31"}
    assert objective_of(target) == {
        "id": "g1.o1",
        "text": "Deep sleep: more than 7 hours",
        "measure": {"duration": "Deep sleep (hours)", "baseline": None, "target": 7},
        "due_on": date(2027, 1, 31),
    }


def test_pounds_to_lose_are_a_count() -> None:
    target = {
        "measure": concept("29463-7", LOINC, display="Body weight"),
        "detailQuantity": {"value": 125.0, "code": "lb"},
    }
    objective = objective_of(target)
    assert objective["measure"] == {"count": "Body weight (lb)", "baseline": None, "target": 125}
    assert objective["text"] == "Body weight: 125 lb"


def test_the_total_of_a_known_questionnaire_is_measured_by_it() -> None:
    objective = objective_of({"measure": concept("44261-6", LOINC, "PHQ-9"), "detailInteger": 9})
    assert objective["measure"] == {"instrument": "phq9", "baseline": None, "target": 9}


@pytest.mark.parametrize(
    ("detail", "text", "target"),
    [
        ({"detailBoolean": True}, "Back at work: yes", True),
        ({"detailBoolean": False}, "Back at work: no", False),
        ({"detailString": "half days"}, "Back at work: half days", None),
        ({"detailCodeableConcept": {"text": "part time"}}, "Back at work: part time", None),
        (
            {"detailRange": {"low": {"value": 3}, "high": {"value": 5, "unit": "days"}}},
            "Back at work: 3 to 5 days",
            None,
        ),
        ({"detailRange": {"low": {"value": 3, "unit": "d"}, "high": {"value": 5}}}, "Back at work: 3 to 5 d", None),
        ({"detailRange": {"low": {"value": 3}}}, "Back at work", None),
        ({"detailQuantity": {"value": float("inf"), "unit": "h"}}, "Back at work", None),
        ({"detailQuantity": {"value": 2**60}}, "Back at work", None),
        ({"detailInteger": True}, "Back at work", None),
        ({}, "Back at work", None),
    ],
)
def test_every_kind_of_detail_is_in_the_text_and_one_number_is_the_target(
    detail: dict[str, Any], text: str, target: object
) -> None:
    objective = objective_of({"measure": {"text": "Back at work"}, **detail})
    assert (objective["text"], objective["measure"]["target"]) == (text, target)


def test_a_yes_or_no_is_measured_as_one() -> None:
    assert "yes_no" in objective_of({"measure": {"text": "Back at work"}, "detailBoolean": True})["measure"]


def test_a_target_with_a_date_alone_dates_the_goal() -> None:
    assert objective_of({"dueDate": "2027-01-31"}) == {
        "id": "g1.o1",
        "text": "Sleeps better.",
        "measure": None,
        "due_on": date(2027, 1, 31),
    }


def test_a_past_due_date_is_carried_and_reported() -> None:
    made = drafted(goal("Sleeps better.", target=[{"dueDate": "2026-11-22"}]))
    assert made.fields["goals"][0]["objectives"][0]["due_on"] == date(2026, 11, 22)
    assert remarks(made) == ["g1.o1 was due on 2026-11-22: set a new date"]


def test_a_due_date_of_today_is_not_past() -> None:
    assert remarks(drafted(goal("Sleeps better.", target=[{"dueDate": "2026-11-23"}]))) == []


@pytest.mark.parametrize("due", [{"dueDate": "2027-01"}, {"dueDuration": {"value": 3, "unit": "months"}}])
def test_a_due_date_without_a_day_is_named(due: dict[str, Any]) -> None:
    made = drafted(goal("Sleeps better.", target=[due]))
    assert made.fields["goals"][0]["objectives"][0]["due_on"] is None
    assert parts(made) == [("Goal 1", "due date", "g1.o1: not a full date")]


def test_an_empty_target_makes_no_objective() -> None:
    made = drafted(goal("Sleeps better.", target=[{}]))
    assert made.fields["goals"][0]["objectives"] is None
    assert parts(made) == [("Goal 1", "target", "it has no text")]


def test_a_target_that_names_the_patient_makes_no_objective() -> None:
    made = drafted(PATIENT, goal("Sleeps better.", target=[{"detailString": "as Meghan says"}]))
    assert parts(made)[0] == ("Goal 1", "target", "its text names a person, left out")


def test_fields_of_a_target_that_nobody_reads_are_counted() -> None:
    made = drafted(goal("Sleeps better.", target=[{"dueDate": "2027-01-31", "detailRatio": {}}]))
    assert parts(made) == [("Goal 1", "target", "1 of its fields are not read")]


def test_stu3_writes_one_target_where_r4_has_a_list() -> None:
    made = drafted(
        {"resourceType": "Goal", "status": "in-progress", "description": "Walks.", "target": {"dueDate": "2027-01-31"}}
    )
    assert made.fields["goals"][0]["text"] == "Walks."
    assert made.fields["goals"][0]["objectives"][0]["due_on"] == date(2027, 1, 31)


@pytest.mark.parametrize("status", ["completed", "achieved", "cancelled", "entered-in-error", "rejected"])
def test_a_goal_that_is_over_stays_behind(status: str) -> None:
    assert lost(drafted(goal("Sleeps better.", status))) == [("Goal 1", 1, f"{status} in the record")]


@pytest.mark.parametrize("status", ["proposed", "on-hold"])
def test_a_goal_that_is_not_worked_on_yet_says_so(status: str) -> None:
    assert remarks(drafted(goal("Sleeps better.", status))) == [f"{status} in the record"]


def test_a_goal_without_a_status_is_carried() -> None:
    assert drafted(goal("Sleeps better.", None)).fields["goals"]


def test_a_goal_without_a_text_stays_behind() -> None:
    assert lost(drafted(goal(None))) == [("Goal 1", 1, "it has no text")]


def test_a_goal_that_names_somebody_stays_behind() -> None:
    made = drafted(
        goal("Walks with Chris.", note=[{"text": "x"}]),
        {"resourceType": "RelatedPerson", "name": [{"given": ["Chris"]}]},
    )
    assert lost(made)[0] == ("Goal 1", 1, "its text names a person, left out")


def test_a_note_is_left_in_the_record() -> None:
    made = drafted(goal("Sleeps better.", note=[{"text": "call Meghan"}]))
    assert parts(made) == [("Goal 1", "note", "free text of somebody else's record may hold names; read it there")]


def test_a_goal_that_addresses_nothing_of_the_draft_says_so() -> None:
    made = drafted(
        goal(
            "Sleeps better.",
            addresses=[
                {"reference": "Condition/gone"},
                {"reference": "Condition/old"},
                {"reference": "Goal/other"},
                None,
            ],
        ),
        condition(concept("F33.1", ICD, "Depression"), "resolved", id="old"),
        goal("Another.", id="other"),
    )
    assert parts(made) == [
        ("Goal 1", "addresses", "it names a resource that is not in the files"),
        ("Goal 1", "addresses", "it names Condition 1, which is no need of the draft"),
        ("Goal 1", "addresses", "it names Goal 2, which is no need of the draft"),
    ]
    assert made.fields["goals"][0]["needs"] is None


def test_a_diagnosis_without_words_cannot_be_a_need() -> None:
    made = drafted(
        condition(concept("F33.1", ICD), id="c"), goal("Mood lifts.", addresses=[{"reference": "Condition/c"}])
    )
    assert made.fields["goals"][0]["needs"] is None


def test_control_characters_do_not_enter_a_plan() -> None:
    made = drafted(goal("Sleeps\x1b[31m \ud800better.\r\nWell."))
    assert made.fields["goals"][0]["text"] == "Sleeps[31m better.\nWell."
