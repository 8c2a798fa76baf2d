"""plan list, show, sign."""

import json
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.plan_clinic import AS_OF, clinic, write_plan

__all__ = ["clinic"]

WHOLE = """
status = "active"
track = "morning"
admitted_at = 2026-11-09
strengths = ["walks", "sister"]
continued_stay_reason = "Still missing shifts."
identified = true
roles = { case_manager = "t02" }

[referral]
from = "inpatient"

[necessity]
why_not_lower = "Weekly therapy did not hold."
needs_24h_care = false
on = 2026-11-09

[[coverage]]
pack = "medicare"
from = 2026-11-09

[[diagnoses]]
code = "F33.1"
primary = true
from = 2018-06-02

[[evaluations]]
id = "e1"
kind = "initial"
cosigned = { by = "md1", at = 2026-11-09 }

[[commitments]]
kind = "work"
days = ["mon", "tue"]
start = 13:00:00
end = 17:00:00

[[needs]]
id = "n1"
area = "mood"
text = "Low mood."

[[needs]]
id = "n2"
text = "Sleep."
deferred = { on = 2026-11-09, by = "t01", reason = "later" }

[[goals]]
id = "g1"
needs = ["n1"]
text = "Mood lifts."
own_words = "I want to laugh."

[[goals.objectives]]
id = "g1.o1"
text = "PHQ-9 falls."
measure = { instrument = "phq9", baseline = 19, target = 0 }
due_on = 2026-12-18

[[goals.objectives]]
id = "g1.o2"
text = "Phoned."
measure = { yes_no = "phoned", baseline = false }
status = "met"
closed_on = 2026-11-20

[[goals.objectives]]
id = "g1.o3"
text = "Something."

[[services]]
service = "group"
per_week = 2
minutes = 180
objectives = ["g1.o1"]

[pattern]
slots = ["wed", "mon", "gone"]
own = [{ service = "individual", day = "tue", start = 10:00:00, end = 10:50:00 }]

[[pattern_changes]]
kind = "step-down"
from = 2026-12-14
slots = ["mon"]

[safety_plan]
on = 2026-11-09
text = "In the drawer."

[relapse_prevention]
warning_signs = ["sleeping past ten"]
reviewed_on = 2026-11-20

[[discharge_criteria]]
id = "d1"
text = "PHQ-9 under 10."

[[signatures]]
role = "patient"
by = "pt-0001"
revision = 1
attempted_on = 2026-11-10
reason = "declined"

[[signatures]]
role = "therapist"
by = "t01"
revision = 1
on = 2026-11-10
digest = "blake2b-256:0"
"""


