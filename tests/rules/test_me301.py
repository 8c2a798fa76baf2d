"""ME301: a score without response or with a worsening, and what has to follow it."""

from datetime import date

import pytest

from iopctl import library
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.rules import me301_change_unaddressed as me301
from iopctl.testing import findings_of, found
from tests.conftest import build_chart, pack_of

PLAN = '[plan]\nstatus = "active"\nadmitted_at = 2026-09-07T09:00:00-04:00\n'


def phq9(*scores: tuple[str, int], instrument: str = "phq9") -> str:
    """Bare totals on days."""
    return "".join(
        f'[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {on}\ntotal = {total}\n' for on, total in scores
    )


def review(on: str) -> str:
    return f'[[reviews]]\non = {on}\nby = "t01"\n'


# No response


def test_less_than_five_points_better_after_four_weeks_asks_for_a_review() -> None:
    facts = PLAN + phq9(("2026-09-07", 19), ("2026-10-05", 15))
    [soon] = findings_of(me301, facts, "practice", "2026-10-12")
    assert soon.message == (
        "phq9 went from 19 on 2026-09-07 to 15 on 2026-10-05, less than 5 points better after 4 weeks;"
        " a review or a revision of the plan is due by 2026-10-12"
    )
    assert soon.severity == "info"
    [finding] = findings_of(me301, facts, "practice", "2026-10-13")
    assert finding.message == (
        "phq9 went from 19 on 2026-09-07 to 15 on 2026-10-05, less than 5 points better after 4 weeks,"
        " and no review or revision of the plan followed by 2026-10-12"
    )
    assert finding.next == ("review what to change and record it: `iopctl review pt-0001 --record`, or amend the plan")
    assert finding.place == Place("pt-0001/assessments/1.toml", ("total",))
    assert (finding.severity, finding.on) == ("warning", date(2026, 10, 5))
    assert finding.limit is not None
    assert finding.limit.name == "change_points"
    assert found(me301, facts, "core", "2026-10-13") == []


@pytest.mark.parametrize(
    ("on", "total", "fires"),
    [
        ("2026-10-04", 19, 0),  # 27 days: not four weeks yet
        ("2026-10-05", 15, 1),
        ("2026-10-05", 14, 0),  # exactly five points better
        ("2026-10-09", 19, 1),  # the first score after the four weeks, whenever it is
    ],
)
def test_the_first_score_four_weeks_or_more_after_the_baseline_decides(on: str, total: int, fires: int) -> None:
    facts = PLAN + phq9(("2026-09-07", 19), ("2026-09-21", 12), (on, total))
    assert len(found(me301, facts, "practice", "2026-11-23")) == fires


def test_it_is_judged_once_and_not_again_by_every_later_score() -> None:
    late_relapse = PLAN + phq9(("2026-09-07", 19), ("2026-10-05", 14), ("2026-10-12", 18))
    assert found(me301, late_relapse, "practice", "2026-11-23") == []
    unmoved = PLAN + phq9(("2026-09-07", 19), ("2026-10-05", 19), ("2026-10-12", 18))
    assert len(found(me301, unmoved, "practice", "2026-11-23")) == 1


@pytest.mark.parametrize(("baseline", "fires"), [(9, 0), (10, 1)])
def test_who_began_below_the_clinical_range_has_nothing_to_respond_with(baseline: int, fires: int) -> None:
    facts = PLAN + phq9(("2026-09-07", baseline), ("2026-10-05", baseline))
    assert len(found(me301, facts, "practice", "2026-11-23")) == fires


def test_weeks_count_from_the_first_valid_score_of_the_stay() -> None:
    before = PLAN + phq9(("2026-09-06", 19), ("2026-09-14", 12), ("2026-10-05", 12))
    assert found(me301, before, "practice", "2026-11-23") == []
    invalid = PLAN + phq9(("2026-09-07", 28), ("2026-09-14", 19), ("2026-10-05", 19))
    assert found(me301, invalid, "practice", "2026-11-23") == []
    on_admission = PLAN + phq9(("2026-09-07", 12), ("2026-10-05", 12))
    assert len(found(me301, on_admission, "practice", "2026-11-23")) == 1


