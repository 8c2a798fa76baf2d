"""Observation and QuestionnaireResponse of known questionnaires."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from iopctl import library
from iopctl.drafting.fhir import draft
from tests.drafting.records import (
    LOINC,
    adds_up,
    carried,
    concept,
    drafted,
    lost,
    observation,
    parts,
    phq9_items,
    remarks,
    response,
    setting,
)

TOTAL, PANEL = "44261-6", "44249-1"


def form_of(*resources: Any) -> dict[str, Any]:
    """The fields of the only form of a draft, without where it came from."""
    [form] = drafted(*resources).forms
    assert form.fields.pop("source") == "carried from a FHIR record"
    return form.fields


def test_a_total_alone_is_kept_with_its_band_and_without_answers() -> None:
    assert form_of(observation(TOTAL, valueQuantity={"value": 18})) == {
        "instrument": "phq9",
        "given_at": date(2026, 11, 20),
        "answers": None,
        "total": 18,
        "band": "moderately_severe",
    }


def test_a_total_alone_says_so() -> None:
    made = drafted(observation(TOTAL, valueInteger=8))
    assert remarks(made) == ["a total without answers"]
    assert carried(made) == {"Observation 1": "assessment phq9 of 2026-11-20"}


def test_items_give_answers_and_a_recomputed_total() -> None:
    form = form_of(*phq9_items(2, 2, 1, 2, 1, 2, 1, 1, 0))
    assert (form["answers"], form["total"], form["band"]) == ([2, 2, 1, 2, 1, 2, 1, 1, 0], 12, "moderate")


def test_a_stated_total_that_disagrees_stands_and_is_reported() -> None:
    made = drafted(*phq9_items(2, 2, 1, 2, 1, 2, 1, 1, 0), observation(TOTAL, valueString="14"))
    assert made.forms[0].fields["total"] == 14
    assert remarks(made) == ["the record states a total of 14, the answers add up to 12"]


def test_a_total_that_no_form_can_have_is_left_out() -> None:
    made = drafted(*phq9_items(2, 2, 1, 2, 1, 2, 1, 1, 0), observation(TOTAL, valueInteger=28))
    assert made.forms[0].fields["total"] == 12
    assert remarks(made) == ["a stated total outside 0 to 27 was left out"]


@pytest.mark.parametrize("value", [28, -1, 12.5])
def test_a_total_alone_that_no_form_can_have_stays_behind(value: float) -> None:
    made = drafted(observation(TOTAL, valueQuantity={"value": value}))
    assert lost(made) == [("Observation 1", 1, "PHQ-9: the total is outside 0 to 27")]


def test_a_total_without_a_number_stays_behind() -> None:
    made = drafted(observation(TOTAL, valueString="high"), observation(TOTAL, valueString="9" * 12))
    assert lost(made) == [("Observation", 2, "PHQ-9: neither answers nor a total")]


def test_two_totals_of_one_moment_keep_the_first() -> None:
    made = drafted(observation(TOTAL, valueInteger=8), observation(TOTAL, valueInteger=9))
    assert made.forms[0].fields["total"] == 8
    assert remarks(made) == ["a total without answers; the record states another total as well"]


def test_an_answer_about_self_harm_raises_its_alert() -> None:
    assert remarks(drafted(*phq9_items(0, 0, 0, 0, 0, 0, 0, 0, 1))) == ["raises the alert self_harm_thoughts"]


def test_answers_are_read_by_code_by_word_and_by_number() -> None:
    values: list[dict[str, Any]] = [
        {"valueCodeableConcept": concept("LA6571-9", LOINC)},
        {"valueCodeableConcept": {"text": "Several days"}},
        {"valueCoding": {"code": "LA6570-1"}},
        {"valueCoding": {"display": "NOT AT ALL"}},
        {"valueString": "2"},
        {"valueString": "Nearly every day"},
        {"valueQuantity": {"value": 1, "code": "{score}"}},
        {"valueDecimal": 2.0},
        {"valueInteger": 0},
    ]
    items = [{**item, **value} for item, value in zip(phq9_items(*[0] * 9), values, strict=True)]
    for item, value in zip(items, values, strict=True):
        if "valueInteger" not in value:
            del item["valueInteger"]
    assert form_of(*items)["answers"] == [3, 1, 2, 0, 2, 3, 1, 2, 0]


def test_a_panel_holds_its_components() -> None:
    components = [{"code": item["code"], "valueInteger": item["valueInteger"]} for item in phq9_items(*[1] * 9)]
    form = form_of(observation(PANEL, component=components, valueInteger=9))
    assert (form["answers"], form["total"]) == ([1] * 9, 9)


def test_members_are_dated_by_their_panel() -> None:
    """Items without a date of their own, one of them of another hour: one form, at the panel's moment."""
    items = [{**item, "id": f"i{n}"} for n, item in enumerate(phq9_items(*[1] * 9, on=None))]
    items[3]["effectiveDateTime"] = "2026-11-20T18:00:00Z"
    members = [{"reference": f"Observation/{item['id']}"} for item in items]
    panel = observation(PANEL, "2026-11-20T10:00:00Z", hasMember=[*members, {"reference": "Observation/gone"}])
    form = form_of(*items, panel)
    assert form["answers"] == [1] * 9
    assert form["given_at"] == datetime.fromisoformat("2026-11-20T05:00:00-05:00")


