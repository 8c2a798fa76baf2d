"""Family AS: the evaluation a plan rests on, the suicide screen, needs that goals answer for."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import as101_assessment_after_plan as as101
from iopctl.rules import as104_suicide_screen_missing as as104
from iopctl.rules import as107_need_without_goal as as107
from iopctl.testing import found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


# AS101


def plan(effective: str, evaluation: str, kind: str = "initial") -> str:
    """A chart with one revision and one evaluation."""
    return f"""
        [plan]
        admitted_at = 2026-09-07
        revisions = [{{ revision = 1, kind = "{kind}", effective_at = {effective}, evaluation = "e1" }}]
        evaluations = [{{ id = "e1", kind = "initial", {evaluation} }}]
    """


@pytest.mark.parametrize(
    ("effective", "signed"),
    [
        ("2026-09-07T09:00:00-04:00", "2026-09-07T09:00:00-04:00"),
        ("2026-09-07T09:00:00-04:00", "2026-09-07T08:00:00-05:00"),  # the same moment in another offset
        ("2026-09-07T09:00:00-04:00", "2026-09-07"),
        ("2026-09-07", "2026-09-07T18:00:00-04:00"),
        ("2026-09-07", "2026-09-06"),
    ],
)
def test_an_evaluation_signed_by_the_moment_the_plan_takes_effect_is_in_time(effective: str, signed: str) -> None:
    assert found(as101, plan(effective, f"signed_at = {signed}"), "core", AS_OF) == []


@pytest.mark.parametrize(
    ("effective", "signed", "message"),
    [
        (
            "2026-09-07T09:00:00-04:00",
            "2026-09-07T09:01:00-04:00",
            "the initial plan of 2026-09-07 09:00 took effect before its evaluation e1 was signed on 2026-09-07 09:01",
        ),
        (
            "2026-09-07T09:00:00-04:00",
            "2026-09-08",
            "the initial plan of 2026-09-07 09:00 took effect before its evaluation e1 was signed on 2026-09-08",
        ),
        (
            "2026-09-07",
            "2026-09-08",
            "the initial plan of 2026-09-07 took effect before its evaluation e1 was signed on 2026-09-08",
        ),
    ],
)
def test_a_plan_in_effect_before_its_evaluation_was_signed(effective: str, signed: str, message: str) -> None:
    assert found(as101, plan(effective, f"signed_at = {signed}"), "core", AS_OF) == [message]


def test_the_hour_that_the_clocks_show_twice_is_told_apart() -> None:
    first, second = "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"
    assert found(as101, plan(second, f"signed_at = {first}"), "core", AS_OF) == []
    assert len(found(as101, plan(first, f"signed_at = {second}"), "core", AS_OF)) == 1


def test_a_plan_before_its_evaluation_is_an_error_at_the_revision(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-09-07, evaluation = "e1" },
      { revision = 2, kind = "comprehensive", effective_at = 2026-09-21, evaluation = "e2" },
    ]
    evaluations = [
      { id = "e1", kind = "initial", signed_at = 2026-09-04 },
      { id = "e2", kind = "comprehensive", signed_at = 2026-09-22 },
    ]
    """
    [finding] = as101.check(chart, packs["va-dbhds"], AS_OF)
    assert finding.message == (
        "the comprehensive plan of 2026-09-21 took effect before its evaluation e2 was signed on 2026-09-22"
    )
    assert finding.place == Place("pt-0001/plan.toml", ("revisions", 1, "evaluation"))
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 21))
    assert (finding.patient, finding.pack) == ("pt-0001", "va-dbhds")
    assert finding.next == "correct a date that is wrong, or waive this with the reason why the plan came first"
    assert messages(as101.check(chart, packs["house"], AS_OF)) == []


