"""report outcomes, report drr and claim test: recounted from the same people by another way, and at their edges."""

from datetime import date, timedelta
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from iopctl import library
from iopctl.model.chart import Census
from iopctl.reporting.claims import around, improvement, readmissions_fewer
from iopctl.reporting.drr import drr
from iopctl.reporting.figures import Figure, Period, Report
from iopctl.reporting.intervals import Share
from iopctl.reporting.outcomes import in_use, outcomes
from iopctl.reporting.student import mean_interval, quantile
from iopctl.reporting.verdicts import at_least, fewer, people_needed
from iopctl.store import load
from iopctl.testing import census_of
from tests.forty_stays import AS_OF, DETERIORATED, IMPROVED, PAIRS, RECOVERED, UNCHANGED, write_forty

PHQ9 = library.instrument("phq9")
SUMMER = Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Census:
    """The program of 44 stays that ended in the third quarter."""
    folder = write_forty(tmp_path_factory.mktemp("forty"))
    return load(folder, library.packs(), library.instruments()).census


def by_id(report: Report) -> dict[str, Figure]:
    return {figure.id: figure for figure in report.figures}


# The statistics of a mean


@given(st.integers(1, 400), st.floats(0.5, 0.999))
def test_the_quantile_of_t_is_that_of_scipy(freedom: int, share: float) -> None:
    assert quantile(freedom, share) == pytest.approx(stats.t.ppf(share, freedom), rel=1e-9, abs=1e-9)


@given(st.integers(1, 2000))
def test_the_quantile_that_is_used_agrees_to_12_digits(freedom: int) -> None:
    assert quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-11)


@given(st.lists(st.integers(-27, 27), min_size=2, max_size=60).filter(lambda values: len(set(values)) > 1))
def test_the_interval_of_a_mean_is_that_of_scipy(values: list[int]) -> None:
    found = mean_interval(values)
    low, high = stats.t.interval(0.95, len(values) - 1, loc=fmean(values), scale=stats.sem(values))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-11, abs=1e-11)


def test_of_one_there_is_no_interval() -> None:
    assert mean_interval([3]) is None


# report outcomes


def test_every_closed_stay_is_in_exactly_one_group(forty: Census) -> None:
    paired = by_id(outcomes(forty, SUMMER, AS_OF, [PHQ9]))["phq9.paired"]
    assert (paired.count, paired.of) == (30, 44)
    assert paired.left_out == {
        "no form": 4,
        "incomplete forms only": 3,
        "one score, left before week 4": 3,
        "no last score": 3,
        "no first score": 1,
    }
    assert (paired.count or 0) + sum(paired.left_out.values()) == 44


def test_the_sizes_are_those_of_the_pairs(forty: Census) -> None:
    found = by_id(outcomes(forty, SUMMER, AS_OF, [PHQ9]))
    first, last = [a for a, _ in PAIRS], [b for _, b in PAIRS]
    changes = [b - a for a, b in PAIRS]
    assert found["phq9.first"].value == pytest.approx(fmean(first))
    assert found["phq9.change"].value == pytest.approx(fmean(changes))
    assert found["phq9.d_pre"].value == pytest.approx(fmean(changes) / stdev(first))
    assert found["phq9.d_z"].value == pytest.approx(fmean(changes) / stdev(changes))
    assert found["phq9.d_av"].value == pytest.approx(fmean(changes) / ((stdev(first) + stdev(last)) / 2))
    assert found["phq9.g"].value == pytest.approx((1 - 3 / (4 * 29 - 1)) * fmean(changes) / stdev(first))


def test_response_and_remission_are_of_those_who_were_clinical(forty: Census) -> None:
    found = by_id(outcomes(forty, SUMMER, AS_OF, [PHQ9]))
    clinical = [(a, b) for a, b in PAIRS if a >= 10]
    assert (found["phq9.clinical"].count, found["phq9.clinical"].of) == (len(clinical), 30)
    assert (found["phq9.response"].count, found["phq9.response"].of) == (
        sum(2 * (a - b) >= a for a, b in clinical),
        len(clinical),
    )
    assert found["phq9.remission"].count == sum(b <= 4 for _, b in clinical)


def test_the_four_categories_are_those_written_out_and_add_up(forty: Census) -> None:
    found = by_id(outcomes(forty, SUMMER, AS_OF, [PHQ9]))
    groups = {"recovered": RECOVERED, "improved": IMPROVED, "unchanged": UNCHANGED, "deteriorated": DETERIORATED}
    assert {name: found[f"phq9.{name}"].count for name in groups} == {name: len(mine) for name, mine in groups.items()}


def test_without_a_stay_every_share_is_none(forty: Census) -> None:
    spring = Period(date(2020, 1, 1), date(2020, 3, 31))
    assert {figure.value for figure in outcomes(forty, spring, AS_OF, [PHQ9]).figures[2:]} == {None}


def test_the_instruments_are_those_in_use_with_constants(forty: Census) -> None:
    assert [each.id for each in in_use(forty, library.instruments().values())] == ["phq9"]
    pss10 = library.instrument("pss10")
    report = outcomes(forty, SUMMER, AS_OF, [pss10])
    assert "pss10.recovered" not in by_id(report)
    assert report.notes[-1] == "Nobody has published constants for change of PSS-10: raw change only."
    assert outcomes(forty, SUMMER, AS_OF, []).notes == ("No instrument with constants for change is in use.",)


# report drr

