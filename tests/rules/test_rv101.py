"""RV101 to RV103: certification and recertification by a physician."""

from collections.abc import Mapping
from datetime import date

from iopctl.checking import check_chart
from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import rv101_recertification_late as rv101
from iopctl.rules import rv102_certification_after_service as rv102
from iopctl.rules import rv103_recert_content_missing as rv103
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

EVERY_60 = pack_of("limits.recertification_days = [{ value = 60 }]")


# RV101


def test_the_sixtieth_day_after_a_certification_is_in_time_and_the_next_is_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-07, by = "md1" }]
    """
    assert messages(rv101.check(chart, packs["medicare"], date(2026, 10, 29))) == []
    for day in (date(2026, 10, 30), date(2026, 11, 6)):
        [soon] = rv101.check(chart, packs["medicare"], day)
        assert soon.message == "the next recertification since the certification of 2026-09-07 is due on 2026-11-06"
        assert soon.severity == "info"
    [overdue] = rv101.check(chart, packs["medicare"], date(2026, 11, 7))
    assert overdue.message == "no recertification since the certification of 2026-09-07, it was due on 2026-11-06"
    assert overdue.next == "have the treating physician certify the need, and record it under [[certifications]]"
    assert overdue.place == Place("pt-0001/plan.toml", ("certifications", 0, "on"))
    assert (overdue.severity, overdue.on, overdue.patient) == ("warning", None, "pt-0001")
    assert overdue.limit is not None
    assert overdue.limit.cite == "42 CFR 424.24(d)(3)(ii)"
    [by_primary] = rv101.check(chart, EVERY_60, date(2026, 11, 7))
    assert by_primary.severity == "error"


def test_one_that_came_late_stays_late_and_the_next_counts_from_it(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-11-10, by = "md1" }, { on = 2026-09-07, by = "md1" }]
    """
    [late] = rv101.check(chart, EVERY_60, date(2027, 1, 1))
    assert late.message == (
        "the recertification of 2026-11-10 is late, it was due on 2026-11-06,"
        " 60 days after the certification of 2026-09-07"
    )
    assert late.next == "recertify by the due day next time; a late recertification stays late"
    assert late.place == Place("pt-0001/plan.toml", ("certifications", 0, "on"))
    assert (late.severity, late.on, late.patient) == ("error", date(2026, 11, 10), "pt-0001")
    assert late.limit is not None
    assert messages(rv101.check(chart, EVERY_60, date(2027, 1, 10)))[1:] == [
        "no recertification since the certification of 2026-11-10, it was due on 2027-01-09"
    ]


def test_one_of_the_due_day_passes_and_an_early_one_brings_the_next_forward(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-07, by = "md1" }, { on = 2026-10-01, by = "md1" }, { on = 2026-11-30, by = "md1" }]
    """
    assert messages(rv101.check(chart, EVERY_60, date(2026, 12, 1))) == []
    assert messages(rv101.check(chart, EVERY_60, date(2026, 11, 29))) == [
        "the next recertification since the certification of 2026-10-01 is due on 2026-11-30"
    ]


def test_without_any_certification_the_interval_counts_from_admission(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    """
    [soon] = rv101.check(chart, EVERY_60, date(2026, 11, 6))
    assert soon.message == "the next certification since admission on 2026-09-07 is due on 2026-11-06"
    [overdue] = rv101.check(chart, EVERY_60, date(2026, 11, 7))
    assert overdue.message == "no certification since admission on 2026-09-07, it was due on 2026-11-06"
    assert overdue.place.key == ("admitted_at",)


def test_partial_hospitalisation_counts_eighteen_days_from_admission_then_thirty(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-08, by = "md1" }]
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-08, by = "md1" }, { on = 2026-09-26, by = "md1" }, { on = 2026-10-26, by = "md1" }]
    """
    pack = packs["medicare-php"]
    one, three = census.charts
    assert [f.severity for f in rv101.check(one, pack, date(2026, 9, 25))] == ["info"]
    [overdue] = rv101.check(one, pack, date(2026, 9, 26))
    assert overdue.message == "no recertification since admission on 2026-09-07, it was due on 2026-09-25"
    assert overdue.severity == "warning"
    assert messages(rv101.check(three, pack, date(2026, 11, 1))) == [
        "the recertification of 2026-09-26 is late, it was due on 2026-09-25, 18 days after admission on 2026-09-07"
    ]


def test_an_ended_stay_owes_none_after_its_last_day(census: Census) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "closed"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-07, by = "md1" }]
    discharge = { on = 2026-11-06, reason = "completed" }
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-07, by = "md1" }, { on = 2026-11-20, by = "md1" }]
    discharge = { on = 2026-11-07, reason = "completed" }
    """
    in_time, late = census.charts
    assert messages(rv101.check(in_time, EVERY_60, AS_OF)) == []
    assert messages(rv101.check(late, EVERY_60, AS_OF)) == [
        "no recertification since the certification of 2026-09-07, it was due on 2026-11-06"
    ]
    # On its last day it is still active.
    assert [f.severity for f in rv101.check(in_time, EVERY_60, date(2026, 11, 6))] == ["info"]
    # Nobody reminds of an ended stay.
    just_ended = build_chart(
        '[plan]\nstatus = "closed"\nadmitted_at = 2026-09-07\ndischarge = { on = 2026-11-05, reason = "ama" }'
    )
    assert messages(rv101.check(just_ended, EVERY_60, date(2026, 11, 6))) == []