def test_an_evaluation_that_is_not_signed_yet_carries_no_plan(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    revisions = [{ revision = 1, kind = "initial", effective_at = 2026-09-07, evaluation = "e1" }]
    evaluations = [{ id = "e1", kind = "initial" }]
    """
    [finding] = as101.check(chart, packs["core"], AS_OF)
    assert finding.message == "the initial plan of 2026-09-07 rests on the evaluation e1, which is not signed"
    assert finding.next == "have e1 signed"


def test_a_signature_after_the_as_of_day_is_not_there_yet() -> None:
    facts = plan("2026-09-07", "signed_at = 2026-09-08")
    assert found(as101, facts, "core", "2026-09-07") == [
        "the initial plan of 2026-09-07 rests on the evaluation e1, which is not signed"
    ]
    assert "took effect before" in found(as101, facts, "core", "2026-09-08")[0]


def test_a_plan_made_from_nothing_is_dated_by_the_stay_when_it_came_first(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    revisions = [{ revision = 1, kind = "initial", effective_at = 2026-09-04T10:00:00-04:00 }]
    """
    [finding] = as101.check(chart, packs["va-mhiop"], AS_OF)
    assert finding.message == "the initial plan of 2026-09-04 10:00 rests on no evaluation"
    assert finding.next == "name the evaluation it was made from in the revision"
    assert finding.on == date(2026, 9, 7)


def test_amendments_broken_ids_and_plans_to_come_are_not_judged(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-09-07, evaluation = "e9" },
      { revision = 2, kind = "amendment", effective_at = 2026-10-05 },
      { revision = 3, kind = "comprehensive", effective_at = 2026-11-24 },
    ]
    """
    assert messages(as101.check(chart, packs["core"], AS_OF)) == []
    assert len(messages(as101.check(chart, packs["core"], date(2026, 11, 24)))) == 1


# AS104


def screened(on: str, age: str = "age_at_admission = 40", form: str = 'level = "low"') -> str:
    """A chart with one screen."""
    return f"""
        [plan]
        admitted_at = 2026-09-07T09:00:00-04:00
        {age}
        [[assessments]]
        instrument = "cssrs_screener"
        given_at = {on}
        {form}
    """


@pytest.mark.parametrize("on", ["2026-08-31", "2026-09-07", "2026-09-07T21:00:00-04:00"])
def test_a_screen_from_seven_days_before_to_the_day_of_admission_counts(on: str) -> None:
    assert found(as104, screened(on), "tjc", AS_OF) == []


@pytest.mark.parametrize("on", ["2026-08-30", "2026-09-08"])
def test_a_screen_outside_those_days_does_not(on: str) -> None:
    assert found(as104, screened(on), "tjc", AS_OF) == [
        (
            "no suicide screen (cssrs_screener, sbqr, asq) was given from 2026-08-31 to admission on 2026-09-07,"
            " one is required"
        )
    ]


@pytest.mark.parametrize(("form", "screens"), [('answers = ["no", "no"]', 1), ("total = 3", 1), ("", 0)])
def test_a_screen_has_answers_a_total_or_a_level(form: str, screens: int) -> None:
    assert len(found(as104, screened("2026-09-07", form=form), "tjc", AS_OF)) == 1 - screens


def test_an_instrument_that_is_not_on_the_list_is_no_screen(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    age_at_admission = 40
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-09-07
    total = 3
    """
    [finding] = as104.check(chart, packs["tjc"], AS_OF)
    assert finding.next == "screen now and record it; if the stay is over, say in the record why none was given"
    assert finding.place == Place("pt-0001/plan.toml", ("admitted_at",))
    assert (finding.severity, finding.on, finding.patient) == ("error", date(2026, 9, 7), "pt-0001")
    assert finding.limit is not None
    assert finding.limit.name == "suicide_screen_age"


@pytest.mark.parametrize(
    ("age", "missing"),
    [
        ("age_at_admission = 11", 0),
        ("age_at_admission = 12", 1),
        ("age_at_admission = 11\nbirthdays = [{ on = 2026-09-07, turns = 12 }]", 1),
        ("age_at_admission = 11\nbirthdays = [{ on = 2026-09-08, turns = 12 }]", 0),
    ],
)
def test_the_age_that_counts_is_that_on_the_day_of_admission(age: str, missing: int) -> None:
    assert len(found(as104, f"[plan]\nadmitted_at = 2026-09-07\n{age}", "tjc", AS_OF)) == missing


