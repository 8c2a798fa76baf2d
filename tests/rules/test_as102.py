"""AS102: evaluations that are due in hours, days, business days or visits."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import as102_assessment_late as as102
from iopctl.testing import found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]

IN_HOURS = pack_of("limits.initial_evaluation_hours = [{ value = 24 }]")


def chart_with(evaluation: str, admitted: str = "2026-09-07T09:00:00-04:00", more: str = "") -> str:
    """A chart with one evaluation."""
    return f"""
        [plan]
        status = "active"
        admitted_at = {admitted}
        evaluations = [{{ id = "e1", {evaluation} }}]
        {more}
    """


def initial(signed: str, admitted: str = "2026-09-07T09:00:00-04:00") -> str:
    return chart_with(f'kind = "initial", signed_at = {signed}', admitted)


def comprehensive(signed: str) -> str:
    return chart_with(f'kind = "comprehensive", signed_at = {signed}')


# In hours


@pytest.mark.parametrize("signed", ["2026-09-08T09:00:00-04:00", "2026-09-04T11:00:00-04:00", "2026-09-04"])
def test_twenty_four_hours_exactly_and_any_time_before_admission_pass(signed: str) -> None:
    assert found(as102, initial(signed), IN_HOURS, AS_OF) == []


def test_a_minute_more_than_twenty_four_hours_is_late(packs: Packs) -> None:
    assert found(as102, initial("2026-09-08T09:01:00-04:00"), IN_HOURS, AS_OF) == [
        (
            "the initial evaluation was due by 2026-09-08 09:00, 24 hours after admission,"
            " and e1 was signed on 2026-09-08 09:01"
        )
    ]


@pytest.mark.parametrize(
    ("admitted", "in_time", "late"),
    [
        # The clocks go back: the day has 25 hours. They go forward: it has 23.
        ("2026-10-31T09:00:00-04:00", "2026-11-01T08:00:00-05:00", "2026-11-01T08:01:00-05:00"),
        ("2026-03-07T09:00:00-05:00", "2026-03-08T10:00:00-04:00", "2026-03-08T10:01:00-04:00"),
    ],
)
def test_the_hours_elapse_whatever_the_clocks_do(admitted: str, in_time: str, late: str) -> None:
    assert found(as102, initial(in_time, admitted), IN_HOURS, AS_OF) == []
    [message] = found(as102, initial(late, admitted), IN_HOURS, AS_OF)
    assert in_time[:16].replace("T", " ") in message


def test_a_comprehensive_evaluation_does_for_an_initial_one_and_an_update_does_not() -> None:
    signed = "signed_at = 2026-09-07T15:00:00-04:00"
    assert found(as102, chart_with(f'kind = "comprehensive", {signed}'), IN_HOURS, AS_OF) == []
    assert found(as102, chart_with(f'kind = "update", {signed}'), IN_HOURS, AS_OF) == [
        "the initial evaluation was due by 2026-09-08 09:00, 24 hours after admission, and none is signed"
    ]


def test_one_in_time_is_enough_and_of_late_ones_the_earliest_is_named(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07T09:00:00-04:00
    evaluations = [
      { id = "e1", kind = "initial" },
      { id = "e2", kind = "comprehensive", signed_at = 2026-09-25T15:00:00-04:00 },
      { id = "e3", kind = "comprehensive", signed_at = 2026-09-14T15:00:00-04:00 },
    ]
    """
    in_hours, in_days = as102.check(chart, packs["cmhc"], AS_OF)
    assert in_hours.message.endswith("and e3 was signed on 2026-09-14 15:00")
    assert in_hours.place == Place("pt-0001/plan.toml", ("evaluations", 2, "signed_at"))
    assert in_hours.next == "correct the date if it is wrong; a late one stays late"
    # Labor Day is the day of admission; the fourth business day after it is the Friday.
    assert in_days.message == (
        "the comprehensive evaluation was due by 2026-09-11, 4 business days after admission,"
        " and e3 was signed on 2026-09-14 15:00"
    )
    # The numbers are from memory (S15).
    assert [(f.severity, f.on) for f in (in_hours, in_days)] == [
        ("warning", date(2026, 9, 8)),
        ("warning", date(2026, 9, 11)),
    ]
    assert messages(as102.check(chart, packs["va-dbhds"], AS_OF)) == []


