"""PL104: who has to sign which revision, and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from iopctl.model.chart import Chart
from iopctl.model.digest import content_digest
from iopctl.model.pack import RulePack
from iopctl.rules import pl104_signature_missing as pl104
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

PLAN = """
[plan]
track = "morning"
age_at_admission = 40
admitted_at = 2026-09-07
[[weeks]]
week = "2026-W37"
monday = 2026-09-07
[[weeks.sessions]]
id = "intake"
service = "individual"
date = 2026-09-07
start = 09:00:00
end = 10:00:00
attendance.pt-0001 = { status = "attended" }
"""
BEFORE_EFFECT = """
[[plan.revisions]]
revision = 2
kind = "amendment"
effective_at = 2026-09-08T09:00:00-04:00
"""


def signed(chart: Chart, *signatures: dict[str, Any], **changes: Any) -> Chart:
    """The chart with changes to its plan and these signatures under it; `digest = True` is the right one."""
    plan = chart.plan
    fields = {**plan.model_dump(by_alias=True, exclude_defaults=True), **changes}
    digest = content_digest(type(plan).read(fields, plan.file))
    given = [{"revision": 1, **s, **({"digest": digest} if s.get("digest") is True else {})} for s in signatures]
    return Chart(chart.program, type(plan).read({**fields, "signatures": given}, plan.file), chart.bookings)


def by(who: str, role: str, **fields: Any) -> dict[str, Any]:
    """One signature of the day of admission that counts."""
    return {"by": who, "role": role, "on": date(2026, 9, 7), "digest": True, **fields}


THERAPIST = by("t01", "therapist")
PATIENT = by("pt-0001", "patient")
PHYSICIAN = by("md1", "physician")


def said(chart: Chart, pack: RulePack, today: date = AS_OF) -> list[str]:
    return messages(pl104.check(chart, pack, today))


def test_staff_and_patient_are_enough_for_the_licence_and_the_physician_for_medicare(packs: Packs) -> None:
    chart = build_chart(PLAN)
    assert said(signed(chart, THERAPIST, PATIENT), packs["va-dbhds"]) == []
    assert said(signed(chart, THERAPIST, PATIENT), packs["medicare"]) == ["the physician signature is missing"]
    assert said(signed(chart, THERAPIST, PATIENT, PHYSICIAN), packs["medicare"]) == []


def test_a_draft_lacks_its_signatures_too(packs: Packs) -> None:
    findings = list(pl104.check(build_chart("[plan]"), packs["core"], AS_OF))
    assert messages(findings) == ["the staff signature is missing", "the patient signature is missing"]
    assert [finding.next for finding in findings] == [
        "have revision 1 signed",
        "have revision 1 signed, or record attempted_on and the reason",
    ]
    assert {finding.severity for finding in findings} == {"error"}


def test_a_physician_a_stranger_or_a_patient_does_not_sign_for_the_staff(packs: Packs) -> None:
    chart = build_chart(PLAN)
    for signature in (by("md1", "therapist"), by("t09", "therapist"), by("t01", "patient"), by("t01", "guardian")):
        assert "the staff signature is missing" in said(signed(chart, signature, PATIENT), packs["core"])


def test_a_signature_of_an_earlier_revision_does_not_count(packs: Packs) -> None:
    chart = signed(build_chart(PLAN), THERAPIST, by("pt-0001", "patient", revision=2), revision=2)
    [finding] = pl104.check(chart, packs["core"], AS_OF)
    assert finding.message == "the staff signature is for revision 1, the plan is at revision 2"
    assert str(finding.place) == "signatures.0"


def test_a_change_after_signing_makes_the_signature_stale(packs: Packs) -> None:
    chart = signed(build_chart(PLAN), THERAPIST, by("pt-0001", "patient", digest="blake2b-256:0"))
    assert said(chart, packs["core"]) == ["the patient signature is stale: the plan changed after it"]


def test_a_signature_without_digest_or_day_does_not_count(packs: Packs) -> None:
    chart = signed(build_chart(PLAN), by("t01", "therapist", digest=None), by("pt-0001", "patient", on=None))
    assert said(chart, packs["core"]) == [
        "the staff signature has no digest of what was signed",
        "the patient signature was not given",
    ]


def test_the_newest_signature_is_the_one_that_is_explained(packs: Packs) -> None:
    old, stale = by("t01", "therapist"), by("t02", "therapist", revision=2, digest="blake2b-256:0")
    chart = signed(build_chart(PLAN), stale, old, by("pt-0001", "patient", revision=2), revision=2)
    assert said(chart, packs["core"]) == ["the staff signature is stale: the plan changed after it"]


def test_an_attempt_with_a_reason_stands_for_the_patient_only(packs: Packs) -> None:
    tried = {"by": "pt-0001", "role": "patient", "attempted_on": date(2026, 9, 7), "reason": "declined"}
    chart = build_chart(PLAN)
    assert said(signed(chart, THERAPIST, tried), packs["core"]) == []
    assert said(signed(chart, THERAPIST, {**tried, "reason": " "}), packs["core"]) == [
        "the patient signature was not given"
    ]
    assert said(signed(chart, THERAPIST, tried, revision=2), packs["core"])[1] == (
        "the patient signature is for revision 1, the plan is at revision 2"
    )
    assert said(signed(chart, {**tried, "by": "t01", "role": "therapist"}, PATIENT), packs["core"]) == [
        "the staff signature was not given"
    ]


def test_a_guardian_signs_for_a_minor_only(packs: Packs) -> None:
    mother = by("mother", "guardian")
    chart = build_chart(PLAN)
    assert said(signed(chart, THERAPIST, mother, age_at_admission=17), packs["core"]) == []
    assert said(signed(chart, THERAPIST, mother, age_at_admission=18), packs["core"]) == [
        "the patient signature is missing"
    ]


def test_a_guardians_signature_outlives_the_eighteenth_birthday(packs: Packs) -> None:
    birthdays = [{"on": date(2026, 10, 2), "turns": 18}]
    chart = signed(build_chart(PLAN), THERAPIST, by("mother", "guardian"), age_at_admission=17, birthdays=birthdays)
    assert said(chart, packs["core"]) == []


def test_a_signature_on_the_day_of_the_first_service_is_in_time_and_the_next_day_late(packs: Packs) -> None:
    late = by("pt-0001", "patient", on=date(2026, 9, 8))
    chart = build_chart(PLAN)
    assert said(signed(chart, THERAPIST, PATIENT), packs["core"]) == []
    [finding] = pl104.check(signed(chart, THERAPIST, late), packs["core"], AS_OF)
    assert finding.message == ("the patient signature is of 2026-09-08, after the first service under it on 2026-09-07")
    assert (finding.severity, finding.on, str(finding.place)) == ("warning", date(2026, 9, 8), "signatures.1")


def test_of_two_staff_signatures_the_first_decides(packs: Packs) -> None:
    director = by("t02", "director", on=date(2026, 9, 20))
    assert said(signed(build_chart(PLAN), director, THERAPIST, PATIENT), packs["core"]) == []


def test_services_before_the_revision_took_effect_do_not_make_a_signature_late(packs: Packs) -> None:
    chart = build_chart(PLAN.replace("[[weeks]]", f"{BEFORE_EFFECT}[[weeks]]"))
    late = [by("t01", "therapist", revision=2, on=date(2026, 9, 9)), by("pt-0001", "patient", revision=2)]
    assert said(signed(chart, *late, revision=2), packs["core"]) == []


def test_without_admission_no_service_is_first(packs: Packs) -> None:
    chart = build_chart(PLAN.replace("admitted_at = 2026-09-07\n", ""))
    assert said(signed(chart, by("t01", "therapist", on=date(2026, 9, 20)), PATIENT), packs["core"]) == []


def test_a_late_signature_is_judged_by_what_was_in_force_on_its_day() -> None:
    chart = signed(build_chart(PLAN), by("t01", "therapist", on=date(2026, 9, 20)))
    newer = pack_of('[[limits.signatures]]\nvalue = ["staff"]\nsince = 2026-09-21')
    older = pack_of('[[limits.signatures]]\nvalue = ["staff"]\nsince = 2026-09-20')
    assert said(chart, newer) == []
    assert len(said(chart, older)) == 1


def test_a_pack_may_name_a_role_of_its_own_and_one_without_the_limit_asks_for_nobody() -> None:
    chart = signed(build_chart(PLAN), by("n1", "nurse"))
    assert said(chart, pack_of('[[limits.signatures]]\nvalue = ["nurse", "director"]')) == [
        "the director signature is missing"
    ]
    assert said(chart, pack_of("")) == []