def test_an_unknown_age_is_a_gap_unless_there_is_a_screen(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    """
    [finding] = as104.check(chart, packs["tjc"], AS_OF)
    assert finding.message == (
        "no suicide screen (cssrs_screener, sbqr, asq) up to admission on 2026-09-07;"
        " from age 12 it is required, the age is missing"
    )
    assert finding.next == "write age_at_admission; 90 means 90 or older"
    assert (finding.severity, finding.place.key) == ("info", ("age_at_admission",))
    assert found(as104, screened("2026-09-07", age=""), "tjc", AS_OF) == []


def test_until_the_day_of_admission_has_passed_it_is_a_reminder(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    age_at_admission = 40
    [[assessments]]
    instrument = "asq"
    given_at = 2026-09-03
    total = 0
    """
    assert messages(as104.check(chart, packs["tjc"], date(2026, 8, 30))) == []
    [soon] = as104.check(chart, packs["tjc"], date(2026, 8, 31))
    assert soon.message == (
        "no suicide screen (cssrs_screener, sbqr, asq) since 2026-08-31, one is due by admission on 2026-09-07"
    )
    assert (soon.severity, soon.next) == ("info", "screen by then")
    assert messages(as104.check(chart, packs["tjc"], date(2026, 9, 3))) == []


def test_the_day_of_admission_itself_is_still_in_time(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    age_at_admission = 40
    discharge = { on = 2026-09-07, reason = "transfer" }
    """
    [soon] = as104.check(chart, packs["tjc"], date(2026, 9, 7))
    assert soon.message == (
        "no suicide screen (cssrs_screener, sbqr, asq) since 2026-08-31, one is due by admission on 2026-09-07"
    )
    assert soon.severity == "info"
    assert [f.severity for f in as104.check(chart, packs["tjc"], date(2026, 9, 8))] == ["error"]


def test_a_pack_without_an_age_screens_everybody_and_without_a_list_or_days_nobody(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    """
    tools, days = (
        "limits.suicide_screens = [{ value = ['asq'] }]",
        "limits.suicide_screen_days_before = [{ value = 0 }]",
    )
    [finding] = as104.check(chart, pack_of(f"{tools}\n{days}"), AS_OF)
    assert finding.message == (
        "no suicide screen (asq) was given from 2026-09-07 to admission on 2026-09-07, one is required"
    )
    assert finding.limit is not None
    assert finding.limit.name == "suicide_screens"
    for limits in (tools, days):
        assert messages(as104.check(chart, pack_of(limits), AS_OF)) == []
    child = "[plan]\nadmitted_at = 2026-09-07\nage_at_admission = 3"
    assert len(found(as104, child, pack_of(f"{tools}\n{days}"), AS_OF)) == 1


def test_a_draft_without_admission_and_an_admission_before_the_standard_owe_no_screen(
    census: Census, packs: Packs
) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    [[plans]]
    patient = "pt-0002"
    admitted_at = 2019-06-30
    age_at_admission = 40
    """
    for chart in census.charts:
        assert messages(as104.check(chart, packs["tjc"], AS_OF)) == []


# AS107


def test_a_need_that_nothing_answers_for_is_a_warning(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    needs = [{ id = "n1", text = "..." }, { id = "n2", text = "..." }]
    goals = [{ id = "g1", text = "...", needs = ["n1"] }]
    """
    [finding] = as107.check(chart, packs["tjc"], AS_OF)
    assert finding.message == "the need n2 has no goal that is worked on or met, and no deferral with a reason"
    assert finding.next == "name n2 in a goal, or record `deferred` with on, by and reason"
    assert finding.place == Place("pt-0001/plan.toml", ("needs", 1))
    assert (finding.severity, finding.on) == ("warning", None)
    assert (finding.patient, finding.pack) == ("pt-0001", "tjc")
    assert messages(as107.check(chart, packs["core"], AS_OF)) == []


@pytest.mark.parametrize(
    ("goal", "unanswered"),
    [
        ('status = "met", closed_on = 2026-10-05', 0),
        ('status = "met"', 0),
        ('status = "dropped", closed_on = 2026-11-22', 1),
        ('status = "dropped", closed_on = 2026-11-23', 0),  # on the day it was closed it was still worked on
        ('status = "dropped"', 1),
    ],
)
def test_a_goal_that_was_met_answers_and_one_that_was_dropped_does_not(goal: str, unanswered: int) -> None:
    facts = f"""
        [plan]
        needs = [{{ id = "n1", text = "..." }}]
        goals = [{{ id = "g1", text = "...", needs = ["n1"], {goal} }}]
    """
    assert len(found(as107, facts, "va-dbhds", AS_OF)) == unanswered


def test_goals_closed_on_the_last_day_of_a_stay_were_there_for_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    needs = [{ id = "n1", text = "..." }]
    goals = [{ id = "g1", text = "...", needs = ["n1"], status = "dropped", closed_on = 2026-10-22 }]
    discharge = { on = 2026-10-22, reason = "step-up" }
    """
    assert messages(as107.check(chart, packs["va-dbhds"], AS_OF)) == []


@pytest.mark.parametrize(
    ("on", "reason", "answered"),
    [
        ("2026-11-23", "After the nightmares.", 1),
        ("2026-11-24", "After the nightmares.", 0),
        ("2026-11-23", " ", 0),
    ],
)
def test_a_deferral_counts_from_its_day_with_its_reason(on: str, reason: str, answered: int) -> None:
    facts = f"""
        [plan]
        needs = [{{ id = "n1", text = "...", deferred = {{ on = {on}, by = "t01", reason = "{reason}" }} }}]
    """
    assert len(found(as107, facts, "va-dbhds", AS_OF)) == 1 - answered


def test_a_pack_says_what_may_answer_for_a_need(chart: Chart) -> None:
    """
    [plan]
    needs = [
      { id = "n1", text = "...", deferred = { on = 2026-09-07, by = "t01", reason = "..." } },
      { id = "n2", text = "..." },
    ]
    goals = [{ id = "g1", text = "...", needs = ["n2"] }]
    """
    for words, needs in (("['goal', 'deferral']", []), ("['goal']", ["n1"]), ("['deferral']", ["n2"])):
        pack = pack_of(f"limits.needs_addressed = [{{ value = {words} }}]")
        assert [message.split()[2] for message in messages(as107.check(chart, pack, AS_OF))] == needs
