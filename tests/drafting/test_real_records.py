"""Records that other projects wrote (tests/data/fhir/ORIGIN.md)."""

from datetime import date

from tests.drafting.records import FHIR, adds_up, carried, from_files, lost, parts, remarks

ADMITTED = date(2026, 11, 23)
MEGHAN = ("demographic", "concerns", "problems", "goals", "surveys", "teams")


def test_nineteen_of_meghans_twenty_two_resources_are_carried() -> None:
    made = from_files("meghan", *MEGHAN, admitted_on=ADMITTED)
    assert (len(made.carried), made.resources) == (19, 22)
    assert adds_up(made)
    assert [each["code"] for each in made.fields["diagnoses"]] == ["R45.851", "M54.5", "G89.21"]
    assert [each["text"] for each in made.fields["needs"]] == [
        "Overweight",
        "PTSD - Posttraumatic stress disorder",
        "Partial seizure (disorder)",
        "Recurrent major depressive episodes, mild (disorder)",
    ]
    assert made.fields["supports"] == ["husband"]
    assert made.fields["age_at_admission"] == 51
    assert list(made.fields["roles"]) == [
        "primary_care_physician",
        "maternity_care_coordinator_mcc",
        "psychotherapist",
    ]


def test_three_of_meghans_goals_are_in_her_own_words_and_two_are_a_doctors() -> None:
    goals = from_files("meghan", *MEGHAN).fields["goals"]
    assert [each["own_words"] is not None for each in goals] == [True, True, True, False, False]
    assert [each["needs"] for each in goals] == [None, None, None, ["n1"], ["n1"]]


def test_a_reference_with_a_typing_error_dangles_and_is_named() -> None:
    made = from_files("meghan", *MEGHAN)
    assert ("Goal 5", "addresses", "it names a resource that is not in the files") in parts(made)


def test_meghans_two_phq_9_totals_are_forms_dated_by_when_they_were_issued() -> None:
    made = from_files("meghan", *MEGHAN)
    assert [(form.given_on, form.fields["total"], form.fields["band"]) for form in made.forms] == [
        (date(2019, 8, 20), 8, "mild"),
        (date(2019, 10, 6), 18, "moderately_severe"),
    ]


def test_nothing_of_meghans_identity_is_in_the_draft() -> None:
    text = repr(from_files("meghan", *MEGHAN, admitted_on=ADMITTED))
    for word in ("Meghan", "meghan", "Anderson", "Chris", "Breen", "555-555", "woohoo", "Francis", "Vera", "1975"):
        assert word not in text


def test_a_synthetic_record_with_dangling_references_is_accounted_for() -> None:
    made = from_files("synthea", "record", admitted_on=ADMITTED)
    assert (len(made.carried), made.resources) == (14, 27)
    assert adds_up(made)
    assert ("Encounter", 3, "visits of another record; attendance is recorded here session by session") in lost(made)
    assert ("Condition", 4, "no longer active in the record") in lost(made)
    trauma = next(why for resource, _, why in lost(made) if resource == "CarePlan 4")
    assert "Coping Support Management, Trauma Therapy, Psychiatric Follow-up, Suicide Risk Assessment" in trauma
    assert len(made.fields["needs"]) == 8
    assert [each["id"] for each in made.fields["goals"]] == ["g1", "g2", "g3", "g4", "g5"]


def test_panel_items_total_and_response_of_one_phq_9_are_one_form() -> None:
    made = from_files("us-core", *sorted(path.stem for path in (FHIR / "us-core").glob("*.json")))
    [form] = made.forms
    assert form.fields["answers"] == [2, 2, 2, 2, 1, 1, 2, 0, 0]
    assert form.fields["total"] == 12
    assert list(carried(made).values()).count("assessment phq9 of 2022-11-29") == 2
    assert [each.to for each in made.carried].count("assessment phq9 of 2022-11-29") == 5
    assert remarks(made) == ["g1.o1 was due on 2016-04-05: set a new date"]
    assert adds_up(made)
