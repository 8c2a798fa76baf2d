"""FI105: texts that would tell who somebody is. What counts as an identifier is in counting/test_identifiers."""

from dataclasses import replace

import pytest

from iopctl.model.chart import Census
from iopctl.model.identity import Identity
from iopctl.model.rule import Finding
from iopctl.rules import fi105_identifier_present as fi105
from iopctl.testing import census_of, findings_of
from tests.conftest import AS_OF, DEMO, Iopctl, pack_of


def found(facts: str | Census) -> list[Finding]:
    return findings_of(fi105, facts, "core", AS_OF)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Saw Dr. Poe.", "a name"),
        ("123-45-6789", "a social security number"),
        ("757-555-0192", "a phone number"),
        ("ann@example.org", "an e-mail address"),
        ("12 Oak Street", "a street address"),
        ("MRN 12345", "a medical record number"),
        ("born 1988-03-04", "a full birth date"),
    ],
)
def test_each_kind_is_told_by_its_kind_and_place_alone(text: str, what: str) -> None:
    [finding] = found(f'[plan]\nneeds = [{{ id = "n1", text = "{text}" }}]')
    assert finding.message == f"needs.0.text holds what looks like {what}, and the chart is not marked identified"
    assert finding.next == "write the code, the relation or the role instead, or set identified = true in the plan"
    # The regulation was quoted from memory, which caps an error (S15).
    assert (finding.severity, finding.patient, finding.on) == ("warning", "pt-0001", None)
    assert (finding.place.file, str(finding.place)) == ("pt-0001/plan.toml", "needs.0.text")


EVERYWHERE = """
[program]
crisis_text = "757-555-0100"
closures = [{ date = 2026-11-26, reason = "757-555-0199" }]
waivers = [{ code = "DO201", reason = "757-555-0101", by = "t01", until = 2026-12-01 }]
[plan]
identified = false
roles = { t01 = "757-555-0102" }
supports = ["sister", "757-555-0103"]
authorizations = [{ number = "A-881" }]
[[reviews]]
on = 2026-11-23
by = "t01"
goals.g1 = { status = "improving", text = "757-555-0104" }
[[assessments]]
instrument = "phq9"
given_at = 2026-11-23
action = { on = 2026-11-23, by = "t01", text = "757-555-0105" }
[[claims]]
number = "757-555-0106"
[[weeks]]
week = "2026-W48"
[[weeks.sessions]]
id = "mon"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
cancelled = { reason = "757-555-0107", by = "t01", on = 2026-11-22 }
attendance.pt-0001 = { status = "absent-excused", reason = "757-555-0108", response = "SSN 123-45-6789, 757-555-0109" }
attendance.pt-0002 = { status = "attended", response = "757-555-0110" }
"""


def test_every_text_about_patients_is_read() -> None:
    assert [(finding.patient, finding.place.file, str(finding.place)) for finding in found(EVERYWHERE)] == [
        ("pt-0001", "pt-0001/plan.toml", "supports.1"),
        ("pt-0001", "pt-0001/plan.toml", "roles.t01"),
        ("pt-0001", "pt-0001/reviews/2026-11-23.toml", "goals.g1.text"),
        ("pt-0001", "pt-0001/assessments/0.toml", "action.text"),
        (None, "weeks/2026-W48.toml", "sessions.0.cancelled.reason"),
        ("pt-0001", "weeks/2026-W48.toml", "sessions.0.attendance.pt-0001.reason"),
        ("pt-0001", "weeks/2026-W48.toml", "sessions.0.attendance.pt-0001.response"),
        ("pt-0001", "weeks/2026-W48.toml", "sessions.0.attendance.pt-0001.response"),
        ("pt-0002", "weeks/2026-W48.toml", "sessions.0.attendance.pt-0002.response"),
        (None, "program.toml", "waivers.0.reason"),
    ]


def test_an_identified_chart_may_name_its_patient_and_the_program_may_not() -> None:
    findings = found(EVERYWHERE.replace("identified = false", "identified = true"))
    assert [finding.patient for finding in findings] == [None, "pt-0002", None]


def test_the_names_on_file_are_looked_for_in_every_chart() -> None:
    census = census_of("""
        [[plans]]
        patient = "pt-0001"
        strengths = ["Ann keeps her word."]
        [[plans]]
        patient = "pt-0002"
        strengths = ["Ann keeps her word.", "Knows Ann Poe."]
        identified = false
    """)
    identity = Identity.read({"name": "Ann Poe"}, "pt-0001/identity.toml")
    first, second = census.charts
    findings = found(replace(census, charts=(replace(first, identity=identity), second)))
    assert [(finding.patient, str(finding.place)) for finding in findings] == [
        ("pt-0001", "strengths.0"),
        ("pt-0002", "strengths.1"),
    ]
    assert found(census) == []


def test_a_pack_may_look_for_some_kinds_or_for_none() -> None:
    facts = '[plan]\nstrengths = ["Dr. Poe, 757-555-0192"]'
    phones = pack_of('limits.identifier_patterns = [{ value = ["phone"] }]')
    [finding] = findings_of(fi105, facts, phones, AS_OF)
    assert (finding.severity, "a phone number" in finding.message) == ("error", True)
    assert findings_of(fi105, facts, pack_of(""), AS_OF) == []
    later = pack_of('limits.identifier_patterns = [{ value = ["phone"], since = 2026-11-24 }]')
    assert findings_of(fi105, facts, later, AS_OF) == []


def test_the_demo_gives_nobody_away(iopctl: Iopctl) -> None:
    ran = iopctl("check", "--select", "FI105", "--as-of", "2026-11-23", "--format", "lines", plans=DEMO)
    assert ran.out.strip() == ""
