"""Patient, RelatedPerson, CareTeam, and whose record it is."""

from datetime import date
from typing import Any

import pytest

from iopctl.drafting.fhir import draft
from iopctl.errors import Refused
from tests.drafting.records import adds_up, carried, concept, condition, drafted, goal, lost, parts, remarks, setting

ADMITTED = date(2026, 11, 23)
MEGHAN = {"resourceType": "Patient", "id": "p", "name": [{"family": "Anderson"}], "birthDate": "1975-11-23"}


def test_the_age_at_admission_is_counted_from_the_birth_date() -> None:
    made = drafted(MEGHAN, admitted_on=ADMITTED)
    assert made.fields == {"age_at_admission": 51}
    assert parts(made) == [("Patient 1", "identity", "name, birthDate: who a patient is stays out of a plan")]


def test_ninety_means_ninety_or_older() -> None:
    assert drafted({**MEGHAN, "birthDate": "1930-01-01"}, admitted_on=ADMITTED).fields["age_at_admission"] == 90


def test_a_newborn_is_aged_nought() -> None:
    assert drafted({**MEGHAN, "birthDate": "2026-11-01"}, admitted_on=ADMITTED).fields == {"age_at_admission": 0}


def test_an_age_that_was_given_stands_and_the_difference_is_reported() -> None:
    made = drafted(MEGHAN, admitted_on=ADMITTED, age_given=38)
    assert remarks(made) == ["51 by the birth date, 38 as given: 38 stands"]


def test_an_age_that_agrees_needs_no_remark() -> None:
    assert remarks(drafted(MEGHAN, admitted_on=ADMITTED, age_given=51)) == []


@pytest.mark.parametrize(
    ("birth", "admitted"), [("1975-11-23", None), ("1975", ADMITTED), ("2027-01-01", ADMITTED), (None, ADMITTED)]
)
def test_without_a_day_of_admission_and_a_birth_date_before_it_there_is_no_age(birth: Any, admitted: Any) -> None:
    made = drafted({"resourceType": "Patient", "birthDate": birth}, admitted_on=admitted)
    assert lost(made) == [
        (
            "Patient 1",
            1,
            "birthDate: who a patient is stays out of a plan; an age needs --admitted and a full birth date before it",
        )
    ]


def test_a_patient_of_whom_nothing_is_said() -> None:
    [(_, _, why)] = lost(drafted({"resourceType": "Patient"}))
    assert why.startswith("nothing else: who a patient is")


def test_somebody_close_is_a_relation_without_a_name() -> None:
    husband = concept("HUSB", text="Husband")
    person = {"resourceType": "RelatedPerson", "relationship": [husband], "name": [{"given": ["Chris"]}]}
    made = drafted(person, {**person, "relationship": concept("HUSB", display="Husband (person)")})
    assert made.fields == {"supports": ["husband"]}
    assert carried(made) == {"RelatedPerson 1": "supports", "RelatedPerson 2": "supports"}
    assert "Chris" not in repr(made)


def test_somebody_who_is_not_said_to_be_close_stays_behind() -> None:
    made = drafted(
        {"resourceType": "RelatedPerson", "name": [{"text": "Chris"}]},
        {"resourceType": "RelatedPerson", "active": False, "relationship": concept("HUSB", text="Husband")},
        {"resourceType": "RelatedPerson", "relationship": {"text": "Chris"}},
    )
    assert lost(made) == [
        ("RelatedPerson", 2, "it does not say how they are related"),
        ("RelatedPerson 2", 1, "no longer active in the record"),
    ]


def test_a_team_becomes_roles_to_be_assigned_here() -> None:
    made = drafted(
        {
            "resourceType": "CareTeam",
            "subject": {"reference": "Patient/p"},
            "participant": [
                {"role": [concept("1", text="Primary Care Physician")], "member": {"display": "Dr. Francis"}},
                {"role": concept("2", display="Caregiver (person)"), "member": {"reference": "RelatedPerson/c"}},
                {"role": [{"text": "Maternity Care Coordinator and Nurse (MCC)"}]},
                {"role": [{"text": "patient"}], "member": {"reference": "Patient/p"}},
                {"role": [{"text": "医生"}], "member": {"display": "Li"}},
                {"member": {"display": "Vera, RN"}},
                None,
            ],
        }
    )
    assert made.fields["roles"] == {
        "primary_care_physician": "to be assigned",
        "caregiver": "to be assigned",
        "maternity_care_coordinator_and_n": "to be assigned",
    }
    assert parts(made) == [
        ("CareTeam 1", "participant", "its role is missing or cannot be written"),
        ("CareTeam 1", "participant", "its role is missing or cannot be written"),
        ("CareTeam 1", "member", "who they are (4): names of people stay out of a plan"),
    ]


