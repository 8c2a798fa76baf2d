"""Family PL: what a plan has to say. Signatures are in test_pl104, services in test_pl_services."""

from collections.abc import Mapping

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import pl101_plan_field_missing as pl101
from iopctl.rules import pl202_goal_without_objective as pl202
from iopctl.rules import pl203_objective_not_measurable as pl203
from iopctl.rules import pl205_target_date_problem as pl205
from iopctl.rules import pl209_discharge_criteria_missing as pl209
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_type_amount_frequency_duration_diagnosis_and_goals_are_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    diagnoses = [{ code = "F33.1" }]
    goals = [{ id = "g1", text = "Keep a full working week." }]
    services = [{ service = "group", per_week = 3, minutes = 180, weeks = 12 }]
    """
    assert messages(pl101.check(chart, packs["medicare"], AS_OF)) == []


def test_every_missing_place_is_named(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    goals = [{ id = "g1", text = "Keep a full working week." }]
    services = [
      { service = "group", per_week = 3 },
      { service = "individual", minutes = 50, weeks = 12 },
    ]
    """
    findings = list(pl101.check(chart, packs["medicare"], AS_OF))
    assert messages(findings) == [
        "diagnoses is missing",
        "services.0.minutes is missing",
        "services.1.per_week is missing",
        "services.0.weeks is missing",
    ]
    assert findings[1].next == "write minutes"
    assert findings[1].place == chart.plan.at("services", 0, "minutes")
    assert {finding.severity for finding in findings} == {"warning"}


