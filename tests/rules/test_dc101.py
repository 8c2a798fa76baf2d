"""DC101, DC103 and DC104: what a discharge leaves behind."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import dc101_discharge_summary_late as dc101
from iopctl.rules import dc103_discharge_instructions_missing as dc103
from iopctl.rules import dc104_referral_not_arranged as dc104
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]


def ended(on: str = "2026-10-02", more: str = "", plan: str = "") -> Chart:
    """A stay that ended that day, with more in the discharge and in the plan."""
    return build_chart(f"""
[plan]
status = "closed"
admitted_at = 2026-08-03
{plan}
[plan.discharge]
on = {on}
reason = "completed"
{more}
""")


# DC101


def test_the_thirtieth_day_after_discharge_passes_and_the_next_is_late(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(dc101.check(ended(more="summary_on = 2026-11-01"), pack, AS_OF)) == []
    assert messages(dc101.check(ended(more="summary_on = 2026-10-01"), pack, AS_OF)) == []
    [late] = dc101.check(ended(more="summary_on = 2026-11-02"), pack, AS_OF)
    assert late.message == (
        "the discharge summary is of 2026-11-02, it was due on 2026-11-01, 30 days after the discharge on 2026-10-02"
    )
    assert late.next == "write the discharge summary and record summary_on"
    assert late.place == Place("pt-0001/plan.toml", ("discharge", "summary_on"))
    assert (late.severity, late.on, late.patient) == ("error", date(2026, 10, 2), "pt-0001")
    assert late.limit is not None


def test_a_summary_that_is_missing_reminds_in_the_last_week_and_fires_the_day_after(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(dc101.check(ended(), pack, date(2026, 10, 24))) == []
    for day in (date(2026, 10, 25), date(2026, 11, 1)):
        [soon] = dc101.check(ended(), pack, day)
        assert soon.message == ("the discharge summary is due on 2026-11-01, 30 days after the discharge on 2026-10-02")
        assert (soon.severity, soon.on) == ("info", date(2026, 10, 2))
    [missing] = dc101.check(ended(), pack, date(2026, 11, 2))
    assert missing.message == (
        "no discharge summary is on file, it was due on 2026-11-01, 30 days after the discharge on 2026-10-02"
    )
    assert missing.severity == "error"
    # One written later is not yet on file.
    assert messages(dc101.check(ended(more="summary_on = 2026-11-20"), pack, date(2026, 11, 19))) == [missing.message]
    assert len(messages(dc101.check(ended(more="summary_on = 2026-10-28"), pack, date(2026, 10, 27)))) == 1
    assert messages(dc101.check(ended(more="summary_on = 2026-10-28"), pack, date(2026, 10, 28))) == []


@pytest.mark.parametrize(
    ("discharged", "due"),
    [
        ("2026-11-23", "2026-11-25"),  # Monday
        ("2026-11-20", "2026-11-24"),  # Friday: the weekend does not count
        ("2026-11-21", "2026-11-24"),  # Saturday
        ("2026-11-25", "2026-11-30"),  # Thanksgiving on Thursday
        ("2026-12-31", "2027-01-05"),  # New Year's Day on Friday
    ],
)
def test_business_days_leave_out_weekends_and_the_holidays_of_the_pack(discharged: str, due: str, packs: Packs) -> None:
    pack = packs["cmhc"]
    last = date.fromisoformat(due)
    assert [f.severity for f in dc101.check(ended(discharged), pack, last)] == ["info"]
    [missing] = dc101.check(ended(discharged), pack, date.fromordinal(last.toordinal() + 1))
    assert missing.message == (
        f"no discharge summary is on file, it was due on {due}, 2 business days after the discharge on {discharged}"
    )
    assert missing.severity == "warning"


def test_a_stay_that_lasts_and_a_pack_without_the_limit_owe_no_summary(packs: Packs) -> None:
    planned = build_chart('[plan]\nstatus = "active"\nadmitted_at = 2026-08-03\nplanned_discharge_on = 2026-10-02')
    assert messages(dc101.check(planned, packs["va-dbhds"], AS_OF)) == []
    assert messages(dc101.check(ended(), packs["core"], AS_OF)) == []
    soon = pack_of("limits.discharge_summary_days = [{ value = 2, until = 2026-10-02 }]")
    assert messages(dc101.check(ended(), soon, date(2026, 10, 1))) == []
    assert messages(dc101.check(ended(), soon, date(2026, 10, 2))) == [
        "the discharge summary is due on 2026-10-04, 2 days after the discharge on 2026-10-02"
    ]
    assert len(messages(dc101.check(ended(), soon, AS_OF))) == 1
    assert messages(dc101.check(ended("2026-10-03"), soon, AS_OF)) == []


# DC103

INSTRUCTIONS = """
[plan.discharge.instructions]
medicines = ["none"]
referral_contacts = ["clinic"]
medical_issues = []
providers = [" "]
"""
COMPLETE = INSTRUCTIONS.replace("[]", '["none"]').replace('" "', '"clinic"')


def test_what_the_instructions_lack_is_named(packs: Packs) -> None:
    [finding] = dc103.check(ended(more=INSTRUCTIONS), packs["va-dbhds"], AS_OF)
    assert finding.message == (
        "the discharge instructions lack medical_issues, providers; they were due with the discharge on 2026-10-02"
    )
    assert finding.next == "write medical_issues, providers and give or send them to the patient"
    assert finding.place == Place("pt-0001/plan.toml", ("discharge", "instructions"))
    assert (finding.severity, finding.on, finding.patient) == ("error", date(2026, 10, 2), "pt-0001")
    assert finding.limit is not None
    assert messages(dc103.check(ended(more=COMPLETE), packs["va-dbhds"], AS_OF)) == []
    assert messages(dc103.check(ended(more=INSTRUCTIONS), packs["core"], AS_OF)) == []


def test_they_are_due_with_the_discharge(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    every = "medicines, referral_contacts, medical_issues, providers"
    assert messages(dc103.check(ended(), pack, date(2026, 9, 24))) == []
    for day in (date(2026, 9, 25), date(2026, 10, 2)):
        [soon] = dc103.check(ended(), pack, day)
        assert soon.message == f"the discharge instructions lack {every}; they are due on 2026-10-02"
        assert soon.severity == "info"
    [missing] = dc103.check(ended(), pack, date(2026, 10, 3))
    assert missing.message == (
        f"the discharge instructions lack {every}; they were due with the discharge on 2026-10-02"
    )
    assert missing.severity == "error"


def test_a_stay_that_lasts_and_somebody_who_died_get_none(packs: Packs) -> None:
    planned = build_chart('[plan]\nstatus = "active"\nadmitted_at = 2026-08-03\nplanned_discharge_on = 2026-10-02')
    assert messages(dc103.check(planned, packs["va-dbhds"], AS_OF)) == []
    for died, found in (("2026-10-01", 0), ("2026-10-02", 0), ("2026-10-03", 1)):
        chart = ended(plan=f"died_on = {died}")
        assert len(messages(dc103.check(chart, packs["va-dbhds"], AS_OF))) == found
    until = pack_of('limits.discharge_instruction_fields = [{ value = ["medicines"], until = 2026-10-01 }]')
    assert messages(dc103.check(ended(), until, AS_OF)) == []


# DC104


def referred(arranged: str | None, *, planned: str = "2026-10-02", discharged: str | None = None) -> Chart:
    """A stay with two next providers, the first arranged long ago, the second perhaps later."""
    second = "" if arranged is None else f", arranged_on = {arranged}"
    discharge = "" if discharged is None else f'discharge = {{ on = {discharged}, reason = "completed" }}'
    return build_chart(f"""
