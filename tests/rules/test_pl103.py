"""PL103: the comprehensive plan against the days since admission."""

from datetime import date

from iopctl.model.rule import Finding
from iopctl.rules import pl103_comprehensive_plan_late as pl103
from iopctl.testing import findings_of
from tests.conftest import pack_of


def said(effective: str | None, as_of: str, pack: str = "va-dbhds", more: str = "") -> list[Finding]:
    """What the pack says of a comprehensive plan of that day; the initial one was in force on admission."""
    second = "" if effective is None else f'{{ revision = 2, kind = "comprehensive", effective_at = {effective} }},'
    facts = f"""
    [plan]
    status = "active"
    admitted_at = 2026-09-07T09:00:00-04:00
    revisions = [{second} {{ revision = 1, kind = "initial", effective_at = 2026-09-07T09:00:00-04:00 }}]
    {more}
    """
    return findings_of(pl103, facts, pack, as_of)


def test_the_thirtieth_day_is_in_time_and_the_next_is_late() -> None:
    assert said("2026-10-07T23:59:00-04:00", "2026-11-23") == []
    [late] = said("2026-10-08T00:00:00-04:00", "2026-11-23")
    assert late.message == (
        "the comprehensive plan is in force only from 2026-10-08, it was due on 2026-10-07,"
        " 30 days after admission on 2026-09-07"
    )
    assert late.next == "a late plan stays late: say in it why, and what was done until then"
    assert (late.severity, late.patient, late.on) == ("error", "pt-0001", date(2026, 10, 7))
    assert (late.place.file, str(late.place)) == ("pt-0001/plan.toml", "revisions.0.effective_at")


def test_a_missing_plan_is_due_soon_then_due_then_missing() -> None:
    assert said(None, "2026-09-29") == []
    for as_of in ("2026-09-30", "2026-10-07"):
        [soon] = said(None, as_of)
        assert soon.message == "the comprehensive plan is due on 2026-10-07, 30 days after admission on 2026-09-07"
        assert (soon.severity, soon.next, soon.on) == ("info", "bring it into force by then", date(2026, 10, 7))
    [missing] = said(None, "2026-10-08")
    assert missing.message == (
        "no comprehensive plan is in force, it was due on 2026-10-07, 30 days after admission on 2026-09-07"
    )
    assert missing.next == "bring it into force with its signatures, and say in it why it is late"
    assert (missing.severity, str(missing.place)) == ("error", "revisions")


def test_a_plan_that_is_set_for_a_day_is_judged_by_it() -> None:
    assert said("2026-10-07", "2026-10-01") == []
    [soon] = said("2026-10-08", "2026-10-07")
    assert (soon.severity, str(soon.place)) == ("info", "revisions.0.effective_at")


def test_seven_business_days_pass_over_weekends_and_the_holidays_of_the_pack() -> None:
    assert said("2026-09-16", "2026-11-23", "cmhc") == []
    [late] = said("2026-09-17", "2026-11-23", "cmhc")
    assert late.message.endswith("it was due on 2026-09-16, 7 business days after admission on 2026-09-07")
    assert late.severity == "warning"  # from memory
    pack = pack_of("holidays = [2026-09-08]\n[[limits.comprehensive_plan_business_days]]\nvalue = 7")
    facts = "[plan]\nadmitted_at = 2026-09-07"
    [missing] = findings_of(pl103, facts, pack, "2026-11-23")
    assert missing.on == date(2026, 9, 17)
    assert missing.message.endswith("it was due on 2026-09-17, 7 days after admission on 2026-09-07")


def test_a_stay_that_ended_by_the_due_date_owes_none() -> None:
    def ended(on: str) -> str:
        return f'discharge = {{ on = {on}, reason = "completed" }}'

    assert said(None, "2026-11-23", more=ended("2026-10-07")) == []
    assert len(said(None, "2026-11-23", more=ended("2026-10-08"))) == 1
    assert said(None, "2026-10-07", more=ended("2026-10-06")) == []


def test_before_admission_and_without_one_nothing_is_due() -> None:
    fifteen = "wi-youth-day"
    assert findings_of(pl103, "[plan]\nadmitted_at = 2026-09-07", fifteen, "2026-09-06") == []
    assert findings_of(pl103, "[plan]", fifteen, "2026-09-06") == []
    pack = pack_of("[[limits.comprehensive_plan_days]]\nvalue = 1")
    assert findings_of(pl103, "[plan]\nadmitted_at = 2026-09-07", pack, "2026-09-06") == []
    assert len(findings_of(pl103, "[plan]\nadmitted_at = 2026-09-07", pack, "2026-09-07")) == 1


def test_each_count_of_a_pack_is_judged_by_what_was_in_force_on_admission() -> None:
    pack = pack_of("""
        [[limits.comprehensive_plan_days]]
        value = 10
        since = 2026-09-07
        [[limits.comprehensive_plan_days]]
        value = 30
        until = 2026-09-06
        [[limits.comprehensive_plan_business_days]]
        value = 7
        since = 2026-09-08
    """)
    [missing] = findings_of(pl103, "[plan]\nadmitted_at = 2026-09-07", pack, "2026-11-23")
    assert missing.on == date(2026, 9, 17)
    both = pack_of(
        "limits.comprehensive_plan_days = [{ value = 9 }]\nlimits.comprehensive_plan_business_days = [{ value = 7 }]"
    )
    found = findings_of(pl103, "[plan]\nadmitted_at = 2026-09-07", both, "2026-11-23")
    assert [each.limit and each.limit.name for each in found] == list(pl103.RULE.limits)


def test_a_pack_without_the_limit_asks_for_nothing() -> None:
    assert said(None, "2026-11-23", "core") == []
