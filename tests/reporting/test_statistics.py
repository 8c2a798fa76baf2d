"""Our statistics against those of an independent library, to twelve digits over random inputs; and by hand."""

import math
import warnings
from collections.abc import Sequence
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from iopctl.reporting.effects import correlation, deviation, effect, hedges
from iopctl.reporting.intervals import Interval, Share, newcombe, risk_ratio, wilson
from iopctl.reporting.process import p_chart, xmr_chart
from iopctl.reporting.student import mean_interval, quantile
from iopctl.reporting.survival import Followed, kaplan_meier, quartiles

DIGITS = 1e-12

shares = st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
scores = st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), min_size=3, max_size=80)


def close(one: float | None, other: float) -> bool:
    return one is not None and math.isclose(one, other, rel_tol=DIGITS, abs_tol=DIGITS)


def same(one: Interval | None, other: Sequence[float]) -> bool:
    return one is not None and close(one.low, float(other[0])) and close(one.high, float(other[1]))


@given(shares)
def test_wilson(share: tuple[int, int]) -> None:
    assert same(wilson(*share), stats.binomtest(*share).proportion_ci(method="wilson"))


@given(shares, shares)
def test_newcombe(after: tuple[int, int], before: tuple[int, int]) -> None:
    one, two = after[0] / after[1], before[0] / before[1]
    mine, other = (stats.binomtest(*each).proportion_ci(method="wilson") for each in (after, before))
    low = one - two - math.hypot(one - mine.low, other.high - two)
    high = one - two + math.hypot(mine.high - one, two - other.low)
    assert same(newcombe(Share(*after), Share(*before)), (low, high))


@given(shares, shares)
def test_risk_ratio(after: tuple[int, int], before: tuple[int, int]) -> None:
    assume(after[0] and before[0])
    expected = stats.contingency.relative_risk(*after, *before)
    found = risk_ratio(Share(*after), Share(*before))
    assert found is not None
    assert close(found[0], expected.relative_risk)
    assert same(found[1], expected.confidence_interval(0.95))


@given(scores)
def test_effects(pairs: list[tuple[int, int]]) -> None:
    first, last = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    assume(len(set(first)) > 1 and len(set(last)) > 1)
    found = effect(pairs)
    assert close(found.sd_first, float(stats.tstd(first)))
    assert close(found.sd_last, float(stats.tstd(last)))
    assert close(found.correlation, float(stats.pearsonr(first, last).statistic))
    changes = [b - a for a, b in zip(first, last, strict=True)]
    assert close(found.mean_change, fmean(changes))
    if len(set(changes)) > 1:
        # d_z is the paired t over the root of n
        t = float(stats.ttest_rel(last, first).statistic)
        assert math.isclose(found.d_z or 0.0, t / math.sqrt(len(pairs)), rel_tol=1e-10, abs_tol=1e-12)
    assert close(found.d_pre, fmean(changes) / float(stats.tstd(first)))
    assert close(found.d_av, fmean(changes) / ((float(stats.tstd(first)) + float(stats.tstd(last))) / 2))


@given(st.integers(1, 3000))
def test_the_quantile_of_t(freedom: int) -> None:
    assert close(quantile(freedom), float(stats.t.ppf(0.975, freedom)))


@given(scores)
def test_the_interval_of_a_mean_change(pairs: list[tuple[int, int]]) -> None:
    changes = [b - a for a, b in pairs]
    assume(len(set(changes)) > 1)
    around = stats.ttest_1samp(changes, 0).confidence_interval(0.95)
    assert same(mean_interval(changes), (around.low, around.high))


people = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=120)


