"""RV: progress reviews, and stays that go on."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import rv201_review_overdue as rv201
from iopctl.rules import rv203_review_skips_goal as rv203
from iopctl.rules import rv206_stay_beyond_plan as rv206
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


# RV201


def test_the_fourteenth_day_after_admission_is_in_time_and_the_fifteenth_is_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02T09:00:00-05:00
    """
    [soon] = rv201.check(chart, packs["house"], date(2026, 11, 16))
    assert soon.message == "the next progress review after admission on 2026-11-02 is due on 2026-11-16"
    assert soon.severity == "info"
    [overdue] = rv201.check(chart, packs["house"], date(2026, 11, 17))
    assert overdue.message == "no progress review since admission on 2026-11-02, it was due on 2026-11-16"
    assert overdue.next == "hold the review and record it: `iopctl review pt-0001 --record`"
    assert overdue.place == Place("pt-0001/plan.toml", ("admitted_at",))
    assert (overdue.severity, overdue.on) == ("error", None)


def test_the_reminder_begins_seven_days_before(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    """
    assert messages(rv201.check(chart, packs["house"], date(2026, 11, 8))) == []
    assert len(list(rv201.check(chart, packs["house"], date(2026, 11, 9)))) == 1
    assert messages(rv201.check(chart, packs["core"], date(2026, 12, 31))) == []


def test_the_interval_counts_from_the_last_review_by_the_as_of_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    [[reviews]]
    on = 2026-10-19
    by = "t01"
    [[reviews]]
    on = 2026-11-02
    by = "t01"
    [[reviews]]
    on = 2026-11-20
    by = "t01"
    """
    assert messages(rv201.check(chart, packs["house"], date(2026, 11, 20))) == []
    [finding] = rv201.check(chart, packs["house"], date(2026, 11, 17))
    assert finding.message == "no progress review since the review of 2026-11-02, it was due on 2026-11-16"
    assert finding.place == Place("pt-0001/reviews/2026-11-02.toml", ("on",))


def test_the_comprehensive_plan_starts_the_interval_anew(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-08-03T09:00:00-04:00
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-08-03T09:00:00-04:00 },
      { revision = 2, kind = "comprehensive", effective_at = 2026-08-24T09:00:00-04:00 },
      { revision = 3, kind = "amendment", effective_at = 2026-09-14T09:00:00-04:00 },
    ]
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-08-03T09:00:00-04:00
    revisions = [{ revision = 1, kind = "initial", effective_at = 2026-08-04 }]
    """
    both, initial = census.charts
    [finding] = rv201.check(both, packs["va-dbhds"], date(2026, 11, 25))
    assert finding.message == (
        "no progress review since the comprehensive plan of 2026-08-24, it was due on 2026-11-24"
    )
    assert finding.place.key == ("revisions", 1, "effective_at")
    [finding] = rv201.check(initial, packs["va-dbhds"], date(2026, 11, 25))
    assert finding.message == "no progress review since the initial plan of 2026-08-04, it was due on 2026-11-04"


def test_a_plan_in_effect_before_admission_is_counted_from_admission(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-10-30 },
      { revision = 2, kind = "comprehensive", effective_at = 2026-12-01 },
    ]
    """
    [finding] = rv201.check(chart, packs["house"], date(2026, 11, 17))
    assert finding.message == "no progress review since admission on 2026-11-02, it was due on 2026-11-16"


