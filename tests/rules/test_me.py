"""ME: measurement."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import me101_baseline_missing as me101
from iopctl.rules import me102_measure_overdue as me102
from iopctl.testing import findings_of, found
from tests.conftest import messages, pack_of

Packs = Mapping[str, RulePack]

ADMITTED = date(2026, 11, 2)
DUE = date(2026, 11, 9)
DAY_AFTER = date(2026, 11, 10)


def test_a_week_without_a_measure_is_a_missing_baseline_from_the_eighth_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02T09:00:00-05:00
    """
    [soon] = me101.check(chart, packs["practice"], DUE)
    assert soon.message == "no standardised measure since admission on 2026-11-02, a baseline is due on 2026-11-09"
    assert soon.severity == "info"
    [missing] = me101.check(chart, packs["practice"], DAY_AFTER)
    assert missing.message == (
        "no standardised measure was given from admission on 2026-11-02 to 2026-11-09, one is required"
    )
    assert missing.place == Place("pt-0001/plan.toml", ("admitted_at",))
    # The shipped number rests on one secondary source, which would cap an error too (S15).
    assert (missing.severity, missing.on) == ("warning", DUE)


def test_the_reminder_comes_in_the_lead_time_and_not_before_admission(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02T09:00:00-05:00
    """
    assert messages(me101.check(chart, packs["practice"], date(2026, 11, 1))) == []
    assert len(list(me101.check(chart, packs["practice"], ADMITTED))) == 1
    assert messages(me101.check(chart, packs["core"], ADMITTED)) == []


def test_the_first_and_the_last_day_both_count(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-02T09:00:00-05:00
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-11-02T09:00:00-05:00
    [[assessments]]
    patient = "pt-0001"
    instrument = "phq9"
    given_at = 2026-11-02T08:00:00-05:00
    total = 12
    [[assessments]]
    patient = "pt-0002"
    instrument = "gad7"
    given_at = 2026-11-09
    answers = [1, 1, 1, 1, 1, 1, 1]
    """
    for chart in census.charts:
        assert messages(me101.check(chart, packs["practice"], DAY_AFTER)) == []


def test_what_was_given_outside_the_week_or_has_no_score_is_no_baseline(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-11-02
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-11-02
    [[plans]]
    patient = "pt-0003"
    status = "active"
    admitted_at = 2026-11-02
    [[assessments]]
    patient = "pt-0001"
    instrument = "phq9"
    given_at = 2026-11-01
    total = 12
    [[assessments]]
    patient = "pt-0002"
    instrument = "phq9"
    given_at = 2026-11-10
    total = 12
    [[assessments]]
    patient = "pt-0003"
    instrument = "risk"
    given_at = 2026-11-02
    level = "low"
    """
    for chart in census.charts:
        [finding] = me101.check(chart, packs["practice"], DAY_AFTER)
        assert finding.severity == "warning"


def test_a_measure_given_after_the_as_of_day_is_not_yet_there(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-05
    total = 12
    """
    [finding] = me101.check(chart, packs["practice"], date(2026, 11, 4))
    assert finding.severity == "info"
    assert messages(me101.check(chart, packs["practice"], date(2026, 11, 5))) == []


def test_where_the_program_names_a_battery_another_instrument_does_not_do(chart: Chart, packs: Packs) -> None:
    """
    [program]
    battery = ["phq9", "gad7"]
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    [[assessments]]
    instrument = "wsas"
    given_at = 2026-11-02
    total = 20
    """
    assert len(list(me101.check(chart, packs["practice"], DAY_AFTER))) == 1


def test_a_stay_that_ended_before_the_last_day_owed_nothing_yet(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-11-02
    discharge = { on = 2026-11-04, reason = "ama" }
    """
    assert messages(me101.check(chart, packs["practice"], DUE)) == []
    assert messages(me101.check(chart, packs["practice"], date(2026, 12, 1))) == []


def test_without_an_admission_nothing_is_due(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "draft"
    """
    assert messages(me101.check(chart, packs["practice"], DUE)) == []


# ME101 where the standard names no number of days


def test_a_stay_without_any_measure_is_found_once_it_is_over(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-11-02
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    assert messages(me101.check(chart, packs["tjc"], date(2026, 11, 20))) == []
    [finding] = me101.check(chart, packs["tjc"], date(2026, 11, 21))
    assert finding.message == (
        "no standardised measure was given during the stay from 2026-11-02 to 2026-11-20, one is required"
    )
    assert finding.next == "say in the discharge summary that no change can be shown, and why none was given"
    assert finding.place == Place("pt-0001/plan.toml", ("discharge", "on"))
    assert (finding.severity, finding.on) == ("warning", date(2026, 11, 20))
    assert messages(me101.check(chart, pack_of('limits.baseline_measured = [{ value = ["once"] }]'), DAY_AFTER)) == []


def test_a_stay_that_goes_on_can_still_be_measured(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2025-11-02
    """
    assert messages(me101.check(chart, packs["tjc"], DUE)) == []


@pytest.mark.parametrize(
    ("on", "form", "missing"),
    [
        ("2026-11-01", "total = 12", 1),
        ("2026-11-02", "total = 12", 0),
        ("2026-11-20", "answers = [1, 1]", 0),
        ("2026-11-21", "total = 12", 1),
        ("2026-11-10", 'level = "low"', 1),
    ],
)
def test_one_measure_from_admission_to_discharge_is_enough(on: str, form: str, missing: int) -> None:
    facts = f"""
        [plan]
        admitted_at = 2026-11-02
        discharge = {{ on = 2026-11-20, reason = "completed" }}
        [[assessments]]
        instrument = "wsas"
        given_at = {on}
        {form}
    """
    assert len(found(me101, facts, "tjc", "2026-11-30")) == missing
    assert len(found(me101, f'[program]\nbattery = ["phq9"]\n{facts}', "tjc", "2026-11-30")) == 1


# ME102


def given(instrument: str, on: str, form: str = "total = 12") -> str:
    return f'[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {on}\n{form}\n'


STAY = '[plan]\nstatus = "active"\nadmitted_at = 2026-10-05T09:00:00-04:00\n'


def test_fourteen_days_and_three_of_grace_pass_and_the_next_day_is_overdue() -> None:
    facts = STAY + given("phq9", "2026-11-02")
    assert found(me102, facts, "practice", "2026-11-11") == []
    [soon] = findings_of(me102, facts, "practice", "2026-11-12")
    assert soon.message == "any measure was last given on 2026-11-02, it is due by 2026-11-19"
    assert soon.severity == "info"
    [soon] = findings_of(me102, facts, "practice", "2026-11-19")
    assert soon.severity == "info"
    [overdue] = findings_of(me102, facts, "practice", "2026-11-20")
    assert overdue.message == "any measure was last given on 2026-11-02, it was due by 2026-11-19"
    assert overdue.next == "give one and record it: `iopctl score pt-0001 INSTRUMENT`"
    assert overdue.place == Place("pt-0001/assessments/0.toml", ("given_at",))
    assert (overdue.severity, overdue.on) == ("warning", None)
    assert found(me102, facts, "core", "2026-11-20") == []


def test_without_any_measure_the_days_count_from_admission() -> None:
    assert found(me102, STAY, "practice", "2026-10-04") == []
    assert found(me102, STAY, "practice", "2026-10-22") == [
        "any measure has not been given since admission on 2026-10-05, it is due by 2026-10-22"
    ]
    [overdue] = findings_of(me102, STAY, "practice", "2026-10-23")
    assert overdue.message == "any measure has not been given since admission on 2026-10-05, it was due by 2026-10-22"
    assert overdue.place == Place("pt-0001/plan.toml", ("admitted_at",))


def test_a_measure_from_before_the_stay_does_not_make_its_first_day_overdue() -> None:
    facts = STAY + given("phq9", "2026-09-01")
    assert found(me102, facts, "practice", "2026-10-05") == []
    assert "since admission" in found(me102, facts, "practice", "2026-10-23")[0]
    assert "last given on 2026-10-05" in found(me102, STAY + given("phq9", "2026-10-05"), "practice", "2026-10-23")[0]


def test_each_instrument_of_the_battery_is_counted_by_itself() -> None:
    battery = '[program]\nbattery = ["phq9", "gad7", "wsas"]\n'
    facts = battery + STAY + given("phq9", "2026-11-02") + given("phq9", "2026-10-19") + given("wsas", "2026-11-16")
    overdue = findings_of(me102, facts, "practice", "2026-11-20")
    assert messages(overdue) == [
        "phq9 was last given on 2026-11-02, it was due by 2026-11-19",
        "gad7 has not been given since admission on 2026-10-05, it was due by 2026-10-22",
    ]
    assert overdue[0].next == "give phq9 and record it: `iopctl score pt-0001 phq9`"


def test_without_a_battery_any_one_measure_with_a_score_will_do() -> None:
    assert found(me102, STAY + given("wsas", "2026-11-16"), "practice", "2026-11-20") == []
    assert len(found(me102, STAY + given("risk", "2026-11-16", 'level = "low"'), "practice", "2026-11-20")) == 1


def test_a_measure_after_the_as_of_day_is_not_there_yet() -> None:
    facts = STAY + given("phq9", "2026-10-26")
    assert len(found(me102, facts, "practice", "2026-10-25")) == 1
    assert found(me102, facts, "practice", "2026-10-26") == []


@pytest.mark.parametrize(("end", "overdue"), [("2026-11-19", 0), ("2026-11-20", 1)])
def test_an_ended_stay_is_judged_on_its_last_day(end: str, overdue: int) -> None:
    ended = STAY.replace("active", "closed") + f'discharge = {{ on = {end}, reason = "completed" }}\n'
    assert len(found(me102, ended + given("phq9", "2026-11-02"), "practice", "2026-11-23")) == overdue
    after = ended + given("phq9", "2026-11-02") + given("phq9", "2026-11-21")
    assert len(found(me102, after, "practice", "2026-11-23")) == overdue


@pytest.mark.parametrize("plan", [STAY.replace("active", "draft"), STAY.replace("active", "closed"), "[plan]"])
def test_a_plan_that_is_not_active_is_not_counted(plan: str) -> None:
    assert found(me102, plan, "practice", "2026-11-23") == []


def test_an_ended_stay_is_not_reminded() -> None:
    facts = STAY.replace("active", "closed") + 'discharge = { on = 2026-11-16, reason = "completed" }\n'
    assert found(me102, facts + given("phq9", "2026-11-02"), "practice", "2026-11-17") == []


def test_the_cadence_is_the_one_in_force_when_the_days_begin_and_grace_may_be_absent() -> None:
    facts = STAY + given("phq9", "2026-11-02")
    pack = pack_of("limits.measure_days = [{ value = 14, since = 2026-11-02 }]")
    assert len(found(me102, facts, pack, "2026-11-17")) == 1
    assert found(me102, facts, pack, "2026-11-16") != found(me102, facts, pack, "2026-11-17")
    assert found(me102, STAY, pack, "2026-11-17") == []
    days = "limits.measure_days = [{ value = 14 }]"
    grace = "limits.measure_grace_days = [{ value = 3, since = 2026-11-03 }]"
    assert found(me102, facts, pack_of(f"{days}\n{grace}"), "2026-11-17") == [
        "any measure was last given on 2026-11-02, it was due by 2026-11-16"
    ]