# Worsening


def test_five_points_worse_at_any_time_ask_for_a_review() -> None:
    facts = PLAN + phq9(("2026-09-07", 8), ("2026-09-14", 13))
    assert found(me301, facts, "practice", "2026-09-22") == [
        (
            "phq9 went from 8 on 2026-09-07 to 13 on 2026-09-14, 5 points or more worse,"
            " and no review or revision of the plan followed by 2026-09-21"
        )
    ]
    assert found(me301, PLAN + phq9(("2026-09-07", 8), ("2026-09-14", 12)), "practice", "2026-09-22") == []


def test_it_is_counted_once_until_a_score_is_back_under_the_points() -> None:
    stays = phq9(("2026-09-07", 8), ("2026-09-14", 13), ("2026-09-21", 14), ("2026-09-28", 20))
    assert len(found(me301, PLAN + stays, "practice", "2026-10-20")) == 1
    returns = phq9(("2026-09-07", 8), ("2026-09-14", 13), ("2026-09-21", 12), ("2026-09-28", 13))
    assert [
        message.split(" to ")[1].split(",")[0] for message in found(me301, PLAN + returns, "practice", "2026-10-20")
    ] == [
        "13 on 2026-09-14",
        "13 on 2026-09-28",
    ]


def test_a_worsening_after_four_weeks_is_one_finding_and_not_two() -> None:
    facts = PLAN + phq9(("2026-09-07", 12), ("2026-10-05", 17))
    assert found(me301, facts, "practice", "2026-10-13") == [
        (
            "phq9 went from 12 on 2026-09-07 to 17 on 2026-10-05, 5 points or more worse,"
            " and no review or revision of the plan followed by 2026-10-12"
        )
    ]


def test_an_earlier_worsening_that_lasts_is_no_response_at_four_weeks() -> None:
    facts = PLAN + phq9(("2026-09-07", 12), ("2026-09-21", 17), ("2026-10-05", 17)) + review("2026-09-21")
    assert found(me301, facts, "practice", "2026-10-13") == [
        (
            "phq9 went from 12 on 2026-09-07 to 17 on 2026-10-05, less than 5 points better after 4 weeks,"
            " and no review or revision of the plan followed by 2026-10-12"
        )
    ]


def test_where_higher_is_better_a_fall_is_the_worsening() -> None:
    chart = build_chart(PLAN + phq9(("2026-09-07", 20), ("2026-09-14", 15), ("2026-10-05", 24)))
    instrument = library.instrument("phq9").model_copy(update={"higher_is_worse": False})
    chart = Chart(chart.program, chart.plan, assessments=chart.assessments, instruments={"phq9": instrument})
    assert [message.split(" to ")[1].split(",")[0] for message in found(me301, chart, "practice", "2026-11-23")] == [
        "15 on 2026-09-14",
        "24 on 2026-10-05",
    ]


# What answers for a score


@pytest.mark.parametrize(("on", "fires"), [("2026-10-04", 1), ("2026-10-05", 0), ("2026-10-12", 0), ("2026-10-13", 1)])
def test_a_review_or_a_revision_from_the_day_of_the_score_to_the_seventh_after_it(on: str, fires: int) -> None:
    scores = phq9(("2026-09-07", 19), ("2026-10-05", 19))
    assert len(found(me301, PLAN + scores + review(on), "practice", "2026-11-23")) == fires
    revision = f'revisions = [{{ revision = 2, kind = "amendment", effective_at = {on} }}]\n'
    assert len(found(me301, PLAN + revision + scores, "practice", "2026-11-23")) == fires


def test_a_review_after_the_as_of_day_is_not_there_yet() -> None:
    facts = PLAN + phq9(("2026-09-07", 19), ("2026-10-05", 19)) + review("2026-10-07")
    assert len(found(me301, facts, "practice", "2026-10-06")) == 1
    assert found(me301, facts, "practice", "2026-10-07") == []


