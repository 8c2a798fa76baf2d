"""What a stay owes next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from iopctl.model.chart import Chart
from iopctl.model.digest import content_digest
from iopctl.model.pack import RulePack
from iopctl.model.record import Signature
from iopctl.reviewing.due import DueItem, due_items, next_due
from tests.conftest import AS_OF, build_chart, pack_of

REVIEWS = {"house": pack_of("[[limits.review_days]]\nvalue = 14", "house")}
MONTHS = {"house": pack_of("[[limits.review_months]]\nvalue = 3", "house")}
PAPERS = {
    "house": pack_of("[[limits.recertification_days]]\nvalue = 60", "house"),
    "core": pack_of('[[limits.signatures]]\nvalue = ["staff", "patient"]', "core"),
    "payer": pack_of('[[limits.signatures]]\nvalue = ["patient", "physician"]', "payer"),
}
ACTIVE = """
[program]
packs = ["core", "house", "payer", "not-there"]
[plan]
status = "active"
admitted_at = 2026-11-02
revision = 2
"""


def due(plan: str, packs: Mapping[str, RulePack], today: date = AS_OF) -> list[tuple[str, date | None, str | None]]:
    """What is due, when and why, for an active plan with some more fields."""
    return [(item.what, item.on, item.why) for item in due_items(build_chart(ACTIVE + plan), packs, today)]


def test_the_next_review_counts_from_the_last_one() -> None:
    review = '[[reviews]]\non = 2026-11-16\nby = "t01"\n[[reviews]]\non = 2026-11-24\nby = "t01"'
    assert due(review, REVIEWS) == [
        ("progress review", date(2026, 11, 30), "every 14 days, after the review of 2026-11-16")
    ]


def test_without_a_review_it_counts_from_admission_also_in_months() -> None:
    assert due("", MONTHS) == [("progress review", date(2027, 2, 2), "every 3 months, after admission on 2026-11-02")]


def test_nothing_is_due_before_admission_for_a_draft_or_after_the_stay(chart: Chart) -> None:
    """
    [program]
    packs = ["house"]
    [plan]
    status = "draft"
    admitted_at = 2026-11-02
    planned_discharge_on = 2026-12-18
    """
    assert due_items(chart, REVIEWS, AS_OF) == []
    assert due("discharge = { on = 2026-11-20, reason = 'completed' }", REVIEWS) == []
    assert due("", REVIEWS, date(2026, 11, 1)) == []


def test_the_next_certification_counts_from_the_last_one() -> None:
    plan = "certifications = [{ on = 2026-11-02, by = 'md1' }, { on = 2026-11-25, by = 'md1' }]"
    assert due(plan, {"house": PAPERS["house"]}) == [
        ("recertification", date(2027, 1, 1), "60 days after that of 2026-11-02")
    ]


def test_a_certification_that_is_not_on_file_is_due_now() -> None:
    assert due("", {"house": PAPERS["house"]}) == [("certification", None, "none is on file")]


def test_every_signer_whom_a_pack_wants_is_named_once() -> None:
    chart = build_chart(ACTIVE)
    found = [(item.what, item.pack) for item in due_items(chart, PAPERS, AS_OF) if item.kind == "signature"]
    assert found == [
        ("the staff signature is missing", "core"),
        ("the patient signature is missing", "core"),
        ("the physician signature is missing", "payer"),
    ]


def test_a_signature_that_came_late_is_not_due_any_more(chart: Chart) -> None:
    """
    [program]
    packs = ["core"]
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    [[weeks]]
    week = "2026-W45"
    monday = 2026-11-02
    [[weeks.sessions]]
    id = "first"
    service = "group"
    date = 2026-11-02
    start = 09:00:00
    end = 10:00:00
    attendance = { pt-0001 = { status = "attended" } }
    """
    core = {"core": pack_of('[[limits.signatures]]\nvalue = ["staff"]', "core")}
    signed = {"role": "therapist", "by": "t01", "on": date(2026, 11, 5), "revision": 1}
    plan = chart.plan.model_copy(
        update={"signatures": (Signature.model_validate({**signed, "digest": content_digest(chart.plan)}),)}
    )
    assert [item.what for item in due_items(chart, core, AS_OF)] == ["the staff signature is missing"]
    assert due_items(replace(chart, plan=plan), core, AS_OF) == []


def test_open_objectives_and_the_planned_discharge_are_due_in_order_of_time() -> None:
    plan = """planned_discharge_on = 2026-12-18
    [[plan.goals]]
    id = "g1"
    text = "A."
    objectives = [
      { id = "g1.o1", text = "A.", due_on = 2026-12-20 },
      { id = "g1.o2", text = "A.", due_on = 2026-11-20 },
      { id = "g1.o3", text = "A.", due_on = 2026-11-20, status = "met" },
      { id = "g1.o4", text = "A." },
    ]
    [[plan.goals]]
    id = "g2"
    text = "A."
    status = "dropped"
    objectives = [{ id = "g2.o1", text = "A.", due_on = 2026-11-20 }]
    """
    assert [what for what, _, _ in due(plan, {})] == ["objective g1.o2", "planned discharge", "objective g1.o1"]


@pytest.mark.parametrize(
    ("on", "overdue", "within"),
    [
        (AS_OF - timedelta(days=1), True, True),
        (AS_OF, False, True),
        (AS_OF + timedelta(days=7), False, True),
        (AS_OF + timedelta(days=8), False, False),
        (None, False, True),
    ],
)
def test_acting_on_the_day_is_in_time_and_what_is_due_now_is_due(on: date | None, overdue: bool, within: bool) -> None:
    item = DueItem("review", "progress review", on)
    assert item.overdue(AS_OF) is overdue
    assert item.within(AS_OF, timedelta(days=7)) is within


def test_the_first_of_a_kind_is_the_next() -> None:
    first, second = DueItem("review", "a", AS_OF), DueItem("review", "b", None)
    assert next_due([DueItem("discharge", "c", None), first, second], "review") is first
    assert next_due([], "review") is None