@given(people)
def test_kaplan_meier(followed: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(Followed(days, event) for days, event in followed)
    assume(curve.events)
    events = [float(days) for days, event in followed if event]
    censored = [float(days) for days, event in followed if not event]
    expected = stats.ecdf(stats.CensoredData(uncensored=events, right=censored)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where nobody is left there is no interval
        interval = expected.confidence_interval(method="log-log")
    assert [step.day for step in curve.steps] == sorted(set(events))
    for step in curve.steps:
        assert close(step.survival, float(expected.evaluate(step.day)))
        assert step.at_risk == sum(days >= step.day for days, _ in followed)
        assert step.events == events.count(step.day)
        if 0 < step.survival < 1:
            assert step.interval is not None
            low, high = (float(side.evaluate(step.day)) for side in (interval.low, interval.high))
            assert math.isclose(step.interval.low, low, rel_tol=1e-9, abs_tol=1e-12)
            assert math.isclose(step.interval.high, high, rel_tol=1e-9, abs_tol=1e-12)


@given(st.lists(st.floats(0, 400, allow_nan=False), min_size=1, max_size=50))
def test_quartiles(values: list[float]) -> None:
    found = quartiles(values)
    assert found is not None
    for one, percent in zip(found, (25, 50, 75), strict=True):
        assert math.isclose(one, float(stats.scoreatpercentile(values, percent)), rel_tol=DIGITS, abs_tol=DIGITS)


# By hand


def test_of_nobody_there_is_no_share_and_no_interval() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)
    assert newcombe(Share(0, 0), Share(3, 10)) is None
    assert newcombe(Share(3, 10), Share(0, 0)) is None
    assert quartiles([]) is None
    assert effect([]).mean_change is None
    assert (mean_interval([3]), mean_interval([3, 3])) == (None, Interval(3, 3))
    assert (p_chart([Share(0, 0)]).centre, xmr_chart([]).centre) == (None, None)


def test_the_ends_of_wilson_are_the_ends() -> None:
    assert wilson(0, 10).low == 0.0
    assert wilson(10, 10).high == 1.0
    assert same(wilson(5, 10), (0.236593090512564, 0.763406909487436))


def test_a_ratio_with_a_count_of_0_is_none() -> None:
    assert risk_ratio(Share(0, 10), Share(3, 10)) is None
    assert risk_ratio(Share(3, 10), Share(0, 10)) is None


def test_the_worked_ratio_of_the_measures() -> None:
    """14 of 100 against 20 of 100: RR 0.70, 0.375 to 1.31 (measures, the article's claims, has 0.38)."""
    found = risk_ratio(Share(14, 100), Share(20, 100))
    assert found is not None
    assert (round(found[0], 2), round(found[1].low, 3), round(found[1].high, 2)) == (0.7, 0.375, 1.31)


def test_the_claim_of_the_jobs() -> None:
    """Before 9 of 61, after 6 of 58: 4.4 points fewer, from 17 fewer to 8 more (Newcombe)."""
    found = newcombe(Share(6, 58), Share(9, 61))
    assert found is not None
    assert (round(100 * (6 / 58 - 9 / 61), 1), round(100 * found.low), round(100 * found.high)) == (-4.4, -17, 8)


def test_three_d_of_one_sample_differ_and_each_is_the_one_it_is_called() -> None:
    pairs = [(20, 10), (18, 12), (16, 9), (22, 13), (19, 15)]
    found = effect(pairs)
    assert found.n == 5
    assert found.mean_change == -7.2
    assert round(found.sd_first or 0, 4) == 2.2361
    assert round(found.d_pre or 0, 4) == -3.2199
    assert round(hedges(5), 4) == 0.8
    assert round(found.g or 0, 4) == -2.576
    assert round(found.d_z or 0, 4) == round(-7.2 / (found.sd_change or 1), 4)
    assert round(found.d_av or 0, 4) == round(-7.2 / (((found.sd_first or 0) + (found.sd_last or 0)) / 2), 4)
    error = math.sqrt(2 * (1 - (found.correlation or 0)) / 5 + (found.d_pre or 0) ** 2 / 10)
    assert found.interval is not None
    assert round(found.interval.low, 6) == round(0.8 * ((found.d_pre or 0) - 1.959963984540054 * error), 6)
    assert round(found.interval.high, 6) == round(0.8 * ((found.d_pre or 0) + 1.959963984540054 * error), 6)


@pytest.mark.parametrize("pairs", [[(10, 5)], [(10, 5), (10, 6)], [(10, 5), (12, 5)], [(10, 5), (12, 8)]])
def test_what_so_few_or_so_equal_pairs_do_not_decide_is_none(pairs: list[tuple[int, int]]) -> None:
    assert effect(pairs).interval is None
    assert effect(pairs).n == len(pairs)


def test_two_pairs_have_no_corrected_size_where_the_correction_makes_0_of_everything() -> None:
    assert (hedges(2), effect([(10, 5), (12, 8)]).g) == (0, None)
    assert effect([(10, 5), (12, 8), (15, 9)]).g is not None


def test_a_deviation_needs_two_and_a_correlation_needs_to_vary() -> None:
    assert deviation([3]) is None
    assert deviation([3, 3]) == 0
    assert correlation([1, 2], [3, 3]) is None


def test_kaplan_meier_by_hand() -> None:
    """Ten people: an event on day 5, one lost on day 5, an event on day 20, one lost on day 30, six still followed."""
    followed = [Followed(5, True), Followed(5, False), Followed(20, True), Followed(30, False)]
    curve = kaplan_meier([*followed, *[Followed(40, False)] * 6])
    assert [(step.day, step.at_risk, step.events) for step in curve.steps] == [(5, 10, 1), (20, 8, 1)]
    assert curve.at(4) == 1.0
    assert close(curve.at(5), 0.9)
    assert close(curve.at(30), 0.9 * 7 / 8)
    assert curve.median is None
    assert curve.interval_at(4) is None
    everybody = kaplan_meier([Followed(3, True), Followed(9, True)])
    assert (everybody.at(3), everybody.at(9), everybody.median) == (0.5, 0.0, 3)
    assert everybody.steps[-1].interval is None
    assert kaplan_meier([]).at(30) == 1.0


def test_a_p_chart_signals_what_is_beyond_its_own_limits() -> None:
    chart = p_chart([Share(90, 100)] * 9 + [Share(60, 100), Share(0, 0)])
    assert close(chart.centre, 870 / 1000)
    last = chart.points[9]
    assert last.limits is not None
    assert close(last.limits.low, 0.87 - 3 * math.sqrt(0.87 * 0.13 / 100))
    assert [point.beyond for point in chart.points] == [False] * 9 + [True, False]
    assert chart.points[10].value is None
    small = p_chart([Share(1, 2), Share(2, 2)]).points[0]
    assert small.limits == Interval(0.0, 1.0)  # never outside


def test_the_eighth_point_on_one_side_is_a_run() -> None:
    values = [5.0, *[1.0] * 8]
    assert [point.run for point in xmr_chart(values).points] == [False] * 8 + [True]
    assert not any(point.run for point in xmr_chart([5.0, *[1.0] * 7]).points)


def test_a_point_on_the_centre_line_neither_ends_nor_lengthens_a_run() -> None:
    values = [1.0] * 4 + [2.0] + [1.0] * 4 + [10.0 - 8.0 + 8.0]
    centre = fmean(values)
    on_it = [value if value != 2.0 else centre for value in values]
    chart = xmr_chart(on_it)
    assert [point.run for point in chart.points][7:9] == [False, chart.centre is not None and on_it[4] == chart.centre]


def test_an_xmr_chart_by_hand() -> None:
    chart = xmr_chart([10.0, 12.0, 11.0, 13.0])
    assert (chart.centre, chart.moving_range) == (11.5, 5 / 3)
    assert close(chart.moving_range_limit, 3.267 * 5 / 3)
    assert same(chart.points[0].limits, (11.5 - 2.66 * 5 / 3, 11.5 + 2.66 * 5 / 3))
    assert xmr_chart([7.0]).points[0].limits is None