def test_what_was_derived_from_a_response_is_the_same_form() -> None:
    answers = dict.fromkeys((item["code"]["coding"][0]["code"] for item in phq9_items(*[1] * 9)), 1)
    total = observation(TOTAL, "2026-11-20T10:00:07Z", valueInteger=9, derivedFrom=[{"reference": "x"}])
    total["derivedFrom"].append({"reference": "QuestionnaireResponse/r"})
    made = drafted(response(answers, id="r"), total)
    assert len(made.forms) == 1
    assert carried(made) == {
        "Observation 1": "assessment phq9 of 2026-11-20",
        "QuestionnaireResponse 1": "assessment phq9 of 2026-11-20",
    }


def test_a_response_without_codes_is_read_by_the_wording_of_its_items() -> None:
    """GAD-7 by its wording, one level down, one item left blank."""
    wording = [
        "Feeling nervous, anxious, or on edge?",
        "Not being able to stop or control worrying",
        "Worrying too much about different things",
        "Trouble relaxing",
        "Being so restless that it's hard to sit still",
        "Becoming easily annoyed or irritable",
    ]
    items = [{"linkId": f"q{n}", "text": text, "answer": [{"valueInteger": 2}]} for n, text in enumerate(wording)]
    items[4]["text"] = "Being so restless that it is hard to sit still"
    resource = {**response({}), "item": [{"linkId": "group", "item": items}]}
    form = form_of(resource)
    assert form["answers"] == [2, 2, 2, 2, 2, 2, "skip"]
    assert form["total"] == 14


def test_questions_of_another_form_in_a_response_are_counted() -> None:
    answers = dict.fromkeys((item["code"]["coding"][0]["code"] for item in phq9_items(*[1] * 9)), 1)
    made = drafted(response({**answers, "69722-7": 1}))
    assert parts(made) == [("QuestionnaireResponse 1", "item", "the answers to 1 of its questions are not of PHQ-9")]


def test_one_response_can_hold_two_forms_of_which_one_stays_behind() -> None:
    answers = dict.fromkeys((item["code"]["coding"][0]["code"] for item in phq9_items(*[1] * 9)), 1)
    made = drafted(response({**answers, "69725-0": 7}))
    assert [form.instrument for form in made.forms] == ["phq9"]
    assert ("QuestionnaireResponse 1", "some of it", "GAD-7: the answer to item 1 is none of the form's") in parts(made)
    assert adds_up(made)


def test_an_answer_that_is_none_of_the_form_leaves_all_answers_out() -> None:
    items = phq9_items(1, 7, 1, 1, 1, 1, 1, 1, 1)
    assert lost(drafted(*items)) == [("Observation", 9, "PHQ-9: the answer to item 2 is none of the form's")]
    made = drafted(*items, observation(TOTAL, valueInteger=15))
    assert made.forms[0].fields["answers"] is None
    assert remarks(made) == ["the answers are left out: the answer to item 2 is none of the form's"]


def test_an_item_answered_twice_differently_leaves_all_answers_out() -> None:
    made = drafted(*phq9_items(*[1] * 9), *phq9_items(2), observation(TOTAL, valueInteger=9))
    assert remarks(made) == ["the answers are left out: item 1 has two different answers"]


def test_an_item_answered_twice_alike_is_one_answer() -> None:
    assert form_of(*phq9_items(*[1] * 9), *phq9_items(1))["total"] == 9


def test_an_item_without_a_value_was_left_blank() -> None:
    items = phq9_items(*[1] * 9)
    items[2] = {key: value for key, value in items[2].items() if key != "valueInteger"}
    assert form_of(*items)["answers"][2] == "skip"


