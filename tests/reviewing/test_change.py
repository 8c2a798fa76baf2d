"""Change from a baseline: reliable, response, remission, percent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl import library
from iopctl.model.chart import Chart
from iopctl.reviewing.change import courses, readings
from iopctl.scoring.change import change
from tests.conftest import AS_OF

PHQ9 = library.instrument("phq9")


@pytest.mark.parametrize(
    ("baseline", "score", "movement"),
    [
        (19, 13, "reliable improvement"),  # exactly the reliable change of 6 counts
        (19, 14, "improving"),
        (19, 19, "unchanged"),
        (13, 18, "worse"),
        (13, 19, "reliably worse"),
    ],
)
def test_the_reliable_change_is_inclusive_in_both_directions(baseline: int, score: int, movement: str) -> None:
    assert change(PHQ9, baseline, score).movement == movement


@pytest.mark.parametrize(
    ("baseline", "score", "response", "remission"),
    [
        (20, 10, True, False),  # exactly half is a response
        (20, 11, False, False),
        (10, 4, True, True),
        (10, 5, True, False),
        (9, 0, None, None),  # not clinical at baseline: neither is defined
    ],
)
def test_response_and_remission_are_for_people_who_were_clinical_at_baseline(
    baseline: int, score: int, response: bool | None, remission: bool | None
) -> None:
    found = change(PHQ9, baseline, score)
    assert (found.response, found.remission) == (response, remission)


def test_the_words_name_only_what_is_reached() -> None:
    assert change(PHQ9, 10, 4).words == ("response", "remission", "clinically significant")
    assert change(PHQ9, 14, 9).words == ()
    assert change(PHQ9, 15, 9).words == ("clinically significant",)
    assert change(PHQ9, 16, 10).words == ()
    assert change(PHQ9, 20, 11).words == ()
    assert change(PHQ9, 9, 0).words == ()


def test_percent_is_undefined_from_a_baseline_of_zero() -> None:
    assert change(PHQ9, 0, 5).percent is None
    assert change(PHQ9, 20, 15).percent == -25


def test_a_scale_on_which_more_is_better_turns_the_direction_and_knows_no_response() -> None:
    who5 = library.instrument("who5")  # its constants are percentage points, four to a point
    better = change(who5, 10, 13)
    assert (better.movement, better.response, better.remission) == ("reliable improvement", None, None)
    assert (better.significant, better.category, better.meaningful) == (True, "recovered", True)
    assert change(who5, 10, 12).movement == "improving"
    assert change(who5, 10, 7).movement == "reliably worse"


@pytest.mark.parametrize(
    ("name", "pair", "category", "significant", "meaningful"),
    [
        ("phq9", (20, 14), "improved", False, True),
        ("phq9", (20, 15), "unchanged", False, True),
        ("phq9", (20, 16), "unchanged", False, False),
        ("phq9", (15, 9), "recovered", True, True),
        ("phq9", (12, 9), "unchanged", True, False),
        ("phq9", (9, 3), "improved", None, True),
        ("phq9", (9, 15), "deteriorated", None, False),
        ("phq9", (9, 14), "unchanged", None, False),
        ("gad7", (14, 10), "improved", False, True),
        ("gad7", (13, 9), "recovered", True, True),
        ("pcl5", (47, 32), "recovered", True, True),
        ("core10", (17, 11), "improved", False, None),
        ("wsas", (17, 9), "recovered", True, True),
        ("pss10", (30, 10), None, None, None),
        ("brs", (2.0, 4.0), None, None, None),
    ],
)
def test_a_pair_of_scores_is_sorted_by_reliable_change_then_by_the_cut_off(
    name: str, pair: tuple[float, float], category: str | None, significant: bool | None, meaningful: bool | None
) -> None:
    found = change(library.instrument(name), *pair)
    assert (found.category, found.significant, found.meaningful) == (category, significant, meaningful)


def test_what_has_no_published_constant_is_only_better_or_worse() -> None:
    assert change(library.instrument("pss10"), 30, 10).movement == "improving"
    assert change(library.instrument("brs"), 3.0, 2.0).movement == "worse"
    assert change(library.instrument("k10"), 30, 30).movement == "unchanged"


@given(st.integers(0, 27), st.integers(0, 27))
def test_swapping_baseline_and_score_turns_the_movement(baseline: int, score: int) -> None:
    opposite = {
        "reliable improvement": "reliably worse",
        "improving": "worse",
        "unchanged": "unchanged",
        "worse": "improving",
        "reliably worse": "reliable improvement",
    }
    assert opposite[change(PHQ9, baseline, score).movement] == change(PHQ9, score, baseline).movement


def test_forms_without_a_valid_total_are_no_readings(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-02
    answers = [1, 1, 1, 1, 1, 1, 1, 1, 0]
    total = 20
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-03
    answers = ["skip", "skip", "skip", 1, 1, 1, 1, 1, 0]
    total = 20
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-04
    answers = [1, 1]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-05
    total = 11
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-06
    total = 28
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-07
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-24
    total = 3
    """
    assert [(each.on.day, each.total) for each in readings(chart, PHQ9, AS_OF)] == [(2, 8), (5, 11)]


def test_a_course_starts_at_the_baseline_that_the_plan_states(chart: Chart) -> None:
    """
    [plan]
    [[plan.goals]]
    id = "g1"
    text = "Mood."
    objectives = [
      { id = "g1.o1", text = "Walks." },
      { id = "g1.o2", text = "Rests.", measure = { count = "naps", baseline = 4 } },
      { id = "g1.o3", text = "Anxiety.", measure = { instrument = "gad7", baseline = 15 } },
      { id = "g1.o4", text = "Undecided.", measure = { instrument = "phq9" } },
      { id = "g1.o5", text = "Mood.", measure = { instrument = "phq9", baseline = 19 } },
    ]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-02
    total = 12
    """
    [course] = courses(chart, library.instruments(), AS_OF)
    assert (course.baseline, course.last.total, course.last.on) == (19, 12, date(2026, 11, 2))
    assert course.change is not None
    assert course.change.points == -7


def test_without_a_stated_baseline_the_first_score_is_the_start(chart: Chart) -> None:
    """
    [plan]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-02
    total = 19
    [[assessments]]
    instrument = "gad7"
    given_at = 2026-11-02
    total = 9
    [[assessments]]
    instrument = "gad7"
    given_at = 2026-11-09
    total = 14
    """
    anxiety, mood = courses(chart, library.instruments(), AS_OF)
    assert mood.change is None
    assert anxiety.change is not None
    assert (anxiety.baseline, anxiety.change.movement) == (9, "reliably worse")
