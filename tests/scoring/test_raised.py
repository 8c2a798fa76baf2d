"""What a form raises, and which of it still waits for somebody."""

from datetime import date

import pytest

from iopctl import library
from iopctl.model.assessment import Answer
from iopctl.model.chart import Chart
from iopctl.scoring.raised import alerted_forms, open_alerts, raised
from tests.conftest import AS_OF, build_census

ZEROS: tuple[Answer, ...] = (0,) * 8


@pytest.mark.parametrize(
    ("instrument", "answers", "total", "level", "ids"),
    [
        ("phq9", (*ZEROS, 0), 0, None, []),
        ("phq9", (*ZEROS, 1), 1, None, ["critical self_harm_thoughts"]),
        ("phq9", (*ZEROS, "skip"), None, None, ["critical safety_item_unanswered"]),
        ("phq9", (), 4, None, ["critical safety_item_unanswered"]),
        ("gad7", (3,) * 7, 21, None, []),
        ("phq9m", (*ZEROS, 0, 1, 0), 0, None, ["critical suicidal_thoughts_month"]),
        ("phq9m", (*ZEROS, 0, 0, 1), 0, None, ["urgent attempt_ever"]),
        # The gravest first, whatever their order on the form.
        ("phq9m", (*ZEROS, "skip", 0, 1), None, None, ["critical safety_item_unanswered", "urgent attempt_ever"]),
        ("core10", (0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 1, None, ["critical suicide_plans"]),
        # A total typed in alone: the cut-off itself counts, and nobody knows the items.
        ("sbqr", (), 6, None, ["critical safety_item_unanswered"]),
        ("sbqr", (), 7, None, ["critical safety_item_unanswered", "critical sbqr_positive"]),
        ("sbqr", (1, 1, 1, 1), 9, None, ["critical sbqr_positive"]),
        ("cssrs_screener", ("no", "no", "skip", "skip", "skip", "no", "skip"), None, "none", []),
        (
            "cssrs_screener",
            ("no", "no", "skip", "skip", "skip", "no", "skip"),
            None,
            "high",
            ["critical suicide_risk_high"],
        ),
        (
            "cssrs_screener",
            ("yes", "yes", "no", "yes", "no", "no", "skip"),
            None,
            "low",
            ["critical suicide_risk_high"],
        ),
        (
            "cssrs_screener",
            ("yes", "yes", "yes", "no", "no", "no", "skip"),
            None,
            None,
            ["urgent suicide_risk_moderate"],
        ),
        (
            "cssrs_screener",
            ("no", "skip", "skip", "skip", "skip", "no", "skip"),
            None,
            None,
            ["critical safety_item_unanswered"],
        ),
        # A contradiction keeps the highest level and is no alert of its own.
        (
            "cssrs_screener",
            ("no", "no", "skip", "yes", "skip", "no", "skip"),
            None,
            None,
            ["critical suicide_risk_high"],
        ),
        ("cssrs_screener", (), None, "low", []),
        ("cssrs_screener", (), None, "high", ["critical suicide_risk_high"]),
        ("cssrs_screener", (), None, None, ["critical safety_item_unanswered"]),
        ("cssrs_screener", (), None, "grave", ["critical safety_item_unanswered"]),
    ],
)
def test_the_higher_of_answers_total_and_level_counts(
    instrument: str, answers: tuple[Answer, ...], total: int | None, level: str | None, ids: list[str]
) -> None:
    found = raised(library.instrument(instrument), answers, total, level)
    assert [f"{each.level} {each.id}" for each in found] == ids


def test_thoughts_of_self_harm_without_an_action_stay_open_whatever_the_total(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:00:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    [alert] = open_alerts([chart], AS_OF)
    assert (alert.patient, alert.instrument.id, alert.ids) == ("pt-0001", "phq9", ("self_harm_thoughts",))
    assert alert.days(AS_OF) == 3
    assert alert.form.at().file == "pt-0001/assessments/0.toml"


def test_a_blank_safety_item_is_an_alert_of_its_own(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20
    answers = [0, 0, 0, 0, 0, 0, 0, 0, "skip"]
    """
    [alert] = open_alerts([chart], AS_OF)
    assert alert.ids == ("safety_item_unanswered",)


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
    assert [alert.ids for alert in open_alerts([chart], AS_OF)] == [
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
    assert len(open_alerts([chart], date(2026, 11, 19))) == 1
    assert open_alerts([chart], date(2026, 11, 20)) == []


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
    assert open_alerts([chart], AS_OF) == []


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
    found = open_alerts([chart], AS_OF)
    assert [(alert.form.given_on, alert.ids) for alert in found] == [(date(2026, 11, 2), ("safety_item_unanswered",))]


def test_an_action_from_before_the_form_answers_for_nothing(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:05:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    action = { on = 2026-11-20, at = 2026-11-20T09:04:59-05:00, by = "t01", text = "Seen." }
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:05:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    action = { on = 2026-11-20, at = 2026-11-20T09:05:00-05:00, by = "t01", text = "Seen." }
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:05:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    action = { on = 2026-11-19, by = "t01", text = "Seen." }
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-20T09:05:00-05:00
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    action = { on = 2026-11-20, by = "t01", text = "Seen." }
    """
    answered = [each.action(AS_OF) is not None for each in alerted_forms(chart, AS_OF)]
    assert answered == [False, True, False, True]


def test_the_gravest_stand_first_and_of_these_the_oldest() -> None:
    form = """
    [[assessments]]
    patient = "{}"
    instrument = "{}"
    given_at = {}
    answers = {}
    """
    nine, moderate = "[0, 0, 0, 0, 0, 0, 0, 0, 1]", '["no", "yes", "yes", "no", "no", "no", "skip"]'
    census = build_census(
        '[[plans]]\npatient = "pt-0001"\n[[plans]]\npatient = "pt-0002"\n'
        + form.format("pt-0001", "cssrs_screener", "2026-10-01", moderate)
        + form.format("pt-0001", "phq9", "2026-11-20T09:05:00-05:00", nine)
        + form.format("pt-0002", "phq9", "2026-11-20T08:05:00-06:00", nine)
        + form.format("pt-0002", "phq9", "2026-11-20", nine)
    )
    assert [(each.level, each.patient, str(each.form.given_at)) for each in open_alerts(census.charts, AS_OF)] == [
        ("critical", "pt-0002", "2026-11-20"),
        ("critical", "pt-0001", "2026-11-20 09:05:00-05:00"),
        ("critical", "pt-0002", "2026-11-20 08:05:00-06:00"),
        ("urgent", "pt-0001", "2026-10-01"),
    ]


def test_neither_age_nor_a_better_score_nor_the_end_of_the_stay_closes_it(chart: Chart) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-01-05
    discharge = { on = 2026-02-06, reason = "completed" }
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-01-05
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-01-12
    answers = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    [alert] = open_alerts([chart], AS_OF)
    assert (alert.form.given_on, alert.days(AS_OF), alert.minutes(AS_OF)) == (date(2026, 1, 5), 322, None)