def test_as_of_closes_the_day_at_midnight_and_a_missing_evaluation_is_late_once_the_hours_are_over(
    chart: Chart,
) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07T09:00:00-04:00
    """
    [soon] = as102.check(chart, IN_HOURS, date(2026, 9, 7))
    assert soon.message == "the initial evaluation is due by 2026-09-08 09:00, 24 hours after admission"
    assert (soon.severity, soon.next, soon.place.key) == ("info", "have it signed by then", ("evaluations",))
    [missing] = as102.check(chart, IN_HOURS, date(2026, 9, 8))
    assert missing.message == (
        "the initial evaluation was due by 2026-09-08 09:00, 24 hours after admission, and none is signed"
    )
    assert (missing.severity, missing.on, missing.place.key) == ("error", date(2026, 9, 8), ("evaluations",))
    assert (missing.patient, missing.pack) == ("pt-0001", "test")
    assert missing.next == "finish it, and sign it with the true date"


def test_a_patient_admitted_at_midnight_has_the_whole_day(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07T00:00:00-04:00
    """
    assert [f.severity for f in as102.check(chart, IN_HOURS, date(2026, 9, 7))] == ["info"]
    assert [f.severity for f in as102.check(chart, IN_HOURS, date(2026, 9, 8))] == ["error"]


def test_an_evaluation_signed_after_the_as_of_day_is_not_there_yet() -> None:
    facts = initial("2026-09-09T09:00:00-04:00")
    assert found(as102, facts, IN_HOURS, "2026-09-08")[0].endswith("and none is signed")
    assert found(as102, facts, IN_HOURS, "2026-09-09")[0].endswith("and e1 was signed on 2026-09-09 09:00")


# Where a record knows only its day


@pytest.mark.parametrize(
    ("admitted", "signed", "key"),
    [
        ("2026-09-07", "2026-09-08", ("admitted_at",)),
        ("2026-09-07", "2026-09-08T09:00:00-04:00", ("admitted_at",)),
        ("2026-09-07T09:00:00-04:00", "2026-09-08", ("evaluations", 0, "signed_at")),
        ("2026-09-07T09:00:00-04:00", "2026-09-07", ("evaluations", 0, "signed_at")),
    ],
)
def test_without_a_time_hours_are_judged_to_the_day_and_that_is_said(
    admitted: str, signed: str, key: tuple[str | int, ...]
) -> None:
    facts = initial(signed, admitted)
    assert found(as102, facts, IN_HOURS, AS_OF) == [
        "time missing: 24 hours after admission can only be judged to the day for e1"
    ]


