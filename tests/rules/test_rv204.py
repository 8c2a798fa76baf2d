"""RV204: goals that stand still while nothing changes."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import rv204_no_progress_twice as rv204
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

STAY = """
[plan]
status = "active"
admitted_at = 2026-09-07
{more}
services = [
  {{ service = "group", objectives = ["g1.o1", "g2.o1"] }},
  {{ service = "art", objectives = ["g2.o1"] }},
  {{ service = "yoga" }},
]
[[plan.goals]]
id = "g1"
text = "..."
{goal}
objectives = [{{ id = "g1.o1", text = "..." {objective} }}]
[[plan.goals]]
id = "g2"
text = "..."
objectives = [{{ id = "g2.o1", text = "..." }}]
"""
DAYS = ("2026-09-21", "2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16")
TWICE = "2 reviews in a row, from 2026-09-21 to 2026-10-05, rate goal g1 unchanged or worse"
UNCHANGED = ", and neither it nor what serves it was changed"


def rated(*statuses: str | None, more: str = "", goal: str = "", objective: str = "") -> Chart:
    """Reviews every two weeks that rate goal g1; None says nothing about it."""
    text = STAY.format(more=more, goal=goal, objective=f", {objective}" if objective else "")
    for day, status in zip(DAYS, statuses, strict=False):
        goals = "" if status is None else f'g1 = {{ status = "{status}" }}'
        text += f'\n[[reviews]]\non = {day}\nby = "t01"\ngoals = {{ {goals} }}\n'
    return build_chart(text)


def test_two_reviews_in_a_row_without_progress_or_change_are_found(packs: Packs) -> None:
    chart = rated("unchanged", "worse")
    [finding] = rv204.check(chart, packs["practice"], AS_OF)
    assert finding.message == TWICE + UNCHANGED
    assert finding.next == "change g1, an objective or a service of it, or waive this with the reason to go on as is"
    assert finding.place == Place("pt-0001/reviews/2026-10-05.toml", ("goals", "g1", "status"))
    assert (finding.severity, finding.on, finding.patient) == ("warning", date(2026, 10, 5), "pt-0001")
    assert finding.limit is not None
    assert len(messages(rv204.check(chart, packs["tjc"], date(2026, 10, 5)))) == 1
    assert messages(rv204.check(chart, packs["tjc"], date(2026, 10, 4))) == []
    assert messages(rv204.check(chart, packs["core"], AS_OF)) == []


@pytest.mark.parametrize(
    "statuses",
    [
        ("unchanged",),
        ("improving", "unchanged"),
        ("unchanged", "improving"),
        ("worse", "met"),
        ("unchanged", "improving", "worse", "improving"),
    ],
)
def test_progress_in_between_ends_it(statuses: tuple[str, ...], packs: Packs) -> None:
    assert messages(rv204.check(rated(*statuses), packs["practice"], AS_OF)) == []


def test_reviews_in_a_row_are_one_finding(packs: Packs) -> None:
    [finding] = rv204.check(rated("improving", "unchanged", "worse", "unchanged"), packs["practice"], AS_OF)
    assert finding.message.startswith("3 reviews in a row, from 2026-10-05 to 2026-11-02, rate goal g1")
    assert finding.on == date(2026, 11, 2)
    twice = rated("worse", "worse", "improving", "unchanged", "unchanged")
    assert [f.on for f in rv204.check(twice, packs["practice"], AS_OF)] == [date(2026, 10, 5), date(2026, 11, 16)]
    three = pack_of("limits.no_progress_reviews = [{ value = 3 }]")
    assert messages(rv204.check(rated("worse", "unchanged"), three, AS_OF)) == []
    assert len(messages(rv204.check(rated("worse", "unchanged", "worse"), three, AS_OF))) == 1


def test_a_review_that_says_nothing_about_the_goal_answers_nothing(packs: Packs) -> None:
    assert messages(rv204.check(rated("worse", None, "worse"), packs["practice"], AS_OF)) == [
        "2 reviews in a row, from 2026-09-21 to 2026-10-19, rate goal g1 unchanged or worse" + UNCHANGED
    ]


def test_two_reviews_of_one_day_are_one(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    goals = [{ id = "g1", text = "..." }]
    [[reviews]]
    on = 2026-09-21
    by = "t01"
    goals = { g1 = { status = "unchanged" } }
    [[reviews]]
    on = 2026-09-21
    by = "t02"
    goals = { g1 = { status = "worse" } }
    """
    assert messages(rv204.check(chart, packs["practice"], AS_OF)) == []


