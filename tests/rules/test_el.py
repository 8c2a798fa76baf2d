"""Family EL: whether this level of care is the right one, and the right band of age."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import el101_diagnosis_missing as el101
from iopctl.rules import el102_necessity_statement_missing as el102
from iopctl.rules import el104_needs_24h_care as el104
from iopctl.rules import el105_dose_looks_like_higher_level as el105
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_a_diagnosis_inside_the_range_on_admission_is_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    diagnoses = [{ code = "I10" }, { code = "F99", until = 2026-09-07 }]
    """
    assert messages(el101.check(chart, packs["medicare"], AS_OF)) == []


def test_a_diagnosis_that_begins_the_day_after_admission_comes_too_late(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    diagnoses = [{ code = "F33.1", from = 2026-09-08 }]
    """
    [finding] = el101.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "no diagnosis in F01-F99 is active on 2026-09-07"
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 7))


def test_depression_alone_is_outside_a_range_for_substance_use(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    diagnoses = [{ code = "F33.1", primary = true }, { code = "I10" }]
    """
    [finding] = el101.check(chart, packs["va-arts"], AS_OF)
    assert finding.message == "no diagnosis in F10-F19 is active on 2026-09-07, only F33.1, I10"
    assert str(finding.place) == "diagnoses"


def test_a_draft_without_admission_is_judged_today(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    diagnoses = [{ code = "F10.20", until = 2026-11-22 }]
    """
    [finding] = el101.check(chart, packs["va-arts"], AS_OF)
    assert (finding.message, finding.on) == ("no diagnosis in F10-F19 is active on 2026-11-23", None)


def test_a_pack_may_name_single_categories(chart: Chart) -> None:
    """
    [plan]
    diagnoses = [{ code = "F50.01" }]
    """
    assert messages(el101.check(chart, pack_of('[[limits.diagnosis_range]]\nvalue = ["F20", "F50"]'), AS_OF)) == []


def test_a_pack_without_limits_judges_nothing(chart: Chart) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 12
    necessity = { imminent_danger = true }
    services = [{ service = "group", per_week = 9, minutes = 240, weeks = 12 }]
    """
    for rule in (el101, el102, el104, el105):
        assert messages(rule.check(chart, pack_of(""), AS_OF)) == []


def test_both_statements_of_necessity_are_there(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    necessity = { why_not_lower = "Weekly therapy did not hold.", why_not_higher = "Safe at home." }
    """
    assert messages(el102.check(chart, packs["medicare"], AS_OF)) == []


def test_a_blank_statement_is_a_missing_one(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    necessity = { why_not_lower = "Weekly therapy did not hold.", why_not_higher = " " }
    """
    [finding] = el102.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "the statement of necessity lacks why_not_higher"
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 7))


def test_a_plan_without_necessity_lacks_both(chart: Chart, packs: Packs) -> None:
    """[plan]"""
    [finding] = el102.check(chart, packs["practice"], AS_OF)
    assert finding.message == "the statement of necessity lacks why_not_lower and why_not_higher"


def test_each_need_that_excludes_this_level_is_a_finding(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    necessity = { needs_24h_care = true, imminent_danger = true }
    """
    findings = list(el104.check(chart, packs["core"], AS_OF))
    assert messages(findings) == [
        "needs_24h_care is recorded, and an intensive outpatient program may not have it",
        "imminent_danger is recorded, and an intensive outpatient program may not have it",
    ]
    assert [str(finding.place) for finding in findings] == ["necessity.needs_24h_care", "necessity.imminent_danger"]


def test_no_such_need_on_record_is_clean(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    necessity = { why_not_higher = "Safe at home." }
    """
    assert messages(el104.check(chart, packs["core"], AS_OF)) == []


def test_a_hospital_may_have_patients_who_need_care_around_the_clock(chart: Chart, packs: Packs) -> None:
    """
    [program]
    level_of_care = "inpatient"
    [plan]
    admitted_at = 2026-09-07
    necessity = { needs_24h_care = true }
    services = [{ service = "group", per_week = 10, minutes = 180 }]
    """
    assert messages(el104.check(chart, packs["core"], AS_OF)) == []
    assert messages(el105.check(chart, packs["medicare"], AS_OF)) == []


def test_twenty_hours_are_the_next_level_but_not_in_maryland(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    services = [{ service = "group", per_week = 5, minutes = 240 }]
    """
    [finding] = el105.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "1200 minutes a week are planned, the next level of care begins at 1200"
    assert finding.next == "plan under 1200 minutes a week, or refer to the next level of care"
    assert (finding.severity, str(finding.place)) == ("warning", "services")
    assert messages(el105.check(chart, packs["md"], AS_OF)) == []


def test_one_minute_under_twenty_hours_is_this_level(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    services = [{ service = "group", per_week = 1, minutes = 1199 }]
    """
    assert messages(el105.check(chart, packs["medicare"], AS_OF)) == []


def test_two_heavy_weeks_are_named(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-10-04
    services = [
      { service = "group", per_week = 3, minutes = 180 },
      { service = "individual", per_week = 5, minutes = 140, from = 2026-09-14, until = 2026-09-27 },
    ]
    """
    [finding] = el105.check(chart, packs["medicare"], AS_OF)
    assert finding.message == (
        "1240 minutes a week are planned from 2026-W38 to 2026-W39, the next level of care begins at 1200"
    )
    assert finding.on == date(2026, 9, 21)


def test_a_pack_may_ask_for_a_primary_diagnosis(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    diagnoses = [{ code = "F33.1" }, { code = "F10.10", primary = true, until = 2026-09-06 }, { code = "F41.1" }]
    """
    [finding] = el101.check(chart, packs["va-mhiop"], AS_OF)
    assert finding.message == "no primary diagnosis is active on 2026-09-07, only F33.1, F41.1"
    assert finding.next == (
        "record the diagnosis that is treated here as its ICD-10-CM code, mark the primary one, or correct its dates"
    )
    assert (finding.severity, finding.on, str(finding.place)) == ("error", date(2026, 9, 7), "diagnoses")
    assert (finding.patient, finding.pack) == ("pt-0001", "va-mhiop")


def test_any_primary_diagnosis_will_do_where_the_pack_names_no_range(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    diagnoses = [{ code = "F33.1" }, { code = "I10", primary = true, from = 2026-09-07 }]
    """
    assert messages(el101.check(chart, packs["va-mhiop"], AS_OF)) == []


def test_a_pack_may_ask_for_both_and_each_is_a_finding_of_its_own(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    """
    both = """
        limits.diagnosis_range = [{ value = ["F20", "F30-F39"] }]
        limits.diagnosis_primary = [{ value = ["required"] }]
    """
    in_range, primary = el101.check(chart, pack_of(both), AS_OF)
    assert (in_range.message, primary.message) == (
        "no diagnosis in F20 or F30-F39 is active on 2026-09-07",
        "no primary diagnosis is active on 2026-09-07",
    )
    assert in_range.next == ("record the diagnosis that is treated here as its ICD-10-CM code, or correct its dates")
    assert messages(el101.check(chart, pack_of('limits.diagnosis_primary = [{ value = ["preferred"] }]'), AS_OF)) == []


def test_a_payer_that_came_into_force_later_asks_for_nothing_on_admission(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2021-06-30
    """
    assert messages(el101.check(chart, packs["va-mhiop"], AS_OF)) == []