def test_the_gap_points_at_what_lacks_the_time(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    evaluations = [{ id = "e1", kind = "initial", signed_at = 2026-09-08 }]
    """
    [gap] = as102.check(chart, IN_HOURS, AS_OF)
    assert (gap.severity, gap.place.key, gap.on) == ("info", ("admitted_at",), date(2026, 9, 8))
    assert gap.next == "write admission and signature with time and offset, for example 2026-09-07T09:00:00-04:00"


def test_the_gap_is_at_the_signature_where_admission_has_its_time(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07T09:00:00-04:00
    evaluations = [
      { id = "e1", kind = "initial", signed_at = 2026-10-05 },
      { id = "e2", kind = "initial", signed_at = 2026-09-08 },
    ]
    """
    [gap] = as102.check(chart, IN_HOURS, AS_OF)
    assert gap.place.key == ("evaluations", 1, "signed_at")
    assert "for e2" in gap.message


def test_another_signature_in_time_that_knows_its_hour_leaves_no_gap(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07T09:00:00-04:00
    evaluations = [
      { id = "e1", kind = "initial", signed_at = 2026-09-08 },
      { id = "e2", kind = "comprehensive", signed_at = 2026-09-08T08:00:00-04:00 },
    ]
    """
    assert messages(as102.check(chart, IN_HOURS, AS_OF)) == []


def test_to_the_day_the_second_day_after_admission_is_late(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    """
    [soon] = as102.check(chart, IN_HOURS, date(2026, 9, 8))
    assert soon.message == "the initial evaluation is due by 2026-09-08, 24 hours after admission"
    assert [f.severity for f in as102.check(chart, IN_HOURS, date(2026, 9, 9))] == ["error"]
    assert len(found(as102, initial("2026-09-09", "2026-09-07"), IN_HOURS, AS_OF)) == 1


# In days


def test_the_thirtieth_day_after_admission_passes_and_the_next_fires() -> None:
    assert found(as102, comprehensive("2026-10-07T23:59:00-04:00"), "va-dbhds", AS_OF) == []
    assert found(as102, comprehensive("2026-10-08"), "va-dbhds", AS_OF) == [
        "the comprehensive evaluation was due by 2026-10-07, 30 days after admission, and e1 was signed on 2026-10-08"
    ]


def test_days_say_nothing_of_hours_so_a_date_is_enough() -> None:
    assert found(as102, comprehensive("2026-10-07"), "va-dbhds", AS_OF) == []


def test_thirty_days_from_the_end_of_january_end_in_march_or_on_a_leap_years_first() -> None:
    for admitted, due in (("2027-01-31", "2027-03-02"), ("2028-01-31", "2028-03-01")):
        facts = chart_with('kind = "initial"', admitted)
        assert found(as102, facts, "va-dbhds", due)[0].startswith("the comprehensive evaluation is due by " + due)


def test_an_initial_evaluation_does_not_do_for_a_comprehensive_one(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    evaluations = [{ id = "e1", kind = "initial", signed_at = 2026-09-04 }]
    """
    assert messages(as102.check(chart, packs["va-dbhds"], date(2026, 9, 29))) == []
    [soon] = as102.check(chart, packs["va-dbhds"], date(2026, 9, 30))
    assert soon.message == "the comprehensive evaluation is due by 2026-10-07, 30 days after admission"
    assert [f.severity for f in as102.check(chart, packs["va-dbhds"], date(2026, 10, 8))] == ["warning"]


def test_business_days_leave_out_weekends_and_the_holidays_of_the_pack(packs: Packs) -> None:
    holidays = "holidays = [2026-11-26]\nlimits.comprehensive_evaluation_business_days = [{ value = 4 }]"
    facts = chart_with('kind = "comprehensive", signed_at = 2026-12-01', "2026-11-24")
    assert found(as102, facts, pack_of(holidays), "2026-12-31") == []
    [late] = found(as102, facts.replace("2026-12-01", "2026-12-02"), pack_of(holidays), "2026-12-31")
    assert "due by 2026-12-01, 4 business days after admission" in late


# In visits


VISITS = """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    evaluations = [{ id = "e1", kind = "initial", signed_at = %s }]
    [[weeks]]
    week = "2026-W37"
    sessions = [
      { id = "a", service = "group", date = 2026-09-07, start = 09:00:00, end = 10:00:00, attendance.pt-0001.status = "absent-excused" },
      { id = "b", service = "lunch", date = 2026-09-09, start = 12:00:00, end = 13:00:00, attendance.pt-0001.status = "partial" },
      { id = "c", service = "group", date = 2026-09-09, start = 14:00:00, end = 15:00:00, attendance.pt-0001.status = "attended" },
      { id = "d", service = "group", date = 2026-09-10, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    [[weeks]]
    week = "2026-W38"
    sessions = [
      { id = "e", service = "group", date = 2026-09-14, start = 09:00:00, end = 10:00:00, attendance.pt-0001.status = "attended" },
      { id = "f", service = "group", date = 2026-09-16, start = 09:00:00, end = 10:00:00, attendance.pt-0001.status = "attended", cancelled = { reason = "x", by = "t01", on = 2026-09-16 } },
    ]
    [[weeks]]
    week = "2026-W39"
    sessions = [
      { id = "g", service = "group", date = %s, start = 09:00:00, end = 10:00:00, attendance.pt-0001.status = "attended" },
    ]
"""  # noqa: E501  # one session a line


def test_at_the_first_visit_means_by_the_first_day_with_an_attended_session() -> None:
    assert found(as102, VISITS % ("2026-09-09", "2026-09-23"), "bcbsm", AS_OF) == []
    assert found(as102, VISITS % ("2026-09-10", "2026-09-23"), "bcbsm", AS_OF) == [
        "the first evaluation was due by 2026-09-09, the day of visit 1, and e1 was signed on 2026-09-10"
    ]


def test_before_the_first_visit_nothing_is_due_and_on_its_day_it_still_is_in_time() -> None:
    facts = VISITS % ("2026-09-10", "2026-09-23")
    assert found(as102, facts, "bcbsm", "2026-09-08") == []
    assert found(as102, facts, "bcbsm", "2026-09-09") == [
        "the first evaluation is due by 2026-09-09, the day of visit 1"
    ]


def test_the_later_of_fourteen_days_and_the_third_visit_is_due() -> None:
    # Two sessions of one day are one visit; absences, open and cancelled sessions are none.
    visit_after = "2026-09-23"
    assert found(as102, VISITS % ("2026-09-23", visit_after), "nj-hosp", AS_OF) == []
    assert found(as102, VISITS % ("2026-09-24", visit_after), "nj-hosp", AS_OF) == [
        "the first evaluation was due by 2026-09-23, the day of visit 3, and e1 was signed on 2026-09-24"
    ]
    visit_on = "2026-09-21"
    assert found(as102, VISITS % ("2026-09-21", visit_on), "nj-hosp", AS_OF) == []
    assert found(as102, VISITS % ("2026-09-22", visit_on), "nj-hosp", AS_OF) == [
        "the first evaluation was due by 2026-09-21, 14 days after admission, and e1 was signed on 2026-09-22"
    ]


def test_until_the_third_visit_is_made_fourteen_days_alone_do_not_count() -> None:
    facts = VISITS % ("2026-12-31", "2026-09-23")
    assert found(as102, facts, "nj-hosp", "2026-09-22") == []
    assert found(as102, facts, "nj-hosp", "2026-09-24") == [
        "the first evaluation was due by 2026-09-23, the day of visit 3, and none is signed"
    ]


def test_visits_before_admission_are_not_visits_of_the_stay(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-09
    [[weeks]]
    week = "2026-W37"
    sessions = [
      { id = "a", service = "group", date = 2026-09-08, start = 09:00:00, end = 10:00:00, attendance.pt-0001.status = "attended" },
    ]
    """  # noqa: E501
    assert messages(as102.check(chart, packs["bcbsm"], AS_OF)) == []


def test_a_pack_may_ask_for_days_alone() -> None:
    in_days = pack_of("limits.first_evaluation_days = [{ value = 14 }]")
    signed = "signed_at = 2026-09-22"
    assert found(as102, chart_with(f'kind = "comprehensive", {signed}'), in_days, AS_OF) == [
        "the first evaluation was due by 2026-09-21, 14 days after admission, and e1 was signed on 2026-09-22"
    ]


# When nothing is judged


def test_a_stay_that_ended_by_the_due_date_owes_nothing_any_more(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07T09:00:00-04:00
    discharge = { on = 2026-10-07, reason = "completed" }
    """
    assert messages(as102.check(chart, packs["va-dbhds"], AS_OF)) == []
    assert messages(as102.check(chart, packs["va-dbhds"], date(2026, 10, 7))) == [
        "the comprehensive evaluation is due by 2026-10-07, 30 days after admission"
    ]
    assert len(messages(as102.check(chart, IN_HOURS, AS_OF))) == 1


def test_a_stay_that_ended_the_day_after_was_late(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    evaluations = [{ id = "e1", kind = "comprehensive", signed_at = 2026-10-20 }]
    discharge = { on = 2026-10-08, reason = "completed" }
    """
    assert messages(as102.check(chart, packs["va-dbhds"], AS_OF)) == [
        "the comprehensive evaluation was due by 2026-10-07, 30 days after admission, and e1 was signed on 2026-10-20"
    ]


@pytest.mark.parametrize("admitted", ["", "admitted_at = 2026-11-24"])
def test_a_stay_that_has_not_begun_owes_no_evaluation(admitted: str) -> None:
    for pack in ("cmhc", "va-dbhds", "bcbsm", "nj-hosp"):
        assert found(as102, f"[plan]\n{admitted}", pack, AS_OF) == []


def test_a_plan_marked_closed_is_reminded_of_nothing(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-11-20
    """
    assert messages(as102.check(chart, packs["cmhc"], date(2026, 11, 20))) == []


def test_a_stay_before_the_condition_of_participation_is_not_judged() -> None:
    assert found(as102, "[plan]\nadmitted_at = 2014-10-28", "cmhc", AS_OF) == []
    assert len(found(as102, "[plan]\nadmitted_at = 2014-10-29", "cmhc", AS_OF)) == 2