def test_a_team_without_names_has_none_to_leave_out() -> None:
    assert parts(drafted({"resourceType": "CareTeam", "participant": [{"role": {"text": "Peer"}}]})) == []


def test_a_team_without_roles_or_that_is_no_more_stays_behind() -> None:
    made = drafted(
        {"resourceType": "CareTeam", "participant": []},
        {"resourceType": "CareTeam", "status": "inactive", "participant": [{"role": {"text": "Peer"}}]},
    )
    assert lost(made) == [("CareTeam 1", 1, "it names no role"), ("CareTeam 2", 1, "the record says: inactive")]


def test_a_team_whose_status_is_no_word_is_taken_as_it_is() -> None:
    assert drafted({"resourceType": "CareTeam", "status": {}, "participant": [{"role": "Peer"}]}).fields["roles"]


@pytest.mark.parametrize(
    "resources",
    [
        [MEGHAN, {**MEGHAN, "id": "q"}],
        [MEGHAN, goal("x", subject={"reference": "Patient/q"})],
        [
            goal("x", subject={"reference": "Patient/p"}),
            {"resourceType": "Flag", "patient": {"reference": "Patient/q"}},
        ],
        [{"resourceType": "Patient", "birthDate": "1975-01-01"}, {"resourceType": "Patient"}],
    ],
)
def test_a_record_of_two_patients_is_refused(resources: list[dict[str, Any]]) -> None:
    with pytest.raises(Refused, match=r"the record is of 2 patients; a plan is for one\. Nothing was written"):
        drafted(*resources)


def test_one_patient_by_two_names_is_one_patient() -> None:
    uuid = "389bac6b-5b19-43c2-90a6-79afa9ba59e7"
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": f"urn:uuid:{uuid}", "resource": {"resourceType": "Patient", "id": "p"}},
            {"resource": goal("x", subject={"reference": f"urn:uuid:{uuid}"})},
            {"resource": goal("y", subject={"reference": "https://example.org/Patient/p/_history/1"})},
            {"resource": goal("z", subject={"reference": "Patient?identifier=1"})},
            {"resource": goal("w", subject={"reference": "#contained"})},
        ],
    }
    assert drafted(bundle).resources == 5


@pytest.mark.parametrize("data", [{}, {"a": 1}, 3, "text", None, True])
def test_what_is_no_fhir_is_refused_with_the_name_of_the_file(data: Any) -> None:
    with pytest.raises(Refused, match=r"^notes\.json: is not FHIR"):
        draft([("notes.json", data)], setting())


def test_whatever_stands_in_a_list_is_counted() -> None:
    made = drafted(None, 3, [], {"id": "x"}, {"resourceType": ["Goal"]}, {"resourceType": "<b>"})
    assert lost(made) == [("unknown", 6, "it has no resourceType, so nobody can tell what it is")]
    assert adds_up(made)


def test_bundles_in_bundles_are_read_in_their_order() -> None:
    inner = {"resourceType": "Bundle", "entry": [{"resource": goal("a")}, {"resource": goal("b")}]}
    outer = {"resourceType": "Bundle", "entry": [{"resource": inner}, {"resource": goal("c")}, None, {}]}
    made = drafted(outer)
    assert [each["text"] for each in made.fields["goals"]] == ["a", "b", "c"]
    assert lost(made) == [("unknown", 2, "it has no resourceType, so nobody can tell what it is")]


def test_a_resource_that_comes_twice_is_taken_once() -> None:
    twice = goal("Sleeps better.", id="g")
    made = draft([("a.json", twice), ("b.json", [twice, goal("No id."), goal("No id.")])], setting())
    assert [each["text"] for each in made.fields["goals"]] == ["Sleeps better.", "No id."]
    again = [(each.file, each.resource, each.count) for each in made.not_carried if each.part is None]
    assert again == [("b.json", "Goal", 2)]
    assert adds_up(made)


def test_one_id_for_resources_of_two_types_is_no_repetition() -> None:
    uuid = "389bac6b-5b19-43c2-90a6-79afa9ba59e7"
    made = drafted(goal("x", id="example"), condition({"text": "y"}, id="example"), condition({"text": "z"}, id=uuid))
    assert len(made.carried) == 3


def test_reasons_that_several_files_share_are_counted_together() -> None:
    made = draft(
        [("a.json", {"resourceType": "Encounter"}), ("b.json", {"resourceType": "Encounter", "id": "2"})], setting()
    )
    [encounters] = made.not_carried
    assert (encounters.file, encounters.resource, encounters.count) == (None, "Encounter", 2)


def test_a_file_named_after_somebody_is_printed_by_its_number() -> None:
    made = draft([("a.json", goal("x")), ("anderson-goals.json", MEGHAN)], setting())
    assert [each.file for each in made.carried] == ["a.json"]
    assert [each.file for each in made.not_carried if each.part is None] == ["file 2"]
