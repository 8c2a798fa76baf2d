"""PL102: the initial plan against the hours since admission and against the first service."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import pl102_initial_plan_late as pl102
from iopctl.testing import chart_of, findings_of
from tests.conftest import messages, pack_of

Packs = Mapping[str, RulePack]

ADMITTED = "2026-09-07T09:00:00-04:00"
WITHIN = "it was due on 2026-09-08 at 09:00, 24 hours after admission"
FIRST = "services began before it with 2026-W37/mon on 2026-09-07 at 10:00"


def by_hours(effective: str | None, as_of: str, admitted: str = ADMITTED, more: str = "") -> list[Finding]:
    """What va-dbhds says of an initial plan that takes effect then."""
    revisions = f'revisions = [{{ revision = 1, kind = "initial", effective_at = {effective} }}]' if effective else ""
    return findings_of(pl102, f"[plan]\nadmitted_at = {admitted}\n{revisions}\n{more}", "va-dbhds", as_of)


def test_a_plan_at_the_end_of_the_twenty_fourth_hour_is_in_time_and_a_second_later_late() -> None:
    assert by_hours("2026-09-08T09:00:00-04:00", "2026-11-23") == []
    [late] = by_hours("2026-09-08T09:00:01-04:00", "2026-11-23")
    assert late.message == f"the initial plan is in force only from 2026-09-08 at 09:00, {WITHIN}"
    assert late.next == "a late plan stays late: say in it why, and what was done until then"
    assert (late.severity, late.patient, late.pack, late.on) == ("error", "pt-0001", "va-dbhds", date(2026, 9, 8))
    assert (late.place.file, str(late.place)) == ("pt-0001/plan.toml", "revisions.0.effective_at")


def test_without_a_plan_the_day_of_the_last_hour_has_to_close_first() -> None:
    [soon] = by_hours(None, "2026-09-07")
    assert soon.message == "the initial plan is due on 2026-09-08 at 09:00, 24 hours after admission"
    assert soon.next == "bring the initial plan into force by then, and record when under [[revisions]]"
    assert (soon.severity, soon.on, str(soon.place)) == ("info", date(2026, 9, 8), "revisions")
    [missing] = by_hours(None, "2026-09-08")
    assert missing.message == f"no initial plan is in force, {WITHIN}"
    assert missing.next == "bring the initial plan into force now, and record when under [[revisions]]"
    assert (missing.severity, str(missing.place)) == ("error", "revisions")


def test_the_hours_that_end_at_midnight_have_passed_when_the_next_day_closes() -> None:
    midnight = "2026-09-07T00:00:00-04:00"
    assert [finding.severity for finding in by_hours(None, "2026-09-07", midnight)] == ["info"]
    assert [finding.severity for finding in by_hours(None, "2026-09-08", midnight)] == ["error"]


def test_before_admission_nothing_is_due() -> None:
    assert by_hours(None, "2026-09-06") == []
    assert findings_of(pl102, "[plan]", "va-dbhds", "2026-11-23") == []


def test_a_late_plan_is_no_matter_of_the_future() -> None:
    [soon] = by_hours("2026-09-09T09:00:00-04:00", "2026-09-07")
    assert (soon.severity, str(soon.place)) == ("info", "revisions.0.effective_at")
    assert [finding.severity for finding in by_hours("2026-09-09T09:00:00-04:00", "2026-09-08")] == ["error"]


def test_a_reminder_comes_only_within_the_lead_time() -> None:
    pack = pack_of("[[limits.initial_plan_hours]]\nvalue = 192")
    facts = f"[plan]\nadmitted_at = {ADMITTED}"
    assert findings_of(pl102, facts, pack, "2026-09-07") == []
    assert messages(findings_of(pl102, facts, pack, "2026-09-08")) == [
        "the initial plan is due on 2026-09-15 at 09:00, 192 hours after admission"
    ]


def test_a_stay_that_ended_within_the_hours_owes_no_plan_any_more() -> None:
    def ended(on: str) -> str:
        return f'status = "closed"\ndischarge = {{ on = {on}, reason = "ama" }}'

    for as_of in ("2026-09-08", "2026-11-23"):
        assert by_hours(None, as_of, more=ended("2026-09-07")) == []
    assert len(by_hours(None, "2026-11-23", more=ended("2026-09-08"))) == 1


def test_hours_are_elapsed_hours_over_both_clock_changes() -> None:
    """On 8 March 2026 the clock skips an hour, on 1 November it shows one twice."""
    march = "2026-03-07T09:00:00-05:00"
    assert by_hours("2026-03-08T10:00:00-04:00", "2026-03-31", march) == []
    [late] = by_hours("2026-03-08T10:01:00-04:00", "2026-03-31", march)
    assert late.message == (
        "the initial plan is in force only from 2026-03-08 at 10:01,"
        " it was due on 2026-03-08 at 10:00, 24 hours after admission"
    )
    autumn = "2026-10-31T09:00:00-04:00"
    assert by_hours("2026-11-01T08:00:00-05:00", "2026-11-30", autumn) == []
    assert len(by_hours("2026-11-01T08:01:00-05:00", "2026-11-30", autumn)) == 1


def test_the_due_day_is_the_local_one() -> None:
    """24 hours after 23:30 on the eve of the clock change it is half past midnight of the day after next."""
    eve = "2026-03-07T23:30:00-05:00"
    [soon] = by_hours(None, "2026-03-08", eve)
    assert (soon.severity, soon.on) == ("info", date(2026, 3, 9))
    assert "on 2026-03-09 at 00:30" in soon.message


def test_dates_are_judged_to_the_day_and_the_missing_time_is_told_once() -> None:
    told = "is only a date, so whether the initial plan was in time is judged to the day"
    for admitted, effective, place in (
        ("2026-09-07", "2026-09-08", "admitted_at"),
        ("2026-09-07", "2026-09-08T23:00:00-04:00", "admitted_at"),
        (ADMITTED, "2026-09-08", "revisions.0.effective_at"),
    ):
        [missing] = by_hours(effective, "2026-11-23", admitted)
        assert missing.message == f"time missing: {place} {told}"
        assert (missing.severity, str(missing.place), missing.on) == ("info", place, date(2026, 9, 8))
        assert missing.next == "write the date and time with its offset"
    for admitted in ("2026-09-07", ADMITTED):
        [late] = by_hours("2026-09-09", "2026-11-23", admitted)
        assert late.message.startswith("the initial plan is in force only from 2026-09-09, it was due on 2026-09-08")
    assert [finding.severity for finding in by_hours(None, "2026-09-08", "2026-09-07")] == ["info"]
    assert [finding.message for finding in by_hours(None, "2026-09-09", "2026-09-07")] == [
        "no initial plan is in force, it was due on 2026-09-08, 24 hours after admission"
    ]


@pytest.mark.parametrize(
    ("kinds", "late"),
    [(("comprehensive",), False), (("amendment",), True), (("amendment", "initial"), False)],
)
def test_a_comprehensive_plan_stands_for_the_initial_one_and_an_amendment_does_not(
    kinds: tuple[str, ...], *, late: bool
) -> None:
    revisions = ", ".join(
        f'{{ revision = {n}, kind = "{kind}", effective_at = 2026-09-07T1{n}:00:00-04:00 }}'
        for n, kind in enumerate(kinds, 1)
    )
    facts = f"[plan]\nadmitted_at = {ADMITTED}\nrevisions = [{revisions}]"
    assert bool(findings_of(pl102, facts, "va-dbhds", "2026-11-23")) is late


def test_of_several_revisions_the_first_in_force_decides() -> None:
    facts = f"""
    [plan]
    admitted_at = {ADMITTED}
    revisions = [
      {{ revision = 2, kind = "comprehensive", effective_at = 2026-09-28T09:00:00-04:00 }},
      {{ revision = 1, kind = "initial", effective_at = 2026-09-09T09:00:00-04:00 }},
    ]
    """
    [late] = findings_of(pl102, facts, "va-dbhds", "2026-11-23")
    assert str(late.place) == "revisions.1.effective_at"


def test_the_limit_is_that_of_the_day_of_admission() -> None:
    facts = f"[plan]\nadmitted_at = {ADMITTED}"
    for since, said in (("2026-09-07", 1), ("2026-09-08", 0)):
        pack = pack_of(f"[[limits.initial_plan_hours]]\nvalue = 24\nsince = {since}")
        assert len(findings_of(pl102, facts, pack, "2026-11-23")) == said


SERVICE = """
[program]
services = [
  { id = "group", title = "Group", kind = "group-therapy" },
  { id = "intake", title = "Intake", kind = "evaluation" },
]
[plan]
status = "active"
admitted_at = 2026-09-07T09:00:00-04:00
[[plan.revisions]]
revision = 1
kind = "initial"
effective_at = 2026-09-07T10:00:00-04:00
[[weeks]]
week = "2026-W37"
[[weeks.sessions]]
id = "intake"
service = "intake"
date = 2026-09-07
start = 09:00:00
end = 10:00:00
attendance.pt-0001 = { status = "attended" }
[[weeks.sessions]]
id = "mon"
service = "group"
date = 2026-09-07
start = 10:00:00
end = 11:00:00
patients = ["pt-0001"]
attendance.pt-0001 = { status = "attended" }
[[weeks.sessions]]
id = "wed"
service = "group"
date = 2026-09-09
start = 10:00:00
end = 11:00:00
attendance.pt-0001 = { status = "partial", arrived = 10:30:00 }
"""


def before_service(*changes: tuple[str, str], as_of: str = "2026-11-23") -> list[Finding]:
    """What va-mhiop says of SERVICE with these changes."""
    facts = SERVICE
    for old, new in changes:
        assert old in facts
        facts = facts.replace(old, new)
    return findings_of(pl102, facts, "va-mhiop", as_of)


EFFECTIVE = "effective_at = 2026-09-07T10:00:00-04:00"
NO_PLAN = (f'[[plan.revisions]]\nrevision = 1\nkind = "initial"\n{EFFECTIVE}\n', "")
UNSEEN = ('patients = ["pt-0001"]\nattendance.pt-0001 = { status = "attended" }', 'patients = ["pt-0001"]')
ALL_UNSEEN = (UNSEEN, ('status = "partial", arrived = 10:30:00', 'status = "absent-excused", reason = "bus"'))


def test_a_plan_in_force_when_the_first_session_starts_is_in_time_and_a_second_later_late() -> None:
    assert before_service() == []
    [late] = before_service((EFFECTIVE, "effective_at = 2026-09-07T10:00:01-04:00"))
    assert late.message == f"the initial plan is in force only from 2026-09-07 at 10:00, {FIRST}"
    assert late.next == "a late plan stays late: say in it why, and what was done until then"
    assert (late.severity, late.on, str(late.place)) == ("error", date(2026, 9, 7), "revisions.0.effective_at")


def test_services_that_began_without_a_plan() -> None:
    [missing] = before_service(NO_PLAN)
    assert missing.message == f"no initial plan is in force, {FIRST}"
    assert (missing.severity, str(missing.place)) == ("error", "revisions")
    assert len(before_service(NO_PLAN, as_of="2026-09-07")) == 1


def test_the_first_session_is_the_first_that_was_attended() -> None:
    assert before_service(UNSEEN, (EFFECTIVE, "effective_at = 2026-09-09T10:00:00-04:00")) == []
    [late] = before_service(UNSEEN, (EFFECTIVE, "effective_at = 2026-09-09T10:30:00-04:00"))
    assert "2026-W37/wed on 2026-09-09 at 10:00" in late.message


def test_a_service_that_the_catalogue_lacks_is_a_service() -> None:
    [late] = before_service(('service = "intake"', 'service = "unheard-of"'))
    assert "2026-W37/intake on 2026-09-07 at 09:00" in late.message


def test_a_date_alone_is_judged_to_the_day_of_the_first_session() -> None:
    assert before_service((EFFECTIVE, "effective_at = 2026-09-06")) == []
    [missing] = before_service((EFFECTIVE, "effective_at = 2026-09-07"))
    assert missing.message.startswith("time missing: revisions.0.effective_at is only a date")
    assert (missing.severity, missing.on) == ("info", date(2026, 9, 7))
    [late] = before_service((EFFECTIVE, "effective_at = 2026-09-08"))
    assert late.message == f"the initial plan is in force only from 2026-09-08, {FIRST}"


def test_a_session_ahead_reminds_of_a_plan_that_is_not_there() -> None:
    for as_of in ("2026-08-31", "2026-09-07"):
        [soon] = before_service(NO_PLAN, *ALL_UNSEEN, as_of=as_of)
        assert soon.message == (
            "the initial plan is due before services begin with 2026-W37/mon on 2026-09-07 at 10:00"
        )
        assert soon.next == "bring the initial plan into force by then, and record when under [[revisions]]"
        assert (soon.severity, soon.on) == ("info", date(2026, 9, 7))
    assert before_service(NO_PLAN, *ALL_UNSEEN, as_of="2026-08-30") == []
    assert before_service(NO_PLAN, *ALL_UNSEEN, as_of="2026-09-08") == []
    assert before_service(NO_PLAN, *ALL_UNSEEN, ('status = "active"', 'status = "closed"'), as_of="2026-09-07") == []


def test_a_session_ahead_says_nothing_of_a_plan_in_time_or_only_a_date() -> None:
    assert before_service(*ALL_UNSEEN, as_of="2026-09-07") == []
    assert before_service(*ALL_UNSEEN, (EFFECTIVE, "effective_at = 2026-09-07"), as_of="2026-09-07") == []


def test_a_session_called_off_is_not_ahead() -> None:
    called_off = ('patients = ["pt-0001"]', 'cancelled = { reason = "storm", by = "t01", on = 2026-09-06 }')
    assert before_service(NO_PLAN, *ALL_UNSEEN, called_off, as_of="2026-09-07") == []


def test_a_session_attended_after_the_day_of_judgement_has_not_begun_anything() -> None:
    assert before_service(NO_PLAN, as_of="2026-09-06") == []


def test_a_pack_may_ask_for_something_else_or_begin_later() -> None:
    late = SERVICE.replace(*NO_PLAN)
    for limit, said in (
        ('value = ["first-service"]', 1),
        ('value = ["first-visit"]', 0),
        ('value = ["first-service"]\nsince = 2026-09-07', 1),
        ('value = ["first-service"]\nsince = 2026-09-08', 0),
    ):
        pack = pack_of(f"[[limits.initial_plan_before]]\n{limit}")
        assert len(findings_of(pl102, late, pack, "2026-11-23")) == said


def test_a_pack_without_either_limit_asks_for_nothing(packs: Packs) -> None:
    assert list(pl102.check(chart_of(SERVICE), packs["core"], date(2026, 11, 23))) == []