def test_a_draft_a_stay_ahead_and_a_pack_without_the_limit_say_nothing(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "draft"
    admitted_at = 2026-01-05
    certifications = [{ on = 2026-01-05, by = "md1" }, { on = 2026-07-01, by = "md1" }]
    [[plans]]
    patient = "pt-0002"
    status = "active"
    [[plans]]
    patient = "pt-0003"
    status = "active"
    admitted_at = 2026-12-07
    """
    for chart in census.charts:
        assert messages(rv101.check(chart, EVERY_60, AS_OF)) == []
        assert messages(rv101.check(chart, packs["core"], AS_OF)) == []


# RV102


def test_the_day_of_the_first_service_passes_and_the_day_after_is_late(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-11-06, by = "md1" }, { on = 2026-09-08, by = "md1" }]
    [[weeks]]
    week = "2026-W37"
    sessions = [
      { id = "mon", service = "group", date = 2026-09-07, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], attendance = { pt-0001 = { status = "attended" } } },
    ]
    """  # noqa: E501  # one session a line
    [late] = rv102.check(chart, packs["medicare"], AS_OF)
    assert late.message == "the first certification is of 2026-09-08, after the first service on 2026-09-07"
    assert late.next == "have the physician certify the need, and answer for the days served before"
    assert late.place == Place("pt-0001/plan.toml", ("certifications", 1, "on"))
    assert (late.severity, late.on, late.patient) == ("warning", date(2026, 9, 7), "pt-0001")
    assert late.limit is not None
    assert messages(rv102.check(build_first("2026-09-07"), packs["medicare"], AS_OF)) == []
    assert messages(rv102.check(chart, packs["core"], AS_OF)) == []
    other_word = pack_of('limits.certified_before = [{ value = ["admission"] }]')
    assert messages(rv102.check(chart, other_word, AS_OF)) == []


FIRST = """
[plan]
status = "active"
admitted_at = 2026-09-07
certifications = [{certified}]
{more}
[[weeks]]
week = "2026-W36"
sessions = [
  {{ id = "intake", service = "individual", date = 2026-09-03, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
]
[[weeks]]
week = "2026-W37"
sessions = [
  {{ id = "mon", service = "group", date = 2026-09-07, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], attendance = {{ pt-0001 = {{ status = "{monday}" }} }} }},
  {{ id = "tue", service = "group", date = 2026-09-08, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }},
  {{ id = "wed", service = "group", date = 2026-09-09, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], cancelled = {{ reason = "closure", by = "t01", on = 2026-09-01 }} }},
  {{ id = "fri", service = "group", date = 2026-09-11, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], attendance = {{ pt-0001 = {{ status = "partial" }} }} }},
]
"""  # noqa: E501  # one session a line


def build_first(certified: str | None = None, monday: str = "attended", more: str = "") -> Chart:
    """A first program week, with an intake visit before admission."""
    record = f'{{ on = {certified}, by = "md1" }}' if certified else ""
    return build_chart(FIRST.format(certified=record, monday=monday, more=more))


def test_a_certification_that_is_missing_is_found_from_the_day_after_the_first_service_on(packs: Packs) -> None:
    pack = packs["medicare"]
    assert messages(rv102.check(build_first(), pack, date(2026, 8, 30))) == []
    for day in (date(2026, 8, 31), date(2026, 9, 7)):
        [soon] = rv102.check(build_first(), pack, day)
        assert soon.message == "no certification is on file, it is due on 2026-09-07 with the first service"
        assert soon.next == "have the physician certify the need by then"
        assert (soon.severity, soon.on) == ("info", date(2026, 9, 7))
    [missing] = rv102.check(build_first(), pack, date(2026, 9, 8))
    assert missing.message == "no certification is on file, the first service was on 2026-09-07"
    assert missing.place == Place("pt-0001/plan.toml", ("certifications",))
    assert (missing.severity, missing.on) == ("warning", date(2026, 9, 7))
    # One signed later is not yet on file.
    assert messages(rv102.check(build_first("2026-09-10"), pack, date(2026, 9, 9))) == [missing.message]


def test_a_missed_session_is_no_service_and_neither_is_an_unrecorded_one(packs: Packs) -> None:
    chart = build_first("2026-09-12", monday="absent-excused")
    assert messages(rv102.check(chart, packs["medicare"], AS_OF)) == [
        "the first certification is of 2026-09-12, after the first service on 2026-09-11"
    ]
    assert messages(rv102.check(build_first("2026-09-11", "absent-excused"), packs["medicare"], AS_OF)) == []


def test_the_next_session_that_is_held_is_reminded_of(packs: Packs) -> None:
    chart = build_first(monday="absent-excused")
    assert messages(rv102.check(chart, packs["medicare"], date(2026, 9, 8))) == [
        "no certification is on file, it is due on 2026-09-08 with the first service"
    ]
    assert messages(rv102.check(chart, packs["medicare"], date(2026, 9, 9))) == [
        "no certification is on file, it is due on 2026-09-11 with the first service"
    ]


def test_sessions_outside_the_stay_are_no_first_service(packs: Packs) -> None:
    ended = build_first(monday="absent-excused", more='discharge = { on = 2026-09-10, reason = "ama" }')
    assert messages(rv102.check(ended, packs["medicare"], AS_OF)) == []
    ends = build_first(monday="absent-excused", more='discharge = { on = 2026-09-11, reason = "ama" }')
    assert len(messages(rv102.check(ends, packs["medicare"], AS_OF))) == 1
    never_admitted = build_chart('[plan]\nstatus = "draft"')
    assert messages(rv102.check(never_admitted, packs["medicare"], AS_OF)) == []


def test_a_payer_who_came_later_looks_at_the_first_service_it_covers(packs: Packs) -> None:
    covered = 'coverage = [{ pack = "medicare", from = 2026-09-10 }]'
    before_it = build_first("2026-09-10", more=covered)
    assert [f for f in check_chart(before_it, packs, AS_OF) if f.code == "RV102"] == []
    assert messages(rv102.check(build_first("2026-09-12", more=covered), packs["medicare"], AS_OF)) == [
        "the first certification is of 2026-09-12, after the first service on 2026-09-11"
    ]


# RV103


def test_each_field_that_a_recertification_lacks_is_named(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    treating_physician = "md1"
    certifications = [
      { on = 2026-09-07, by = "md1" },
      { on = 2026-10-01, by = "md1", hours_per_week = 9, response = "...", symptoms = "...", discharge_goals = "..." },
      { on = 2026-11-01, by = "md1", hours_per_week = 9, response = " ", discharge_goals = "..." },
    ]
    """
    [finding] = rv103.check(chart, packs["medicare"], AS_OF)
    assert finding.message == "the recertification of 2026-11-01 lacks response, symptoms"
    assert finding.next == "have the treating physician write response, symptoms"
    assert finding.place == Place("pt-0001/plan.toml", ("certifications", 2))
    assert (finding.severity, finding.on, finding.patient) == ("warning", date(2026, 11, 1), "pt-0001")
    assert finding.limit is not None
    assert messages(rv103.check(chart, packs["medicare"], date(2026, 10, 31))) == []
    assert messages(rv103.check(chart, packs["core"], AS_OF)) == []


def test_the_treating_physician_of_that_day_signs(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    treating_physician = "md2"
    physicians = [{ by = "md1", from = 2026-09-07, until = 2026-10-31 }]
    certifications = [
      { on = 2026-09-07, by = "t01" },
      { on = 2026-10-31, by = "md1" },
      { on = 2026-11-01, by = "md1" },
    ]
    """
    signer = pack_of('limits.recertification_fields = [{ value = ["treating-physician"] }]')
    [finding] = rv103.check(chart, signer, AS_OF)
    assert finding.message == "md1 signed the recertification of 2026-11-01, the treating physician that day was md2"
    assert finding.next == "have the treating physician recertify, or correct physicians"
    assert finding.place.key == ("certifications", 2, "by")
    assert (finding.severity, finding.on, finding.patient) == ("error", date(2026, 11, 1), "pt-0001")
    assert finding.limit is not None
    fields_alone = pack_of('limits.recertification_fields = [{ value = ["by"], since = 2026-11-01 }]')
    assert messages(rv103.check(chart, fields_alone, AS_OF)) == []


def test_where_no_treating_physician_is_recorded_the_signer_is_a_gap(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [
      { on = 2026-09-07, by = "md1" },
      { on = 2026-11-01, by = "md1", hours_per_week = 9, response = "...", symptoms = "...", discharge_goals = "..." },
    ]
    """
    [gap] = rv103.check(chart, packs["medicare"], AS_OF)
    assert gap.message == (
        "no treating physician is recorded, so the signer of the recertification of 2026-11-01 is not judged"
    )
    assert gap.next == "write treating_physician, or physicians with their days"
    assert (gap.severity, gap.place.key) == ("info", ("treating_physician",))


def test_a_version_that_came_later_leaves_earlier_recertifications_alone(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    certifications = [{ on = 2026-09-07, by = "md1" }, { on = 2026-10-01, by = "md1" }, { on = 2026-11-01, by = "md1" }]
    """
    later = pack_of('limits.recertification_fields = [{ value = ["response"], since = 2026-10-02 }]')
    assert messages(rv103.check(chart, later, AS_OF)) == ["the recertification of 2026-11-01 lacks response"]
