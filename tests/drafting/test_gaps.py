"""What a plan leaves to a person, and what its signatures are worth."""

import pytest

from iopctl.drafting.gaps import gaps
from iopctl.drafting.signing import lost, states
from iopctl.model.chart import Chart
from iopctl.model.digest import content_digest
from iopctl.model.plan import Plan
from tests.conftest import build_chart


def listed(plan: Plan, *stock: str) -> list[str]:
    return [f"{gap.section}: {gap.text}" for gap in gaps(plan, stock)]


def test_an_empty_plan_leaves_everything(chart: Chart) -> None:
    """[plan]"""
    assert listed(chart.plan) == [
        "plan: track",
        "plan: population",
        "plan: age_at_admission",
        "plan: admitted_at",
        "plan: planned_discharge_on",
        "plan: primary_therapist",
        "plan: treating_physician",
        "plan: strengths",
        "plan: preferences",
        "plan: supports",
        "necessity: why_not_lower",
        "necessity: why_not_higher",
        "evaluations: what the plan rests on",
        "diagnoses: an ICD-10-CM code",
        "needs: what the assessment found",
        "goals: what the patient wants to reach",
        "services: the dose promised",
        "pattern: the standing week",
        "safety_plan: the day it was written",
        "relapse_prevention: warning_signs",
        "relapse_prevention: coping",
        "relapse_prevention: contacts",
        "relapse_prevention: on",
        "discharge_criteria: what must be seen before step-down",
        "signatures: nobody has signed revision 1 as it stands",
    ]


COMPLETE = """
[plan]
track = "morning"
population = "adult"
age_at_admission = 0
admitted_at = 2026-09-07
planned_discharge_on = 2026-11-27
primary_therapist = "t01"
treating_physician = "md1"
strengths = ["a"]
preferences = ["b"]
supports = ["sister"]
necessity = { why_not_lower = "x", why_not_higher = "y" }
evaluations = [{ id = "e1", kind = "initial" }]
diagnoses = [{ code = "F33.1", primary = true }, { code = "F41.1" }]
safety_plan = { on = 2026-09-07 }
relapse_prevention = { warning_signs = ["a"], coping = ["b"], contacts = ["988"], on = 2026-09-07 }
discharge_criteria = [{ id = "d1", text = "x" }]
needs = [
  { id = "n1", text = "Low mood." },
  { id = "n2", text = "Sleep.", deferred = { on = 2026-09-07, by = "t01", reason = "x" } },
]
services = [{ service = "group", per_week = 3, minutes = 60, until = 2026-11-27, by = "t01", objectives = ["g1.o1"] }]
pattern = { slots = [] }

[[plan.goals]]
id = "g1"
needs = ["n1"]
text = "Mood lifts."
own_words = "I want to laugh."
objectives = [
  { id = "g1.o1", text = "PHQ-9.", due_on = 2026-11-20, measure = { instrument = "phq9", baseline = 0, target = 0 } },
]
"""


def test_a_complete_plan_leaves_only_the_signatures() -> None:
    assert listed(build_chart(COMPLETE).plan) == ["signatures: nobody has signed revision 1 as it stands"]


def test_a_signed_complete_plan_leaves_nothing() -> None:
    plan = build_chart(COMPLETE).plan
    words = f'role = "patient", by = "pt-0001", revision = 1, on = 2026-09-07, digest = "{content_digest(plan)}"'
    signed = COMPLETE.replace("[plan]", f"[plan]\nsignatures = [{{ {words} }}]")
    assert listed(build_chart(signed).plan) == []


@pytest.mark.parametrize(
    ("was", "now", "left"),
    [
        ("primary = true", "primary = false", "diagnoses: which one is primary"),
        ('needs = ["n1"]', "needs = []", "needs: a goal, or deferred with a reason (n1)"),
        ('needs = ["n1"]', "needs = []", "goals: the needs they meet (g1)"),
        ('own_words = "I want to laugh."', "", "goals: own_words (g1)"),
        ('id = "g1.o1", text', 'id = "g1.o1", status = "met", text', "goals: an objective (g1)"),
        (", due_on = 2026-11-20", "", "objectives: due_on (g1.o1)"),
        ("baseline = 0, ", "", "objectives: baseline (g1.o1)"),
        (", target = 0", "", "objectives: target (g1.o1)"),
        ('instrument = "phq9", ', "", "objectives: what is measured (g1.o1)"),
        ("per_week = 3, ", "", "services: per_week (group)"),
        ("minutes = 60, ", "", "services: minutes (group)"),
        ("until = 2026-11-27, ", "", "services: weeks (group)"),
        ('by = "t01", objectives', "objectives", "services: by (group)"),
        (', objectives = ["g1.o1"] }]', " }]", "services: the objectives they serve (group)"),
        ('why_not_lower = "x"', 'why_not_lower = ""', "necessity: why_not_lower"),
    ],
)
def test_each_thing_that_is_taken_out_is_left_open(was: str, now: str, left: str) -> None:
    assert was in COMPLETE
    assert left in listed(build_chart(COMPLETE.replace(was, now)).plan)


def test_an_objective_without_a_measure_lacks_all_three_parts() -> None:
    plan = build_chart(COMPLETE.replace(', measure = { instrument = "phq9", baseline = 0, target = 0 }', "")).plan
    assert listed(plan)[:3] == [
        "objectives: what is measured (g1.o1)",
        "objectives: baseline (g1.o1)",
        "objectives: target (g1.o1)",
    ]


def test_words_of_a_template_are_left_to_be_rewritten() -> None:
    assert listed(build_chart(COMPLETE).plan, "Low mood.", "Mood lifts.", "PHQ-9.")[:3] == [
        "needs: still in the words of the template (n1)",
        "goals: still in the words of the template (g1)",
        "objectives: still in the words of the template (g1.o1)",
    ]


def test_a_goal_that_is_met_leaves_nothing_but_a_goal() -> None:
    plan = build_chart(COMPLETE.replace('text = "Mood lifts."', 'text = "Mood lifts."\nstatus = "met"')).plan
    assert listed(plan)[:2] == [
        "needs: a goal, or deferred with a reason (n1)",
        "goals: what the patient wants to reach",
    ]


SIGNED = """
[plan]
revision = 2
track = "morning"
[[plan.signatures]]
role = "patient"
by = "pt-0001"
revision = 2
on = 2026-09-07
digest = "DIGEST"
[[plan.signatures]]
role = "therapist"
by = "t01"
revision = 1
on = 2026-09-07
digest = "DIGEST"
[[plan.signatures]]
role = "physician"
by = "md1"
revision = 2
on = 2026-09-07
[[plan.signatures]]
role = "guardian"
by = "mother"
revision = 2
attempted_on = 2026-09-07
reason = "declined"
"""


def signed_plan(text: str = SIGNED) -> Plan:
    return build_chart(text.replace("DIGEST", content_digest(build_chart(SIGNED).plan))).plan


def test_a_signature_counts_for_its_revision_and_its_words_alone() -> None:
    assert [state for _, state in states(signed_plan())] == ["ok", "stale", "stale", "attempted"]


def test_a_change_of_clinical_content_loses_the_signatures_that_counted() -> None:
    changed = signed_plan(SIGNED.replace('"morning"', '"evening"'))
    assert [signature.role for signature in lost(signed_plan(), changed)] == ["patient"]


def test_a_change_of_a_payers_paper_loses_none() -> None:
    assert (
        lost(signed_plan(), signed_plan(SIGNED.replace("revision = 2\n", 'revision = 2\nstatus = "active"\n', 1))) == []
    )
