"""Condition: diagnoses by ICD-10-CM, needs by anything else."""

from datetime import date

import pytest

from tests.drafting.records import ICD, adds_up, carried, concept, condition, drafted, goal, lost, parts, remarks


def test_a_condition_with_an_icd_code_is_a_diagnosis_since_its_onset() -> None:
    made = drafted(condition(concept("F33.1", ICD, "Depression"), onsetDateTime="2018-06-02T10:00:00Z"))
    assert made.fields["diagnoses"] == [{"code": "F33.1", "text": "Depression", "from": date(2018, 6, 2)}]
    assert carried(made) == {"Condition 1": "diagnosis F33.1"}
    assert adds_up(made)


def test_nobody_decides_which_diagnosis_is_primary() -> None:
    [diagnosis] = drafted(condition(concept("F33.1", ICD))).fields["diagnoses"]
    assert "primary" not in diagnosis


def test_a_condition_with_a_snomed_code_alone_is_a_need_and_gets_no_invented_code() -> None:
    made = drafted(condition(concept("47505003", text="PTSD")))
    assert made.fields == {"needs": [{"id": "n1", "text": "PTSD"}]}
    assert parts(made) == [("Condition 1", "code", "no ICD-10-CM code: SNOMED CT 47505003; kept as need n1")]


def test_needs_are_counted_on_from_those_of_the_template() -> None:
    made = drafted(condition(concept("47505003", text="PTSD")), needs_before=2)
    assert made.fields["needs"] == [{"id": "n3", "text": "PTSD"}]


def test_an_icd_10_code_that_is_not_cm_is_not_taken_for_one() -> None:
    made = drafted(condition(concept("F32.1", "http://hl7.org/fhir/sid/icd-10", "Depression")))
    assert parts(made) == [("Condition 1", "code", "no ICD-10-CM code: ICD-10 (not CM) F32.1; kept as need n1")]


def test_a_code_of_a_system_that_nobody_knows_is_named_without_it() -> None:
    made = drafted(condition(concept("X1", "https://example.org", "Depression")))
    assert parts(made) == [("Condition 1", "code", "no ICD-10-CM code: another system X1; kept as need n1")]


def test_words_alone_are_a_need() -> None:
    made = drafted(condition({"text": "Low mood"}))
    assert parts(made) == [("Condition 1", "code", "no ICD-10-CM code: words only; kept as need n1")]


def test_a_code_that_is_not_written_like_one_is_not_printed() -> None:
    made = drafted(condition(concept("F33 1<script>", ICD, "Depression"), "active"))
    assert parts(made)[0][2] == "no ICD-10-CM code: ICD-10-CM a code that is not written like one; kept as need n1"


@pytest.mark.parametrize("written", ["R45851", "r45.851"])
def test_a_code_as_billing_files_write_it_gets_its_dot(written: str) -> None:
    [diagnosis] = drafted(condition(concept(written, ICD))).fields["diagnoses"]
    assert diagnosis["code"] == "R45.851"


def test_a_condition_that_has_ended_stays_behind() -> None:
    made = drafted(
        condition(concept("F33.1", ICD), concept("resolved")),
        condition(concept("F41.1", ICD), None, abatementDateTime="2020-01-01"),
    )
    assert lost(made) == [
        ("Condition 1", 1, "no longer active in the record"),
        ("Condition 2", 1, "it has an end in the record"),
    ]
    assert made.fields == {}


@pytest.mark.parametrize("status", ["active", "recurrence", "relapse"])
def test_a_condition_that_came_back_is_live(status: str) -> None:
    assert drafted(condition(concept("F33.1", ICD), concept(status))).fields["diagnoses"]


def test_a_condition_without_a_status_is_carried_and_says_so() -> None:
    made = drafted(condition(concept("F33.1", ICD), None, verificationStatus="provisional"))
    assert remarks(made) == ["the record does not say whether it is active; provisional in the record"]


def test_a_refuted_condition_stays_behind() -> None:
    made = drafted(condition(concept("F33.1", ICD), verificationStatus=concept("refuted")))
    assert lost(made) == [("Condition 1", 1, "the record says: refuted")]