[plan]
status = "active"
admitted_at = 2026-08-03
planned_discharge_on = {planned}
{discharge}
follow_ups = [{{ provider = "...", arranged_on = 2026-09-01 }}, {{ provider = "..."{second} }}]
""")


def test_the_contact_is_arranged_by_the_day_of_discharge(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(dc104.check(referred("2026-10-02", discharged="2026-10-02"), pack, AS_OF)) == []
    [late] = dc104.check(referred("2026-10-03", discharged="2026-10-02"), pack, AS_OF)
    assert late.message == (
        "the contact with the next provider was arranged on 2026-10-03, it was due by the discharge on 2026-10-02"
    )
    assert late.next == "arrange the contact and record arranged_on, or take out a provider who is no longer planned"
    assert late.place == Place("pt-0001/plan.toml", ("follow_ups", 1, "arranged_on"))
    assert (late.severity, late.on, late.patient) == ("warning", date(2026, 10, 2), "pt-0001")
    assert late.limit is not None
    assert messages(dc104.check(referred(None, discharged="2026-10-02"), pack, date(2026, 10, 3))) == [
        "no contact with the next provider is arranged, it was due by the discharge on 2026-10-02"
    ]
    assert messages(dc104.check(referred(None, discharged="2026-10-02"), packs["core"], AS_OF)) == []
    other_word = pack_of('limits.referrals_arranged_before = [{ value = ["step-down"] }]')
    assert messages(dc104.check(referred(None, discharged="2026-10-02"), other_word, AS_OF)) == []


def test_while_the_stay_lasts_there_is_only_a_reminder(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(dc104.check(referred(None), pack, date(2026, 9, 24))) == []
    for day in (date(2026, 9, 25), date(2026, 10, 2)):
        [soon] = dc104.check(referred(None), pack, day)
        assert soon.message == (
            "no contact with the next provider is arranged, it is due by the discharge on 2026-10-02"
        )
        assert (soon.severity, soon.on) == ("info", None)
    assert messages(dc104.check(referred(None), pack, AS_OF)) == []
    assert messages(dc104.check(referred("2026-10-01"), pack, date(2026, 9, 30))) == [soon.message]
    assert messages(dc104.check(referred("2026-10-01"), pack, date(2026, 10, 1))) == []


def test_the_planned_day_counts_or_the_actual_one_if_that_is_later(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    longer = referred("2026-10-09", discharged="2026-10-09")
    assert messages(dc104.check(longer, pack, AS_OF)) == []
    left_early = referred("2026-09-30", discharged="2026-09-16")
    assert messages(dc104.check(left_early, pack, AS_OF)) == []
    still_time = referred(None, discharged="2026-09-16")
    assert [f.severity for f in dc104.check(still_time, pack, date(2026, 10, 2))] == ["info"]
    [missing] = dc104.check(still_time, pack, date(2026, 10, 3))
    assert missing.message.endswith("it was due by the discharge on 2026-10-02")
    assert missing.on == date(2026, 9, 16)
    unplanned = build_chart("""
    [plan]
    status = "closed"
    discharge = { on = 2026-10-02, reason = "completed" }
    follow_ups = [{ provider = "..." }]
    """)
    assert len(messages(dc104.check(unplanned, pack, date(2026, 10, 3)))) == 1


def test_without_a_day_and_for_somebody_who_died_nothing_is_owed(packs: Packs) -> None:
    undated = build_chart('[plan]\nstatus = "active"\nfollow_ups = [{ provider = "..." }]')
    assert messages(dc104.check(undated, packs["va-dbhds"], AS_OF)) == []
    for died, found in (("2026-10-01", 0), ("2026-10-02", 0), ("2026-10-03", 1)):
        chart = ended(plan=f'died_on = {died}\nfollow_ups = [{{ provider = "..." }}]')
        assert len(messages(dc104.check(chart, packs["va-dbhds"], AS_OF))) == found
    until = pack_of('limits.referrals_arranged_before = [{ value = ["discharge"], until = 2026-10-01 }]')
    assert messages(dc104.check(referred(None, discharged="2026-10-02"), until, AS_OF)) == []