STAY = """
[[plans]]
status = "closed"
admitted_at = 2026-01-05
discharge = {{ on = 2026-03-01, reason = "completed" }}
{}
"""
FIRST = date(2026, 1, 5)


def phq9(*scores: tuple[int, int]) -> str:
    """Totals so many days after the first."""
    return "".join(
        f'[[assessments]]\npatient = "pt-0001"\ninstrument = "phq9"\ngiven_at = {FIRST + timedelta(days=day)}\n'
        f"total = {total}\n"
        for day, total in scores
    )


def rates(facts: str, as_of: date = FIRST + timedelta(days=240)) -> tuple[int | None, ...]:
    found = by_id(drr(census_of(facts), Period(FIRST, FIRST), as_of, PHQ9))
    return tuple(found[f"drr.{name}"].count for name in ("elevated", "told", "followed", "remission", "response"))


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([(0, 9), (130, 4)], (0, 0, 0, 0, 0)),  # not elevated
        ([(0, 10)], (1, 1, 0, 0, 0)),
        ([(0, 10), (119, 4)], (1, 1, 0, 0, 0)),
        ([(0, 10), (120, 4)], (1, 1, 1, 1, 1)),
        ([(0, 10), (240, 5)], (1, 1, 1, 0, 1)),
        ([(0, 10), (240, 6)], (1, 1, 1, 0, 0)),
        ([(0, 10), (130, 4), (200, 12)], (1, 1, 1, 0, 0)),  # the most recent one counts
    ],
)
def test_the_most_recent_score_of_days_120_to_240_counts(scores: list[tuple[int, int]], found: tuple[int, ...]) -> None:
    assert rates(STAY.format("") + phq9(*scores)) == found


def test_it_can_be_told_once_the_days_have_passed_and_of_the_living() -> None:
    facts = STAY.format("") + phq9((0, 10), (130, 4))
    assert rates(facts, FIRST + timedelta(days=239)) == (1, 0, 0, 0, 0)
    assert rates(STAY.format("died_on = 2026-04-01") + phq9((0, 10))) == (1, 0, 0, 0, 0)


# claim test


@pytest.mark.parametrize(
    ("before", "after", "claimed", "verdict"),
    [
        ((20, 100), (14, 100), 0.3, "not distinguishable from chance"),
        ((200, 1000), (140, 1000), 0.3, "supported"),
        ((200, 1000), (141, 1000), 0.3, "smaller than claimed"),
        ((200, 1000), (140, 1000), None, "supported"),
        ((14, 100), (40, 100), None, "contradicted"),
        ((200, 1000), (190, 1000), 0.3, "contradicted"),
        ((0, 0), (5, 10), None, "n/a"),
    ],
)
def test_what_two_shares_say_of_a_claim(
    before: tuple[int, int], after: tuple[int, int], claimed: float | None, verdict: str
) -> None:
    assert fewer(Share(*before), Share(*after), claimed) == verdict


def test_what_one_share_says_of_a_claim() -> None:
    assert at_least(Share(90, 100), 0.72) == "supported"
    assert at_least(Share(72, 100), 0.72) == "not distinguishable from chance"
    assert at_least(Share(40, 100), 0.72) == "contradicted"
    assert at_least(Share(0, 0), 0.72) == "n/a"


def test_how_many_people_a_claim_needs() -> None:
    """measures, section 4: 20 % against 14 % needs about 611 a period."""
    assert people_needed(0.2, 0.3) == 612
    assert people_needed(0.2, 0) is None


def test_the_claim_of_the_house_page_is_tested_on_its_own_counts(forty: Census) -> None:
    spring = Period(date(2026, 4, 1), date(2026, 6, 30))
    tested = readmissions_fewer(forty, spring, SUMMER, AS_OF, 0.3)
    assert tested.verdict == "not distinguishable from chance"
    assert tested.sentence.startswith(
        "Before 8 of 30, after 5 of 41 were in hospital within 30 days: 14.5 points fewer"
    )
    assert "cause" not in tested.sentence


def test_improvement_is_tested_with_its_interval(forty: Census) -> None:
    tested = improvement(forty, SUMMER, AS_OF, PHQ9, 0.72)
    assert tested.verdict == "not distinguishable from chance"
    assert tested.sentence.startswith("18 of 30 with both scores improved reliably on the PHQ-9")


def test_of_nobody_nothing_may_be_said(forty: Census) -> None:
    never = Period(date(2020, 1, 1), date(2020, 3, 31))
    tested = readmissions_fewer(forty, never, SUMMER, AS_OF, None)
    assert (tested.claim, tested.verdict) == ("fewer readmissions within 30 days", "n/a")
    assert tested.sentence.startswith("Before 0 of 0, after 5 of 41 were in hospital within 30 days. In one of")
    equal = readmissions_fewer(forty, SUMMER, SUMMER, AS_OF, None)
    assert ": no difference, 95 % interval (Newcombe) from" in equal.sentence
    nobody = improvement(forty, never, AS_OF, PHQ9, 0.72)
    assert (nobody.verdict, nobody.sentence) == ("n/a", "Nobody has both scores: nothing may be said.")


def test_around_a_change_lie_as_many_days_before_as_after() -> None:
    """Of the last day from 1 July on the 30 days are over on 23 November: 116 days, and 116 before."""
    before, after = around(date(2026, 7, 1), date(2026, 11, 23))
    assert (before.first, before.last) == (date(2026, 3, 7), date(2026, 6, 30))
    assert (after.first, after.last) == (date(2026, 7, 1), date(2026, 10, 24))