def test_an_empty_plan_lacks_what_the_licence_lists(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    supports = ["sister"]
    communication_plan = "  "
    """
    assert messages(pl101.check(chart, packs["va-dbhds"], AS_OF)) == [
        "needs is missing",
        "strengths is missing",
        "preferences is missing",
        "goals is missing",
        "services is missing",
        "roles is missing",
        "communication_plan is missing",
        "safety_plan is missing",
    ]


def test_closed_goals_and_objectives_need_no_strategies(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    needs = [{ id = "n1", text = "Low mood." }]
    strengths = ["Reads a lot."]
    preferences = ["Mornings."]
    supports = ["sister"]
    communication_plan = "Calls in the evening."
    safety_plan = { on = 2026-09-07 }
    roles = { t01 = "therapy" }
    services = [{ service = "group", per_week = 3, by = "t01" }]
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [
      { id = "g1.o1", text = "PHQ-9 to 9.", strategies = ["thought records"] },
      { id = "g1.o2", text = "Walks.", status = "dropped" },
      { id = "g1.o3", text = "Sleep." },
    ]
    [[plan.goals]]
    id = "g2"
    text = "Moves house."
    status = "met"
    objectives = [{ id = "g2.o1", text = "Signs a lease." }]
    """
    [finding] = pl101.check(chart, packs["va-dbhds"], AS_OF)
    assert finding.message == "goals.0.objectives.2.strategies is missing"
    assert finding.severity == "error"


def test_a_field_of_an_absent_record_is_missing_where_the_record_should_be(chart: Chart) -> None:
    """
    [plan]
    services = [{ service = "group" }]
    """
    pack = pack_of('[[limits.plan_fields]]\nvalue = ["relapse_prevention.on", "services.from", "no_such_field"]')
    assert messages(pl101.check(chart, pack, AS_OF)) == [
        "relapse_prevention is missing",
        "services.0.from is missing",
        "no_such_field is missing",
    ]


def test_a_goal_with_one_active_objective_is_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [{ id = "g1.o1", text = "PHQ-9 to 9." }, { id = "g1.o2", text = "Walks.", status = "met" }]
    """
    assert messages(pl202.check(chart, packs["core"], AS_OF)) == []


def test_a_goal_whose_objectives_are_all_closed_has_none(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[plan.goals]]
    id = "g0"
    text = "Moves house."
    status = "dropped"
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [{ id = "g1.o1", text = "PHQ-9 to 9.", status = "met" }]
    """
    [finding] = pl202.check(chart, packs["va-dbhds"], AS_OF)
    assert finding.message == "the goal g1 has 0 active objectives, at least 1 required"
    assert (finding.severity, str(finding.place)) == ("error", "goals.1")


def test_metric_baseline_and_target_make_an_objective_measurable(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [
      { id = "g1.o1", text = "PHQ-9 to 9.", measure = { instrument = "phq9", baseline = 19, target = 9 } },
      { id = "g1.o2", text = "Bus alone.", measure = { yes_no = "rides alone", baseline = false, target = true } },
      { id = "g1.o3", text = "No panic.", measure = { count = "attacks a week", baseline = 4, target = 0 } },
      { id = "g1.o4", text = "Feels better.", status = "dropped" },
    ]
    """
    assert messages(pl203.check(chart, packs["va-dbhds"], AS_OF)) == []


def test_an_objective_without_measure_names_all_that_is_missing(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [
      { id = "g1.o1", text = "Feels better." },
      { id = "g1.o2", text = "Out of the house.", measure = { frequency = "days out a week", target = 5 } },
    ]
    """
    findings = list(pl203.check(chart, packs["va-dbhds"], AS_OF))
    assert messages(findings) == [
        "the objective g1.o1 has no metric and no baseline and no target",
        "the objective g1.o2 has no baseline",
    ]
    assert (findings[0].severity, str(findings[0].place)) == ("error", "goals.0.objectives.0.measure")
    assert [finding.severity for finding in pl203.check(chart, packs["medicare"], AS_OF)] == ["warning", "warning"]


def test_due_dates_inside_the_stay_pass_up_to_its_last_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-27
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [
      { id = "g1.o1", text = "PHQ-9 to 9.", due_on = 2026-11-27 },
      { id = "g1.o2", text = "Walks.", due_on = 2026-09-08 },
      { id = "g1.o3", text = "Sleep.", status = "met" },
    ]
    """
    assert messages(pl205.check(chart, packs["va-dbhds"], AS_OF)) == []


def test_a_missing_due_date_is_an_error_and_one_outside_the_stay_a_warning(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-27
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [
      { id = "g1.o1", text = "PHQ-9 to 9." },
      { id = "g1.o2", text = "Walks.", due_on = 2026-09-07 },
      { id = "g1.o3", text = "Sleep.", due_on = 2026-11-28 },
    ]
    """
    findings = list(pl205.check(chart, packs["va-dbhds"], AS_OF))
    assert messages(findings) == [
        "the objective g1.o1 has no due_on",
        "the objective g1.o2 is due on 2026-09-07, not after the admission on 2026-09-07",
        "the objective g1.o3 is due on 2026-11-28, after the end of the stay on 2026-11-27",
    ]
    assert [finding.severity for finding in findings] == ["error", "warning", "warning"]
    assert {finding.severity for finding in pl205.check(chart, packs["core"], AS_OF)} == {"warning"}


def test_an_early_discharge_ends_the_range(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    planned_discharge_on = 2026-11-27
    discharge = { on = 2026-10-02, reason = "step-up" }
    goals = [{ id = "g1", text = "Mood lifts.", objectives = [{ id = "g1.o1", text = "PHQ-9.", due_on = 2026-10-03 }] }]
    """
    [finding] = pl205.check(chart, packs["core"], AS_OF)
    assert finding.message == "the objective g1.o1 is due on 2026-10-03, after the end of the stay on 2026-10-02"


def test_a_pack_may_ask_for_the_date_alone_and_may_soften_the_rule(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    objectives = [{ id = "g1.o1", text = "PHQ-9 to 9." }, { id = "g1.o2", text = "Walks.", due_on = 2026-09-07 }]
    """
    stated = pack_of('[[limits.objective_due_dates]]\nvalue = ["stated"]')
    assert messages(pl205.check(chart, stated, AS_OF)) == ["the objective g1.o1 has no due_on"]
    soft = pack_of('[[limits.objective_due_dates]]\nvalue = ["stated", "in-range"]\nseverity = "info"')
    assert [finding.severity for finding in pl205.check(chart, soft, AS_OF)] == ["info", "info"]


def test_one_discharge_criterion_is_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    discharge_criteria = [{ id = "d1", text = "PHQ-9 under 10 on two reviews in a row." }]
    """
    assert messages(pl209.check(chart, packs["medicare"], AS_OF)) == []


def test_a_plan_without_discharge_criteria_is_a_warning_for_medicare(chart: Chart, packs: Packs) -> None:
    """[plan]"""
    [finding] = pl209.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "0 discharge criteria are stated, at least 1 required"
    assert (finding.severity, str(finding.place)) == ("warning", "discharge_criteria")


def test_packs_without_these_limits_ask_for_nothing(chart: Chart) -> None:
    """
    [plan]
    goals = [{ id = "g1", text = "Mood lifts." }]
    """
    for rule in (pl101, pl202, pl203, pl205, pl209):
        assert messages(rule.check(chart, pack_of(""), AS_OF)) == []