def test_three_months_from_the_end_of_november_end_with_february(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2025-11-30
    """
    assert [f.severity for f in rv201.check(chart, packs["va-dbhds"], date(2026, 2, 28))] == ["info"]
    assert [f.severity for f in rv201.check(chart, packs["va-dbhds"], date(2026, 3, 1))] == ["error"]


def test_an_ended_stay_is_judged_on_its_last_day(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "closed"
    admitted_at = 2026-10-05
    discharge = { on = 2026-10-19, reason = "completed" }
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-10-05
    discharge = { on = 2026-10-20, reason = "completed" }
    """
    in_time, late = census.charts
    assert messages(rv201.check(in_time, packs["house"], AS_OF)) == []
    assert messages(rv201.check(late, packs["house"], AS_OF)) == [
        "no progress review since admission on 2026-10-05, it was due on 2026-10-19"
    ]


def test_a_draft_or_a_stay_that_has_not_begun_owes_no_review(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "draft"
    admitted_at = 2026-10-05
    [[plans]]
    patient = "pt-0002"
    status = "active"
    [[plans]]
    patient = "pt-0003"
    status = "active"
    admitted_at = 2026-11-24
    """
    for chart in census.charts:
        assert messages(rv201.check(chart, packs["house"], AS_OF)) == []


def test_an_interval_that_came_later_judges_what_falls_due_under_it(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    """
    due_under_it = pack_of("limits.review_days = [{ value = 14, since = 2026-10-19 }]")
    assert messages(rv201.check(chart, due_under_it, AS_OF)) == [
        "no progress review since admission on 2026-10-05, it was due on 2026-10-19"
    ]
    due_before_it = pack_of("limits.review_days = [{ value = 14, since = 2026-10-20 }]")
    assert messages(rv201.check(chart, due_before_it, AS_OF)) == []
    gone_again = pack_of("limits.review_days = [{ value = 14, since = 2026-10-19, until = 2026-10-31 }]")
    assert messages(rv201.check(chart, gone_again, AS_OF)) == []


def test_a_plan_counts_from_the_very_day_it_takes_effect(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-02
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-11-05 }]
    """
    weekly = pack_of("limits.review_days = [{ value = 7 }]")
    assert messages(rv201.check(chart, weekly, date(2026, 11, 2))) == [
        "the next progress review after admission on 2026-11-02 is due on 2026-11-09"
    ]
    assert messages(rv201.check(chart, weekly, date(2026, 11, 5))) == [
        "the next progress review after the comprehensive plan of 2026-11-05 is due on 2026-11-12"
    ]


# RV203


def test_a_review_that_skips_an_active_goal_is_found(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    goals = [{ id = "g1", text = "..." }, { id = "g2", text = "..." }]
    [[reviews]]
    on = 2026-10-19
    by = "t01"
    goals = { g1 = { status = "improving" } }
    [[reviews]]
    on = 2026-11-02
    by = "t01"
    goals = { g1 = { status = "improving" }, g2 = { status = "unchanged" } }
    """
    [finding] = rv203.check(chart, packs["va-dbhds"], AS_OF)
    assert finding.message == "the review of 2026-10-19 has no status for goal g2, which was active that day"
    assert finding.place == Place("pt-0001/reviews/2026-10-19.toml", ("goals",))
    assert (finding.on, finding.severity) == (date(2026, 10, 19), "warning")
    assert len(list(rv203.check(chart, packs["va-dbhds"], date(2026, 10, 19)))) == 1
    assert messages(rv203.check(chart, packs["va-dbhds"], date(2026, 10, 18))) == []
    assert messages(rv203.check(chart, packs["house"], AS_OF)) == []
    assert messages(rv203.check(chart, pack_of("limits.goals_reviewed = [{ value = [] }]"), AS_OF)) == []


def test_a_goal_closed_by_the_day_of_the_review_needs_no_status(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    goals = [
      { id = "g1", text = "...", status = "met", closed_on = 2026-10-18 },
      { id = "g2", text = "...", status = "met", closed_on = 2026-10-19 },
      { id = "g3", text = "...", status = "dropped", closed_on = 2026-10-20 },
      { id = "g4", text = "...", status = "dropped" },
    ]
    [[reviews]]
    on = 2026-10-19
    by = "t01"
    """
    assert messages(rv203.check(chart, packs["va-dbhds"], AS_OF)) == [
        "the review of 2026-10-19 has no status for goal g3, which was active that day"
    ]


def test_a_goal_that_a_revision_brought_counts_from_the_day_after_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-10-05
    goals = [{ id = "g1", text = "..." }]
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-10-05 },
      { revision = 2, kind = "amendment", effective_at = 2026-10-19T15:00:00-04:00, changed = ["g1"] },
      { revision = 3, kind = "amendment", effective_at = 2026-11-10T15:00:00-04:00, changed = ["g1"] },
    ]
    [[reviews]]
    on = 2026-10-12
    by = "t01"
    [[reviews]]
    on = 2026-10-19
    by = "t01"
    [[reviews]]
    on = 2026-10-20
    by = "t01"
    """
    assert messages(rv203.check(chart, packs["va-dbhds"], AS_OF)) == [
        "the review of 2026-10-20 has no status for goal g1, which was active that day"
    ]


# RV206


def test_twelve_weeks_pass_and_the_next_day_needs_a_reason(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07T09:00:00-04:00
    """
    assert messages(rv206.check(chart, packs["house"], date(2026, 11, 29))) == []
    [finding] = rv206.check(chart, packs["house"], date(2026, 11, 30))
    assert finding.message == "85 days in the program without a continued-stay reason, at most 84 are allowed"
    assert finding.place == Place("pt-0001/plan.toml", ("admitted_at",))
    assert (finding.severity, finding.on) == ("warning", None)
    assert messages(rv206.check(chart, packs["core"], date(2026, 11, 30))) == []


def test_a_reason_or_an_end_in_time_answers_for_the_length(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-09-07
    continued_stay_reason = "..."
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-09-07
    discharge = { on = 2026-11-29, reason = "completed" }
    [[plans]]
    patient = "pt-0003"
    status = "draft"
    """
    for chart in census.charts:
        assert messages(rv206.check(chart, packs["house"], date(2027, 3, 1))) == []
