"""AS103: who may sign an evaluation, and who has to co-sign it by when."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import as103_assessor_not_qualified as as103
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]

STAFF = """
[program]
staff = [
  { id = "md1", role = "physician" },
  { id = "t01", role = "therapist", credentials = [{ title = "LCSW", from = 2021-05-01, until = 2026-09-04 }] },
  { id = "t02", role = "therapist", credentials = [{ title = "CSAC" }, { title = "LPC", until = 2026-09-30 }] },
  { id = "t08", role = "counselor", credentials = [{ title = "CSAC", from = 2015-01-01 }] },
  { id = "t09", role = "therapist", credentials = [{ title = "CATP" }] },
]
"""
CATPS = "one of CATP, MD, DO, LCP, LCSW, LPC, LMFT, LSATP, NP"


def evaluation(fields: str, kind: str = "comprehensive") -> str:
    """A chart with one evaluation."""
    return f'{STAFF}\n[plan]\nadmitted_at = 2026-09-07\nevaluations = [{{ id = "e1", kind = "{kind}", {fields} }}]'


# Who signs


@pytest.mark.parametrize(
    "fields",
    [
        'by = "md1", signed_at = 2026-09-04',
        'by = "t01", signed_at = 2026-09-04, cosigned = { by = "md1", at = 2026-10-20 }',
        'by = "t01"',
    ],
)
def test_a_physician_who_signs_or_co_signs_is_a_physician_and_an_unsigned_one_is_not_judged(fields: str) -> None:
    assert found(as103, evaluation(fields), "medicare", AS_OF) == []


def test_somebody_else_alone_is_not_qualified() -> None:
    [finding] = findings_of(as103, evaluation('by = "t01", signed_at = 2026-09-04'), "medicare", AS_OF)
    assert finding.message == ("the evaluation e1 of 2026-09-04 is signed by t01, one of physician, MD, DO is required")
    assert finding.next == "have it co-signed by somebody qualified, or record the credential in program.toml"
    assert finding.place == Place("pt-0001/plan.toml", ("evaluations", 0))
    # From memory (S15); a payer's pack covers no day before the stay, so the fact is dated by its first.
    assert (finding.severity, finding.on) == ("warning", date(2026, 9, 7))
    assert (finding.patient, finding.pack) == ("pt-0001", "medicare")


@pytest.mark.parametrize(("signed", "late"), [("2026-09-04", 0), ("2026-09-05", 1)])
def test_the_credential_has_to_be_in_force_on_the_day_of_the_signature(signed: str, late: int) -> None:
    assert len(found(as103, evaluation(f'by = "t01", signed_at = {signed}'), "va-mhiop", AS_OF)) == late


def test_the_co_signers_credential_counts_on_the_day_of_the_co_signature() -> None:
    for at, late in (("2026-09-30", 0), ("2026-10-01", 1)):
        fields = f'by = "t08", signed_at = 2026-09-08, cosigned = {{ by = "t02", at = {at} }}'
        assert len(found(as103, evaluation(fields), "va-mhiop", AS_OF)) == late


def test_two_who_are_not_qualified_are_both_named() -> None:
    fields = 'by = "t08", signed_at = 2026-09-08, cosigned = { by = "t09", at = 2026-09-09 }'
    assert found(as103, evaluation(fields, "update"), "medicare", AS_OF) == [
        "the evaluation e1 of 2026-09-08 is signed by t08 and co-signed by t09, one of physician, MD, DO is required"
    ]


def test_a_signature_of_nobody_and_one_of_somebody_unknown_are_not_qualified() -> None:
    assert found(as103, evaluation("signed_at = 2026-09-08"), "medicare", AS_OF) == [
        "the evaluation e1 of 2026-09-08 is signed by nobody who is named, one of physician, MD, DO is required"
    ]
    assert len(found(as103, evaluation('by = "t99", signed_at = 2026-09-08'), "medicare", AS_OF)) == 1


def test_signatures_and_co_signatures_after_the_as_of_day_are_not_there_yet() -> None:
    fields = 'by = "t01", signed_at = 2026-09-08, cosigned = { by = "md1", at = 2026-09-10 }'
    assert found(as103, evaluation(fields), "medicare", "2026-09-07") == []
    assert len(found(as103, evaluation(fields), "medicare", "2026-09-08")) == 1
    assert found(as103, evaluation(fields), "medicare", "2026-09-09") == [
        "the evaluation e1 of 2026-09-08 is signed by t01, one of physician, MD, DO is required"
    ]
    assert found(as103, evaluation(fields), "medicare", "2026-09-10") == []


def test_what_was_signed_before_the_list_came_into_force_is_not_held_against_it() -> None:
    assert found(as103, evaluation('by = "t08", signed_at = 2021-06-30'), "va-mhiop", AS_OF) == []


# Who co-signs, and by when


def cosigned(at: str, signed: str = "2026-09-04", by: str = "t09") -> str:
    """A chart with an evaluation by a CSAC, co-signed."""
    return evaluation(f'by = "t08", signed_at = {signed}, cosigned = {{ by = "{by}", at = {at} }}')


def test_the_third_business_day_is_in_time_and_the_fourth_is_not() -> None:
    # Friday 4 September; the Monday is Labor Day.
    assert found(as103, cosigned("2026-09-10T23:00:00-04:00"), "va-arts", AS_OF) == []
    [late] = findings_of(as103, cosigned("2026-09-11T08:00:00-04:00"), "va-arts", AS_OF)
    assert late.message == (
        "the evaluation e1, signed by t08 on 2026-09-04, was co-signed on 2026-09-11,"
        " it was due within 3 business days, by 2026-09-10"
    )
    assert late.next == "correct the date if it is wrong; a late one stays late"
    assert (late.severity, late.on, late.place.key) == ("error", date(2026, 9, 7), ("evaluations", 0))


def test_before_2021_one_business_day_was_allowed_which_nobody_has_verified() -> None:
    assert found(as103, cosigned("2021-01-04", "2020-12-31"), "va-arts", AS_OF) == []
    [late] = findings_of(as103, cosigned("2021-01-05", "2020-12-31"), "va-arts", AS_OF)
    assert "it was due within 1 business day, by 2021-01-04" in late.message
    assert late.severity == "info"
    assert found(as103, cosigned("2021-01-06", "2021-01-01"), "va-arts", AS_OF) == []
    [late] = findings_of(as103, cosigned("2021-01-07", "2021-01-01"), "va-arts", AS_OF)
    assert "it was due within 3 business days, by 2021-01-06" in late.message
    assert late.severity == "error"


def test_without_a_co_signature_the_due_date_is_a_reminder_and_the_day_after_an_error() -> None:
    facts = evaluation('by = "t08", signed_at = 2026-09-04')
    [soon] = findings_of(as103, facts, "va-arts", "2026-09-10")
    assert (
        soon.message == f"the evaluation e1, signed by t08 on 2026-09-04, has to be co-signed by 2026-09-10 by {CATPS}"
    )
    assert (soon.severity, soon.next) == ("info", "have it co-signed by then")
    [missing] = findings_of(as103, facts, "va-arts", "2026-09-11")
    assert missing.message == (
        f"the evaluation e1, signed by t08 on 2026-09-04, has no co-signature, {CATPS} was to co-sign by 2026-09-10"
    )
    assert (missing.severity, missing.next) == ("error", "have it co-signed now; a late co-signature stays late")


def within(days: int) -> RulePack:
    return pack_of(f"""
        limits.cosigned_credentials = [{{ value = ["CSAC"] }}]
        limits.cosigner_credentials = [{{ value = ["CATP"] }}]
        limits.cosign_business_days = [{{ value = {days} }}]
    """)


def test_two_business_days_are_more_than_one() -> None:
    [message] = found(as103, cosigned("2026-09-09", "2026-09-04"), within(2), AS_OF)
    assert "it was due within 2 business days, by 2026-09-08" in message


def test_a_reminder_of_a_far_due_date_waits() -> None:
    facts = evaluation('by = "t08", signed_at = 2026-09-07')
    assert found(as103, facts, within(10), "2026-09-13") == []
    assert len(found(as103, facts, within(10), "2026-09-14")) == 1


def test_a_co_signature_of_somebody_else_is_none() -> None:
    facts = cosigned("2026-09-08", by="t08")
    assert len(found(as103, facts, "va-arts", "2026-09-10")) == 1
    [finding] = findings_of(as103, facts, "va-arts", "2026-09-11")
    assert finding.message == (
        f"the evaluation e1, signed by t08 on 2026-09-04, is co-signed by t08, {CATPS} was to co-sign by 2026-09-10"
    )
    # Which licences are CATPs is from memory.
    assert finding.severity == "warning"


def test_the_co_signers_licence_has_to_be_in_force_that_day() -> None:
    assert found(as103, cosigned("2026-09-30", "2026-09-30", by="t02"), "va-arts", AS_OF) == []
    assert len(found(as103, cosigned("2026-10-01", "2026-09-30", by="t02"), "va-arts", AS_OF)) == 1


def test_who_may_co_sign_needs_no_co_signature_while_the_licence_lasts() -> None:
    assert found(as103, evaluation('by = "t02", signed_at = 2026-09-30'), "va-arts", AS_OF) == []
    assert len(found(as103, evaluation('by = "t02", signed_at = 2026-10-01'), "va-arts", AS_OF)) == 1
    assert found(as103, evaluation('by = "t01", signed_at = 2026-10-01'), "va-arts", AS_OF) == []


def test_a_stay_that_is_over_still_owes_the_co_signature(chart: Chart, packs: Packs) -> None:
    """
    [program]
    staff = [{ id = "t08", role = "CSAC" }]
    [plan]
    admitted_at = 2026-09-07
    evaluations = [{ id = "e1", kind = "update", by = "t08", signed_at = 2026-10-30 }]
    discharge = { on = 2026-10-30, reason = "completed" }
    """
    assert [f.severity for f in as103.check(chart, packs["va-arts"], AS_OF)] == ["error"]


@pytest.mark.parametrize("left_out", ["cosigned_credentials", "cosigner_credentials", "cosign_business_days"])
def test_a_pack_that_does_not_say_who_or_when_asks_for_nothing(left_out: str) -> None:
    limits = {"cosigned_credentials": '["CSAC"]', "cosigner_credentials": '["CATP"]', "cosign_business_days": "3"}
    text = "\n".join(f"limits.{name} = [{{ value = {value} }}]" for name, value in limits.items() if name != left_out)
    assert found(as103, evaluation('by = "t08", signed_at = 2026-09-04'), pack_of(text), AS_OF) == []


def test_each_evaluation_is_judged_at_its_own_place(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    evaluations = [
      { id = "e1", kind = "initial", by = "md1", signed_at = 2026-09-04 },
      { id = "e2", kind = "update", by = "t01", signed_at = 2026-10-05 },
    ]
    """
    [finding] = as103.check(chart, packs["medicare"], AS_OF)
    assert (finding.place.key, finding.on) == (("evaluations", 1), date(2026, 10, 5))
    assert messages(as103.check(chart, packs["core"], AS_OF)) == []
