"""FI201 backdated-entry."""

from datetime import date

import pytest

from iopctl.counting.dated import _WHAT
from iopctl.library import packs
from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.history import DATED, History
from iopctl.model.rule import Finding
from iopctl.rules import fi201_backdated_entry as fi201
from iopctl.testing import census_of, findings_of, found, messages, pack_of

AS_OF = date(2026, 11, 23)

LATE = """
[plan]
signatures = [{ role = "patient", by = "pt-0001", revision = 1, on = 2026-11-10 }]

[[history]]
commit = 2026-11-20
first_holds = ["plan.signatures.0.on"]
"""
SAID = (
    "the patient signature by pt-0001 is of 2026-11-10 and first stands in the commit c1 of 2026-11-20, 10 days later"
)


def test_the_finding_stands_at_the_date_and_is_about_its_day() -> None:
    [finding] = findings_of(fi201, LATE, "core", "2026-11-23")
    assert finding == Finding(
        code="FI201",
        name="backdated-entry",
        severity=finding.severity,
        patient="pt-0001",
        place=Place("pt-0001/plan.toml", ("signatures", 0, "on")),
        message=f"{SAID}, at most 3 are allowed",
        next='commit every day; write late_entry = { reason = "..." } for what was truly entered late',
        pack="core",
        limit=packs()["core"].limit("late_entry_days", date(2026, 11, 10)),
        on=date(2026, 11, 10),
    )
    assert finding.severity == "warning"


def test_the_days_are_those_in_force_on_the_day_of_the_fact() -> None:
    versions = """
    [[limits.late_entry_days]]
    value = 10
    until = 2026-11-10
    [[limits.late_entry_days]]
    value = 5
    since = 2026-11-11
    """
    assert found(fi201, LATE, pack_of(versions), "2026-11-23") == []
    later = LATE.replace("2026-11-10", "2026-11-14")
    [said] = found(fi201, later, pack_of(versions), "2026-11-23")
    assert said.endswith("in the commit c1 of 2026-11-20, 6 days later, at most 5 are allowed")


def test_a_pack_without_the_limit_says_nothing() -> None:
    assert found(fi201, LATE, pack_of(""), "2026-11-23") == []
    assert found(fi201, 'history = "none"\n[plan]', pack_of(""), "2026-11-23") == []


def test_a_house_pack_may_tighten() -> None:
    tight = pack_of("[[limits.late_entry_days]]\nvalue = 0")
    same_day = LATE.replace("2026-11-20", "2026-11-10")
    next_day = LATE.replace("2026-11-20", "2026-11-11")
    assert found(fi201, same_day, tight, "2026-11-23") == []
    assert len(found(fi201, next_day, tight, "2026-11-23")) == 1


def test_nothing_is_said_while_nobody_asked_git() -> None:
    assert found(fi201, LATE.partition("[[history]]")[0], "core", "2026-11-23") == []


def test_a_date_that_git_does_not_name_entered_in_time() -> None:
    assert found(fi201, LATE.replace("0.on", "1.on"), "core", "2026-11-23") == []


@pytest.mark.parametrize(
    ("reason", "count"), [('{ reason = "Signed on paper." }', 0), ('{ reason = "" }', 1), ('{ reason = " " }', 1)]
)
@pytest.mark.parametrize(
    ("record", "path"),
    [
        ('signatures = [{ role = "patient", by = "pt-0001", revision = 1, on = 2026-11-10, LATE }]', "signatures.0.on"),
        ('certifications = [{ by = "md1", on = 2026-11-10, LATE }]', "certifications.0.on"),
        (
            'evaluations = [{ id = "e1", kind = "initial", signed_at = 2026-11-10, LATE }]',
            "evaluations.0.signed_at",
        ),
    ],
)
def test_every_record_may_explain_its_late_entry(record: str, path: str, reason: str, count: int) -> None:
    facts = f"[plan]\n{record.replace('LATE', f'late_entry = {reason}')}\n"
    facts += f'[[history]]\ncommit = 2026-11-20\nfirst_holds = ["plan.{path}"]\n'
    assert len(found(fi201, facts, "core", "2026-11-23")) == count