def test_the_list_has_a_line_for_each_plan(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    write_plan(clinic, "", "pt-0002")
    ran = iopctl("plan", "list", *AS_OF, plans=clinic)
    assert ran.out.splitlines() == [
        "patient  status  track    admitted    day  revision  signatures",
        "pt-0001  active  morning  2026-11-09  15   1         1 stale, 1 attempted",
        "pt-0002  draft   -        -           -    1         none",
    ]


def test_the_list_as_data(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    ran = iopctl("plan", "list", *AS_OF, "--format", "json", plans=clinic)
    assert json.loads(ran.out) == {
        "plans": [
            {
                "patient": "pt-0001",
                "status": "active",
                "track": "morning",
                "admitted_on": "2026-11-09",
                "day": 15,
                "revision": 1,
                "signatures": {"ok": 0, "stale": 1, "attempted": 1},
            }
        ]
    }


def test_an_empty_program_lists_nothing(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "list", plans=clinic)
    assert (ran.out, ran.status) == ("No plan is on file. `iopctl plan new PT` drafts one.\n", 0)


def test_an_unreadable_plan_is_named_and_the_others_are_listed(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    write_plan(clinic, "status = 3\n", "pt-0002")
    ran = iopctl("plan", "list", *AS_OF, plans=clinic)
    assert "pt-0001" in ran.out
    assert "pt-0002 cannot be read and is left out" in ran.err


def test_a_plan_is_shown_section_by_section(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    ran = iopctl("plan", "show", "pt-0001", *AS_OF, plans=clinic)
    assert ran.out == (Path(__file__).parent / "data" / "plan_show.txt").read_text()


def test_a_plan_reads_well_aloud(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    lines = iopctl("plan", "show", "pt-0001", *AS_OF, "--format", "plain", plans=clinic).out.splitlines()
    for line in (
        "pt-0001  active, revision 1, day 15",
        "planned discharge: not recorded",
        "not a lower level: Weekly therapy did not hold.",
        "not a higher level: not recorded",
        "F33.1, primary: yes",
        "n2, goals: deferred on 2026-11-09 by t01: later",
        "g1, in the patient's words: I want to laugh.",
        "g1.o1, start: 19",
        "g1.o1, target: 0",
        "g1.o2, status: met on 2026-11-20",
        "group, by: not recorded",
        "mon 09:00 to 12:00, service: group",
        "identified: yes",
        "from: inpatient",
        "work, days: mon; tue",
    ):
        assert line in lines


def test_an_empty_plan_is_shown_as_its_gaps(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "")
    ran = iopctl("plan", "show", "pt-0001", *AS_OF, plans=clinic)
    assert ran.out.startswith("pt-0001  draft, revision 1, not admitted\n\nStay\nadmitted ")
    assert "\nLeft for you:\n  plan: track; population;" in ran.out


def test_a_plan_as_data_is_the_plan(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, WHOLE)
    plan = json.loads(iopctl("plan", "show", "pt-0001", "--format", "json", plans=clinic).out)["plan"]
    assert plan["referral"]["from"] == "inpatient"
    assert plan["goals"][0]["objectives"][0]["measure"]["target"] == 0
    assert plan["discharge"] is None


def test_a_plan_that_is_not_there_or_not_readable_is_said(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "status = 3\n")
    assert iopctl("plan", "show", "pt-0002", plans=clinic).status == 3
    assert "`iopctl check pt-0001` says where and why" in iopctl("plan", "show", "pt-0001", plans=clinic).err


SIGN = ("plan", "sign", "pt-0001", "--role")


def test_a_signature_is_bound_to_the_words_of_the_plan(iopctl: Iopctl, clinic: Path) -> None:
    file = write_plan(clinic, "# left for you: [[signatures]] - here\n\n[necessity]\n")
    ran = iopctl(*SIGN, "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    assert ran.out == "pt-0001, revision 1: signed on 2026-11-23 by pt-0001 as patient\n"
    assert ran.err.endswith("Next: when all have signed, `iopctl plan edit pt-0001 --set status=active`.\n")
    text = file.read_text()
    assert "left for you" not in text
    assert (
        '\n[[signatures]]\nrole = "patient"\nby = "pt-0001"\nrevision = 1\non = 2026-11-23\ndigest = "blake2b' in text
    )
    iopctl(*SIGN, "therapist", "--by", "t01", "--on", "2026-11-20", *AS_OF, plans=clinic)
    assert '\n\n[[signatures]]\nrole = "therapist"\n' in file.read_text()
    assert "2 ok" in iopctl("plan", "list", *AS_OF, plans=clinic).out


def test_a_signature_without_a_gap_line_stands_at_the_end(iopctl: Iopctl, clinic: Path) -> None:
    file = write_plan(clinic, 'status = "active"\n')
    ran = iopctl(*SIGN, "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    assert "Next:" not in ran.err
    assert file.read_text().startswith('schema = 1\npatient = "pt-0001"\nstatus = "active"\n\n[[signatures]]\n')


def test_an_attempt_is_recorded_with_its_reason(iopctl: Iopctl, clinic: Path) -> None:
    file = write_plan(clinic, "")
    attempt = ("--attempted", "2026-11-20", "--reason", "declined", "--format", "json")
    ran = iopctl(*SIGN, "guardian", "--by", "mother", *attempt, *AS_OF, plans=clinic)
    assert json.loads(ran.out) == {
        "signature": {
            "patient": "pt-0001",
            "file": file.as_posix(),
            "role": "guardian",
            "by": "mother",
            "revision": 1,
            "on": None,
            "digest": None,
            "attempted_on": "2026-11-20",
            "reason": "declined",
        }
    }
    assert 'attempted_on = 2026-11-20\nreason = "declined"\n' in file.read_text()


def test_an_attempt_is_said_to_people(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "")
    attempt = ("--attempted", "2026-11-20", "--reason", "declined")
    ran = iopctl(*SIGN, "patient", "--by", "pt-0001", *attempt, *AS_OF, "--dry-run", plans=clinic)
    assert ran.out.endswith("pt-0001, revision 1: tried on 2026-11-20, not had: declined by pt-0001 as patient\n")


def test_the_same_words_are_signed_once(iopctl: Iopctl, clinic: Path) -> None:
    file = write_plan(clinic, "")
    iopctl(*SIGN, "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    before = file.read_text()
    ran = iopctl(*SIGN, "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    assert (ran.status, file.read_text()) == (3, before)
    assert "pt-0001 signed these words as patient on 2026-11-23; nothing was written." in ran.err
    iopctl("plan", "edit", "pt-0001", "--set", "track=morning", plans=clinic)
    assert iopctl(*SIGN, "patient", "--by", "pt-0001", *AS_OF, plans=clinic).status == 0


def test_whoever_signs_as_something_else_is_told(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "")
    ran = iopctl(*SIGN, "physician", "--by", "t01", *AS_OF, plans=clinic)
    assert (ran.status, "Warning: t01 works here as therapist and signed as physician." in ran.err) == (0, True)


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (("patient", "--by", "t01"), 3, "the patient's signature is by pt-0001"),
        (("therapist", "--by", "pt-0001"), 3, "pt-0001 signs as patient, or somebody for them as guardian."),
        (("guardian", "--by", "t01"), 3, "a guardian is nobody of the staff."),
        (("therapist", "--by", "t9"), 3, "program.toml: no staff member of that id."),
        (("patient", "--by", "pt-0001", "--on", "2026-11-24"), 2, "2026-11-24 is in the future"),
        (("patient", "--by", "pt-0001", "--attempted", "2026-11-20"), 2, "--attempted and --reason go together"),
        (("patient", "--by", "pt-0001", "--reason", "x"), 2, "--attempted and --reason go together"),
        (
            ("patient", "--by", "pt-0001", "--on", "2026-11-20", "--attempted", "2026-11-20", "--reason", "x"),
            2,
            "without --on",
        ),
        (("patient",), 2, "--by: who signs?"),
        (("The Patient", "--by", "t01"), 3, "signatures.0.role is not written in the expected form"),
    ],
)
def test_a_signature_that_makes_no_sense_is_refused(
    iopctl: Iopctl, clinic: Path, options: tuple[str, ...], status: int, sentence: str
) -> None:
    file = write_plan(clinic, "")
    before = file.read_text()
    ran = iopctl(*SIGN, *options, *AS_OF, plans=clinic)
    assert (ran.status, file.read_text()) == (status, before)
    assert sentence in ran.err


def test_without_a_role_nobody_signs(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "")
    ran = iopctl("plan", "sign", "pt-0001", "--by", "pt-0001", plans=clinic)
    assert (ran.status, "--role: as what is it signed?" in ran.err) == (2, True)


def test_an_unreadable_plan_is_not_signed(iopctl: Iopctl, clinic: Path) -> None:
    write_plan(clinic, "colour = 1\n")
    ran = iopctl(*SIGN, "patient", "--by", "pt-0001", plans=clinic)
    assert (ran.status, "colour is not a key of this file" in ran.err) == (3, True)


def test_role_and_person_are_asked_for(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iopctl.commands.plan.sign.interactive", lambda: True)
    write_plan(clinic, "")
    ran = iopctl("plan", "sign", "pt-0001", *AS_OF, plans=clinic, input="\n\n")
    assert ran.out == "pt-0001, revision 1: signed on 2026-11-23 by pt-0001 as patient\n"
    ran = iopctl("plan", "sign", "pt-0001", *AS_OF, plans=clinic, input="therapist\nt01\n")
    assert ran.out == "pt-0001, revision 1: signed on 2026-11-23 by t01 as therapist\n"