def test_the_same_code_twice_is_one_diagnosis() -> None:
    made = drafted(condition(concept("F33.1", ICD)), condition(concept("F33.1", ICD), "relapse"))
    assert len(made.fields["diagnoses"]) == 1
    assert carried(made) == {"Condition 1": "diagnosis F33.1", "Condition 2": "diagnosis F33.1"}


def test_a_second_icd_code_of_one_condition_is_named() -> None:
    code = {"coding": [*concept("F33.1", ICD)["coding"], *concept("F33.9", ICD)["coding"]], "text": "Depression"}
    assert parts(drafted(condition(code))) == [("Condition 1", "F33.9", "a second ICD-10-CM code beside F33.1")]


def test_a_code_picked_for_something_else_is_shown_beside_the_words() -> None:
    made = drafted(condition(concept("G89.21", ICD, "Traumatic Brain Injury", "Chronic pain due to trauma")))
    assert remarks(made) == ['G89.21 means "Chronic pain due to trauma": compare']


@pytest.mark.parametrize("code", ["R45.851", "T14.91XA"])
def test_suicidal_thoughts_and_attempts_are_asked_about_anew(code: str) -> None:
    assert remarks(drafted(condition(concept(code, ICD)))) == ["assess the risk anew, first of all"]


def test_a_code_that_means_what_the_words_say_needs_no_remark() -> None:
    assert remarks(drafted(condition(concept("M54.5", ICD, "Chronic low back pain", "Low back pain")))) == []


def test_a_condition_without_words_or_code_stays_behind() -> None:
    assert lost(drafted(condition({}))) == [("Condition 1", 1, "no ICD-10-CM code, and it has no text")]


def test_a_text_that_names_the_patient_is_left_out() -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"given": ["Meghan"]}]}
    made = drafted(
        patient,
        condition(concept("F33.1", ICD, "Depression of meghan")),
        condition({"text": "Meghan's low mood"}),
    )
    assert made.fields["diagnoses"] == [{"code": "F33.1"}]
    assert ("Condition 1", "text", "its text names a person, left out") in parts(made)
    assert ("Condition 2", 1, "no ICD-10-CM code, and its text names a person, left out") in lost(made)


def test_a_page_of_notes_is_no_need() -> None:
    made = drafted(condition({"text": "x" * 2001}))
    assert lost(made) == [("Condition 1", 1, "no ICD-10-CM code, and its text is longer than 2000 characters")]


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"onsetPeriod": {"start": "2019-01-02"}}, date(2019, 1, 2)),
        ({"recordedDate": "2019-01-03"}, date(2019, 1, 3)),
        ({"assertedDate": "2019-01-04"}, date(2019, 1, 4)),
        ({"onsetDateTime": "2019", "recordedDate": "2019-02"}, None),
        ({"onsetDateTime": "2019-02-30"}, None),
    ],
)
def test_a_diagnosis_counts_from_its_onset_else_from_when_it_was_written_down(
    fields: dict[str, object], since: date | None
) -> None:
    [diagnosis] = drafted(condition(concept("F33.1", ICD), **fields)).fields["diagnoses"]
    assert diagnosis.get("from") == since


def test_fields_that_nobody_reads_are_counted_by_name() -> None:
    made = drafted(
        condition(concept("F33.1", ICD), severity=concept("1")),
        condition(concept("F41.1", ICD), severity=concept("2"), **{"<b>": 1}),
    )
    unread = [(each.part, each.count) for each in made.not_carried if each.file is None]
    assert unread == [("severity", 2), ("a field without a proper name", 1)]


def test_a_goal_about_a_diagnosis_makes_it_a_need_too() -> None:
    made = drafted(
        condition(concept("F33.1", ICD, "Depression"), id="c"),
        goal("Mood lifts.", addresses=[{"reference": "Condition/c"}]),
        goal("Works again.", addresses=[{"reference": "https://example.org/fhir/Condition/c/_history/2"}]),
    )
    assert made.fields["needs"] == [{"id": "n1", "text": "Depression"}]
    assert [each["needs"] for each in made.fields["goals"]] == [["n1"], ["n1"]]
    assert carried(made)["Condition 1"] == "diagnosis F33.1, need n1"
