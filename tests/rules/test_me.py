"""ME: measurement."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import me101_baseline_missing as me101
from tests.conftest import messages

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
