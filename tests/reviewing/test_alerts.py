"""Open alerts: what still waits for somebody."""

from datetime import date

from iopctl import library
from iopctl.model.chart import Chart
from iopctl.reviewing.alerts import open_alerts
from tests.conftest import AS_OF

FORMS = library.instruments()


def test_thoughts_of_self_harm_without_an_action_stay_open_whatever_the_total(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:00:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    [alert] = open_alerts(chart, FORMS, AS_OF)
    assert (alert.patient, alert.instrument, alert.alerts) == ("pt-0001", "phq9", ("self_harm_thoughts",))
    assert alert.days(AS_OF) == 3
    assert alert.place.file == "pt-0001/assessments/0.toml"


def test_a_blank_safety_item_is_an_alert_of_its_own(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20
    answers = [0, 0, 0, 0, 0, 0, 0, 0, "skip"]
    """
    [alert] = open_alerts(chart, FORMS)
    assert alert.alerts == ("safety_item_unanswered",)


def test_a_form_that_cannot_be_scored_keeps_its_alert(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20
    answers = ["skip", "skip", "skip", 9, 0, 0, 0, 0, 2]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-21
    answers = [1, 1]
    """
    assert [alert.alerts for alert in open_alerts(chart, FORMS)] == [
        ("self_harm_thoughts",),
        ("safety_item_unanswered",),
    ]


def test_a_recorded_action_closes_it_from_that_day_on(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-18
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 3]
    action = { on = 2026-11-20, by = "t01", text = "Seen the same day." }
    """
    assert len(open_alerts(chart, FORMS, date(2026, 11, 19))) == 1
    assert open_alerts(chart, FORMS, date(2026, 11, 20)) == []


def test_later_forms_unknown_instruments_and_harmless_answers_raise_nothing(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-24
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 3]
    [[assessments]]
    instrument = "risk"
    given_at = 2026-11-20
    level = "high"
    [[assessments]]
    instrument = "gad7"
    given_at = 2026-11-20
    answers = [3, 3, 3, 3, 3, 3, 3]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20
    answers = [3, 3, 3, 3, 3, 3, 3, 3, 0]
    """
    assert open_alerts(chart, FORMS, AS_OF) == []


def test_a_bare_total_from_before_the_stay_is_no_alert_of_this_stay(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-11-02
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-01
    total = 18
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-02
    total = 17
    """
    found = open_alerts(chart, library.instruments(), AS_OF)
    assert [(alert.given_on, alert.alerts) for alert in found] == [(date(2026, 11, 2), ("safety_item_unanswered",))]
