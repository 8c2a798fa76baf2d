"""FI104: dates that contradict each other, or lie after the day of judgement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.identity import Identity
from iopctl.model.pack import RulePack
from iopctl.rules import fi104_date_order as fi104
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

EVENTS = """
[plan]
admitted_at = 2026-09-07T09:00:00-04:00
planned_discharge_on = 2026-09-07
goals = [{ id = "g1", text = "Mood lifts.", status = "met", closed_on = 2026-09-07 }]
coverage = [{ pack = "medicare", from = 2026-09-07, until = 2026-09-07 }, { pack = "tricare", from = 2026-09-07 }]
exemptions = [{ kind = "family", reason = "declined", by = "t01", on = 2026-09-10, until = 2026-09-10 }]
revisions = [
  { revision = 2, kind = "comprehensive", effective_at = 2026-09-20 },
  { revision = 1, kind = "initial", effective_at = 2026-09-07T09:00:00-04:00 },
]
evaluations = [{ id = "e1", kind = "initial", signed_at = 2026-11-23T18:00:00-05:00 }]
signatures = [{ role = "patient", by = "pt-0001", on = 2026-11-23, revision = 2 }]
certifications = [{ on = 2026-11-23, by = "md1" }]
[[reviews]]
on = 2026-11-23
by = "t01"
[[assessments]]
instrument = "phq9"
given_at = 2026-11-23
[[weeks]]
week = "2026-W48"
monday = 2026-11-23
[[weeks.sessions]]
id = "mon"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
attendance.pt-0001 = { status = "attended" }
[[weeks.sessions]]
id = "wed"
service = "group"
date = 2026-11-25
start = 09:00:00
end = 10:00:00
patients = ["pt-0001"]
attendance.pt-0001 = { status = "absent-excused", reason = "travels" }
"""


def said(chart: Chart, packs: Packs, today: date = AS_OF) -> list[str]:
    return messages(fi104.check(chart, packs["core"], today))


def test_dates_on_the_boundary_are_in_order(packs: Packs) -> None:
    assert said(build_chart(EVENTS), packs) == []


def test_what_was_recorded_after_the_day_of_judgement_is_reported(packs: Packs) -> None:
    findings = list(fi104.check(build_chart(EVENTS), packs["core"], date(2026, 11, 22)))
    assert messages(findings) == [
        "signatures.0.on is 2026-11-23, after 2026-11-22",
        "certifications.0.on is 2026-11-23, after 2026-11-22",
        "evaluations.0.signed_at is 2026-11-23, after 2026-11-22",
        "on is 2026-11-23, after 2026-11-22",
        "given_at is 2026-11-23, after 2026-11-22",
        "the session 2026-W48/mon is attended on 2026-11-23, after 2026-11-22",
    ]
    assert [finding.place.file for finding in findings[3:]] == [
        "pt-0001/reviews/2026-11-23.toml",
        "pt-0001/assessments/0.toml",
        "weeks/2026-W48.toml",
    ]
    assert str(findings[-1].place) == "sessions.0.attendance.pt-0001"
    assert {(finding.severity, finding.patient) for finding in findings} == {("error", "pt-0001")}


def test_nothing_of_a_stay_lies_before_admission(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-09-06
    discharge = { on = 2026-09-05, reason = "lost" }
    [[plan.goals]]
    id = "g1"
    text = "Mood lifts."
    status = "met"
    closed_on = 2026-09-04
    objectives = [{ id = "g1.o1", text = "PHQ-9.", status = "met", closed_on = 2026-09-03 }]
    """
    assert said(chart, packs) == [
        "discharge.on is 2026-09-05, before the admission on 2026-09-07",
        "planned_discharge_on is 2026-09-06, before the admission on 2026-09-07",
        "goals.0.closed_on is 2026-09-04, before the admission on 2026-09-07",
        "goals.0.objectives.0.closed_on is 2026-09-03, before the admission on 2026-09-07",
    ]


