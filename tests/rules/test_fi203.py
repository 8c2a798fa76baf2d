"""FI203 signed-then-changed."""

from datetime import date

import pytest

from iopctl.library import packs
from iopctl.model.frozen import Place
from iopctl.model.rule import Finding
from iopctl.rules import fi203_signed_then_changed as fi203
from iopctl.testing import census_of, findings_of, found, pack_of

AS_OF = date(2026, 11, 23)

CHANGED = """
[plan]
signatures = [
  { role = "therapist", by = "t01", revision = 1, on = 2026-11-09 },
  { role = "patient", by = "pt-0001", revision = 1, on = 2026-11-10 },
]

[[history]]
commit = 2026-11-20
changes = ["plan.signatures.1.on"]
"""
SAID = "the patient signature by pt-0001 is of 2026-11-10, and what stands under it was changed"


def test_the_finding_stands_at_the_signature_and_is_about_the_day_of_the_change() -> None:
    [finding] = findings_of(fi203, CHANGED, "core", AS_OF)
    assert finding == Finding(
        code="FI203",
        name="signed-then-changed",
        severity=finding.severity,
        patient="pt-0001",
        place=Place("pt-0001/plan.toml", ("signatures", 1, "on")),
        message=f"{SAID} in the commit c1 of 2026-11-20",
        next="have a new revision signed, or sign the corrected note anew with its own date",
        pack="core",
        limit=packs()["core"].limit("signed_changes_max", AS_OF),
        on=date(2026, 11, 20),
    )
    assert finding.severity == "error"


def test_what_is_not_committed_is_about_today() -> None:
    [finding] = findings_of(fi203, CHANGED.replace("commit = 2026-11-20", ""), "core", AS_OF)
    assert (finding.message, finding.on) == (f"{SAID} and is not committed yet", AS_OF)


def test_changes_up_to_the_limit_pass() -> None:
    one = pack_of("[[limits.signed_changes_max]]\nvalue = 1")
    assert found(fi203, CHANGED, one, AS_OF) == []
    twice = CHANGED + '[[history]]\ncommit = 2026-11-21\nchanges = ["plan.signatures.1.on"]\n'
    assert found(fi203, twice, one, AS_OF) == [f"{SAID} in the commit c1 of 2026-11-20"]
    assert found(fi203, twice, one, "2026-11-20") == []


def test_the_limit_is_that_of_the_day_of_the_change() -> None:
    late = pack_of("[[limits.signed_changes_max]]\nvalue = 0\nsince = 2026-11-21")
    assert found(fi203, CHANGED, late, AS_OF) == []
    assert len(found(fi203, CHANGED.replace("2026-11-20", "2026-11-21"), late, AS_OF)) == 1


def test_a_pack_without_the_limit_says_nothing() -> None:
    assert found(fi203, CHANGED, pack_of(""), AS_OF) == []
    assert found(fi203, 'history = "none"\n[plan]', pack_of(""), AS_OF) == []


def test_nothing_is_said_while_nobody_asked_git() -> None:
    assert found(fi203, CHANGED.partition("[[history]]")[0], "core", AS_OF) == []


SIGNED = 'signatures = [{ role = "patient", by = "pt-0001", revision = 1, on = 2026-11-10 }]'


def test_without_history_the_program_is_told_once_whatever_packs_it_has() -> None:
    census = census_of(f'history = "git is away"\n[[plans]]\n{SIGNED}\n[[plans]]\npatient = "pt-0002"\n{SIGNED}')
    both = [packs()["core"], pack_of("[[limits.signed_changes_max]]\nvalue = 0", "house")]
    [finding] = {finding for pack in both for finding in findings_of(fi203, census, pack, AS_OF)}
    assert (finding.severity, finding.place, finding.patient) == ("info", Place("program.toml"), None)
    assert finding.message == "git is away, so changes under a signature cannot be seen"
    assert finding.next == "keep the program folder in git"


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("", 0),
        (SIGNED, 1),
        (SIGNED.replace(" on =", ' reason = "declined", attempted_on ='), 0),
        ('certifications = [{ by = "md1", on = 2026-11-10 }]', 1),
    ],
)
def test_without_history_a_program_without_signatures_misses_nothing(plan: str, told: int) -> None:
    assert len(found(fi203, f'history = "git is away"\n[plan]\n{plan}\n', "core", AS_OF)) == told