def changed(on: str, *ids: str) -> str:
    """A revision that changed these."""
    listed = ", ".join(f'"{each}"' for each in ids)
    return f'revisions = [{{ revision = 2, kind = "amendment", effective_at = {on}, changed = [{listed}] }}]'


@pytest.mark.parametrize("changed_id", ["g1", "g1.o1", "group"])
def test_a_change_to_the_goal_an_objective_or_a_service_answers_it(changed_id: str, packs: Packs) -> None:
    chart = rated("worse", "worse", more=changed("2026-09-28T09:00:00-04:00", "g2", changed_id))
    assert messages(rv204.check(chart, packs["practice"], AS_OF)) == []


@pytest.mark.parametrize("changed_id", ["g2", "g2.o1", "art", "yoga"])
def test_a_change_to_something_else_does_not(changed_id: str, packs: Packs) -> None:
    chart = rated("worse", "worse", more=changed("2026-09-28", changed_id))
    assert messages(rv204.check(chart, packs["practice"], AS_OF)) == [TWICE + UNCHANGED]


@pytest.mark.parametrize(("on", "found"), [("2026-09-20", 1), ("2026-09-21", 0), ("2026-10-05", 0), ("2026-10-06", 1)])
def test_it_counts_from_the_day_of_one_review_to_the_day_of_the_next(on: str, found: int, packs: Packs) -> None:
    chart = rated("worse", "worse", more=changed(on, "g1"))
    assert len(messages(rv204.check(chart, packs["practice"], AS_OF))) == found


def test_after_a_change_the_count_begins_anew(packs: Packs) -> None:
    chart = rated("worse", "worse", "worse", "worse", more=changed("2026-10-10", "g1"))
    assert [(f.on, f.message[:9]) for f in rv204.check(chart, packs["practice"], AS_OF)] == [
        (date(2026, 10, 5), "2 reviews"),
        (date(2026, 11, 2), "2 reviews"),
    ]


def test_to_close_the_goal_or_an_objective_is_a_change(packs: Packs) -> None:
    closed = 'status = "dropped"\nclosed_on = 2026-09-30'
    assert messages(rv204.check(rated("worse", "worse", goal=closed), packs["practice"], AS_OF)) == []
    met = 'status = "met", closed_on = 2026-09-30'
    assert messages(rv204.check(rated("worse", "worse", objective=met), packs["practice"], AS_OF)) == []
    later = 'status = "dropped"\nclosed_on = 2026-10-20'
    assert len(messages(rv204.check(rated("worse", "worse", goal=later), packs["practice"], AS_OF))) == 1


def test_reviews_after_the_stay_are_left_out(packs: Packs) -> None:
    ended = rated("worse", "worse", more='discharge = { on = 2026-10-04, reason = "ama" }')
    assert messages(rv204.check(ended, packs["practice"], AS_OF)) == []


def test_the_number_is_the_one_in_force_on_the_last_review() -> None:
    later = pack_of("limits.no_progress_reviews = [{ value = 2, since = 2026-10-05 }]")
    assert len(messages(rv204.check(rated("worse", "worse"), later, AS_OF))) == 1
    too_late = pack_of("limits.no_progress_reviews = [{ value = 2, since = 2026-10-06 }]")
    assert messages(rv204.check(rated("worse", "worse"), too_late, AS_OF)) == []