def test_without_an_admission_nothing_lies_before_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    age_at_admission = 30
    planned_discharge_on = 2026-09-06
    """
    assert said(born(chart, date(1950, 1, 1)), packs) == []


def test_periods_do_not_end_before_they_start(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    coverage = [{ pack = "medicare", from = 2026-09-07, until = 2026-09-06 }]
    services = [{ service = "group", from = 2026-09-07, until = 2026-09-06 }]
    pauses = [{ reason = "hospitalized", from = 2026-10-05, until = 2026-10-04 }]
    exemptions = [{ kind = "family", reason = "declined", by = "t01", on = 2026-09-10, until = 2026-09-09 }]
    authorizations = [{ number = "A-881", from = 2026-09-07, until = 2026-09-06 }]
    waivers = [{ code = "DO201", reason = "Snow.", by = "t01", on = 2026-10-02, from = 2026-09-28, until = 2026-09-27 }]
    """
    assert sorted(said(chart, packs)) == [
        "authorizations.0.until is 2026-09-06, before the start on 2026-09-07",
        "coverage.0.until is 2026-09-06, before the start on 2026-09-07",
        "exemptions.0.until is 2026-09-09, before the start on 2026-09-10",
        "pauses.0.until is 2026-10-04, before the start on 2026-10-05",
        "services.0.until is 2026-09-06, before the start on 2026-09-07",
        "waivers.0.until is 2026-09-27, before the start on 2026-09-28",
    ]


def test_a_later_revision_does_not_take_effect_earlier(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-09-07T09:00:00-04:00 },
      { revision = 2, kind = "comprehensive", effective_at = 2026-09-06 },
    ]
    """
    [finding] = fi104.check(chart, packs["core"], AS_OF)
    assert finding.message == "revision 2 is of 2026-09-06, revision 1 of 2026-09-07"
    assert str(finding.place) == "revisions.1.effective_at"


def born(chart: Chart, day: date | None) -> Chart:
    """The chart of somebody with that birth date in identity.toml."""
    return replace(chart, identity=Identity.read({"born_on": day}, "pt-0001/identity.toml"))


def test_a_birth_after_admission_is_told_without_its_date(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    age_at_admission = 30
    """
    [finding] = fi104.check(born(chart, date(2026, 9, 8)), packs["core"], AS_OF)
    assert finding.message == "the birth date is after the admission"
    assert finding.place.file == "pt-0001/identity.toml"


@pytest.mark.parametrize(
    ("birth", "agrees"),
    [
        (date(1996, 9, 7), True),
        (date(1996, 9, 8), False),
        (date(1995, 9, 8), True),
        (date(1995, 9, 7), False),
        (None, True),
    ],
)
def test_thirty_at_admission_means_a_birthday_in_the_year_before(birth: date | None, *, agrees: bool) -> None:
    chart = build_chart("[plan]\nadmitted_at = 2026-09-07\nage_at_admission = 30")
    pack = pack_of("[[limits.contradicting_dates_max]]\nvalue = 0")
    wrong = ["the age at admission disagrees with the birth date in identity.toml"]
    assert messages(fi104.check(born(chart, birth), pack, AS_OF)) == ([] if agrees else wrong)


def test_ninety_means_ninety_or_older_and_no_age_contradicts_nothing(packs: Packs) -> None:
    oldest = build_chart("[plan]\nadmitted_at = 2026-09-07\nage_at_admission = 90")
    unknown = build_chart("[plan]\nadmitted_at = 2026-09-07")
    assert said(born(oldest, date(1930, 1, 1)), packs) == []
    assert said(born(unknown, date(1930, 1, 1)), packs) == []


def test_a_session_belongs_into_the_file_of_its_week(census: Census, packs: Packs) -> None:
    """
    [program]
    waivers = [{ code = "DO201", reason = "Snow.", by = "t01", from = 2026-01-26, until = 2026-01-25 }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "sun", service = "group", date = 2026-11-29, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002"] },
      { id = "mon", service = "group", date = 2026-11-30, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002"] },
    ]
    """  # noqa: E501
    findings = list(fi104.check_program(census, packs["core"], AS_OF))
    assert messages(findings) == [
        "waivers.0.until is 2026-01-25, before the start on 2026-01-26",
        "the session mon is on 2026-11-30, not in 2026-W48",
    ]
    assert (findings[1].patient, str(findings[1].place)) == (None, "sessions.1.date")


def test_a_pack_without_the_limit_compares_no_dates(census: Census) -> None:
    """
    [program]
    waivers = [{ from = 2026-01-26, until = 2026-01-25 }]
    [plan]
    signatures = [{ role = "patient", by = "pt-0001", on = 2027-01-01, revision = 1 }]
    """
    assert messages(fi104.check(census.charts[0], pack_of(""), AS_OF)) == []
    assert messages(fi104.check_program(census, pack_of(""), AS_OF)) == []
