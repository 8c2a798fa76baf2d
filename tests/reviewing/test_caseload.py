"""The order of the caseload."""

from dataclasses import replace
from datetime import date, timedelta

from iopctl import library
from iopctl.model.frozen import Place
from iopctl.model.rule import Finding, Severity
from iopctl.model.waiver import Waiver
from iopctl.reviewing.caseload import caseload, reasons
from iopctl.reviewing.stay import StayReview, review_stay
from tests.conftest import AS_OF, build_chart, pack_of

PACKS = {
    "house": pack_of("[[limits.review_days]]\nvalue = 14\n[[limits.minutes_per_week_min]]\nvalue = 60", "house"),
}
SHORT = """
[[weeks]]
week = "2026-W47"
monday = 2026-11-16
"""
WORSE = '[[assessments]]\ninstrument = "gad7"\ngiven_at = 2026-11-{}\ntotal = {}\n'
ALERT = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-11-20\nanswers = [0, 0, 0, 0, 0, 0, 0, 0, 1]\n'


def finding(severity: Severity, patient: str = "pt-0001") -> Finding:
    """A finding that stands."""
    return Finding("DO101", "x", severity, patient, Place("plan.toml"), "m", "n", "core")


def stay(
    *findings: Finding, plan: str = "", more: str = "", patient: str = "pt-0001", status: str = "active"
) -> StayReview:
    """A stay since 2026-11-16, with these findings."""
    chart = build_chart(f"""
[program]
packs = ["house"]
[plan]
patient = "{patient}"
status = "{status}"
admitted_at = 2026-11-16
{plan}
{more}
""")
    return review_stay(chart, PACKS, library.instruments(), findings, AS_OF)


def test_every_reason_is_named_the_most_urgent_first() -> None:
    everything = stay(
        finding(Severity.WARNING),
        finding(Severity.ERROR),
        finding(Severity.INFO),
        plan="[[plan.revisions]]\nrevision = 1\nkind = 'initial'\neffective_at = 2026-11-16",
        more=SHORT + ALERT + WORSE.format("16", 5) + WORSE.format("20", 9),
    )
    late = replace(everything, today=date(2026, 12, 1))
    assert reasons(late) == [
        "open alert",
        "error finding",
        "review overdue",
        "short hours",
        "worsening score",
        "warning finding",
    ]
    assert (late.count("info"), late.week) == (1, 2)


def test_each_reason_puts_a_stay_before_the_next_and_the_code_decides_the_rest() -> None:
    stays = [
        stay(patient="pt-0009"),
        stay(patient="pt-0008"),
        stay(finding(Severity.WARNING, "pt-0007"), patient="pt-0007"),
        stay(patient="pt-0006", more=WORSE.format("16", 5) + WORSE.format("20", 9)),
        stay(patient="pt-0005", more=SHORT),
        replace(stay(patient="pt-0004"), today=date(2026, 12, 1)),
        stay(finding(Severity.ERROR, "pt-0003"), patient="pt-0003"),
        stay(patient="pt-0002", more=ALERT),
    ]
    found = [each.chart.patient for each in caseload(stays, everybody=False)]
    assert found == [f"pt-000{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9)]


def test_drafts_come_last_and_ended_stays_only_on_request() -> None:
    ended = stay(plan="discharge = { on = 2026-11-20, reason = 'completed' }", patient="pt-0002", more=ALERT)
    draft = stay(finding(Severity.ERROR), status="draft")
    quiet = stay(patient="pt-0003")
    assert [each.chart.patient for each in caseload([ended, draft, quiet], everybody=False)] == ["pt-0003", "pt-0001"]
    assert caseload([ended, draft, quiet], everybody=True)[-1] is ended


def test_a_draft_is_not_short_and_an_ended_stay_is_not_worse() -> None:
    assert reasons(stay(status="draft", more=SHORT)) == []
    worse = WORSE.format("16", 5) + WORSE.format("19", 9)
    assert reasons(stay(plan="discharge = { on = 2026-11-20, reason = 'lost' }", more=SHORT + worse)) == []


def test_one_point_more_is_not_yet_a_worsening_score() -> None:
    assert reasons(stay(more=WORSE.format("16", 5))) == []
    assert reasons(stay(more=WORSE.format("16", 5) + WORSE.format("20", 8))) == []


def test_a_week_that_is_not_on_file_is_not_short() -> None:
    assert reasons(stay()) == []


def test_waived_findings_and_those_of_others_do_not_count() -> None:
    waived = replace(finding(Severity.ERROR), waived=Waiver(code="DO101"))
    assert reasons(stay(waived, finding(Severity.ERROR, "pt-0002"))) == []


def test_a_span_narrows_the_caseload_to_what_is_due_within_it() -> None:
    one = stay()  # its first review is due on 30 November, seven days after
    assert caseload([one], timedelta(days=7), everybody=False) == [one]
    assert caseload([one], timedelta(days=6), everybody=False) == []


def test_a_stay_that_has_not_begun_has_no_day_and_no_week() -> None:
    early = review_stay(stay().chart, PACKS, {}, [], date(2026, 11, 15))
    assert (early.day, early.week, early.last_full_week, early.next_review) == (None, None, None, None)
    assert early.next_certification is None
