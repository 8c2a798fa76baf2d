"""What `export fhir` writes, judged by others; and what comes back of it."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, reject, settings
from pydantic import ValidationError

from iopctl import library
from iopctl.commands.charts import load_charts
from iopctl.export.fhir import bundle_of, plan_in
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.plan import Plan
from iopctl.testing import chart_of
from tests.conftest import AS_OF, DEMO
from tests.export.fhir.judges import faults
from tests.store.generated import tables

CHARTS = {chart.patient: chart for chart in load_charts(DEMO).census.charts}
PROGRAM = next(iter(CHARTS.values())).program


def again(chart: Chart, bundle: dict[str, Any]) -> Chart:
    """The chart as somebody has it who got the bundle and the weeks of the program."""
    fields, forms = plan_in(bundle)
    assessments = tuple(
        Assessment.read({key: value for key, value in form.fields.items() if value is not None}, "") for form in forms
    )
    return Chart(chart.program, Plan.read(fields, ""), chart.bookings, assessments, instruments=chart.instruments)


def plan_or_next(fields: dict[str, Any]) -> Plan:
    """The plan; what the model refuses is no example."""
    try:
        return Plan.read(fields, "plan.toml")
    except ValidationError:
        reject()


@pytest.mark.parametrize("patient", sorted(CHARTS))
def test_nobody_finds_fault_with_a_demo_chart(patient: str) -> None:
    assert faults(bundle_of(CHARTS[patient], AS_OF).bundle) == []


@pytest.mark.parametrize("patient", sorted(CHARTS))
def test_a_demo_chart_goes_out_comes_back_and_goes_out_the_same(patient: str) -> None:
    first = bundle_of(CHARTS[patient], AS_OF).bundle
    back = again(CHARTS[patient], first)
    # What was done about an alert stays behind, so alerts are looked at without it.
    bare = [each.altered(action=None) for each in CHARTS[patient].assessments]
    here = Chart(PROGRAM, CHARTS[patient].plan, CHARTS[patient].bookings, tuple(bare), instruments=back.instruments)
    assert bundle_of(back, AS_OF).bundle == bundle_of(here, AS_OF).bundle


@settings(max_examples=200)
@given(tables(Plan))
def test_any_plan_goes_out_without_fault_and_comes_back_the_same(fields: dict[str, Any]) -> None:
    chart = Chart(PROGRAM, plan_or_next(fields), instruments=library.instruments())
    first = bundle_of(chart, AS_OF)
    assert faults(first.bundle) == []
    assert bundle_of(again(chart, first.bundle), AS_OF).bundle == first.bundle


def test_what_every_demo_plan_carries_is_all_but_these() -> None:
    lost = {loss.where for chart in CHARTS.values() for loss in bundle_of(chart, AS_OF).losses}
    assert lost == {
        "authorizations", "birthdays", "certifications", "commitments", "evaluations.cosigned", "goals.objectives.by",
        "needs.deferred", "pattern", "pattern_changes", "population_change", "revisions", "signatures", "waivers",
    }  # fmt: skip


def test_a_loss_says_where_how_often_and_why() -> None:
    [*_, last] = bundle_of(CHARTS["pt-0001"], AS_OF).losses
    assert (last.where, last.count, last.why) == (
        "authorizations",
        1,
        "what a payer agreed to travels in the payer's own formats",
    )


def test_a_blank_text_and_odd_spaces_are_named_as_lost() -> None:
    chart = chart_of(
        """
        [program]
        [plan]
        preferences = ["mornings\u00a0only", "  "]
        [[plan.needs]]
        id = "n1"
        text = "Low mood."
        """
    )
    exported = bundle_of(chart, AS_OF)
    assert [(each.where, each.count) for each in exported.losses] == [("preferences", 1)]
    assert plan_in(exported.bundle)[0]["preferences"] == ["mornings only"]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("Patient", lambda each: each.update(gender=7)),
        ("Patient", lambda each: each.pop("identifier")),
        ("Goal", lambda each: each.pop("lifecycleStatus")),
        ("CarePlan", lambda each: each.update(category=[])),
        ("CarePlan", lambda each: each["subject"].update(reference="Patient/nobody")),
        ("Encounter", lambda each: each.pop("type")),
    ],
)
def test_the_judges_see_a_fault(kind: str, fault: Any) -> None:
    bundle = copy.deepcopy(bundle_of(CHARTS["pt-0001"], AS_OF).bundle)
    fault(next(each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind))
    assert faults(bundle) != []


def test_no_name_no_birth_date_and_no_free_text_of_identity_leaves() -> None:
    """pt-0001 is in the bundle by the code alone."""
    [patient] = [
        each["resource"]
        for each in bundle_of(CHARTS["pt-0001"], date(2026, 11, 23)).bundle["entry"]
        if each["resource"]["resourceType"] == "Patient"
    ]
    assert patient["name"] == [
        {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]}
    ]
    assert "birthDate" not in patient