def test_two_items_alone_are_a_shorter_form() -> None:
    made = drafted(*phq9_items(1, 1))
    assert lost(made) == [("Observation", 2, "PHQ-9: 2 of 9 items alone are not the form")]


def test_a_named_form_with_few_answers_is_incomplete() -> None:
    made = drafted(*phq9_items(1, 1), observation(PANEL))
    assert made.forms[0].fields["total"] is None
    assert made.forms[0].fields["band"] is None
    assert remarks(made) == ["raises the alert safety_item_unanswered; incomplete: no total"]


def test_a_lone_answer_about_self_harm_is_never_passed_over() -> None:
    made = drafted(observation("44260-8", valueInteger=2))
    assert remarks(made) == ["raises the alert self_harm_thoughts; incomplete: no total"]


@pytest.mark.parametrize("on", [None, "2026", "2026-11", "2026-02-30", "soon", 20261120])
def test_a_form_without_a_day_stays_behind(on: Any) -> None:
    made = drafted(observation(TOTAL, on, valueInteger=9))
    assert lost(made) == [("Observation 1", 1, "it has no full date on which it was given")]


@pytest.mark.parametrize(
    ("stated", "given_at"),
    [
        ({"issued": "2026-11-20T02:00:00Z"}, datetime.fromisoformat("2026-11-19T21:00:00-05:00")),
        ({"effectiveInstant": "2026-07-20T12:00:00.5Z"}, datetime.fromisoformat("2026-07-20T08:00:00-04:00")),
        ({"effectivePeriod": {"start": "2026-11-20"}}, date(2026, 11, 20)),
        ({"effectiveDateTime": "2026-11-20T10:00:00"}, date(2026, 11, 20)),
        ({"effectiveDateTime": "2026-11-20T99:00:00Z"}, date(2026, 11, 20)),
    ],
)
def test_a_form_is_dated_in_the_time_zone_of_the_program(stated: dict[str, Any], given_at: date) -> None:
    assert form_of(observation(TOTAL, None, valueInteger=9, **stated))["given_at"] == given_at


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "2200-01-01"])
def test_a_moment_beyond_the_years_of_a_file_stays_behind(at: str) -> None:
    made = drafted(observation(TOTAL, at, valueInteger=9))
    assert lost(made) == [("Observation 1", 1, "it has no full date on which it was given")]


def test_two_forms_on_one_day_are_two_forms_oldest_first() -> None:
    made = drafted(
        observation(TOTAL, "2026-11-20T15:00:00Z", valueInteger=9),
        observation(TOTAL, "2026-11-20T14:00:00Z", valueInteger=8),
    )
    assert [form.fields["total"] for form in made.forms] == [8, 9]


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "stopped"])
def test_what_the_record_takes_back_stays_behind(status: str) -> None:
    made = drafted(observation(TOTAL, valueInteger=9, status=status))
    assert lost(made) == [("Observation 1", 1, f"the record says: {status}")]


def test_other_surveys_are_named_by_their_code_and_measurements_by_their_category() -> None:
    made = drafted(
        {"resourceType": "Observation", "code": concept("38221-8", LOINC, "Wong-Baker FACES")},
        {"resourceType": "Observation", "code": concept("38221-8", LOINC, "Wong-Baker FACES"), "id": "2"},
        {"resourceType": "Observation", "code": {"text": "z" * 90}},
        {"resourceType": "Observation", "code": {}},
        observation("8480-6", category=[concept("vital-signs")]),
        response({"1": 1}),
    )
    unknown = "no questionnaire of that code is known here"
    assert lost(made) == [
        ("Observation", 2, f"Wong-Baker FACES: {unknown}"),
        ("Observation 3", 1, f"{'z' * 80}...: {unknown}"),
        ("Observation 4", 1, f"without a name: {unknown}"),
        ("Observation 5", 1, "vital-signs: a measurement of another record"),
        ("QuestionnaireResponse 1", 1, "a questionnaire that is not known here"),
    ]


def test_a_questionnaire_without_loinc_codes_is_known_by_its_wording() -> None:
    phq9 = library.instrument("phq9")
    bare = phq9.model_copy(update={"loinc": None})
    items = [{"text": text, "answer": [{"valueInteger": 1}]} for text in phq9.items]
    named = observation("", valueInteger=9)
    known = replace(setting(), instruments={"phq9": bare})
    made = draft([("a.json", [{**response({}), "item": items}, named])], known)
    assert [form.fields["total"] for form in made.forms] == [9]
    assert len(made.carried) == 1
