"""CarePlan and the types that a plan has no place for."""

import pytest

from tests.drafting.records import drafted, lost


def test_what_another_plan_promised_is_named_for_the_catalogue() -> None:
    made = drafted(
        {
            "resourceType": "CarePlan",
            "status": "active",
            "activity": [
                {"detail": {"code": {"text": "Coping support"}}},
                {"detail": {"description": "Group psychotherapy"}},
                {"detail": {"code": {"text": "Coping support"}}},
                {"detail": {"description": "Walks with Chris"}},
                {"reference": {"reference": "Task/1"}},
            ],
        },
        {"resourceType": "CarePlan", "status": "completed", "activity": [{"detail": {"description": "Rest"}}]},
        {"resourceType": "CarePlan"},
        {"resourceType": "Patient", "name": [{"given": ["Chris"]}]},
    )
    choose = "services to choose from the catalogue"
    promised = "Coping support, Group psychotherapy, an activity that names a person"
    assert lost(made)[:3] == [
        ("CarePlan 1", 1, f"a plan of another record; {choose}: {promised}"),
        ("CarePlan 2", 1, f"completed in the record; {choose}: Rest"),
        ("CarePlan 3", 1, "a plan of another record, without activities"),
    ]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("Encounter", "visits of another record; attendance is recorded here session by session"),
        ("Flag", "a warning of another record: read it there, and assess anew"),
        ("Basic", "a plan has no place for it"),
    ],
)
def test_every_other_type_has_its_reason(kind: str, why: str) -> None:
    assert lost(drafted({"resourceType": kind}, {"resourceType": kind, "id": "2"})) == [(kind, 2, why)]