def test_a_review_may_explain_its_late_filing() -> None:
    facts = """
    [plan]
    [[reviews]]
    on = 2026-11-09
    by = "t01"
    filed_on = 2026-11-10
    late_entry = { reason = "The file was lost and found." }
    [[history]]
    commit = 2026-11-20
    first_holds = ["reviews.0.filed_on"]
    """
    assert found(fi201, facts, "core", "2026-11-23") == []
    [finding] = findings_of(fi201, facts.replace("The file was lost and found.", ""), "core", "2026-11-23")
    assert finding.place == Place("pt-0001/reviews/2026-11-09.toml", ("filed_on",))


def test_each_patient_has_the_notes_of_their_own() -> None:
    facts = """
    [[plans]]
    patient = "pt-0001"
    [[plans]]
    patient = "pt-0002"
    signatures = [{ role = "patient", by = "pt-0002", revision = 1, on = 2026-11-10 }]

    [[weeks]]
    week = "2026-W46"
    [[weeks.sessions]]
    id = "mon"
    service = "group"
    date = 2026-11-09
    start = 09:00:00
    end = 10:00:00
    patients = ["pt-0002"]
    [weeks.sessions.attendance]
    pt-0001 = { status = "attended", noted_by = "t01", noted_at = 2026-11-09 }

    [[history]]
    commit = 2026-11-20
    first_holds = ["weeks.0.sessions.0.attendance.pt-0001.noted_at", "plans.1.signatures.0.on"]
    """
    findings = findings_of(fi201, facts, "core", "2026-11-23")
    assert [(finding.patient, str(finding.place)) for finding in findings] == [
        ("pt-0001", "sessions.0.attendance.pt-0001.noted_at"),
        ("pt-0002", "signatures.0.on"),
    ]
    assert findings[0].place.file == "weeks/2026-W46.toml"


SIGNED = 'signatures = [{ role = "patient", by = "pt-0001", revision = 1, on = 2026-11-10 }]'


def test_without_history_the_program_is_told_once_whatever_packs_it_has() -> None:
    census = census_of(f'history = "git is away"\n[[plans]]\n{SIGNED}\n[[plans]]\npatient = "pt-0002"\n{SIGNED}')
    both = [packs()["core"], pack_of("[[limits.late_entry_days]]\nvalue = 1", "house")]
    told = {finding for pack in both for finding in findings_of(fi201, census, pack, AS_OF)}
    [finding] = told
    assert finding.severity == "info"
    assert finding.place == Place("program.toml")
    assert finding.patient is None
    assert finding.message == "git is away, so entries made later than they say cannot be seen"
    assert finding.next == "keep the program folder in git"


@pytest.mark.parametrize(
    ("program", "plan", "told"),
    [
        ("", "", 0),
        ("", SIGNED, 1),
        ("kept_since = 2026-11-10", SIGNED, 1),
        ("kept_since = 2026-11-11", SIGNED, 0),
        ("", SIGNED.replace(" }", ', late_entry = { reason = "x" } }'), 0),
    ],
)
def test_without_history_a_program_without_such_dates_misses_nothing(program: str, plan: str, told: int) -> None:
    facts = f'history = "git is away"\n[program]\n{program}\n[plan]\n{plan}\n'
    assert len(found(fi201, facts, "core", AS_OF)) == told


def test_a_chart_that_is_given_alone_keeps_its_history() -> None:
    [chart] = census_of(LATE).charts
    assert messages(findings_of(fi201, chart, "core", AS_OF)) == [f"{SAID}, at most 3 are allowed"]
    assert findings_of(fi201, Chart(chart.program, chart.plan, history=History()), "core", AS_OF) == []
    assert Census(chart.program, (chart,)).history is None


def test_every_date_that_is_looked_for_has_words() -> None:
    assert set(_WHAT) == {f"{name}.{dated.key}" for name, each in DATED.items() for dated in each}