def test_a_score_after_the_as_of_day_is_not_there_yet() -> None:
    facts = PLAN + phq9(("2026-09-07", 19), ("2026-10-05", 19))
    assert found(me301, facts, "practice", "2026-10-04") == []
    assert len(found(me301, facts, "practice", "2026-10-05")) == 1


# When nothing is judged


@pytest.mark.parametrize(("end", "fires"), [("2026-10-04", 0), ("2026-10-12", 0), ("2026-10-13", 1)])
def test_a_stay_that_ended_before_the_days_were_over_owes_no_review(end: str, fires: int) -> None:
    ended = PLAN.replace("active", "closed") + f'discharge = {{ on = {end}, reason = "completed" }}\n'
    scores = phq9(("2026-09-07", 19), ("2026-10-05", 19))
    assert len(found(me301, ended + scores, "practice", "2026-11-23")) == fires


def test_an_ended_stay_is_not_reminded_and_without_admission_there_is_no_baseline() -> None:
    scores = phq9(("2026-09-07", 19), ("2026-10-05", 19))
    ended = PLAN.replace("active", "closed") + 'discharge = { on = 2026-10-06, reason = "completed" }\n'
    assert found(me301, ended + scores, "practice", "2026-10-07") == []
    assert found(me301, "[plan]\n" + scores, "practice", "2026-10-13") == []


def test_a_draft_is_not_reminded() -> None:
    facts = PLAN.replace("active", "draft") + phq9(("2026-09-07", 19), ("2026-10-05", 19))
    assert found(me301, facts, "practice", "2026-10-06") == []


def test_an_instrument_without_points_in_the_pack_or_without_a_file_is_not_judged() -> None:
    for instrument in ("gad7", "wsas"):
        facts = PLAN + phq9(("2026-09-07", 10), ("2026-10-05", 21), instrument=instrument)
        assert found(me301, facts, "practice", "2026-11-23") == []


POINTS = "limits.change_points = [{ value = { phq9 = 5, gad7 = 4 } }]"
WEEKS = "limits.change_weeks = [{ value = 4 }]"
DAYS = "limits.change_action_days = [{ value = 7 }]"


def test_each_instrument_has_points_of_its_own() -> None:
    both = phq9(("2026-09-07", 10), ("2026-09-14", 14)) + phq9(
        ("2026-09-07", 10), ("2026-09-14", 14), instrument="gad7"
    )
    assert found(me301, PLAN + both, pack_of(f"{POINTS}\n{DAYS}"), "2026-11-23") == [
        (
            "gad7 went from 10 on 2026-09-07 to 14 on 2026-09-14, 4 points or more worse,"
            " and no review or revision of the plan followed by 2026-09-21"
        )
    ]


def test_without_weeks_only_a_worsening_counts_and_without_days_nothing_is_due() -> None:
    unmoved, worse = phq9(("2026-09-07", 12), ("2026-10-05", 12)), phq9(("2026-09-07", 12), ("2026-10-05", 17))
    assert found(me301, PLAN + unmoved, pack_of(f"{POINTS}\n{DAYS}"), "2026-11-23") == []
    assert len(found(me301, PLAN + worse, pack_of(f"{POINTS}\n{DAYS}"), "2026-11-23")) == 1
    assert found(me301, PLAN + worse, pack_of(f"{POINTS}\n{WEEKS}"), "2026-11-23") == []


def test_the_numbers_are_those_in_force_on_the_day_of_the_score() -> None:
    facts = PLAN + phq9(("2026-09-07", 12), ("2026-10-05", 17), ("2026-10-12", 17))
    later = POINTS.replace("}]", ", since = 2026-10-12 }]").replace(" } ,", " },")
    [message] = found(me301, facts, pack_of(f"{later}\n{DAYS}"), "2026-11-23")
    assert "17 on 2026-10-12" in message
